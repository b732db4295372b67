//! A proof as Markdown.

use std::fmt::Write as _;

use labproof_harness::formats::markdown::plain;

use super::{Proof, Score};

/// The score by level and operation, the survivors with what was changed, and who is suspect.
#[must_use]
pub fn markdown(proof: &Proof) -> String {
    let said = if proof.holds() { "proved" } else { "not proved" };
    let mut out = format!(
        "## labproof: {said}\n\n{}, by `{}`.\n\n",
        proof.date, proof.command
    );
    for line in proof.stale.iter().chain(&proof.faults) {
        let _ = writeln!(out, "- **{}**", plain(line));
    }
    out.push_str("\n| breaks | mutants | beyond notice | noticed | as a failure | by name |\n|---|---|---|---|---|---|\n");
    for (name, score) in proof.levels.iter().chain(&proof.kinds) {
        row(name, score, &mut out);
    }
    out.push_str("\n### Survivors\n\n");
    for judged in proof.survivors() {
        let why = judged
            .explained
            .as_deref()
            .map_or("**not explained**".to_owned(), plain);
        let _ = writeln!(
            out,
            "- `{}` {}. {why}",
            judged.mutant.id,
            plain(&judged.mutant.what)
        );
    }
    out.push_str("\n### Operations\n\n| operation | mutants | beyond notice | noticed | as a failure | by name |\n|---|---|---|---|---|---|\n");
    for (operation, score) in &proof.operations {
        row(&format!("`{operation}`"), score, &mut out);
    }
    out.push_str(
        "\n<details><summary>Requirements, where they are the first that a mutant breaks</summary>\n\n",
    );
    out.push_str("| requirement | mutants | beyond notice | noticed | as a failure | by it |\n|---|---|---|---|---|---|\n");
    for (id, score) in &proof.requirements {
        row(&format!("`{id}`"), score, &mut out);
    }
    out.push_str("\n</details>\n");
    out.push_str("\n### Lawful variations\n\n");
    for varied in &proof.variations {
        let emphasis = if varied.is_tolerated() { "" } else { "**" };
        let (what, said) = (plain(&varied.what), plain(&varied.said()));
        let _ = writeln!(out, "- {what}: {emphasis}{said}{emphasis}");
    }
    out.push_str("\n### Suspects\n\n");
    for id in &proof.suspects.requirements {
        let _ = writeln!(out, "- no mutant breaks `{id}`");
    }
    for check in &proof.suspects.checks {
        let _ = writeln!(out, "- never caught anything: {}", plain(check));
    }
    out
}

fn row(name: &str, score: &Score, out: &mut String) {
    let (caught, by_name) = score.per_cent();
    let _ = writeln!(
        out,
        "| {name} | {} | {} | {} ({caught:.1} %) | {} | {} ({by_name:.1} %) |",
        score.mutants, score.explained, score.caught, score.failed, score.by_name
    );
}
