//! Every status and envelope there is, in one place.

use std::borrow::Cow;

use labproof_spec::{Otherwise, Refusal};
use serde::Serialize;
use serde_json::{Value, json};

/// What goes back to the caller.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// What the body is; nothing where there is none.
    pub(crate) media_type: Option<&'static str>,
    /// Headers of this answer alone.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// The media type of nearly every answer.
pub(crate) const JSON: &str = "application/json";
/// The media type of what SCIM says.
pub(crate) const SCIM_JSON: &str = "application/scim+json";
/// The media type of what was refused before anything knew what it was about.
const PLAIN: &str = "text/plain";
/// What names a SCIM answer an error.
const SCIM_ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// Why a request is not answered as it hoped to be. Whoever answers with one has changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// The credential is missing or not accepted, with the answer that its scheme has for that.
    Refused(Refusal),
    /// The personal access token is known, but no good any more.
    InvalidToken(&'static str),
    /// The personal access token may not do this; the word is the scope that may.
    InsufficientScope(&'static str),
    /// Not for this user.
    Forbidden,
    /// No route has this method and path.
    NoRoute,
    /// The path is known, but only with the methods that are listed here.
    MethodNotAllowed(String),
    /// Some text of the request is none: no UTF-8, or with a zero byte in it.
    NoText,
    /// The JSON cannot be read.
    InvalidJson,
    /// The body is not what its media type says, and nothing looked at it before the framework did.
    NotAsDeclared,
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
    /// The same, in words that depend on the request.
    BadRequestBecause(String),
    /// Declared parameters are missing or invalid; the text lists all of them.
    Framework(String),
    /// A record would not be sound: by field, the texts.
    Fields(Value),
    /// Understood, and not to be done.
    Unprocessable,
    /// The plan does not include it.
    PaymentRequired,
    /// SCIM says no in its own way.
    Scim {
        /// The status, also in the body.
        status: u16,
        /// What is wrong.
        detail: String,
    },
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
    /// Not let in; the word is what is wrong.
    UnauthorizedBecause(&'static str),
    /// Not allowed, in words of its own.
    ForbiddenBecause(&'static str),
    /// Git access is refused to this user. The status is not 403: clients would not show the reason.
    AccessDenied(Cow<'static, str>),
    /// Git access is refused as if there were nothing.
    AccessNotFound(Cow<'static, str>),
    /// Git access failed on what the push wanted made.
    AccessUnprocessable(String),
    /// The instance is of a kind that does not have this, and answers so.
    NotOfThisKind(Box<Otherwise>),
    /// An answer of status 200 that says no.
    Unsuccessful(Cow<'static, str>),
    /// We broke.
    Internal,
}

/// What the framework says of a body that cannot be read, whatever its type.
const NOT_AS_DECLARED: &str = "\nProblem:\n  message body does not match declared format\nResolution:\n  when specifying \
     application/json as content-type, you must pass valid application/json in the request's 'body' ";
/// The wait after too many requests, in seconds.
const RETRY_AFTER: u32 = 60;
/// Room for the body of nearly every answer.
const USUAL_BYTES: usize = 1024;

impl From<Otherwise> for Answer {
    fn from(otherwise: Otherwise) -> Self {
        let body = otherwise.body.as_ref();
        Self {
            status: otherwise.status,
            media_type: body.map(|_| JSON),
            headers: otherwise
                .location
                .into_iter()
                .map(|to| ("location", to))
                .collect(),
            body: body.map_or_else(Vec::new, json),
        }
    }
}

impl From<ApiError> for Answer {
    fn from(error: ApiError) -> Self {
        let error = match error {
            ApiError::NotOfThisKind(otherwise) => return (*otherwise).into(),
            ApiError::NoText => return Self::page(400, PLAIN, "Bad Request"),
            error => error,
        };
        let (status, body) = envelope(&error);
        let media_type = match error {
            ApiError::Scim { .. } => SCIM_JSON,
            _ => JSON,
        };
        let header = match error {
            ApiError::TooManyRequests => Some(("retry-after", RETRY_AFTER.to_string())),
            ApiError::InvalidToken(reason) => Some(("www-authenticate", challenge(reason))),
            ApiError::MethodNotAllowed(methods) => Some(("allow", methods)),
            _ => None,
        };
        Self {
            status,
            media_type: Some(media_type),
            headers: header.into_iter().collect(),
            body: json(&body),
        }
    }
}

impl Answer {
    /// An answer that is no JSON.
    pub(crate) fn page(status: u16, media_type: &'static str, text: &str) -> Self {
        Self {
            status,
            media_type: Some(media_type),
            headers: Vec::new(),
            body: text.as_bytes().to_vec(),
        }
    }
}

impl ApiError {
    /// Whether it tells of parameters that are missing or of no use, before anything was looked up.
    pub(crate) fn is_about_parameters(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Invalid(_) | Self::Framework(_))
    }

    /// A field that a record cannot do without has nothing in it.
    pub(crate) fn blank(field: &str) -> Self {
        Self::Fields(json!({ field: ["can't be blank"] }))
    }
}

fn envelope(error: &ApiError) -> (u16, Value) {
    match error {
        ApiError::Refused(refusal) => (refusal.status, refusal.body.clone()),
        ApiError::NotOfThisKind(otherwise) => (otherwise.status, otherwise.body.clone().unwrap_or_default()),
        ApiError::InvalidToken(reason) => (
            401,
            json!({ "error": "invalid_token", "error_description": reason }),
        ),
        ApiError::InsufficientScope(scope) => (403, insufficient_scope(scope)),
        ApiError::Forbidden => (403, message("403 Forbidden")),
        ApiError::NoRoute => (404, framework("404 Not Found")),
        ApiError::MethodNotAllowed(_) => (405, framework("405 Not Allowed")),
        ApiError::NoText => (400, framework("Bad Request")),
        ApiError::InvalidJson => (400, framework("Invalid JSON format")),
        ApiError::NotAsDeclared => (400, framework(NOT_AS_DECLARED)),
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
        ApiError::BadRequest(reason) => (400, bad_request(reason)),
        ApiError::BadRequestBecause(reason) => (400, bad_request(reason)),
        ApiError::Framework(faults) => (400, framework(faults)),
        ApiError::Fields(fields) => (400, json!({ "message": fields })),
        ApiError::Unprocessable => (422, message("422 Unprocessable Entity")),
        ApiError::PaymentRequired => (402, message("Payment Required")),
        ApiError::Scim { status, detail } => (
            *status,
            json!({ "schemas": [SCIM_ERROR], "detail": detail, "status": status }),
        ),
        ApiError::TooManyRequests => {
            let text = "This endpoint has been requested too many times. Try again later.";
            (429, json!({ "message": framework(text) }))
        }
        ApiError::NotFound(resource) => (404, message(&format!("404 {resource} Not Found"))),
        ApiError::NothingFound => (404, message("404 Not Found")),
        ApiError::RecordNotFound => (404, message("404 Not found")),
        ApiError::NotFoundBecause(text) => (404, message(text)),
        ApiError::UnauthorizedBecause(reason) => (401, message(&format!("401 Unauthorized - {reason}"))),
        ApiError::ForbiddenBecause(text) => (403, message(text)),
        ApiError::AccessDenied(reason) => (401, refusal(reason)),
        ApiError::AccessNotFound(reason) => (404, refusal(reason)),
        ApiError::AccessUnprocessable(reason) => (422, refusal(reason)),
        ApiError::Unsuccessful(text) => (200, json!({ "success": false, "message": text })),
        ApiError::Internal => (500, message("500 Internal Server Error")),
    }
}

/// How OAuth asks for a better token.
fn challenge(reason: &str) -> String {
    format!(r#"Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="{reason}""#)
}

/// What the API's own code says.
fn message(text: &str) -> Value {
    json!({ "message": text })
}

fn bad_request(reason: &str) -> Value {
    message(&format!("400 Bad request - {reason}"))
}

fn insufficient_scope(scope: &str) -> Value {
    let text = "The request requires higher privileges than provided by the access token.";
    json!({ "error": "insufficient_scope", "error_description": text, "scope": scope })
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
            (ApiError::Forbidden, 403, r#"{"message":"403 Forbidden"}"#),
            (
                ApiError::BadRequestBecause("why".into()),
                400,
                r#"{"message":"400 Bad request - why"}"#,
            ),
            (
                ApiError::Framework("a is invalid".into()),
                400,
                r#"{"error":"a is invalid"}"#,
            ),
            (
                ApiError::blank("seats"),
                400,
                r#"{"message":{"seats":["can't be blank"]}}"#,
            ),
            (
                ApiError::InvalidToken("Old."),
                401,
                r#"{"error":"invalid_token","error_description":"Old."}"#,
            ),
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
        assert_eq!(answer.status, 429);
        assert_eq!(answer.headers, [("retry-after", "60".to_owned())]);
        assert!(Answer::from(ApiError::NoRoute).headers.is_empty());
    }

    #[test]
    fn a_token_that_is_no_good_any_more_is_told_in_a_header_as_well() {
        let answer = Answer::from(ApiError::InvalidToken("Old."));
        let told =
            r#"Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="Old.""#;
        assert_eq!(answer.headers, [("www-authenticate", told.to_owned())]);
        assert!(
            Answer::from(ApiError::InsufficientScope("api"))
                .headers
                .is_empty()
        );
    }

    #[test]
    fn scim_says_no_in_its_own_way() {
        let answer = Answer::from(ApiError::Scim {
            status: 404,
            detail: "Gone.".into(),
        });
        assert_eq!(answer.media_type, Some(SCIM_JSON));
        assert_eq!(
            String::from_utf8(answer.body).unwrap(),
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"Gone.","status":404}"#
        );
        let answer = Answer::from(ApiError::MethodNotAllowed("GET, POST".into()));
        assert_eq!(answer.headers, [("allow", "GET, POST".to_owned())]);
    }
}
