//! Servers with a defect: what every one of them does wrong, and the requirement that has to notice it.
//!
//! Most are derived from the documents, a kind of defect a file here; those that no document could tell are written by
//! hand, in `proof/mutants/`.

mod answers;
mod attributes;
mod by_hand;
mod credentials;
mod editions;
mod effects;
mod ground;
mod interactions;
mod lists;
mod transport;

use labproof::Failure;
use labproof_harness::Features;
use labproof_harness::scenario_facts::readings;
use labproof_reference::mutation::Mutation;
use labproof_spec::{Edition, Level, Spec};
use serde::Serialize;

use self::ground::Ground;

/// A server with a defect.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Mutant {
    /// Its permanent name: edition, operation, and what is wrong.
    pub id: String,
    /// The edition it is served in.
    pub edition: Edition,
    /// The operation that has the defect.
    pub operation: String,
    /// The level of the strictest requirement that it breaks.
    pub level: Level,
    /// The requirements that it breaks, the one that it is made for first.
    pub names: Vec<String>,
    /// What is wrong, in a sentence.
    pub what: String,
    /// Whether somebody thought of it, rather than the documents.
    pub by_hand: bool,
    /// Whether it lets somebody in who has to be kept out, so that a warning is not enough.
    pub security: bool,
    /// Whether it shows in combinations alone.
    pub is_interaction: bool,
    /// How the reference server is made to do it.
    #[serde(skip)]
    pub mutation: Mutation,
}

/// Every mutant of every edition, in the documents' order.
///
/// # Errors
///
/// Where a mutant that was written by hand names what the documents do not have; all of them are told.
pub fn all(spec: &Spec, features: &Features) -> Result<Vec<Mutant>, Failure> {
    let mut mutants = Vec::new();
    for edition in spec.editions() {
        let api = spec.api(edition);
        let readings = readings(&api, features);
        for operation in &api.operations {
            let ground = Ground::new(spec, &api, operation, &readings);
            for of_kind in [
                answers::mutants,
                lists::mutants,
                transport::mutants,
                credentials::mutants,
                attributes::mutants,
                effects::mutants,
                editions::mutants,
            ] {
                mutants.extend(of_kind(&ground));
            }
        }
    }
    mutants.extend(by_hand::mutants(spec)?);
    Ok(mutants)
}

/// A sample of servers that decide otherwise on who may do what, in some combinations alone: so many an edition.
#[must_use]
pub fn interactions(spec: &Spec, seed: u64, count: usize) -> Vec<Mutant> {
    interactions::mutants(spec, seed, count)
}

/// The server of this name, which [`all`] or any sample has.
///
/// # Errors
///
/// As [`all`].
pub fn named(spec: &Spec, features: &Features, name: &str) -> Result<Option<Mutant>, Failure> {
    let known = all(spec, features)?.into_iter().find(|mutant| mutant.id == name);
    Ok(known.or_else(|| interactions::named(spec, name)))
}

/// Servers that do otherwise what may be done either way, and nothing of which anybody may complain.
///
/// # Errors
///
/// As [`all`].
pub fn lawful(spec: &Spec) -> Result<Vec<Mutant>, Failure> {
    by_hand::lawful(spec)
}
