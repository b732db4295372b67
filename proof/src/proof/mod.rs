//! The suite against servers with a defect each: which requirement notices which defect, and what nobody notices.
//!
//! [`judge`] plays them all; a [`Proof`] is what came of it, and every way of telling it is a view of that.

mod html;
mod judging;
mod markdown;
mod score;
mod survivors;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use labproof_spec::{Level, Spec};
use serde::Serialize;

use crate::mutants::Mutant;
use crate::variations::Varied;

pub use html::html;
pub use judging::{Settings, judge};
pub use markdown::markdown;
pub use score::Score;
pub use survivors::Survivors;
pub use text::text;

/// What became of every mutant.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Proof {
    /// The version of this program.
    pub labproof: String,
    /// The day on which it was made.
    pub date: String,
    /// The command that makes it again.
    pub command: String,
    /// The seed of the generated cases.
    pub seed: u64,
    /// How many cases each property generated.
    pub cases: u32,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Of all mutants, by the level of what they break.
    pub levels: BTreeMap<String, Score>,
    /// Of those that let somebody in, and of those that show in combinations alone, by what they do.
    pub kinds: BTreeMap<String, Score>,
    /// The same by operation.
    pub operations: BTreeMap<String, Score>,
    /// Of every requirement: the mutants that it is the first to be broken by. Only its own notice counts as by name.
    pub requirements: BTreeMap<String, Score>,
    /// What the suite has against the server without any defect, a line each. Where there is anything, that it notices
    /// defects proves nothing.
    pub without_defect: Vec<String>,
    /// The mutants, in the documents' order, and what became of each.
    pub mutants: Vec<Judged>,
    /// The requirements and checks that no mutant ever turned red.
    pub suspects: Suspects,
    /// Servers that differ lawfully, and the requirements that complained of them.
    pub variations: Vec<Varied>,
    /// What is not as it has to be, a sentence each; nothing where the suite is proved.
    pub faults: Vec<String>,
    /// What is wrong with the list of survivors.
    pub stale: Vec<String>,
}

/// What became of one mutant.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Judged {
    /// The mutant.
    #[serde(flatten)]
    pub mutant: Mutant,
    /// The requirements that noticed it, each with the checks that did.
    pub caught_by: BTreeMap<String, Vec<String>>,
    /// The requirements that failed: what breaks a `must` or lets somebody in is noticed by these alone.
    pub failed: BTreeSet<String>,
    /// The requirements that could not be judged, each with its verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unjudged: Vec<String>,
    /// How often the server did something otherwise; a server in another world does so once.
    pub reached: u64,
    /// Why it survives, where somebody explained that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained: Option<String>,
    /// Why it could not be judged, if it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The requirements that were judged, each with its checks.
    #[serde(skip)]
    pub judged: BTreeMap<String, Vec<String>>,
}

/// Who never caught anything.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Suspects {
    /// Requirements (`must` or `should`) that no mutant turned red.
    pub requirements: Vec<String>,
    /// Checks that were made and never turned red, each after its requirement.
    pub checks: Vec<String>,
}

/// What a level demands, in per cent: how many of its mutants are noticed, and by a requirement that they break.
const DEMANDS: [(Level, f64, f64); 2] = [(Level::Must, 100.0, 95.0), (Level::Should, 98.0, 0.0)];

impl Judged {
    /// Whether any requirement noticed it: by a failure, where it breaks a `must` or lets somebody in.
    #[must_use]
    pub fn is_caught(&self) -> bool {
        let needs_failure = self.mutant.level == Level::Must || self.mutant.security;
        match needs_failure {
            true => !self.failed.is_empty(),
            false => !self.caught_by.is_empty(),
        }
    }

    /// Whether one of the requirements that it breaks did.
    #[must_use]
    pub fn is_caught_by_name(&self) -> bool {
        self.mutant.names.iter().any(|id| self.caught_by.contains_key(id))
    }

    /// Whether its run came to its end and judged something, so that its silence says something.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.fault.is_none() && !self.judged.is_empty()
    }

    /// What became of a server that does otherwise what may be done either way.
    #[must_use]
    pub fn as_variation(&self) -> Varied {
        Varied {
            name: self.mutant.id.clone(),
            what: self.mutant.what.clone(),
            complaints: self
                .caught_by
                .keys()
                .chain(&self.unjudged)
                .chain(&self.fault)
                .cloned()
                .collect(),
            judged: self.judged.len(),
            differences: self.reached,
            seconds: 0.0,
        }
    }
}

impl Proof {
    /// Compares what survived with the list of those that are explained, and works out everything that follows.
    pub fn settle(&mut self, survivors: &Survivors, spec: &Spec, is_whole: bool) {
        // Who does otherwise what may be done either way is no mutant.
        let is_lawful = |judged: &mut Judged| judged.mutant.level == Level::May;
        let lawful = self.mutants.extract_if(.., is_lawful);
        self.variations.extend(lawful.map(|judged| judged.as_variation()));
        self.stale = survivors.explain(&mut self.mutants, is_whole);
        let of_level = |level: Level| {
            let single = self.mutants.iter().filter(|it| !it.mutant.is_interaction);
            single.filter(move |it| it.mutant.level == level)
        };
        self.levels = DEMANDS
            .iter()
            .map(|(level, ..)| (level.to_string(), Score::of(of_level(*level))))
            .collect();
        self.kinds = self.by_kind();
        self.operations = self.by_operation();
        self.requirements = self.by_requirement();
        self.faults = self.shortcomings();
        if is_whole {
            self.suspects = self.suspects(spec);
        }
    }

