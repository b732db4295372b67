//! `GET /api/v4/internal/authorized_keys`

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::access::opens_doors;
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::lenient_base64;
use crate::state::{State, Usage};

#[derive(Serialize)]
struct AuthorizedKey<'s> {
    id: u64,
    title: &'s str,
    #[serde(serialize_with = "with_milliseconds")]
    created_at: Timestamp,
    #[serde(flatten)]
    expiry: Option<Expiry>,
    #[serde(flatten)]
    last_use: Option<LastUse>,
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_type: Option<Usage>,
}

/// What newer editions add.
#[derive(Serialize)]
struct Expiry {
    #[serde(serialize_with = "maybe_with_milliseconds")]
    expires_at: Option<Timestamp>,
}

/// What the newest editions add.
#[derive(Serialize)]
struct LastUse {
    #[serde(serialize_with = "maybe_with_milliseconds")]
    last_used_at: Option<Timestamp>,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let edition = call.contract.edition;
    let text = call.params.text("key").ok_or(ApiError::Missing(&["key"]))?;
    let content = lenient_base64::decode(&*text);
    let not_found = || ApiError::NotFound("Key".into());
    let key = state
        .key_of(&content)
        .filter(|key| opens_doors(key, edition))
        .ok_or_else(not_found)?;
    let owner = state.owner(key).ok_or_else(not_found)?;
    if edition_rules::keys_are_asked_for_their_owner(edition) {
        if key.expired(call.now) {
            return Err(not_found());
        }
        if owner.is_blocked() {
            return Err(ApiError::UnauthorizedBecause("Key"));
        }
    }
    Ok(Done::new(&AuthorizedKey {
        id: key.id,
        title: &key.title,
        created_at: key.created_at,
        expiry: call.contract.answers("/expires_at").then_some(Expiry {
            expires_at: key.expires_at,
        }),
        last_use: call.contract.answers("/last_used_at").then_some(LastUse {
            last_used_at: key.last_used_at,
        }),
        key: if edition_rules::keys_name_their_owner(edition) {
            let host = state.instance.host();
            format!("{} {} {} ({host})", key.algorithm, key.blob, owner.name)
        } else {
            format!("{} {}", key.algorithm, key.blob)
        },
        usage_type: call.contract.answers("/usage_type").then_some(key.usage),
    }))
}

fn with_milliseconds<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ"))
}

fn maybe_with_milliseconds<S: Serializer>(
    time: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => with_milliseconds(time, serializer),
        None => serializer.serialize_none(),
    }
}
