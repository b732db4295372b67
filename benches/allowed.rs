//! How many access checks a second the reference server answers, beside a bare hyper server that gives the
//! very same answer without a thought: what is lost in between is ours. `cargo bench --bench allowed`
//!
//! Both are asked in turn, so that a machine that slows down slows both; servers and clients have threads of
//! their own. Clients write a request that was made before and compare bytes, so that they cost little.

#![expect(clippy::print_stdout, reason = "it is run to be read")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use labproof_harness::{Secret, by_hand};
use labproof_reference::{Secrets, Server, Settings, World};
use labproof_spec::{InstanceKind, ORDINARY, Operation, Spec};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

const OPERATION: &str = "git.allowed";
const CONNECTIONS: usize = 32;
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_secs(1);
/// What of the bare server's requests a second the reference server should reach.
const TARGET: f64 = 0.6;
/// Far more than an answer takes.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

fn main() -> anyhow::Result<()> {
    let threads = std::thread::available_parallelism()?.get().div_ceil(2);
    let (servers, clients) = (runtime("server", threads)?, runtime("client", threads)?);
    let question = Question::documented()?;
    let reference = servers.block_on(reference(question.spec, question.secrets.clone()))?;
    let answer = clients.block_on(one_answer(reference, &question))?;
    let bare = servers.block_on(bare(&answer))?;
    let same = clients.block_on(one_answer(bare, &question))?;
    ensure!(same == answer, "the servers differ: {answer:?} and {same:?}");

    println!("{OPERATION} over {CONNECTIONS} connections; {threads} thread(s) serve, as many ask.");
    for _ in 0..threads {
        clients.spawn(never_sleep());
    }
    let round = |address| clients.block_on(round(address, &question, &answer));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // The first round warms up and does not count.
    for number in 0..=ROUNDS {
        let (our, their) = (round(reference)?, round(bare)?);
        if number > 0 {
            println!("Round {number}: {our:.0} requests a second, bare hyper {their:.0}.");
            ours.push(our);
            theirs.push(their);
        }
    }
    let (our, their) = (median(ours), median(theirs));
    println!("Median: {our:.0} requests a second, bare hyper {their:.0}.");
    println!(
        "The reference server reaches {:.2} of bare hyper; at least {TARGET} is the aim.",
        our / their
    );
    Ok(())
}

fn runtime(name: &str, threads: usize) -> anyhow::Result<Runtime> {
    Ok(Builder::new_multi_thread()
        .thread_name(name)
        .worker_threads(threads)
        .enable_all()
        .build()?)
}

/// Keeps a thread awake. Waking a client that sleeps takes the kernel a while, at the server's expense, and
/// the slower server would pay more often.
async fn never_sleep() {
    loop {
        tokio::task::yield_now().await;
    }
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// The documented example, and what it takes to be answered.
struct Question {
    spec: &'static Spec,
    operation: Arc<Operation>,
    secrets: Secrets,
}

impl Question {
    fn documented() -> anyhow::Result<Self> {
        let spec = labproof::bundle::spec().map_err(|failure| failure.error)?;
        let mut operations = spec.api(spec.newest()).operations.clone().into_iter();
        let operation = operations
            .find(|operation| operation.slug == OPERATION)
            .context("no such operation")?;
        Ok(Self {
            spec,
            operation,
            secrets: Secrets::generate(spec),
        })
    }

    /// The request as it travels, with a token that was made just now.
    fn request(&self, connection: &str) -> anyhow::Result<Vec<u8>> {
        let Self {
            spec,
            operation,
            secrets,
        } = self;
        let example = operation.examples.first().context("no documented example")?;
        let form = example
            .request
            .body
            .as_deref()
            .context("no body in the documented example")?;
        let media_type = operation.body.as_ref().context("no documented body")?.media_types[0].as_str();
        let secret = secrets.get("shell").context("no secret of GitLab Shell")?;
        let known = BTreeMap::from([("shell".to_owned(), Secret::new(std::str::from_utf8(secret)?))]);
        let scheme = operation.schemes.first().context("no documented scheme")?;
        let credential = by_hand(spec, scheme, &known, ORDINARY, None)?;
        let (method, path, length) = (&operation.method, &operation.path, form.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: {connection}\r\n{credential}\r\n\
             content-type: {media_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        Ok((head + form).into_bytes())
    }
}

/// An answer without what differs from moment to moment.
#[derive(Debug, PartialEq)]
struct Answer {
    headers: Vec<(String, String)>,
    body: String,
}

async fn one_answer(address: SocketAddr, question: &Question) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&question.request("close")?).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    let (head, body) = text.split_once("\r\n\r\n").context("no HTTP")?;
    ensure!(head.starts_with("HTTP/1.1 200 "), "answered {text}");
    let mut headers: Vec<(String, String)> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| !["connection", "date"].contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    headers.sort();
    Ok(Answer {
        headers,
        body: body.to_owned(),
    })
}

async fn reference(spec: &Spec, secrets: Secrets) -> anyhow::Result<SocketAddr> {
    let settings = Settings {
        edition: spec.newest(),
        kind: InstanceKind::default(),
        world: World::documented()?.with_shell_operations_per_minute(0),
        secrets,
        state_probe: false,
        mutation: None,
    };
    let server = Server::bind(spec, settings, ([127, 0, 0, 1], 0)).await?;
    let address = server.address().tcp().context("no port")?;
    tokio::spawn(server.serve(std::future::pending()));
    Ok(address)
}

/// A server that reads the request, as any has to, and gives the answer.
async fn bare(answer: &Answer) -> anyhow::Result<SocketAddr> {
    let mut response = Response::new(Bytes::from(answer.body.clone()));
    for (name, value) in &answer.headers {
        response
            .headers_mut()
            .insert(name.parse::<hyper::header::HeaderName>()?, value.parse()?);
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let response = response.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                let response = response.clone();
                async move {
                    request.into_body().collect().await?;
                    Ok::<_, hyper::Error>(response.map(Full::new))
                }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(address)
}

/// Requests a second over all connections.
async fn round(address: SocketAddr, question: &Question, answer: &Answer) -> anyhow::Result<f64> {
    let request: Arc<[u8]> = question.request("keep-alive")?.into();
    let body: Arc<[u8]> = answer.body.as_bytes().into();
    let start = Instant::now();
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        connections.spawn(ask(address, request.clone(), body.clone(), start + ROUND));
    }
    let mut answered = 0;
    while let Some(connection) = connections.join_next().await {
        answered += connection??;
    }
    Ok(f64::from(answered) / start.elapsed().as_secs_f64())
}

/// Asks the same again and again; how often it was answered.
async fn ask(address: SocketAddr, request: Arc<[u8]>, body: Arc<[u8]>, end: Instant) -> anyhow::Result<u32> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; ANSWER_BYTES_MAX];
    let mut answered = 0;
    while Instant::now() < end {
        stream.write_all(&request).await?;
        let mut length = 0;
        while !buffer[..length].ends_with(&body) {
            let read = stream.read(&mut buffer[length..]).await?;
            ensure!(
                read > 0,
                "the answer is another: {}",
                String::from_utf8_lossy(&buffer[..length])
            );
            length += read;
        }
        ensure!(
            buffer.starts_with(b"HTTP/1.1 200 "),
            "refused: {}",
            String::from_utf8_lossy(&buffer[..length])
        );
        answered += 1;
    }
    Ok(answered)
}
