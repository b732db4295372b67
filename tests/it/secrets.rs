//! A server that repeats whatever it is sent, in every way there is to write it: no output of the command has a secret.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::support::command::{Serving, expect, folder, run, write_private};
use crate::support::{self, Passing};

/// A secret that every encoding writes otherwise.
const AWKWARD: &str = r#"s3cr3t "quoted" & <marked> + 100% \ /of= it"#;

/// So many characters of a secret give it away.
const TELLING: usize = 16;

type Encoding = fn(&str) -> String;

/// Every way in which the server writes what it repeats; each is looked for in the outputs.
const ENCODINGS: [Encoding; 16] = [
    |text| text.to_owned(),
    |text| STANDARD.encode(text),
    |text| STANDARD_NO_PAD.encode(text),
    |text| URL_SAFE.encode(text),
    |text| URL_SAFE_NO_PAD.encode(text),
    |text| STANDARD.encode(format!("user:{text}")),
    |text| percent(text, "ABCDEF", u8::is_ascii_alphanumeric),
    |text| percent(text, "abcdef", |byte| byte.is_ascii_graphic() && *byte != b'%'),
    |text| percent(text, "ABCDEF", |_| false),
    |text| {
        percent(text, "ABCDEF", |byte| {
            byte.is_ascii_alphanumeric() || *byte == b' '
        })
        .replace(' ', "+")
    },
    quoted,
    |text| {
        text.chars()
            .map(|it| format!("\\u{:04x}", u32::from(it)))
            .collect()
    },
    html,
    |text| text.chars().map(|it| format!("&#{};", u32::from(it))).collect(),
    |text| text.bytes().map(|byte| format!("{byte:02x}")).collect(),
    |text| text.bytes().map(|byte| format!("{byte:02X}")).collect(),
];

fn percent(text: &str, letters: &str, is_kept: fn(&u8) -> bool) -> String {
    let encoded = |byte: u8| match is_kept(&byte) {
        true => char::from(byte).to_string(),
        false if letters.starts_with('a') => format!("%{byte:02x}"),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

/// Within a string of JSON.
fn quoted(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].replace('/', r"\/")
}

fn html(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('/', "&#x2F;")
}

/// What the server got and gave that nobody else may see.
#[derive(Default)]
struct Seen(Mutex<BTreeSet<String>>);

impl Seen {
    fn add(&self, secrets: impl IntoIterator<Item = String>) {
        let secrets = secrets.into_iter().filter(|secret| secret.len() >= TELLING);
        self.0.lock().unwrap().extend(secrets);
    }
}

/// What a request carries to prove who calls.
fn credentials(request: &str) -> Vec<String> {
    let (head, _) = request.split_once("\r\n\r\n").unwrap();
    let ours = ["host", "user-agent", "accept", "content-type", "content-length"];
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let sent =
        lines.filter(|(name, value)| !ours.contains(&name.to_ascii_lowercase().as_str()) && value.len() > 8);
    let mut found: Vec<String> = sent.map(|(_, value)| value.to_owned()).collect();
    let (_, query) = head.lines().next().unwrap().split_once('?').unwrap_or_default();
    let query = query.split(' ').next().unwrap();
    let parameters = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("secret_token="));
    found.extend(parameters.map(decoded));
    found
}

fn decoded(text: &str) -> String {
    let url = format!("http://a/?q={text}").parse::<reqwest::Url>().unwrap();
    let (_, value) = url.query_pairs().next().unwrap();
    value.into_owned()
}

/// What of a credential is worth something by itself.
fn parts(credential: &str) -> Vec<String> {
    let token = credential.rsplit(' ').next().unwrap();
    let mut parts = vec![token.to_owned()];
    if let [_, claims, signature] = token.split('.').collect::<Vec<_>>()[..] {
        parts.extend([claims.to_owned(), signature.to_owned()]);
    }
    parts
}

