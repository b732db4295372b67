//! Running features: one cucumber run over all editions, each scenario before its edition's server.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cucumber::gherkin::{self, Feature};
use cucumber::{Cucumber, Event, cli, event, parser, runner, writer};
use futures_util::stream;
use labproof_spec::Edition;
use tokio::sync::mpsc::Sender;

use crate::asking::exchange::Exchange;
use crate::asking::subject::Subject;
use crate::judging::conversation::Conversation;
use crate::judging::features::{self, Features, tagged};
use crate::judging::snapshot::Named;
use crate::judging::verdict::Outcome;
use crate::running::progress::Progress;
use crate::running::silenced::Silenced;
use crate::running::stop::Stop;

/// The tag by which a scenario finds its server.
const EDITION: &str = "edition:";

/// What came of one scenario in one edition.
pub(crate) struct Played {
    pub(crate) edition: Edition,
    pub(crate) requirements: Vec<String>,
    /// The scenario's name, feature and line.
    pub(crate) title: String,
    pub(crate) outcome: Outcome,
    pub(crate) operation: String,
    pub(crate) snapshots: Vec<Named>,
    /// The last exchange of a scenario that holds.
    pub(crate) evidence: Option<Exchange>,
    /// Whether a request had an accident.
    pub(crate) had_accident: bool,
    /// How long it took.
    pub(crate) took: Duration,
}

/// Which scenarios to run.
pub(crate) trait Choice {
    /// Nothing where the scenario is not chosen; else whether it is run or, with a reason, skipped.
    fn of(
        &self,
        edition: Edition,
        feature: &features::Parsed,
        scenario: &gherkin::Scenario,
    ) -> Option<Result<(), String>>;
}

/// How scenarios are run.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    /// How many at once.
    pub(crate) jobs: usize,
    /// Whether to stop at the first failure.
    pub(crate) fail_fast: bool,
}

type Subjects = BTreeMap<Edition, Arc<Subject>>;

/// Runs the chosen scenarios, at most `jobs` at once, until it is told to stop, and tells of each as it ends.
pub(crate) async fn play(
    features: &Features,
    subjects: &Subjects,
    choice: &dyn Choice,
    pace: Pace,
    progress: &Arc<dyn Progress>,
    stop: &mut Stop,
    ended: Sender<Played>,
) {
    let mut silenced = Silenced::begin();
    let (chosen, skipped) = choose(features, subjects, choice);
    // Whoever does not listen any more does not want to know.
    for played in skipped {
        drop(ended.send(played).await);
    }
    progress.expect(chosen.iter().map(|feature| feature.scenarios.len()).sum());
    let mut runner = runner::Basic::default()
        .max_concurrent_scenarios(pace.jobs)
        .steps(crate::judging::steps::all())
        .which_scenario(|_, _, _| runner::basic::ScenarioType::Concurrent);
    if pace.fail_fast {
        runner = runner.fail_fast();
    }
    let servers = subjects.clone();
    let runner = runner.before(move |feature, _, _, world: &mut Conversation| {
        let found = edition_of(feature).and_then(|edition| servers.get(&edition).cloned());
        Box::pin(async move {
            if let Some(subject) = found {
                let operation = tagged(&feature.tags, "op:").next().unwrap_or_default();
                world.begin(subject, operation);
            }
        })
    });
    let ticks = Arc::clone(progress);
    let runner = runner.after(move |feature, _, scenario, finished, world| {
        let result = played_one(feature, scenario, finished, world);
        let (ticks, ended) = (Arc::clone(&ticks), ended.clone());
        Box::pin(async move {
            if let Some(result) = result {
                ticks.step(&result.title);
                drop(ended.send(result).await);
            }
        })
    });
    let run = Cucumber::<_, _, _, _, _, cli::Empty>::custom(Ready, runner, Silent)
        .with_default_cli()
        .run(chosen);
    tokio::select! {
        _ = run => {}
        () = stop.asked() => silenced.is_cut_short(),
    }
}

