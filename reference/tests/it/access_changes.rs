//! What may be pushed where.

use serde_json::json;

use crate::support::{ONES, Target, ZEROS, newest, world_with};

const TWOS: &str = "2222222222222222222222222222222222222222";
/// Descends from no commit of the world's.
const UNRELATED: &str = "ffffffffffffffffffffffffffffffffffffffff";

struct Pusher(Target);

impl Pusher {
    async fn pushes(&self, key: u64, changes: &str) -> (u16, String) {
        self.pushes_as(key, "ssh", "harbor/charts", changes).await
    }

    async fn pushes_as(&self, key: u64, protocol: &str, project: &str, changes: &str) -> (u16, String) {
        let params = json!({
            "key_id": key, "action": "git-receive-pack", "project": project, "protocol": protocol, "changes": changes,
        });
        let seen = self.0.allowed(params).await;
        let (status, message) = seen.verdict();
        (status, message.to_owned())
    }

    fn head(&self) -> String {
        self.0
            .fixture("private_project", "head")
            .as_str()
            .unwrap()
            .to_owned()
    }
}

const MIRA: u64 = 400;
const OTTO: u64 = 401;
const GWEN: u64 = 402;
const PUBLISHER: u64 = 432;

async fn pusher() -> Pusher {
    Pusher(Target::newest().await)
}

fn no(message: &str) -> (u16, String) {
    (401, message.to_owned())
}

#[tokio::test]
async fn ordinary_branches_are_for_whoever_may_push() {
    let pusher = pusher().await;
    for changes in [
        format!("{ZEROS} {ONES} refs/heads/topic"),
        format!("{ONES} {TWOS} refs/heads/soundings"),
        format!("{ONES} {ZEROS} refs/heads/soundings"),
        format!("{ONES} {TWOS} refs/merge-requests/1/head"),
        format!("{ZEROS} {ONES} refs/heads/a\n\n{ZEROS} {ONES} refs/heads/b\n"),
        String::new(),
        "junk".to_owned(),
    ] {
        assert_eq!(pusher.pushes(MIRA, &changes).await.0, 200, "{changes}");
        assert_eq!(pusher.pushes(PUBLISHER, &changes).await.0, 200, "{changes}");
    }
    let refused = no("You are not allowed to push code to this project.");
    assert_eq!(
        pusher
            .pushes(GWEN, &format!("{ZEROS} {ONES} refs/heads/topic"))
            .await,
        refused
    );
    assert_eq!(pusher.pushes(GWEN, "junk").await, refused);
    // Nothing to push is nothing to refuse.
    assert_eq!(pusher.pushes(GWEN, "").await.0, 200);
}

#[tokio::test]
async fn the_first_change_that_may_not_happen_decides() {
    let pusher = pusher().await;
    let changes = format!(
        "{ZEROS} {ONES} refs/heads/topic\n{} {ZEROS} refs/heads/main",
        pusher.head()
    );
    assert_eq!(
        pusher.pushes(OTTO, &changes).await,
        no("The default branch of a project cannot be deleted.")
    );
}

#[tokio::test]
async fn names_that_mislead_are_refused() {
    let pusher = pusher().await;
    for name in [ONES.to_owned(), format!("{ONES}/topic"), "a".repeat(64)] {
        let branch = pusher
            .pushes(OTTO, &format!("{ZEROS} {ONES} refs/heads/{name}"))
            .await;
        assert_eq!(
            branch,
            no("You cannot create a branch with a SHA-1 or SHA-256 branch name.")
        );
        let tag = pusher
            .pushes(OTTO, &format!("{ZEROS} {ONES} refs/tags/{name}"))
            .await;
        assert_eq!(
            tag,
            no("You cannot create a tag with a SHA-1 or SHA-256 tag name.")
        );
    }
    let invalid = pusher
        .pushes(OTTO, &format!("{ZEROS} {ONES} refs/heads/-topic"))
        .await;
    assert_eq!(invalid, no("You cannot create a branch with an invalid name."));
    let nested = pusher
        .pushes(OTTO, &format!("{ZEROS} {ONES} refs/tags/refs/tags/a"))
        .await;
    assert_eq!(nested, no("You cannot create a tag with a prohibited pattern."));
    let main = pusher
        .pushes(OTTO, &format!("{ZEROS} {ONES} refs/tags/main"))
        .await;
    assert_eq!(main, no("You cannot use default branch name to create a tag"));
}

#[tokio::test]
async fn protected_branches_are_for_maintainers_and_never_rewritten() {
    let pusher = pusher().await;
    let head = pusher.head();
    let forward = format!("{head} {ONES} refs/heads/main");
    let refused = no("You are not allowed to push code to protected branches on this project.");
    assert_eq!(pusher.pushes(MIRA, &forward).await, refused);
    assert_eq!(pusher.pushes(OTTO, &forward).await.0, 200);
    // Its maker is a maintainer.
    assert_eq!(pusher.pushes(PUBLISHER, &forward).await.0, 200);
    let rewrite = format!("{head} {UNRELATED} refs/heads/main");
    let refused = no("You are not allowed to force push code to a protected branch on this project.");
    assert_eq!(pusher.pushes(MIRA, &rewrite).await, refused);
    assert_eq!(pusher.pushes(OTTO, &rewrite).await, refused);
}

