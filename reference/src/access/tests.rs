//! The table of decisions and this code hold each other to account: over the whole product of the table's parts they
//! say the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use labproof_spec::{Decisions, Edition, Question};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{Attempt, Granted, decide};
use crate::answer::{Answer, ApiError};
use crate::contract::Contract;
use crate::documents::spec;
use crate::request::{Body, Params};
use crate::secrets::Secrets;
use crate::state::State;
use crate::world::World;

/// What is asked in one edition of one kind of instance.
struct Asked {
    edition: Edition,
    contract: Contract,
    state: State,
    now: Timestamp,
    fixtures: BTreeMap<String, Map<String, Value>>,
}

impl Asked {
    fn of(edition: Edition, lacking: &[&str]) -> Self {
        let world = World::documented().unwrap();
        let now: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
        let mut state = world.state(now, &Secrets::generate(spec()));
        state.instance.lacking = lacking.iter().map(|name| (*name).to_owned()).collect();
        let api = spec().api(edition);
        let table = spec().decisions();
        let operation = api.operations.iter().find(|it| it.slug == table.operation);
        let newest = spec().editions().next_back().unwrap();
        Self {
            edition,
            contract: Contract::new(edition, operation.unwrap(), &api.schemas),
            state,
            now,
            fixtures: world.fixtures(&spec().api(newest)),
        }
    }

    fn filled(&self, text: &str) -> Value {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').unwrap();
            let (role, field) = name.split_once('.').unwrap();
            let value = &self.fixtures[role][field];
            if before.is_empty() && behind.is_empty() && filled.is_empty() {
                return value.clone();
            }
            filled.push_str(before);
            filled.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            rest = behind;
        }
        Value::String(filled + rest)
    }

    /// What the code answers to a body of this kind.
    fn answered(&self, sent: &Map<String, Value>, kind: &str) -> (u16, String) {
        let (content_type, bytes) = match kind {
            "json" => ("application/json", serde_json::to_vec(sent).unwrap()),
            _ => ("application/x-www-form-urlencoded", form(sent)),
        };
        let body = Body {
            content_type: Some(content_type),
            bytes: &bytes,
        };
        let params = Params::read("", &body).unwrap_or_else(|_| panic!("{sent:?}"));
        let decided = Attempt::read(&self.state, &params, &self.contract, self.now).and_then(|attempt| {
            match decide(&attempt).map_err(|refusal| refusal.answered(&self.contract))? {
                Granted::Allowed if attempt.asked.container.is_none() => Err(ApiError::NothingFound),
                Granted::Allowed | Granted::WithNewProject(_) => Ok(()),
            }
        });
        let Err(error) = decided else {
            return (200, String::new());
        };
        let answer = Answer::from(error);
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let reason = body["message"].as_str().or(body["error"].as_str());
        (answer.status, reason.unwrap_or_default().to_owned())
    }

    /// What the table answers, and by which rule.
    fn written<'t>(&self, table: &'t Decisions, question: &Question<'t>) -> (u16, String, &'t str) {
        let decision = table.decide(
            question,
            self.edition,
            |name| !self.state.instance.lacking.contains(name),
            |name| self.contract.refusal(name).cloned(),
        );
        let decision = decision.unwrap_or_else(|| panic!("{question:?}"));
        let reason = decision.reason.unwrap_or_default();
        let reason = reason.replace("{url}", &self.state.instance.url);
        let username = self
            .fixtures
            .get(question.who)
            .and_then(|who| who.get("username"));
        let reason = reason.replace("{username}", username.and_then(Value::as_str).unwrap_or_default());
        (decision.status, reason, &decision.rule.rule)
    }
}

/// The parameters as a form.
fn form(sent: &Map<String, Value>) -> Vec<u8> {
    let pairs = sent.iter().map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{name}={}", utf8_percent_encode(&text, NON_ALPHANUMERIC))
    });
    pairs.collect::<Vec<_>>().join("&").into_bytes()
}

