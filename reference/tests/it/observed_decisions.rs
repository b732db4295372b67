//! Who is let in where: the reference server decides as a running GitLab did (`observed/decisions.tsv`).

use futures_util::stream::{self, StreamExt as _};
use labproof_reference::World;
use labproof_spec::{Edition, InstanceKind, Question};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::support::{Seen, Target, spec};

const DECISIONS: &str = include_str!("../../observed/decisions.tsv");
/// The release that was asked.
const EDITION: Edition = Edition::new(18, 9);
/// The instance that was asked.
const KIND: &str = r#"{"edition": "ee", "saas": false, "settings": {"email_confirmation": false}}"#;
/// How many are asked at once.
const AT_ONCE: usize = 16;

/// A line, by the names of its columns.
struct Decision<'t> {
    line: usize,
    columns: Vec<&'t str>,
}

impl<'t> Decision<'t> {
    fn get(&self, column: &str) -> &'t str {
        let names: Vec<&str> = DECISIONS.lines().next().unwrap_or_default().split('\t').collect();
        let at = names.iter().position(|name| *name == column);
        self.columns[at.unwrap_or_else(|| panic!("no column {column}"))]
    }
}

fn decisions() -> impl Iterator<Item = Decision<'static>> {
    let lines = DECISIONS.lines().enumerate().skip(1);
    lines.map(|(at, line)| Decision {
        line: at + 1,
        columns: line.split('\t').collect(),
    })
}

/// A text with the values of roles in it; alone in its text, a value keeps its type.
fn filled(target: &Target, text: &str) -> Value {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap();
        let (role, field) = name.split_once('.').unwrap();
        let value = target.fixture(role, field);
        if filled.is_empty() && before.is_empty() && behind.is_empty() {
            return value;
        }
        filled.push_str(before);
        filled.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        rest = behind;
    }
    Value::String(filled + rest)
}

/// The question of a line, in the parts that the table of decisions has.
fn question<'t>(decision: &Decision<'t>) -> Question<'t> {
    let addresses = [
        ("", "none"),
        ("192.0.2.10", "inside"),
        ("198.51.100.10", "outside"),
    ];
    let address = addresses
        .iter()
        .find(|(address, _)| *address == decision.get("address"));
    Question {
        who: decision.get("who"),
        named: decision.get("named"),
        action: decision.get("action"),
        protocol: decision.get("protocol"),
        container: decision.get("container"),
        changes: decision.get("changes"),
        address: address.unwrap_or_else(|| panic!("line {}", decision.line)).1,
        body: decision.get("media"),
        beside: if decision.get("env").is_empty() {
            "nothing"
        } else {
            "quarantine"
        },
    }
}

fn parameters(target: &Target, decision: &Decision<'_>) -> Map<String, Value> {
    let mut sent = spec().decisions().parameters(&question(decision));
    for value in sent.values_mut() {
        if let Some(text) = value
            .as_str()
            .filter(|text| text.contains('{') && !text.contains('"'))
        {
            *value = filled(target, text);
        }
    }
    sent
}

async fn asked(target: &Target, decision: &Decision<'_>) -> Seen {
    let sent = parameters(target, decision);
    let operation = target.operation("git.allowed");
    let request = target.client.post(format!("{}{}", target.url, operation.path));
    let request = request.headers(target.credentials(operation));
    let request = match decision.get("media") {
        "json" => request.json(&sent),
        _ => {
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let mut form = reqwest::Url::parse("form:").unwrap();
            form.query_pairs_mut()
                .extend_pairs(sent.iter().map(|(name, value)| (name, text(value))));
            let form = form.query().unwrap_or_default().to_owned();
            request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form)
        }
    };
    Seen::of(request).await
}

/// A message whose values do not count.
fn plain(target: &Target, message: &str, who: &str) -> String {
    let url = "http://localhost:3001";
    let plain = message.replace(url, "{url}");
    match message.contains("@") {
        true => {
            let name = target.fixture(who, "username");
            plain.replace(&format!("@{}", name.as_str().unwrap_or_default()), "@{username}")
        }
        false => plain,
    }
}

/// Nothing where the server decides as GitLab did. Where GitLab broke, any refusal will do.
fn difference(target: &Target, decision: &Decision<'_>, seen: &Seen) -> Option<String> {
    let status: u16 = decision.get("status").parse().unwrap();
    let message = seen.body["message"].as_str().unwrap_or_default();
    let message = plain(target, message, decision.get("who"));
    let agrees = match status {
        500.. => (400..500).contains(&seen.status),
        _ => seen.status == status && (status == 200 || message == decision.get("message")),
    };
    (!agrees).then(|| {
        let (line, row) = (decision.line, decision.columns.join(" | "));
        format!("line {line}: {row}\n    here: {} {message}", seen.status)
    })
}

/// The table of decisions says what was recorded, too.
#[test]
fn the_table_of_decisions_says_who_was_let_in() {
    let kind: InstanceKind = serde_json::from_str(KIND).unwrap();
    let conditions = spec().conditions();
    let api = spec().api(EDITION);
    let table = spec().decisions();
    let operation = api
        .operations
        .iter()
        .find(|it| it.slug == table.operation)
        .unwrap();
    let mut differences = Vec::new();
    for line in decisions() {
        let decided = table.decide(
            &question(&line),
            EDITION,
            |name| kind.meets(name, &conditions[name]) != Some(false),
            |name| operation.refusal(name).cloned(),
        );
        let decided = decided.unwrap_or_else(|| panic!("line {}: no rule", line.line));
        let status: u16 = line.get("status").parse().unwrap();
        let agrees = match status {
            500.. => (400..500).contains(&decided.status),
            200 => decided.status == 200,
            _ => decided.status == status && decided.reason.as_deref() == Some(line.get("message")),
        };
        if !agrees {
            let row = line.columns.join(" | ");
            differences.push(format!("line {}: {row}\n    table: {decided:?}", line.line));
        }
    }
    assert!(
        differences.is_empty(),
        "{}:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_a_running_gitlab_let_in_is_let_in_and_nobody_else() {
    let kind: InstanceKind = serde_json::from_str(KIND).unwrap();
    let target = Target::of_kind(EDITION, World::documented().unwrap(), kind).await;
    let target = &target;
    let differences = stream::iter(decisions()).map(|decision| async move {
        let seen = asked(target, &decision).await;
        difference(target, &decision, &seen)
    });
    let differences: Vec<Option<String>> = differences.buffer_unordered(AT_ONCE).collect().await;
    assert!(differences.len() > 5000, "{}", differences.len());
    let differences: Vec<String> = differences.into_iter().flatten().collect();
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
