//! One server in one edition: what it documents, how to reach it, what it holds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use labproof_spec::{Api, Operation, Scheme};
use serde_json::{Map, Value, json};

use crate::asking::client::{Client, SendError};
use crate::asking::credentials::Minting;
use crate::asking::curl::Pasting;
use crate::asking::exchange::{Answer, Exchange, Sent};
use crate::asking::last_exchange;
use crate::asking::request::Request;
use crate::asking::signing::{Signing, sign, way};
use crate::judging::verdict::{Breach, Outcome};
use crate::target::fixtures::Fixtures;
use crate::target::fresh_roles::{Maker, made};
use crate::target::secret::Secret;

/// One server in one edition.
pub(crate) struct Subject {
    pub(crate) api: Arc<Api>,
    pub(crate) fixtures: Fixtures,
    /// Whether requests may change its state.
    pub(crate) writes: bool,
    /// How a person repeats an exchange by hand.
    pub(crate) pasting: Pasting,
    secrets: BTreeMap<String, Secret>,
    makers: BTreeMap<String, Maker>,
    client: Client,
    /// A path whose answer changes whenever the state does.
    state: Option<String>,
    /// By operation and status, compiled once somebody needs them, with the shared schemas beside them.
    validators: BTreeMap<(String, u16), OnceLock<Result<Validator, String>>>,
    /// The operations by name; scenarios keep the one they speak of.
    operations: BTreeMap<String, Arc<Operation>>,
    exchanges: AtomicU64,
    /// The first time the server was gone.
    lost: Mutex<Option<SendError>>,
}

/// What a [`Subject`] is made of.
pub(crate) struct Parts {
    pub(crate) api: Arc<Api>,
    pub(crate) fixtures: Fixtures,
    pub(crate) writes: bool,
    pub(crate) pasting: Pasting,
    pub(crate) secrets: BTreeMap<String, Secret>,
    pub(crate) makers: BTreeMap<String, Maker>,
    pub(crate) client: Client,
    pub(crate) state: Option<String>,
}

impl Subject {
    pub(crate) fn new(parts: Parts) -> Self {
        let validators = validators(&parts.api);
        let operations = parts.api.operations.iter();
        let operations = operations
            .map(|operation| (operation.slug.clone(), Arc::clone(operation)))
            .collect();
        Self {
            operations,
            api: parts.api,
            fixtures: parts.fixtures,
            writes: parts.writes,
            pasting: parts.pasting,
            secrets: parts.secrets,
            makers: parts.makers,
            client: parts.client,
            state: parts.state,
            validators,
            exchanges: AtomicU64::new(0),
            lost: Mutex::new(None),
        }
    }

