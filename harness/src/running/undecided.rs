//! Requirements that hang on what nobody knows of a server, and the answers that tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof_spec::{Condition, Operation, Otherwise};

use crate::asking::subject::Subject;
use crate::judging::verdict::Breach;
use crate::running::conditions::Conditions;

/// What a requirement hangs on.
#[derive(Debug)]
pub(crate) struct Undecided {
    /// What to say where it does not hold for want of that.
    pub(crate) words: String,
    /// The answers where a condition is not met.
    otherwise: Vec<Otherwise>,
}

impl Undecided {
    /// Whether the requirement does not hold in the very way in which it need not.
    pub(crate) fn is_told_by(&self, breach: &Breach) -> bool {
        breach.exchange.as_ref().is_some_and(|exchange| {
            let answer = &exchange.answer;
            let is = |it: &Otherwise| it.is(answer.status, answer.json.as_ref(), &answer.text);
            self.otherwise.iter().any(is)
        })
    }
}

/// The requirements with conditions of their own of which nobody knows whether they are met. Conditions of a whole
/// operation need no such words: an operation that is there is judged.
pub(crate) fn undecided(conditions: &Conditions, subject: &Subject) -> BTreeMap<String, Undecided> {
    let of = |operation: &Arc<Operation>| -> Vec<(String, Undecided)> {
        let its_own = |name: &&String| !operation.conditions.contains(name);
        let requirements = operation.requirements.iter();
        let hanging = requirements.filter_map(|requirement| {
            let names = requirement.conditions.iter().filter(its_own);
            let unknown = names.filter(|name| conditions.unknown.contains(*name));
            let unknown = unknown.map(|name| (name, &subject.api.conditions[name]));
            let unknown: Vec<(&String, &Condition)> = unknown.collect();
            let otherwise = unknown.iter();
            let otherwise = otherwise.filter_map(|(name, condition)| {
                let own = operation.otherwise.get(*name);
                own.or(condition.otherwise(subject.api.edition)).cloned()
            });
            let undecided = Undecided {
                words: words(&unknown)?,
                otherwise: otherwise.collect(),
            };
            Some((requirement.id.clone(), undecided))
        });
        hanging.collect()
    };
    subject.api.operations.iter().flat_map(of).collect()
}

fn words(unknown: &[(&String, &Condition)]) -> Option<String> {
    let unless: Vec<String> = unknown
        .iter()
        .map(|(name, condition)| format!("\"{}\" (`{name}`)", condition.is))
        .collect();
    let unless = (!unless.is_empty()).then(|| unless.join(" and "))?;
    Some(format!(
        "does not hold, and need not unless {unless}: say under `instance` in the target file whether that is so"
    ))
}
