//! Sending requests to one server. The only file of this crate that touches the network.

use std::error::Error as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Certificate, Method, Url};

use crate::asking::exchange::{Answer, Sent};
use crate::asking::request::Request;
use crate::asking::signing::Signed;

/// Answers longer than this are not read to their end, in bytes.
pub(crate) const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How to talk to the server.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The longest time an answer may take.
    pub timeout: Duration,
    /// The most requests to begin in a second; `None` for no bound.
    pub requests_per_second: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            requests_per_second: None,
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
    /// There was a connection, and it ended without a complete answer.
    #[error("{url}: the connection ended without a complete answer ({reason}); {advice}")]
    Broken {
        /// The URL that was asked for.
        url: String,
        /// Why.
        reason: String,
        /// What to do.
        advice: &'static str,
    },
    /// The request could not be written as HTTP; a mistake on this side.
    #[error("no such request can be written: {0}")]
    Unwritable(String),
}

/// A client of one server.
pub(crate) struct Client {
    http: reqwest::Client,
    base: Url,
    limits: Limits,
    next_start: Mutex<Option<Instant>>,
}

impl Client {
    /// A client that trusts whom this machine trusts, and those authorities.
    pub(crate) fn new(base: Url, authorities: &[Certificate], limits: Limits) -> Result<Self, SendError> {
        // Where a program that uses this crate has installed another provider, that one encrypts.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(limits.timeout)
            .tls_certs_merge(authorities.iter().cloned())
            .tcp_nodelay(true)
            .user_agent(concat!("labproof/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| SendError::Unwritable(error.to_string()))?;
        Ok(Self {
            http,
            base,
            limits,
            next_start: Mutex::new(None),
        })
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

    pub(crate) async fn send(&self, request: &Request, signed: &Signed) -> Result<Answer, SendError> {
        self.wait_for_turn().await;
        let mut url = format!("{}{}", self.base(), path_and_query(request));
        if let Some(parameter) = &signed.parameter {
            url.push(if request.query.is_empty() { '?' } else { '&' });
            url.push_str(parameter);
        }
        self.answer(request, &url, &signed.headers).await
    }

    async fn answer(
        &self,
        request: &Request,
        url: &str,
        credentials: &[(String, String)],
    ) -> Result<Answer, SendError> {
        let unwritable = |error: &dyn std::fmt::Display| SendError::Unwritable(error.to_string());
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|error| unwritable(&error))?;
        let address = Url::parse(url).map_err(|error| unwritable(&error))?;
        let mut builder = self.http.request(method, address);
        for (name, value) in request.headers.iter().chain(credentials) {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| unwritable(&error))?;
            let value = HeaderValue::from_str(value).map_err(|error| unwritable(&error))?;
            builder = builder.header(name, value);
        }
        if let Some(patience) = request.patience {
            builder = builder.timeout(patience);
        }
        if let Some(payload) = &request.payload {
            if let Some(media_type) = &payload.media_type {
                builder = builder.header(reqwest::header::CONTENT_TYPE, media_type);
            }
            builder = builder.body(payload.bytes.clone());
        }
        let started = Instant::now();
        let response = builder.send().await.map_err(|error| self.lost(&error, request))?;
        self.read(response, request, started).await
    }

    async fn read(
        &self,
        mut response: reqwest::Response,
        request: &Request,
        started: Instant,
    ) -> Result<Answer, SendError> {
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers
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
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            headers,
            json: serde_json::from_slice(&body).ok(),
            text: String::from_utf8_lossy(&body).into_owned(),
            elapsed: started.elapsed(),
        })
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
        let mut cause = error.to_string();
        let mut deeper = error.source();
        while let Some(source) = deeper {
            cause = source.to_string();
            deeper = source.source();
        }
        if !error.is_connect() {
            let advice = if self.base.scheme() == "https" {
                "look at the server's log"
            } else {
                "look at the server's log; if it speaks TLS there, write https:// in the URL"
            };
            return SendError::Broken {
                url,
                reason: cause,
                advice,
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
            reason: format!("{cause}; {advice}"),
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
