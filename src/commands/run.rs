//! `labproof run`: judge a server.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;

use labproof_harness::{Conclusion, Limits, Plan, Report, Selection, Server, SuiteError, terminal};
use labproof_spec::{Edition, Spec};

use crate::cli::{Color, EditionChoice, RunArguments};
use crate::embedded::Embedded;
use crate::{Exit, Failure, Outside, bundle, config, outside, print, progress};

/// How many checks are made at once, unless asked otherwise.
const JOBS: usize = 32;
/// How many cases each property generates, unless asked otherwise.
const CASES: u32 = 32;

pub(super) fn run(mut arguments: RunArguments) -> Result<Exit, Failure> {
    config::complete(&mut arguments)?;
    let spec = bundle::spec()?;
    let features = bundle::features()?;
    let runtime = super::runtime()?;
    let (servers, claimed, embedded) = runtime.block_on(servers(spec, &arguments))?;
    let color = match arguments.color.unwrap_or_default() {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let style = terminal::Style::new(color, arguments.verbose);
    let plan = plan(arguments, servers, claimed);
    let result = runtime.block_on(labproof_harness::run(spec, &features, plan, progress::progress()));
    if let Some(embedded) = embedded {
        runtime.block_on(embedded.stop());
    }
    let (report, _) = result.map_err(failure)?;
    print::out(&terminal::text(&report, style));
    Ok(exit(&report))
}

/// The servers to judge, the profiles they claim, and the reference servers that were started for it.
async fn servers(
    spec: &Spec,
    arguments: &RunArguments,
) -> Result<(Vec<Server>, Vec<String>, Option<Embedded>), Failure> {
    if arguments.url.is_none() && arguments.target.is_none() {
        let editions = match arguments.edition {
            None | Some(EditionChoice::All) => Edition::ALL.to_vec(),
            Some(EditionChoice::One(edition)) => vec![edition],
        };
        let mut embedded = Embedded::start(&editions).await?;
        return Ok((embedded.servers(), Vec::new(), Some(embedded)));
    }
    let edition = match arguments.edition {
        Some(EditionChoice::All) => {
            let message =
                "a server follows one edition; name it with --edition, `all` is for runs without --url";
            return Err(Failure::usage(anyhow::anyhow!(message)));
        }
        Some(EditionChoice::One(edition)) => Some(edition),
        None => None,
    };
    let outside = Outside {
        url: arguments.url.clone(),
        target: arguments.target.clone(),
        edition,
        allow_writes: arguments.allow_writes,
    };
    let (server, claimed) = outside::server(spec, &outside).map_err(Failure::usage)?;
    Ok((vec![server], claimed, None))
}

fn plan(arguments: RunArguments, servers: Vec<Server>, claimed: Vec<String>) -> Plan {
    let profiles: BTreeSet<String> = match arguments.profile.is_empty() {
        true => claimed.into_iter().collect(),
        false => arguments.profile.into_iter().collect(),
    };
    let mut limits = Limits::default().requests_per_second(arguments.rate_limit);
    if let Some(timeout) = arguments.timeout {
        limits = limits.timeout(timeout);
    }
    Plan {
        servers,
        selection: Selection {
            profiles,
            run: arguments.run,
            skip: arguments.skip,
            tags: arguments.tags,
        },
        jobs: arguments.jobs.unwrap_or(JOBS),
        limits,
        seed: arguments.seed.unwrap_or_else(new_seed),
        cases: arguments.cases.unwrap_or(CASES),
        fail_fast: arguments.fail_fast,
        strict: arguments.strict,
    }
}

/// A seed that another run will hardly have; short enough to be typed.
fn new_seed() -> u64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    u64::from(since.subsec_nanos()) ^ (since.as_secs() << 8 & 0xffff_ffff)
}

fn failure(error: SuiteError) -> Failure {
    let exit = match &error {
        SuiteError::Target(_) | SuiteError::UnknownProfile { .. } => Exit::Usage,
        SuiteError::Nothing(_) => Exit::Nothing,
        _ => Exit::Unreachable,
    };
    Failure {
        exit,
        error: error.into(),
    }
}

fn exit(report: &Report) -> Exit {
    match report.conclusion() {
        Conclusion::Conforms => Exit::Conforms,
        Conclusion::Breaks => Exit::Breaks,
        Conclusion::Broken => Exit::Unreachable,
        Conclusion::Nothing => Exit::Nothing,
    }
}
