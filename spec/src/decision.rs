//! Who may do what: the table of `decisions.yaml`, as rules of which the first that fits decides.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Edition, Editions, Refusal, Source};

/// The table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// The operation that decides.
    pub operation: String,
    /// Who asks, by role.
    pub who: BTreeMap<String, Choice>,
    /// The parameter that names them: its value by what they are.
    pub named: BTreeMap<String, BTreeMap<String, String>>,
    /// The Git command.
    pub action: BTreeMap<String, Choice>,
    /// How they came.
    pub protocol: Vec<String>,
    /// How the question is written.
    pub body: Vec<String>,
    /// What else is sent.
    pub beside: BTreeMap<String, Choice>,
    /// The address that they come from.
    pub address: BTreeMap<String, Choice>,
    /// The repository.
    pub container: BTreeMap<String, Choice>,
    /// Roles by team and by who asks.
    pub team: BTreeMap<String, BTreeMap<String, String>>,
    /// What a push brings.
    pub changes: BTreeMap<String, Choice>,
    /// Who counts as somebody else.
    pub counts_as: Vec<CountsAs>,
    /// What is lawful either way.
    #[serde(default)]
    pub either_way: Vec<EitherWay>,
    /// The rules, in the order in which they are asked.
    pub rules: Vec<DecisionRule>,
}

/// Questions that may be granted as well as refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EitherWay {
    /// What is true of them.
    pub when: BTreeMap<String, Values>,
    /// The requirement, a `may`, that says so; in editions without it, it is not so.
    pub because: String,
}

/// A value of a part.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Choice {
    /// What it is, in a sentence.
    pub is: String,
    /// What is sent: a text, or parameters with theirs; with placeholders.
    pub send: Option<Value>,
    /// What else is said of it.
    #[serde(flatten)]
    traits: Map<String, Value>,
}

/// Whom the editions take for somebody else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountsAs {
    who: Vec<String>,
    named: Option<Vec<String>>,
    editions: Editions,
    #[serde(rename = "as")]
    is: String,
}

/// A rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRule {
    /// Its name.
    pub rule: String,
    /// What has to be true: facts, each with the values that it may have.
    pub when: BTreeMap<String, Values>,
    /// The editions that have it.
    #[serde(default)]
    pub editions: Editions,
    /// What has to be true of the instance.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// What must not be true of it.
    #[serde(default)]
    pub unmet: Vec<String>,
    /// Whether it lets in.
    #[serde(default)]
    pub granted: bool,
    /// How it refuses.
    pub refused: Option<Refused>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Where it was read.
    pub source: Source,
}

/// One value, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Values {
    /// This one.
    One(String),
    /// Any of these.
    Several(Vec<String>),
}

impl Values {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

/// How a rule refuses.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Refused {
    /// With these words; `{username}` and `{url}` stand for values.
    Message {
        /// The status.
        status: u16,
        /// The reason.
        message: String,
    },
    /// As a parameter that cannot be read.
    Error {
        /// The status.
        status: u16,
        /// What is wrong with it.
        error: String,
    },
    /// As the operation's document words it under this name.
    Named {
        /// The name.
        refusal: String,
    },
}

/// How many parts a question has: who, named, action, protocol, changes, container, address, body and beside, in this
/// order.
pub const PARTS: usize = 9;

/// A question: one value of each part.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'q> {
    /// Who asks.
    pub who: &'q str,
    /// By which parameter.
    pub named: &'q str,
    /// With which command.
    pub action: &'q str,
    /// Over what.
    pub protocol: &'q str,
    /// For which repository.
    pub container: &'q str,
    /// To bring what.
    pub changes: &'q str,
    /// From which address.
    pub address: &'q str,
    /// In which kind of body.
    pub body: &'q str,
    /// Beside what.
    pub beside: &'q str,
}

impl<'q> Question<'q> {
    /// The question with these values, in the order of [`PARTS`].
    #[must_use]
    pub fn of(
        [
            who,
            named,
            action,
            protocol,
            changes,
            container,
            address,
            body,
            beside,
        ]: [&'q str; PARTS],
    ) -> Self {
        Self {
            who,
            named,
            action,
            protocol,
            container,
            changes,
            address,
            body,
            beside,
        }
    }
}

impl std::fmt::Display for Question<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            who,
            named,
            action,
            protocol,
            container,
            changes,
            address,
            body,
            beside,
        } = self;
        write!(
            f,
            "{who} by {named}, {action} over {protocol}, {container}, {changes}, address {address}, {body}, beside {beside}"
        )
    }
}

/// What the table answers.
#[derive(Clone, Debug)]
pub struct Decision<'t> {
    /// The rule that decides.
    pub rule: &'t DecisionRule,
    /// The status.
    pub status: u16,
    /// The reason, where it refuses: the `message` of its body, else the `error`.
    pub reason: Option<String>,
}

impl Decisions {
    /// The ways in which somebody can be named.
    pub fn ways(&self, who: &str) -> impl Iterator<Item = &str> {
        let is_a = self.who.get(who).map(|who| who.fact("is_a")).unwrap_or_default();
        let named = self.named.iter();
        let named = named.filter(move |(_, by)| by.contains_key(is_a));
        named.map(|(name, _)| name.as_str())
    }

