//! The connections to one server: kept open between requests, through which proxy, and which of them a fault befell.

use std::collections::HashSet;
use std::error::Error;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpInfo;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Client, Proxy, Response, Url};

use crate::asking::client::SendError;
use crate::target::server::Server;
use crate::target::socket::{origin, socket};

/// The connections to one server.
pub(super) struct Connections {
    /// Sends over connections that were kept open, where there are any.
    pub(super) kept: Client,
    /// Sends over a connection of its own.
    pub(super) fresh: Client,
    /// What the paths of requests are appended to.
    pub(super) origin: String,
    /// The proxy in between, without what authenticates with it.
    pub(super) proxy: Option<String>,
    /// Our ends of the connections that an answer came over.
    answered: Mutex<HashSet<SocketAddr>>,
}

impl Connections {
    /// Connections that trust whom this machine trusts, and the server's authorities.
    pub(super) fn new(base: &Url, server: &Server, timeout: Duration) -> Result<Self, SendError> {
        // Where a program that uses this crate has installed another provider, that one encrypts.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = |kept: usize| {
            let mut builder = Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(timeout)
                .tls_certs_merge(server.authorities.iter().cloned())
                .tcp_nodelay(true)
                .pool_max_idle_per_host(kept)
                .user_agent(concat!("labproof/", env!("CARGO_PKG_VERSION")));
            #[cfg(unix)]
            if let Some(path) = socket(base) {
                return builder.unix_socket(path).build();
            }
            if let Some(proxy) = &server.proxy {
                builder = builder.proxy(Proxy::all(proxy.clone())?);
            } else if is_loopback(base) {
                builder = builder.no_proxy();
            }
            builder.build()
        };
        let client = |kept| client(kept).map_err(|error| SendError::Unwritable(error.to_string()));
        Ok(Self {
            kept: client(usize::MAX)?,
            fresh: client(0)?,
            origin: origin(base),
            proxy: match &server.proxy {
                _ if is_loopback(base) && server.proxy.is_none() || socket(base).is_some() => None,
                Some(proxy) => Some(told(proxy)),
                None => of_environment(base),
            },
            answered: Mutex::default(),
        })
    }

    /// Takes note of the connection that an answer came over.
    pub(super) fn answered(&self, response: &Response) {
        if let Some(info) = response.extensions().get::<HttpInfo>() {
            let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
            answered.insert(info.local_addr());
        }
    }

    /// Whether the connection had answered before and was closed when this request came: a server may end one whenever
    /// it is idle, and says so to nobody.
    pub(super) fn was_stale(&self, error: &reqwest::Error) -> bool {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        is_closed(error) && local_end(error).is_none_or(|end| answered.contains(&end))
    }
}

/// Whether the connection ended before an answer began.
pub(super) fn is_closed(error: &reqwest::Error) -> bool {
    let is_closing = |cause: &(dyn Error + 'static)| {
        let ended = |error: &hyper::Error| error.is_incomplete_message() || error.is_canceled();
        let reset = |error: &std::io::Error| {
            use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
            matches!(
                error.kind(),
                BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof
            )
        };
        cause.downcast_ref().is_some_and(ended) || cause.downcast_ref().is_some_and(reset)
    };
    error.is_request() && !error.is_connect() && !error.is_timeout() && causes(error).any(is_closing)
}

/// Our end of the connection that a request failed on; sockets of Unix have no address there.
fn local_end(error: &reqwest::Error) -> Option<SocketAddr> {
    let connection = causes(error).find_map(|cause| cause.downcast_ref::<legacy::Error>()?.connect_info());
    let mut extensions = http::Extensions::new();
    connection?.get_extras(&mut extensions);
    extensions.get::<HttpInfo>().map(HttpInfo::local_addr)
}

/// The error and what it came from, the deepest cause last.
pub(super) fn causes<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    let first: &'e (dyn Error + 'static) = error;
    std::iter::successors(Some(first), |error| (**error).source())
}

/// Whether a URL leads to this machine itself.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.is_ok_and(|address| address.is_loopback()) || host == "localhost" || host.ends_with(".localhost")
}

/// The proxy that the environment names for a URL.
fn of_environment(url: &Url) -> Option<String> {
    let proxy = Matcher::from_system().intercept(&url.as_str().parse().ok()?)?;
    told(&Url::parse(&proxy.uri().to_string()).ok()?).into()
}

/// A proxy's URL without what may be secret in it.
fn told(proxy: &Url) -> String {
    let port = proxy.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!(
        "{}://{}{port}",
        proxy.scheme(),
        proxy.host_str().unwrap_or_default()
    )
}
