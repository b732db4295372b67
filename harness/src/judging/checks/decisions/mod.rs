//! Who may do what, in combinations: a covering array of the table of decisions, asked once for all that is judged by it.

mod combinations;
mod expected;
mod questions;

use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _};
use labproof_spec::{Operation, Question};
use serde_json::Value;
use tokio::sync::OnceCell;

use self::expected::Table;
use self::questions::Questions;
use crate::asking::ask_error::AskError;
use crate::asking::exchange::Exchange;
use crate::asking::placeholders::Placeholders;
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::subject::Subject;
use crate::asking::watched::{self, Watched};
use crate::judging::checks::checked::{Checked, Generation};
use crate::judging::letting_in;
use crate::judging::verdict::{Breach, Outcome};

/// How many further questions with the same fault are named.
const NAMED_MAX: usize = 20;

/// What is judged by the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// Whoever has to be refused is refused.
    KeepsOut,
    /// Whoever may is let in.
    LetsIn,
    /// Who is refused gets the status and the reason of the table.
    Reasons,
}

/// What the answers to all questions came to.
#[derive(Default)]
pub(crate) struct Decided {
    asked: usize,
    /// Whether anybody was let in, and whether anybody was refused: without, the other proves nothing.
    has_let_in: bool,
    has_refused: bool,
    breaches: Vec<(Aspect, Breach)>,
    /// Why nothing, or not all, could be judged.
    hindrance: Option<Outcome>,
    notes: Vec<String>,
}

/// The answers, once somebody asked the questions, and what happened meanwhile.
pub(crate) type Once = OnceCell<Arc<(Decided, Watched)>>;

/// Judges an aspect; the first of several asks.
pub(crate) async fn check(
    subject: &Subject,
    operation: &Operation,
    generation: Generation,
    aspect: Aspect,
    once: &Once,
) -> Checked {
    let mut checked = Checked::default();
    let decided = once
        .get_or_init(async || {
            let (decided, watched) = watched::of(ask(subject, operation, generation)).await;
            checked.decisions = decided.asked;
            checked.notes.clone_from(&decided.notes);
            Arc::new((decided, watched))
        })
        .await;
    let (decided, watched) = decided.as_ref();
    // What happened to the one that asked happened to all.
    watched::share(watched.clone());
    checked.outcomes.push(decided.outcome(aspect));
    checked
}

/// What one answer tells.
struct Told {
    is_throttled: bool,
    lets_in: bool,
    breach: Option<(Aspect, Breach)>,
}

impl Decided {
    fn take(&mut self, told: Told) {
        self.asked += 1;
        self.has_let_in |= told.lets_in;
        self.has_refused |= !told.lets_in;
        let Some((aspect, mut breach)) = told.breach else {
            return;
        };
        // Of each aspect the first is kept whole, of others the question: answers may be long.
        if self.breaches.iter().any(|(known, _)| *known == aspect) {
            breach.exchange = None;
        }
        self.breaches.push((aspect, breach));
    }

    /// What shows that an aspect holds for want of the opposite alone: nobody is let in wrongly who lets nobody in.
    fn hollow(&self, aspect: Aspect) -> Option<Breach> {
        let (is_shown, opposite, wanted) = match aspect {
            Aspect::KeepsOut => (
                self.has_let_in,
                Aspect::LetsIn,
                "somebody to be let in, else refusals prove nothing",
            ),
            Aspect::LetsIn | Aspect::Reasons => (
                self.has_refused,
                Aspect::KeepsOut,
                "somebody to be refused, else access proves nothing",
            ),
        };
        let (_, breach) = self
            .breaches
            .iter()
            .find(|(of, _)| *of == opposite && !is_shown)?;
        Some(Breach {
            expected: wanted.to_owned(),
            ..breach.clone()
        })
    }

