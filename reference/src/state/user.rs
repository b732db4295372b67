//! People, and what may keep them out.

use serde::Deserialize;

use super::{Digest, State};

/// Someone with an account.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) email: String,
    #[serde(default)]
    pub(crate) public_email: String,
    /// The id of the user's personal namespace, whose path is the username.
    pub(crate) namespace_id: u64,
    #[serde(default)]
    pub(crate) standing: Standing,
    /// An administrator reads and writes everywhere, as with admin mode on.
    #[serde(default)]
    pub(crate) admin: bool,
    /// Somebody from outside, who sees what is internal only as a member.
    #[serde(default)]
    pub(crate) external: bool,
    #[serde(default)]
    pub(crate) two_factor: bool,
    /// The name by which Kerberos knows the user.
    pub(crate) kerberos: Option<String>,
    /// Digests of the recovery codes, all replaced at once.
    #[serde(skip_deserializing)]
    pub(crate) recovery_codes: Vec<Digest>,
}

impl User {
    /// Whether nobody may come in with the account until somebody lets them.
    pub(crate) fn is_blocked(&self) -> bool {
        matches!(
            self.standing,
            Standing::Blocked | Standing::LdapBlocked | Standing::Banned | Standing::PendingApproval
        )
    }
}

/// Whether an account may be used, and if not, why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Nothing stands in the way.
    #[default]
    Active,
    /// A bot of the instance.
    Internal,
    /// An administrator has not approved the account yet.
    PendingApproval,
    /// The terms of service are not accepted.
    TermsNotAccepted,
    /// An administrator switched the account off; a sign-in switches it on.
    Deactivated,
    /// The primary e-mail address is not confirmed.
    Unconfirmed,
    /// An administrator blocked the account.
    Blocked,
    /// An administrator banned the account.
    Banned,
    /// Whoever provides the accounts took this one out of use.
    LdapBlocked,
    /// The password has to be renewed.
    PasswordExpired,
}

impl State {
    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.get(&id)
    }

    /// Usernames are found in any case.
    pub(crate) fn user_named(&self, username: &str) -> Option<&User> {
        self.user(self.indexes.usernames.get(username)?)
    }

    /// So are e-mail addresses.
    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.user(*self.indexes.emails.get(&email.to_ascii_lowercase())?)
    }

    pub(crate) fn user_by_kerberos(&self, principal: &str) -> Option<&User> {
        self.user(*self.indexes.principals.get(principal)?)
    }

    pub(crate) fn add_user(&mut self, user: User) {
        self.indexes.add_user(&user);
        self.users.insert(user.id, user);
    }

    /// A new, active user, with a personal namespace of the same name.
    pub(crate) fn new_user(&self, username: &str, name: &str, email: &str) -> User {
        let last = self.users.last_key_value().map_or(0, |(id, _)| *id);
        User {
            id: last.saturating_add(1),
            username: username.to_owned(),
            name: name.to_owned(),
            email: email.to_owned(),
            public_email: String::new(),
            namespace_id: self.next_namespace_id(),
            standing: Standing::Active,
            admin: false,
            external: false,
            two_factor: false,
            kerberos: None,
            recovery_codes: Vec::new(),
        }
    }
}
