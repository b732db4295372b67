//! Who Git acts for.

use labproof_spec::Edition;

use crate::edition_rules;
use crate::request::Params;
use crate::state::{Key, State, Usage, User};

/// The user and key that the parameters name; either may be unknown.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Actor<'s> {
    pub(crate) user: Option<&'s User>,
    pub(crate) key: Option<&'s Key>,
}

impl<'s> Actor<'s> {
    /// The first parameter given decides, even if it finds nobody.
    pub(crate) fn find(state: &'s State, params: &Params, edition: Edition) -> Self {
        if params.given("krb5principal").is_some() {
            let principal = params.text("krb5principal");
            return Self::of_user(principal.and_then(|principal| state.user_by_kerberos(&principal)));
        }
        if let Some(id) = params.id("key_id") {
            let key = state.key(id).filter(|key| opens_doors(key, edition));
            return Self {
                user: key.and_then(|key| state.owner(key)),
                key,
            };
        }
        if let Some(id) = params.id("user_id") {
            return Self::of_user(state.user(id));
        }
        if params.given("username").is_some() {
            let username = params.texts("username").into_iter().next();
            return Self::of_user(username.and_then(|username| state.user_named(&username)));
        }
        params
            .text("identifier")
            .map_or_else(Self::default, |identifier| {
                Self::identified(state, &identifier, edition)
            })
    }

    fn of_user(user: Option<&'s User>) -> Self {
        Self { user, key: None }
    }

    /// `user-7` is a user; `key-11` is the owner of a user key, or a deploy key itself where that counts.
    fn identified(state: &'s State, identifier: &str, edition: Edition) -> Self {
        let Some((kind, id)) = identifier.split_once('-') else {
            return Self::default();
        };
        let Ok(id) = id.parse() else {
            return Self::default();
        };
        match kind {
            "user" => Self::of_user(state.user(id)),
            "key" => match state.key(id) {
                Some(key) if key.is_deploy_key() && edition_rules::identifiers_name_deploy_keys(edition) => {
                    Self {
                        user: state.owner(key),
                        key: Some(key),
                    }
                }
                key => Self::of_user(key.and_then(|key| state.owner(key))),
            },
            _ => Self::default(),
        }
    }

    pub(crate) fn deploy_key(&self) -> Option<&'s Key> {
        self.key.filter(|key| key.is_deploy_key())
    }

    /// The user whose own rights count: with a deploy key the key's rights count instead.
    pub(crate) fn person(&self) -> Option<&'s User> {
        if self.deploy_key().is_some() {
            None
        } else {
            self.user
        }
    }
}

/// Whether a key is seen at all.
pub(crate) fn opens_doors(key: &Key, edition: Edition) -> bool {
    key.usage != Usage::Signing || !edition_rules::signing_keys_are_unseen(edition)
}
