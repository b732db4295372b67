//! Subscriptions: a namespace has one or none; what a request does not name stays as it was.

use labproof_harness::Answer;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, member, refusal, status};

pub(crate) struct Subscriptions {
    namespace: Value,
    /// A second subscription was taken, which nobody rules out; what the namespace has then, nobody says.
    is_unclear: bool,
}

/// The year in which a term begins; it ends in the next one, if it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    year: u16,
    ends: bool,
}

impl Term {
    fn start(self) -> String {
        format!("{}-07-15", self.year)
    }

    fn end(self) -> Option<String> {
        self.ends.then(|| format!("{}-07-01", self.year + 1))
    }
}

/// What a request says beside the term.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    plan: Option<&'static str>,
    seats: Option<u32>,
    max_seats_used: Option<u32>,
    auto_renew: Option<bool>,
    trial: Option<bool>,
}

/// What is known of a subscription; nothing where the documents leave open what it is.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    term: Term,
    plan: Option<&'static str>,
    seats: Option<u32>,
    max_seats_used: Option<u32>,
    /// Here nothing means null.
    auto_renew: Option<bool>,
    trial: bool,
    was_trial: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Create { term: Term, said: Said },
    CreateWithoutStart { said: Said },
    Update { term: Option<Term>, said: Said },
    UpdateWithWords,
    Get,
}

const TRIAL: (&str, &str) = ("2029-12-15", "2030-01-15");

impl Model for Subscriptions {
    const OPERATIONS: &'static [&'static str] = &[
        "subscriptions.create",
        "subscriptions.update",
        "subscriptions.get",
    ];
    type State = Option<Subscription>;
    type Action = Action;

    fn actions(_: &Self::State) -> BoxedStrategy<Action> {
        let year = || 2020..2026_u16;
        let term = (year(), any::<bool>()).prop_map(|(year, ends)| Term { year, ends });
        // No request takes an end back.
        let ending = year().prop_map(|year| Term { year, ends: true });
        let seats = || of(1..500_u32);
        let plan = of(select(vec!["premium", "ultimate"]));
        let said = (
            plan,
            seats(),
            of(0..500_u32),
            of(any::<bool>()),
            of(any::<bool>()),
        );
        let said = said.prop_map(|(plan, seats, max_seats_used, auto_renew, trial)| Said {
            plan,
            seats,
            max_seats_used,
            auto_renew,
            trial,
        });
        prop_oneof![
            2 => (term, said.clone()).prop_map(|(term, said)| Action::Create { term, said }),
            1 => said.clone().prop_map(|said| Action::CreateWithoutStart { said }),
            5 => (of(ending), said).prop_map(|(term, said)| Action::Update { term, said }),
            1 => Just(Action::UpdateWithWords),
            3 => Just(Action::Get),
        ]
        .boxed()
    }

    fn next(state: &mut Self::State, action: &Action) {
        match action {
            Action::Create { term, said } => {
                state.get_or_insert_with(|| Subscription {
                    term: *term,
                    plan: said.plan,
                    seats: said.seats,
                    max_seats_used: said.max_seats_used,
                    auto_renew: said.auto_renew,
                    trial: said.trial == Some(true),
                    was_trial: said.trial == Some(true),
                });
            }
            Action::Update { term, said } => {
                if let Some(known) = state {
                    known.update(*term, said);
                }
            }
            Action::CreateWithoutStart { .. } | Action::UpdateWithWords | Action::Get => {}
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        Ok(Self {
            namespace: stage.make("fresh_namespace", "id").await?,
            is_unclear: false,
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Create { term, said } => {
                let answer = stage
                    .call("subscriptions.create", self.sent(Some(*term), said))
                    .await?;
                if step.before.is_some() {
                    self.is_unclear |= answer.status < 400;
                    return Ok(());
                }
                status(&answer, &[201])?;
                self.shows(&answer, step.after)
            }
            Action::CreateWithoutStart { said } => {
                let answer = stage.call("subscriptions.create", self.sent(None, said)).await?;
                refusal(&answer, 400, "/error", "start_date is missing")
            }
            Action::Update { term, said } => {
                let answer = stage.call("subscriptions.update", self.sent(*term, said)).await?;
                if step.before.is_none() {
                    return refusal(&answer, 404, "/message", "404 GitlabSubscription Not Found");
                }
                status(&answer, &[200])?;
                self.shows(&answer, step.after)
            }
            Action::UpdateWithWords => {
                let parameters = json!({ "id": self.namespace, "seats": "many", "plan_code": "ultimate" });
                let answer = stage.call("subscriptions.update", parameters).await?;
                refusal(&answer, 400, "/error", "seats is invalid")
            }
            Action::Get => {
                let answer = stage
                    .call("subscriptions.get", json!({ "id": self.namespace }))
                    .await?;
                status(&answer, &[200])?;
                self.shows(&answer, step.after)
            }
        }
    }
}

impl Subscription {
    fn update(&mut self, term: Option<Term>, said: &Said) {
        let is_new_term = term.is_some_and(|term| self.term.ends && term.year > self.term.year);
        self.term = term.unwrap_or(self.term);
        self.plan = said.plan.or(self.plan);
        self.seats = said.seats.or(self.seats);
        // Whoever begins anew after the old end is counted anew, from a number that nobody documents.
        self.max_seats_used = if is_new_term {
            None
        } else {
            said.max_seats_used.or(self.max_seats_used)
        };
        self.auto_renew = said.auto_renew.or(self.auto_renew);
        self.trial = said.trial.unwrap_or(self.trial);
        self.was_trial |= self.trial;
    }
}

impl Subscriptions {
    fn sent(&self, term: Option<Term>, said: &Said) -> Value {
        let is_trial = said.trial == Some(true);
        json!({
            "id": self.namespace,
            "start_date": term.map(Term::start),
            "end_date": term.and_then(Term::end),
            "plan_code": said.plan,
            "seats": said.seats,
            "max_seats_used": said.max_seats_used,
            "auto_renew": said.auto_renew,
            "trial": said.trial,
            "trial_starts_on": is_trial.then_some(TRIAL.0),
            "trial_ends_on": is_trial.then_some(TRIAL.1),
        })
    }

    fn shows(&self, answer: &Answer, state: &Option<Subscription>) -> Result<(), Difference> {
        if self.is_unclear {
            return Ok(());
        }
        let Some(known) = state else {
            for pointer in [
                "/plan/code",
                "/usage/seats_in_subscription",
                "/billing/subscription_start_date",
            ] {
                member(answer, pointer, &Value::Null)?;
            }
            return Ok(());
        };
        if let Some(plan) = known.plan {
            member(answer, "/plan/code", &json!(plan))?;
        }
        if let Some(seats) = known.seats {
            member(answer, "/usage/seats_in_subscription", &json!(seats))?;
        }
        if let Some(seats) = known.max_seats_used {
            member(answer, "/usage/max_seats_used", &json!(seats))?;
        }
        member(answer, "/plan/auto_renew", &json!(known.auto_renew))?;
        member(answer, "/plan/trial", &json!(known.trial))?;
        member(
            answer,
            "/billing/trial_ends_on",
            &json!(known.was_trial.then_some(TRIAL.1)),
        )?;
        member(
            answer,
            "/billing/subscription_start_date",
            &json!(known.term.start()),
        )?;
        member(answer, "/billing/subscription_end_date", &json!(known.term.end()))
    }
}
