//! Which consumers' operations a server has at all, looked at before anything is judged.

use std::collections::BTreeSet;

use labproof_spec::{Operation, Profile, Requirement};

use crate::asking::ask_error::AskError;
use crate::asking::exchange::Exchange;
use crate::asking::request::Request;
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::accepted_request;
use crate::judging::verdict::{Breach, Outcome};
use crate::running::foreign;
use crate::running::selection::Selection;

/// A profile none of whose operations the server has.
pub(crate) struct Absent {
    pub(crate) profile: String,
    /// Every requirement of operations that no other profile needs which is there.
    pub(crate) requirements: Vec<String>,
    /// A failure where the profile is claimed, else no more than a fact.
    pub(crate) outcome: Outcome,
}

/// Looks for the operations of every profile that the selection touches, but for those that such an instance is
/// without; what is there and not claimed comes back as a note.
pub(crate) async fn probe(
    subject: &Subject,
    selection: &Selection,
    without: &BTreeSet<String>,
) -> Result<(Vec<Absent>, Vec<String>), Outcome> {
    let mut absent = Vec::new();
    let mut there = Vec::new();
    for profile in &subject.api.profiles {
        let expected = || of(subject, profile).filter(|it| !without.contains(&it.slug));
        if !expected().any(|operation| wanted(operation, selection).next().is_some()) {
            continue;
        }
        match missing(subject, expected()).await? {
            Some(exchange) => absent.push((profile, exchange)),
            None => there.push(profile),
        }
    }
    let claimed =
        |profile: &Profile| selection.profiles.is_empty() || selection.profiles.contains(&profile.name);
    let is_lost = |operation: &&Operation| {
        let mut profiles = operation.profiles.iter();
        !profiles.any(|name| there.iter().any(|profile| profile.name == *name))
    };
    let absent = absent.into_iter().map(|(profile, exchange)| {
        let lost = of(subject, profile).filter(|it| !without.contains(&it.slug));
        let lost = lost.filter(is_lost);
        let requirements = lost.flat_map(|operation| wanted(operation, selection));
        Absent {
            profile: profile.name.clone(),
            requirements: requirements.map(|requirement| requirement.id.clone()).collect(),
            outcome: outcome(profile, claimed(profile), &exchange),
        }
    });
    let absent = absent.collect();
    let unclaimed = there.iter().filter(|profile| !claimed(profile));
    let unclaimed: Vec<&str> = unclaimed.map(|profile| profile.name.as_str()).collect();
    let edition = subject.api.edition;
    let notes = match unclaimed.join(", ") {
        names if names.is_empty() => Vec::new(),
        names => vec![format!(
            "edition {edition}: there are operations of profiles that are not claimed ({names}); --profile judges them"
        )],
    };
    Ok((absent, notes))
}

/// The operations that a profile needs.
fn of<'a>(subject: &'a Subject, profile: &'a Profile) -> impl Iterator<Item = &'a Operation> {
    let operations = subject.api.operations.iter();
    let needed = operations.filter(|operation| operation.profiles.contains(&profile.name));
    needed.map(AsRef::as_ref)
}

/// The operation's requirements that somebody asked for, and did not ask to skip.
fn wanted<'a>(operation: &'a Operation, selection: &'a Selection) -> impl Iterator<Item = &'a Requirement> {
    let requirements = operation.requirements.iter();
    requirements.filter(|it| selection.has_requirement(it) && selection.skipped(it).is_none())
}

fn outcome(profile: &Profile, is_claimed: bool, exchange: &Exchange) -> Outcome {
    let name = &profile.name;
    let (method, path) = (&exchange.request.method, &exchange.request.path);
    let status = exchange.answer.status;
    if !is_claimed {
        return Outcome::NotApplicable(format!(
            "the profile {name} is not claimed, and the server has none of its operations ({method} {path} answers {status})"
        ));
    }
    let wanted = format!("the operations of the profile {name}, which is claimed");
    let body = exchange.answer.excerpt();
    let actual = format!("none of them is there: {method} {path}, for one, answers {status}, body {body}");
    Outcome::breach(Breach::new(wanted, vec![actual], exchange))
}

/// An exchange that shows that none of a profile's operations is there; nothing where one may be.
///
/// A server may answer 404 to whoever shows no credentials, so whatever changes nothing is asked for with them.
async fn missing<'a>(
    subject: &Subject,
    operations: impl Iterator<Item = &'a Operation>,
) -> Result<Option<Exchange>, Outcome> {
    let mut last = None;
    // Where nobody consented to writes, not even a request that has to be refused is sent to what writes.
    let may_be_asked = |operation: &&Operation| subject.server.writes || !operation.writes;
    for operation in operations.filter(may_be_asked) {
        let Some(exchange) = lacking(subject, operation).await? else {
            return Ok(None);
        };
        last = Some(exchange);
    }
    Ok(last)
}

/// What the server says instead of answering the operation; nothing where it may have it.
async fn lacking(subject: &Subject, operation: &Operation) -> Result<Option<Exchange>, Outcome> {
    let unsigned = Request {
        signing: Signing::Nothing,
        ..Request::to(operation)
    };
    let exchange = match subject.send(&unsigned).await {
        // What gives no answer, or half of one, is there.
        Err(AskError::Unanswered { .. } | AskError::Miscoded(_)) => return Ok(None),
        other => other?,
    };
    if !is_absence(&exchange) || operation.writes {
        return Ok(Some(exchange).filter(is_absence));
    }
    match accepted_request(subject, operation).await {
        Ok(request) => match subject.send(&request).await {
            Err(AskError::Unanswered { .. } | AskError::Miscoded(_)) => Ok(None),
            other => Ok(Some(other?).filter(is_absence)),
        },
        // Nobody can tell without the fixtures that the request needs.
        Err(Outcome::Untestable(_) | Outcome::Breach(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn is_absence(exchange: &Exchange) -> bool {
    foreign::is_absence(exchange.answer.status)
}