    fn outcome(&self, aspect: Aspect) -> Outcome {
        let mut of_it = self.breaches.iter().filter(|(of, _)| *of == aspect);
        let Some((_, first)) = of_it.next() else {
            let hollow = self.hollow(aspect).map(Outcome::breach);
            return hollow
                .or_else(|| self.hindrance.clone())
                .unwrap_or(Outcome::Holds);
        };
        let mut breach = first.clone();
        let others: Vec<&str> = of_it
            .filter_map(|(_, breach)| breach.changed.as_deref())
            .collect();
        if !others.is_empty() {
            breach.actual.push(format!("and so for {} more:", others.len()));
            let named = others.iter().take(NAMED_MAX);
            breach.actual.extend(named.map(|other| format!("  {other}")));
        }
        Outcome::breach(breach)
    }
}

async fn ask(subject: &Subject, operation: &Operation, generation: Generation) -> Decided {
    let table = Table::of(subject, operation);
    let possible = Questions::of(&subject.api.decisions, subject);
    let mut chosen = possible.chosen(subject, &table, generation).await;
    let mut decided = Decided::default();
    let all = chosen.len();
    let budget = generation.budget.and_then(|budget| usize::try_from(budget).ok());
    chosen.truncate(budget.unwrap_or(all));
    if !possible.left_out.is_empty() {
        decided.notes.push(format!(
            "{}: the target gives no role for {}: questions with them were left out of who may do what",
            operation.slug,
            possible.left_out.join(", ")
        ));
    }
    if chosen.len() < all {
        decided.notes.push(format!(
            "{}: {} of {all} questions of who may do what were asked, as --budget says",
            operation.slug,
            chosen.len()
        ));
    }
    if chosen.is_empty() {
        let reason = "the target gives none of the roles that who may do what is asked with";
        decided.hindrance = Some(Outcome::Untestable(reason.to_owned()));
        return decided;
    }
    let answers = stream::iter(&chosen).map(async |question| {
        let exchange = put(subject, operation, question).await?;
        // Not even those that wait for their turn are kept whole without need.
        Ok(Told {
            is_throttled: exchange.answer.status == 429,
            lets_in: letting_in::lets_in(&exchange, subject),
            breach: judge(subject, &table, question, &exchange),
        })
    });
    let mut answers = std::pin::pin!(answers.buffered(generation.at_once.max(1)));
    while let Some(result) = answers.next().await {
        match result {
            Ok(told) if told.is_throttled => {
                let message = "the server throttles; ask less with --budget, or slow down with --rate-limit";
                decided.hindrance = Some(Outcome::Untestable(message.to_owned()));
                break;
            }
            Ok(told) => decided.take(told),
            Err::<_, AskError>(error) => {
                decided.hindrance = Some(error.into());
                break;
            }
        }
    }
    decided
}

/// Asks a question.
async fn put(
    subject: &Subject,
    operation: &Operation,
    question: &Question<'_>,
) -> Result<Exchange, AskError> {
    let sent = Value::Object(subject.api.decisions.parameters(question));
    let sent = Placeholders::default().fill_value(subject, &sent).await?;
    let travel = match question.body {
        "json" => Travel::Json,
        _ => Travel::Form,
    };
    subject
        .send(&Request::with(operation, &Parameters::from_value(sent), travel))
        .await
}

fn judge(
    subject: &Subject,
    table: &Table<'_>,
    question: &Question<'_>,
    exchange: &Exchange,
) -> Option<(Aspect, Breach)> {
    let expected = table.expects(question)?;
    let lets_in = letting_in::lets_in(exchange, subject);
    // GitLab itself breaks over some questions, so no words are asked of a 5xx.
    let is_refused_otherwise =
        || expected.has_reason && exchange.answer.status < 500 && !expected.has(exchange);
    let (aspect, wanted) = match expected.grants {
        Some(true) if !lets_in => (Aspect::LetsIn, "access, as who asks may do that".to_owned()),
        Some(false) if lets_in => (Aspect::KeepsOut, expected.refusals()),
        Some(false) if is_refused_otherwise() => (Aspect::Reasons, expected.refusals()),
        _ => return None,
    };
    let breach = Breach {
        changed: Some(question.to_string()),
        ..Breach::new(
            format!("{wanted} (rule `{}` of decisions.yaml)", expected.rule),
            vec![exchange.answer.summary()],
            exchange,
        )
    };
    Some((aspect, breach))
}
