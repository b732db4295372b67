//! What a server answers and what a report of somebody else says is read, and acts on no terminal and no reader.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::command::{Serving, run};
use crate::support::{self, Passing, impostor};

/// Clears a screen, sets a title, rings, does so in one character each, turns what follows around.
const ACTING: &str = "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{85}\u{202e}\u{2066}x";

/// The same, without what HTTP does not let into a header.
const ACTING_IN_HEADERS: &str = "\u{9b}31m\u{202e}\u{2066}x";

fn acts_on_nobody(what: &str, text: &str) {
    let acts = |character: &char| match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        character => character.is_control() && !"\n\t".contains(*character),
    };
    let acting: Vec<char> = text.chars().filter(acts).collect();
    assert!(acting.is_empty(), "{what}: {acting:?} in {text}");
}

/// Judges the reference server with what becomes of its answers on the way; the exit code and all that was said.
async fn judged(spoil: impl Fn(&mut Passing) + Send + Sync + 'static) -> (i32, Vec<(String, String)>) {
    let serving = Serving::start("17.9");
    let url = support::proxy(format!("http://{}", serving.address()), move |_, passing| {
        spoil(passing)
    })
    .await;
    tokio::task::spawn_blocking(move || {
        let path = serving.path();
        let chosen = [
            "--run",
            "instance.check",
            "--run",
            "ssh.discover",
            "--cases",
            "2",
            "-vv",
        ];
        let place = [
            "run",
            "--target",
            "target.yaml",
            "--url",
            &url,
            "--report-dir",
            "reports",
        ];
        let (code, said, errors) = run(path, &[&place[..], &chosen].concat());
        let mut told = vec![("the terminal".to_owned(), said + &errors)];
        for name in ["report.md", "report.xml"] {
            if let Ok(text) = std::fs::read_to_string(path.join("reports").join(name)) {
                told.push((name.to_owned(), text));
            }
        }
        (code, told)
    })
    .await
    .unwrap()
}

fn add(passing: &mut Passing, change: impl Fn(&mut serde_json::Map<String, Value>)) {
    passing
        .headers
        .push(("x-note".to_owned(), ACTING_IN_HEADERS.to_owned()));
    if let Ok(Value::Object(mut members)) = serde_json::from_str(&passing.body) {
        change(&mut members);
        passing.body = Value::Object(members).to_string();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lawful_server_with_odd_characters_passes() {
    let (code, told) = judged(|passing| {
        // A refusal has its message and nothing else.
        if passing.status == 200 {
            add(passing, |members| {
                members.insert("note".to_owned(), json!(ACTING));
            });
        }
    })
    .await;
    let (_, said) = &told[0];
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("0 warning, 0 fail"), "{said}");
    told.iter().for_each(|(name, text)| acts_on_nobody(name, text));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_does_wrong_is_told_with_its_characters_written_out() {
    let spoil = |members: &mut serde_json::Map<String, Value>| {
        for value in members.values_mut().filter(|value| value.is_string()) {
            *value = json!([ACTING]);
        }
    };
    let (code, told) = judged(move |passing| add(passing, spoil)).await;
    assert_eq!(code, 1, "{told:?}");
    assert_eq!(told.len(), 3);
    for (name, text) in &told {
        acts_on_nobody(name, text);
        assert!(text.contains(r"\u{9b}31m"), "{name}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_about_a_server_that_is_none_has_them_written_out() {
    let redirect = format!(
        "HTTP/1.1 302 Found\r\nLocation: /{ACTING_IN_HEADERS}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let url = impostor(move |_| redirect.clone()).await;
    let said = tokio::task::spawn_blocking(move || {
        let serving = Serving::start("17.9");
        let (code, said, errors) = run(serving.path(), &["run", "--target", "target.yaml", "--url", &url]);
        assert_eq!(code, 3, "{said}{errors}");
        said + &errors
    })
    .await
    .unwrap();
    acts_on_nobody("the terminal", &said);
    assert!(said.contains(r"redirects to /\u{9b}31m\u{202e}"), "{said}");
}

/// A report with these characters at a place.
fn foreign(path: &Path, name: &str, pointer: &str) {
    let mut report: Value = serde_json::from_str(include_str!("report.json")).unwrap();
    *report.pointer_mut(pointer).unwrap() = json!(ACTING);
    std::fs::write(path.join(name), report.to_string()).unwrap();
}

#[test]
fn the_report_of_somebody_else_acts_on_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    // Beside it everything in the other one is new, and told.
    let mut less: Value = serde_json::from_str(include_str!("report.json")).unwrap();
    less["editions"] = json!([]);
    std::fs::write(path.join("less.json"), less.to_string()).unwrap();
    let requirement = "/editions/1/requirements/1";
    for pointer in [
        "/labproof",
        "/began",
        "/editions/1/target",
        &format!("{requirement}/id"),
        &format!("{requirement}/sentence"),
        &format!("{requirement}/level"),
        &format!("{requirement}/findings/0/actual/0"),
    ] {
        foreign(path, "foreign.json", pointer);
        for format in ["text", "markdown"] {
            let arguments = ["compare", "less.json", "foreign.json", "--format", format];
            let (_, said, errors) = run(path, &arguments);
            let said = format!("{said}{errors}");
            acts_on_nobody(&format!("{pointer} as {format}"), &said);
            // A table has no place for sentences.
            let is_told = !(pointer.ends_with("sentence") && format == "markdown");
            assert_eq!(
                said.contains(r"u{9b}31m"),
                is_told,
                "{pointer} as {format}: {said}"
            );
        }
    }
}
