//! `git.pre_receive` and `git.post_receive`.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{ONES, Target, ZEROS, editions, newest, world_with};

const TIDES: &str = "http://localhost:3001/harbor/tides/-/merge_requests";

async fn messages(target: &Target, params: Value) -> Vec<(String, String)> {
    let seen = target.call("git.post_receive", params.clone()).await;
    assert_eq!(
        (seen.status, &seen.body["reference_counter_decreased"]),
        (200, &json!(true)),
        "{params}"
    );
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let messages = seen.body["messages"].as_array().unwrap();
    messages
        .iter()
        .map(|message| (text(&message["type"]), text(&message["message"])))
        .collect()
}

fn push(gl_repository: &str, changes: &str) -> Value {
    json!({"gl_repository": gl_repository, "identifier": "user-40", "changes": changes})
}

fn with_options(mut push: Value, options: &[&str]) -> Value {
    push["push_options"] = json!(options);
    push
}

fn basic(text: impl Into<String>) -> (String, String) {
    ("basic".to_owned(), text.into())
}

fn alert(text: impl Into<String>) -> (String, String) {
    ("alert".to_owned(), text.into())
}

fn topic() -> String {
    format!("{ZEROS} {ONES} refs/heads/topic\n")
}

#[tokio::test]
async fn a_push_is_announced_and_reported_whatever_it_names() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let before = target.fingerprint().await;
        for params in [
            json!({"gl_repository": "project-7"}),
            json!({"gl_repository": "project-999999"}),
            json!({"gl_repository": null}),
            json!({}),
        ] {
            let seen = target.call("git.pre_receive", params).await;
            seen.is(200, json!({"reference_counter_increased": true}));
        }
        assert_ne!(target.fingerprint().await, before);
        let status = if edition < Edition::new(18, 9) { 200 } else { 404 };
        for name in [json!("anything at all"), json!(""), json!(7), json!({"a": 1})] {
            let seen = target
                .call("git.pre_receive", json!({"gl_repository": name}))
                .await;
            assert_eq!(seen.status, status, "{edition} {name}");
        }
    }
}

