//! Sending requests to one server. The only file of this crate that touches the network.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Url};

use crate::asking::coding;
use crate::asking::connections::{Connections, causes, is_closed};
use crate::asking::exchange::{Answer, Sent};
use crate::asking::mask::Mask;
use crate::asking::putting_off::{PATIENCE, PuttingOff, comes_again};
use crate::asking::request::Request;
use crate::asking::signing::Signed;
use crate::target::server::Server;

/// Answers longer than this are not read to their end, in bytes.
pub(crate) const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long an answer may take: as long as GitLab itself gives a request.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How to talk to the server.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The longest time an answer may take.
    pub timeout: Duration,
    /// The most requests to begin in a second; `None` for no bound.
    pub requests_per_second: Option<u32>,
    /// For how long a request is sent again where the server answers 429 or 503 and says when to come again.
    pub put_off: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: TIMEOUT,
            requests_per_second: None,
            put_off: PATIENCE,
        }
    }
}

impl Limits {
    /// Limits with another timeout.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Limits with a bound on the requests that begin in a second.
    #[must_use]
    pub fn requests_per_second(mut self, bound: Option<u32>) -> Self {
        self.requests_per_second = bound;
        self
    }

    /// Limits with another time for which requests that the server puts off are sent again.
    #[must_use]
    pub fn put_off(mut self, time: Duration) -> Self {
        self.put_off = time;
        self
    }
}

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// No connection.
    #[error("{url}: {reason}")]
    Unreachable {
        /// The URL that was asked for.
        url: String,
        /// Why, and what to do.
        reason: String,
    },
    /// No complete answer in time.
    #[error("{url}: no complete answer within {} s; look at the server, or give it longer with --timeout", .limit.as_secs_f32())]
    Timeout {
        /// The URL that was asked for.
        url: String,
        /// The time it had.
        limit: Duration,
    },
    /// One request after another had no answer in time, whatever it asked for.
    #[error("{0}; it was asked again and again, also for what it had answered before, and seems to be gone")]
    Silent(String),
    /// There was a connection, and it ended without a complete answer.
    #[error("{url}: the connection ended without a complete answer ({reason}); {advice}")]
    Broken {
        /// The URL that was asked for.
        url: String,
        /// Why.
        reason: String,
        /// What to do.
        advice: &'static str,
        /// Whether an answer had begun.
        begun: bool,
    },
    /// The server asks to come again later, and that is longer than anybody waits.
    #[error("{url}: the server puts requests off (status {status}, retry-after: {retry_after}), for longer than the {} s that a run waits; ask it more slowly with --rate-limit", .waited.as_secs_f32())]
    PutOff {
        /// The URL that was asked for.
        url: String,
        /// The status it says that with.
        status: u16,
        /// When to come again, in its words.
        retry_after: String,
        /// How long a run waits.
        waited: Duration,
    },
    /// The request could not be written as HTTP; a mistake on this side.
    #[error("no such request can be written: {0}")]
    Unwritable(String),
}

impl SendError {
    /// The same without secrets: a reason may have those of the URL that was asked for, or what the server said.
    pub(crate) fn masked(mut self, mask: &Mask) -> Self {
        match &mut self {
            Self::Unreachable { reason, .. }
            | Self::Broken { reason, .. }
            | Self::Unwritable(reason)
            | Self::Silent(reason) => {
                *reason = mask.hide(reason).into_owned();
            }
            Self::PutOff { retry_after, .. } => *retry_after = mask.hide(retry_after).into_owned(),
            Self::Timeout { .. } => {}
        }
        self
    }
}

/// A client of one server, as patient as clients have to be: it decodes what proxies encode, sends again what was sent
/// over a connection that had ended, and comes again when it is told to.
pub(crate) struct Client {
    connections: Connections,
    base: Url,
    limits: Limits,
    next_start: Mutex<Option<Instant>>,
    putting_off: PuttingOff,
}

impl Client {
    pub(crate) fn new(base: Url, server: &Server, limits: Limits) -> Result<Self, SendError> {
        Ok(Self {
            connections: Connections::new(&base, server, limits.timeout)?,
            base,
            limits,
            next_start: Mutex::new(None),
            putting_off: PuttingOff::default(),
        })
    }

    /// How many times a request was put off.
    pub(crate) fn put_off(&self) -> u64 {
        self.putting_off.count()
    }

    /// The instance's URL, without a trailing slash.
    pub(crate) fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// The request as a report tells of it: without the credentials.
    pub(crate) fn told(request: &Request, signed: &Signed) -> Sent {
        let mut headers = request.headers.clone();
        if let Some(media_type) = request
            .payload
            .as_ref()
            .and_then(|payload| payload.media_type.clone())
        {
            headers.push(("Content-Type".to_owned(), media_type));
        }
        let body = request.payload.as_ref();
        Sent {
            operation: request.operation.clone(),
            method: request.method.clone(),
            path: path_and_query(request),
            headers,
            body: body.map(|payload| String::from_utf8_lossy(&payload.bytes).into_owned()),
            credentials: signed.told.clone(),
        }
    }

