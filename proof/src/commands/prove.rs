//! `labproof prove`: mutants of the reference server against the suite.

use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use labproof::{Exit, Failure, bundle, files, print};

use crate::cli::ProveArguments;
use crate::proof::{self, Proof, Survivors};
use crate::variations::Variation;
use crate::{mutants, variations};

pub(super) fn prove(arguments: &ProveArguments) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    arguments.chosen.check(spec)?;
    let features = bundle::features()?;
    let survivors = Survivors::known()?;
    let mut mutants = super::mutants()?;
    mutants.extend(mutants::interactions(
        spec,
        arguments.seed,
        arguments.interactions,
    ));
    let all = mutants.len();
    mutants.retain(|mutant| arguments.chosen.has(mutant));
    let lawful = lawful(arguments);
    if mutants.is_empty() && lawful.is_empty() {
        let message = "no mutant matches; `labproof prove list` names them";
        return Err(Failure {
            exit: Exit::Nothing,
            error: anyhow::anyhow!(message),
        });
    }
    let is_whole = mutants.len() == all;
    let mut settings = proof::Settings::default();
    settings.jobs = arguments.jobs.unwrap_or(settings.jobs);
    settings.seed = arguments.seed;
    settings.cases = arguments.cases;
    if is_whole {
        mutants.extend(mutants::lawful(spec)?);
    }
    let began = Instant::now();
    let bar = bar(mutants.len() + lawful.len());
    let varied = variations::judge_each(
        spec,
        &features,
        &lawful,
        &variations::Settings::new(spec),
        &|varied| {
            step(&bar, &varied.name);
        },
    )?;
    let mut proof = proof::judge(spec, &features, &mutants, settings, &|judged| {
        step(&bar, &judged.mutant.id)
    })?;
    bar.finish_and_clear();
    proof.variations = varied;
    proof.seconds = began.elapsed().as_secs_f64();
    proof.command = command(arguments);
    proof.settle(&survivors, spec, is_whole);
    print::out(&proof::text(&proof, arguments.verbose))?;
    write(arguments, &proof)?;
    Ok(match (proof.faults.is_empty(), proof.stale.is_empty()) {
        (true, true) => Exit::Conforms,
        (true, false) => Exit::Nothing,
        (false, _) => Exit::Breaks,
    })
}

/// The lawful variations to judge: those that are named, else those of a whole proof.
fn lawful(arguments: &ProveArguments) -> Vec<Variation> {
    let chosen = &arguments.chosen;
    let every = || variations::all().into_iter().chain(variations::every_pair());
    if !chosen.mutant.is_empty() {
        return every().filter(|it| chosen.names(it)).collect();
    }
    match (chosen.edition, arguments.exhaustive) {
        (Some(_), _) => Vec::new(),
        (None, true) => every().collect(),
        (None, false) => variations::sample(arguments.seed),
    }
}

fn step(bar: &ProgressBar, name: &str) {
    bar.set_message(name.to_owned());
    bar.inc(1);
}

/// A bar on standard error where that is a terminal, else nothing.
fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {eta} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// The command that makes the proof again.
fn command(arguments: &ProveArguments) -> String {
    let mut command = "labproof prove".to_owned();
    if let Some(edition) = arguments.chosen.edition {
        command.push_str(&format!(" --edition {edition}"));
    }
    for glob in &arguments.chosen.mutant {
        command.push_str(&format!(" --mutant '{glob}'"));
    }
    if arguments.exhaustive {
        command.push_str(" --exhaustive");
    }
    command.push_str(&format!(" --seed {} --cases {}", arguments.seed, arguments.cases));
    command
}

fn write(arguments: &ProveArguments, proof: &Proof) -> Result<(), Failure> {
    let to = |path: Option<&Path>, text: &dyn Fn() -> anyhow::Result<String>| match path {
        Some(path) => text()
            .and_then(|text| files::write(path, &text))
            .map_err(Failure::usage),
        None => Ok(()),
    };
    to(arguments.report_json.as_deref(), &|| Ok(proof.json()?))?;
    to(arguments.report_markdown.as_deref(), &|| {
        Ok(proof::markdown(proof))
    })?;
    to(arguments.report_html.as_deref(), &|| Ok(proof::html(proof)))
}