    fn shortcomings(&self) -> Vec<String> {
        let mut faults: Vec<String> = self
            .without_defect
            .iter()
            .map(|complaint| format!("of the server without a defect the suite says: {complaint}"))
            .collect();
        faults.extend(self.idle().map(|judged| {
            format!(
                "{} is noticed though its server did nothing otherwise",
                judged.mutant.id
            )
        }));
        for (level, caught, by_name) in DEMANDS {
            let score = self.levels.get(&level.to_string()).copied().unwrap_or_default();
            let (is_caught, is_by_name) = score.per_cent();
            if is_caught < caught {
                faults.push(format!(
                    "of those that break a `{level}`, {is_caught:.1} % are noticed; {caught} % have to be"
                ));
            }
            if is_by_name < by_name {
                faults.push(format!(
                    "of those that break a `{level}` and are noticed, {is_by_name:.1} % are by a requirement that they break; {by_name} % have to be"
                ));
            }
        }
        let unexplained = self
            .survivors()
            .filter(|judged| judged.explained.is_none())
            .count();
        if unexplained > 0 {
            faults.push(format!(
                "{unexplained} survive that nobody explained in proof/survivors.yaml"
            ));
        }
        let varied = self.variations.iter().filter(|varied| !varied.is_tolerated());
        faults.extend(varied.map(|varied| format!("the lawful variation {} is not tolerated", varied.name)));
        faults
    }

    fn suspects(&self, spec: &Spec) -> Suspects {
        let caught: BTreeSet<(&str, &str)> = self
            .mutants
            .iter()
            .flat_map(|judged| pairs(&judged.caught_by))
            .collect();
        let made: BTreeSet<(&str, &str)> = self
            .mutants
            .iter()
            .flat_map(|judged| pairs(&judged.judged))
            .collect();
        let red: BTreeSet<&str> = caught.iter().map(|(id, _)| *id).collect();
        let editions: Vec<_> = spec.editions().map(|edition| spec.api(edition)).collect();
        let all = editions
            .iter()
            .flat_map(|api| &api.operations)
            .flat_map(|it| &it.requirements);
        let demanding = all.filter(|it| it.level > Level::May);
        let demanding: BTreeSet<&str> = demanding.map(|it| it.id.as_str()).collect();
        let silent = made.difference(&caught).filter(|(id, _)| demanding.contains(id));
        Suspects {
            requirements: demanding.difference(&red).map(|id| (*id).to_owned()).collect(),
            checks: silent.map(|(id, check)| format!("{id}: {check}")).collect(),
        }
    }

    /// The mutants that nobody noticed, those that nobody explained first.
    pub fn survivors(&self) -> impl Iterator<Item = &Judged> {
        let of = |explained: bool| {
            let survivors = self.mutants.iter().filter(|judged| !judged.is_caught());
            survivors.filter(move |judged| judged.explained.is_some() == explained)
        };
        of(false).chain(of(true))
    }

    /// The mutants that were noticed before they did anything.
    fn idle(&self) -> impl Iterator<Item = &Judged> {
        self.mutants
            .iter()
            .filter(|judged| judged.is_caught() && judged.reached == 0)
    }

    fn by_kind(&self) -> BTreeMap<String, Score> {
        let of = |holds: fn(&Mutant) -> bool| Score::of(self.mutants.iter().filter(|it| holds(&it.mutant)));
        let kinds = [
            ("security", of(|it| it.security && !it.is_interaction)),
            (
                "let in by a combination",
                of(|it| it.is_interaction && it.security),
            ),
            (
                "refused by a combination",
                of(|it| it.is_interaction && !it.security),
            ),
        ];
        let kinds = kinds.into_iter().filter(|(_, score)| score.mutants > 0);
        kinds.map(|(name, score)| (name.to_owned(), score)).collect()
    }

    fn by_operation(&self) -> BTreeMap<String, Score> {
        let mut operations: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
        for judged in &self.mutants {
            operations
                .entry(&judged.mutant.operation)
                .or_default()
                .push(judged);
        }
        operations
            .into_iter()
            .map(|(slug, judged)| (slug.to_owned(), Score::of(judged)))
            .collect()
    }

    fn by_requirement(&self) -> BTreeMap<String, Score> {
        let mut requirements: BTreeMap<String, Score> = BTreeMap::new();
        for judged in &self.mutants {
            let Some(id) = judged.mutant.names.first() else {
                continue;
            };
            let score = requirements.entry(id.clone()).or_default();
            score.mutants += 1;
            score.explained += usize::from(judged.explained.is_some());
            score.caught += usize::from(judged.is_caught());
            score.failed += usize::from(!judged.failed.is_empty());
            score.by_name += usize::from(judged.caught_by.contains_key(id));
        }
        requirements
    }

    /// Whether everything is as it has to be.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.is_empty() && self.stale.is_empty()
    }

    /// The proof as JSON.
    ///
    /// # Errors
    ///
    /// Never: there is nothing in it that JSON has no words for.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

fn pairs(checks: &BTreeMap<String, Vec<String>>) -> impl Iterator<Item = (&str, &str)> {
    checks
        .iter()
        .flat_map(|(id, checks)| checks.iter().map(move |check| (id.as_str(), check.as_str())))
}