/// Spoils an answer so that it repeats the request, in another way each time.
fn repeat(request: &str, turn: usize, passing: &mut Passing, seen: &Seen) {
    let cookie = format!("{turn:016x}{:x}", turn * 7_919);
    let mut repeated = credentials(request);
    // Whole, or what of a token is worth something by itself.
    if turn.is_multiple_of(3) {
        repeated = repeated.iter().flat_map(|it| parts(it)).skip(1).collect();
    }
    repeated.push(cookie.clone());
    seen.add(credentials(request).iter().flat_map(|it| parts(it)));
    seen.add([cookie.clone()]);
    let encoding = ENCODINGS[turn % ENCODINGS.len()];
    let said: Vec<String> = repeated.iter().map(|it| encoding(it)).collect();
    // Long enough to be cut, each time at another place of what is repeated.
    let said = format!("{}{}", ".".repeat(turn % 300), said.join(" and "));
    let said = said.replace(['\r', '\n'], " ");
    passing.headers.push(("x-echo".to_owned(), said.clone()));
    passing.headers.push((
        "set-cookie".to_owned(),
        format!("_session={cookie}; Path=/; HttpOnly"),
    ));
    passing
        .headers
        .push(("x-subject-token".to_owned(), format!("subject-{cookie}")));
    // The first answers say whether the instance is there.
    match turn / ENCODINGS.len() % 7 {
        _ if turn < 12 => repeat_beside(&said, passing),
        0 | 1 => repeat_beside(&said, passing),
        6 => repeat_instead(&said, passing),
        2 => spoilt(
            passing,
            500,
            "text/html",
            format!("<html><h1>Oh {said}</h1><pre>{}</pre>", html(request)),
        ),
        3 => {
            passing.headers.push((
                "location".to_owned(),
                format!(
                    "/login?was={said}&and={}",
                    percent(request, "abcdef", u8::is_ascii_alphanumeric)
                ),
            ));
            spoilt(passing, 302, "text/plain", String::new());
        }
        4 => spoilt(
            passing,
            401,
            "application/json",
            json!({"message": said, "request": request}).to_string(),
        ),
        _ => spoilt(
            passing,
            400,
            "text/plain",
            format!("cannot read {request} ({said})"),
        ),
    }
}

fn spoilt(passing: &mut Passing, status: u16, media_type: &str, body: String) {
    passing.headers.retain(|(name, _)| name != "content-type");
    passing
        .headers
        .push(("content-type".to_owned(), media_type.to_owned()));
    (passing.status, passing.body) = (status, body);
}

/// A member more is lawful, so that what is told of is an answer that passes.
fn repeat_beside(said: &str, passing: &mut Passing) {
    if let Ok(Value::Object(mut members)) = serde_json::from_str(&passing.body) {
        members.insert("echo".to_owned(), json!(said));
        passing.body = Value::Object(members).to_string();
    }
}

/// Each member is a text, whatever it should be.
fn repeat_instead(said: &str, passing: &mut Passing) {
    if let Ok(Value::Object(mut members)) = serde_json::from_str(&passing.body) {
        members.values_mut().for_each(|value| *value = json!(said));
        passing.body = Value::Object(members).to_string();
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pieces of every form of the secrets by their length, each with its secret.
struct Pieces<'a>(HashMap<usize, HashMap<Vec<u8>, &'a str>>);

impl<'a> Pieces<'a> {
    fn of(secrets: &'a BTreeSet<String>) -> Self {
        let mut pieces: HashMap<usize, HashMap<Vec<u8>, &str>> = HashMap::new();
        for secret in secrets {
            for form in ENCODINGS.map(|encoding| encoding(secret)) {
                let length = TELLING * form.len().div_ceil(secret.len());
                let of_length = pieces.entry(length).or_default();
                let windows = form.as_bytes().windows(length).step_by(TELLING / 2);
                of_length.extend(windows.map(|piece| (piece.to_vec(), secret.as_str())));
            }
        }
        Self(pieces)
    }

    /// A secret of which the text has a piece, and what stands around it.
    fn find(&self, text: &str) -> Option<(&'a str, String)> {
        let text = text.as_bytes();
        self.0.iter().find_map(|(length, pieces)| {
            let mut windows = text.windows(*length).enumerate();
            windows.find_map(|(at, piece)| {
                let secret = pieces.get(piece)?;
                let around = &text[at.saturating_sub(200)..(at + 200).min(text.len())];
                Some((*secret, String::from_utf8_lossy(around).into_owned()))
            })
        })
    }
}

/// Judges a server behind the mirror; what the command said and wrote, by name, and what must not be in it.
async fn judged(
    edition: &str,
    selection: &'static [&'static str],
) -> (Vec<(String, String)>, BTreeSet<String>) {
    let folder = folder();
    let secrets = folder.path().join(".labproof");
    std::fs::create_dir(&secrets).unwrap();
    write_private(&secrets.join(".gitlab_shell_secret"), AWKWARD);
    let serving = Serving::start_in(folder, edition, &[]);
    let seen = Arc::new(Seen::default());
    let kept = std::fs::read_dir(&secrets)
        .unwrap()
        .map(|entry| read(&entry.unwrap().path()).trim().to_owned());
    seen.add(kept);
    let (turns, noted) = (AtomicUsize::new(0), Arc::clone(&seen));
    let url = support::proxy(
        format!("http://{}", serving.address()),
        move |request, passing| {
            if !request.contains("/-/labproof/") {
                repeat(request, turns.fetch_add(1, Ordering::Relaxed), passing, &noted);
            }
        },
    )
    .await;
    let said = tokio::task::spawn_blocking(move || {
        let path = serving.path();
        let mut arguments = vec![
            "run",
            "--target",
            "target.yaml",
            "--url",
            &url,
            "-vv",
            "--cases",
            "4",
        ];
        arguments.extend(["--report-dir", "reports", "--seed", "1", "--shard", "1/1"]);
        arguments.extend(selection.iter().flat_map(|glob| ["--run", glob]));
        let (code, said, errors) = run(path, &arguments);
        assert_eq!(code, 1, "{said}{errors}");
        let mut texts = vec![("the terminal".to_owned(), said + &errors)];
        let report = "reports/report.json";
        std::fs::write(
            path.join("none.json"),
            without_requirements(&read(&path.join(report))),
        )
        .unwrap();
        for format in ["text", "markdown", "html"] {
            let (_, said, errors) = run(path, &["compare", "none.json", report, "--format", format]);
            texts.push((format!("compare --format {format}"), said + &errors));
        }
        let (_, said, errors) = run(
            path,
            &[
                "report",
                "merge",
                "reports/events.ndjson",
                "--report-markdown",
                "merged.md",
            ],
        );
        texts.push(("report merge".to_owned(), said + &errors));
        texts.push(("merged.md".to_owned(), read(&path.join("merged.md"))));
        for entry in std::fs::read_dir(path.join("reports")).unwrap() {
            let path = entry.unwrap().path();
            texts.push((
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                read(&path),
            ));
        }
        texts
    })
    .await
    .unwrap();
    let secrets = std::mem::take(&mut *seen.0.lock().unwrap());
    (said, secrets)
}

