//! One server in one edition: what it documents, how to reach it, what it holds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use labproof_spec::{Api, Operation, Scheme};
use reqwest::Url;
use serde_json::{Map, Value};

use crate::asking::answer_schemas::{AnswerSchemas, read_as};
use crate::asking::answered_secrets::AnsweredSecrets;
use crate::asking::ask_error::AskError;
use crate::asking::client::{Client, Limits, SendError};
use crate::asking::credentials::Minting;
use crate::asking::exchange::{Answer, Exchange, Sent};
use crate::asking::mask::{Mask, SHORTEST};
use crate::asking::request::Request;
use crate::asking::signing::{Signing, sign, way};
use crate::asking::silence::Silence;
use crate::asking::{coding, making, watched, ways};
use crate::target::server::Server;

/// One server in one edition.
pub(crate) struct Subject {
    pub(crate) api: Arc<Api>,
    pub(crate) server: Server,
    /// The operations by name; scenarios keep the one they speak of.
    operations: BTreeMap<String, Arc<Operation>>,
    client: Client,
    schemas: AnswerSchemas,
    mask: Arc<Mask>,
    pub(crate) answered_secrets: AnsweredSecrets,
    exchanges: AtomicU64,
    accidents: AtomicU64,
    /// The first time the server was gone.
    lost: Mutex<Option<SendError>>,
    silence: Silence,
}

/// What happens more often in one run is no accident any more.
const ACCIDENTS_MAX: u64 = 20;

impl Subject {
    pub(crate) fn new(api: Arc<Api>, server: Server, base: Url, limits: Limits) -> Result<Self, SendError> {
        let api = ways::of_target(api, &server.secrets);
        let operations = api.operations.iter();
        let operations = operations.map(|operation| (operation.slug.clone(), Arc::clone(operation)));
        Ok(Self {
            operations: operations.collect(),
            schemas: AnswerSchemas::of(&api),
            mask: Mask::of(&server.secrets, &api.secrets),
            answered_secrets: AnsweredSecrets::of(&api),
            client: Client::new(base, &server, limits)?,
            api,
            server,
            exchanges: AtomicU64::new(0),
            accidents: AtomicU64::new(0),
            lost: Mutex::new(None),
            silence: Silence::default(),
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

    /// How many times a request was put off.
    pub(crate) fn put_off(&self) -> u64 {
        self.client.put_off()
    }

    /// Why the server was gone, if it ever was.
    pub(crate) fn lost(&self) -> Option<SendError> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends a request with the credential it names.
    pub(crate) async fn send(&self, request: &Request) -> Result<Exchange, AskError> {
        let (mut sent, result) = self.ask(request).await?;
        match result {
            Ok(answer) => {
                // Whoever repeats the request by hand gets no coding that he does not ask for.
                if answer.header("content-encoding").is_some() {
                    sent.headers.push(coding::asked_for());
                }
                let exchange = Exchange {
                    request: sent,
                    answer,
                };
                // What signs nothing is asked for our own sake.
                if request.signing != Signing::Nothing {
                    watched::exchange(&exchange);
                }
                let status = exchange.answer.status;
                if let Some(operation) = self.operation(&request.operation)
                    && read_as(operation, status) != status
                {
                    watched::unspecific(read_as(operation, status), &exchange);
                }
                match exchange.answer.miscoded {
                    None => Ok(exchange),
                    Some(_) => Err(AskError::Miscoded(Box::new(exchange))),
                }
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
        let (sent, result) = self.ask_as(request, way(operation, &request.signing)).await?;
        match &result {
            Ok(_) => self.silence.end(request, !operation.writes),
            Err(error @ SendError::Timeout { .. }) => {
                self.silence.go_on();
                self.doubt(error).await;
                // What was on its way when the server went is no fault of its operation.
                if let Some(error) = self.lost() {
                    return Err(AskError::Broken(error.to_string()));
                }
            }
            Err(_) => {}
        }
        Ok((sent, result))
    }

    /// After time-outs in a row, finds out whether the server is gone: whether it does not even answer what it has
    /// answered before. What merely takes long is its operation's fault and no end of the run.
    async fn doubt(&self, timeout: &SendError) {
        let Some(_turn) = self.silence.is_suspicious().await else {
            return;
        };
        if self.lost().is_some() {
            return;
        }
        if let Some(request) = self.silence.known()
            && let Some(operation) = self.operation(&request.operation)
            && let Ok((_, Ok(_))) = self.ask_as(request, way(operation, &request.signing)).await
        {
            self.silence.end(request, true);
            return;
        }
        self.lose(&SendError::Silent(timeout.to_string()));
    }

    fn lose(&self, error: &SendError) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        lost.get_or_insert_with(|| error.clone());
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
        for (value, scheme) in &signed.values {
            self.mask.learn_credential(value, scheme);
        }
        self.exchanges.fetch_add(1, Ordering::Relaxed);
        let sent = Client::told(request, &signed);
        let result = match self.client.send(request, &signed).await {
            Ok(answer) => Ok(self.learned(&sent, answer)),
            Err(error) => Err(error.masked(&self.mask)),
        };
        if is_accident(&result) && self.accidents.fetch_add(1, Ordering::Relaxed) < ACCIDENTS_MAX {
            watched::accident();
        }
        Ok((sent, result))
    }

    /// Remembers the secrets that an answer gives: the next one may repeat them.
    fn learned(&self, sent: &Sent, answer: Answer) -> Answer {
        for (text, word) in self.answered_secrets.in_body(&sent.operation, &answer) {
            self.mask.learn(&text, word.as_str());
        }
        for (name, value) in &answer.headers {
            if let Some((part, word)) = self.answered_secrets.in_header(name, value)
                && !sent.says(&value[part.clone()])
            {
                self.mask.learn(&value[part], word);
            }
        }
        Answer {
            mask: Arc::clone(&self.mask),
            ..answer
        }
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
                self.lose(&error);
                AskError::Broken(error.to_string())
            }
            SendError::PutOff { .. } | SendError::Silent(_) | SendError::Unwritable(_) => {
                AskError::Broken(error.to_string())
            }
        }
    }

    /// The text without the target's secrets, without credentials, and without what answers gave for one reader only.
    pub(crate) fn without_secrets<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.mask.hide(text)
    }

    /// What a reader should know of the target's secrets: which of them reports may show.
    pub(crate) fn short_secrets(&self) -> Vec<String> {
        let secrets = self.server.secrets.iter();
        let short = secrets.filter(|(_, secret)| secret.reveal().len() < SHORTEST);
        let told = short.map(|(name, _)| {
            format!(
                "the secret `{name}` has fewer than {SHORTEST} bytes and cannot be told from other text: where the server repeats it, reports show it; give both sides a longer one"
            )
        });
        told.collect()
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

/// Whether this may happen once to a server that is sound: a proxy that loses its server for a moment, or a connection
/// that ends before an answer begins.
fn is_accident(result: &Result<Answer, SendError>) -> bool {
    match result {
        Ok(answer) => matches!(answer.status, 502 | 504),
        Err(error) => matches!(error, SendError::Broken { begun: false, .. }),
    }
}
