//! Who is let in where: the reference server decides as a running GitLab did (`observed/decisions.tsv`).

use futures_util::stream::{self, StreamExt as _};
use labproof_reference::World;
use labproof_spec::InstanceKind;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::support::{Seen, Target, ZEROS, newest};

const DECISIONS: &str = include_str!("../../observed/decisions.tsv");
/// The instance that was asked.
const KIND: &str = r#"{"edition": "ee", "saas": false, "settings": {"email_confirmation": false}}"#;
/// How many are asked at once.
const AT_ONCE: usize = 16;
/// A commit that nobody knows.
const NEXT: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
/// A commit of which the world says that it descends from no other.
const UNRELATED: &str = "ffffffffffffffffffffffffffffffffffffffff";
const QUARANTINE: &str = r#"{"GIT_OBJECT_DIRECTORY_RELATIVE":"objects/tmp_objdir-incoming-x","GIT_ALTERNATE_OBJECT_DIRECTORIES_RELATIVE":["objects"]}"#;
const ON_DISK: &str = "/var/opt/gitlab/git-data/repositories/@hashed/x.git";

/// How containers are named: by `project`, or by `gl_repository`, each a field of a role, perhaps with more around it.
const CONTAINERS: [(&str, &str, &str); 28] = [
    ("private", "project", "{private_project.path}"),
    ("private-gl", "gl_repository", "{private_project.gl_repository}"),
    (
        "private-by-gitaly",
        "gl_repository",
        "{private_project.gl_repository}",
    ),
    ("public", "project", "{public_project.path}"),
    ("internal", "project", "{internal_project.path}"),
    (
        "public-members-only-repository",
        "project",
        "{members_only_repository_project.path}",
    ),
    ("archived", "project", "{archived_project.path}"),
    ("archived-gl", "gl_repository", "project-{archived_project.id}"),
    ("read-only", "project", "{frozen_project.path}"),
    ("no-repository", "project", "{no_repository_project.path}"),
    (
        "repository-feature-off",
        "project",
        "{repository_disabled_project.path}",
    ),
    ("pending-delete", "project", "{pending_delete_project.path}"),
    ("moved-old-path", "project", "{renamed_project.old_path}"),
    ("subgroup", "project", "{subgroup_project.path}"),
    ("wiki-private", "project", "{project_wiki.path}"),
    ("wiki-private-gl", "gl_repository", "{project_wiki.gl_repository}"),
    ("wiki-public", "project", "{public_project.path}.wiki"),
    ("group-wiki-gl", "gl_repository", "{group_wiki.gl_repository}"),
    (
        "snippet-personal-private",
        "gl_repository",
        "{personal_snippet.gl_repository}",
    ),
    (
        "snippet-personal-private-path",
        "project",
        "snippets/{personal_snippet.id}.git",
    ),
    (
        "snippet-personal-public",
        "gl_repository",
        "{public_snippet.gl_repository}",
    ),
    (
        "snippet-project",
        "gl_repository",
        "{project_snippet.gl_repository}",
    ),
    ("design", "gl_repository", "{design.gl_repository}"),
    ("group-ssh-off", "project", "{http_only_project.path}"),
    ("group-ip-restricted", "project", "{ip_restricted_project.path}"),
    ("unknown-project", "project", "{missing.path}"),
    (
        "unknown-project-gl",
        "gl_repository",
        "project-{missing.project_id}",
    ),
    ("unknown-namespace", "project", "nowhere/lost"),
];

/// What is pushed; `{head}` is where the default branch is.
const CHANGES: [(&str, &str); 18] = [
    ("_any", "_any"),
    ("create-branch", "{zeros} {next} refs/heads/new-branch\n"),
    ("update-unprotected", "{head} {next} refs/heads/topic\n"),
    ("force-unprotected", "{head} {unrelated} refs/heads/topic\n"),
    ("delete-unprotected", "{head} {zeros} refs/heads/topic\n"),
    ("update-default-protected", "{head} {next} refs/heads/{main}\n"),
    (
        "force-default-protected",
        "{head} {unrelated} refs/heads/{main}\n",
    ),
    ("delete-default", "{head} {zeros} refs/heads/{main}\n"),
    ("update-protected", "{head} {next} refs/heads/{stable}\n"),
    ("delete-protected", "{head} {zeros} refs/heads/{stable}\n"),
    ("create-tag", "{zeros} {next} refs/tags/v1\n"),
    ("update-tag", "{head} {next} refs/tags/v1\n"),
    ("delete-tag", "{head} {zeros} refs/tags/v1\n"),
    ("other-ref", "{zeros} {next} refs/keep-around/x\n"),
    (
        "two-one-protected",
        "{head} {next} refs/heads/topic\n{head} {next} refs/heads/{main}\n",
    ),
    (
        "branch-named-sha",
        "{zeros} {next} refs/heads/cccccccccccccccccccccccccccccccccccccccc\n",
    ),
    ("garbage", "garbage"),
    ("empty", ""),
];

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

/// A text with the values of roles in it.
fn filled(target: &Target, text: &str) -> String {
    let mut filled = text.to_owned();
    while let Some((before, rest)) = filled.split_once('{') {
        let (name, after) = rest.split_once('}').unwrap();
        let (role, field) = name.split_once('.').unwrap();
        let value = target.fixture(role, field);
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        filled = format!("{before}{value}{after}");
    }
    filled
}

fn changes(target: &Target, name: &str) -> String {
    let (_, text) = CHANGES
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("{name}"));
    let text = [("zeros", ZEROS), ("next", NEXT), ("unrelated", UNRELATED)]
        .iter()
        .fold((*text).to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        });
    let text = text.replace("{head}", "{private_project.head}");
    let text = text.replace("{main}", "{private_project.default_branch}");
    filled(
        target,
        &text.replace("{stable}", "{private_project.protected_branch}"),
    )
}

fn parameters(target: &Target, decision: &Decision<'_>) -> Map<String, Value> {
    let mut sent = Map::new();
    let mut send = |name: &str, value: Value| sent.insert(name.to_owned(), value);
    let who = decision.get("who");
    match decision.get("named") {
        "none" => None,
        "identifier" if who.contains("deploy") || who == "missing" => send(
            "identifier",
            filled(target, &format!("key-{{{who}.key_id}}")).into(),
        ),
        "identifier" => send(
            "identifier",
            filled(target, &format!("user-{{{who}.user_id}}")).into(),
        ),
        field => send(field, target.fixture(who, field)),
    };
    let container = decision.get("container");
    let (_, name, value) = CONTAINERS
        .iter()
        .find(|(known, _, _)| *known == container)
        .unwrap_or_else(|| panic!("{container}"));
    send(name, filled(target, value).into());
    if container == "private-by-gitaly" {
        send("project", ON_DISK.into());
    }
    send("action", decision.get("action").into());
    send("protocol", decision.get("protocol").into());
    if decision.get("changes") != "absent" {
        send("changes", changes(target, decision.get("changes")).into());
    }
    if !decision.get("env").is_empty() {
        send("env", QUARANTINE.into());
    }
    if !decision.get("address").is_empty() {
        send("check_ip", decision.get("address").into());
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
        true => plain.replace(&filled(target, &format!("@{{{who}.username}}")), "@{username}"),
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

#[tokio::test(flavor = "multi_thread")]
async fn whoever_a_running_gitlab_let_in_is_let_in_and_nobody_else() {
    let kind: InstanceKind = serde_json::from_str(KIND).unwrap();
    let target = Target::of_kind(newest(), World::documented().unwrap(), kind).await;
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
