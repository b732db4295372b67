//! Wikis, snippets and designs, and how repositories are named.

use serde_json::{Value, json};

use crate::support::{NOT_FOUND, ONES, Target, ZEROS, newest, world_with};

const PUSH: &str = "git-receive-pack";

async fn ask(target: &Target, params: Value) -> (u16, String) {
    let seen = target.allowed(params).await;
    (seen.status, seen.verdict().1.to_owned())
}

fn because(status: u16, message: &str) -> (u16, String) {
    (status, message.to_owned())
}

#[tokio::test]
async fn the_identifier_wins_over_the_path() {
    let target = Target::newest().await;
    let params = json!({"key_id": 400, "gl_repository": "project-201", "project": "harbor/almanac"});
    assert_eq!(
        target.allowed(params).await.body["gl_project_path"],
        "harbor/charts"
    );
    let unknown =
        |project: Value| json!({"key_id": 400, "gl_repository": "project-999999", "project": project});
    let no_namespace = because(404, "The namespace you were looking for could not be found.");
    assert_eq!(ask(&target, unknown(json!(null))).await, no_namespace);
    assert_eq!(
        ask(&target, unknown(json!("harbor/charts"))).await,
        because(404, NOT_FOUND.1)
    );
}

#[tokio::test]
async fn a_malformed_identifier_is_not_found() {
    let target = Target::newest().await;
    for identifier in [
        json!("project"),
        json!("group/project"),
        json!("project-x"),
        json!("project-0"),
        json!(7),
        json!([]),
        json!(""),
    ] {
        let seen = target
            .allowed(json!({"key_id": 400, "gl_repository": identifier, "project": "harbor/charts"}))
            .await;
        assert_eq!(seen.verdict(), NOT_FOUND, "{identifier}");
        assert_eq!(seen.body["status"], false);
    }
}

#[tokio::test]
async fn a_path_may_be_dressed_up() {
    let target = Target::newest().await;
    for path in [
        "harbor/charts",
        "/harbor/charts",
        "harbor/charts.git",
        "/harbor/charts.git",
        "Harbor/CHARTS",
    ] {
        let seen = target.allowed(json!({"key_id": 400, "project": path})).await;
        assert_eq!(seen.body["gl_project_path"], "harbor/charts", "{path}");
    }
}

#[tokio::test]
async fn wikis_answer_by_either_name_with_texts_of_their_own() {
    let target = Target::newest().await;
    for name in [
        json!({"gl_repository": "wiki-201"}),
        json!({"gl_repository": "project-201-wiki"}),
        json!({"project": "harbor/charts.wiki"}),
        json!({"project": "harbor/charts.wiki.git"}),
    ] {
        let mut params = name.clone();
        params["key_id"] = json!(400);
        let seen = target.allowed(params).await;
        assert_eq!(seen.body["gl_repository"], "wiki-201", "{name}");
        assert_eq!(seen.body["gl_project_path"], "harbor/charts.wiki");
        assert_eq!(seen.body["gl_project_id"], 201);
        let path = seen.body["gitaly"]["repository"]["relative_path"]
            .as_str()
            .unwrap();
        assert!(
            path.starts_with("@hashed/") && path.ends_with(".wiki.git"),
            "{path}"
        );
    }
    let wiki = |key: u64, action: &str| json!({"key_id": key, "gl_repository": "wiki-201", "action": action});
    let not_found = because(404, "The wiki you were looking for could not be found.");
    assert_eq!(ask(&target, wiki(403, "git-upload-pack")).await, not_found);
    assert_eq!(
        ask(&target, json!({"key_id": 400, "gl_repository": "wiki-999999"})).await,
        not_found
    );
    assert_eq!(
        ask(&target, json!({"key_id": 400, "project": "harbor/nothing.wiki"})).await,
        not_found
    );
    assert_eq!(
        ask(&target, wiki(402, "git-upload-pack")).await,
        because(401, "You are not allowed to download files from this wiki.")
    );
    assert_eq!(
        ask(&target, wiki(402, PUSH)).await,
        because(401, "You are not allowed to write to this project's wiki.")
    );
    assert_eq!(ask(&target, wiki(400, PUSH)).await.0, 200);
    assert_eq!(
        ask(
            &target,
            json!({"key_id": 400, "gl_repository": "wiki-204", "action": PUSH})
        )
        .await,
        because(401, "You can't push code to a read-only GitLab instance.")
    );
    assert_eq!(
        ask(
            &target,
            json!({"key_id": 400, "gl_repository": "wiki-203", "action": PUSH})
        )
        .await,
        because(401, "You are not allowed to write to this project's wiki.")
    );
}

#[tokio::test]
async fn a_project_without_a_wiki_has_no_repository_for_it() {
    let world = world_with("lfs: false", "wiki: false");
    let target = Target::with_world(newest(), world).await;
    assert_eq!(
        ask(&target, json!({"key_id": 400, "gl_repository": "wiki-207"})).await,
        because(404, "A repository for this wiki does not exist yet.")
    );
}

