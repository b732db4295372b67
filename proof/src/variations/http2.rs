//! HTTP/2 over TLS, as proxies before GitLab speak it and clients such as the agent server ask for it.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_LENGTH, HOST};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use labproof::Failure;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::proxy::Passing;
use super::wire::Message;

/// Who a server is: a certificate of its own, made for one run.
pub(super) struct Identity {
    acceptor: TlsAcceptor,
    pub(super) certificate: reqwest::Certificate,
}

impl Identity {
    pub(super) fn new() -> Result<Self, Failure> {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]);
        let rcgen::CertifiedKey { cert, signing_key } = made.map_err(Failure::unreachable)?;
        let certificate = reqwest::Certificate::from_der(cert.der()).map_err(Failure::unreachable)?;
        let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
        let config = ServerConfig::builder().with_no_client_auth();
        let mut config = config
            .with_single_cert(vec![cert.der().clone()], key)
            .map_err(Failure::unreachable)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate,
        })
    }

    /// Passes on the requests of one connection, each with a connection of its own to the server.
    pub(super) async fn serve(&self, client: TcpStream, passing: &Arc<Passing>) -> io::Result<()> {
        client.set_nodelay(true)?;
        let client = TokioIo::new(self.acceptor.accept(client).await?);
        let service = service_fn(|request| {
            let passing = Arc::clone(passing);
            async move { Ok::<_, Infallible>(answer(&passing, request).await) }
        });
        http2::Builder::new(TokioExecutor::new())
            .serve_connection(client, service)
            .await
            .map_err(io::Error::other)
    }
}

/// The server's answer, or what a proxy says whose server gives none.
async fn answer(passing: &Passing, request: Request<Incoming>) -> Response<Full<Bytes>> {
    match passed_on(passing, request).await {
        Ok(response) => {
            passing.differences.fetch_add(1, Ordering::Relaxed);
            response
        }
        Err(fault) => {
            let mut response = Response::new(Full::from(fault.to_string()));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
    }
}

async fn passed_on(passing: &Passing, request: Request<Incoming>) -> anyhow::Result<Response<Full<Bytes>>> {
    let mut server = passing.connect().await?;
    let mut request = written(request).await?;
    if !passing.is_below_prefix(&mut request) {
        return Ok(Response::builder()
            .status(StatusCode::NOT_FOUND)
            .body(Full::default())?);
    }
    server.write_all(&request.bytes()).await?;
    let own = Message::read(&mut server).await?;
    let own = own.ok_or_else(|| anyhow::anyhow!("the server closed the connection"))?;
    let answer = passing.edited(&own);
    let mut response = Response::builder().status(answer.status().unwrap_or_default());
    for (name, value) in answer
        .headers
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("content-length"))
    {
        response = response.header(name, value);
    }
    Ok(response.body(Full::from(answer.body))?)
}

/// A request as HTTP/1.1 has it.
async fn written(request: Request<Incoming>) -> anyhow::Result<Message> {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let host = head.uri.authority().map_or("", |authority| authority.as_str());
    let body = body.collect().await?.to_bytes();
    let mut headers = vec![(HOST.to_string(), host.to_owned())];
    if !body.is_empty() {
        headers.push((CONTENT_LENGTH.to_string(), body.len().to_string()));
    }
    for (name, value) in head.headers.iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        headers.push((name.to_string(), value.to_str()?.to_owned()));
    }
    Ok(Message {
        first: format!("{} {target} HTTP/1.1", head.method),
        headers,
        body: body.into(),
    })
}
