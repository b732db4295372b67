//! How an operation is answered.

use std::borrow::Cow;
use std::net::IpAddr;

use labproof_spec::Edition;

use super::{Call, Outcome};
use crate::answer::ApiError;
use crate::request::Params;
use crate::state::State;

/// What answers an operation.
type Run = fn(&State, &Call<'_>) -> Outcome;

/// What is counted for an operation that has a limit.
type LimitScopeOf = for<'r> fn(&State, &Call<'r>) -> LimitScope<'r>;

/// What is wrong with the parameters, whatever the caller may do.
type CheckFirst = fn(Edition, &Params) -> Result<(), ApiError>;

/// How an operation is answered.
#[derive(Clone, Copy)]
pub(crate) struct Handler {
    pub(crate) run: Run,
    /// For the one operation that may not be called too often.
    pub(crate) scope: Option<LimitScopeOf>,
    /// For the few operations that look at their parameters before they ask what the caller may do.
    pub(crate) check_first: Option<CheckFirst>,
    /// Whether a namespace is looked for before anything else, whatever the method.
    pub(crate) of_a_namespace: bool,
}

impl Handler {
    pub(super) const fn new(run: Run) -> Self {
        Self {
            run,
            scope: None,
            check_first: None,
            of_a_namespace: false,
        }
    }

    /// The same for an operation that may not be called too often.
    pub(super) const fn limited(self, scope: LimitScopeOf) -> Self {
        Self {
            scope: Some(scope),
            ..self
        }
    }

    /// The same where GitLab looks for a namespace before anything else.
    pub(super) const fn of_a_namespace(self) -> Self {
        Self {
            of_a_namespace: true,
            ..self
        }
    }

    /// The same where GitLab asks for an administrator within the operation, when its parameters are already checked.
    pub(super) const fn checked_first(self, check: CheckFirst) -> Self {
        Self {
            check_first: Some(check),
            ..self
        }
    }
}

/// Which requests share a limit per minute: those for the same thing, by the same caller.
#[derive(Hash)]
pub(crate) struct LimitScope<'r> {
    /// What is asked for.
    pub(crate) subject: [Cow<'r, str>; 2],
    pub(crate) counted: Counted,
}

/// Whom a limit counts.
#[derive(Hash)]
pub(crate) enum Counted {
    /// A key, with its id.
    Key(u64),
    /// A user, with their id.
    User(u64),
    /// Nobody known.
    Nobody,
    /// Whoever comes from an address.
    From(IpAddr),
}
