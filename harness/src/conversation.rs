//! The state of one scenario: the request being built, and the answers so far.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use labproof_spec::Operation;
use serde_json::Value;

use crate::exchange::Exchange;
use crate::fixtures::MissingFixture;
use crate::request::{Parameters, Payload, Request, Travel};
use crate::subject::Subject;
use crate::template::{self, Names};
use crate::verdict::Outcome;

/// One scenario talking with one server. Every scenario begins with a new one.
pub(crate) struct Conversation {
    subject: Option<Arc<Subject>>,
    operation: String,
    pub(crate) parameters: Parameters,
    pub(crate) travel: Option<Travel>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) media_type: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) last: Option<(String, Exchange)>,
    pub(crate) kept: BTreeMap<String, Value>,
    pub(crate) snapshots: Vec<Named>,
    unique: String,
    pub(crate) outcome: Option<Outcome>,
}

/// An answer that a scenario gave a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) case: String,
    pub(crate) exchange: Exchange,
}

impl std::fmt::Debug for Conversation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conversation")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl cucumber::World for Conversation {
    type Error = std::convert::Infallible;

    async fn new() -> Result<Self, Self::Error> {
        Ok(Self {
            subject: None,
            operation: String::new(),
            parameters: Parameters::default(),
            travel: None,
            headers: Vec::new(),
            media_type: None,
            body: None,
            last: None,
            kept: BTreeMap::new(),
            snapshots: Vec::new(),
            unique: unique(),
            outcome: None,
        })
    }
}

/// Text that no other scenario has, on this machine or another: time, process and a counter.
fn unique() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    format!("u{:x}{:x}x{count}", since.as_micros(), std::process::id())
}

impl Conversation {
    /// Puts the scenario before a server.
    pub(crate) fn begin(&mut self, subject: Arc<Subject>, operation: &str) {
        self.subject = Some(subject);
        self.operation = operation.to_owned();
    }

    pub(crate) fn subject(&self) -> Result<Arc<Subject>, Outcome> {
        self.subject
            .clone()
            .ok_or_else(|| Outcome::Error("the scenario was put before no server".to_owned()))
    }

    /// The operation that the feature is about.
    pub(crate) fn operation(&self) -> Result<Operation, Outcome> {
        self.named_operation(&self.operation)
    }

    pub(crate) fn named_operation(&self, slug: &str) -> Result<Operation, Outcome> {
        let subject = self.subject()?;
        let operation = subject.operation(slug).cloned();
        operation.ok_or_else(|| {
            Outcome::Error(format!(
                "no operation `{slug}` in edition {}",
                subject.api.edition
            ))
        })
    }

    /// The text with its placeholders replaced.
    pub(crate) fn fill(&self, text: &str) -> Result<String, Outcome> {
        self.filled(text, template::fill)
    }

    /// An expectation with its placeholders replaced; inside `~ regex` a value stands for itself.
    pub(crate) fn fill_expectation(&self, cell: &str) -> Result<String, Outcome> {
        let is_regex = cell.trim_start().starts_with("~ ");
        self.filled(
            cell,
            if is_regex {
                template::fill_regex
            } else {
                template::fill
            },
        )
    }

    fn filled(
        &self,
        text: &str,
        fill: impl Fn(&str, &Names<'_>) -> Result<String, MissingFixture>,
    ) -> Result<String, Outcome> {
        let subject = self.subject()?;
        let names = Names {
            fixtures: &subject.fixtures,
            unique: &self.unique,
            kept: &self.kept,
        };
        fill(text, &names).map_err(|MissingFixture(field)| {
            if field.starts_with("kept.") {
                return Outcome::Error(format!("the scenario never kept `{field}`"));
            }
            Outcome::Untestable(MissingFixture(field).to_string())
        })
    }

    /// A value from a request table: `= JSON`, or text.
    pub(crate) fn value(&self, cell: &str) -> Result<Value, Outcome> {
        let text = self.fill(cell)?;
        match text.strip_prefix("= ") {
            Some(json) => {
                serde_json::from_str(json).map_err(|error| Outcome::Error(format!("`{text}`: {error}")))
            }
            None => Ok(Value::String(text)),
        }
    }

    /// Sends what was built so far to an operation, and keeps the answer.
    pub(crate) async fn send_to(&mut self, operation: &Operation) -> Result<(), Outcome> {
        let travel = self.travel.unwrap_or_else(|| Travel::documented(operation));
        let mut request = Request::with(operation, &self.parameters, travel);
        request.headers.clone_from(&self.headers);
        if let Some(body) = &self.body {
            request.payload = Some(Payload {
                media_type: None,
                bytes: body.clone().into_bytes(),
            });
        }
        if let (Some(media_type), Some(payload)) = (&self.media_type, &mut request.payload) {
            payload.media_type = Some(media_type.clone());
        }
        self.exchange(&request).await
    }

    /// Sends a request and keeps the answer.
    pub(crate) async fn exchange(&mut self, request: &Request) -> Result<(), Outcome> {
        let exchange = self.subject()?.send(request).await?;
        self.last = Some((request.operation.clone(), exchange));
        Ok(())
    }

    /// The last exchange and the operation it was with.
    pub(crate) fn answered(&self) -> Result<(Operation, &Exchange), Outcome> {
        let (slug, exchange) = self
            .last
            .as_ref()
            .ok_or_else(|| Outcome::Error("the scenario has sent nothing yet".to_owned()))?;
        Ok((self.named_operation(slug)?, exchange))
    }

    /// Ends the scenario where a step did not hold: cucumber takes a step for failed when it unwinds.
    pub(crate) fn settle(&mut self, result: Result<(), Outcome>) {
        if let Err(outcome) = result {
            self.outcome = Some(outcome);
            std::panic::resume_unwind(Box::new("a step did not hold"));
        }
    }
}
