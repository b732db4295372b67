//! `labproof.toml`: defaults for the flags of `run`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

use crate::Failure;
use crate::cli::{self, Color, EditionChoice, RunArguments};
use crate::reports::ReportArguments;

/// The file's name in the current folder.
const FILE: &str = "labproof.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    #[serde(default)]
    run: RunDefaults,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct RunDefaults {
    url: Option<String>,
    target: Option<PathBuf>,
    edition: Option<String>,
    profile: Vec<String>,
    run: Vec<String>,
    skip: Vec<String>,
    tags: Option<String>,
    anyway: bool,
    jobs: Option<usize>,
    strict: bool,
    allow_writes: bool,
    rate_limit: Option<String>,
    timeout: Option<String>,
    proxy: Option<String>,
    answer_bytes: Option<usize>,
    seed: Option<u64>,
    cases: Option<u32>,
    thorough: bool,
    budget: Option<u32>,
    shard: Option<String>,
    retry: Option<u32>,
    time_limit: Option<String>,
    fail_fast: bool,
    expected_failures: Option<PathBuf>,
    claim: Option<PathBuf>,
    verbose: u8,
    color: Option<Color>,
    report_dir: Option<PathBuf>,
    report_json: Option<PathBuf>,
    report_junit: Option<PathBuf>,
    report_markdown: Option<PathBuf>,
    report_html: Option<PathBuf>,
    report_badge: Option<PathBuf>,
}

/// Fills in what neither a flag nor the environment said.
pub(crate) fn complete(arguments: &mut RunArguments) -> Result<(), Failure> {
    // An empty variable, as job definitions leave them, is none.
    for url in [&mut arguments.url, &mut arguments.proxy] {
        *url = url.take().filter(|url| !url.is_empty());
    }
    let is_named = |choice: &EditionChoice| *choice != EditionChoice::One(String::new());
    arguments.edition = arguments.edition.take().filter(is_named);
    arguments.target = arguments
        .target
        .take()
        .filter(|path| !path.as_os_str().is_empty());
    for path in [&mut arguments.expected_failures, &mut arguments.claim] {
        *path = path.take().filter(|path| !path.as_os_str().is_empty());
    }
    arguments.reports.complete(ReportArguments::default());
    let path = Path::new(FILE);
    if !path.exists() {
        return Ok(());
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| FILE.to_owned())
        .map_err(Failure::usage)?;
    let config: Config = toml::from_str(&text)
        .with_context(|| FILE.to_owned())
        .map_err(Failure::usage)?;
    fill(arguments, config.run).map_err(|message| Failure::usage(anyhow::anyhow!("{FILE}: {message}")))
}

fn fill(arguments: &mut RunArguments, defaults: RunDefaults) -> Result<(), String> {
    fn parsed<T: std::str::FromStr>(text: Option<String>) -> Result<Option<T>, String>
    where
        T::Err: std::fmt::Display,
    {
        text.map(|text| text.parse().map_err(|error| format!("{error}")))
            .transpose()
    }
    fn all<T: std::str::FromStr>(texts: Vec<String>) -> Result<Vec<T>, String>
    where
        T::Err: std::fmt::Display,
    {
        texts
            .into_iter()
            .map(|text| text.parse().map_err(|error| format!("{error}")))
            .collect()
    }
    let rate = defaults.rate_limit.map(|text| cli::rate(&text)).transpose()?;
    let timeout = defaults.timeout.map(|text| cli::duration(&text)).transpose()?;
    arguments.url = arguments.url.take().or(defaults.url);
    arguments.target = arguments.target.take().or(defaults.target);
    arguments.edition = arguments.edition.take().or(parsed(defaults.edition)?);
    arguments.tags = arguments.tags.take().or(parsed(defaults.tags)?);
    arguments.jobs = arguments.jobs.or(defaults.jobs);
    arguments.rate_limit = arguments.rate_limit.or(rate);
    arguments.timeout = arguments.timeout.or(timeout);
    arguments.proxy = arguments.proxy.take().or(defaults.proxy);
    arguments.answer_bytes = arguments.answer_bytes.or(defaults.answer_bytes);
    arguments.seed = arguments.seed.or(defaults.seed);
    arguments.cases = arguments.cases.or(defaults.cases.filter(|cases| *cases > 0));
    arguments.thorough |= defaults.thorough;
    arguments.budget = arguments.budget.or(defaults.budget.filter(|budget| *budget > 0));
    arguments.shard = arguments.shard.or(parsed(defaults.shard)?);
    arguments.retry = arguments.retry.or(defaults.retry);
    let limit = defaults.time_limit.map(|text| cli::duration(&text)).transpose()?;
    arguments.time_limit = arguments.time_limit.or(limit);
    arguments.expected_failures = arguments.expected_failures.take().or(defaults.expected_failures);
    arguments.claim = arguments.claim.take().or(defaults.claim);
    arguments.color = arguments.color.or(defaults.color);
    arguments.reports.complete(ReportArguments {
        report_dir: defaults.report_dir,
        report_json: defaults.report_json,
        report_junit: defaults.report_junit,
        report_markdown: defaults.report_markdown,
        report_html: defaults.report_html,
        report_badge: defaults.report_badge,
    });
    arguments.strict |= defaults.strict;
    arguments.anyway |= defaults.anyway;
    arguments.allow_writes |= defaults.allow_writes;
    arguments.fail_fast |= defaults.fail_fast;
    arguments.verbose = arguments.verbose.max(defaults.verbose);
    if arguments.profile.is_empty() {
        arguments.profile = defaults.profile;
    }
    if arguments.run.is_empty() {
        arguments.run = all(defaults.run)?;
    }
    if arguments.skip.is_empty() {
        arguments.skip = all(defaults.skip)?;
    }
    Ok(())
}