    /// Sends a request until it is answered, but for what the server puts off for too long.
    pub(crate) async fn send(&self, request: &Request, signed: &Signed) -> Result<Answer, SendError> {
        let mut url = format!("{}{}", self.connections.origin, path_and_query(request));
        if let Some(parameter) = &signed.parameter {
            url.push(if request.query.is_empty() { '?' } else { '&' });
            url.push_str(parameter);
        }
        let mut left = self.limits.put_off;
        loop {
            self.wait_for_turn().await;
            let answer = self.answer(request, &url, &signed.headers).await?;
            // What somebody waits for is an answer like any other.
            let is_awaited = request.awaited == Some(answer.status);
            let Some(wait) = comes_again(&answer).filter(|_| !is_awaited) else {
                self.putting_off.answered();
                return Ok(answer);
            };
            if !self.putting_off.wait(wait, &mut left).await {
                return Err(SendError::PutOff {
                    url: self.base().to_owned(),
                    status: answer.status,
                    retry_after: answer.header("retry-after").unwrap_or_default().to_owned(),
                    waited: self.limits.put_off,
                });
            }
        }
    }

    async fn answer(
        &self,
        request: &Request,
        url: &str,
        credentials: &[(String, String)],
    ) -> Result<Answer, SendError> {
        let (kept, fresh) = (&self.connections.kept, &self.connections.fresh);
        let mut started = Instant::now();
        let mut sent = self.written(kept, request, url, credentials)?.send().await;
        if let Err(error) = &sent
            && self.connections.was_stale(error)
        {
            started = Instant::now();
            sent = self.written(fresh, request, url, credentials)?.send().await;
        }
        let response = sent.map_err(|error| self.lost(&error, request))?;
        self.connections.answered(&response);
        self.read(response, request, started).await
    }

    /// The request as HTTP, with its credentials.
    fn written(
        &self,
        http: &reqwest::Client,
        request: &Request,
        url: &str,
        credentials: &[(String, String)],
    ) -> Result<reqwest::RequestBuilder, SendError> {
        let unwritable = |error: &dyn std::fmt::Display| SendError::Unwritable(error.to_string());
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|error| unwritable(&error))?;
        let address = Url::parse(url).map_err(|error| unwritable(&error))?;
        let mut builder = http.request(method, address);
        for (name, value) in request.headers.iter().chain(credentials) {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| unwritable(&error))?;
            let value = HeaderValue::from_str(value).map_err(|error| unwritable(&error))?;
            builder = builder.header(name, value);
        }
        builder = builder.header(ACCEPT_ENCODING, coding::ACCEPTED);
        if let Some(patience) = request.patience {
            builder = builder.timeout(patience);
        }
        if let Some(payload) = &request.payload {
            if let Some(media_type) = &payload.media_type {
                builder = builder.header(CONTENT_TYPE, media_type);
            }
            builder = builder.body(payload.bytes.clone());
        }
        Ok(builder)
    }

    async fn read(
        &self,
        mut response: reqwest::Response,
        request: &Request,
        started: Instant,
    ) -> Result<Answer, SendError> {
        let status = response.status().as_u16();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.to_string(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.lost(&error, request))?
        {
            if body.len() + chunk.len() > ANSWER_BYTES_MAX {
                return Err(SendError::Broken {
                    url: self.base().to_owned(),
                    reason: format!("it has more than {ANSWER_BYTES_MAX} bytes"),
                    advice: "no operation answers that much",
                    begun: true,
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer::read(status, headers, body, started.elapsed()))
    }

    /// Says in one sentence why there is no answer and what to do about it.
    fn lost(&self, error: &reqwest::Error, request: &Request) -> SendError {
        let url = self.base().to_owned();
        if error.is_timeout() {
            return SendError::Timeout {
                url,
                limit: request.patience.unwrap_or(self.limits.timeout),
            };
        }
        let cause = causes(error).last().map(ToString::to_string).unwrap_or_default();
        let through = self.connections.proxy.as_ref();
        let through = through
            .map(|proxy| format!(", through the proxy {proxy}"))
            .unwrap_or_default();
        if !error.is_connect() {
            let advice = if self.base.scheme() == "https" {
                "look at the server's log"
            } else {
                "look at the server's log; if it speaks TLS there, write https:// in the URL"
            };
            return SendError::Broken {
                url,
                reason: cause + &through,
                advice,
                begun: !is_closed(error),
            };
        }
        let advice = if cause.contains("CaUsedAsEndEntity") {
            // What `openssl req -x509` makes where it is not told otherwise.
            "the server shows an authority's certificate as its own; make it one with basicConstraints=CA:FALSE"
        } else if self.base.scheme() == "https" {
            "check the host, the port, and that the server speaks TLS there with a certificate that this machine or `ca_file` of the target file trusts"
        } else {
            "check that the server runs and that --url has its host and port"
        };
        SendError::Unreachable {
            url,
            reason: format!("{cause}{through}; {advice}"),
        }
    }

    /// Keeps to the bound on requests that begin in a second.
    async fn wait_for_turn(&self) {
        let Some(bound) = self.limits.requests_per_second else {
            return;
        };
        let gap = Duration::from_secs(1) / bound.max(1);
        let start = {
            let mut next = self
                .next_start
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let start = next.unwrap_or_else(Instant::now).max(Instant::now());
            *next = Some(start + gap);
            start
        };
        tokio::time::sleep_until(start.into()).await;
    }
}

fn path_and_query(request: &Request) -> String {
    match request.query.as_str() {
        "" => request.path.clone(),
        query => format!("{}?{query}", request.path),
    }
}