    /// What is known of a question: each part, and what follows from it. Of what stands there twice the first counts.
    pub fn facts<'t>(&'t self, question: &Question<'t>, edition: Edition) -> Vec<(&'t str, &'t str)> {
        self.facts_about(question, self.counting_as(question, edition))
    }

    /// The same, where it is this one who asks.
    fn facts_about<'t>(&'t self, question: &Question<'t>, who: &'t str) -> Vec<(&'t str, &'t str)> {
        let container = self.container.get(question.container);
        let role = self.role(who, question.container);
        let mut facts = vec![
            ("who", who),
            ("named", question.named),
            ("action", question.action),
            ("protocol", question.protocol),
            ("container", question.container),
            ("changes", question.changes),
            ("address", question.address),
            ("body", question.body),
            ("beside", question.beside),
            ("role", role),
        ];
        let said = [
            self.who.get(who),
            self.action.get(question.action),
            container,
            self.changes.get(question.changes),
        ];
        for choice in said.into_iter().flatten() {
            facts.extend(choice.facts());
        }
        facts.push(("standing", "good"));
        facts
    }

    /// The role that somebody has in the team of a container.
    pub(crate) fn role(&self, who: &str, container: &str) -> &str {
        let container = self.container.get(container);
        let team = container.and_then(|container| self.team.get(container.fact("team")));
        team.and_then(|team| team.get(who)).map_or("none", String::as_str)
    }

    pub(crate) fn counting_as<'t>(&'t self, question: &Question<'t>, edition: Edition) -> &'t str {
        let mut others = self.counts_as.iter();
        let found = others.find(|other| {
            let is = |names: &[String], name: &str| names.iter().any(|known| known == name);
            other.editions.contains(edition)
                && is(&other.who, question.who)
                && other.named.as_ref().is_none_or(|names| is(names, question.named))
        });
        found.map_or(question.who, |other| other.is.as_str())
    }

    /// The parameters of a question, but for `{role.field}`, which stands for what a target gives the role.
    #[must_use]
    pub fn parameters(&self, question: &Question<'_>) -> Map<String, Value> {
        let mut sent = Map::new();
        let is_a = self.who.get(question.who).map(|who| who.fact("is_a"));
        let by = self.named.get(question.named).zip(is_a);
        if let Some(value) = by.and_then(|(by, is_a)| by.get(is_a)).filter(|it| !it.is_empty()) {
            let value = value.replace("{who.", &format!("{{{}.", question.who));
            sent.insert(question.named.to_owned(), value.into());
        }
        sent.insert("action".to_owned(), question.action.into());
        sent.insert("protocol".to_owned(), question.protocol.into());
        let send = |choices: &BTreeMap<String, Choice>, name: &str| choices.get(name)?.send.clone();
        if let Some(Value::Object(container)) = send(&self.container, question.container) {
            sent.extend(container);
        }
        if let Some(changes) = send(&self.changes, question.changes) {
            sent.insert("changes".to_owned(), changes);
        }
        if let Some(address) = send(&self.address, question.address) {
            sent.insert("check_ip".to_owned(), address);
        }
        if let Some(Value::Object(beside)) = send(&self.beside, question.beside) {
            sent.extend(beside);
        }
        sent
    }

    /// The first rule that fits, with what it answers; conditions are met as `meets` says, and refusals worded as
    /// `worded` says of their names.
    pub fn decide<'t>(
        &'t self,
        question: &Question<'t>,
        edition: Edition,
        meets: impl Fn(&str) -> bool,
        worded: impl Fn(&str) -> Option<Refusal>,
    ) -> Option<Decision<'t>> {
        let facts = self.facts(question, edition);
        let fits = |rule: &&DecisionRule| {
            rule.editions.contains(edition)
                && rule.conditions.iter().all(|name| meets(name))
                && !rule.unmet.iter().any(|name| meets(name))
                && are(&rule.when, &facts)
        };
        let rule = self.rules.iter().find(fits)?;
        let (status, reason) = match &rule.refused {
            None => (200, None),
            Some(Refused::Message { status, message }) => (*status, Some(message.clone())),
            Some(Refused::Error { status, error }) => (*status, Some(error.clone())),
            Some(Refused::Named { refusal }) => {
                let refusal = worded(refusal)?;
                let message = refusal.body["message"].as_str().unwrap_or_default();
                (refusal.status, Some(message.to_owned()))
            }
        };
        Some(Decision { rule, status, reason })
    }
}

impl Decisions {
    /// Why a question may be granted as well as refused, each time that something says so, whomever anybody counts as.
    pub fn either_way<'t>(&'t self, question: &Question<'t>) -> impl Iterator<Item = &'t EitherWay> {
        let facts = self.facts_about(question, question.who);
        self.either_way.iter().filter(move |it| are(&it.when, &facts))
    }
}

/// Whether each of these facts has one of its values.
fn are(wanted: &BTreeMap<String, Values>, facts: &[(&str, &str)]) -> bool {
    wanted.iter().all(|(fact, values)| {
        let value = facts.iter().find(|(name, _)| name == fact);
        value.is_some_and(|(_, value)| values.all().iter().any(|it| it == value))
    })
}

impl Choice {
    /// What is said of it under a name.
    #[must_use]
    pub fn fact(&self, name: &str) -> &str {
        let said = self.traits.get(name);
        said.and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it is marked so.
    #[must_use]
    pub fn is(&self, mark: &str) -> bool {
        self.traits.get(mark) == Some(&Value::Bool(true))
    }

    pub(crate) fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        let said = self.traits.iter();
        said.filter_map(|(name, value)| {
            let value = match value {
                Value::Bool(true) => "true",
                other => other.as_str()?,
            };
            Some((name.as_str(), value))
        })
    }
}
