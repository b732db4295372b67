//! What of the documents is about this kind of instance: as the target file says it, else as the instance's own answers
//! tell.

use std::collections::{BTreeMap, BTreeSet};

use labproof_spec::{Operation, Otherwise, Stage};

use crate::asking::ask_error::AskError;
use crate::asking::exchange::Exchange;
use crate::asking::request::Request;
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::accepted_request;
use crate::judging::verdict::Outcome;
use crate::running::selection::Selection;

/// What is known of the conditions that the selection hangs on.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    /// Those that are not met.
    pub(crate) unmet: Vec<Unmet>,
    /// Those of which nobody knows.
    pub(crate) unknown: BTreeSet<String>,
    /// The operations that such an instance does not have.
    pub(crate) without: BTreeSet<String>,
}

/// A condition that is not met, and everything that hangs on it.
#[derive(Debug)]
pub(crate) struct Unmet {
    pub(crate) requirements: Vec<String>,
    pub(crate) reason: String,
}

/// Whether a condition is met, and how that is known.
struct Known {
    is_met: bool,
    how: String,
}

/// Finds out which conditions are met.
pub(crate) async fn probe(subject: &Subject, selection: &Selection) -> Result<Conditions, Outcome> {
    let api = &subject.api;
    let wanted = || {
        let operations = api.operations.iter();
        operations.flat_map(|operation| {
            let requirements = operation.requirements.iter();
            let wanted = requirements.filter(|it| selection.has(operation, it));
            wanted.map(move |requirement| (operation.as_ref(), requirement))
        })
    };
    let names: BTreeSet<&String> = wanted().flat_map(|(_, it)| &it.conditions).collect();
    let mut known: BTreeMap<&str, Known> = BTreeMap::new();
    for name in &names {
        let is_met = subject.server.kind.meets(name, &api.conditions[*name]);
        if let Some(is_met) = is_met {
            let how = "as the target file says".to_owned();
            known.insert(name, Known { is_met, how });
        }
    }
    let open: BTreeSet<&str> = names.iter().map(|name| name.as_str()).collect();
    let open: BTreeSet<&str> = open
        .into_iter()
        .filter(|name| !known.contains_key(name))
        .collect();
    for (name, seen) in observed(subject, selection, &open).await? {
        known.entry(name).or_insert(seen);
    }
    let mut conditions = Conditions::default();
    let mut unmet: BTreeMap<&str, Unmet> = BTreeMap::new();
    for (operation, requirement) in wanted() {
        let lacking = requirement
            .conditions
            .iter()
            .find_map(|name| Some((name, known.get(name.as_str()).filter(|known| !known.is_met)?)));
        let Some((name, lacking)) = lacking else { continue };
        let entry = unmet.entry(name.as_str()).or_insert_with(|| Unmet {
            requirements: Vec::new(),
            reason: format!(
                "not so here: \"{}\" (`{name}`, {})",
                api.conditions[name].is, lacking.how
            ),
        });
        entry.requirements.push(requirement.id.clone());
        if operation.conditions.contains(name) {
            conditions.without.insert(operation.slug.clone());
        }
    }
    conditions.unmet = unmet.into_values().collect();
    let unknown = names
        .into_iter()
        .filter(|name| !known.contains_key(name.as_str()));
    conditions.unknown = unknown.cloned().collect();
    Ok(conditions)
}

/// What answers tell of conditions. One operation that is there shows a condition to be met, whatever others answer: a
/// server that merely lacks an operation must not pass for an instance that may.
async fn observed<'a>(
    subject: &'a Subject,
    selection: &Selection,
    asked_for: &BTreeSet<&str>,
) -> Result<BTreeMap<&'a str, Known>, Outcome> {
    let mut seen: BTreeMap<&str, Known> = BTreeMap::new();
    let operations = subject.api.operations.iter();
    let telling = operations.filter(|it| selection.has_operation(it) && !subject.is_without(it));
    let (writing, reading): (Vec<_>, Vec<_>) = telling.partition(|it| it.writes);
    // What writes is asked for what nothing else tells.
    let writing = writing.into_iter().filter(|_| subject.server.writes);
    for operation in reading.into_iter().chain(writing) {
        let tells =
            |name: &&String| asked_for.contains(name.as_str()) && operation.otherwise.contains_key(*name);
        let is_news = |name: &&String| !operation.writes || !seen.contains_key(name.as_str());
        if !operation
            .conditions
            .iter()
            .any(|name| tells(&name) && is_news(&name))
        {
            continue;
        }
        for exchange in asked(subject, operation).await? {
            let (names, is_met) = told(operation, &exchange);
            let how = how(subject, &names, &exchange);
            // Of several that would be answered alike, the first stands for all.
            let names = names.into_iter().take(if is_met { usize::MAX } else { 1 });
            for name in names {
                let how = how.clone();
                let entry = seen.entry(name).or_insert(Known { is_met, how });
                entry.is_met |= is_met;
            }
        }
    }
    Ok(seen)
}

/// How an answer tells that the first of these is not met, and what it may mean as well.
fn how(subject: &Subject, names: &[&str], exchange: &Exchange) -> String {
    let (sent, answer) = (&exchange.request, &exchange.answer);
    let others = names.iter().skip(1);
    let others = others.map(|name| format!(", or \"{}\" (`{name}`)", subject.api.conditions[*name].is));
    let others: String = others.collect();
    format!("{} {} answers {}{others}", sent.method, sent.path, answer.status)
}

/// An answer to nobody, and one to somebody who may ask, where the roles for that are there.
async fn asked(subject: &Subject, operation: &Operation) -> Result<Vec<Exchange>, Outcome> {
    let mut exchanges = Vec::new();
    let unsigned = Request {
        signing: Signing::Nothing,
        ..Request::to(operation)
    };
    // What has to happen before some of them writes.
    let is_harmless = operation.examples.first().is_some_and(|it| it.before.is_empty());
    let accepted = match is_harmless || subject.server.writes {
        true => accepted_request(subject, operation).await.ok(),
        false => None,
    };
    for request in [unsigned].into_iter().chain(accepted) {
        match subject.send(&request).await {
            Ok(exchange) => exchanges.push(exchange),
            Err(AskError::Lacking(_) | AskError::Unanswered { .. } | AskError::Miscoded(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(exchanges)
}

/// What one answer tells of the operation's conditions: those that it shows to be met, or those of which one is not,
/// since that is what such an instance answers.
fn told<'a>(operation: &'a Operation, exchange: &Exchange) -> (Vec<&'a str>, bool) {
    let answer = &exchange.answer;
    let is = |otherwise: &Otherwise| otherwise.is(answer.status, answer.json.as_ref(), &answer.text);
    let conditions = || operation.conditions.iter().map(String::as_str);
    let unmet: Vec<&str> = conditions()
        .filter(|name| operation.otherwise.get(*name).is_some_and(is))
        .collect();
    if !unmet.is_empty() {
        return (unmet, false);
    }
    // Whoever asks for a credential came past what is looked at before it.
    let passed = |name: &&str| match answer.status {
        200..300 => true,
        401 => operation
            .otherwise
            .get(*name)
            .is_some_and(|it| it.before == Stage::Credential),
        _ => false,
    };
    (conditions().filter(passed).collect(), true)
}
