//! `labproof run`: judge a server.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;

use std::time::Duration;

use labproof_harness::{
    Conclusion, ExpectedFailures, Limits, Plan, Report, Secret, Selection, Server, Stop, terminal,
};
use labproof_spec::Spec;

use crate::claims::Claim;
use crate::cli::{self, Color, EditionChoice, RunArguments};
use crate::reports::Reports;
use crate::under_test::{self, UnderTest};
use crate::{Exit, Failure, Remote, bundle, config, print, progress};

pub(super) fn run(mut arguments: RunArguments) -> Result<Exit, Failure> {
    config::complete(&mut arguments)?;
    let claim = Claim::begin(&arguments)?;
    let spec = bundle::spec()?;
    let expected = arguments.expected_failures.as_deref();
    let expected = expected.map(|path| ExpectedFailures::read(path, spec));
    let expected = expected.transpose().map_err(Failure::usage)?;
    let features = bundle::features()?;
    let runtime = super::runtime()?;
    let mut under_test = runtime.block_on(under_test(spec, &arguments))?;
    let color = match arguments.color.unwrap_or_default() {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let style = terminal::Style::new(color, arguments.verbose);
    let servers = std::mem::take(&mut under_test.servers);
    let secrets = servers.iter().flat_map(|server| server.secrets.values());
    secrets.filter_map(Secret::doubt).for_each(print::warning);
    let stop = runtime.block_on(async { until(arguments.time_limit) });
    let reports = Reports::begin(std::mem::take(&mut arguments.reports));
    let mut plan = plan(arguments, servers, std::mem::take(&mut under_test.profiles), stop);
    plan.expected = expected;
    plan.listeners.extend(reports.listener());
    let result = runtime.block_on(labproof_harness::run(spec, &features, plan, progress::progress()));
    runtime.block_on(under_test.stop());
    let (report, _) = result.map_err(under_test::failure)?;
    // The verdict first: what becomes of files must not take it away.
    print::styled(&terminal::text(&report, style), color);
    let written = reports.write(&report);
    claim.map_or(Ok(()), |claim| claim.write(&report))?;
    written?;
    Ok(exit(&report))
}

/// Stops a run at Ctrl-C or when its time is up; whoever presses Ctrl-C again does not wait for the report either.
fn until(limit: Option<Duration>) -> Stop {
    let (stopper, stop) = Stop::pair();
    tokio::spawn(async move {
        let time = async {
            match limit {
                Some(limit) => tokio::time::sleep(limit).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = time => stopper.stop("the time limit was up"),
            _ = tokio::signal::ctrl_c() => stopper.stop("somebody pressed Ctrl-C"),
        }
        let _ = tokio::signal::ctrl_c().await;
        std::process::exit(INTERRUPTED);
    });
    stop
}

/// What a shell takes for a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// The servers to judge.
async fn under_test(spec: &Spec, arguments: &RunArguments) -> Result<UnderTest, Failure> {
    let has_target = arguments.url.is_some() || arguments.target.is_some();
    let (edition, editions) = match &arguments.edition {
        Some(EditionChoice::One(label)) => {
            let edition = cli::edition(spec, Some(label))?;
            (edition, edition.into_iter().collect())
        }
        Some(EditionChoice::All) if has_target => {
            let message =
                "a server follows one edition; name it with --edition, `all` is for runs without --url";
            return Err(Failure::usage(anyhow::anyhow!(message)));
        }
        Some(EditionChoice::All) | None => (None, spec.editions().collect::<Vec<_>>()),
    };
    let target = Remote {
        url: arguments.url.clone(),
        target: arguments.target.clone(),
        edition,
        allow_writes: arguments.allow_writes,
        proxy: arguments.proxy.clone(),
    };
    UnderTest::start(spec, &target, &editions, limits(arguments)).await
}

/// How to talk to the servers.
fn limits(arguments: &RunArguments) -> Limits {
    let limits = Limits::default().requests_per_second(arguments.rate_limit);
    match arguments.timeout {
        Some(timeout) => limits.timeout(timeout),
        None => limits,
    }
}

fn plan(arguments: RunArguments, servers: Vec<Server>, claimed: BTreeSet<String>, stop: Stop) -> Plan {
    let limits = limits(&arguments);
    let profiles: BTreeSet<String> = match arguments.profile.is_empty() {
        true => claimed,
        false => arguments.profile.into_iter().collect(),
    };
    let selection = Selection {
        profiles,
        run: arguments.run,
        skip: arguments.skip,
        tags: arguments.tags,
        shard: arguments.shard,
    };
    let usual = Plan::new(servers, selection);
    Plan {
        jobs: arguments.jobs.unwrap_or(usual.jobs),
        limits,
        seed: arguments.seed.unwrap_or_else(new_seed),
        cases: arguments.cases.unwrap_or(usual.cases),
        thorough: arguments.thorough,
        budget: arguments.budget,
        retry: arguments.retry.unwrap_or(0),
        fail_fast: arguments.fail_fast,
        strict: arguments.strict,
        stop,
        ..usual
    }
}

/// A seed that another run will hardly have; short enough to be typed.
fn new_seed() -> u64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    u64::from(since.subsec_nanos()) ^ (since.as_secs() << 8 & 0xffff_ffff)
}

/// The code for what a report comes to.
pub(super) fn exit(report: &Report) -> Exit {
    match report.conclusion() {
        Conclusion::Conforms => Exit::Conforms,
        Conclusion::Breaks => Exit::Breaks,
        Conclusion::Broken => Exit::Unreachable,
        Conclusion::Nothing => Exit::Nothing,
    }
}