    pub(crate) fn operation(&self, slug: &str) -> Option<&Arc<Operation>> {
        self.operations.get(slug)
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
    pub(crate) async fn send(&self, request: &Request) -> Result<Exchange, Outcome> {
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
    pub(crate) async fn ask(&self, request: &Request) -> Result<(Sent, Result<Answer, SendError>), Outcome> {
        if let Some(error) = self.lost() {
            return Err(Outcome::Error(error.to_string()));
        }
        let Some(operation) = self.operation(&request.operation) else {
            return Err(Outcome::Error(format!(
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
    ) -> Result<(Sent, Result<Answer, SendError>), Outcome> {
        let minting = Minting {
            schemes: &self.api.schemes,
            variants: &self.api.variants,
            kinds: &self.api.secrets,
            secrets: &self.secrets,
        };
        let signed = sign(&minting, schemes, &request.signing)?;
        self.exchanges.fetch_add(1, Ordering::Relaxed);
        Ok((
            Client::told(request, &signed),
            self.client.send(request, &signed).await,
        ))
    }

    /// Has the target make a fresh one of the role.
    pub(crate) async fn make(&self, role: &str, unique: &str) -> Result<Map<String, Value>, Outcome> {
        let Some(maker) = self.makers.get(role) else {
            let message = format!("the target cannot make a `{role}`; add it to `make` of the target file");
            return Err(Outcome::Untestable(message));
        };
        let scheme = maker
            .scheme
            .as_ref()
            .map(|name| self.api.schemes.get(name).cloned().ok_or(name));
        let scheme = scheme.transpose().map_err(|name| {
            Outcome::Untestable(format!("no scheme `{name}`; correct `make` of the target file"))
        })?;
        let (sent, result) = self.ask_as(&maker.request(unique), scheme.as_slice()).await?;
        let answer = result.map_err(|error| self.no_answer(sent, error))?;
        made(role, maker, &answer).map_err(Outcome::Untestable)
    }

    /// A missing answer: where there was a connection it is the server's breach; no connection ends the run.
    fn no_answer(&self, sent: Sent, error: SendError) -> Outcome {
        match &error {
            SendError::Timeout { .. } | SendError::Broken { .. } => Outcome::breach(Breach {
                expected: "an answer, complete and in time".to_owned(),
                actual: vec![error.to_string()],
                unanswered: Some(sent),
                ..Breach::default()
            }),
            SendError::Unreachable { .. } => {
                let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
                lost.get_or_insert_with(|| error.clone());
                Outcome::Error(error.to_string())
            }
            SendError::Unwritable(_) => Outcome::Error(error.to_string()),
        }
    }

    /// The text without the target's secrets.
    pub(crate) fn without_secrets(&self, text: &str) -> String {
        let secrets = self.secrets.iter().filter(|(_, secret)| !secret.is_empty());
        secrets.fold(text.to_owned(), |text, (name, secret)| {
            text.replace(secret.reveal(), &format!("[secret {name}]"))
        })
    }

    /// What the server answers where its state shows, if it has such a place.
    pub(crate) async fn fingerprint(&self) -> Result<Option<String>, Outcome> {
        let Some(path) = &self.state else {
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
            return Err(Outcome::Error(format!(
                "{path} answers {status}; correct `state` of the target file"
            )));
        }
        Ok(Some(exchange.answer.text))
    }

    /// How the answer differs from what the operation documents: its status, then its body's shape.
    pub(crate) fn undocumented(&self, operation: &Operation, answer: &Answer) -> Vec<String> {
        let Some(response) = operation.responses.get(&answer.status) else {
            let documented: Vec<String> = operation.responses.keys().map(u16::to_string).collect();
            let documented = documented.join(", ");
            return vec![format!(
                "status {} is none of the documented {documented}",
                answer.status
            )];
        };
        let key = (operation.slug.clone(), answer.status);
        let Some((validator, schema)) = self.validators.get(&key).zip(response.schema.as_ref()) else {
            // Only where HTTP has no body at all is one too many.
            return if answer.text.is_empty() || response.schema.is_some() || answer.status != 204 {
                Vec::new()
            } else {
                vec!["a body where none is documented".to_owned()]
            };
        };
        let Some(body) = &answer.json else {
            return vec![format!("the body is no JSON: {}", excerpt(&answer.text))];
        };
        let validator = match validator.get_or_init(|| compile(schema, &self.api.schemas)) {
            Ok(validator) => validator,
            // The documents are checked when they are loaded.
            Err(fault) => return vec![format!("the documented schema cannot be used: {fault}")],
        };
        let errors = validator.iter_errors(body);
        errors
            .map(|error| {
                let place = error.instance_path().to_string();
                format!(
                    "at {}: {error}",
                    if place.is_empty() { "the top" } else { &place }
                )
            })
            .collect()
    }
}

/// The beginning of a text, on one line.
pub(crate) fn excerpt(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(160) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None if line.is_empty() => "(empty)".to_owned(),
        None => line,
    }
}

/// A place for the validator of every documented answer with a body.
fn validators(api: &Api) -> BTreeMap<(String, u16), OnceLock<Result<Validator, String>>> {
    let operations = api.operations.iter();
    let with_body = operations.flat_map(|operation| {
        let responses = operation.responses.iter();
        let with_body = responses.filter(|(_, response)| response.schema.is_some());
        with_body.map(|(status, _)| ((operation.slug.clone(), *status), OnceLock::new()))
    });
    with_body.collect()
}

/// Compiles a schema of the documents, whose references are those of an OpenAPI document.
pub(crate) fn compile(schema: &Value, shared: &serde_json::Map<String, Value>) -> Result<Validator, String> {
    let mut whole = schema.clone();
    if let Value::Object(object) = &mut whole {
        object.insert("components".to_owned(), json!({"schemas": shared}));
    }
    jsonschema::draft202012::new(&whole).map_err(|error| error.to_string())
}
