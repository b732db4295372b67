//! Parameters that an operation declares with a type, as Grape reads them: every fault is told, in the order of
//! declaration.
//!
//! A value that is there but blank is nothing, and no fault: what to make of that is the operation's business.

use std::collections::HashSet;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::value::{boolean, integer, is_blank, json, read_date};
use super::{Params, text};
use crate::answer::ApiError;

/// The declared parameters of a request, read one after another.
pub(crate) struct Declared<'r> {
    source: Source<'r>,
    /// What nested names begin with, such as `packs[0]`.
    prefix: String,
    faults: Vec<String>,
}

/// Where values are taken from.
enum Source<'r> {
    Params(&'r Params),
    Members(&'r Map<String, Value>),
    /// The object is missing, and so is all that was required in it.
    Nothing,
    /// Something else stands in its place, perhaps at a place of a list.
    NoObject(Option<usize>),
}

fn source_of(value: &Value, at: Option<usize>) -> Source<'_> {
    value.as_object().map_or(Source::NoObject(at), Source::Members)
}

impl<'r> Declared<'r> {
    pub(crate) fn new(params: &'r Params) -> Self {
        Self::nested(Source::Params(params), String::new())
    }

    fn nested(source: Source<'r>, prefix: String) -> Self {
        Self {
            source,
            prefix,
            faults: Vec::new(),
        }
    }

    /// A number or digits.
    pub(crate) fn integer(&mut self, name: &str) -> Option<i64> {
        self.read(name, integer)
    }

    /// A number that the database has room for. Beyond that GitLab breaks.
    pub(crate) fn stored_integer(&mut self, name: &str) -> Option<i64> {
        self.read(name, |value| {
            integer(value).filter(|number| i32::try_from(*number).is_ok())
        })
    }

    pub(crate) fn required_stored_integer(&mut self, name: &str) -> Option<i64> {
        self.require(name);
        self.stored_integer(name)
    }

    pub(crate) fn required_integer(&mut self, name: &str) -> Option<i64> {
        self.require(name);
        self.integer(name)
    }

