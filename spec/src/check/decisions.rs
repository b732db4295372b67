//! The table of decisions speaks of parts, values and refusals that there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::{Choice, Decisions, Refused, Values};
use crate::decision_masks::RULES_MAX;
use crate::load::Documents;
use crate::{Faults, Level};

const FILE: &str = "decisions.yaml";

/// Notes every name in it that leads nowhere.
pub(super) fn all(documents: &Documents, faults: &mut Faults) {
    let table = &documents.decisions;
    for (file, operation) in &documents.operations {
        if operation.decisions != (operation.operation == table.operation) {
            let message = "is true of the operation that decisions.yaml is about, and of no other";
            faults.add(file, "/decisions", message);
        }
    }
    if table.operation.is_empty() {
        return;
    }
    let mut operations = documents.operations.iter();
    let Some((_, operation)) = operations.find(|(_, it)| it.operation == table.operation) else {
        let message = format!("unknown operation `{}`", table.operation);
        return faults.add(FILE, "/operation", message);
    };
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (part, choices) in [
        ("who", &table.who),
        ("action", &table.action),
        ("container", &table.container),
        ("changes", &table.changes),
    ] {
        for (name, _) in choices.values().flat_map(Choice::facts) {
            let owner = owners.entry(name).or_insert(part);
            if *owner != part {
                let message = format!("`{name}` is said of {owner} already; say it of one part alone");
                faults.add(FILE, format!("/{part}"), message);
            }
        }
    }
    if table.rules.len() > RULES_MAX {
        let message = format!("has more than {RULES_MAX} rules, which are a bit each to be quick to ask");
        faults.add(FILE, "/rules", message);
    }
    let known = known(table);
    let mut taken = BTreeSet::new();
    for (index, rule) in table.rules.iter().enumerate() {
        let mut told = |what: String| faults.add(FILE, format!("/rules/{index}"), what);
        if !taken.insert(&rule.rule) {
            told(format!("`{}` stands here twice", rule.rule));
        }
        if rule.granted == rule.refused.is_some() {
            told(format!("`{}` has either to grant or to refuse", rule.rule));
        }
        if let Some(Refused::Named { refusal }) = &rule.refused
            && !operation.refusals.contains_key(refusal)
        {
            told(format!(
                "unknown refusal `{refusal}`; word it in the operation's document"
            ));
        }
        let conditions = rule.conditions.iter().chain(&rule.unmet);
        for name in conditions.filter(|name| !documents.conditions.contains_key(*name)) {
            told(format!(
                "unknown condition `{name}`; describe it in conditions.yaml"
            ));
        }
        unknown(&rule.when, &known).into_iter().for_each(told);
    }
    for (index, either) in table.either_way.iter().enumerate() {
        let mut told = |what: String| faults.add(FILE, format!("/either_way/{index}"), what);
        unknown(&either.when, &known).into_iter().for_each(&mut told);
        let mut requirements = operation.requirements.iter();
        let may = requirements.find(|it| it.id == either.because && it.level == Level::May);
        if may.is_none() {
            told(format!("`{}` is no `may` of the operation", either.because));
        }
    }
}

/// Facts and values that no question has.
fn unknown(when: &BTreeMap<String, Values>, known: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let mut unknown = Vec::new();
    for (fact, values) in when {
        match known.get(fact.as_str()) {
            None => unknown.push(format!("nothing is called `{fact}`")),
            Some(known) => {
                let values = values
                    .all()
                    .iter()
                    .filter(|value| !known.contains(value.as_str()));
                unknown.extend(values.map(|value| format!("`{fact}` is never `{value}`")));
            }
        }
    }
    unknown
}

/// Every part and what follows from it, with the values that it may have.
fn known(table: &Decisions) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (part, choices) in [
        ("who", &table.who),
        ("action", &table.action),
        ("address", &table.address),
        ("beside", &table.beside),
        ("container", &table.container),
        ("changes", &table.changes),
    ] {
        known
            .entry(part)
            .or_default()
            .extend(choices.keys().map(String::as_str));
        for (name, value) in choices.values().flat_map(Choice::facts) {
            known.entry(name).or_default().insert(value);
        }
    }
    known
        .entry("named")
        .or_default()
        .extend(table.named.keys().map(String::as_str));
    for (part, values) in [("protocol", &table.protocol), ("body", &table.body)] {
        known
            .entry(part)
            .or_default()
            .extend(values.iter().map(String::as_str));
    }
    known.entry("standing").or_default().insert("good");
    let roles = table.team.values().flat_map(BTreeMap::values);
    let role = known.entry("role").or_default();
    role.insert("none");
    role.extend(roles.map(String::as_str));
    known
}
