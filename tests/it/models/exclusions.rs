//! Exclusions from the storage limit: a namespace has one or none, and the list has exactly those.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, member, refusal, status};

/// How many items a page of the list may have at most.
const PAGE_ITEMS_MAX: usize = 100;

pub(crate) struct Exclusions {
    namespaces: [Value; 2],
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Exclude { namespace: usize, reason: String },
    ExcludeWithoutReason { namespace: usize },
    Include { namespace: usize },
    List,
}

impl Model for Exclusions {
    const OPERATIONS: &'static [&'static str] = &[
        "storage_exclusions.create",
        "storage_exclusions.delete",
        "storage_exclusions.list",
    ];
    /// Why each namespace is excluded, where it is.
    type State = [Option<String>; 2];
    type Action = Action;

    fn actions(_: &Self::State) -> BoxedStrategy<Action> {
        let namespace = 0..2_usize;
        let excluded = (namespace.clone(), "[A-Za-z0-9][A-Za-z0-9 é]{0,12}[a-z]");
        prop_oneof![
            3 => excluded.prop_map(|(namespace, reason)| Action::Exclude { namespace, reason }),
            1 => namespace.clone().prop_map(|namespace| Action::ExcludeWithoutReason { namespace }),
            3 => namespace.prop_map(|namespace| Action::Include { namespace }),
            2 => Just(Action::List),
        ]
        .boxed()
    }

    fn next(state: &mut Self::State, action: &Action) {
        match action {
            Action::Exclude { namespace, reason } => {
                state[*namespace].get_or_insert_with(|| reason.clone());
            }
            Action::Include { namespace } => state[*namespace] = None,
            Action::ExcludeWithoutReason { .. } | Action::List => {}
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        Ok(Self {
            namespaces: [
                stage.make("fresh_namespace", "id").await?,
                stage.make("other_fresh_namespace", "id").await?,
            ],
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Exclude { namespace, reason } => {
                let id = &self.namespaces[*namespace];
                let parameters = json!({ "id": id, "reason": reason });
                let answer = stage.call("storage_exclusions.create", parameters).await?;
                if step.before[*namespace].is_some() {
                    return refusal(&answer, 400, "/message", "400 Bad request - already excluded");
                }
                status(&answer, &[201])?;
                member(&answer, "/namespace_id", id)?;
                member(&answer, "/reason", &json!(reason))
            }
            Action::ExcludeWithoutReason { namespace } => {
                let parameters = json!({ "id": self.namespaces[*namespace] });
                let answer = stage.call("storage_exclusions.create", parameters).await?;
                refusal(&answer, 400, "/error", "reason is missing")
            }
            Action::Include { namespace } => {
                let parameters = json!({ "id": self.namespaces[*namespace] });
                let answer = stage.call("storage_exclusions.delete", parameters).await?;
                if step.before[*namespace].is_some() {
                    return status(&answer, &[204]);
                }
                refusal(&answer, 400, "/message", "400 Bad request - not excluded")
            }
            Action::List => self.list(stage, step.after).await,
        }
    }

    /// The list stays short enough to be read.
    async fn end(self, stage: &Stage, state: &Self::State) -> Result<(), Difference> {
        for (namespace, excluded) in self.namespaces.iter().zip(state) {
            if excluded.is_some() {
                let answer = stage
                    .call("storage_exclusions.delete", json!({ "id": namespace }))
                    .await?;
                status(&answer, &[204])?;
            }
        }
        Ok(())
    }
}

impl Exclusions {
    async fn list(&self, stage: &Stage, state: &[Option<String>; 2]) -> Result<(), Difference> {
        let mut listed = Vec::new();
        for page in 1.. {
            let parameters = json!({ "page": page, "per_page": PAGE_ITEMS_MAX });
            let answer = stage.call("storage_exclusions.list", parameters).await?;
            status(&answer, &[200])?;
            let items = answer
                .json
                .as_ref()
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let is_last = items.len() < PAGE_ITEMS_MAX;
            listed.extend(items);
            if is_last {
                break;
            }
        }
        for (namespace, excluded) in self.namespaces.iter().zip(state) {
            let items = listed.iter().filter(|item| item["namespace_id"] == *namespace);
            let reasons: Vec<&str> = items.filter_map(|item| item["reason"].as_str()).collect();
            let wanted: Vec<&str> = excluded.iter().map(String::as_str).collect();
            check(reasons == wanted, || {
                format!("the list has {reasons:?} for a namespace where the model has {wanted:?}")
            })?;
        }
        Ok(())
    }
}
