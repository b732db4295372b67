//! Servers with a defect: that there are enough of them, that they do what they are called after, that the suite notices
//! them, and that the proof says so only where it is true.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use labproof::bundle;
use labproof_harness::Features;
use labproof_proof::mutants::{self, Mutant};
use labproof_proof::proof::{self, Judged, Proof, Survivors};
use labproof_spec::Level;

use crate::{features, spec};

fn all() -> Vec<Mutant> {
    mutants::all(spec(), &features()).unwrap()
}

fn judged(names: &[&str]) -> Proof {
    let mutants: Vec<Mutant> = all()
        .into_iter()
        .filter(|it| names.contains(&it.id.as_str()))
        .collect();
    assert_eq!(mutants.len(), names.len(), "{names:?}");
    let settings = proof::Settings::default();
    proof::judge(spec(), &features(), &mutants, settings, &|_| {}).unwrap()
}

fn survivors(text: &str) -> Survivors {
    Survivors::read(text).unwrap()
}

#[test]
fn every_operation_of_every_edition_has_mutants_and_each_has_a_name_of_its_own() {
    let mutants = all();
    let by_hand = mutants.iter().filter(|it| it.by_hand).count();
    assert!(
        by_hand >= 60 && mutants.len() - by_hand >= 1500,
        "{by_hand} of {}",
        mutants.len()
    );
    let names: BTreeSet<&str> = mutants.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(names.len(), mutants.len());
    for edition in spec().editions() {
        let api = spec().api(edition);
        let requirements = api.operations.iter().flat_map(|it| &it.requirements);
        let levels: BTreeMap<&str, Level> = requirements.map(|it| (it.id.as_str(), it.level)).collect();
        let of_edition = || mutants.iter().filter(|it| it.edition == edition);
        for mutant in of_edition() {
            let strictest = mutant.names.iter().map(|id| levels[id.as_str()]).max();
            assert_eq!(strictest, Some(mutant.level), "{}", mutant.id);
        }
        for operation in &api.operations {
            let count = of_edition().filter(|it| it.operation == operation.slug).count();
            assert!(count >= 15, "{edition} {}: {count}", operation.slug);
        }
    }
}

/// One of every kind, each noticed by the requirement that it is made for.
#[test]
fn the_suite_notices_what_is_wrong_by_the_name_of_what_it_breaks() {
    let proof = judged(&[
        "17.9/ssh.discover/answer-200/username/absent",
        "17.9/ssh.discover/answer-200/status",
        "17.9/ssh.discover/credential/shell-jwt/alg-none",
        "17.9/ssh.discover/credential/shell-jwt/expired",
        "17.9/ssh.discover/credential/shell-jwt/within-leeway-refused",
        "17.9/ssh.discover/parameter/username/ignored",
        "17.9/ssh.discover/truncated",
        "17.9/ssh.discover/redirect",
        "17.9/ssh.discover/slow",
        "17.9/git.pre_receive/effect/done-although-refused",
        "17.9/git.pre_receive/edition/16.3",
        "12.4/git.pre_receive/credential/shell-secret/not-encoded",
    ]);
    for judged in &proof.mutants {
        assert!(judged.is_caught_by_name(), "{judged:?}");
        assert!(judged.reached > 0, "{judged:?}");
    }
    assert_eq!(proof.survivors().count(), 0);
}

/// What shows in combinations alone is drawn by a seed, and has a name that says all of it.
#[test]
fn interactions_are_drawn_by_a_seed_and_known_by_name() {
    let names = |seed| -> Vec<String> {
        let drawn = mutants::interactions(spec(), seed, 12);
        drawn.into_iter().map(|mutant| mutant.id).collect()
    };
    assert_eq!(names(1), names(1));
    assert_ne!(names(1), names(2));
    assert!(names(1).len() > 11 * spec().editions().count(), "{:?}", names(1));
    for mutant in mutants::interactions(spec(), 3, 6) {
        let known = mutants::named(spec(), &features(), &mutant.id).unwrap().unwrap();
        assert_eq!(
            (known.what, known.mutation),
            (mutant.what, mutant.mutation),
            "{}",
            mutant.id
        );
    }
}

