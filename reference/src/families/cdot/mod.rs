//! What the subscription portal does below `/internal/gitlab_subscriptions` otherwise than at the older paths. What it
//! does there as before is in the families of those.

mod delete_reconciliation;
mod update_reconciliation;

use super::{Call, Handler, Handlers, namespaces};
use crate::answer::ApiError;
use crate::request::Declared;
use crate::state::{Namespace, State};

/// The operations.
pub(super) const HANDLERS: Handlers = &[
    (
        "cdot.reconciliations.update",
        Handler::new(update_reconciliation::run),
    ),
    (
        "cdot.reconciliations.delete",
        Handler::new(delete_reconciliation::run),
    ),
];

/// The namespace that is charged, and the parameters of the request, of which the first has to be its id: a path finds
/// it all the same.
fn reconciled<'s, 'r>(state: &'s State, call: &Call<'r>) -> Result<(Namespace<'s>, Declared<'r>), ApiError> {
    let namespace = namespaces::find(state, call, "namespace_id", "Namespace")?;
    let mut declared = Declared::new(call.params);
    declared.required_integer("namespace_id");
    Ok((namespace, declared))
}
