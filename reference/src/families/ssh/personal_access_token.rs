//! `POST /api/v4/internal/personal_access_token`

use jiff::civil::Date;
use jiff::{Span, tz::TimeZone};
use labproof_spec::Edition;
use serde::Serialize;

use super::owner::{self, unsuccessful};
use crate::access::Actor;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::request::read_date;
use crate::state::{Change, Digest, Standing, State, Token, User};

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

pub(crate) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let actor = Actor::find(state, call.params, call.edition);
    if actor.deploy_key().is_some() {
        return Err(unsuccessful(
            "Deploy keys cannot be used to create personal access tokens",
        ));
    }
    let user = owner::find(&actor, call.params)?;
    let name = name(call)?;
    let scopes = scopes(call)?;
    let expires_at = expires_at(call)?;
    may_have_one(user)?;
    let token = format!("{}{}", prefix(call.edition), call.ids.token(CHARACTERS));
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
        .map(|key| Change::KeyUsed { key: key.id });
    let created = Change::TokenCreated(Token {
        user: user.id,
        name,
        scopes,
        expires_at,
        revoked: false,
        digest,
    });
    Ok(done.with([created]).with(used))
}

fn name(call: &Call<'_>) -> Result<String, ApiError> {
    let name = call.params.text("name").filter(|name| !name.trim().is_empty());
    name.map(Into::into)
        .ok_or(unsuccessful("No token name specified"))
}

fn scopes(call: &Call<'_>) -> Result<Vec<String>, ApiError> {
    let scopes: Vec<String> = call.params.texts("scopes").into_iter().map(Into::into).collect();
    // An empty text stands for an empty list, as a form has to write it.
    if scopes.iter().all(String::is_empty) {
        return Err(unsuccessful("No token scopes specified"));
    }
    let valid = valid_scopes(call.edition);
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

/// The scopes there were, sorted.
fn valid_scopes(edition: Edition) -> &'static [&'static str] {
    match edition {
        edition if edition < Edition::new(16, 3) => &[
            "api",
            "read_api",
            "read_registry",
            "read_repository",
            "read_user",
            "write_registry",
            "write_repository",
        ],
        edition if edition < Edition::new(17, 9) => &[
            "api",
            "create_runner",
            "read_api",
            "read_registry",
            "read_repository",
            "read_user",
            "write_registry",
            "write_repository",
        ],
        _ => &[
            "ai_features",
            "api",
            "create_runner",
            "k8s_proxy",
            "manage_runner",
            "read_api",
            "read_registry",
            "read_repository",
            "read_user",
            "self_rotate",
            "write_registry",
            "write_repository",
        ],
    }
}

/// The day the token ends. A day in the past is taken: the documentation's own example has become one.
fn expires_at(call: &Call<'_>) -> Result<Option<Date>, ApiError> {
    let ends = call.edition >= Edition::new(16, 3);
    let today = TimeZone::UTC.to_datetime(call.now).date();
    let latest = today.saturating_add(Span::new().days(MAX_DAYS));
    let Some(value) = call
        .params
        .given("expires_at")
        .filter(|value| !value.as_str().is_some_and(|v| v.trim().is_empty()))
    else {
        return Ok(ends.then_some(latest));
    };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match read_date(&text) {
        None => Err(ApiError::Unsuccessful(
            format!("Invalid token expiry date: '{text}'").into(),
        )),
        Some(date) if ends && date > latest => Err(ApiError::Unsuccessful(
            format!("Failed to create token: Expires at must be before {latest}").into(),
        )),
        date => Ok(date),
    }
}

/// Bots of the instance and blocked users get no tokens.
fn may_have_one(user: &User) -> Result<(), ApiError> {
    match user.standing {
        Standing::Internal | Standing::Blocked | Standing::LdapBlocked => {
            Err(unsuccessful("Failed to create token: Not permitted to create"))
        }
        _ => Ok(()),
    }
}

/// Newer tokens say what they are.
fn prefix(edition: Edition) -> &'static str {
    if edition >= Edition::new(16, 3) {
        "glpat-"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_scopes_are_sorted() {
        for edition in labproof_spec::Spec::shipped().unwrap().editions() {
            assert!(valid_scopes(edition).is_sorted(), "{edition}");
        }
    }
}
