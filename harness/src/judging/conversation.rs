//! The state of one scenario: the request being built, and the answers so far.

use std::sync::Arc;
use std::time::Instant;

use labproof_spec::Operation;
use serde_json::Value;

use crate::asking::exchange::Exchange;
use crate::asking::placeholders::Placeholders;
use crate::asking::request::{Parameters, Payload, Request, Travel};
use crate::asking::signing::Signing;
use crate::asking::subject::Subject;
use crate::asking::watched::Watched;
use crate::judging::snapshot::Named;
use crate::judging::verdict::Outcome;

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
    pub(crate) signing: Signing,
    /// What the scenario's placeholders stand for.
    pub(crate) placeholders: Placeholders,
    pub(crate) snapshots: Vec<Named>,
    pub(crate) outcome: Option<Outcome>,
    /// What happened beside.
    pub(crate) watched: Watched,
    /// When it began.
    pub(crate) began: Instant,
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
            signing: Signing::Ordinary,
            placeholders: Placeholders::default(),
            snapshots: Vec::new(),
            outcome: None,
            watched: Watched::default(),
            began: Instant::now(),
        })
    }
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
    pub(crate) fn operation(&self) -> Result<Arc<Operation>, Outcome> {
        self.named_operation(&self.operation)
    }

    pub(crate) fn named_operation(&self, slug: &str) -> Result<Arc<Operation>, Outcome> {
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
    pub(crate) async fn fill(&mut self, text: &str) -> Result<String, Outcome> {
        let subject = self.subject()?;
        Ok(self.placeholders.fill(&subject, text).await?)
    }

    /// A value from a request table: `= JSON`, or text.
    pub(crate) async fn value(&mut self, cell: &str) -> Result<Value, Outcome> {
        let text = self.fill(cell).await?;
        match text.strip_prefix("= ") {
            Some(json) => {
                serde_json::from_str(json).map_err(|error| Outcome::Error(format!("`{text}`: {error}")))
            }
            None => Ok(Value::String(text)),
        }
    }

    /// Sends what was built so far to an operation, and keeps the answer.
    pub(crate) async fn send_to(&mut self, operation: &Operation) -> Result<(), Outcome> {
        self.exchange(&self.built(operation)).await
    }

    /// What was built so far, as a request to an operation.
    pub(crate) fn built(&self, operation: &Operation) -> Request {
        let travel = self.travel.unwrap_or_else(|| Travel::documented(operation));
        let mut request = Request::with(operation, &self.parameters, travel);
        request.headers.clone_from(&self.headers);
        request.signing.clone_from(&self.signing);
        if let Some(body) = &self.body {
            request.payload = Some(Payload {
                media_type: None,
                bytes: body.clone().into_bytes(),
            });
        }
        if let (Some(media_type), Some(payload)) = (&self.media_type, &mut request.payload) {
            payload.media_type = Some(media_type.clone());
        }
        request
    }

    /// Sends a request and keeps the answer.
    pub(crate) async fn exchange(&mut self, request: &Request) -> Result<(), Outcome> {
        let exchange = self.subject()?.send(request).await?;
        self.last = Some((request.operation.clone(), exchange));
        Ok(())
    }

    /// The last exchange and the operation it was with.
    pub(crate) fn answered(&self) -> Result<(Arc<Operation>, &Exchange), Outcome> {
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
