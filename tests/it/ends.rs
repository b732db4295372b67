//! How runs end that do not come to their end: with what was judged by then.

use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use labproof_harness::formats::json;
use labproof_harness::{Report, Verdict};
use tokio::sync::mpsc;

use crate::support::command::{Serving, expect, labproof};
use crate::support::{Passing, proxy};

/// A server, and a proxy before it that may keep answers to itself.
struct Silenced {
    serving: Serving,
    url: String,
}

impl Silenced {
    async fn start(withhold: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        let serving = Serving::start("17.9");
        let spoil = move |request: &str, passing: &mut Passing| passing.is_withheld = withhold(request);
        let url = proxy(format!("http://{}", serving.address()), spoil).await;
        Self { serving, url }
    }

    /// One that is silent from a certain request on, and says when somebody has met that.
    async fn after(requests: usize) -> (Self, mpsc::UnboundedReceiver<()>) {
        let (met, meeting) = mpsc::unbounded_channel();
        let seen = AtomicUsize::new(0);
        let withhold = move |_: &str| {
            let is_late = seen.fetch_add(1, Ordering::SeqCst) >= requests;
            if is_late {
                let _ = met.send(());
            }
            is_late
        };
        (Self::start(withhold).await, meeting)
    }

    /// A run that judges it.
    fn judge(&self, more: &[&str]) -> Child {
        let arguments = [
            "run",
            "--target",
            "target.yaml",
            "--report-dir",
            "reports",
            "--url",
            &self.url,
        ];
        labproof(self.serving.path(), &[&arguments[..], more].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn reports(&self) -> PathBuf {
        self.serving.path().join("reports")
    }
}

/// The code and what was said, once it has ended.
async fn ended(run: Child) -> (Option<i32>, String) {
    let output = tokio::task::spawn_blocking(|| run.wait_with_output());
    let Output {
        status,
        stdout,
        stderr,
    } = output.await.unwrap().unwrap();
    let said = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (status.code(), said.concat())
}

fn report(folder: &Path) -> Report {
    json::read(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_falls_silent_ends_the_run_with_what_was_learnt() {
    let (server, _meeting) = Silenced::after(400).await;
    let (code, said) = ended(server.judge(&["--timeout", "300ms"])).await;
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("ended early:") && said.contains("seems to be gone"),
        "{said}"
    );
    let report = report(&server.reports());
    assert!(report.interrupted.unwrap().contains("seems to be gone"));
    let checks = |verdict| {
        report.editions[0]
            .requirements
            .iter()
            .filter(move |it| it.verdict == verdict)
    };
    assert!(
        checks(Verdict::Pass).count() > 0 && checks(Verdict::Error).count() > 100,
        "{said}"
    );
}

/// It is that operation's fault, and all others are judged.
#[tokio::test(flavor = "multi_thread")]
async fn an_operation_that_never_answers_is_no_end_of_the_run() {
    let server = Silenced::start(|request| request.contains(" /api/v4/internal/discover")).await;
    let selection = ["--run", "ssh.discover", "--run", "instance.check", "--cases", "2"];
    let (code, said) = ended(server.judge(&[&selection[..], &["--timeout", "300ms"]].concat())).await;
    assert_eq!(code, Some(1), "{said}");
    let report = report(&server.reports());
    for it in &report.editions[0].requirements {
        let answers = it.requirement.operation == "instance.check";
        // What hangs on the documented request says so instead.
        let is_told = !it.findings.is_empty() || !it.reasons.is_empty();
        assert_eq!(is_told, !answers, "{}", it.requirement.id);
        assert_ne!(it.verdict, Verdict::Error, "{}", it.requirement.id);
    }
}

/// Sends a signal to a run.
#[cfg(unix)]
fn ask_to_end(run: &std::process::Child, signal: &str) {
    let asked = std::process::Command::new("kill")
        .args([signal, &run.id().to_string()])
        .status();
    assert!(asked.unwrap().success());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_asked_to_end_leaves_its_reports() {
    for (signal, why) in [("-TERM", "SIGTERM"), ("-INT", "Ctrl-C")] {
        let (server, mut meeting) = Silenced::after(400).await;
        let run = server.judge(&[]);
        meeting.recv().await.unwrap();
        ask_to_end(&run, signal);
        let (code, said) = ended(run).await;
        assert_eq!(code, Some(3), "{said}");
        let report = report(&server.reports());
        assert!(report.interrupted.as_ref().unwrap().contains(why), "{said}");
        assert!(report.count(Verdict::Pass) > 0, "{said}");
    }
}

/// Not even what comes before the first check goes on for ever.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_has_judged_nothing_yet_ends_as_well() {
    for edition in [&["--edition", "17.9"][..], &[]] {
        let (server, mut meeting) = Silenced::after(0).await;
        server.serving.changed("target.yaml", "edition: \"17.9\"", "");
        let run = server.judge(edition);
        meeting.recv().await.unwrap();
        ask_to_end(&run, "-TERM");
        let (code, said) = ended(run).await;
        assert_eq!(code, Some(3), "{said}");
        let why = report(&server.reports()).interrupted.unwrap();
        assert!(why.contains("SIGTERM"), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_takes_the_reports_of_one_run_at_a_time() {
    let (server, mut meeting) = Silenced::after(400).await;
    let mut first = server.judge(&[]);
    meeting.recv().await.unwrap();
    let path = server.serving.path().to_owned();
    let second = move || {
        let arguments = [
            "run",
            "--target",
            "target.yaml",
            "--run",
            "instance.check",
            "--report-dir",
            "reports",
        ];
        expect(
            &path,
            &arguments,
            2,
            &["another run writes into reports; give each a --report-dir of its own"],
        );
        // The first one's are as they were.
        assert!(
            report(&path.join("reports"))
                .interrupted
                .unwrap()
                .contains("has not ended")
        );
    };
    tokio::task::spawn_blocking(second).await.unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    let path = server.serving.path().to_owned();
    let third = move || {
        let arguments = [
            "run",
            "--target",
            "target.yaml",
            "--run",
            "instance.check",
            "--report-dir",
            "reports",
        ];
        expect(&path, &arguments, 0, &["judged in part"]);
    };
    tokio::task::spawn_blocking(third).await.unwrap();
}
