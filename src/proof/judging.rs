//! One mutant after another, several at once, each a server of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use labproof_harness::{Features, Glob, Limits, Plan, Quiet, Report, Selection, Verdict};
use labproof_spec::Spec;

use super::{Judged, Proof, Suspects};
use crate::embedded::Embedded;
use crate::mutants::Mutant;
use crate::{Failure, side_by_side};

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
            jobs: cores * 4,
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

/// Judges all of them; `told` hears of each as it is done.
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
    let judged = side_by_side::each(mutants, settings.jobs, async |mutant: &Mutant| {
        let judged = one(spec, features, mutant, settings).await?;
        told(&judged);
        Ok(judged)
    })?;
    Ok(Proof {
        labproof: env!("CARGO_PKG_VERSION").to_owned(),
        date: jiff::Zoned::now().date().to_string(),
        seed: settings.seed,
        cases: settings.cases,
        seconds: 0.0,
        mutants: judged,
        command: String::new(),
        levels: BTreeMap::new(),
        operations: BTreeMap::new(),
        requirements: BTreeMap::new(),
        suspects: Suspects::default(),
        variations: Vec::new(),
        faults: Vec::new(),
        stale: Vec::new(),
    })
}

/// The suite against one mutant: what it asks of the operation, and of those whose requirements are broken.
async fn one(
    spec: &Spec,
    features: &Features,
    mutant: &Mutant,
    settings: Settings,
) -> Result<Judged, Failure> {
    let reached = Arc::new(AtomicU64::new(0));
    let mutation = Some((mutant.mutation.clone(), Arc::clone(&reached)));
    let mut embedded = Embedded::start_mutant(mutant.edition, mutation).await?;
    let named = mutant.names.iter().filter_map(|id| id.split('/').next());
    let operations: BTreeSet<&str> = named.chain([mutant.operation.as_str()]).collect();
    let run: Result<Vec<Glob>, _> = operations.into_iter().map(str::parse).collect();
    let selection = Selection {
        run: run.map_err(|fault| Failure::usage(anyhow::anyhow!("{fault}")))?,
        ..Selection::default()
    };
    let slow = matches!(
        mutant.mutation.change,
        labproof_reference::mutation::Change::Slow(_)
    );
    let patience = if slow { PATIENCE_WITH_THE_SLOW } else { PATIENCE };
    let plan = Plan {
        jobs: CHECKS,
        seed: settings.seed,
        cases: settings.cases,
        limits: Limits::default().timeout(patience),
        ..Plan::new(embedded.servers(), selection)
    };
    let result = labproof_harness::run(spec, features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    let reached = reached.load(Ordering::Relaxed);
    Ok(match result {
        Ok((report, _)) => told(mutant, &report, reached),
        Err(error) => Judged {
            mutant: mutant.clone(),
            caught_by: BTreeMap::new(),
            judged: BTreeMap::new(),
            reached,
            explained: None,
            fault: Some(error.to_string()),
        },
    })
}

fn told(mutant: &Mutant, report: &Report, reached: u64) -> Judged {
    let requirements = || report.editions.iter().flat_map(|edition| &edition.requirements);
    let is_noticed = |verdict: Verdict| matches!(verdict, Verdict::Fail | Verdict::Warning);
    let caught_by: BTreeMap<String, Vec<String>> = requirements()
        .filter(|it| is_noticed(it.verdict))
        .map(|it| {
            let checks = it.checks.iter().filter(|(_, verdict)| is_noticed(**verdict));
            (
                it.requirement.id.clone(),
                checks.map(|(check, _)| check.clone()).collect(),
            )
        })
        .collect();
    let judged = requirements().map(|it| (it.requirement.id.clone(), it.checks.keys().cloned().collect()));
    Judged {
        caught_by,
        judged: judged.collect(),
        reached,
        explained: None,
        fault: report.interrupted.clone(),
        mutant: mutant.clone(),
    }
}
