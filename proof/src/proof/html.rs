//! A proof as a page that needs nothing else.

use std::fmt::Write as _;

use labproof_harness::formats::page::{escaped, filled};

use super::{Judged, Proof, Score};

const PAGE: &str = include_str!("page.html");

/// The score, the survivors, the matrix of mutants and requirements, and who is suspect.
#[must_use]
pub fn html(proof: &Proof) -> String {
    let said = if proof.holds() { "Proved" } else { "Not proved" };
    let faults: String = proof
        .stale
        .iter()
        .chain(&proof.faults)
        .map(|line| format!("<li>{}</li>", escaped(line)))
        .collect();
    let levels: String = proof
        .levels
        .iter()
        .chain(&proof.kinds)
        .map(|(level, score)| row(level, score))
        .collect();
    let operations: String = proof
        .operations
        .iter()
        .map(|(slug, score)| row(slug, score))
        .collect();
    let requirements: String = proof
        .requirements
        .iter()
        .map(|(id, score)| row(id, score))
        .collect();
    let survivors: String = proof.survivors().map(survivor).collect();
    let matrix: String = proof.mutants.iter().map(caught).collect();
    let variations: String = proof
        .variations
        .iter()
        .map(|varied| {
            format!(
                "<tr><td>{}</td><td>{}</td></tr>",
                escaped(&varied.what),
                escaped(&varied.said())
            )
        })
        .collect();
    let items = |texts: &[String]| -> String {
        texts
            .iter()
            .map(|text| format!("<li>{}</li>", escaped(text)))
            .collect()
    };
    let count = |number: usize| number.to_string();
    let parts = [
        ("said", said.to_owned()),
        ("date", escaped(&proof.date)),
        ("command", escaped(&proof.command)),
        ("mutants", count(proof.mutants.len())),
        (
            "by-hand",
            count(proof.mutants.iter().filter(|it| it.mutant.by_hand).count()),
        ),
        ("faults", faults),
        ("levels", levels),
        ("survivors", survivors),
        ("operations", operations),
        ("requirements", requirements),
        ("variations", variations),
        ("silent-requirements", items(&proof.suspects.requirements)),
        ("silent-checks", items(&proof.suspects.checks)),
        ("silent-count", count(proof.suspects.checks.len())),
        ("matrix", matrix),
    ];
    filled(PAGE, &parts)
}

fn row(name: &str, score: &Score) -> String {
    let (caught, by_name) = score.per_cent();
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{} <small>{caught:.1} %</small></td><td>{}</td><td>{} <small>{by_name:.1} %</small></td></tr>\n",
        escaped(name),
        score.mutants,
        score.explained,
        score.caught,
        score.failed,
        score.by_name
    )
}

fn survivor(judged: &Judged) -> String {
    let (class, why) = match &judged.explained {
        Some(why) => ("explained", escaped(why)),
        None => ("open", "Nobody explained it.".to_owned()),
    };
    format!(
        "<tr class=\"{class}\"><th scope=\"row\">{}</th><td>It {}.</td><td>{why}</td></tr>\n",
        escaped(&judged.mutant.id),
        escaped(&judged.mutant.what)
    )
}

fn caught(judged: &Judged) -> String {
    let mut by = String::new();
    for id in judged.caught_by.keys() {
        let is_named = judged.mutant.names.contains(id);
        let _ = match is_named {
            true => write!(by, "<b>{}</b> ", escaped(id)),
            false => write!(by, "{} ", escaped(id)),
        };
    }
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
        escaped(&judged.mutant.id),
        escaped(&judged.mutant.what),
        if by.is_empty() { "–".to_owned() } else { by }
    )
}
