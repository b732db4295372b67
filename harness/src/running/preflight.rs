//! Before anything is judged: is the instance there at all, and does it know us?

use labproof_spec::Operation;

use crate::asking::ask_error::AskError;
use crate::asking::exchange::Answer;
use crate::asking::request::Request;
use crate::asking::subject::Subject;
use crate::judging::checks::accepted::accepted_request;
use crate::running::selection::Selection;
use crate::running::suite_error::SuiteError;

/// Of how many operations it takes the word for what is wrong with the whole instance. One may be broken alone.
const WITNESSES: usize = 2;

/// Asks for the plainest operations of the selection until one answers; what a reader should know first comes back.
///
/// # Errors
///
/// Where nothing answers, or something that is not the instance: every verdict would be about that instead.
pub(crate) async fn probe(subject: &Subject, selection: &Selection) -> Result<Vec<String>, SuiteError> {
    let mut first = None;
    for operation in plainest(subject, selection).into_iter().take(WITNESSES) {
        match ask(subject, operation).await {
            Ok(notes) => return Ok(notes),
            Err(error) => {
                first.get_or_insert(error);
            }
        }
    }
    first.map_or(Ok(Vec::new()), Err)
}

async fn ask(subject: &Subject, operation: &Operation) -> Result<Vec<String>, SuiteError> {
    let accepted = accepted_request(subject, operation).await;
    let request = accepted.unwrap_or_else(|_| Request::to(operation));
    let url = format!("{}{}", subject.base(), request.path);
    let answer = match subject.ask(&request).await {
        Ok((_, Ok(answer))) => answer,
        Ok((_, Err(error))) => return Err(error.into()),
        Err(AskError::Lacking(reason)) => return Ok(vec![reason]),
        Err(error) => return Err(SuiteError::Broken(error.to_string())),
    };
    if let Some(what) = not_the_instance(&answer) {
        return Err(SuiteError::NotTheInstance { url, what });
    }
    Ok(note(subject, &request, &answer).into_iter().collect())
}

/// The operations that change nothing, those that need as little as possible first.
fn plainest<'a>(subject: &'a Subject, selection: &Selection) -> Vec<&'a Operation> {
    let mut candidates: Vec<&Operation> = subject
        .api
        .operations
        .iter()
        .map(AsRef::as_ref)
        .filter(|operation| selection.has_operation(operation) && !operation.writes)
        .filter(|operation| !subject.is_without(operation))
        .collect();
    candidates.sort_by_key(|operation| (operation.attributes().len(), operation.method != "GET"));
    candidates
}

fn not_the_instance(answer: &Answer) -> Option<String> {
    let html = answer
        .media_type()
        .is_some_and(|media_type| media_type == "text/html");
    match answer.status {
        301 | 302 | 303 | 307 | 308 => {
            let to = answer.without_secrets(answer.header("location").unwrap_or("nowhere"));
            Some(format!(
                "redirects to {to}; give the URL at which the instance itself answers"
            ))
        }
        502..=504 if html || answer.json.is_none() => Some(format!(
            "answers {} with a page of a proxy ({}); start the instance behind it, or give the instance's own URL",
            answer.status,
            answer.excerpt()
        )),
        // What a server that speaks TLS says to plain HTTP.
        400 if html && answer.text.contains("HTTPS") => {
            Some("was sent plain HTTP and speaks TLS; write https:// in the URL".to_owned())
        }
        _ => None,
    }
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
