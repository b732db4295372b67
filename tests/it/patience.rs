//! What clients have to live with: codings, connections that end, servers that ask to come again, accidents on the way.
//! None of it is held against a server, and none of it lets one pass that is really broken.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{self, Passing};
use flate2::Compression;
use flate2::write::GzEncoder;
use labproof::bundle;
use labproof::embedded::Embedded;
use labproof_harness::{Conclusion, Quiet, Report, Selection, SuiteError, Verdict};
use labproof_spec::Level;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

/// What a proxy does with a request, when it knows the how manieth it is of all and of its connection, from 1.
enum Does {
    /// It passes on the server's answer.
    PassOn,
    /// It does so, and closes the connection without a word.
    PassOnAndClose,
    /// It passes on the answer in a coding.
    Encode(&'static str, fn(&str) -> Vec<u8>),
    /// It answers by itself.
    Answer(&'static str),
    /// It closes the connection.
    Close,
}

type Way = dyn Fn(usize, usize, &str) -> Does + Send + Sync;

/// A proxy with a way of its own before a server; its URL.
async fn proxy(server: String, way: Arc<Way>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (server, way, count) = (server.clone(), Arc::clone(&way), Arc::clone(&count));
            tokio::spawn(async move { serve(stream, &server, &*way, &count).await });
        }
    });
    url
}

async fn serve(mut stream: TcpStream, server: &str, way: &Way, count: &AtomicUsize) {
    let client = support::client();
    let mut of_connection = 0;
    while let Some(request) = support::read(&mut stream).await {
        of_connection += 1;
        let does = way(count.fetch_add(1, Ordering::Relaxed) + 1, of_connection, &request);
        let written = match &does {
            Does::PassOn | Does::PassOnAndClose => {
                let passing = support::pass_on(&client, server, &request).await;
                written(&passing, "", passing.body.as_bytes())
            }
            Does::Encode(coding, encode) => {
                let passing = support::pass_on(&client, server, &request).await;
                let coding = format!("content-encoding: {coding}\r\n");
                written(&passing, &coding, &encode(&passing.body))
            }
            Does::Answer(text) => text.as_bytes().to_vec(),
            Does::Close => return,
        };
        let is_gone = stream.write_all(&written).await.is_err();
        if is_gone || matches!(does, Does::PassOnAndClose) {
            return;
        }
    }
}

