//! Roles of members.

use serde::Deserialize;

/// What a member may do; each role may do all that the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Sees the project, but not its code unless that is public.
    Guest,
    /// Reads the code.
    Reporter,
    /// Writes code.
    Developer,
    /// Writes protected code too.
    Maintainer,
    /// Everything.
    Owner,
    /// Nobody has this role: a rule that asks for it lets nobody through.
    Nobody,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_the_role_that_lets_nobody_through() {
        assert!(Role::Nobody > Role::Owner);
        assert!(Role::Guest < Role::Reporter);
    }
}
