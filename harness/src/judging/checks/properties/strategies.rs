//! Values that a document allows, as proptest strategies.

use jsonschema::Validator;
use labproof_spec::Operation;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

use crate::asking::request::Parameters;
use crate::asking::subject::Subject;
use crate::judging::checks::checked::Generation;
use crate::judging::checks::properties::bounds::Bounds;

/// Where values come from, and how large they may be.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    subject: &'a Subject,
    bounds: Bounds,
}

impl<'a> Values<'a> {
    pub(super) fn of(subject: &'a Subject, generation: Generation) -> Self {
        Self {
            subject,
            bounds: Bounds::of(subject, generation),
        }
    }
}

/// The ids of what a target does not give: beyond those that anything has, so that nobody's is met by chance.
const NOBODYS: std::ops::RangeInclusive<i64> = 2_000_000_000..=2_147_483_647;

/// Any request the document allows: every required attribute, and any of the others that go with them.
pub(super) fn valid_parameters(operation: &Operation, values: Values<'_>) -> BoxedStrategy<Parameters> {
    let mut all: BoxedStrategy<Vec<Option<(String, Value)>>> = Just(Vec::new()).boxed();
    for attribute in operation.attributes() {
        let name = attribute.name.clone();
        let value = value(&attribute.schema, values).prop_map(move |value| (name.clone(), value));
        let is_always_sent = attribute.required || attribute.schema["x-sent"] == true;
        let drawn = if is_always_sent {
            value.prop_map(Some).boxed()
        } else {
            proptest::option::of(value).boxed()
        };
        all = (all, drawn)
            .prop_map(|(mut all, one)| {
                all.push(one);
                all
            })
            .boxed();
    }
    let all = all.prop_map(|drawn| {
        let mut parameters = Parameters::default();
        for (name, value) in drawn.into_iter().flatten() {
            parameters.set(&name, value);
        }
        parameters
    });
    match which_go_together(operation) {
        Some(rules) => all
            .prop_filter("attributes that do not go together", move |parameters| {
                rules.is_valid(&parameters.to_value())
            })
            .boxed(),
        None => all.boxed(),
    }
}

/// What the document says of its attributes as a whole, such as that one of two has to be there.
fn which_go_together(operation: &Operation) -> Option<Validator> {
    let Value::Object(whole) = &operation.body.as_ref()?.schema else {
        return None;
    };
    let rules = ["allOf", "anyOf", "oneOf", "if", "then", "else"];
    let rules: Map<String, Value> = rules
        .into_iter()
        .filter_map(|rule| Some((rule.to_owned(), whole.get(rule)?.clone())))
        .collect();
    if rules.is_empty() {
        return None;
    }
    // The documents are checked when they are loaded.
    jsonschema::draft202012::new(&Value::Object(rules)).ok()
}

/// The value of a fixture's field; what is made afresh for every case stays a placeholder until then.
fn known(field: &str, subject: &Subject) -> Option<Value> {
    let role = field.split('.').next().unwrap_or_default();
    if field == "unique" || subject.api.roles.get(role).is_some_and(|role| role.fresh) {
        return Some(Value::String(format!("{{{field}}}")));
    }
    subject.server.fixtures.get(field).ok().cloned()
}

/// Any value of a schema; values of fixtures where it names some.
fn value(schema: &Value, values: Values<'_>) -> BoxedStrategy<Value> {
    let fields = schema["x-fixture"].as_array().into_iter().flatten();
    let known: Vec<Value> = fields
        .filter_map(|field| known(field.as_str()?, values.subject))
        .collect();
    if !known.is_empty() {
        return select(known).boxed();
    }
    if schema["x-fixture"].is_array() && types(schema).contains(&"integer") {
        return NOBODYS.prop_map(Value::from).boxed();
    }
    if let Some(values) = schema["enum"].as_array().filter(|values| !values.is_empty()) {
        return select(values.clone()).boxed();
    }
    let choices = ["oneOf", "anyOf"]
        .into_iter()
        .find_map(|key| schema[key].as_array());
    if let Some(choices) = choices.filter(|choices| !choices.is_empty()) {
        return Union::new(choices.iter().map(|choice| value(choice, values))).boxed();
    }
    let arbitrary = of_type(schema, values);
    let examples = schema["examples"].as_array().into_iter().flatten();
    let examples = examples.filter(|example| values.bounds.allow(schema, example));
    match examples.cloned().collect::<Vec<_>>() {
        examples if examples.is_empty() => arbitrary,
        examples => prop_oneof![3 => select(examples), 1 => arbitrary].boxed(),
    }
}

fn of_type(schema: &Value, values: Values<'_>) -> BoxedStrategy<Value> {
    let types = types(schema).into_iter();
    Union::new(types.map(|name| of_one_type(name, schema, values))).boxed()
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec!["string"],
    }
}

