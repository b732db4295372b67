use super::*;
use crate::request::Body;
use serde_json::json;

fn params(body: &Value) -> Params {
    let body = body.to_string();
    let body = Body {
        content_type: Some("application/json"),
        bytes: body.as_bytes(),
    };
    Params::read("", &body).unwrap()
}

fn faults(declared: Declared<'_>) -> String {
    match declared.finish() {
        Ok(()) => String::new(),
        Err(ApiError::Framework(faults)) => faults,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn values_come_in_their_types() {
    let params = params(&json!({
        "n": 3.9, "digits": "-3", "day": "2020-07-24", "words": "13 Jun 2021", "yes": "true", "no": 0, "t": "a", "number": 5,
        "texts": ["a", 1], "integers": ["1", 2],
    }));
    let mut declared = Declared::new(&params);
    assert_eq!(declared.integer("n"), Some(3));
    assert_eq!(declared.required_integer("digits"), Some(-3));
    assert_eq!(declared.date("day"), Some(jiff::civil::date(2020, 7, 24)));
    assert_eq!(
        declared.required_date("words"),
        Some(jiff::civil::date(2021, 6, 13))
    );
    assert_eq!(
        (declared.boolean("yes"), declared.boolean("no")),
        (Some(true), Some(false))
    );
    assert_eq!(declared.text("t").as_deref(), Some("a"));
    assert_eq!(declared.required_text("number").as_deref(), Some("5"));
    assert_eq!(
        declared.texts("texts"),
        Some(vec!["a".to_owned(), "1".to_owned()])
    );
    assert_eq!(declared.integers("integers"), Some(vec![1, 2]));
    assert_eq!(declared.integer("absent"), None);
    assert_eq!(faults(declared), "");
}

#[test]
fn all_faults_are_told_in_the_order_of_declaration() {
    let params = params(
        &json!({"b": "x", "c": "1.5", "d": "soon", "e": "perhaps", "f": {}, "g": [1, "x"], "h": "x", "i": 3}),
    );
    let mut declared = Declared::new(&params);
    declared.required_integer("a");
    declared.integer("b");
    declared.required_integer("c");
    declared.date("d");
    declared.boolean("e");
    declared.text("f");
    declared.integers("g");
    declared.required_texts("h");
    declared.list("i", |_| ());
    declared.refuse("j", "does not have a valid value");
    assert_eq!(
        faults(declared),
        "a is missing, b is invalid, c is invalid, d is invalid, e is invalid, f is invalid, g is invalid, \
         h is invalid, i is invalid, j does not have a valid value"
    );
}

#[test]
fn blank_is_nothing_and_no_fault() {
    let params = params(&json!({"n": null, "d": " ", "t": ""}));
    let mut declared = Declared::new(&params);
    assert_eq!(declared.required_integer("n"), None);
    assert_eq!(declared.required_date("d"), None);
    assert_eq!(declared.required_text("t").as_deref(), Some(""));
    assert_eq!(faults(declared), "");
}

#[test]
fn what_has_to_be_filled_may_be_neither_missing_nor_blank() {
    let params = params(&json!({"blank": " ", "null": null, "odd": "x", "filled": 0}));
    let mut declared = Declared::new(&params);
    for name in ["absent", "blank", "null", "odd"] {
        assert_eq!(declared.filled_integer(name), None, "{name}");
    }
    assert_eq!(declared.filled_integer("filled"), Some(0));
    assert_eq!(
        faults(declared),
        "absent is missing, blank is empty, null is empty, odd is invalid"
    );
}

#[test]
fn nested_names_say_where() {
    let params =
        params(&json!({"packs": [{"id": 1}, {"id": "x"}, {}], "text": "[{\"id\": 7}]", "o": {"p": {}}}));
    let mut declared = Declared::new(&params);
    let packs = declared.required_list("packs", |pack| pack.required_integer("id"));
    assert_eq!(packs, Some(vec![Some(1), None, None]));
    assert_eq!(
        declared.required_list("text", |item| item.integer("id")),
        Some(vec![Some(7)])
    );
    declared.required_object("o", |o| o.object("p", |p| p.required_text("q")));
    declared.required_object("absent", |absent| {
        absent.required_list("l", |l| l.required_text("m"))
    });
    assert_eq!(
        faults(declared),
        "packs[1][id] is invalid, packs[2][id] is missing, o[p][q] is missing, absent is missing, \
         absent[l] is missing, absent[l][m] is missing"
    );
}

#[test]
fn of_a_fraction_the_whole_counts_and_of_what_is_too_large_the_largest() {
    let params = params(&json!({"half": 1.5, "much": 1e30, "little": -1e30, "ids": [2.9], "none": ""}));
    let mut declared = Declared::new(&params);
    assert_eq!(declared.integer("half"), Some(1));
    assert_eq!(declared.count("much"), Some(i64::MAX));
    assert_eq!(declared.integer("little"), Some(i64::MIN));
    assert_eq!(declared.integers("ids"), Some(vec![2]));
    assert_eq!(declared.integers("none"), Some(Vec::new()));
    assert_eq!(faults(declared), "");
}

#[test]
fn a_count_and_a_list_of_integers_may_be_absent_but_not_null() {
    let params = params(&json!({"o": {"blank": "", "null": null, "ids": null, "holes": [1, null]}}));
    let mut declared = Declared::new(&params);
    declared.object("o", |o| {
        for name in ["absent", "blank", "null"] {
            assert_eq!(o.count(name), None, "{name}");
        }
        for name in ["absent", "ids", "holes"] {
            assert_eq!(o.integers(name), None, "{name}");
        }
    });
    assert_eq!(
        faults(declared),
        "o[blank] is invalid, o[null] is invalid, o[ids] is invalid, o[holes] is invalid"
    );
}

#[test]
fn what_is_read_in_lower_case_has_to_be_a_text() {
    let params = params(&json!({"high": "High", "blank": "", "n": 5, "null": null}));
    let mut declared = Declared::new(&params);
    assert_eq!(declared.required_lower_case("high").as_deref(), Some("high"));
    assert_eq!(declared.required_lower_case("blank").as_deref(), Some(""));
    for name in ["n", "absent", "null"] {
        declared.lower_case(name);
        declared.required_lower_case(name);
    }
    // Null is not there at the top, as in any query.
    assert_eq!(
        faults(declared),
        "n is invalid, absent is missing, absent is invalid"
    );
}

fn faults_in(parent: Value) -> String {
    let params = params(&json!({ "o": parent }));
    let mut declared = Declared::new(&params);
    declared.required_object("o", |o| {
        o.required_text("a");
        o.text("b");
        o.required_object("p", |p| p.required_text("q"));
        o.filled_list("l", |item| item.required_text("m"));
    });
    faults(declared)
}

#[test]
fn what_lies_in_something_else_than_an_object_is_missing_and_invalid() {
    let all_missing = "o[a] is missing, o[p] is missing, o[p][q] is missing, o[l] is missing";
    assert_eq!(faults_in(json!(null)), all_missing);
    assert_eq!(faults_in(json!({})), all_missing);
    let nothing_there = "o is invalid, o[a] is missing, o[a] is invalid, o[p] is missing, o[p] is invalid, \
                         o[p][q] is missing, o[l] is missing, o[l] is invalid";
    for parent in [json!(""), json!("x"), json!(7)] {
        assert_eq!(faults_in(parent), nothing_there);
    }
    // Only of a list it is said which item lacks what, and each fault once.
    assert_eq!(
        faults_in(json!(["x"])),
        format!("{nothing_there}, o[l][0][m] is missing")
    );
    assert_eq!(faults_in(json!([])), "o is invalid");
}

#[test]
fn a_list_that_has_to_be_filled_is_neither_empty_nor_of_anything_else() {
    let list = |list: Value| faults_in(json!({"a": "", "p": {"q": null}, "l": list}));
    assert_eq!(list(json!([{"m": ""}])), "");
    for other in [json!([]), json!(""), json!(null), json!("x"), json!({"m": ""})] {
        assert_eq!(list(other), "o[l] is invalid");
    }
    assert_eq!(list(json!([{}])), "o[l][0][m] is missing");
    for item in [json!(null), json!("x")] {
        assert_eq!(
            list(json!([item])),
            "o[l][0][m] is missing, o[l][0][m] is invalid"
        );
    }
}

#[test]
fn null_in_a_list_is_overlooked() {
    let params = params(&json!({"l": [null, {"n": 1}], "others": [null, 7], "blank": ""}));
    let mut declared = Declared::new(&params);
    assert_eq!(declared.list("l", |item| item.integer("n")), Some(vec![Some(1)]));
    declared.list("others", |item| item.integer("n"));
    assert_eq!(declared.list("blank", |_| ()), None);
    assert_eq!(faults(declared), "others is invalid");
}

#[test]
fn a_day_may_be_written_in_several_ways() {
    let expected = jiff::civil::date(2020, 7, 24);
    for text in [
        "2020-07-24",
        " 2020-07-24 ",
        "2020/07/24",
        "20200724",
        "2020-07-24T10:00:00Z",
        "24 Jul 2020",
        "24 July 2020",
        "Jul 24, 2020",
    ] {
        assert_eq!(read_date(text), Some(expected), "{text}");
    }
    for text in ["", "soon", "2020-13-01", "2020-02-30", "24", "2020"] {
        assert_eq!(read_date(text), None, "{text}");
    }
}
