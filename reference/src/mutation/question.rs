//! Which question of the table of decisions a request asks: what defects hang on that show in some combinations alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof_spec::{Choice, Decisions, Edition, Late, Question};
use serde_json::{Map, Value};

use super::request::{fill, says};
use crate::request::Params;

/// The table, with what a world puts into the parameters of its questions.
pub(super) struct Questions {
    table: Arc<Late<Decisions>>,
    edition: Edition,
    fixtures: BTreeMap<String, Map<String, Value>>,
}

impl Questions {
    pub(super) fn new(
        table: Arc<Late<Decisions>>,
        edition: Edition,
        fixtures: BTreeMap<String, Map<String, Value>>,
    ) -> Self {
        Self {
            table,
            edition,
            fixtures,
        }
    }

    /// Whether a request asks a question of which all these facts have one of their values.
    pub(super) fn has(&self, wanted: &BTreeMap<String, Vec<String>>, params: &Params, is_json: bool) -> bool {
        let Some(question) = self.asked(params, is_json) else {
            return false;
        };
        let facts = self.table.facts(&question, self.edition);
        wanted.iter().all(|(name, values)| {
            let value = facts.iter().find(|(fact, _)| fact == name);
            value.is_some_and(|(_, value)| values.iter().any(|wanted| wanted == value))
        })
    }

    /// The question, where it is one of the table's.
    fn asked<'q>(&'q self, params: &'q Params, is_json: bool) -> Option<Question<'q>> {
        let table: &Decisions = &self.table;
        let named = table.named.keys().find(|name| params.has(name));
        let named = named.map_or("none", String::as_str);
        let mut who = table.who.keys();
        let who = who.find(|who| self.is_named(who, named, params))?;
        let action = params.given("action")?.as_str()?;
        let protocol = params.given("protocol")?.as_str()?;
        let text = |name: &str| params.given(name).cloned();
        let alone = |name: &str, choices: &'q BTreeMap<String, Choice>| {
            let said = text(name);
            choices
                .iter()
                .find(|(_, choice)| self.is_sent(choice.send.as_ref(), said.as_ref(), params))
                .map(|(name, _)| name.as_str())
        };
        Some(Question {
            who,
            named,
            action,
            protocol,
            container: self.several(&table.container, params)?,
            changes: alone("changes", &table.changes)?,
            address: alone("check_ip", &table.address)?,
            body: if is_json { "json" } else { "form" },
            beside: self.several(&table.beside, params)?,
        })
    }

    fn is_named(&self, who: &str, named: &str, params: &Params) -> bool {
        let question = Question {
            who,
            named,
            ..Question::default()
        };
        if !self.table.ways(who).any(|way| way == named) {
            return false;
        }
        let sent = self.table.parameters(&question);
        let value = sent.get(named).map(|value| fill(value, &self.fixtures, params));
        value.is_none_or(|value| says(params, named, &value))
    }

    fn is_sent(&self, sent: Option<&Value>, said: Option<&Value>, params: &Params) -> bool {
        match (sent, said) {
            (None, None) => true,
            (Some(sent), Some(said)) => fill(sent, &self.fixtures, params) == *said,
            _ => false,
        }
    }

    /// The choice whose parameters are all there, and none of those of the others.
    fn several<'q>(&self, choices: &'q BTreeMap<String, Choice>, params: &Params) -> Option<&'q str> {
        let objects = choices
            .values()
            .filter_map(|choice| choice.send.as_ref()?.as_object());
        let names: Vec<&String> = objects.flat_map(Map::keys).collect();
        let is_it = |choice: &Choice| {
            names.iter().all(|name| {
                let sent = choice.send.as_ref().and_then(|sent| sent.get(name.as_str()));
                self.is_sent(sent, params.given(name), params)
            })
        };
        let mut choices = choices.iter();
        choices
            .find(|(_, choice)| is_it(choice))
            .map(|(name, _)| name.as_str())
    }
}