/// A report beside which everything in the other one is new.
fn without_requirements(report: &str) -> String {
    let mut report: Value = serde_json::from_str(report).unwrap();
    report["editions"][0]["requirements"] = json!([]);
    report.to_string()
}

async fn tells_no_secret(edition: &str, selection: &'static [&'static str], marks: &[&str]) {
    let (texts, secrets) = judged(edition, selection).await;
    assert!(secrets.len() > 100, "only {} secrets", secrets.len());
    assert_eq!(texts.len(), 12);
    let pieces = Pieces::of(&secrets);
    for (name, text) in &texts {
        let found = pieces.find(text);
        assert!(
            found.is_none(),
            "{edition}, {name} has a piece of a secret: {found:?}"
        );
    }
    // It was repeated, and what stands there instead says what it was.
    let (_, report) = texts.iter().find(|(name, _)| name == "report.json").unwrap();
    for mark in marks.iter().chain(&["[cookie]", "[credential]", "evidence"]) {
        assert!(report.contains(mark), "{edition}: no {mark} in the report");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_secret_is_told_in_no_form() {
    tells_no_secret("12.4", &["instance.*", "ssh.*"], &["[secret shell]"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_minted_or_lies_in_a_file_is_told_in_no_form() {
    let selection = &[
        "instance.*",
        "ssh.*",
        "kas.agent_info",
        "scim.group.list",
        "storage_exclusions.list",
    ];
    let marks = [
        "[credential shell-jwt]",
        "[credential kas-jwt]",
        "[secret agent]",
        "[secret scim_group]",
        "[token]",
    ];
    tells_no_secret("17.9", selection, &marks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_a_private_key_signed_is_told_in_no_form() {
    tells_no_secret(
        "18.9",
        &["cdot.*", "git.lfs_authenticate"],
        &["[credential cdot-jwt]"],
    )
    .await;
}

#[test]
fn a_secret_that_cannot_be_told_from_words_is_named_in_a_note() {
    let serving = Serving::start("12.4");
    let shell = serving.path().join(".labproof/.gitlab_shell_secret");
    write_private(&serving.path().join("short"), "secret");
    serving.changed("short.yaml", shell.to_str().unwrap(), "short");
    let arguments = ["run", "--target", "short.yaml", "--run", "instance.check/example"];
    let note = "note: the secret `shell` has fewer than 8 bytes";
    expect(serving.path(), &arguments, 1, &[note]);
}