#[tokio::test]
async fn a_malformed_repository_is_refused_whatever_is_asked() {
    let target = Target::start(Edition::new(18, 9)).await;
    for slug in ["git.lfs_authenticate", "git.allowed", "ssh.personal_access_token"] {
        for params in [
            json!({"gl_repository": "nonsense"}),
            json!({"project": ["harbor/charts"]}),
        ] {
            assert_eq!(
                target.call(slug, params.clone()).await.status,
                404,
                "{slug} {params}"
            );
        }
    }
    let operation = target.operation("instance.check");
    let url = format!("{}{}?gl_repository=nonsense", target.url, operation.path);
    let check = target.client.get(url).headers(target.credentials(operation));
    assert_eq!(check.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_finished_push_says_what_it_changed_where_links_are_printed() {
    for edition in editions() {
        let target = Target::start(edition).await;
        let served = edition >= Edition::new(18, 9);
        for (repository, needed) in [
            ("project-208", true),
            ("project-217", false),
            ("project-218", false),
            ("wiki-208", false),
            ("project-999999", false),
        ] {
            let params = json!({"gl_repository": repository, "identifier": "user-40"});
            let seen = target.call("git.post_receive", params).await;
            let status = if served && needed { 400 } else { 200 };
            assert_eq!(seen.status, status, "{edition} {repository}");
        }
    }
}

#[tokio::test]
async fn a_counter_goes_back_to_where_it_was_and_no_further() {
    let target = Target::newest().await;
    let before = target.fingerprint().await;
    let up = async || {
        target
            .call("git.pre_receive", json!({"gl_repository": "project-201"}))
            .await
    };
    let down = async || messages(&target, push("project-201", "")).await;
    down().await;
    assert_eq!(target.fingerprint().await, before, "not below zero");
    up().await;
    let once = target.fingerprint().await;
    up().await;
    assert_ne!(target.fingerprint().await, once);
    down().await;
    down().await;
    assert_eq!(target.fingerprint().await, before);
}

#[tokio::test]
async fn what_is_no_identifier_is_refused_before_anything_changes() {
    let target = Target::newest().await;
    target
        .call("git.pre_receive", json!({"gl_repository": "nonsense"}))
        .await;
    let before = target.fingerprint().await;
    for name in [json!("nonsense"), json!(""), json!(7), json!(["project-7"])] {
        let seen = target
            .call(
                "git.post_receive",
                json!({"gl_repository": name, "identifier": "user-1"}),
            )
            .await;
        seen.is(404, json!({"message": "404 Not found"}));
    }
    let missing = target
        .call("git.post_receive", json!({"identifier": "user-1"}))
        .await;
    missing.is(400, json!({"error": "gl_repository is missing"}));
    assert_eq!(target.fingerprint().await, before);
}

#[tokio::test]
async fn each_pushed_branch_is_offered_a_merge_request() {
    let target = Target::newest().await;
    let changes = format!(
        "{ZEROS} {ONES} refs/heads/topic/a b\n{ONES} {ONES} refs/heads/other\n{ZEROS} {ONES} refs/tags/v1\n\
         {ONES} {ZEROS} refs/heads/gone\n{ONES} {ONES} refs/heads/main\n"
    );
    assert_eq!(
        messages(&target, push("project-208", &changes)).await,
        [
            basic(format!(
                "To create a merge request for topic/a, visit:\n  {TIDES}/new?merge_request%5Bsource_branch%5D=topic%2Fa"
            )),
            basic(format!(
                "To create a merge request for other, visit:\n  {TIDES}/new?merge_request%5Bsource_branch%5D=other"
            )),
        ]
    );
    for gl_repository in ["wiki-208", "project-999999"] {
        assert!(
            messages(&target, push(gl_repository, &topic())).await.is_empty(),
            "{gl_repository}"
        );
    }
    assert!(
        messages(&target, json!({"gl_repository": "project-208"}))
            .await
            .is_empty()
    );
    let unknown = json!({"gl_repository": "project-208", "identifier": "user-999999", "changes": topic()});
    assert_eq!(messages(&target, unknown).await.len(), 1);
}

#[tokio::test]
async fn a_literal_backslash_n_is_a_part_of_the_branch() {
    let target = Target::newest().await;
    let changes = format!("{ZEROS} {ONES} refs/heads/topic\\n");
    let expected = basic(format!(
        "To create a merge request for topic\\n, visit:\n  {TIDES}/new?merge_request%5Bsource_branch%5D=topic%5Cn"
    ));
    assert_eq!(messages(&target, push("project-208", &changes)).await, [expected]);
}

#[tokio::test]
async fn an_open_merge_request_is_shown_instead() {
    let world = world_with(
        "    path: harbor/tides\n",
        "    path: harbor/tides\n    open_merge_requests: { topic: 12 }\n",
    );
    let target = Target::with_world(newest(), world).await;
    let expected = basic(format!("View merge request for topic:\n  {TIDES}/12"));
    assert_eq!(messages(&target, push("project-208", &topic())).await, [expected]);
}

#[tokio::test]
async fn projects_may_offer_none() {
    for setting in ["merge_requests: false", "prints_merge_request_link: false"] {
        let world = world_with(
            "    path: harbor/tides\n",
            &format!("    path: harbor/tides\n    {setting}\n"),
        );
        let target = Target::with_world(newest(), world).await;
        assert!(
            messages(&target, push("project-208", &topic())).await.is_empty(),
            "{setting}"
        );
    }
}

#[tokio::test]
async fn an_old_path_is_told_once_to_who_used_it() {
    let target = Target::newest().await;
    for (protocol, remote) in [
        ("ssh", "git@localhost:harbor/beacon.git"),
        ("http", "http://localhost:3001/harbor/beacon.git"),
    ] {
        let params = json!({"key_id": 400, "project": "harbor/old-beacon", "protocol": protocol});
        assert_eq!(
            target.allowed(params).await.body["gl_project_path"],
            "harbor/beacon"
        );
        let other = json!({"gl_repository": "project-206", "identifier": "user-41", "changes": ""});
        assert!(messages(&target, other).await.is_empty());
        let text = format!(
            "Project 'harbor/old-beacon' was moved to 'harbor/beacon'.\n\n\
             Please update your Git remote:\n\n  git remote set-url origin {remote}\n"
        );
        assert_eq!(messages(&target, push("project-206", "")).await, [basic(text)]);
        assert!(messages(&target, push("project-206", "")).await.is_empty());
    }
}

#[tokio::test]
async fn a_new_project_is_told_once() {
    let target = Target::newest().await;
    let made = target
        .allowed(json!({"key_id": 400, "project": "mira/voyage", "action": "git-receive-pack"}))
        .await;
    let gl_repository = made.body["gl_repository"].as_str().unwrap().to_owned();
    let text = "\nThe private project mira/voyage was successfully created.\n\n\
                To configure the remote, run:\n  git remote add origin git@localhost:mira/voyage.git\n\n\
                To view the project, visit:\n  http://localhost:3001/mira/voyage\n\n";
    let by_key = json!({"gl_repository": gl_repository, "identifier": "key-400", "changes": topic()});
    assert_eq!(messages(&target, by_key).await, [basic(text)]);
    assert!(messages(&target, push(&gl_repository, &topic())).await.is_empty());
}

#[tokio::test]
async fn options_that_fail_are_repeated_with_the_reason() {
    let target = Target::newest().await;
    let warned = async |push: Value, options: &[&str]| {
        let given = options
            .iter()
            .map(|option| format!("'{option}'"))
            .collect::<Vec<_>>()
            .join(" ");
        let (kind, text) = messages(&target, with_options(push, options)).await.remove(0);
        assert_eq!(kind, "alert");
        let start = format!("WARNINGS:\nError encountered with push options {given}: ");
        text.strip_prefix(&start)
            .unwrap_or_else(|| panic!("{text}"))
            .to_owned()
    };
    let tides = || push("project-208", &topic());
    assert_eq!(
        warned(tides(), &["merge_request.draft", "ci.skip"]).await,
        "A merge_request.create push option is required to create a merge request for branch topic"
    );
    assert_eq!(
        warned(tides(), &["mr.create", "mr.target=nowhere"]).await,
        "Target branch harbor/tides:nowhere does not exist"
    );
    assert_eq!(
        warned(tides(), &["mr.create", "mr.target_project=harbor/charts"]).await,
        "Projects harbor/tides and harbor/charts are not in the same network"
    );
    assert_eq!(
        warned(push("wiki-208", &topic()), &["mr.create"]).await,
        "Push options are only supported for projects"
    );
    let nobody = json!({"gl_repository": "project-208", "identifier": "user-999999", "changes": topic()});
    assert_eq!(warned(nobody, &["mr.create"]).await, "User is required");
    let branches = |count: u32| -> String {
        let branches = 0..count;
        branches
            .map(|n| format!("{ZEROS} {ONES} refs/heads/topic-{n}\n"))
            .collect()
    };
    assert_eq!(
        warned(push("project-208", &branches(11)), &["mr.create"]).await,
        "Too many branches pushed (11 were pushed, limit is 10)"
    );
    let as_many_as_may_be = with_options(push("project-208", &branches(10)), &["mr.create"]);
    let seen = messages(&target, as_many_as_may_be).await;
    assert!(
        seen.len() == 10 && seen.iter().all(|(kind, _)| kind == "basic"),
        "{seen:?}"
    );
}

#[tokio::test]
async fn options_open_merge_requests_or_are_overlooked() {
    let target = Target::newest().await;
    let offered = format!(
        "To create a merge request for topic, visit:\n  {TIDES}/new?merge_request%5Bsource_branch%5D=topic"
    );
    for options in [
        &["ci.skip"][..],
        &["ci.variable=a=b", "nonsense"],
        &["merge_request.sing"],
        &[],
    ] {
        assert_eq!(
            messages(&target, with_options(push("project-208", &topic()), options)).await,
            [basic(&offered)]
        );
    }
    assert!(
        messages(
            &target,
            with_options(push("project-999999", &topic()), &["mr.create"])
        )
        .await
        .is_empty()
    );
    let opened = basic(format!("View merge request for topic:\n  {TIDES}/1"));
    let create = with_options(push("project-208", &topic()), &["merge_request.create"]);
    for _ in 0..2 {
        assert_eq!(
            messages(&target, create.clone()).await,
            std::slice::from_ref(&opened)
        );
    }
    assert_eq!(
        messages(
            &target,
            with_options(push("project-208", &topic()), &["mr.draft"])
        )
        .await,
        [opened]
    );
    // Several are numbered one after another.
    let changes = format!("{ZEROS} {ONES} refs/heads/port\n{ZEROS} {ONES} refs/heads/starboard\n");
    let both = with_options(push("project-208", &changes), &["mr.create"]);
    let expected = [("port", 2), ("starboard", 3)]
        .map(|(branch, iid)| basic(format!("View merge request for {branch}:\n  {TIDES}/{iid}")));
    assert_eq!(messages(&target, both).await, expected);
}

#[tokio::test]
async fn alerts_come_first_and_the_later_one_before_the_earlier() {
    let world = world_with("project: tidal/gauges }", "project: harbor/tides }");
    let target = Target::with_world(newest(), world).await;
    let seen = messages(
        &target,
        with_options(push("project-208", &topic()), &["mr.draft"]),
    )
    .await;
    let kinds: Vec<&str> = seen.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["alert", "alert", "basic"]);
    assert_eq!(seen[0], alert("Hello from post-receive"));
    assert!(seen[1].1.starts_with("WARNINGS:\n"));
}

#[tokio::test]
async fn one_option_may_come_alone_and_null_is_none() {
    let target = Target::newest().await;
    let mut push = push("project-208", "");
    for options in [
        json!(null),
        json!("ci.skip"),
        json!(["ci.skip", null]),
        json!({"ci": {"skip": true}}),
    ] {
        push["push_options"] = options;
        assert!(messages(&target, push.clone()).await.is_empty());
    }
}
