//! Every status and envelope there is, in one place.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};

/// What goes back to the caller.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Seconds the caller should wait before the next try.
    pub(crate) retry_after: Option<u32>,
    /// JSON.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The usual success.
    pub(crate) fn ok(body: Vec<u8>) -> Self {
        Self {
            status: 200,
            retry_after: None,
            body,
        }
    }
}

/// Why a request is not answered as it hoped to be. Whoever answers with one has changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// The credential is missing or not accepted; never says why.
    Unauthorized,
    /// No route has this method and path.
    NoRoute,
    /// The JSON cannot be read.
    InvalidJson,
    /// The JSON nests too deep.
    JsonTooDeep,
    /// A list of the JSON is too long.
    JsonArrayTooLarge,
    /// An object of the JSON has too many members.
    JsonObjectTooLarge,
    /// A body of a type that is not read here.
    UnsupportedMediaType(String),
    /// An answer was asked for in a format that is not spoken here.
    UnknownFormat(String),
    /// The body is over the limit.
    BodyTooLarge,
    /// The body did not arrive in time.
    BodyTooSlow,
    /// Parameters are absent.
    Missing(&'static [&'static str]),
    /// A parameter is of no use.
    Invalid(&'static str),
    /// The request contradicts itself.
    BadRequest(&'static str),
    /// Too many of these in a minute.
    TooManyRequests,
    /// There is no such thing; the word is what is missing.
    NotFound(Cow<'static, str>),
    /// There is no such thing, nor a word for it.
    NothingFound,
    /// No record has what was asked for; its text differs in one letter.
    RecordNotFound,
    /// Not found, in words of its own.
    NotFoundBecause(&'static str),
    /// Not allowed, in words of its own.
    ForbiddenBecause(&'static str),
    /// Git access is refused to this user. The status is not 403: clients would not show the reason.
    AccessDenied(Cow<'static, str>),
    /// Git access is refused as if there were nothing.
    AccessNotFound(Cow<'static, str>),
    /// Git access failed on what the push wanted made.
    AccessUnprocessable(String),
    /// An answer of status 200 that says no.
    Unsuccessful(Cow<'static, str>),
    /// We broke.
    Internal,
}

/// The wait after too many requests, in seconds.
const RETRY_AFTER: u32 = 60;
/// Room for the body of nearly every answer.
const USUAL_BYTES: usize = 1024;

impl From<ApiError> for Answer {
    fn from(error: ApiError) -> Self {
        let retry_after = (error == ApiError::TooManyRequests).then_some(RETRY_AFTER);
        let (status, body) = envelope(&error);
        Self {
            status,
            retry_after,
            body: json(&body),
        }
    }
}

fn envelope(error: &ApiError) -> (u16, Value) {
    match error {
        ApiError::Unauthorized => (401, message("401 Unauthorized")),
        ApiError::NoRoute => (404, framework("404 Not Found")),
        ApiError::InvalidJson => (400, framework("Invalid JSON format")),
        ApiError::JsonTooDeep => (400, framework("Parameters nested too deeply")),
        ApiError::JsonArrayTooLarge => (400, framework("Array parameter too large")),
        ApiError::JsonObjectTooLarge => (400, framework("Hash parameter too large")),
        ApiError::UnsupportedMediaType(media_type) => (
            415,
            framework(&format!(
                "The provided content-type '{media_type}' is not supported."
            )),
        ),
        ApiError::UnknownFormat(format) => (
            406,
            framework(&format!("The requested format '{format}' is not supported.")),
        ),
        ApiError::BodyTooLarge => (413, message("413 Request Entity Too Large")),
        ApiError::BodyTooSlow => (408, message("408 Request Timeout")),
        ApiError::Missing(names) => {
            let faults: Vec<String> = names.iter().map(|name| format!("{name} is missing")).collect();
            (400, framework(&faults.join(", ")))
        }
        ApiError::Invalid(name) => (400, framework(&format!("{name} is invalid"))),
        ApiError::BadRequest(reason) => (400, message(&format!("400 Bad request - {reason}"))),
        ApiError::TooManyRequests => {
            let text = "This endpoint has been requested too many times. Try again later.";
            (429, json!({ "message": framework(text) }))
        }
        ApiError::NotFound(resource) => (404, message(&format!("404 {resource} Not Found"))),
        ApiError::NothingFound => (404, message("404 Not Found")),
        ApiError::RecordNotFound => (404, message("404 Not found")),
        ApiError::NotFoundBecause(text) => (404, message(text)),
        ApiError::ForbiddenBecause(text) => (403, message(text)),
        ApiError::AccessDenied(reason) => (401, refusal(reason)),
        ApiError::AccessNotFound(reason) => (404, refusal(reason)),
        ApiError::AccessUnprocessable(reason) => (422, refusal(reason)),
        ApiError::Unsuccessful(text) => (200, json!({ "success": false, "message": text })),
        ApiError::Internal => (500, message("500 Internal Server Error")),
    }
}

/// What the API's own code says.
fn message(text: &str) -> Value {
    json!({ "message": text })
}

/// What the framework below the API says.
fn framework(text: &str) -> Value {
    json!({ "error": text })
}

/// What the access check says.
fn refusal(text: &str) -> Value {
    json!({ "status": false, "message": text })
}

/// The JSON of an answer.
pub(crate) fn json(body: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    // Only maps with other keys than text, or a type that refuses, could fail; answers have neither.
    let _ = serde_json::to_writer(&mut bytes, body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(error: ApiError) -> (u16, String) {
        let answer = Answer::from(error);
        (answer.status, String::from_utf8(answer.body).unwrap())
    }

    #[test]
    fn each_kind_of_refusal_has_its_own_envelope() {
        for (error, status, body) in [
            (ApiError::Unauthorized, 401, r#"{"message":"401 Unauthorized"}"#),
            (ApiError::NoRoute, 404, r#"{"error":"404 Not Found"}"#),
            (
                ApiError::Missing(&["a", "b"]),
                400,
                r#"{"error":"a is missing, b is missing"}"#,
            ),
            (
                ApiError::NotFound("Key".into()),
                404,
                r#"{"message":"404 Key Not Found"}"#,
            ),
            (ApiError::RecordNotFound, 404, r#"{"message":"404 Not found"}"#),
            (
                ApiError::AccessDenied("No.".into()),
                401,
                r#"{"status":false,"message":"No."}"#,
            ),
            (
                ApiError::Unsuccessful("No.".into()),
                200,
                r#"{"success":false,"message":"No."}"#,
            ),
        ] {
            assert_eq!(answered(error), (status, body.to_owned()));
        }
    }

    #[test]
    fn too_many_requests_say_when_to_come_back() {
        let answer = Answer::from(ApiError::TooManyRequests);
        assert_eq!((answer.status, answer.retry_after), (429, Some(60)));
        assert_eq!(Answer::from(ApiError::NoRoute).retry_after, None);
    }
}