    /// Required, and not to be left blank either.
    pub(crate) fn filled_integer(&mut self, name: &str) -> Option<i64> {
        if self.require(name) && self.value(name).is_none_or(is_blank) {
            self.refuse(name, "is empty");
        }
        self.integer(name)
    }

    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        self.read(name, |value| value.as_str().and_then(read_date))
    }

    pub(crate) fn required_date(&mut self, name: &str) -> Option<Date> {
        self.require(name);
        self.date(name)
    }

    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        self.read(name, boolean)
    }

    /// A text, blank or not; numbers and booleans are texts as well.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let value = self.value(name).filter(|value| !value.is_null())?;
        self.valid(name, text(value).map(Into::into))
    }

    pub(crate) fn required_text(&mut self, name: &str) -> Option<String> {
        self.require(name);
        self.text(name)
    }

    /// A list of texts; an empty text is an empty list.
    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.value(name).filter(|value| !value.is_null())?;
        self.valid(name, listed(value, |item| text(item).map(Into::into)))
    }

    pub(crate) fn required_texts(&mut self, name: &str) -> Option<Vec<String>> {
        self.require(name);
        self.texts(name)
    }

    /// The same, and not to be left blank if it is there.
    pub(crate) fn count(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        self.valid(name, integer(value))
    }

    /// A list of numbers or digits; an empty text is an empty list, and null is none.
    pub(crate) fn integers(&mut self, name: &str) -> Option<Vec<i64>> {
        let value = self.value(name)?;
        self.valid(name, listed(value, integer))
    }

    /// A text that is read in lower case, so that it may be empty but has to be a text.
    pub(crate) fn lower_case(&mut self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        self.valid(name, value.as_str().map(str::to_lowercase))
    }

    /// If it is missing, what is missing is no text either.
    pub(crate) fn required_lower_case(&mut self, name: &str) -> Option<String> {
        if !self.require(name) {
            self.refuse(name, "is invalid");
        }
        self.lower_case(name)
    }

    /// An object, whose members are declared in turn. Null is nothing; an empty text is no object.
    pub(crate) fn object<T>(
        &mut self,
        name: &str,
        members: impl FnOnce(&mut Declared<'_>) -> T,
    ) -> Option<T> {
        let value = self.value(name).filter(|value| !value.is_null())?;
        let object = self.valid(name, value.as_object())?;
        Some(self.within(Source::Members(object), self.name_of(name), members))
    }

    /// If it is missing or null, so is all that is required of its members; if it is something else, all that is
    /// invalid as well.
    pub(crate) fn required_object<T>(
        &mut self,
        name: &str,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<T> {
        self.require(name);
        let prefix = self.name_of(name);
        match self.value(name) {
            None | Some(Value::Null) => {
                self.within(Source::Nothing, prefix, members);
                None
            }
            Some(Value::Object(object)) => Some(self.within(Source::Members(object), prefix, members)),
            Some(Value::Array(items)) => {
                self.refuse(name, "is invalid");
                for (at, item) in items.iter().enumerate() {
                    self.within(source_of(item, Some(at)), prefix.clone(), &mut members);
                }
                None
            }
            Some(_) => {
                self.refuse(name, "is invalid");
                self.within(Source::NoObject(None), prefix, members);
                None
            }
        }
    }

    /// A list of objects, whose members are declared in turn; null in it is overlooked.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        let items = self.read(name, Value::as_array)?;
        let items = items.iter().enumerate().filter(|(_, item)| !item.is_null());
        Some(self.items(name, items, members))
    }

    /// A list of objects that is neither blank nor JSON in a text. What is missing or no list has no items that could
    /// lack anything.
    pub(crate) fn required_plain_list<T>(
        &mut self,
        name: &str,
        members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        if !self.require(name) {
            return None;
        }
        let list = self.value(name).and_then(Value::as_array);
        let items = self.valid(name, list)?;
        Some(self.items(name, items.iter().enumerate(), members))
    }

    /// The same, and not to be left empty.
    pub(crate) fn filled_list<T>(
        &mut self,
        name: &str,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        let read = self.required_plain_list(name, &mut members);
        if let Source::NoObject(Some(at)) = self.source {
            self.within(Source::Nothing, format!("{}[{at}]", self.name_of(name)), members);
        }
        if read.as_ref().is_some_and(Vec::is_empty) {
            self.refuse(name, "is invalid");
        }
        read
    }

    /// Where nothing is required of an item, one that is no object makes the list invalid.
    fn items<'v, T>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = (usize, &'v Value)>,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Vec<T> {
        let mut read = Vec::new();
        for (at, item) in items {
            let prefix = format!("{}[{at}]", self.name_of(name));
            let before = self.faults.len();
            read.push(self.within(source_of(item, None), prefix, &mut members));
            if !item.is_object() && self.faults.len() == before {
                self.refuse(name, "is invalid");
            }
        }
        read
    }

    /// If it is missing, so is all that is required of its items. A form may have its JSON.
    pub(crate) fn required_list<T>(
        &mut self,
        name: &str,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        if !self.require(name) {
            self.within(Source::Nothing, self.name_of(name), members);
            return None;
        }
        let value = self.read(name, json)?;
        let items = value
            .as_array()
            .and_then(|items| items.iter().map(Value::as_object).collect::<Option<Vec<_>>>());
        let items = self.valid(name, items)?;
        let mut read = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            let prefix = format!("{}[{at}]", self.name_of(name));
            read.push(self.within(Source::Members(item), prefix, &mut members));
        }
        Some(read)
    }

    fn within<T>(
        &mut self,
        source: Source<'_>,
        prefix: String,
        members: impl FnOnce(&mut Declared<'_>) -> T,
    ) -> T {
        let mut nested = Declared::nested(source, prefix);
        let read = members(&mut nested);
        self.faults.append(&mut nested.faults);
        read
    }

    /// Adds a fault of the operation's own, such as `does not have a valid value`.
    pub(crate) fn refuse(&mut self, name: &str, fault: &str) {
        self.faults.push(format!("{} {fault}", self.name_of(name)));
    }

    /// How much was wrong until now.
    pub(crate) fn faults(&self) -> usize {
        self.faults.len()
    }

    /// Refuses the request if anything was wrong, and tells each fault once.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        let mut told = HashSet::new();
        let faults = self.faults.iter().map(String::as_str);
        let faults: Vec<&str> = faults.filter(|fault| told.insert(*fault)).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Framework(faults.join(", ")))
        }
    }

    fn value(&self, name: &str) -> Option<&'r Value> {
        match self.source {
            Source::Params(params) => params.given(name),
            Source::Members(members) => members.get(name),
            Source::Nothing | Source::NoObject(_) => None,
        }
    }

    /// Whether the parameter is there, be it blank.
    fn require(&mut self, name: &str) -> bool {
        let there = match self.source {
            Source::Params(params) => params.has(name),
            Source::Members(members) => members.contains_key(name),
            Source::Nothing | Source::NoObject(_) => false,
        };
        if !there {
            self.refuse(name, "is missing");
        }
        if let Source::NoObject(_) = self.source {
            self.refuse(name, "is invalid");
        }
        there
    }

    /// The value in its type, unless it is blank.
    fn read<T>(&mut self, name: &str, read: impl FnOnce(&'r Value) -> Option<T>) -> Option<T> {
        let value = self.value(name).filter(|value| !is_blank(value))?;
        self.valid(name, read(value))
    }

    fn valid<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.refuse(name, "is invalid");
        }
        value
    }

    fn name_of(&self, name: &str) -> String {
        if self.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}[{name}]", self.prefix)
        }
    }
}

/// The items of a list, if each is of the type.
fn listed<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Value::String(text) if text.is_empty() => Some(Vec::new()),
        value => value.as_array()?.iter().map(read).collect(),
    }
}

#[cfg(test)]
mod tests {
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
}
