//! A proof for people at a terminal.

use std::fmt::Write as _;

use super::{Judged, Proof, Score};

/// Survivors first, then who should have noticed and did not, then the score.
///
/// With a `verbose` of 1 that of each requirement and operation as well, from 2 on also which check noticed which mutant.
#[must_use]
pub fn text(proof: &Proof, verbose: u8) -> String {
    let mut out = String::new();
    for judged in proof.survivors().filter(|judged| judged.explained.is_none()) {
        survivor(judged, &mut out);
    }
    for judged in proof
        .mutants
        .iter()
        .filter(|it| it.is_caught() && !it.is_caught_by_name())
    {
        let by: Vec<&str> = judged.caught_by.keys().map(String::as_str).collect();
        let _ = writeln!(out, "noticed by others: {}", judged.mutant.id);
        let _ = writeln!(out, "  it {}", judged.mutant.what);
        let _ = writeln!(
            out,
            "  breaks {}; noticed by {}\n",
            judged.mutant.names.join(", "),
            by.join(", ")
        );
    }
    if verbose > 1 {
        matrix(proof, &mut out);
    }
    suspects(proof, verbose > 0, &mut out);
    for varied in proof.variations.iter().filter(|it| !it.is_tolerated()) {
        let _ = writeln!(out, "NOT TOLERATED: {} ({})", varied.name, varied.what);
        let _ = writeln!(out, "  {}\n", varied.said());
    }
    for line in proof.stale.iter().chain(&proof.faults) {
        let _ = writeln!(out, "FAULT: {line}");
    }
    if verbose > 0 {
        let width = proof
            .requirements
            .keys()
            .map(String::len)
            .max()
            .unwrap_or_default();
        for (name, score) in proof.requirements.iter().chain(&proof.operations) {
            let _ = writeln!(out, "{name:<width$} {}", told(score));
        }
    }
    for (level, score) in &proof.levels {
        let _ = writeln!(out, "{:<24} {}", format!("break a {level}"), told(score));
    }
    for (kind, score) in &proof.kinds {
        let _ = writeln!(out, "{kind:<24} {}", told(score));
    }
    let by_hand = proof
        .mutants
        .iter()
        .filter(|judged| judged.mutant.by_hand)
        .count();
    let (all, seconds) = (proof.mutants.len(), proof.seconds);
    let said = if proof.holds() { "proved" } else { "not proved" };
    let _ = writeln!(
        out,
        "{said}: {all} mutants, {by_hand} of them by hand, {} lawful variations; seed {}, {} cases, {seconds:.0} s",
        proof.variations.len(),
        proof.seed,
        proof.cases
    );
    out
}

/// A score in a line.
pub(super) fn told(score: &Score) -> String {
    let (caught, by_name) = score.per_cent();
    format!(
        "{:>5} mutants, {} beyond notice; {} noticed ({caught:.1} %), {} as a failure, {} by name ({by_name:.1} %)",
        score.mutants, score.explained, score.caught, score.failed, score.by_name
    )
}

fn survivor(judged: &Judged, out: &mut String) {
    let mutant = &judged.mutant;
    let _ = writeln!(out, "SURVIVED: {} ({})", mutant.id, mutant.level);
    let _ = writeln!(out, "  it {}", mutant.what);
    let _ = writeln!(out, "  breaks {}", mutant.names.join(", "));
    match &judged.fault {
        Some(fault) => {
            let _ = writeln!(out, "  the run ended early: {fault}");
        }
        None => {
            let _ = writeln!(out, "  did something otherwise {} times", judged.reached);
        }
    }
    let _ = writeln!(out, "  labproof prove serve {}\n", mutant.id);
}

/// Which checks noticed which mutant, or why nobody can.
fn matrix(proof: &Proof, out: &mut String) {
    for judged in proof.mutants.iter().filter(|it| it.is_caught()) {
        let _ = writeln!(out, "noticed: {}", judged.mutant.id);
        for (requirement, checks) in &judged.caught_by {
            let _ = writeln!(out, "  by {requirement} ({})", checks.join("; "));
        }
    }
    for judged in &proof.mutants {
        if let Some(why) = &judged.explained {
            let _ = writeln!(out, "beyond notice: {}\n  {why}", judged.mutant.id);
        }
    }
    out.push('\n');
}

fn suspects(proof: &Proof, in_full: bool, out: &mut String) {
    for id in &proof.suspects.requirements {
        let _ = writeln!(out, "suspect: no mutant breaks {id}");
    }
    match proof.suspects.checks.as_slice() {
        [] => {}
        checks if in_full => {
            for check in checks {
                let _ = writeln!(out, "suspect: {check} never caught anything");
            }
        }
        checks => {
            let count = checks.len();
            let _ = writeln!(
                out,
                "suspects: {count} checks never caught anything; -v lists them"
            );
        }
    }
}
