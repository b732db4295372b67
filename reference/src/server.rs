//! The network: warp at the edge, and nothing of it further in.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use futures_util::future::{Either, join_all, select};
use futures_util::{FutureExt, Stream, StreamExt};
use jiff::Timestamp;
use labproof_spec::{Api, Edition, InstanceKind, Spec};
use warp::http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use warp::http::{HeaderMap, Method, Response, StatusCode};
use warp::path::FullPath;
use warp::{Buf, Filter};

use crate::answer::{Answer, ApiError};
use crate::listener::{Address, Listener};
use crate::mutation::{Mutant, Mutation};
use crate::secrets::Secrets;
use crate::service::{Incoming, Service};
use crate::world::{World, WorldError};

/// The most that a body may hold.
const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;
/// How much of a body that is too large is still read, so that its sender reads the answer and not a broken pipe.
const MAX_DRAINED_BYTES: usize = 64 * 1024 * 1024;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests under way may take to end after the server was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// What a server is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The edition of the documentation it follows.
    pub edition: Edition,
    /// What kind of instance it is; a condition of which nothing is said here is met.
    pub kind: InstanceKind,
    /// What it knows when it starts.
    pub world: World,
    /// What its callers prove to know.
    pub secrets: Secrets,
    /// Whether `GET /-/labproof/state` answers a fingerprint that changes whenever the state does, and
    /// `POST /-/labproof/namespaces` makes a group.
    pub state_probe: bool,
    /// What it is to do otherwise than it should, and where it counts how often it did; nothing, unless somebody wants
    /// to prove that it is noticed.
    pub mutation: Option<(Mutation, Arc<AtomicU64>)>,
}

/// Why a server could not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    Listen {
        /// The address.
        address: Address,
        /// What the system said.
        source: io::Error,
    },
    /// The mutation cannot be had.
    Mutation(WorldError),
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Listen { source, .. } => Some(source),
            Self::Mutation(source) => Some(source),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { address, source } => {
                write!(f, "cannot listen on {address}: {}", address.advice(source))
            }
            Self::Mutation(fault) => write!(f, "no such defect: {fault}"),
        }
    }
}

/// A server that listens; it answers once [`Server::serve`] runs.
pub struct Server {
    first: (Listener, Address),
    more: Vec<(Listener, Address)>,
    service: Arc<Service>,
}

impl Server {
    /// Listens on an address, to answer as the documents say; port 0 picks a free port.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on.
    pub async fn bind(
        spec: &Spec,
        settings: Settings,
        address: impl Into<Address>,
    ) -> Result<Self, StartError> {
        let Settings {
            edition,
            kind,
            world,
            secrets,
            state_probe,
            mutation,
        } = settings;
        let api = spec.api(edition);
        let world = match &mutation {
            Some((mutation, _)) => world.with(mutation).map_err(StartError::Mutation)?,
            None => world,
        };
        let mutant = mutation.and_then(|(mutation, reached)| {
            let operation = api.operations.iter().find(|it| it.slug == mutation.operation)?;
            let fixtures = world.fixtures(&api);
            Some(Mutant::new(
                mutation,
                (spec, edition),
                operation,
                fixtures,
                secrets.clone(),
                reached,
            ))
        });
        let mut state = world.state(Timestamp::now(), &secrets);
        state.instance.lacking = lacking(&api, &kind);
        let service = Service::new(&api, &secrets, state, state_probe, mutant);
        Ok(Self {
            first: listen(address.into()).await?,
            more: Vec::new(),
            service: Arc::new(service),
        })
    }

    /// The same server, which listens on another address as well.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on.
    pub async fn and_on(mut self, address: impl Into<Address>) -> Result<Self, StartError> {
        self.more.push(listen(address.into()).await?);
        Ok(self)
    }

    /// The first address that it listens on.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.first.1
    }

    /// Every address that it listens on, in the order in which they were asked for.
    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        let more = self.more.iter().map(|(_, address)| address);
        std::iter::once(self.address()).chain(more)
    }

    /// Answers until the given future is done; then lets requests under way end, but no longer than a few seconds.
    pub async fn serve(self, shutdown: impl Future<Output = ()> + Send + 'static) {
        let shutdown = shutdown.shared();
        let listeners = std::iter::once(self.first).chain(self.more);
        let run = listeners.map(|(listener, _)| run(listener, self.service.clone(), shutdown.clone()));
        let overdue = async {
            shutdown.clone().await;
            tokio::time::sleep(GRACE).await;
        };
        if let Either::Right(_) = select(join_all(run), pin!(overdue)).await {
            tracing::warn!("requests under way were given up at shutdown");
        }
    }
}

