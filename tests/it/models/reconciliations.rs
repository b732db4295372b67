//! Announced reconciliations: a namespace has one or none, and only what is there can be taken back.

use labproof_harness::Answer;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, refusal, status};

pub(crate) struct Reconciliations {
    namespaces: [Value; 2],
    missing: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// For one namespace or for both in one request.
    Announce {
        namespaces: Vec<usize>,
        days: Days,
    },
    /// Beside one of a namespace that does not exist.
    AnnounceBesideUnknown {
        namespace: usize,
        days: Days,
    },
    /// Nothing of the request is put on record.
    AnnounceIncomplete {
        namespace: usize,
        days: Days,
    },
    TakeBack {
        namespace: usize,
    },
}

/// The next reconciliation and the first day of the alert about it.
type Days = (&'static str, &'static str);

impl Model for Reconciliations {
    const OPERATIONS: &'static [&'static str] = &["reconciliations.update", "reconciliations.delete"];
    /// Whether something is announced for each namespace.
    type State = [bool; 2];
    type Action = Action;

    fn actions(_: &Self::State) -> BoxedStrategy<Action> {
        let namespace = 0..2_usize;
        let days = select(vec![
            ("2031-06-13", "2031-06-06"),
            ("13 Jun 2031", "06 Jun 2031"),
            ("2032-01-02", "26 Dec 2031"),
        ]);
        let one = (namespace.clone(), days.clone());
        let some = select(vec![vec![0], vec![1], vec![0, 1], vec![1, 0]]);
        prop_oneof![
            3 => (some, days).prop_map(|(namespaces, days)| Action::Announce { namespaces, days }),
            1 => one.clone().prop_map(|(namespace, days)| Action::AnnounceBesideUnknown { namespace, days }),
            1 => one.prop_map(|(namespace, days)| Action::AnnounceIncomplete { namespace, days }),
            4 => namespace.prop_map(|namespace| Action::TakeBack { namespace }),
        ]
        .boxed()
    }

    fn next(state: &mut Self::State, action: &Action) {
        match action {
            Action::Announce { namespaces, .. } => {
                for namespace in namespaces {
                    state[*namespace] = true;
                }
            }
            Action::AnnounceBesideUnknown { namespace, .. } => state[*namespace] = true,
            Action::AnnounceIncomplete { .. } => {}
            Action::TakeBack { namespace } => state[*namespace] = false,
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        Ok(Self {
            namespaces: [
                stage.make("fresh_namespace", "id").await?,
                stage.make("other_fresh_namespace", "id").await?,
            ],
            missing: stage.number("{missing.namespace_id}").await?.into(),
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Announce { namespaces, days } => {
                let items = namespaces
                    .iter()
                    .map(|namespace| item(&self.namespaces[*namespace], *days));
                let answer = announce(stage, items.collect()).await?;
                status(&answer, &[200])
            }
            Action::AnnounceBesideUnknown { namespace, days } => {
                let items = vec![
                    item(&self.missing, *days),
                    item(&self.namespaces[*namespace], *days),
                ];
                status(&announce(stage, items).await?, &[400])
            }
            Action::AnnounceIncomplete { namespace, days } => {
                let mut lacking = item(&self.namespaces[1 - namespace], *days);
                lacking
                    .as_object_mut()
                    .unwrap()
                    .remove("next_reconciliation_date");
                let items = vec![item(&self.namespaces[*namespace], *days), lacking];
                let text = "upcoming_reconciliations[1][next_reconciliation_date] is missing";
                refusal(&announce(stage, items).await?, 400, "/error", text)
            }
            Action::TakeBack { namespace } => {
                let parameters = json!({ "namespace_id": self.namespaces[*namespace] });
                let answer = stage.call("reconciliations.delete", parameters).await?;
                if step.before[*namespace] {
                    return status(&answer, &[204]);
                }
                refusal(&answer, 404, "/message", "404 Not Found")
            }
        }
    }
}

fn item(namespace: &Value, (next, from): Days) -> Value {
    json!({ "namespace_id": namespace, "next_reconciliation_date": next, "display_alert_from": from })
}

async fn announce(stage: &Stage, items: Vec<Value>) -> Result<Answer, Difference> {
    let parameters = json!({ "upcoming_reconciliations": items });
    stage.call("reconciliations.update", parameters).await
}
