//! The operations, one file each, by the names the documents give them.
//!
//! A handler is a plain function: it reads state and a [`Call`], and answers with a [`Done`], which carries the
//! changes it wants made. It knows no socket, no lock and no clock. Each family has one list of its operations.

mod addons;
mod cdot;
mod compute_packs;
mod error_tracking;
mod git;
mod instance;
mod kas;
mod reconciliations;
mod scim;
mod ssh;
mod storage_exclusions;
mod subscriptions;

mod call;
mod context;
mod done;
mod handler;
mod named;
mod namespaces;

pub(crate) use call::Call;
pub(crate) use context::check as check_context;
pub(crate) use done::{Done, Outcome};
pub(crate) use handler::{Counted, Handler, LimitScope};
pub(crate) use named::check as check_names;

/// The operations of a family, by name.
type Handlers = &'static [(&'static str, Handler)];

const FAMILIES: [Handlers; 12] = [
    addons::HANDLERS,
    cdot::HANDLERS,
    compute_packs::HANDLERS,
    error_tracking::HANDLERS,
    git::HANDLERS,
    instance::HANDLERS,
    kas::HANDLERS,
    reconciliations::HANDLERS,
    scim::HANDLERS,
    ssh::HANDLERS,
    storage_exclusions::HANDLERS,
    subscriptions::HANDLERS,
];

/// The handler of an operation.
pub(crate) fn handler(slug: &str) -> Option<Handler> {
    let mut known = FAMILIES.into_iter().flatten();
    known.find(|(name, _)| *name == slug).map(|(_, handler)| *handler)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_operation_of_every_edition_has_one_handler_and_no_handler_is_left_over() {
        let documented: Vec<&str> = crate::documents::spec()
            .operations()
            .map(|(slug, _)| slug)
            .collect();
        let mut handled: Vec<&str> = FAMILIES.into_iter().flatten().map(|(slug, _)| *slug).collect();
        handled.sort_unstable();
        assert_eq!(handled, documented);
        assert!(documented.is_sorted());
    }
}
