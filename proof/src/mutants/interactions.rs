//! Defects of who may do what that show in combinations alone: whoever asks for this in that way is let in, or refused.
//!
//! There are far too many for a list. A sample is drawn by a seed: a question of the table by chance, some of what is
//! true of it, and the other decision for all questions of which that is true.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use labproof_reference::mutation::{Change, Mutation, When};
use labproof_spec::{Choice, Decisions, Edition, InstanceKind, Question, Spec};
use serde_json::json;

use super::Mutant;

/// The parts of which any two meet, to the value.
const PARTS: [&str; 9] = [
    "who",
    "named",
    "action",
    "protocol",
    "changes",
    "container",
    "address",
    "body",
    "beside",
];
/// Of these, any three.
const CORE: [&str; 4] = ["who", "action", "protocol", "changes"];
/// What a server is likely to look at: any three.
const KINDS: [&str; 12] = [
    "role",
    "standing",
    "is_a",
    "named",
    "does",
    "protocol",
    "kind",
    "visibility",
    "adds_or_removes",
    "body",
    "beside",
    "address",
];
/// What is true of a question, by name.
type Facts = BTreeMap<String, Vec<String>>;

/// So many of each edition that has the table, half of them letting in whom they have to refuse.
pub(super) fn mutants(spec: &Spec, seed: u64, count: usize) -> Vec<Mutant> {
    let of_edition = |edition: Edition| {
        let ground = Ground::new(spec, edition)?;
        let mut chance =
            Rng::with_seed(seed ^ u64::from(edition.to_string().bytes().map(u32::from).sum::<u32>()));
        let mut facts: BTreeSet<(bool, Facts)> = BTreeSet::new();
        // Where chance brings the same twice, there are a few less.
        for at in 0..count {
            facts.extend(ground.drawn(at, &mut chance));
        }
        let mutants = facts
            .into_iter()
            .filter_map(move |(grants, facts)| ground.mutant(grants, facts));
        Some(mutants.collect::<Vec<_>>())
    };
    spec.editions().filter_map(of_edition).flatten().collect()
}

/// The mutant of a name that an earlier sample told.
pub(super) fn named(spec: &Spec, name: &str) -> Option<Mutant> {
    let mut parts = name.splitn(5, '/');
    let edition = spec.edition(parts.next()?).ok()?;
    let ground = Ground::new(spec, edition)?;
    let grants = parts.nth(2)? == LET_IN;
    let facts = parts.next()?.split('+').map(|fact| {
        let (name, value) = fact.split_once('=')?;
        Some((name.to_owned(), vec![value.to_owned()]))
    });
    ground
        .mutant(grants, facts.collect::<Option<Facts>>()?)
        .filter(|mutant| mutant.id == name)
}

const LET_IN: &str = "let-in";
const REFUSED: &str = "refused";

/// The table in an edition.
struct Ground<'s> {
    table: &'s Decisions,
    edition: Edition,
    spec: &'s Spec,
    kind: InstanceKind,
}

impl<'s> Ground<'s> {
    fn new(spec: &'s Spec, edition: Edition) -> Option<Self> {
        let table = spec.decisions();
        let api = spec.api(edition);
        let has_it = api
            .operations
            .iter()
            .any(|operation| operation.slug == table.operation);
        has_it.then(|| Self {
            table,
            edition,
            spec,
            kind: InstanceKind::with_everything(spec.conditions()),
        })
    }

    /// What is true of a question by chance, with the other decision.
    fn drawn(&self, at: usize, chance: &mut Rng) -> Option<(bool, Facts)> {
        let wanted = at.is_multiple_of(2);
        let question = self.question(wanted, chance)?;
        let (names, count): (&[&str], usize) = match at / 2 % 3 {
            0 => (&PARTS, 2),
            1 => (&CORE, 3),
            _ => (&KINDS, 3),
        };
        let facts = self.table.facts(&question, self.edition);
        let said = |name: &&&str| facts.iter().any(|(fact, _)| fact == *name);
        let names: Vec<&&str> = names.iter().filter(said).collect();
        let chosen = chance.choose_multiple(names, count).into_iter();
        let chosen = chosen.filter_map(|name| {
            let (_, value) = facts.iter().find(|(fact, _)| fact == name)?;
            Some(((*name).to_owned(), vec![(*value).to_owned()]))
        });
        Some((wanted, chosen.collect()))
    }

    /// A question by chance that is refused, where the other decision lets in, or granted.
    fn question(&self, is_refused: bool, chance: &mut Rng) -> Option<Question<'s>> {
        let table = self.table;
        let key = |choices: &'s BTreeMap<String, Choice>, chance: &mut Rng| {
            let keys: Vec<&String> = choices.keys().collect();
            chance.choice(keys).map(String::as_str)
        };
        for _ in 0..1000 {
            let who = key(&table.who, chance)?;
            let question = Question {
                who,
                named: chance.choice(table.ways(who).collect::<Vec<_>>())?,
                action: key(&table.action, chance)?,
                protocol: chance.choice(&table.protocol)?,
                changes: key(&table.changes, chance)?,
                container: key(&table.container, chance)?,
                address: key(&table.address, chance)?,
                body: chance.choice(&table.body)?,
                beside: key(&table.beside, chance)?,
            };
            if self.grants(&question) == Some(!is_refused) {
                return Some(question);
            }
        }
        None
    }

    fn grants(&self, question: &Question<'_>) -> Option<bool> {
        let meets = |name: &str| {
            let condition = self.spec.conditions().get(name);
            condition.is_none_or(|condition| self.kind.meets(name, condition) != Some(false))
        };
        let api = self.spec.api(self.edition);
        let operation = api.operations.iter().find(|it| it.slug == self.table.operation)?;
        let worded = |name: &str| operation.refusal(name).cloned();
        let decided = self.table.decide(question, self.edition, meets, worded)?;
        Some(decided.rule.granted)
    }

    fn mutant(&self, lets_in: bool, facts: Facts) -> Option<Mutant> {
        let operation = &self.table.operation;
        let said: Vec<String> = facts
            .iter()
            .map(|(name, values)| format!("{name}={}", values.join("|")))
            .collect();
        let (direction, check, what) = match lets_in {
            true => (LET_IN, "combinations-refused", "lets in everybody"),
            false => (REFUSED, "combinations-granted", "refuses everybody"),
        };
        let id = format!("{operation}/{check}");
        let api = self.spec.api(self.edition);
        let mut requirements = api.operations.iter().flat_map(|it| &it.requirements);
        let requirement = requirements.find(|it| it.id == id)?;
        let answer = match lets_in {
            true => Change::Answer {
                status: 200,
                body: json!({ "status": true }),
            },
            false => Change::Answer {
                status: 401,
                body: json!({ "status": false, "message": "No." }),
            },
        };
        Some(Mutant {
            id: format!(
                "{}/{operation}/interaction/{direction}/{}",
                self.edition,
                said.join("+")
            ),
            edition: self.edition,
            operation: operation.clone(),
            level: requirement.level,
            security: requirement.security,
            names: vec![id],
            what: format!("{what} where {}", said.join(" and ")),
            by_hand: false,
            is_interaction: true,
            mutation: Mutation {
                operation: operation.clone(),
                when: When {
                    question: facts,
                    refused: Some(lets_in),
                    ..When::default()
                },
                change: answer,
            },
        })
    }
}
