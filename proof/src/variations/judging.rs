//! The suite against one variation after another.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use labproof::Failure;
use labproof::embedded::Embedded;
use labproof_harness::{Features, Limits, Plan, Quiet, Report, Selection};
use labproof_spec::{Edition, Spec};

use super::proxy::Proxy;
use super::{Variation, Varied, worlds};
use crate::false_alarms::false_alarms;
use crate::parallel;

/// How variations are judged.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The editions in which each of them is judged.
    pub editions: Vec<Edition>,
    /// How many variations are judged at once.
    pub jobs: usize,
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generates.
    pub cases: u32,
}

impl Settings {
    /// The usual ones: a few generated cases, in the two newest editions.
    #[must_use]
    pub fn new(spec: &Spec) -> Self {
        let editions: Vec<Edition> = spec.editions().collect();
        Self {
            editions: editions[editions.len().saturating_sub(2)..].to_vec(),
            jobs: 3 * std::thread::available_parallelism().map_or(2, usize::from),
            seed: 1,
            cases: 4,
        }
    }
}

/// How many checks of one variation are made at once.
const CHECKS: usize = 32;
/// How long an answer may take: a list that arrives a few bytes at a time takes its time on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Judges all of them, several at once; `told` hears of each as it is done.
///
/// # Errors
///
/// Where this machine lets no server listen.
pub fn judge_each(
    spec: &Spec,
    features: &Features,
    variations: &[Variation],
    settings: &Settings,
    told: &(dyn Fn(&Varied) + Sync),
) -> Result<Vec<Varied>, Failure> {
    parallel::each(variations, settings.jobs, async |variation: &Variation| {
        let judged = judge(spec, features, variation, settings).await?;
        told(&judged);
        Ok(judged)
    })
}

/// The whole suite against one variation, in all editions of the settings.
///
/// # Errors
///
/// Where this machine lets no server listen.
pub async fn judge(
    spec: &Spec,
    features: &Features,
    variation: &Variation,
    settings: &Settings,
) -> Result<Varied, Failure> {
    let began = Instant::now();
    let (world, mut differences) = worlds::changed(&variation.worlds)?;
    let mut embedded = Embedded::start_in(editions(variation, settings), &world, None).await?;
    let mut servers = embedded.servers();
    let mut proxies = Vec::new();
    for server in &mut servers {
        let proxy = Proxy::start(&server.url, variation).await?;
        server.url.clone_from(&proxy.url);
        server.authorities.extend(proxy.authority.clone());
        proxies.push(proxy);
    }
    let plan = Plan {
        jobs: CHECKS,
        seed: settings.seed,
        cases: settings.cases,
        limits: Limits::default().timeout(PATIENCE),
        ..Plan::new(servers, Selection::default())
    };
    let result = labproof_harness::run(spec, features, plan, Arc::new(Quiet)).await;
    differences += proxies
        .iter()
        .map(|proxy| proxy.differences.load(Ordering::Relaxed))
        .sum::<u64>();
    drop(proxies);
    embedded.stop().await;
    let (complaints, judged) = match result {
        Ok((report, _)) => (complaints(variation, &report), judged(&report)),
        Err(error) => (vec![format!("no report: {error}")], 0),
    };
    Ok(Varied {
        name: variation.name.clone(),
        what: variation.what.clone(),
        complaints,
        judged,
        differences,
        seconds: began.elapsed().as_secs_f64(),
    })
}

/// The editions in which a variation is judged; where one is enough, it hangs on the name, so that all have their share.
fn editions<'s>(variation: &Variation, settings: &'s Settings) -> &'s [Edition] {
    if !variation.in_one_edition {
        return &settings.editions;
    }
    let sum: usize = variation.name.bytes().map(usize::from).sum();
    let mut each = settings.editions.chunks(1);
    each.nth(sum % settings.editions.len().max(1)).unwrap_or_default()
}

/// Everything that is held against a variation; nothing said is one of that as well, where something has to be.
fn complaints(variation: &Variation, report: &Report) -> Vec<String> {
    let mut complaints = false_alarms(report, &variation.told);
    let untold = variation.told.iter().filter(|told| report.count(**told) == 0);
    complaints.extend(untold.map(|told| format!("nothing is said to be {}", told.word())));
    complaints
}

fn judged(report: &Report) -> usize {
    report
        .editions
        .iter()
        .map(|edition| edition.judged.requirements)
        .sum()
}