#[tokio::test]
async fn the_wiki_of_a_group_is_read_by_who_sees_the_group_and_written_by_its_members() {
    let target = Target::newest().await;
    let wiki = |key: u64, name: &str, value: &str| json!({"key_id": key, name: value});
    let granted = because(200, "");
    for key in [400, 403, 405] {
        assert_eq!(
            ask(&target, wiki(key, "gl_repository", "group-103-wiki")).await,
            granted
        );
        assert_eq!(ask(&target, wiki(key, "project", "harbor.wiki")).await, granted);
    }
    let push = |key: u64| json!({"key_id": key, "gl_repository": "group-103-wiki", "action": PUSH});
    assert_eq!(ask(&target, push(405)).await, granted);
    assert_eq!(
        ask(&target, push(400)).await,
        because(401, "You are not allowed to write to this group's wiki.")
    );
    assert_eq!(
        ask(&target, wiki(400, "gl_repository", "group-104-wiki")).await,
        because(404, "The group you were looking for could not be found.")
    );
    assert_eq!(
        ask(&target, wiki(400, "gl_repository", "group-999999-wiki")).await,
        because(404, "The wiki you were looking for could not be found.")
    );
    assert_eq!(
        ask(&target, json!({"user_id": 62, "gl_repository": "group-106-wiki"})).await,
        because(404, "A repository for this group wiki does not exist yet.")
    );
}

#[tokio::test]
async fn a_personal_snippet_is_its_authors() {
    let target = Target::newest().await;
    let snippet = |key: u64, action: &str, changes: &str| json!({"key_id": key, "gl_repository": "snippet-301", "action": action, "changes": changes});
    let seen = target.allowed(snippet(400, PUSH, "_any")).await;
    assert_eq!(seen.body["gl_repository"], "snippet-301");
    assert_eq!(seen.body["gl_project_path"], "snippets/301");
    assert!(seen.body.get("gl_project_id").is_none() && seen.body.get("gl_root_namespace_id").is_none());
    assert_eq!(
        target
            .allowed(json!({"key_id": 400, "project": "snippets/301.git"}))
            .await
            .body["gl_repository"],
        "snippet-301"
    );
    assert_eq!(
        ask(&target, snippet(403, "git-upload-pack", "_any")).await,
        because(401, "You are not allowed to read this snippet.")
    );
    assert_eq!(
        ask(&target, snippet(403, PUSH, "_any")).await,
        because(401, "You are not allowed to update this snippet.")
    );
    assert_eq!(
        ask(&target, snippet(431, "git-upload-pack", "_any")).await,
        because(401, "The authentication mechanism is not supported.")
    );
    assert_eq!(
        ask(
            &target,
            snippet(400, PUSH, &format!("{ZEROS} {ONES} refs/heads/topic"))
        )
        .await,
        because(401, "You can not create or delete branches.")
    );
    assert_eq!(
        ask(
            &target,
            snippet(400, PUSH, &format!("{ONES} {} refs/heads/main", "2".repeat(40)))
        )
        .await
        .0,
        200
    );
}

#[tokio::test]
async fn a_missing_snippet_is_told_before_all_else() {
    let target = Target::newest().await;
    let not_found = because(404, "The snippet you were looking for could not be found.");
    for name in [
        json!({"gl_repository": "snippet-999999"}),
        json!({"project": "snippets/999999"}),
        json!({"project": "harbor/almanac/snippets/302"}),
    ] {
        let mut params = name;
        params["key_id"] = json!(411);
        params["action"] = json!("nonsense");
        assert_eq!(ask(&target, params).await, not_found);
    }
    // A number is what makes it a snippet.
    let before = target.fingerprint().await;
    let push = json!({"key_id": 400, "project": "snippets/notexist.git", "action": PUSH});
    assert_eq!(ask(&target, push).await, because(404, NOT_FOUND.1));
    assert_eq!(target.fingerprint().await, before);
}

#[tokio::test]
async fn a_snippet_of_a_project_is_hidden_with_it() {
    let target = Target::newest().await;
    let snippet = |key: u64, action: &str| json!({"key_id": key, "project": "harbor/charts/snippets/302", "action": action});
    let seen = target.allowed(snippet(400, "git-upload-pack")).await;
    assert_eq!(
        (seen.status, &seen.body["gl_project_path"]),
        (200, &json!("harbor/charts/snippets/302"))
    );
    assert_eq!(seen.body["gl_project_id"], 201);
    assert_eq!(
        ask(&target, snippet(403, "git-upload-pack")).await,
        because(404, NOT_FOUND.1)
    );
    assert_eq!(ask(&target, snippet(402, "git-upload-pack")).await.0, 200);
    assert_eq!(
        ask(&target, snippet(402, PUSH)).await,
        because(401, "You are not allowed to update this snippet.")
    );
    assert_eq!(ask(&target, snippet(401, PUSH)).await.0, 200);
}

#[tokio::test]
async fn a_snippet_without_repository_says_so() {
    let world = world_with(
        "{ id: 301, author: mira }",
        "{ id: 301, author: mira, repository: false }",
    );
    let target = Target::with_world(newest(), world).await;
    assert_eq!(
        ask(&target, json!({"key_id": 400, "gl_repository": "snippet-301"})).await,
        because(
            404,
            "The snippet repository you were looking for could not be found."
        )
    );
}

#[tokio::test]
async fn designs_are_for_the_web() {
    let target = Target::newest().await;
    let design = |key: u64, id: &str, protocol: &str| json!({"key_id": key, "gl_repository": id, "protocol": protocol});
    let web_only = because(401, "Designs are only accessible using the web interface");
    assert_eq!(ask(&target, design(400, "design-871", "ssh")).await, web_only);
    assert_eq!(ask(&target, design(400, "design-999999", "ssh")).await, web_only);
    let refused = because(401, "You are not allowed to manage designs of this project");
    assert_eq!(ask(&target, design(402, "design-871", "web")).await, refused);
    assert_eq!(ask(&target, design(400, "design-999999", "web")).await, refused);
    let seen = target.allowed(design(400, "design-871", "web")).await;
    assert_eq!(
        (seen.status, &seen.body["gl_repository"]),
        (200, &json!("design-871"))
    );
    assert_eq!(seen.body["gl_project_path"], "harbor/charts.design");
}
