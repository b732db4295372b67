//! What an operation's document says for one edition.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::document::{ExampleDocument, OperationDocument, RequirementDocument, ResponseDocument};
use crate::load::Documents;
use crate::parting::partings;
use crate::{
    Body, Call, DerivedCheck, Edition, Example, Header, Operation, Otherwise, Parameter, Refusal,
    Requirement, Response, Scheme, Source, Variant, select,
};

/// The derived check that replays the documented examples.
const EXAMPLE: &str = "example";

/// An operation as the edition has it, if it has it.
pub(crate) fn operation(
    documents: &Documents,
    document: &OperationDocument,
    edition: Edition,
) -> Option<Operation> {
    let choice = document
        .auth
        .iter()
        .find(|choice| choice.editions.contains(edition))?;
    let schemes = |names: &Vec<String>| -> Vec<Scheme> {
        let schemes = names.iter();
        let schemes = schemes.filter_map(|name| documents.auth.schemes.get(name).cloned());
        schemes.collect()
    };
    let mut ways = choice.ways().map(schemes);
    let source = document.sources.iter().find(|source| source.holds_in(edition))?;
    let consumers = || {
        let consumers = document.consumers.iter();
        consumers.filter(|consumer| consumer.editions.contains(edition))
    };
    let body = document.request_body.as_ref().and_then(|body| {
        Some(Body {
            media_types: body.media_types.of(edition)?.clone(),
            schema: select::schema(&body.schema, edition)?,
        })
    });
    let mut operation = Operation {
        slug: document.operation.clone(),
        summary: document.summary.clone(),
        method: document.method.of(edition)?.clone(),
        path: document.path.of(edition)?.clone(),
        writes: document.writes,
        gitaly_context: document
            .gitaly_context
            .as_ref()
            .is_some_and(|editions| editions.contains(edition)),
        tells_methods: document.tells_methods,
        decisions: document.decisions,
        conditions: holding(documents, &document.conditions, edition),
        otherwise: otherwise(documents, document, edition),
        source: source.clone(),
        schemes: ways.next()?,
        other_ways: ways.collect(),
        profiles: consumers().map(|consumer| consumer.profile.clone()).collect(),
        whys: consumers()
            .filter_map(|consumer| Some((consumer.profile.clone(), consumer.why.clone()?)))
            .collect(),
        parameters: parameters(document, edition),
        body,
        responses: responses(documents, document, edition),
        refusals: refusals(document, edition),
        errata: document.errata.clone(),
        requirements: Vec::new(),
        examples: examples(documents, document, edition, false).collect(),
        substitute: examples(documents, document, edition, true).next(),
    };
    operation.requirements = requirements(documents, document, &operation, edition);
    Some(operation)
}

/// Those of these conditions on which anything hangs in the edition.
fn holding(documents: &Documents, names: &[String], edition: Edition) -> Vec<String> {
    let holds = |name: &&String| {
        let condition = documents.conditions.get(*name);
        condition.is_none_or(|condition| condition.editions.contains(edition))
    };
    names.iter().filter(holds).cloned().collect()
}

/// What the operation answers where a condition is not met: what it says itself, else what goes for all.
fn otherwise(
    documents: &Documents,
    document: &OperationDocument,
    edition: Edition,
) -> BTreeMap<String, Otherwise> {
    let of = |name: &String| {
        let mut own = document.otherwise.iter();
        let own = own.find(|it| it.condition == *name && it.editions.contains(edition));
        let general = || documents.conditions.get(name)?.otherwise(edition).cloned();
        Some((name.clone(), own.map(|it| it.otherwise.clone()).or_else(general)?))
    };
    // Of conditions that only some of it hangs on, it says what comes instead where that is its own.
    let of_some = document.otherwise.iter().map(|it| &it.condition);
    document.conditions.iter().chain(of_some).filter_map(of).collect()
}

/// The written requirements of the edition, then the derived ones.
fn requirements(
    documents: &Documents,
    document: &OperationDocument,
    operation: &Operation,
    edition: Edition,
) -> Vec<Requirement> {
    let written = document
        .requirements
        .iter()
        .map(|requirement| written(documents, document, requirement, operation, edition));
    let mut names = BTreeSet::new();
    let derived = documents
        .derived
        .iter()
        .filter(|derived| applies(derived, operation, &documents.auth.variants))
        .filter(|derived| names.insert(derived.name()));
    let decided: Vec<&String> = decided_by(document, edition).collect();
    let presumed: Vec<&String> = presumed_by_examples(operation).collect();
    let derived = derived.map(|derived| Requirement {
        id: format!("{}/{}", document.operation, derived.name()),
        operation: document.operation.clone(),
        level: derived.level,
        security: derived.security,
        editions: document.editions.clone(),
        conditions: match derived.check.as_str() {
            EXAMPLE => presumed.iter().copied().cloned().collect(),
            _ => operation.conditions.clone(),
        },
        sentence: derived.sentence.replace("{operation}", &document.operation),
        source: derived.source.clone(),
        errata: derived
            .errata
            .iter()
            .chain(decided.iter().copied())
            .cloned()
            .collect(),
        check: Some(derived.check.clone()),
        partings: Vec::new(),
    });
    written
        .chain(derived)
        .filter(|requirement| requirement.editions.contains(edition))
        .map(|requirement| Requirement {
            partings: partings(documents, document, &requirement.errata, edition),
            ..requirement
        })
        .collect()
}

/// What an instance has to be like for the documented answers, beside what it needs for the operation.
fn presumed_by_examples(operation: &Operation) -> impl Iterator<Item = &String> {
    let examples = operation.examples.iter();
    let its_own = examples.flat_map(|example| &example.conditions);
    let its_own = its_own.filter(|name| !operation.conditions.contains(name));
    operation.conditions.iter().chain(its_own)
}

