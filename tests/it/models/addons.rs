//! Purchases of an add-on: a namespace has one or none; it is made once, and changed from then on.

use labproof_harness::Answer;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, member, refusal, status};

const ADD_ON: &str = "code_suggestions";

/// The day every purchase begins on; older editions do not ask for one.
const FIRST_DAY: &str = "2030-07-15";

pub(crate) struct AddOns {
    namespaces: [Map<String, Value>; 2],
}

#[derive(Clone, Debug)]
pub(crate) struct Purchase {
    quantity: u32,
    expires_on: &'static str,
    purchase_xid: String,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Create {
        namespace: usize,
        purchase: Purchase,
    },
    CreateOfNothing {
        namespace: usize,
    },
    CreateIncomplete {
        namespace: usize,
    },
    Update {
        namespace: usize,
        quantity: Option<u32>,
        expires_on: &'static str,
        purchase_xid: Option<String>,
    },
    UpdateWithoutDay {
        namespace: usize,
        quantity: u32,
    },
    Get {
        namespace: usize,
    },
}

impl Model for AddOns {
    const OPERATIONS: &'static [&'static str] = &["addons.create", "addons.update", "addons.get"];
    /// What each namespace bought.
    type State = [Option<Purchase>; 2];
    type Action = Action;

    fn actions(_: &Self::State) -> BoxedStrategy<Action> {
        let namespace = || 0..2_usize;
        let quantity = || 1..1000_u32;
        let day = || select(vec!["2031-07-15", "2032-02-29", "2033-01-01"]);
        let name = || "A-S[0-9]{8}";
        let created = (namespace(), quantity(), day(), name());
        let updated = (
            namespace(),
            prop::option::of(quantity()),
            day(),
            prop::option::of(name()),
        );
        prop_oneof![
            3 => created.prop_map(|(namespace, quantity, expires_on, purchase_xid)| {
                let purchase = Purchase { quantity, expires_on, purchase_xid };
                Action::Create { namespace, purchase }
            }),
            1 => namespace().prop_map(|namespace| Action::CreateOfNothing { namespace }),
            1 => namespace().prop_map(|namespace| Action::CreateIncomplete { namespace }),
            4 => updated.prop_map(|(namespace, quantity, expires_on, purchase_xid)| {
                Action::Update { namespace, quantity, expires_on, purchase_xid }
            }),
            1 => (namespace(), quantity())
                .prop_map(|(namespace, quantity)| Action::UpdateWithoutDay { namespace, quantity }),
            3 => namespace().prop_map(|namespace| Action::Get { namespace }),
        ]
        .boxed()
    }

    fn next(state: &mut Self::State, action: &Action) {
        match action {
            Action::Create { namespace, purchase } => {
                state[*namespace].get_or_insert_with(|| purchase.clone());
            }
            Action::Update {
                namespace,
                quantity,
                expires_on,
                purchase_xid,
            } => {
                if let Some(known) = &mut state[*namespace] {
                    known.expires_on = expires_on;
                    known.quantity = quantity.unwrap_or(known.quantity);
                    if let Some(purchase_xid) = purchase_xid {
                        known.purchase_xid.clone_from(purchase_xid);
                    }
                }
            }
            Action::CreateOfNothing { .. }
            | Action::CreateIncomplete { .. }
            | Action::UpdateWithoutDay { .. }
            | Action::Get { .. } => {}
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        Ok(Self {
            namespaces: [
                stage.consumer.make("fresh_namespace").await?,
                stage.consumer.make("other_fresh_namespace").await?,
            ],
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Create { namespace, purchase } => {
                let sent = json!({
                    "quantity": purchase.quantity,
                    "started_on": FIRST_DAY,
                    "expires_on": purchase.expires_on,
                    "purchase_xid": purchase.purchase_xid,
                });
                let answer = self.call(stage, "addons.create", *namespace, sent).await?;
                if step.before[*namespace].is_some() {
                    return complaint(&answer, "already exists, ");
                }
                status(&answer, &[201])?;
                self.shows(&answer, *namespace, &step)
            }
            Action::CreateOfNothing { namespace } => {
                let sent = json!({ "quantity": 0, "started_on": FIRST_DAY, "expires_on": "2031-07-15", "purchase_xid": "A-S00000000" });
                status(
                    &self.call(stage, "addons.create", *namespace, sent).await?,
                    &[400],
                )
            }
            Action::CreateIncomplete { namespace } => {
                let sent = json!({ "started_on": FIRST_DAY, "expires_on": "2031-07-15" });
                let answer = self.call(stage, "addons.create", *namespace, sent).await?;
                refusal(
                    &answer,
                    400,
                    "/error",
                    "quantity is missing, purchase_xid is missing",
                )
            }
            Action::Update {
                namespace,
                quantity,
                expires_on,
                purchase_xid,
            } => {
                let sent = json!({ "quantity": quantity, "started_on": FIRST_DAY, "expires_on": expires_on, "purchase_xid": purchase_xid });
                let answer = self.call(stage, "addons.update", *namespace, sent).await?;
                if step.before[*namespace].is_none() {
                    return complaint(&answer, "does not exist, ");
                }
                status(&answer, &[200])?;
                self.shows(&answer, *namespace, &step)
            }
            Action::UpdateWithoutDay { namespace, quantity } => {
                let answer = self
                    .call(
                        stage,
                        "addons.update",
                        *namespace,
                        json!({ "quantity": quantity, "started_on": FIRST_DAY }),
                    )
                    .await?;
                refusal(&answer, 400, "/error", "expires_on is missing")
            }
            Action::Get { namespace } => {
                let answer = self.call(stage, "addons.get", *namespace, json!({})).await?;
                if step.after[*namespace].is_none() {
                    return refusal(&answer, 404, "/message", "404 Not found");
                }
                status(&answer, &[200])?;
                self.shows(&answer, *namespace, &step)
            }
        }
    }
}

/// How the namespace is called, and what to do instead, is said in other words by other releases.
fn complaint(answer: &Answer, reason: &str) -> Result<(), Difference> {
    status(answer, &[400])?;
    let message = answer.json.as_ref().and_then(|body| body["message"].as_str());
    let begins = "400 Bad request - Add-on purchase for namespace ";
    let holds = message.is_some_and(|text| text.starts_with(begins) && text.contains(reason));
    check(holds, || format!("no word of `{reason}`: {}", answer.text))
}

impl AddOns {
    async fn call(
        &self,
        stage: &Stage,
        operation: &str,
        namespace: usize,
        mut parameters: Value,
    ) -> Result<Answer, Difference> {
        parameters["id"] = self.namespaces[namespace]["id"].clone();
        parameters["add_on_name"] = json!(ADD_ON);
        stage.call(operation, parameters).await
    }

    fn shows(&self, answer: &Answer, namespace: usize, step: &Step<'_, Self>) -> Result<(), Difference> {
        let purchase = step.after[namespace].as_ref().unwrap();
        member(answer, "/namespace_id", &self.namespaces[namespace]["id"])?;
        member(answer, "/namespace_name", &self.namespaces[namespace]["name"])?;
        member(answer, "/add_on", &json!("Code Suggestions"))?;
        member(answer, "/quantity", &json!(purchase.quantity))?;
        member(answer, "/expires_on", &json!(purchase.expires_on))?;
        member(answer, "/purchase_xid", &json!(purchase.purchase_xid))
    }
}
