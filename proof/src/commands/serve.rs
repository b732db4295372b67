//! `labproof prove serve`: the reference server with one defect.

use labproof::{Exit, Failure, ListenArguments, bundle};
use labproof_reference::World;

pub(super) fn serve(name: &str, at: &ListenArguments) -> Result<Exit, Failure> {
    let known = super::mutants()?.into_iter().find(|mutant| mutant.id == name);
    let mutant = known.ok_or_else(|| {
        Failure::usage(anyhow::anyhow!(
            "no mutant `{name}`; `labproof prove list` names them"
        ))
    })?;
    let world = World::documented().map_err(Failure::unreachable)?;
    labproof::serve(bundle::spec()?, mutant.edition, world, Some(mutant.mutation), at)
}