/// The features of every edition with the scenarios to run; what is skipped is played already.
fn choose(features: &Features, subjects: &Subjects, choice: &dyn Choice) -> (Vec<Feature>, Vec<Played>) {
    let mut chosen = Vec::new();
    let mut skipped = Vec::new();
    for edition in subjects.keys().copied() {
        for parsed in &features.0 {
            let mut feature = parsed.feature.clone();
            feature.tags.push(format!("{EDITION}{edition}"));
            feature
                .scenarios
                .retain(|scenario| match choice.of(edition, parsed, scenario) {
                    Some(Ok(())) => true,
                    Some(Err(reason)) => {
                        skipped.push(of_scenario(
                            edition,
                            &parsed.feature,
                            scenario,
                            Outcome::Skipped(reason),
                        ));
                        false
                    }
                    None => false,
                });
            if !feature.scenarios.is_empty() {
                chosen.push(feature);
            }
        }
    }
    (chosen, skipped)
}

fn of_scenario(
    edition: Edition,
    feature: &Feature,
    scenario: &gherkin::Scenario,
    outcome: Outcome,
) -> Played {
    Played {
        edition,
        requirements: features::requirements(scenario)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        title: title(feature, scenario),
        outcome,
        operation: tagged(&feature.tags, "op:").next().unwrap_or_default().to_owned(),
        snapshots: Vec::new(),
        evidence: None,
        had_accident: false,
        took: Duration::ZERO,
    }
}

/// A scenario's name and place.
pub(crate) fn title(feature: &Feature, scenario: &gherkin::Scenario) -> String {
    let path = feature.path.as_ref().map(|path| path.display().to_string());
    let path = path.unwrap_or_default();
    format!("{} ({path}:{})", scenario.name, scenario.position.line)
}

fn edition_of(feature: &Feature) -> Option<Edition> {
    tagged(&feature.tags, EDITION).next()?.parse().ok()
}

fn played_one(
    feature: &Feature,
    scenario: &gherkin::Scenario,
    finished: &event::ScenarioFinished,
    mut world: Option<&mut Conversation>,
) -> Option<Played> {
    let edition = edition_of(feature)?;
    // Whatever becomes of the conversation, its answers are not kept.
    let last = world.as_mut().and_then(|world| world.last.take());
    let took = world
        .as_ref()
        .map(|world| world.began.elapsed())
        .unwrap_or_default();
    let mut evidence = None;
    let watched = world.as_mut().map(|world| std::mem::take(&mut world.watched));
    let watched = watched.unwrap_or_default();
    let (outcome, snapshots) = match (finished, world) {
        (event::ScenarioFinished::StepPassed, Some(world)) => {
            evidence = last.map(|(_, exchange)| exchange);
            let operation = tagged(&feature.tags, "op:").next().unwrap_or_default();
            let held = Outcome::held(&watched, operation);
            (held, std::mem::take(&mut world.snapshots))
        }
        (event::ScenarioFinished::StepFailed(..), Some(world)) => {
            (world.outcome.take().unwrap_or_else(unknown), Vec::new())
        }
        // A sentence that no step knows: cucumber skips it, which must never look like a pass.
        (event::ScenarioFinished::StepSkipped, _) => (
            Outcome::Error("the scenario uses a sentence that no step knows".to_owned()),
            Vec::new(),
        ),
        _ => (unknown(), Vec::new()),
    };
    let mut played = of_scenario(edition, feature, scenario, outcome);
    played.snapshots = snapshots;
    played.evidence = evidence;
    played.had_accident = watched.had_accident;
    played.took = took;
    Some(played)
}

fn unknown() -> Outcome {
    Outcome::Error("the scenario ended without a word".to_owned())
}

/// Features that are parsed already.
struct Ready;

impl cucumber::Parser<Vec<Feature>> for Ready {
    type Cli = cli::Empty;
    type Output = stream::Iter<std::vec::IntoIter<parser::Result<Feature>>>;

    fn parse(self, features: Vec<Feature>, _: Self::Cli) -> Self::Output {
        stream::iter(features.into_iter().map(Ok).collect::<Vec<_>>())
    }
}

/// Prints nothing: the report tells what happened.
struct Silent;

impl writer::Normalized for Silent {}

impl cucumber::Writer<Conversation> for Silent {
    type Cli = cli::Empty;

    async fn handle_event(&mut self, _: parser::Result<Event<event::Cucumber<Conversation>>>, _: &Self::Cli) {
    }
}
