//! `labproof prove serve`: the reference server with one defect.

use labproof::{Exit, Failure, ListenArguments, bundle};
use labproof_reference::World;
use labproof_spec::InstanceKind;

use crate::mutants;

pub(super) fn serve(name: &str, at: &ListenArguments) -> Result<Exit, Failure> {
    let known = mutants::named(bundle::spec()?, &bundle::features()?, name)?;
    let mutant = known.ok_or_else(|| {
        Failure::usage(anyhow::anyhow!(
            "no mutant `{name}`; `labproof prove list` names them"
        ))
    })?;
    let world = World::documented().map_err(Failure::unreachable)?;
    let spec = bundle::spec()?;
    let kind = InstanceKind::with_everything(spec.conditions());
    labproof::serve(spec, mutant.edition, kind, world, Some(mutant.mutation), at)
}
