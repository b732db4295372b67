//! Before anything is judged: is the instance there at all, and does it know us?

use std::collections::BTreeSet;

use labproof_spec::Operation;

use crate::asking::ask_error::AskError;
use crate::asking::client::SendError;
use crate::asking::exchange::Answer;
use crate::asking::placeholders::unique;
use crate::asking::request::Request;
use crate::asking::schema_members;
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::accepted_request;
use crate::running::foreign::{self, Met, is_absence};
use crate::running::selection::Selection;
use crate::running::suite_error::SuiteError;

/// How many requests it may take to tell what is no instance, those for its release included.
const REQUESTS: usize = 10;
/// Those for the release, where nobody says the edition, and those after paths that nobody has.
const FOR_RELEASE: usize = 2;
const FOR_NOBODYS: usize = 2;

/// How many of them may give no answer at all before nobody waits for the others.
const SILENT: usize = 2;

/// Asks operation after operation until one answers as the instance does; what a reader should know first comes back.
///
/// # Errors
///
/// Where nothing answers, or something that is not the instance: every verdict would be about that instead. A server
/// that has little of the API, or does it wrong, is judged; only what answers the operations as it answers paths that
/// nobody has, and in a way in which no instance does, is turned away.
pub(crate) async fn probe(
    subject: &Subject,
    selection: &Selection,
    anyway: bool,
) -> Result<Vec<String>, SuiteError> {
    let mut met: Vec<Met> = Vec::new();
    let mut silent = Vec::new();
    // One operation may be broken alone, so it takes the word of several for what is wrong with the whole instance.
    let for_release = if subject.server.why.is_some() {
        FOR_RELEASE
    } else {
        0
    };
    let count = REQUESTS - FOR_NOBODYS - for_release;
    for operation in witnesses(subject, selection).into_iter().take(count) {
        let request = question(subject, operation).await;
        match answer(subject, &request).await? {
            Asked::Answered(answer) => {
                let is_it = speaks(subject, operation, &answer);
                met.push(Met { request, answer });
                if is_it {
                    break;
                }
            }
            Asked::Lacking(reason) => return Ok(vec![reason]),
            Asked::Silent(error) => silent.push(error),
        }
        if silent.len() >= SILENT {
            break;
        }
    }
    let Some(first) = met.first() else {
        return silent
            .into_iter()
            .next()
            .map_or(Ok(Vec::new()), |error| Err(error.into()));
    };
    let what = match silent.is_empty() {
        true => foreign(subject, &met).await?,
        false => None,
    };
    let url = format!("{}{}", subject.base(), first.request.path);
    match what {
        Some(what) if anyway => Ok(vec![format!("{url} {what}; it is judged anyway")]),
        Some(what) => Err(SuiteError::NotTheInstance { url, what }),
        None => Ok(note(subject, &first.request, &first.answer).into_iter().collect()),
    }
}

/// What came of a question.
enum Asked {
    Answered(Answer),
    /// The target does not give what the question needs.
    Lacking(String),
    Silent(SendError),
}

async fn answer(subject: &Subject, request: &Request) -> Result<Asked, SuiteError> {
    match subject.ask(request).await {
        Ok((_, Ok(answer))) => Ok(Asked::Answered(answer)),
        Ok((_, Err(error))) => Ok(Asked::Silent(error)),
        Err(AskError::Lacking(reason)) => Ok(Asked::Lacking(reason)),
        Err(error) => Err(match subject.lost() {
            Some(lost) => lost.into(),
            None => SuiteError::Broken(error.to_string()),
        }),
    }
}