#[tokio::test]
async fn protected_branches_may_be_rewritten_where_that_is_allowed() {
    let world = world_with(
        "{ main: {}, stable: {} }",
        "{ main: { force_push: true, push: developer }, stable: {} }",
    );
    let pusher = Pusher(Target::with_world(newest(), world).await);
    assert_eq!(
        pusher
            .pushes(MIRA, &format!("{ONES} {UNRELATED} refs/heads/main"))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn protected_branches_are_deleted_on_the_web_by_maintainers() {
    let pusher = pusher().await;
    let delete = format!("{ONES} {ZEROS} refs/heads/stable");
    assert_eq!(
        pusher.pushes(MIRA, &delete).await,
        no(
            "You are not allowed to delete protected branches from this project. \
            Only a project maintainer or owner can delete a protected branch."
        )
    );
    let by_web_only = no("You can only delete protected branches using the web interface.");
    assert_eq!(pusher.pushes(OTTO, &delete).await, by_web_only);
    assert_eq!(
        pusher.pushes_as(OTTO, "web", "harbor/charts", &delete).await.0,
        200
    );
}

#[tokio::test]
async fn protected_branches_are_created_by_who_may_push_or_else_merge() {
    let world = world_with(
        "{ main: {}, stable: {} }",
        "{ main: {}, stable: {}, release/*: { push: nobody, merge: developer }, vault: { push: maintainer } }",
    );
    let pusher = Pusher(Target::with_world(newest(), world).await);
    let head = pusher.head();
    assert_eq!(
        pusher
            .pushes(MIRA, &format!("{ZEROS} {head} refs/heads/vault"))
            .await,
        no("You are not allowed to create protected branches on this project.")
    );
    assert_eq!(
        pusher
            .pushes(OTTO, &format!("{ZEROS} {ONES} refs/heads/vault"))
            .await
            .0,
        200
    );
    assert_eq!(
        pusher
            .pushes(MIRA, &format!("{ZEROS} {ONES} refs/heads/release/1"))
            .await,
        no("You can only use an existing protected branch ref as the basis of a new protected branch.")
    );
    let from_head = format!("{ZEROS} {head} refs/heads/release/1");
    assert_eq!(
        pusher.pushes(MIRA, &from_head).await,
        no("You can only create protected branches using the web interface and API.")
    );
    assert_eq!(
        pusher.pushes_as(MIRA, "web", "harbor/charts", &from_head).await.0,
        200
    );
}

#[tokio::test]
async fn the_first_push_to_an_empty_project_needs_a_maintainer() {
    let world = world_with("repository: false", "protected_branches: { main: {} }");
    let pusher = Pusher(Target::with_world(newest(), world).await);
    let first = format!("{ZEROS} {ONES} refs/heads/main");
    let (status, message) = pusher.pushes_as(MIRA, "ssh", "harbor/keel-laid", &first).await;
    assert_eq!(status, 401);
    assert!(
        message.starts_with("\nA default branch (e.g. main) does not yet exist for harbor/keel-laid\n"),
        "{message}"
    );
    assert_eq!(
        pusher
            .pushes_as(
                MIRA,
                "ssh",
                "harbor/keel-laid",
                &format!("{ZEROS} {ONES} refs/heads/a")
            )
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn tags_are_made_by_whoever_may_push_and_protected_ones_by_maintainers() {
    let pusher = pusher().await;
    assert_eq!(
        pusher
            .pushes(MIRA, &format!("{ZEROS} {ONES} refs/tags/nightly"))
            .await
            .0,
        200
    );
    assert_eq!(
        pusher
            .pushes(MIRA, &format!("{ZEROS} {ONES} refs/tags/sealed-2"))
            .await,
        no("You are not allowed to create this tag as it is protected.")
    );
    assert_eq!(
        pusher
            .pushes(OTTO, &format!("{ZEROS} {ONES} refs/tags/sealed-2"))
            .await
            .0,
        200
    );
    assert_eq!(
        pusher
            .pushes(OTTO, &format!("{ONES} {TWOS} refs/tags/sealed-1"))
            .await,
        no("Protected tags cannot be updated.")
    );
    assert_eq!(
        pusher
            .pushes(PUBLISHER, &format!("{ONES} {TWOS} refs/tags/sealed-1"))
            .await,
        no("Protected tags cannot be updated.")
    );
    let delete = format!("{ONES} {ZEROS} refs/tags/sealed-1");
    assert_eq!(
        pusher.pushes(MIRA, &delete).await,
        no("You are not allowed to delete protected tags from this project. \
            Only a project maintainer or owner can delete a protected tag.")
    );
    assert_eq!(
        pusher.pushes(OTTO, &delete).await,
        no("You can only delete protected tags using the web interface.")
    );
    assert_eq!(
        pusher.pushes_as(OTTO, "web", "harbor/charts", &delete).await.0,
        200
    );
}

#[tokio::test]
async fn changes_do_not_matter_to_who_fetches() {
    let pusher = pusher().await;
    let params = json!({"key_id": MIRA, "project": "harbor/charts", "changes": format!("{ONES} {ZEROS} refs/heads/main")});
    assert_eq!(pusher.0.allowed(params).await.status, 200);
}
