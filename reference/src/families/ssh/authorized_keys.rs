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

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let text = call.params.text("key").ok_or(ApiError::Missing(&["key"]))?;
    let content = lenient_base64::decode(blob(&text));
    let not_found = || ApiError::NotFound("Key".into());
    let key = state
        .key_of(&content)
        .filter(|key| opens_doors(key, call.contract.edition))
        .ok_or_else(not_found)?;
    let owner = state.owner(key).ok_or_else(not_found)?;
    Ok(Done::new(&AuthorizedKey {
        id: key.id,
        title: &key.title,
        created_at: key.created_at,
        expiry: call.contract.answers("/expires_at").then_some(Expiry {
            expires_at: key.expires_at,
        }),
        key: if edition_rules::keys_name_their_owner(call.contract.edition) {
            let host = state.instance.host();
            format!("{} {} {} ({host})", key.algorithm, key.blob, owner.name)
        } else {
            format!("{} {}", key.algorithm, key.blob)
        },
        usage_type: call.contract.answers("/usage_type").then_some(key.usage),
    }))
}

/// The Base64 part is what is sent; a line that begins with the algorithm is understood as well.
fn blob(text: &str) -> &str {
    let mut words = text.split_ascii_whitespace();
    match (words.next(), words.next()) {
        (Some(algorithm), Some(blob)) if algorithm.contains('-') => blob,
        _ => text,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_understood_by_its_second_word() {
        assert_eq!(blob("AAAA"), "AAAA");
        assert_eq!(blob("ssh-rsa AAAA"), "AAAA");
        assert_eq!(blob("ssh-rsa AAAA ann@example.com"), "AAAA");
        assert_eq!(blob("AAAA ann@example.com"), "AAAA ann@example.com");
    }
}
