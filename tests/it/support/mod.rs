//! What several tests need: a run of the suite, and servers that are no instance.

pub(crate) mod command;
pub(crate) mod consumers;

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof::embedded::Embedded;
use labproof::under_test::UnderTest;
use labproof::{Failure, bundle};
use labproof_harness::{Plan, Quiet, Report, Selection, Server, Snapshot, terminal};
use labproof_spec::{Edition, Example, Spec};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::OnceCell;

/// The documents.
pub(crate) fn spec() -> &'static Spec {
    bundle::spec().unwrap_or_else(|Failure { error, .. }| panic!("{error}"))
}

/// The editions of the documents, oldest first.
pub(crate) fn editions() -> Vec<Edition> {
    spec().editions().collect()
}

/// The documented examples: edition and name, which is that of the answer's snapshot.
pub(crate) fn examples() -> Vec<(Edition, String)> {
    let mut examples = Vec::new();
    for edition in spec().editions() {
        for operation in &spec().api(edition).operations {
            let named = |example: &Example| (edition, format!("{}@{}", operation.slug, example.case));
            examples.extend(operation.examples.iter().map(named));
        }
    }
    examples
}

/// The number in an environment variable, or a fixed one, so that two runs of the tests do the same.
pub(crate) fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| {
        text.parse().unwrap_or_else(|_| panic!("${variable}: {text}"))
    })
}

/// How many checks are made at once.
pub(crate) const JOBS: usize = 64;

/// A plan for these servers.
pub(crate) fn plan(servers: Vec<Server>, selection: Selection) -> Plan {
    Plan {
        jobs: JOBS,
        seed: number("LABPROOF_SEED", 1),
        cases: u32::try_from(number("LABPROOF_CASES", 32)).unwrap(),
        ..Plan::new(servers, selection)
    }
}

/// What came of judging the servers under test, once for every test that looks at it.
pub(crate) struct Judged {
    pub(crate) report: Report,
    pub(crate) snapshots: Vec<Snapshot>,
    /// Whether they were reference servers of our own.
    pub(crate) is_embedded: bool,
}

/// Judges what the environment names, else our own servers in every edition: with the first test that asks.
pub(crate) async fn judged() -> &'static Judged {
    static JUDGED: OnceCell<Result<Judged, String>> = OnceCell::const_new();
    let judged = JUDGED.get_or_init(judge).await;
    judged.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

/// Our own servers have to hold every `should` as well: a reference that does not is no reference.
async fn judge() -> Result<Judged, String> {
    let told = |failure: Failure| format!("{:#}", failure.error);
    let mut under_test = UnderTest::from_environment(spec()).await.map_err(told)?;
    let is_embedded = under_test.is_embedded;
    let mut plan = plan(std::mem::take(&mut under_test.servers), Selection::default());
    plan.selection.profiles = std::mem::take(&mut under_test.profiles);
    plan.strict = is_embedded;
    let features = bundle::features().map_err(told)?;
    let judged = labproof_harness::run(spec(), &features, plan, Arc::new(Quiet)).await;
    under_test.stop().await;
    let (report, snapshots) = judged.map_err(|error| error.to_string())?;
    Ok(Judged {
        report,
        snapshots,
        is_embedded,
    })
}

/// What the suite says of a spoiled server of an edition, after somebody changed the plan.
pub(crate) async fn spoiled(
    edition: Edition,
    selection: Selection,
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
    change: impl FnOnce(&mut Plan),
) -> Report {
    let mut embedded = Embedded::start(&[edition])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    servers[0].url = proxy(servers[0].url.clone(), spoil).await;
    let mut plan = plan(servers, selection);
    change(&mut plan);
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let judged = labproof_harness::run(spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    judged.unwrap_or_else(|error| panic!("{error}")).0
}

/// A client for plain HTTP.
pub(crate) fn client() -> reqwest::Client {
    // It wants to be able to encrypt, though no server here does.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let stays = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(stays).build().unwrap()
}

/// The report as a person reads it.
pub(crate) fn told(report: &Report) -> String {
    terminal::text(report, terminal::Style::default())
}

/// A server that answers every request alike, for as long as the test's runtime lives; its URL.
pub(crate) async fn impostor(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move { converse(stream, &*answer).await });
        }
    });
    url
}

/// Answers request after request, until one side closes.
async fn converse(mut stream: TcpStream, answer: &(dyn Fn(&str) -> String + Send + Sync)) {
    while let Some(request) = read(&mut stream).await {
        let answer = answer(&request);
        if stream.write_all(answer.as_bytes()).await.is_err() || !answer.contains("Content-Length") {
            return;
        }
    }
}

/// An answer of the server behind a [`proxy`], before it is passed on.
#[derive(Clone, Debug)]
pub(crate) struct Passing {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether it never arrives.
    pub(crate) is_withheld: bool,
}

/// A proxy before a server, which may spoil an answer when it knows the request's head and body; its URL.
pub(crate) async fn proxy(
    server: String,
    spoil: impl Fn(&str, &mut Passing) + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (spoil, client) = (Arc::new(spoil), client());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (spoil, client, server) = (Arc::clone(&spoil), client.clone(), server.clone());
            tokio::spawn(async move {
                while let Some(request) = read(&mut stream).await {
                    let mut passing = pass_on(&client, &server, &request).await;
                    spoil(&request, &mut passing);
                    if passing.is_withheld {
                        std::future::pending::<()>().await;
                    }
                    let mut answer = format!("HTTP/1.1 {} Spoiled\r\n", passing.status);
                    for (name, value) in &passing.headers {
                        answer.push_str(&format!("{name}: {value}\r\n"));
                    }
                    answer.push_str(&format!(
                        "content-length: {}\r\n\r\n{}",
                        passing.body.len(),
                        passing.body
                    ));
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    url
}

/// One request as text; nothing once the connection ends.
pub(crate) async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        if is_complete(&bytes) {
            return Some(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}

pub(crate) async fn pass_on(client: &reqwest::Client, server: &str, request: &str) -> Passing {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap().split(' ');
    let (method, path) = (first.next().unwrap(), first.next().unwrap());
    let mut passed = client.request(method.parse().unwrap(), format!("{server}{path}"));
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        if !name.eq_ignore_ascii_case("host") && !name.eq_ignore_ascii_case("content-length") {
            passed = passed.header(name, value);
        }
    }
    let answer = passed.body(body.to_owned()).send().await.unwrap();
    let headers = answer
        .headers()
        .iter()
        .filter(|(name, _)| *name != "content-length");
    Passing {
        status: answer.status().as_u16(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        body: answer.text().await.unwrap(),
        is_withheld: false,
    }
}

/// Whether a request's head and as much body as it announces are there.
fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let announced = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    bytes.len() >= head.len() + 4 + announced.unwrap_or(0)
}

/// An HTTP answer as it goes over the wire.
pub(crate) fn answer(status: &str, media_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Counts by key, for messages.
pub(crate) fn counted<K: Ord>(items: impl IntoIterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}
