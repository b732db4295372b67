//! Tokens for Git LFS: JSON Web Tokens that the instance signs for itself.

use jiff::Timestamp;
use serde::Serialize;

use crate::ids::{Ids, Random};
use crate::jwt::Key;

/// How much earlier than now it begins, for clocks that are behind.
const EARLIER_SECONDS: i64 = 5;
/// As many bytes as the signature has.
const KEY_BYTES: usize = 32;

/// Issues tokens, signed with a key that nobody else has.
pub(crate) struct LfsTokens {
    key: Key,
}

#[derive(Serialize)]
struct Claims<'a> {
    data: Data<'a>,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

#[derive(Serialize)]
struct Data<'a> {
    actor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_gid: Option<&'a str>,
}

/// What a token is to say.
pub(crate) struct Grant<'a> {
    /// Whom it is for.
    pub(crate) actor: &'a str,
    /// The repository, where tokens name one.
    pub(crate) container: Option<&'a str>,
    /// How long it lives, in seconds.
    pub(crate) seconds: i64,
}

impl LfsTokens {
    pub(crate) fn new() -> Self {
        let mut key = [0; KEY_BYTES];
        Random.fill(&mut key);
        Self { key: Key::new(&key) }
    }

    /// A token for somebody; nothing if it cannot be signed.
    pub(crate) fn issue(&self, grant: &Grant<'_>, ids: &dyn Ids, now: Timestamp) -> Option<String> {
        let iat = now.as_second();
        let claims = Claims {
            data: Data {
                actor: grant.actor,
                container_gid: grant.container,
            },
            jti: ids.uuid(),
            iat,
            nbf: iat - EARLIER_SECONDS,
            exp: iat + grant.seconds,
        };
        self.key.token(&claims)
    }
}
