//! What the table of decisions expects of the answer to a question.

use std::collections::BTreeSet;

use labproof_spec::{Decision, Operation, PARTS, Question, Refused};
use serde_json::Value;

use crate::asking::exchange::Exchange;
use crate::asking::subject::Subject;
use crate::asking::template::plain;

/// What is expected of an answer.
pub(super) struct Expected {
    /// Whether it lets in; nothing where that hangs on what nobody knows of the instance.
    pub(super) grants: Option<bool>,
    /// The statuses and reasons of which a refusal has one; `{url}` in it stands for the instance's own.
    refusals: BTreeSet<(u16, String)>,
    /// Whether the reason for a refusal counts.
    pub(super) has_reason: bool,
    /// The rule that says so.
    pub(super) rule: String,
}

/// Whom to expect it of.
pub(super) struct Table<'s> {
    subject: &'s Subject,
    operation: &'s Operation,
    /// The conditions of which nobody knows whether the instance meets them.
    unknown: Vec<&'s str>,
}

impl<'s> Table<'s> {
    pub(super) fn of(subject: &'s Subject, operation: &'s Operation) -> Self {
        let rules = subject.api.decisions.rules.iter();
        let names = rules.flat_map(|rule| rule.conditions.iter().chain(&rule.unmet));
        let unknown = names.filter(|name| {
            let condition = subject.api.conditions.get(*name);
            condition.is_some_and(|condition| subject.server.kind.meets(name, condition).is_none())
        });
        let unknown: BTreeSet<&str> = unknown.map(String::as_str).collect();
        Self {
            subject,
            operation,
            unknown: unknown.into_iter().collect(),
        }
    }

    /// Whether questions of these values are granted, by the places of their values: quick, for very many of them.
    /// Nothing of a question that hangs on what nobody knows.
    pub(super) fn quick(
        &self,
        values: &[Vec<&str>; PARTS],
    ) -> Option<impl Fn(&[usize; PARTS]) -> Option<bool> + use<>> {
        let api = &self.subject.api;
        let masks = |met| {
            api.decisions
                .masks(values, api.edition, |name| self.meets(name, met))
        };
        // Those that meet all of the unknown conditions and those that meet none differ where any do.
        let (all, none) = (masks(usize::MAX)?, masks(0)?);
        Some(move |row: &[usize; PARTS]| {
            let grants = all.grants(row)?;
            (none.grants(row)? == grants).then_some(grants)
        })
    }

    /// Whatever an instance may answer that meets some of the unknown conditions and not others; nothing where no rule
    /// decides.
    pub(super) fn expects(&self, question: &Question<'_>) -> Option<Expected> {
        let name = self
            .subject
            .server
            .fixtures
            .get(&format!("{}.username", question.who));
        let name = name.map(plain).unwrap_or_default();
        let mut grants = BTreeSet::new();
        let mut all = BTreeSet::new();
        let mut rule = None;
        for met in 0..1_usize << self.unknown.len() {
            let decision = self.decide(question, met)?;
            grants.insert(decision.rule.granted);
            all.extend(refusals(&decision, self.operation, &name));
            rule = rule.or(Some(decision.rule.rule.clone()));
        }
        let is_either_way = self.is_either_way(question);
        let grants = grants.first().copied().filter(|_| grants.len() == 1);
        Some(Expected {
            grants: grants.filter(|grants| !(*grants && is_either_way)),
            has_reason: !is_either_way,
            refusals: all,
            rule: rule?,
        })
    }

    fn is_either_way(&self, question: &Question<'_>) -> bool {
        let api = &self.subject.api;
        let mut because = api.decisions.either_way(question);
        because.any(|it| {
            let mut requirements = self.operation.requirements.iter();
            requirements.any(|requirement| requirement.id == it.because)
        })
    }

    /// The decision of an instance that meets those of the unknown conditions whose bits are set.
    fn decide<'q>(&'q self, question: &Question<'q>, met: usize) -> Option<Decision<'q>> {
        let api = &self.subject.api;
        let worded = |name: &str| self.operation.refusal(name).cloned();
        let meets = |name: &str| self.meets(name, met);
        api.decisions.decide(question, api.edition, meets, worded)
    }

    fn meets(&self, name: &str, met: usize) -> bool {
        match self.unknown.iter().position(|unknown| *unknown == name) {
            Some(at) => met & (1 << at) != 0,
            None => {
                let condition = self.subject.api.conditions.get(name);
                let kind = &self.subject.server.kind;
                condition.is_none_or(|condition| kind.meets(name, condition) != Some(false))
            }
        }
    }
}

impl Expected {
    /// Whether an answer is one of the refusals.
    pub(super) fn has(&self, exchange: &Exchange) -> bool {
        let answer = &exchange.answer;
        let body = answer.json.as_ref();
        let text = |member: &str| body.and_then(|body| body[member].as_str());
        let reason = text("message").or(text("error")).unwrap_or_default();
        let mut refusals = self.refusals.iter();
        refusals.any(|(status, wanted)| *status == answer.status && is_worded(reason, wanted))
    }

    /// The refusals in words.
    pub(super) fn refusals(&self) -> String {
        let refusals = self.refusals.iter();
        let refusals: Vec<String> = refusals
            .map(|(status, reason)| format!("{status}: {reason}"))
            .collect();
        format!("a refusal with {}", refusals.join(", or "))
    }
}

/// Each way in which a rule may be worded.
fn refusals(decision: &Decision<'_>, operation: &Operation, username: &str) -> Vec<(u16, String)> {
    let named = match &decision.rule.refused {
        Some(Refused::Named { refusal }) => operation.refusals.get(refusal),
        _ => None,
    };
    let worded = named.into_iter().flatten().map(|refusal| {
        let message = refusal.body.get("message").and_then(Value::as_str);
        (refusal.status, message.unwrap_or_default().to_owned())
    });
    let own = match (named, &decision.reason) {
        (None, Some(reason)) => Some((decision.status, reason.replace("{username}", username))),
        _ => None,
    };
    worded.chain(own).collect()
}

/// Whether a reason is as it is written, whatever stands for the instance's address.
fn is_worded(reason: &str, wanted: &str) -> bool {
    match wanted.split_once("{url}") {
        Some((before, after)) => reason.starts_with(before) && reason.ends_with(after),
        None => reason == wanted,
    }
}