/// The conditions that such an instance does not meet.
fn lacking(api: &Api, kind: &InstanceKind) -> BTreeSet<String> {
    let conditions = api.conditions.iter();
    let unmet = conditions.filter(|(name, condition)| kind.meets(name, condition) == Some(false));
    unmet.map(|(name, _)| name.clone()).collect()
}

async fn listen(address: Address) -> Result<(Listener, Address), StartError> {
    let bound = Listener::bind(address.clone()).await;
    bound.map_err(|source| StartError::Listen { address, source })
}

async fn run(listener: Listener, service: Arc<Service>, shutdown: impl Future<Output = ()> + Send + 'static) {
    let server = warp::serve(filter(service));
    match listener {
        Listener::Tcp(listener) => server.incoming(listener).graceful(shutdown).run().await,
        // The file is there for as long as somebody listens.
        #[cfg(unix)]
        Listener::Unix(listener, _file) => server.incoming(listener).graceful(shutdown).run().await,
    }
}

/// The one filter: it takes a request apart, rejects nothing, and leaves every decision to the service.
fn filter(
    service: Arc<Service>,
) -> impl Filter<Extract = (Response<Vec<u8>>,), Error = warp::Rejection> + Clone + Send + Sync + 'static {
    let query = warp::query::raw().or(warp::any().map(String::new)).unify();
    warp::method()
        .and(warp::path::full())
        .and(query)
        .and(warp::header::headers_cloned())
        .and(warp::addr::remote())
        .and(warp::body::stream())
        .then(move |method, path, query, headers, peer, body| {
            respond(service.clone(), method, path, query, headers, peer, body)
        })
}

async fn respond(
    service: Arc<Service>,
    method: Method,
    path: FullPath,
    query: String,
    headers: HeaderMap,
    peer: Option<SocketAddr>,
    body: impl Stream<Item = Result<impl Buf, warp::Error>>,
) -> Response<Vec<u8>> {
    let body = if announced_bytes(&headers) > MAX_DRAINED_BYTES {
        Err(ApiError::BodyTooLarge)
    } else {
        let body = tokio::time::timeout(BODY_TIMEOUT, read(body));
        body.await.unwrap_or(Err(ApiError::BodyTooSlow))
    };
    if let Some(delay) = service.delay(method.as_str(), path.as_str()) {
        tokio::time::sleep(delay).await;
    }
    let answer = match body {
        Ok(body) => {
            let incoming = Incoming {
                method: method.as_str(),
                path: path.as_str(),
                query: &query,
                header: &|name| only(&headers, name),
                body: &body,
                peer: peer.map(|peer| peer.ip()),
            };
            service.answer(&incoming, Timestamp::now())
        }
        Err(error) => error.into(),
    };
    response(answer)
}

/// The length a body says it has; a chunked one says nothing.
fn announced_bytes(headers: &HeaderMap) -> usize {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or_default()
}

/// The body, chunked or not, up to its limit.
async fn read(body: impl Stream<Item = Result<impl Buf, warp::Error>>) -> Result<Vec<u8>, ApiError> {
    let mut body = pin!(body);
    let mut kept = Vec::new();
    let mut received = 0_usize;
    while let Some(chunk) = body.next().await {
        let mut chunk = chunk.map_err(|_| ApiError::BadRequest("unreadable body"))?;
        received = received.saturating_add(chunk.remaining());
        if received > MAX_DRAINED_BYTES {
            break;
        }
        while received <= MAX_BODY_BYTES && chunk.has_remaining() {
            let piece = chunk.chunk();
            kept.extend_from_slice(piece);
            let length = piece.len();
            chunk.advance(length);
        }
    }
    if received > MAX_BODY_BYTES {
        Err(ApiError::BodyTooLarge)
    } else {
        Ok(kept)
    }
}

/// A header that comes twice says nothing.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h [u8]> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then_some(first.as_bytes())
}

fn response(answer: Answer) -> Response<Vec<u8>> {
    let mut response = Response::new(answer.body);
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(media_type) = answer.media_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}
