//! One mutant after another, several at once, each a server of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use labproof::Failure;
use labproof::embedded::Embedded;
use labproof_harness::{
    Features, Glob, Limits, Plan, Quiet, Report, RequirementReport, Selection, SuiteError, Verdict,
};
use labproof_reference::World;
use labproof_reference::mutation::{Change, Mutation};
use labproof_spec::{Edition, Spec};

use super::{Judged, Proof, Suspects};
use crate::false_alarms::{false_alarms, is_complaint};
use crate::mutants::Mutant;
use crate::parallel;

/// How mutants are judged.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// How many of them at once.
    pub jobs: usize,
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generates.
    pub cases: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            // Far more than cores, as servers that are slow or silent leave them idle.
            jobs: cores * 8,
            seed: 1,
            cases: 8,
        }
    }
}

/// How many checks of one mutant are made at once: few, as several mutants are judged side by side.
const CHECKS: usize = 8;
/// How long an answer may take before it is none. Only servers that are slow on purpose take that long.
const PATIENCE: Duration = Duration::from_secs(4);
const PATIENCE_WITH_THE_SLOW: Duration = Duration::from_millis(500);

/// Judges all of them, and first the server without a defect in their editions; `told` hears of each as it is done.
///
/// # Errors
///
/// Where this machine lets no server listen.
pub fn judge(
    spec: &Spec,
    features: &Features,
    mutants: &[Mutant],
    settings: Settings,
    told: &(dyn Fn(&Judged) + Sync),
) -> Result<Proof, Failure> {
    let world = World::documented().map_err(Failure::unreachable)?;
    let judge = Judge {
        spec,
        features,
        world,
        settings,
    };
    let mut asked: BTreeMap<Edition, BTreeSet<&str>> = BTreeMap::new();
    for mutant in mutants {
        asked
            .entry(mutant.edition)
            .or_default()
            .extend(operations(mutant));
    }
    let asked: Vec<(Edition, BTreeSet<&str>)> = asked.into_iter().collect();
    let faultless = parallel::each(&asked, settings.jobs, async |(edition, operations)| {
        judge.without_defect(*edition, operations).await
    })?;
    let judged = parallel::each(mutants, settings.jobs, async |mutant: &Mutant| {
        let judged = judge.one(mutant).await?;
        told(&judged);
        Ok(judged)
    })?;
    Ok(Proof {
        labproof: env!("CARGO_PKG_VERSION").to_owned(),
        date: jiff::tz::TimeZone::UTC
            .to_datetime(jiff::Timestamp::now())
            .date()
            .to_string(),
        seed: settings.seed,
        cases: settings.cases,
        seconds: 0.0,
        without_defect: faultless.into_iter().flatten().collect(),
        mutants: judged,
        command: String::new(),
        levels: BTreeMap::new(),
        kinds: BTreeMap::new(),
        operations: BTreeMap::new(),
        requirements: BTreeMap::new(),
        suspects: Suspects::default(),
        variations: Vec::new(),
        faults: Vec::new(),
        stale: Vec::new(),
    })
}

/// What is asked about a mutant: everything about its operation, and about those whose requirements are broken.
fn operations(mutant: &Mutant) -> impl Iterator<Item = &str> {
    let named = mutant.names.iter().filter_map(|id| id.split('/').next());
    named.chain([mutant.operation.as_str()])
}

/// What it takes to judge a server.
struct Judge<'a> {
    spec: &'a Spec,
    features: &'a Features,
    world: World,
    settings: Settings,
}

impl Judge<'_> {
    /// What the suite has against a server that has no defect.
    async fn without_defect(
        &self,
        edition: Edition,
        operations: &BTreeSet<&str>,
    ) -> Result<Vec<String>, Failure> {
        let result = self.run(edition, None, operations, PATIENCE).await?;
        Ok(match result {
            Ok(report) => false_alarms(&report, &[]),
            Err(error) => vec![format!("{edition}: no report: {error}")],
        })
    }

    async fn one(&self, mutant: &Mutant) -> Result<Judged, Failure> {
        let reached = Arc::new(AtomicU64::new(0));
        let mutation = (mutant.mutation.clone(), Arc::clone(&reached));
        let operations = operations(mutant).collect();
        let patience = match mutant.mutation.change {
            Change::Slow(_) => PATIENCE_WITH_THE_SLOW,
            _ => PATIENCE,
        };
        let result = self
            .run(mutant.edition, Some(&mutation), &operations, patience)
            .await?;
        let reached = reached.load(Ordering::Relaxed);
        Ok(match result {
            Ok(report) => told(mutant, &report, reached),
            Err(error) => Judged {
                mutant: mutant.clone(),
                caught_by: BTreeMap::new(),
                failed: BTreeSet::new(),
                unjudged: Vec::new(),
                judged: BTreeMap::new(),
                reached,
                explained: None,
                fault: Some(error.to_string()),
            },
        })
    }

    /// The suite's operations against a server of its own.
    async fn run(
        &self,
        edition: Edition,
        mutation: Option<&(Mutation, Arc<AtomicU64>)>,
        operations: &BTreeSet<&str>,
        patience: Duration,
    ) -> Result<Result<Report, SuiteError>, Failure> {
        let run: Result<Vec<Glob>, _> = operations.iter().map(|slug| slug.parse()).collect();
        let selection = Selection {
            run: run.map_err(|fault| Failure::usage(anyhow::anyhow!("{fault}")))?,
            ..Selection::default()
        };
        let mut embedded = Embedded::start_in(&[edition], &self.world, mutation).await?;
        let plan = Plan {
            jobs: CHECKS,
            seed: self.settings.seed,
            cases: self.settings.cases,
            limits: Limits::default().timeout(patience),
            ..Plan::new(embedded.servers(), selection)
        };
        let result = labproof_harness::run(self.spec, self.features, plan, Arc::new(Quiet)).await;
        embedded.stop().await;
        Ok(result.map(|(report, _)| report))
    }
}

fn told(mutant: &Mutant, report: &Report, reached: u64) -> Judged {
    let requirements = || report.editions.iter().flat_map(|edition| &edition.requirements);
    let is_noticed = |verdict: Verdict| matches!(verdict, Verdict::Fail | Verdict::Warning);
    // What finds again that a documented request fails has noticed that, though another requirement tells it.
    let notices = |it: &RequirementReport, verdict: Verdict| {
        is_noticed(verdict) || (it.hangs_on().is_some() && verdict == Verdict::Untestable)
    };
    let caught_by: BTreeMap<String, Vec<String>> = requirements()
        .filter(|it| notices(it, it.verdict))
        .map(|it| {
            let checks = it.checks.iter().filter(|(_, verdict)| notices(it, **verdict));
            (
                it.requirement.id.clone(),
                checks.map(|(check, _)| check.clone()).collect(),
            )
        })
        .collect();
    let failed = requirements().filter(|it| it.verdict == Verdict::Fail);
    let judged = requirements().map(|it| (it.requirement.id.clone(), it.checks.keys().cloned().collect()));
    let unjudged = requirements().filter(|it| is_complaint(it.verdict) && !notices(it, it.verdict));
    Judged {
        caught_by,
        failed: failed.map(|it| it.requirement.id.clone()).collect(),
        unjudged: unjudged
            .map(|it| format!("{}: {}", it.requirement.id, it.verdict.word()))
            .collect(),
        judged: judged.collect(),
        reached,
        explained: None,
        fault: report.interrupted.clone(),
        mutant: mutant.clone(),
    }
}