/// The errata that decide where and with which credential the operation is asked for.
fn decided_by(document: &OperationDocument, edition: Edition) -> impl Iterator<Item = &String> {
    let auth = document.auth.iter();
    let auth = auth.filter(move |choice| choice.editions.contains(edition));
    let method = document.method.errata_of(edition);
    method
        .chain(document.path.errata_of(edition))
        .chain(auth.flat_map(|choice| &choice.errata))
}

fn written(
    documents: &Documents,
    document: &OperationDocument,
    requirement: &RequirementDocument,
    operation: &Operation,
    edition: Edition,
) -> Requirement {
    let mut conditions = operation.conditions.clone();
    let own = holding(documents, &requirement.conditions, edition);
    conditions.extend(
        own.into_iter()
            .filter(|name| !operation.conditions.contains(name)),
    );
    let mut sources = requirement.source.iter();
    let source = sources
        .find(|source| source.holds_in(edition))
        .unwrap_or(&operation.source);
    Requirement {
        id: requirement.id.clone(),
        operation: document.operation.clone(),
        level: requirement.level,
        security: requirement.security,
        editions: requirement
            .editions
            .clone()
            .unwrap_or_else(|| document.editions.clone()),
        conditions,
        sentence: requirement.sentence.clone(),
        source: Source {
            editions: None,
            ..source.clone()
        },
        errata: requirement.errata.clone(),
        check: None,
        partings: Vec::new(),
    }
}

fn applies(derived: &DerivedCheck, operation: &Operation, variants: &[Variant]) -> bool {
    let body = operation.body.as_ref();
    let takes = |media_type| body.is_some_and(|body| body.media_types.contains(media_type));
    let mut responses = operation.responses.iter();
    let answers =
        responses.any(|(status, response)| (200..300).contains(status) && response.schema.is_some());
    let has_credentials = |is_such: fn(&Variant) -> bool| {
        let mut schemes = operation.every_scheme().into_iter();
        schemes.any(|scheme| {
            let mut variants = variants.iter();
            variants.any(|variant| is_such(variant) && variant.suits(scheme))
        })
    };
    derived.is_for(&operation.slug)
        && (!derived.with_lawful_credentials || has_credentials(|it| it.accepted && !it.tolerated))
        && (!derived.with_tolerated_credentials || has_credentials(|it| it.tolerated))
        && (!derived.with_body || body.is_some())
        && derived.media_types.iter().all(takes)
        && (!derived.with_answer || answers)
        && (!derived.with_decisions || operation.decisions)
}

fn parameters(document: &OperationDocument, edition: Edition) -> Vec<Parameter> {
    let parameters = document
        .parameters
        .iter()
        .filter(|parameter| parameter.editions.contains(edition));
    parameters
        .filter_map(|parameter| {
            Some(Parameter {
                name: parameter.name.clone(),
                place: parameter.place,
                required: parameter.required,
                description: parameter.description.clone(),
                schema: select::schema(&parameter.schema, edition)?,
            })
        })
        .collect()
}

fn responses(
    documents: &Documents,
    document: &OperationDocument,
    edition: Edition,
) -> BTreeMap<u16, Response> {
    let responses = document
        .responses
        .iter()
        .filter(|(_, response)| response.editions.contains(edition));
    responses
        .filter_map(|(status, response)| {
            let schema = response
                .schema
                .as_ref()
                .map(|schema| select::schema(schema, edition));
            let response = Response {
                description: response.description.clone(),
                conditions: holding(documents, &response.conditions, edition),
                media_types: response.media_types.of(edition)?.clone(),
                headers: headers(response, edition),
                schema: schema.map(|schema| schema.unwrap_or(json!(false))),
            };
            Some((status.parse().ok()?, response))
        })
        .collect()
}

fn refusals(document: &OperationDocument, edition: Edition) -> BTreeMap<String, Vec<Refusal>> {
    let worded = document.refusals.iter().map(|(name, refusals)| {
        let refusals = refusals
            .iter()
            .filter(|refusal| refusal.editions.contains(edition));
        let refusals = refusals.map(|refusal| Refusal {
            status: refusal.status,
            body: refusal.body.clone(),
        });
        (name.clone(), refusals.collect::<Vec<_>>())
    });
    worded.filter(|(_, refusals)| !refusals.is_empty()).collect()
}

fn headers(response: &ResponseDocument, edition: Edition) -> Vec<Header> {
    let headers = response
        .headers
        .iter()
        .filter(|(_, header)| header.editions.contains(edition));
    headers
        .filter_map(|(name, header)| {
            Some(Header {
                name: name.clone(),
                description: header.description.clone(),
                required: header.required,
                schema: select::schema(&header.schema, edition)?,
            })
        })
        .collect()
}

/// Those on the page, or those that stand in for them.
fn examples<'d>(
    documents: &'d Documents,
    document: &'d OperationDocument,
    edition: Edition,
    substitutes: bool,
) -> impl Iterator<Item = Example> + 'd {
    let examples = document.examples.iter();
    examples
        .filter(move |example| {
            let editions = example.editions.as_ref();
            example.substitute == substitutes && editions.unwrap_or(&document.editions).contains(edition)
        })
        .map(move |example| Example {
            case: example.case.clone(),
            conditions: holding(documents, &example.conditions, edition),
            before: before(example, edition),
            request: example.request.clone(),
            response: example.response.clone(),
        })
}

fn before(example: &ExampleDocument, edition: Edition) -> Vec<Call> {
    let calls = example.before.iter();
    let calls = calls.filter(|call| call.editions.contains(edition));
    calls.cloned().collect()
}