/// Every question with one of these changes; each kind of body, and what else is sent, has its turn.
fn questions<'t>(table: &'t Decisions, changes: &[&'t str]) -> Vec<Question<'t>> {
    let mut questions = Vec::new();
    let beside: Vec<&str> = table.beside.keys().map(String::as_str).collect();
    for who in table.who.keys() {
        for named in table.ways(who) {
            for action in table.action.keys() {
                for protocol in &table.protocol {
                    for container in table.container.keys() {
                        // Where nobody comes from matters to one container alone.
                        let restricted = container.contains("restricted");
                        for address in table.address.keys().filter(|it| restricted || *it == "none") {
                            // A fetch brings nothing, whatever it says.
                            let fetches = table.action[action].fact("does") == "fetch";
                            let changes = changes.iter().filter(|it| !fetches || !it.contains('-'));
                            for changes in changes {
                                let body = &table.body[questions.len() % table.body.len()];
                                let beside = beside[questions.len() % beside.len()];
                                questions.push(Question {
                                    who,
                                    named,
                                    action,
                                    protocol,
                                    container,
                                    changes,
                                    address,
                                    body,
                                    beside,
                                });
                            }
                        }
                    }
                }
            }
        }
    }
    questions
}

/// Asks both; every rule that decided something comes back.
fn compare(asked: &Asked, questions: &[Question<'static>]) -> BTreeSet<&'static str> {
    let table = spec().decisions();
    let mut decided = BTreeSet::new();
    let mut differences = Vec::new();
    // The parts of a question come again and again: each is filled once.
    let mut filled: BTreeMap<String, Value> = BTreeMap::new();
    for question in questions {
        let mut sent = table.parameters(question);
        for value in sent.values_mut() {
            if let Some(text) = value
                .as_str()
                .filter(|text| text.contains('{') && !text.contains('"'))
            {
                let known = filled
                    .entry(text.to_owned())
                    .or_insert_with(|| asked.filled(text));
                *value = known.clone();
            }
        }
        let (status, reason) = asked.answered(&sent, question.body);
        let (table_status, table_reason, rule) = asked.written(table, question);
        decided.insert(rule);
        if (status, &reason) != (table_status, &table_reason) {
            differences.push(format!(
                "{question:?}\n    code:  {status} {reason}\n    table: {table_status} {table_reason} ({rule})"
            ));
        }
    }
    let (count, shown) = (
        differences.len(),
        differences.into_iter().take(40).collect::<Vec<_>>(),
    );
    assert!(
        count == 0,
        "{}: {count} differ\n{}",
        asked.edition,
        shown.join("\n")
    );
    decided
}

/// The whole product in the newest edition, as it is served.
#[test]
fn the_code_decides_as_the_table_says() {
    let table = spec().decisions();
    let changes: Vec<&str> = table.changes.keys().map(String::as_str).collect();
    let newest = spec().editions().next_back().unwrap();
    let decided = compare(
        &Asked::of(newest, &["email_confirmation"]),
        &questions(table, &changes),
    );
    let of_others = |rule: &&labproof_spec::DecisionRule| {
        rule.conditions.iter().any(|it| it == "email_confirmation")
            || !rule.unmet.is_empty()
            || !rule.editions.contains(newest)
    };
    let idle = table.rules.iter().filter(|rule| !of_others(rule));
    let idle: Vec<&str> = idle
        .map(|rule| rule.rule.as_str())
        .filter(|rule| !decided.contains(rule))
        .collect();
    assert!(idle.is_empty(), "these rules decide nothing: {idle:?}");
}

/// What differs between editions is who is let in at all and in which words, so some changes are enough.
#[test]
fn the_code_decides_as_the_table_says_in_every_edition() {
    let table = spec().decisions();
    let questions = questions(table, &["_any", "update-default-protected"]);
    let mut decided = BTreeSet::new();
    for edition in spec().editions() {
        decided.extend(compare(&Asked::of(edition, &[]), &questions));
    }
    let conditional = table.rules.iter().filter(|rule| !rule.conditions.is_empty());
    for rule in conditional {
        assert!(
            decided.contains(rule.rule.as_str()),
            "{} decides nothing",
            rule.rule
        );
    }
}

/// Kinds of instance differ in some containers and standings alone, so few changes are enough.
#[test]
fn the_code_decides_as_the_table_says_on_every_kind_of_instance() {
    let table = spec().decisions();
    let questions = questions(table, &["_any"]);
    let (oldest, newest) = (spec().editions().next(), spec().editions().next_back());
    for edition in [oldest, newest].into_iter().flatten() {
        for lacking in [
            &[
                "enterprise",
                "group_ip_restriction",
                "group_wikis",
                "ssh_certificates",
            ][..],
            &["group_ip_restriction", "group_wikis", "ssh_certificates"],
            &["email_confirmation", "terms"],
        ] {
            compare(&Asked::of(edition, lacking), &questions);
        }
    }
}