#[test]
fn whoever_is_let_in_or_refused_by_a_combination_is_noticed_and_who_is_let_in_by_a_failure() {
    let names = [
        "18.9/git.allowed/interaction/let-in/body=json+named=username+role=guest",
        "18.9/git.allowed/interaction/refused/protocol=http+role=maintainer",
    ];
    let known = |name: &str| mutants::named(spec(), &features(), name).unwrap().unwrap();
    let mutants = names.map(known);
    let settings = proof::Settings::default();
    let proof = proof::judge(spec(), &features(), &mutants, settings, &|_| {}).unwrap();
    for judged in &proof.mutants {
        assert!(judged.is_caught_by_name() && judged.reached > 0, "{judged:?}");
    }
    assert!(
        proof.mutants[0].mutant.security
            && proof.mutants[0]
                .failed
                .contains("git.allowed/combinations-refused")
    );
}

/// One that survives and one that does not, not yet settled.
fn survivor() -> Proof {
    static JUDGED: LazyLock<Proof> = LazyLock::new(|| {
        judged(&[
            "17.9/git.pre_receive/effect/not-done",
            "17.9/git.pre_receive/truncated",
        ])
    });
    JUDGED.clone()
}

#[test]
fn what_survives_has_to_be_explained_and_the_list_has_to_be_true() {
    let mut proof = survivor();
    let known = "- { mutants: [git.pre_receive/effect/not-done], why: Nobody is told. }";
    proof.settle(&survivors(known), spec(), false);
    assert!(proof.holds(), "{:?} {:?}", proof.faults, proof.stale);

    let mut proof = survivor();
    proof.settle(&survivors("[]"), spec(), false);
    assert!(
        proof
            .faults
            .iter()
            .any(|it| it.starts_with("1 survive that nobody explained")),
        "{:?}",
        proof.faults
    );
    assert!(
        proof.faults.iter().any(|it| it.contains("`must`")),
        "{:?}",
        proof.faults
    );

    let mut proof = survivor();
    let wrong = "- { mutants: [git.pre_receive/effect/not-done, git.pre_receive/truncated, no.such/thing], why: Why not. }";
    proof.settle(&survivors(wrong), spec(), true);
    let stale = proof.stale.join("\n");
    assert!(
        stale.contains("17.9/git.pre_receive/truncated is noticed"),
        "{stale}"
    );
    assert!(stale.contains("no.such/thing is no mutant"), "{stale}");
    // Nothing broke the others' requirements.
    assert!(
        proof
            .suspects
            .requirements
            .contains(&"instance.check/example".to_owned())
    );
}

#[test]
fn every_view_of_a_proof_has_the_score_and_the_survivors_with_what_was_changed() {
    let mut proof = survivor();
    proof.settle(&survivors("[]"), spec(), false);
    let name = "17.9/git.pre_receive/effect/not-done";
    for view in [
        proof::text(&proof, 0),
        proof::markdown(&proof),
        proof::html(&proof),
        proof.json().unwrap(),
    ] {
        assert!(
            view.contains(name) && view.contains("says that it is done, and does nothing"),
            "{view}"
        );
    }
    assert!(proof::html(&proof).starts_with("<!doctype html>"));
    assert!(proof::text(&proof, 0).contains("labproof prove serve 17.9/git.pre_receive/effect/not-done"));
}

#[test]
fn the_terminal_tells_as_much_as_it_is_asked_for() {
    let mut proof = survivor();
    let known = "- { mutants: [git.pre_receive/effect/not-done], why: Nobody is told. }";
    proof.settle(&survivors(known), spec(), false);
    let scores = "\ngit.pre_receive ";
    let noticed = "noticed: 17.9/git.pre_receive/truncated\n";
    let (check, why) = (
        "by git.pre_receive/example (the check `example`",
        "Nobody is told.",
    );
    for (verbose, there, absent) in [
        (0, vec![], vec![scores, noticed, check, why]),
        (1, vec![scores], vec![noticed, check, why]),
        (2, vec![scores, noticed, check, why], vec![]),
    ] {
        let told = proof::text(&proof, verbose);
        assert!(there.iter().all(|part| told.contains(part)), "{told}");
        assert!(!absent.iter().any(|part| told.contains(part)), "{told}");
    }
}

