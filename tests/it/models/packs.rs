//! Packs of compute minutes: a purchase is one pack of a namespace, until all its packs move to another.
//!
//! No operation lists packs, but to buy one again tells: a pack that is there is answered as it is, whatever is
//! said of it now, and a new one with what was said.

use std::collections::BTreeMap;

use labproof_harness::Answer;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, member, refusal, status};

pub(crate) struct Packs {
    namespaces: [Value; 2],
    unique: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pack {
    minutes: u32,
    expires_at: &'static str,
}

/// The packs there are, by namespace and purchase.
type Bought = BTreeMap<(usize, usize), Pack>;

#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// What is in one request, by purchase.
    Buy {
        namespace: usize,
        packs: BTreeMap<usize, Pack>,
    },
    /// One pack, named twice in a request.
    BuyTwiceAtOnce {
        namespace: usize,
        purchase: usize,
        pack: Pack,
    },
    /// The second pack of the request lacks its minutes.
    BuyIncomplete {
        namespace: usize,
        purchase: usize,
        pack: Pack,
    },
    Move {
        from: usize,
    },
    MoveToItself {
        namespace: usize,
    },
}

fn purchases(state: &Bought, namespace: usize) -> impl Iterator<Item = usize> {
    state
        .keys()
        .filter(move |(of, _)| *of == namespace)
        .map(|(_, purchase)| *purchase)
}

impl Model for Packs {
    const OPERATIONS: &'static [&'static str] = &["compute_packs.create", "compute_packs.move"];
    type State = Bought;
    type Action = Action;

    fn actions(_: &Bought) -> BoxedStrategy<Action> {
        let namespace = 0..2_usize;
        let purchase = 0..3_usize;
        let pack = (
            1..100_000_u32,
            select(vec!["2031-01-01", "2031-12-31", "2032-02-29"]),
        );
        let pack = pack.prop_map(|(minutes, expires_at)| Pack { minutes, expires_at });
        let one = (namespace.clone(), purchase.clone(), pack.clone());
        let packs = prop::collection::btree_map(purchase, pack, 1..=3);
        prop_oneof![
            4 => (namespace.clone(), packs).prop_map(|(namespace, packs)| Action::Buy { namespace, packs }),
            1 => one.clone().prop_map(|(namespace, purchase, pack)| {
                Action::BuyTwiceAtOnce { namespace, purchase, pack }
            }),
            1 => one.prop_map(|(namespace, purchase, pack)| {
                Action::BuyIncomplete { namespace, purchase, pack }
            }),
            2 => namespace.clone().prop_map(|from| Action::Move { from }),
            1 => namespace.prop_map(|namespace| Action::MoveToItself { namespace }),
        ]
        .boxed()
    }

    /// What becomes of two packs of one purchase that meet in a namespace, nobody says.
    fn is_known(state: &Bought, action: &Action) -> bool {
        match action {
            Action::Move { from } => {
                purchases(state, *from).all(|purchase| !state.contains_key(&(1 - from, purchase)))
            }
            _ => true,
        }
    }

    fn next(state: &mut Bought, action: &Action) {
        match action {
            Action::Buy { namespace, packs } => {
                for (purchase, pack) in packs {
                    state.entry((*namespace, *purchase)).or_insert(*pack);
                }
            }
            Action::BuyTwiceAtOnce {
                namespace,
                purchase,
                pack,
            } => {
                state.entry((*namespace, *purchase)).or_insert(*pack);
            }
            Action::Move { from } => {
                let moved = std::mem::take(state).into_iter();
                *state = moved
                    .map(|((namespace, purchase), pack)| {
                        let namespace = if namespace == *from { 1 - from } else { namespace };
                        ((namespace, purchase), pack)
                    })
                    .collect();
            }
            Action::BuyIncomplete { .. } | Action::MoveToItself { .. } => {}
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        let unique = stage.fill("{unique}").await?;
        Ok(Self {
            namespaces: [
                stage.make("fresh_namespace", "id").await?,
                stage.make("other_fresh_namespace", "id").await?,
            ],
            unique: unique.chars().filter(char::is_ascii_hexdigit).collect(),
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Buy { namespace, packs } => {
                let sent = packs.iter().map(|(purchase, pack)| self.sent(*purchase, *pack));
                let sent = sent.collect::<Vec<_>>();
                self.buy(stage, *namespace, &sent, packs.keys(), step.after).await
            }
            Action::BuyTwiceAtOnce {
                namespace,
                purchase,
                pack,
            } => {
                let sent = [self.sent(*purchase, *pack), self.sent(*purchase, *pack)];
                self.buy(stage, *namespace, &sent, [purchase], step.after).await
            }
            Action::BuyIncomplete {
                namespace,
                purchase,
                pack,
            } => {
                let mut lacking = self.sent((purchase + 1) % 3, *pack);
                lacking.as_object_mut().unwrap().remove("number_of_minutes");
                let packs = [self.sent(*purchase, *pack), lacking];
                let parameters = json!({ "id": self.namespaces[*namespace], "packs": packs });
                let answer = stage.call("compute_packs.create", parameters).await?;
                refusal(&answer, 400, "/error", "packs[1][number_of_minutes] is missing")
            }
            Action::Move { from } => {
                let answer = self.moved(stage, *from, 1 - from).await?;
                refusal(&answer, 202, "/message", "202 Accepted")
            }
            Action::MoveToItself { namespace } => {
                let text = "400 Bad request - Namespace and target must be different";
                refusal(
                    &self.moved(stage, *namespace, *namespace).await?,
                    400,
                    "/message",
                    text,
                )
            }
        }
    }
}

impl Packs {
    fn xid(&self, purchase: usize) -> String {
        format!("{:0>31}{purchase}", self.unique)
    }

    fn sent(&self, purchase: usize, pack: Pack) -> Value {
        json!({
            "number_of_minutes": pack.minutes,
            "expires_at": pack.expires_at,
            "purchase_xid": self.xid(purchase),
        })
    }

    async fn moved(&self, stage: &Stage, from: usize, to: usize) -> Result<Answer, Difference> {
        let (from, to) = (&self.namespaces[from], &self.namespaces[to]);
        stage
            .call("compute_packs.move", json!({ "id": from, "target_id": to }))
            .await
    }

    /// Buys packs; the answer shows each purchase as the namespace has it afterwards.
    async fn buy<'p>(
        &self,
        stage: &Stage,
        namespace: usize,
        sent: &[Value],
        purchases: impl IntoIterator<Item = &'p usize>,
        after: &Bought,
    ) -> Result<(), Difference> {
        let parameters = json!({ "id": self.namespaces[namespace], "packs": sent });
        let answer = stage.call("compute_packs.create", parameters).await?;
        status(&answer, &[201])?;
        let shown = answer
            .json
            .as_ref()
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        check(shown.len() <= sent.len(), || {
            format!("more packs than were sent: {}", answer.text)
        })?;
        for purchase in purchases {
            let pack = after[&(namespace, *purchase)];
            let mut wanted = self.sent(*purchase, pack);
            wanted["namespace_id"] = self.namespaces[namespace].clone();
            let index = shown
                .iter()
                .position(|shown| shown["purchase_xid"] == wanted["purchase_xid"]);
            let index =
                index.ok_or_else(|| Difference(format!("no purchase {purchase}: {}", answer.text)))?;
            for (name, value) in wanted.as_object().unwrap() {
                member(&answer, &format!("/{index}/{name}"), value)?;
            }
        }
        Ok(())
    }
}