fn of_one_type(name: &str, schema: &Value, values: Values<'_>) -> BoxedStrategy<Value> {
    match name {
        "integer" | "number" => {
            let (least, most) = values.bounds.range(schema);
            (least..=most).prop_map(Value::from).boxed()
        }
        // The digits of a number.
        "string" if schema["maximum"].is_number() => {
            let (least, most) = values.bounds.range(schema);
            (least..=most)
                .prop_map(|number| number.to_string().into())
                .boxed()
        }
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "null" => Just(Value::Null).boxed(),
        "array" => {
            let items = value(&schema["items"], values);
            let least = schema["minItems"]
                .as_u64()
                .map_or(0, |least| least.min(8) as usize);
            let most = schema["maxItems"]
                .as_u64()
                .map_or(least + 3, |most| most.min(8) as usize);
            proptest::collection::vec(items, least..=most.max(least))
                .prop_map(Value::from)
                .boxed()
        }
        "object" => object(schema, values),
        _ => text(schema),
    }
}

/// Every required member, all that are always sent, and any of the others.
fn object(schema: &Value, values: Values<'_>) -> BoxedStrategy<Value> {
    let required = schema["required"].as_array();
    let mut all: BoxedStrategy<Map<String, Value>> = Just(Map::new()).boxed();
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let name = name.clone();
        let is_required = required.is_some_and(|names| names.iter().any(|known| *known == name));
        let is_always_sent = is_required || member["x-sent"] == true;
        let member = value(member, values);
        let drawn = if is_always_sent {
            member.prop_map(Some).boxed()
        } else {
            proptest::option::of(member).boxed()
        };
        all = (all, drawn)
            .prop_map(move |(mut members, member)| {
                members.extend(member.map(|member| (name.clone(), member)));
                members
            })
            .boxed();
    }
    all.prop_map(Value::Object).boxed()
}

fn text(schema: &Value) -> BoxedStrategy<Value> {
    let pattern = match (schema["pattern"].as_str(), schema["format"].as_str()) {
        (Some(pattern), _) => pattern.trim_start_matches('^').trim_end_matches('$').to_owned(),
        (None, Some("date")) => "20[2-4][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])".to_owned(),
        (None, Some("ipv4")) => "(10|127|192)\\.[0-9]\\.[0-9]\\.[1-9]".to_owned(),
        _ => {
            let least = schema["minLength"].as_u64().unwrap_or(0).min(40);
            let most = schema["maxLength"].as_u64().unwrap_or(40).clamp(least, 40);
            format!("[\\PC]{{{least},{most}}}")
        }
    };
    match proptest::string::string_regex(&pattern) {
        Ok(strategy) => strategy.prop_map(Value::from).boxed(),
        // A pattern that only a validator understands: any text, which the server may refuse.
        Err(_) => "[a-z0-9]{1,20}".prop_map(Value::from).boxed(),
    }
}

/// One way to spoil a valid request.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// A parameter is left out.
    Missing(String),
    /// A parameter has a value of another type.
    WrongType(String, Value),
    /// A parameter is longer than anybody expects.
    TooLong(String, usize),
    /// The parameters travel where the documentation does not put them.
    WrongPlace,
    /// A parameter nobody knows comes along.
    Unknown(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "`{name}` is left out"),
            Self::WrongType(name, value) => write!(f, "`{name}` is {value}"),
            Self::TooLong(name, length) => write!(f, "`{name}` has {length} characters"),
            Self::WrongPlace => write!(f, "the parameters travel in the other place"),
            Self::Unknown(name) => write!(f, "a parameter `{name}` comes along that nobody documents"),
        }
    }
}

/// Any single fault of a request to the operation.
pub(super) fn fault(operation: &Operation, values: Values<'_>) -> BoxedStrategy<Fault> {
    let bounds = values.bounds;
    let attributes = operation.attributes();
    let names: Vec<String> = attributes
        .iter()
        .map(|attribute| attribute.name.clone())
        .collect();
    let anywhere = prop_oneof![
        Just(Fault::WrongPlace),
        "[a-z]{3,12}".prop_map(|name| Fault::Unknown(format!("x_{name}"))),
    ];
    if names.is_empty() {
        return anywhere.boxed();
    }
    let wrong = vec![
        json!(null),
        json!([]),
        json!({}),
        json!(["a", 1]),
        json!({"a": {"b": "c"}}),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("\u{0}"),
        json!(u64::MAX),
    ];
    let lengths: Vec<usize> = [256, 4096, 65_536]
        .into_iter()
        .filter(|it| *it <= bounds.text)
        .collect();
    prop_oneof![
        2 => select(names.clone()).prop_map(Fault::Missing),
        4 => (select(attributes), select(wrong)).prop_map(move |(attribute, value)| {
            Fault::WrongType(attribute.name, bounds.harmless(&attribute.schema, value))
        }),
        1 => (select(names), select(lengths)).prop_map(|(name, length)| Fault::TooLong(name, length)),
        1 => anywhere,
    ]
    .boxed()
}
