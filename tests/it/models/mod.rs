//! Models of what the server keeps from request to request: thousands of sequences of actions, drawn by proptest,
//! with what the documents say of each answer. What breaks is shortened and printed with the seed to replay it.
//!
//! The models play against the servers that `LABPROOF_URL` and `LABPROOF_TARGET` name, else against reference
//! servers, in every edition that has the operations. `LABPROOF_CASES` sets how many sequences a model plays,
//! `LABPROOF_SEED` from which seed.

mod machine;
mod stage;

mod addons;
mod counters;
mod exclusions;
mod findings;
mod packs;
mod people;
mod reconciliations;
mod shortening;
mod subscriptions;
mod tokens;

use machine::holds;

#[test]
fn reference_counters() {
    holds::<counters::Counters>("reference_counters");
}

#[test]
fn personal_access_tokens() {
    holds::<tokens::Tokens>("personal_access_tokens");
}

#[test]
fn people_of_a_group() {
    holds::<people::People<true>>("people_of_a_group");
}

#[test]
fn people_of_the_instance() {
    holds::<people::People<false>>("people_of_the_instance");
}

#[test]
fn subscriptions_of_a_namespace() {
    holds::<subscriptions::Subscriptions>("subscriptions_of_a_namespace");
}

#[test]
fn purchases_of_an_add_on() {
    holds::<addons::AddOns>("purchases_of_an_add_on");
}

#[test]
fn packs_of_compute_minutes() {
    holds::<packs::Packs>("packs_of_compute_minutes");
}

#[test]
fn exclusions_from_the_storage_limit() {
    holds::<exclusions::Exclusions>("exclusions_from_the_storage_limit");
}

#[test]
fn announced_reconciliations() {
    holds::<reconciliations::Reconciliations>("announced_reconciliations");
}

#[test]
fn findings_of_starboard() {
    holds::<findings::Findings>("findings_of_starboard");
}

#[test]
fn what_breaks_is_told_with_the_shortest_sequence() {
    let name = "what_breaks_is_told_with_the_shortest_sequence";
    let broken = std::panic::catch_unwind(|| holds::<shortening::Mistaken>(name)).unwrap_err();
    let told = broken.downcast_ref::<String>().unwrap();
    let shortest = "\
after these actions:
  1. Announce { repository: 1000000 }
  2. Announce { repository: 1000000 }
  3. Announce { repository: 1000000 }
again: LABPROOF_SEED=";
    assert!(told.contains(shortest), "{told}");
    assert!(told.contains(" where the model has false"), "{told}");
}