fn written(passing: &Passing, header: &str, body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Passed on\r\n{header}", passing.status);
    for (name, value) in &passing.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    // What has no body has no length.
    if passing.status != 204 {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// Judges the requirements that match behind such a proxy, patient for a moment only.
async fn judge(
    run: &str,
    way: impl Fn(usize, usize, &str) -> Does + Send + Sync + 'static,
) -> Result<Report, SuiteError> {
    let mut embedded = Embedded::start(&[support::spec().newest()])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    servers[0].url = proxy(servers[0].url.clone(), Arc::new(way)).await;
    let selection = Selection {
        run: vec![run.parse().unwrap()],
        ..Selection::default()
    };
    let mut plan = support::plan(servers, selection);
    plan.cases = 4;
    plan.limits = plan.limits.put_off(Duration::from_secs(1));
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let result = labproof_harness::run(support::spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    result.map(|(report, _)| report)
}

/// All that was found, a line each.
fn findings(report: &Report) -> Vec<String> {
    let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
    let lines = requirements.flat_map(|it| {
        let (id, word) = (&it.requirement.id, it.verdict.word());
        let findings = it.findings.iter().map(|found| found.breach.actual.join("; "));
        let told = findings.chain(it.reasons.iter().cloned());
        told.map(move |told| format!("{word} {id}: {told}"))
    });
    lines.collect()
}

/// Nothing is found, and as much is judged as without a proxy.
fn is_content(report: &Report) {
    let found = findings(report);
    assert!(
        report.conclusion() == Conclusion::Conforms && report.notes.is_empty(),
        "{found:#?} {:?}",
        report.notes
    );
    for verdict in [Verdict::Warning, Verdict::Flaky, Verdict::Skipped] {
        assert_eq!(report.count(verdict), 0, "{found:#?}");
    }
    assert!(report.editions[0].judged.requirements > 10);
}

/// What is demanded and found to hold.
fn holding(report: &Report) -> Vec<&str> {
    let requirements = report.editions.iter().flat_map(|edition| &edition.requirements);
    let demanded = requirements.filter(|it| it.requirement.level > Level::May);
    let holding = demanded.filter(|it| it.verdict == Verdict::Pass);
    holding.map(|it| it.requirement.id.as_str()).collect()
}

/// Whether somebody asks for what is no operation.
fn is_probe(request: &str) -> bool {
    request.lines().next().unwrap().contains("/-/labproof/")
}

fn gzipped(body: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_a_proxy_encodes_are_decoded() {
    let report = judge("ssh.discover/*", |_, _, request| {
        let asks = request
            .lines()
            .any(|line| line == "accept-encoding: gzip, br, zstd");
        assert!(asks, "{request}");
        Does::Encode("GZip", gzipped)
    })
    .await;
    let report = report.unwrap();
    is_content(&report);
    // What was received is told as it came.
    let evidence = report.editions[0]
        .requirements
        .iter()
        .find_map(|it| it.evidence.as_ref());
    let told = evidence.unwrap();
    assert!(
        told.curl.contains("'Accept-Encoding: gzip, br, zstd'"),
        "{}",
        told.curl
    );
    let answer = &told.exchange.answer;
    assert_eq!(answer.header("content-encoding"), Some("GZip"));
    assert!(answer.text.starts_with(['{', 'n']), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_not_in_the_coding_it_claims_fails_and_the_coding_is_named() {
    for coding in ["gzip", "br", "zstd", "compress"] {
        let plain = move |_: usize, _: usize, _: &str| Does::Encode(coding, |body| body.as_bytes().to_vec());
        let report = judge("ssh.discover/*", plain).await.unwrap();
        assert_eq!(report.conclusion(), Conclusion::Breaks);
        assert_eq!(holding(&report), [""; 0]);
        let example = |line: &String| line.starts_with("fail ssh.discover/example: ");
        let found = findings(&report);
        let told = found.iter().find(|line| example(line)).unwrap();
        assert!(told.contains(&format!("content-encoding: {coding}, ")), "{told}");
        let noted = &report.notes[0];
        assert!(
            noted.contains(&format!("content-encoding: {coding}, ")),
            "{noted}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_may_end_whenever_it_is_idle() {
    let report = judge("git.p*", |_, _, _| Does::PassOnAndClose).await;
    is_content(&report.unwrap());
    // It ends when the next request is already there.
    let report = judge("git.p*", |_, of_connection, _| match of_connection {
        1 => Does::PassOn,
        _ => Does::Close,
    });
    is_content(&report.await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_answers_fails() {
    let error = judge("ssh.discover/*", |_, _, _| Does::Close).await.unwrap_err();
    assert!(
        error.to_string().contains("ended without a complete answer"),
        "{error}"
    );
    // One operation of several.
    let report = judge("ssh.*", |_, _, request| match request.contains("/discover") {
        true => Does::Close,
        false => Does::PassOn,
    });
    let report = report.await.unwrap();
    assert_eq!(report.conclusion(), Conclusion::Breaks);
    let of_discover = |line: &&String| line.contains(" ssh.discover/");
    let found = findings(&report);
    assert!(found.iter().filter(of_discover).count() > 5, "{found:#?}");
    assert!(
        !found.iter().any(|line| line.starts_with("flaky ssh.discover/")),
        "{found:#?}"
    );
    assert!(
        found.contains(
            &found
                .iter()
                .find(|line| line.starts_with("fail ssh.discover/example"))
                .unwrap()
                .clone()
        )
    );
}

/// The answer of a proxy that counts requests.
const LATER: &str =
    "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 11\r\n\r\nRetry later";
const LATER_BY_DATE: &str = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 0\r\n\r\n";
const MUCH_LATER: &str = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 2\r\n\r\n{}";

#[tokio::test(flavor = "multi_thread")]
async fn who_puts_a_request_off_is_asked_again() {
    let report = judge("ssh.discover/*", |nth, _, _| match nth % 16 {
        7 => Does::Answer(LATER),
        15 => Does::Answer(LATER_BY_DATE),
        _ => Does::PassOn,
    });
    let report = report.await.unwrap();
    is_content(&report);
    assert!(report.editions[0].judged.put_off > 2);
    let told = support::told(&report);
    assert!(told.contains(" times by the server (--rate-limit)"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_puts_requests_off_for_too_long_is_not_judged_and_does_not_pass() {
    for answer in [LATER, MUCH_LATER] {
        let error = judge("ssh.discover/*", move |_, _, _| Does::Answer(answer))
            .await
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("puts requests off (status 429, retry-after: "),
            "{said}"
        );
        assert!(said.contains("--rate-limit"), "{said}");
    }
    // After the beginning.
    let report = judge("ssh.discover/*", |nth, _, _| match nth {
        ..8 => Does::PassOn,
        _ => Does::Answer(MUCH_LATER),
    });
    let report = report.await.unwrap();
    assert_eq!(report.conclusion(), Conclusion::Broken);
    let found = findings(&report);
    assert_eq!(
        (report.count(Verdict::Fail), report.count(Verdict::Pass)),
        (0, 0),
        "{found:#?}"
    );
    let says_why = |line: &String| line.starts_with("error ") && line.contains("--rate-limit");
    assert!(found.iter().all(says_why), "{found:#?}");
}

/// Without a word when to come again, it is the operation's own answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_429_that_does_not_say_when_to_come_again_is_judged() {
    let report = judge("ssh.discover/*", |_, _, request| match is_probe(request) {
        true => Does::PassOn,
        false => Does::Answer("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}"),
    });
    let report = report.await.unwrap();
    assert_eq!(
        report.conclusion(),
        Conclusion::Breaks,
        "{:#?}",
        findings(&report)
    );
    // But for what asks for refusals that change nothing, which it is.
    assert_eq!(
        holding(&report),
        ["ssh.discover/single-faults"],
        "{:#?}",
        findings(&report)
    );
}

const BAD_GATEWAY: &str =
    "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 3\r\n\r\n<p>";
const GATEWAY_TIMEOUT: &str = "HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 2\r\n\r\n{}";

#[tokio::test(flavor = "multi_thread")]
async fn an_accident_makes_a_check_flaky_and_no_more() {
    for accident in [BAD_GATEWAY, GATEWAY_TIMEOUT, ""] {
        let times = AtomicUsize::new(0);
        let report = judge("ssh.discover/nobody-is-null", move |_, _, request| {
            let is_met =
                request.contains("username=nobody.here") && times.fetch_add(1, Ordering::Relaxed) == 0;
            match is_met {
                true if accident.is_empty() => Does::Close,
                true => Does::Answer(accident),
                // No connection was ever idle, so whatever ends is none that ended for that.
                false => Does::PassOnAndClose,
            }
        });
        let report = report.await.unwrap();
        let found = &report.editions[0].requirements[0];
        assert_eq!(
            found.verdict,
            Verdict::Flaky,
            "{accident}: {:?}",
            findings(&report)
        );
        assert_eq!(report.conclusion(), Conclusion::Conforms);
        let breach = &found.findings[0].breach;
        assert_eq!(
            breach.again.as_ref().map(|exchange| exchange.answer.status),
            Some(200)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_one_accident_after_another_fails() {
    for (every, accident) in [(1, GATEWAY_TIMEOUT), (2, GATEWAY_TIMEOUT), (3, BAD_GATEWAY)] {
        let report = judge("git.p*", move |nth, _, request| match nth % every {
            0 if !is_probe(request) => Does::Answer(accident),
            _ => Does::PassOn,
        });
        // A proxy's page is told apart at once.
        let Ok(report) = report.await else { continue };
        assert_eq!(
            report.conclusion(),
            Conclusion::Breaks,
            "{:#?}",
            findings(&report)
        );
        assert!(report.count(Verdict::Fail) > 5, "{:#?}", findings(&report));
    }
}

/// Behind a proxy that answers successes of this status with another one.
async fn judged_with(run: &str, status: u16, other: u16, body: Option<&'static str>) -> Report {
    let mut embedded = Embedded::start(&[support::spec().newest()])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    let spoil = move |request: &str, passing: &mut Passing| {
        if passing.status == status && !is_probe(request) {
            passing.status = other;
            passing.body = body.map_or(passing.body.clone(), str::to_owned);
        }
    };
    servers[0].url = support::proxy(servers[0].url.clone(), spoil).await;
    let selection = Selection {
        run: vec![run.parse().unwrap()],
        ..Selection::default()
    };
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let plan = support::plan(servers, selection);
    let result = labproof_harness::run(support::spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    result.unwrap_or_else(|error| panic!("{error}")).0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_200_for_a_more_specific_success_is_no_more_than_a_warning() {
    for (run, status) in [("scim.group.create/*", 201), ("scim.group.delete/*", 204)] {
        let report = judged_with(run, status, 200, None).await;
        let found = findings(&report);
        assert_eq!(report.conclusion(), Conclusion::Conforms, "{found:#?}");
        assert_eq!(report.count(Verdict::Fail), 0, "{found:#?}");
        let warned = report.editions[0]
            .requirements
            .iter()
            .find(|it| it.requirement.level == Level::Must && it.verdict == Verdict::Warning);
        let finding = &warned.unwrap().findings[0];
        let wanted = format!("status {status}, as documented; 200 says less");
        assert_eq!(
            (&finding.breach.expected, finding.breach.actual.as_slice()),
            (&wanted, &["status 200".to_owned()][..])
        );
        // What is not about the operation's own success is judged as ever.
        assert!(report.count(Verdict::Pass) > 3, "{found:#?}");
    }
    // Another operation's is not held against what comes after it.
    let report = judged_with("scim.group.get/*", 201, 200, None).await;
    is_content(&report);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_success_that_says_something_else_fails() {
    for (run, status, other, body) in [
        // Clients such as Gitaly and KAS take 200 and nothing else.
        ("git.pre_receive/*", 200, 201, None),
        ("scim.group.create/*", 201, 203, None),
        ("scim.group.create/*", 201, 200, Some("{}")),
        ("scim.group.create/*", 409, 200, None),
        ("scim.group.delete/*", 401, 200, None),
    ] {
        let report = judged_with(run, status, other, body).await;
        assert_eq!(
            report.conclusion(),
            Conclusion::Breaks,
            "{run} {status} {other}: {:#?}",
            findings(&report)
        );
    }
}