/// A false alarm is told in every view, by the name of what is lawful.
#[test]
fn what_is_not_tolerated_is_told() {
    let mut proof = survivor();
    proof.variations = proof.mutants.iter().map(Judged::as_variation).collect();
    proof.settle(&survivors("[]"), spec(), false);
    let fault = "the lawful variation 17.9/git.pre_receive/truncated is not tolerated";
    assert!(proof.faults.iter().any(|it| it == fault), "{:?}", proof.faults);
    let told = proof::text(&proof, 0);
    assert!(
        told.contains("NOT TOLERATED: 17.9/git.pre_receive/truncated"),
        "{told}"
    );
    assert!(
        !told.contains("NOT TOLERATED: 17.9/git.pre_receive/effect/not-done"),
        "{told}"
    );
    for view in [told, proof::html(&proof)] {
        assert!(view.contains("git.pre_receive/example, "), "{view}");
    }
    assert!(
        proof::markdown(&proof).contains(": **git.pre\\_receive/"),
        "{}",
        proof::markdown(&proof)
    );
}

/// The features against a mutant whose defect no request ever shows.
fn idle(features: &Features) -> Proof {
    let mut mutants = all();
    mutants.retain(|it| it.id == "17.9/instance.check/answer-200/api_version/null");
    for mutant in &mut mutants {
        mutant.mutation.when.given = vec!["nobody sends this".to_owned()];
    }
    let settings = proof::Settings::default();
    let mut proof = proof::judge(spec(), features, &mutants, settings, &|_| {}).unwrap();
    proof.settle(&survivors("[]"), spec(), false);
    assert_eq!(proof.mutants.len(), 1);
    assert_eq!(proof.mutants[0].reached, 0);
    proof
}

#[test]
fn nothing_is_noticed_of_a_server_without_a_defect() {
    let proof = idle(&features());
    assert!(!proof.mutants[0].is_caught());
    assert_eq!(proof.without_defect, Vec::<String>::new());
}

/// A suite that complains of everything would notice every defect.
#[test]
fn a_suite_that_complains_of_a_server_without_a_defect_proves_nothing() {
    let mut texts = bundle::feature_texts().unwrap();
    for text in &mut texts {
        text.text = text
            .text
            .replace("| /api_version | v4 |", "| /api_version | v3 |");
    }
    let proof = idle(&Features::parse(&texts).unwrap());
    assert!(proof.mutants[0].is_caught());
    let faults = proof.faults.join("\n");
    for fault in [
        "of the server without a defect the suite says: 17.9 instance.check/api-version: fail",
        "17.9/instance.check/answer-200/api_version/null is noticed though its server did nothing otherwise",
    ] {
        assert!(faults.contains(fault), "{faults}");
    }
    assert!(!proof.holds());
}

/// Nobody knows what else a run would have noticed that ended early, or that judged nothing.
#[test]
fn silence_is_explained_only_where_the_run_came_to_its_end() {
    let known = "- { mutants: [git.pre_receive/effect/not-done], why: Nobody is told. }";
    let ends: [fn(&mut Judged); 2] = [
        |judged| judged.fault = Some("the server is gone".to_owned()),
        |judged| judged.judged.clear(),
    ];
    for end in ends {
        let mut proof = survivor();
        proof.mutants.iter_mut().for_each(end);
        proof.settle(&survivors(known), spec(), false);
        assert!(proof.mutants.iter().all(|judged| judged.explained.is_none()));
        assert!(!proof.holds());
    }
}

/// What may be done either way is done the other way, and nobody complains.
#[test]
fn nobody_complains_of_what_may_be_done_either_way() {
    let lawful = mutants::lawful(spec()).unwrap();
    assert!(lawful.len() > 40, "{}", lawful.len());
    let features = features();
    let proof = proof::judge(spec(), &features, &lawful, proof::Settings::default(), &|_| {}).unwrap();
    let told = |judged: &Judged| {
        format!(
            "{}: reached {}, {:?} {:?}",
            judged.mutant.id, judged.reached, judged.caught_by, judged.unjudged
        )
    };
    let wrong = proof
        .mutants
        .iter()
        .filter(|it| !it.as_variation().is_tolerated());
    let wrong: Vec<String> = wrong.map(told).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
