//! SSH keys: of users, and of projects (deploy keys).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Digest, State, User};

/// A public key that the instance knows.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    pub(crate) id: u64,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) kind: KeyKind,
    /// The owner's username; a deploy key's creator. A user key may have lost its owner.
    pub(crate) user: Option<String>,
    /// The algorithm, such as `ssh-ed25519`.
    pub(crate) algorithm: String,
    /// The key itself in Base64, without algorithm and comment.
    pub(crate) blob: String,
    #[serde(default)]
    pub(crate) usage: Usage,
    pub(crate) created_at: Timestamp,
    /// When the key stops working, counted from the start of the server; becomes `expires_at`.
    pub(crate) expires_in_days: Option<i32>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) last_used_at: Option<Timestamp>,
}

/// Whose key it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyKind {
    /// A person's.
    #[default]
    Key,
    /// A machine's, good for the projects it was added to.
    DeployKey,
}

/// What a user key may be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Usage {
    /// Both.
    #[default]
    AuthAndSigning,
    /// To connect.
    Auth,
    /// To sign commits; such a key opens no door.
    Signing,
}

/// How long before its end a key is said to expire soon.
const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a use is not worth another record.
const USE_RECORDED_EVERY: SignedDuration = SignedDuration::from_hours(24);

impl Key {
    pub(crate) fn is_deploy_key(&self) -> bool {
        self.kind == KeyKind::DeployKey
    }

    pub(crate) fn expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    pub(crate) fn expires_soon(&self, now: Timestamp) -> bool {
        self.expires_at
            .is_some_and(|end| end > now && end.duration_since(now) <= SOON)
    }

    /// Whether a use now is worth recording.
    pub(crate) fn use_is_news(&self, now: Timestamp) -> bool {
        self.last_used_at
            .is_none_or(|last| now.duration_since(last) >= USE_RECORDED_EVERY)
    }
}

impl State {
    pub(crate) fn add_key(&mut self, key: Key) {
        self.indexes.add_key(&key);
        self.keys.insert(key.id, key);
    }

    pub(crate) fn key(&self, id: u64) -> Option<&Key> {
        self.keys.get(&id)
    }

    /// The key with this content, the decoded Base64.
    pub(crate) fn key_of(&self, content: &[u8]) -> Option<&Key> {
        self.key(*self.indexes.blobs.get(&Digest::of(content))?)
    }

    /// The owner of a user key, the creator of a deploy key.
    pub(crate) fn owner(&self, key: &Key) -> Option<&User> {
        self.user_named(key.user.as_deref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(expires_at: &str) -> Key {
        Key {
            id: 1,
            title: String::new(),
            kind: KeyKind::Key,
            user: None,
            algorithm: "ssh-ed25519".into(),
            blob: String::new(),
            usage: Usage::Auth,
            created_at: Timestamp::UNIX_EPOCH,
            expires_in_days: None,
            expires_at: Some(expires_at.parse().unwrap()),
            last_used_at: None,
        }
    }

    #[test]
    fn a_key_warns_for_a_week_and_then_fails() {
        let key = key("2030-01-08T00:00:00Z");
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        assert!(!key.expires_soon(at("2029-12-31T23:59:59Z")));
        assert!(key.expires_soon(at("2030-01-01T00:00:00Z")));
        assert!(!key.expired(at("2030-01-07T23:59:59Z")));
        assert!(key.expired(at("2030-01-08T00:00:00Z")));
        assert!(!key.expires_soon(at("2030-01-08T00:00:00Z")));
    }

    #[test]
    fn a_use_is_recorded_once_a_day() {
        let mut key = key("2031-01-01T00:00:00Z");
        let now: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
        assert!(key.use_is_news(now));
        key.last_used_at = Some(now);
        assert!(!key.use_is_news(now + SignedDuration::from_hours(23)));
        assert!(key.use_is_news(now + SignedDuration::from_hours(24)));
    }
}
