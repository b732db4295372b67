//! `labproof.toml`: defaults for the flags of `run`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

use crate::Failure;
use crate::cli::{self, Color, RunArguments};

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
    jobs: Option<usize>,
    strict: bool,
    allow_writes: bool,
    rate_limit: Option<String>,
    timeout: Option<String>,
    seed: Option<u64>,
    cases: Option<u32>,
    fail_fast: bool,
    verbose: u8,
    color: Option<Color>,
}

/// Fills in what neither a flag nor the environment said.
pub(crate) fn complete(arguments: &mut RunArguments) -> Result<(), Failure> {
    // An empty variable, as job definitions leave them, is none.
    arguments.url = arguments.url.take().filter(|url| !url.is_empty());
    arguments.target = arguments
        .target
        .take()
        .filter(|path| !path.as_os_str().is_empty());
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
    arguments.edition = arguments.edition.or(parsed(defaults.edition)?);
    arguments.tags = arguments.tags.take().or(parsed(defaults.tags)?);
    arguments.jobs = arguments.jobs.or(defaults.jobs);
    arguments.rate_limit = arguments.rate_limit.or(rate);
    arguments.timeout = arguments.timeout.or(timeout);
    arguments.seed = arguments.seed.or(defaults.seed);
    arguments.cases = arguments.cases.or(defaults.cases.filter(|cases| *cases > 0));
    arguments.color = arguments.color.or(defaults.color);
    arguments.strict |= defaults.strict;
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
