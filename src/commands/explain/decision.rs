//! What the table of decisions says of a question, and by which rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use labproof_spec::{Choice, Decision, Decisions, Edition, InstanceKind, Question, Spec};

use crate::cli::DecisionArguments;
use crate::{Failure, cli, instance};

/// The word that asks for it.
pub(super) const NAME: &str = "decision";
/// The value of a part that stands for each of them.
const ALL: &str = "all";

/// One decision in full, or a line for each of several.
pub(super) fn about(spec: &Spec, arguments: &DecisionArguments) -> Result<String, Failure> {
    let table = spec.decisions();
    let edition = cli::edition(spec, arguments.edition.as_deref())?;
    let edition = edition.or(spec.editions().next_back()).unwrap_or(spec.newest());
    let kind = instance::kind(arguments.instance.as_deref(), spec, edition)?;
    let asked = Asked {
        spec,
        table,
        edition,
        kind,
    };
    let questions = questions(table, arguments)?;
    match questions.as_slice() {
        [one] => asked.in_full(one),
        several => several.iter().map(|question| asked.line(question)).collect(),
    }
}

struct Asked<'s> {
    spec: &'s Spec,
    table: &'s Decisions,
    edition: Edition,
    kind: InstanceKind,
}

impl<'s> Asked<'s> {
    fn decided(&self, question: &Question<'s>) -> Result<Decision<'s>, Failure> {
        let api = self.spec.api(self.edition);
        let mut operations = api.operations.iter();
        let operation = operations.find(|it| it.slug == self.table.operation);
        let meets = |name: &str| {
            let condition = self.spec.conditions().get(name);
            condition.is_none_or(|condition| self.kind.meets(name, condition) != Some(false))
        };
        let worded = |name: &str| operation?.refusal(name).cloned();
        let decided = self.table.decide(question, self.edition, meets, worded);
        decided.ok_or_else(|| Failure::usage(anyhow::anyhow!("no rule decides on {question:?}")))
    }

    fn in_full(&self, question: &Question<'s>) -> Result<String, Failure> {
        let decision = self.decided(question)?;
        let rule = decision.rule;
        let mut text = format!(
            "{} in edition {}: {}\n  rule: {}\n",
            self.table.operation,
            self.edition,
            said(&decision),
            rule.rule
        );
        let when: Vec<String> = rule
            .when
            .iter()
            .map(|(fact, values)| format!("{fact} is {}", values.all().join(" or ")))
            .collect();
        if !when.is_empty() {
            let _ = writeln!(text, "    where {}", when.join(", and "));
        }
        for (names, so) in [(&rule.conditions, "so"), (&rule.unmet, "not so")] {
            for name in names {
                let condition = self.spec.conditions().get(name);
                let is = condition.map_or(name.as_str(), |condition| condition.is.as_str());
                let _ = writeln!(text, "    where it is {so}: {is} (`{name}`)");
            }
        }
        if let Some(note) = &rule.note {
            let _ = writeln!(text, "    {note}");
        }
        let _ = writeln!(text, "  source: {}", rule.source);
        for (part, value, choices) in [
            ("who", question.who, &self.table.who),
            ("action", question.action, &self.table.action),
            ("container", question.container, &self.table.container),
            ("changes", question.changes, &self.table.changes),
            ("address", question.address, &self.table.address),
            ("beside", question.beside, &self.table.beside),
        ] {
            let is = choices
                .get(value)
                .map_or("", |choice: &Choice| choice.is.as_str());
            let _ = writeln!(text, "  {part}: {value}: {is}");
        }
        let _ = writeln!(text, "  named by: {}", question.named);
        let _ = writeln!(text, "  protocol: {}", question.protocol);
        let _ = writeln!(text, "  body: {}", question.body);
        Ok(text)
    }

    fn line(&self, question: &Question<'s>) -> Result<String, Failure> {
        let decision = self.decided(question)?;
        Ok(format!(
            "{question}: {} ({})\n",
            said(&decision),
            decision.rule.rule
        ))
    }
}

fn said(decision: &Decision<'_>) -> String {
    match &decision.reason {
        None => "granted".to_owned(),
        Some(reason) => format!("refused with {}: {reason}", decision.status),
    }
}

/// Every question that the parts stand for.
fn questions<'t>(
    table: &'t Decisions,
    arguments: &'t DecisionArguments,
) -> Result<Vec<Question<'t>>, Failure> {
    let keys = |choices: &'t BTreeMap<String, Choice>| choices.keys().map(String::as_str).collect();
    let whos = chosen("who", arguments.who.as_deref(), "member", keys(&table.who))?;
    let actions = chosen(
        "action",
        arguments.action.as_deref(),
        "git-upload-pack",
        keys(&table.action),
    )?;
    let protocols = table.protocol.iter().map(String::as_str).collect();
    let protocols = chosen("protocol", arguments.protocol.as_deref(), "ssh", protocols)?;
    let containers = chosen(
        "container",
        arguments.container.as_deref(),
        "private",
        keys(&table.container),
    )?;
    let changes = chosen(
        "changes",
        arguments.changes.as_deref(),
        "_any",
        keys(&table.changes),
    )?;
    let addresses = chosen(
        "address",
        arguments.address.as_deref(),
        "none",
        keys(&table.address),
    )?;
    let bodies = table.body.iter().map(String::as_str).collect();
    let bodies = chosen("body", arguments.body.as_deref(), "form", bodies)?;
    let besides = chosen(
        "beside",
        arguments.beside.as_deref(),
        "nothing",
        keys(&table.beside),
    )?;
    let mut questions = Vec::new();
    for who in whos {
        let ways: Vec<&str> = table.ways(who).collect();
        let usual = ways
            .iter()
            .find(|way| **way == "key_id")
            .or(ways.first())
            .copied();
        for named in chosen(
            "named",
            arguments.named.as_deref(),
            usual.unwrap_or_default(),
            ways,
        )? {
            questions.push(Question {
                who,
                named,
                ..Question::default()
            });
        }
    }
    let parts: [(Vec<&str>, SetPart<'t>); 7] = [
        (actions, |question, value| question.action = value),
        (protocols, |question, value| question.protocol = value),
        (containers, |question, value| question.container = value),
        (changes, |question, value| question.changes = value),
        (addresses, |question, value| question.address = value),
        (bodies, |question, value| question.body = value),
        (besides, |question, value| question.beside = value),
    ];
    for (values, set) in parts {
        let with_each = |question: Question<'t>| {
            let values = values.iter();
            values
                .map(|value| {
                    let mut question = question;
                    set(&mut question, value);
                    question
                })
                .collect::<Vec<_>>()
        };
        questions = questions.into_iter().flat_map(with_each).collect();
    }
    Ok(questions)
}

/// Gives a part of a question its value.
type SetPart<'t> = fn(&mut Question<'t>, &'t str);

/// The value that is asked for, all of them, or the usual one.
fn chosen<'t>(
    part: &str,
    asked: Option<&'t str>,
    usual: &'t str,
    known: Vec<&'t str>,
) -> Result<Vec<&'t str>, Failure> {
    match asked {
        None => Ok(vec![usual]),
        Some(ALL) => Ok(known),
        Some(asked) if known.contains(&asked) => Ok(vec![asked]),
        Some(asked) => Err(Failure::usage(anyhow::anyhow!(
            "--{part} {asked}: there is no such value; there are: {}, and `{ALL}`",
            known.join(", ")
        ))),
    }
}