/// The operations to ask, best witnesses first: of the selection, that several consumers need, that need little
/// themselves, and one of every consumer before two of one.
fn witnesses<'a>(subject: &'a Subject, selection: &Selection) -> Vec<&'a Operation> {
    let operations = subject.api.operations.iter().map(AsRef::as_ref);
    // Where nobody consented to writes, not even a request that has to be refused is sent to what writes.
    let may_be_asked = |it: &&Operation| (subject.server.writes || !it.writes) && !subject.is_without(it);
    let mut candidates: Vec<&Operation> = operations.filter(may_be_asked).collect();
    candidates.sort_by_key(|it| {
        (
            it.writes,
            std::cmp::Reverse(it.profiles.len()),
            it.attributes().len(),
            it.method != "GET",
        )
    });
    let (selected, others): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|it| selection.has_operation(it));
    let mut known = BTreeSet::new();
    let mut spread = |candidates: Vec<&'a Operation>| {
        let mut is_new = |it: &Operation| {
            let new = it.profiles.iter().filter(|name| known.insert((*name).clone()));
            new.count() > 0 || it.profiles.len() > 1
        };
        let (first, second): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|it| is_new(it));
        [first, second].concat()
    };
    [spread(selected), spread(others)].concat()
}

/// The documented request, as far as it does nothing; what writes is asked by nobody.
async fn question(subject: &Subject, operation: &Operation) -> Request {
    let nobody = Request {
        signing: if operation.writes {
            Signing::Nothing
        } else {
            Signing::Ordinary
        },
        ..Request::to(operation)
    };
    let is_harmless = operation.usual_example().is_some_and(|it| it.before.is_empty());
    match is_harmless && !operation.writes {
        true => accepted_request(subject, operation).await.unwrap_or(nobody),
        false => nobody,
    }
}

/// Whether hardly anything but an instance answers so: with what the operation documents, be it a refusal, and with a
/// member by the documented name; not as if it were not there.
fn speaks(subject: &Subject, operation: &Operation, answer: &Answer) -> bool {
    let response = operation.responses.get(&answer.status);
    let schema = response.and_then(|response| response.schema.as_ref());
    let (Some(schema), Some(body)) = (schema, &answer.json) else {
        return false;
    };
    let members = schema_members::all(schema, &subject.api.schemas).into_iter();
    let mut members = members.filter(|member| !member.pointer.is_empty());
    !is_absence(answer.status)
        && members.any(|member| body.pointer(&member.pointer).is_some())
        && subject.undocumented(operation, answer).is_empty()
}

/// What it is that answers instead of the instance, if that is so.
async fn foreign(subject: &Subject, met: &[Met]) -> Result<Option<String>, SuiteError> {
    let last = met
        .last()
        .and_then(|it| Some((subject.operation(&it.request.operation)?, &it.answer)));
    if last.is_none_or(|(operation, answer)| speaks(subject, operation, answer)) {
        return Ok(None);
    }
    let mut nobodys = Vec::new();
    for method in met
        .iter()
        .map(|it| it.request.method.as_str())
        .collect::<BTreeSet<_>>()
    {
        let Some(like) = met.iter().find(|it| it.request.method == method) else {
            continue;
        };
        let folder = like
            .request
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let request = Request {
            path: format!("{folder}/{}", unique()),
            ..like.request.clone()
        };
        match answer(subject, &request).await? {
            Asked::Answered(answer) => nobodys.push(Met { request, answer }),
            Asked::Lacking(_) | Asked::Silent(_) => return Ok(None),
        }
    }
    Ok(foreign::what(subject, met, &nobodys))
}

fn secrets(operation: &Operation) -> String {
    let names = operation
        .schemes
        .iter()
        .map(|scheme| format!("`{}`", scheme.secret));
    names.collect::<Vec<_>>().join(" or ")
}

/// What explains most of what follows.
fn note(subject: &Subject, request: &Request, answer: &Answer) -> Option<String> {
    let edition = subject.api.edition;
    let operation = subject.operation(&request.operation)?;
    match answer.status {
        401 | 403 => Some(format!(
            "the server refuses the secret {} in edition {edition} ({} {} answers {}): it has another secret, or authenticates as another edition does; correct `secrets` of the target file, or --edition",
            secrets(operation),
            request.method,
            request.path,
            answer.status
        )),
        _ if answer.miscoded.is_some() => Some(format!(
            "{} {} answers {} with {}",
            request.method,
            request.path,
            answer.status,
            answer.miscoded.as_deref().unwrap_or_default()
        )),
        _ if answer.json.is_none() && !answer.text.is_empty() => Some(format!(
            "{} {} answers {} with something that is no JSON ({}): is this the instance's URL?",
            request.method,
            request.path,
            answer.status,
            answer.excerpt()
        )),
        _ => None,
    }
}
