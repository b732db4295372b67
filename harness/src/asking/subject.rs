//! One server in one edition: what it documents, how to reach it, what it holds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use labproof_spec::{Api, Operation, Scheme};
use reqwest::Url;
use serde_json::{Map, Value};

use crate::asking::answer_schemas::AnswerSchemas;
use crate::asking::ask_error::AskError;
use crate::asking::client::{Client, Limits, SendError};
use crate::asking::credentials::Minting;
use crate::asking::exchange::{Answer, Exchange, Sent};
use crate::asking::request::Request;
use crate::asking::signing::{Signing, sign, way};
use crate::asking::{last_exchange, making, ways};
use crate::target::server::Server;

/// One server in one edition.
pub(crate) struct Subject {
    pub(crate) api: Arc<Api>,
    pub(crate) server: Server,
    /// The operations by name; scenarios keep the one they speak of.
    operations: BTreeMap<String, Arc<Operation>>,
    client: Client,
    schemas: AnswerSchemas,
    exchanges: AtomicU64,
    /// The first time the server was gone.
    lost: Mutex<Option<SendError>>,
}

impl Subject {
    pub(crate) fn new(api: Arc<Api>, server: Server, base: Url, limits: Limits) -> Result<Self, SendError> {
        let api = ways::of_target(api, &server.secrets);
        let operations = api.operations.iter();
        let operations = operations.map(|operation| (operation.slug.clone(), Arc::clone(operation)));
        Ok(Self {
            operations: operations.collect(),
            schemas: AnswerSchemas::of(&api),
            client: Client::new(base, &server.authorities, limits)?,
            api,
            server,
            exchanges: AtomicU64::new(0),
            lost: Mutex::new(None),
        })
    }

    pub(crate) fn operation(&self, slug: &str) -> Option<&Arc<Operation>> {
        self.operations.get(slug)
    }

    /// Whether the target file says that the server is of a kind that does not have the operation.
    pub(crate) fn is_without(&self, operation: &Operation) -> bool {
        let unmet = |name: &String| self.server.kind.meets(name, &self.api.conditions[name]) == Some(false);
        operation.conditions.iter().any(unmet)
    }

    pub(crate) fn base(&self) -> &str {
        self.client.base()
    }

    /// How many exchanges there were.
    pub(crate) fn exchanges(&self) -> u64 {
        self.exchanges.load(Ordering::Relaxed)
    }

    /// Why the server was gone, if it ever was.
    pub(crate) fn lost(&self) -> Option<SendError> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends a request with the credential it names.
    pub(crate) async fn send(&self, request: &Request) -> Result<Exchange, AskError> {
        let (sent, result) = self.ask(request).await?;
        match result {
            Ok(answer) => {
                let exchange = Exchange {
                    request: sent,
                    answer,
                };
                // What signs nothing is asked for our own sake.
                if request.signing != Signing::Nothing {
                    last_exchange::note(&exchange);
                }
                Ok(exchange)
            }
            Err(error) => Err(self.no_answer(sent, error)),
        }
    }

    /// Sends a request; what was sent comes back with the answer or the reason why there is none.
    pub(crate) async fn ask(&self, request: &Request) -> Result<(Sent, Result<Answer, SendError>), AskError> {
        if let Some(error) = self.lost() {
            return Err(AskError::Broken(error.to_string()));
        }
        let Some(operation) = self.operation(&request.operation) else {
            return Err(AskError::Broken(format!(
                "no operation `{}` in this edition",
                request.operation
            )));
        };
        self.ask_as(request, way(operation, &request.signing)).await
    }

    async fn ask_as(
        &self,
        request: &Request,
        schemes: &[Scheme],
    ) -> Result<(Sent, Result<Answer, SendError>), AskError> {
        let minting = Minting {
            schemes: &self.api.schemes,
            variants: &self.api.variants,
            kinds: &self.api.secrets,
            secrets: &self.server.secrets,
        };
        let signed = sign(&minting, schemes, &request.signing)?;
        self.exchanges.fetch_add(1, Ordering::Relaxed);
        Ok((
            Client::told(request, &signed),
            self.client.send(request, &signed).await,
        ))
    }

    /// Has the target make a fresh one of the role.
    pub(crate) async fn make(&self, role: &str, unique: &str) -> Result<Map<String, Value>, AskError> {
        let Some(maker) = self.server.makers.get(role) else {
            let message = format!("the target cannot make a `{role}`; add it to `make` of the target file");
            return Err(AskError::Lacking(message));
        };
        let scheme = maker
            .scheme
            .as_ref()
            .map(|name| self.api.schemes.get(name).cloned().ok_or(name));
        let scheme = scheme.transpose().map_err(|name| {
            AskError::Lacking(format!("no scheme `{name}`; correct `make` of the target file"))
        })?;
        let (sent, result) = self
            .ask_as(&making::request(maker, unique), scheme.as_slice())
            .await?;
        let answer = result.map_err(|error| self.no_answer(sent, error))?;
        making::made(role, maker, &answer).map_err(AskError::Lacking)
    }

    /// Why there is no answer; no connection ends the run.
    fn no_answer(&self, sent: Sent, error: SendError) -> AskError {
        match &error {
            SendError::Timeout { .. } | SendError::Broken { .. } => AskError::Unanswered {
                sent: Box::new(sent),
                error,
            },
            SendError::Unreachable { .. } => {
                let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
                lost.get_or_insert_with(|| error.clone());
                AskError::Broken(error.to_string())
            }
            SendError::Unwritable(_) => AskError::Broken(error.to_string()),
        }
    }

    /// The text without the target's secrets.
    pub(crate) fn without_secrets(&self, text: &str) -> String {
        let secrets = self
            .server
            .secrets
            .iter()
            .filter(|(_, secret)| !secret.is_empty());
        secrets.fold(text.to_owned(), |text, (name, secret)| {
            text.replace(secret.reveal(), &format!("[secret {name}]"))
        })
    }

    /// What the server answers where its state shows, if it has such a place.
    pub(crate) async fn fingerprint(&self) -> Result<Option<String>, AskError> {
        let Some(path) = &self.server.state else {
            return Ok(None);
        };
        let Some(operation) = self.api.operations.first() else {
            return Ok(None);
        };
        let request = Request {
            method: "GET".to_owned(),
            path: path.clone(),
            signing: Signing::Nothing,
            ..Request::to(operation)
        };
        let exchange = self.send(&request).await?;
        if exchange.answer.status != 200 {
            let status = exchange.answer.status;
            return Err(AskError::Broken(format!(
                "{path} answers {status}; correct `state` of the target file"
            )));
        }
        Ok(Some(exchange.answer.text))
    }

    /// How the answer differs from what the operation documents: its status, then its body's shape.
    pub(crate) fn undocumented(&self, operation: &Operation, answer: &Answer) -> Vec<String> {
        self.schemas.differences(&self.api, operation, answer)
    }
}
