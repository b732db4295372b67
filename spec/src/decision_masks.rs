//! The table of decisions, made quick to ask: which rule decides on one of very many questions.

use std::collections::BTreeMap;

use crate::decision::{Choice, DecisionRule, Decisions, PARTS, Question};
use crate::{Edition, Values};

/// A bit a rule.
type Rules = u128;

/// How many rules a table may have.
pub(crate) const RULES_MAX: usize = Rules::BITS as usize;

/// The rules that fit each value of each part, so that those that fit a question are what they have in common.
pub struct DecisionMasks {
    /// By who asks and how they are named, as one may count as somebody else by that.
    who: Vec<Vec<Rules>>,
    /// By who asks, how they are named, and the repository.
    role: Vec<Vec<Vec<Rules>>>,
    /// By part and value, for all parts but those two.
    others: Vec<Vec<Rules>>,
    granting: Rules,
}

impl Decisions {
    /// The table for questions with these values of each part, in the order of [`PARTS`]; conditions are met as `meets`
    /// says. Nothing where it has more rules than fit.
    pub fn masks(
        &self,
        values: &[Vec<&str>; PARTS],
        edition: Edition,
        meets: impl Fn(&str) -> bool,
    ) -> Option<DecisionMasks> {
        if self.rules.len() > RULES_MAX {
            return None;
        }
        let holds = |rule: &DecisionRule| {
            rule.editions.contains(edition)
                && rule.conditions.iter().all(|name| meets(name))
                && !rule.unmet.iter().any(|name| meets(name))
        };
        let all = self.where_rules(holds);
        let [
            who,
            named,
            action,
            protocol,
            changes,
            container,
            address,
            body,
            beside,
        ] = values;
        let plain = |part: &str, values: &[&str]| -> Vec<Rules> {
            let fitting = |value: &&str| self.fitting(&[(part, value)]);
            values.iter().map(fitting).collect()
        };
        let chosen = |part: &str, choices: &BTreeMap<String, Choice>, values: &[&str]| -> Vec<Rules> {
            let owned = traits(choices);
            let fitting = |value: &&str| self.fitting_choice(part, value, choices.get(*value), &owned);
            values.iter().map(fitting).collect()
        };
        let counted = |who: &str, named: &str| {
            let question = Question {
                who,
                named,
                ..Question::default()
            };
            self.counting_as(&question, edition).to_owned()
        };
        let owned = traits(&self.who);
        let by_who = |who: &&str| -> Vec<Rules> {
            let fitting = |named: &&str| {
                let who = counted(who, named);
                all & self.fitting_choice("who", &who, self.who.get(&who), &owned)
            };
            named.iter().map(fitting).collect()
        };
        let by_role = |who: &&str| -> Vec<Vec<Rules>> {
            let of = |named: &&str| {
                let who = counted(who, named);
                let fitting = |container: &&str| self.fitting(&[("role", self.role(&who, container))]);
                container.iter().map(fitting).collect()
            };
            named.iter().map(of).collect()
        };
        Some(DecisionMasks {
            who: who.iter().map(by_who).collect(),
            role: who.iter().map(by_role).collect(),
            others: vec![
                plain("named", named),
                chosen("action", &self.action, action),
                plain("protocol", protocol),
                chosen("changes", &self.changes, changes),
                chosen("container", &self.container, container),
                plain("address", address),
                plain("body", body),
                plain("beside", beside),
            ],
            granting: self.where_rules(|rule| rule.granted),
        })
    }

    fn where_rules(&self, holds: impl Fn(&DecisionRule) -> bool) -> Rules {
        let rules = self.rules.iter().enumerate();
        rules
            .filter(|(_, rule)| holds(rule))
            .fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The rules that these facts do not contradict.
    fn fitting(&self, facts: &[(&str, &str)]) -> Rules {
        self.where_rules(|rule| {
            facts.iter().all(|(name, value)| {
                let wanted = rule.when.get(*name);
                wanted.is_none_or(|wanted: &Values| wanted.all().iter().any(|it| it == value))
            })
        })
    }

    /// The rules that a value with all that is said of it does not contradict; what is said of others of its part and
    /// not of it is said of it nowhere.
    fn fitting_choice(&self, part: &str, value: &str, choice: Option<&Choice>, owned: &[&str]) -> Rules {
        let said: BTreeMap<&str, &str> = choice.into_iter().flat_map(Choice::facts).collect();
        let facts = owned.iter().map(|name| {
            let usual = if *name == "standing" { "good" } else { "" };
            (*name, said.get(name).copied().unwrap_or(usual))
        });
        let facts: Vec<(&str, &str)> = facts.chain([(part, value)]).collect();
        self.fitting(&facts)
    }
}

/// Everything that is said of any value of a part.
fn traits(choices: &BTreeMap<String, Choice>) -> Vec<&str> {
    let facts = choices.values().flat_map(Choice::facts);
    let mut names: Vec<&str> = facts.map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl DecisionMasks {
    /// Whether a question is granted, by the places of its values; nothing where no rule decides.
    #[must_use]
    pub fn grants(&self, [who, named, others @ ..]: &[usize; PARTS]) -> Option<bool> {
        let [_, _, _, container, ..] = others;
        let mut fitting = self.who[*who][*named] & self.role[*who][*named][*container];
        let values = std::iter::once(named).chain(others);
        for (masks, value) in self.others.iter().zip(values) {
            fitting &= masks[*value];
        }
        // The first rule is the lowest bit.
        let first = fitting & fitting.wrapping_neg();
        (first != 0).then_some(first & self.granting != 0)
    }
}
