//! Requirements that hang on what nobody knows of a server, and the answers that tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof_spec::{Operation, Otherwise};

use crate::asking::subject::Subject;
use crate::judging::verdict::Breach;
use crate::running::conditions::Conditions;

/// What a requirement hangs on.
#[derive(Debug)]
pub(crate) struct Undecided {
    /// What to say where it does not hold for want of that.
    pub(crate) words: String,
    /// The answer where the condition is not met.
    otherwise: Otherwise,
}

impl Undecided {
    /// Whether the requirement does not hold in the very way in which it need not.
    pub(crate) fn is_told_by(&self, breach: &Breach) -> bool {
        breach.exchange.as_ref().is_some_and(|exchange| {
            let answer = &exchange.answer;
            self.otherwise
                .is(answer.status, answer.json.as_ref(), &answer.text)
        })
    }
}

/// The requirements with a condition of their own of which nobody knows whether it is met. Conditions of a whole
/// operation need no such words: an operation that is there is judged.
pub(crate) fn undecided(conditions: &Conditions, subject: &Subject) -> BTreeMap<String, Undecided> {
    let of = |operation: &Arc<Operation>| -> Vec<(String, Undecided)> {
        let its_own = |name: &&String| !operation.conditions.contains(name);
        let requirements = operation.requirements.iter();
        let hanging = requirements.filter_map(|requirement| {
            let mut names = requirement.conditions.iter().filter(its_own);
            let name = names.find(|name| conditions.unknown.contains(*name))?;
            let condition = &subject.api.conditions[name];
            let undecided = Undecided {
                words: format!(
                    "does not hold, and need not unless \"{}\" (`{name}`): say under `instance` in the target file whether that is so",
                    condition.is
                ),
                otherwise: condition.otherwise.clone()?,
            };
            Some((requirement.id.clone(), undecided))
        });
        hanging.collect()
    };
    subject.api.operations.iter().flat_map(of).collect()
}
