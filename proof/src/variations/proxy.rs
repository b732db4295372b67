//! A proxy before a server, which answers as a variation does.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use labproof::Failure;
use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::Variation;
use super::http2::Identity;
use super::instead::{Instead, Number};
use super::wire::{Close, Framing, Message, Wire};

/// How many bytes arrive at a time where they arrive in pieces.
const PIECE_BYTES: usize = 23;

/// What somebody else answers who has the paths beside the server's.
const BESIDE: &str =
    "HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\ncontent-length: 22\r\n\r\n<h1>404 Not Found</h1>";

/// A proxy that runs until it is dropped.
pub(super) struct Proxy {
    /// Where its server is, as the suite is told.
    pub(super) url: String,
    /// What vouches for it, where it speaks TLS.
    pub(super) authority: Option<reqwest::Certificate>,
    /// How many answers were otherwise than the server's own.
    pub(super) differences: Arc<AtomicU64>,
    accepting: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Proxy {
    /// Starts one before the server with this URL.
    pub(super) async fn start(server: &str, variation: &Variation) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .map_err(Failure::unreachable)?;
        let address = listener.local_addr().map_err(Failure::unreachable)?;
        let slash = if variation.slash { "/" } else { "" };
        let differences = Arc::new(AtomicU64::new(0));
        let identity = variation.http2.then(Identity::new).transpose()?;
        let scheme = if variation.http2 { "https" } else { "http" };
        let authority = identity.as_ref().map(|identity| identity.certificate.clone());
        let passing = Arc::new(Passing {
            server: server.trim_start_matches("http://").to_owned(),
            variation: variation.clone(),
            identity,
            differences: Arc::clone(&differences),
            requests: AtomicU64::new(0),
        });
        Ok(Self {
            url: format!("{scheme}://{address}{}{slash}", variation.prefix),
            authority,
            differences,
            accepting: tokio::spawn(accept(listener, passing)),
        })
    }
}

/// Serves every connection, until it is aborted with all of them.
async fn accept(listener: TcpListener, passing: Arc<Passing>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((client, _)) = accepted else { return };
                let passing = Arc::clone(&passing);
                // What breaks off here breaks off for the client as well, and the suite tells of it.
                connections.spawn(async move {
                    match &passing.identity {
                        None => passing.serve(client).await,
                        Some(identity) => identity.serve(client, &passing).await,
                    }
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// What passes requests on to a server, and its answers back.
pub(super) struct Passing {
    server: String,
    variation: Variation,
    identity: Option<Identity>,
    pub(super) differences: Arc<AtomicU64>,
    /// How many requests there were.
    requests: AtomicU64,
}

impl Passing {
    /// A connection to the server.
    pub(super) async fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let server = TcpStream::connect(&self.server).await?;
        server.set_nodelay(true)?;
        Ok(BufReader::new(server))
    }

    /// Passes on request after request, each connection with one of its own to the server.
    async fn serve(&self, client: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        let (mut client, mut server) = (BufReader::new(client), self.connect().await?);
        let mut of_connection = 0;
        while let Some(mut request) = Message::read(&mut client).await? {
            if !self.is_below_prefix(&mut request) {
                client.write_all(BESIDE.as_bytes()).await?;
                continue;
            }
            of_connection += 1;
            let number = Number {
                of_all: self.requests.fetch_add(1, Ordering::Relaxed) + 1,
                of_connection,
            };
            if let Some(instead) = (self.variation.instead)(number) {
                self.differences.fetch_add(1, Ordering::Relaxed);
                match instead {
                    Instead::Answer(answer) => client.write_all(answer.as_bytes()).await?,
                    Instead::End => return Ok(()),
                }
                continue;
            }
            server.write_all(&request.bytes()).await?;
            let own = Message::read(&mut server)
                .await?
                .ok_or(io::ErrorKind::UnexpectedEof)?;
            self.answer(&mut client, &own).await?;
            if self.variation.wire.close != Close::Never || self.variation.wire.framing == Framing::UntilClose
            {
                return client.shutdown().await;
            }
        }
        Ok(())
    }

    /// Whether the request is for the server; then it is made one that the server knows.
    pub(super) fn is_below_prefix(&self, request: &mut Message) -> bool {
        let prefix = self.variation.prefix;
        let Some((method, target)) = request.first.split_once(' ') else {
            return false;
        };
        match target.strip_prefix(prefix) {
            Some(rest) if rest.starts_with('/') => {
                request.first = format!("{method} {rest}");
                true
            }
            _ => false,
        }
    }

    /// The answer as the variation says it.
    pub(super) fn edited(&self, own: &Message) -> Message {
        let mut answer = own.clone();
        self.variation.edits.iter().for_each(|edit| edit(&mut answer));
        if let Some(coding) = self.variation.coding {
            coding.put_on(&mut answer);
        }
        answer
    }

    async fn answer(&self, client: &mut BufReader<TcpStream>, own: &Message) -> io::Result<()> {
        let Variation {
            wire, delay, prefix, ..
        } = &self.variation;
        let answer = self.edited(own);
        let bytes = wire.write(&answer);
        let is_late = !delay.is_zero() || wire.pieces;
        if is_late || !prefix.is_empty() || wire.close != Close::Never || bytes != Wire::default().write(own)
        {
            self.differences.fetch_add(1, Ordering::Relaxed);
        }
        tokio::time::sleep(*delay).await;
        if !wire.pieces {
            return client.write_all(&bytes).await;
        }
        for piece in bytes.chunks(PIECE_BYTES) {
            client.write_all(piece).await?;
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}
