//! `POST /api/v4/internal/personal_access_token`

use jiff::civil::Date;
use jiff::{Span, tz::TimeZone};
use serde::Serialize;
use serde_json::Value;

use super::owner::{self, unsuccessful};
use crate::access::Actor;
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::request::read_day;
use crate::state::{Digest, Standing, State, StateChange, Token, User};

/// Random characters of a token.
const CHARACTERS: usize = 20;
/// How long a token may live where every token has to end.
const MAX_DAYS: i64 = 365;

#[derive(Serialize)]
struct NewToken<'r> {
    success: bool,
    token: &'r str,
    scopes: &'r [String],
    expires_at: Option<String>,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let actor = Actor::find(state, call.params, call.contract.edition);
    if actor.deploy_key().is_some() {
        return Err(unsuccessful(
            "Deploy keys cannot be used to create personal access tokens",
        ));
    }
    let user = owner::find(&actor, call)?;
    let name = name(call)?;
    let scopes = scopes(call)?;
    let expires_at = expires_at(state, call)?;
    may_have_one(user)?;
    let prefix = edition_rules::access_token_prefix(call.contract.edition);
    let token = format!("{prefix}{}", call.ids.token(CHARACTERS));
    let done = Done::new(&NewToken {
        success: true,
        token: &token,
        scopes: &scopes,
        expires_at: expires_at.map(|date| date.to_string()),
    });
    let digest = Digest::of(&token);
    let used = actor
        .key
        .filter(|key| key.use_is_news(call.now))
        .map(|key| StateChange::KeyUsed { key: key.id });
    let created = StateChange::TokenCreated(Token {
        user: user.id,
        name,
        scopes,
        expires_at,
        revoked: false,
        digest,
    });
    Ok(done.with([created]).with(used))
}

/// Whatever is not blank is a name.
fn name(call: &Call<'_>) -> Result<String, ApiError> {
    let given = call.params.given("name");
    let name = given.filter(|name| match name {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        other => **other != Value::Bool(false),
    });
    name.map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned))
        .ok_or(unsuccessful("No token name specified"))
}

fn scopes(call: &Call<'_>) -> Result<Vec<String>, ApiError> {
    let scopes = match call.params.given("scopes") {
        None => Vec::new(),
        Some(Value::String(text)) if text.trim().is_empty() => Vec::new(),
        Some(Value::Array(items)) => {
            let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
            texts
                .collect::<Option<Vec<_>>>()
                .ok_or(ApiError::Invalid("scopes"))?
        }
        Some(_) => return Err(ApiError::Invalid("scopes")),
    };
    if scopes.is_empty() {
        return Err(unsuccessful("No token scopes specified"));
    }
    let valid = call.contract.known("scopes");
    match scopes.iter().find(|scope| !valid.contains(&scope.as_str())) {
        Some(scope) => {
            let text = format!(
                "Invalid scope: '{scope}'. Valid scopes are: [\"{}\"]",
                valid.join("\", \"")
            );
            Err(ApiError::Unsuccessful(text.into()))
        }
        None => Ok(scopes),
    }
}

/// The day the token ends. A day in the past is taken: the documentation's own example has become one.
fn expires_at(state: &State, call: &Call<'_>) -> Result<Option<Date>, ApiError> {
    let ends = edition_rules::access_tokens_end(call.contract.edition)
        && !state.instance.lacks("token_expiry_required");
    let today = TimeZone::UTC.to_datetime(call.now).date();
    let latest = today.saturating_add(Span::new().days(MAX_DAYS));
    let text = match call.params.given("expires_at") {
        None => return Ok(ends.then_some(latest)),
        Some(Value::String(text)) if text.trim().is_empty() => return Ok(ends.then_some(latest)),
        Some(Value::String(text)) => text,
        Some(_) => return Err(ApiError::Invalid("expires_at")),
    };
    match read_day(text, today) {
        None => Err(ApiError::Unsuccessful(
            format!("Invalid token expiry date: '{text}'").into(),
        )),
        Some(date) if ends && date > latest => Err(ApiError::Unsuccessful(
            format!("Failed to create token: Expiration date must be before {latest}").into(),
        )),
        date => Ok(date),
    }
}

/// Bots of the instance and blocked users get no tokens.
fn may_have_one(user: &User) -> Result<(), ApiError> {
    match user.standing {
        Standing::Internal | Standing::Blocked | Standing::Banned | Standing::LdapBlocked => {
            Err(unsuccessful("Failed to create token: Not permitted to create"))
        }
        _ => Ok(()),
    }
}
