//! `labproof run`: judge a server.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;

use std::time::Duration;

use jiff::SignedDuration;
use labproof_harness::{
    Conclusion, ExpectedFailures, Limits, Listener, Plan, Report, Secret, Selection, Server, Stop, terminal,
};
use labproof_spec::Spec;

use crate::claims::Claim;
use crate::cli::{self, Color, EditionChoice, RunArguments};
use crate::reports::Reports;
use crate::under_test::{self, UnderTest};
use crate::{Exit, Failure, Remote, bundle, config, print, progress, signals};

pub(super) fn run(mut arguments: RunArguments) -> Result<Exit, Failure> {
    config::complete(&mut arguments)?;
    let claim = Claim::begin(&arguments)?;
    let mut reports = Reports::begin(std::mem::take(&mut arguments.reports))?;
    let has_color = has_color(&arguments);
    let style = terminal::Style::new(has_color, arguments.verbose);
    let (strict, shard) = (arguments.strict, arguments.shard);
    let judged = judge(arguments, reports.listener());
    let (report, ended) = match judged {
        // The verdict first: what becomes of files must not take it away.
        Ok(report) => {
            let told = print::styled(&terminal::text(&report, style), has_color);
            let exit = exit(&report);
            (report, told.map(|()| exit))
        }
        Err(failure) => {
            let mut report = Report::of_nothing(&format!("{:#}", failure.error));
            (report.strict, report.shard) = (strict, shard);
            (report, Err(failure))
        }
    };
    let written = reports.write(&report);
    let claimed = claim.map_or(Ok(()), |claim| claim.write(&report));
    let exit = ended?;
    written.and(claimed).map(|()| exit)
}

fn has_color(arguments: &RunArguments) -> bool {
    match arguments.color.unwrap_or_default() {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}

fn judge(arguments: RunArguments, listener: Option<Box<dyn Listener>>) -> Result<Report, Failure> {
    let spec = bundle::spec()?;
    let expected = arguments.expected_failures.as_deref();
    let expected = expected.map(|path| ExpectedFailures::read(path, spec));
    let expected = expected.transpose().map_err(Failure::usage)?;
    let features = bundle::features()?;
    super::runtime()?.block_on(async {
        let mut stop = until(arguments.time_limit.unwrap_or(TIME_LIMIT)).map_err(Failure::unreachable)?;
        let mut under_test = tokio::select! {
            under_test = under_test(spec, &arguments) => under_test?,
            () = stop.asked() => return Err(stopped(&stop)),
        };
        let servers = std::mem::take(&mut under_test.servers);
        let secrets = servers.iter().flat_map(|server| server.secrets.values());
        secrets.filter_map(Secret::doubt).for_each(print::warning);
        let mut plan = plan(arguments, servers, std::mem::take(&mut under_test.profiles), stop);
        plan.expected = expected;
        plan.listeners.extend(listener);
        let result = labproof_harness::run(spec, &features, plan, progress::progress()).await;
        under_test.stop().await;
        result.map(|(report, _)| report).map_err(under_test::failure)
    })
}

/// How long a run may take where nobody says: longer than any server needs that answers at all, and shorter than what
/// a CI system waits before it kills a job and its reports with it.
const TIME_LIMIT: Duration = Duration::from_secs(55 * 60);

/// Stops a run when somebody asks the process to end or when its time is up; whoever asks again does not wait for the
/// report either.
fn until(limit: Duration) -> std::io::Result<Stop> {
    let (stopper, stop) = Stop::pair();
    let mut signals = signals::Signals::listen()?;
    tokio::spawn(async move {
        tokio::select! {
            () = tokio::time::sleep(limit) => stopper.stop(format!(
                "the time limit of {:#} was up; --time-limit sets another",
                SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX)
            )),
            told = signals.next() => stopper.stop(told),
        }
        let _ = signals.next().await;
        std::process::exit(INTERRUPTED);
    });
    Ok(stop)
}

fn stopped(stop: &Stop) -> Failure {
    let why = stop.reason().unwrap_or_default();
    Failure::unreachable(anyhow::anyhow!("ended before anything was judged: {why}"))
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
        anyway: arguments.anyway,
        jobs: arguments.jobs.unwrap_or(usual.jobs),
        limits,
        answer_bytes: arguments.answer_bytes.unwrap_or(usual.answer_bytes),
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
