//! Whatever is refused has changed nothing: random requests, mostly plausible, each compared before and after.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::signing::token;
use crate::support::{Seen, Target, editions};

/// A value such as clients send for the parameter, right or wrong.
fn value(name: &'static str) -> BoxedStrategy<Value> {
    let words =
        |words: &'static [&'static str]| prop::sample::select(words).prop_map(|word| json!(word)).boxed();
    let ids = |ids: &'static [u64]| {
        prop_oneof![
            prop::sample::select(ids).prop_map(|id| json!(id)),
            prop::sample::select(ids).prop_map(|id| json!(id.to_string())),
        ]
        .boxed()
    };
    let plausible = match name {
        "key_id" => ids(&[
            7, 11, 400, 401, 402, 403, 411, 421, 422, 423, 431, 432, 433, 441, 999_999,
        ]),
        "user_id" => ids(&[1, 7, 29, 40, 43, 51, 57, 999_999]),
        "username" => words(&["root", "rubi", "mira", "finn", "blocked.bea", "nobody.here", ""]),
        "identifier" => words(&[
            "user-40",
            "user-1",
            "key-400",
            "key-431",
            "user-999999",
            "key-x",
            "40",
        ]),
        "project" => words(&[
            "gnuwget/wget2",
            "harbor/charts",
            "harbor/almanac.git",
            "harbor/logbook-2019",
            "harbor/dry-dock",
            "harbor/keel-laid",
            "harbor/old-beacon",
            "harbor/ballast",
            "lighthouse/lamp",
            "quay/customs",
            "mira/new",
            "mira/bad.",
            "finn/new",
            "harbor/nothing",
            "snippets/301",
            "harbor/charts.wiki",
            "harbor",
            "",
        ]),
        "gl_repository" => words(&[
            "project-201",
            "project-7",
            "project-208",
            "project-206",
            "project-999999",
            "wiki-201",
            "snippet-301",
            "design-871",
            "group-103-wiki",
            "nonsense",
            "project-",
            "",
        ]),
        "protocol" => words(&["ssh", "http", "web", "SSH", "ftp"]),
        "action" => words(&[
            "git-upload-pack",
            "git-receive-pack",
            "git-upload-archive",
            "git-sing",
        ]),
        "changes" => words(&[
            "_any",
            "",
            "junk",
            "0000000000000000000000000000000000000000 1111111111111111111111111111111111111111 refs/heads/topic\n",
            "1111111111111111111111111111111111111111 0000000000000000000000000000000000000000 refs/heads/main",
            "1111111111111111111111111111111111111111 2222222222222222222222222222222222222222 refs/tags/sealed-1",
        ]),
        "name" => words(&["laptop", "", "  "]),
        "scopes" => prop_oneof![
            Just(json!(["api"])),
            Just(json!(["api", "sail"])),
            Just(json!([])),
            Just(json!("api"))
        ]
        .boxed(),
        "expires_at" => words(&["2020-07-24", "soon", "", "9999-12-31"]),
        "push_options" => prop_oneof![
            Just(json!(["mr.create"])),
            Just(json!(["mr.draft"])),
            Just(json!("ci.skip"))
        ]
        .boxed(),
        "check_ip" => words(&["192.0.2.10", "198.51.100.10", "nowhere"]),
        "gitaly_client_context_bin" => words(&["e30=", "?", "W10="]),
        "key" | "user_identifier" => words(&["root", "coral", "AAAA", "ssh-rsa AAAA", ""]),
        _ => words(&[""]),
    };
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!([])),
        Just(json!({"a": [1]})),
        Just(json!(true)),
        Just(json!(-1.5)),
        any::<String>().prop_map(Value::String)
    ];
    prop_oneof![9 => plausible, 1 => odd].boxed()
}

const PARAMETERS: [&str; 17] = [
    "key_id",
    "user_id",
    "username",
    "identifier",
    "project",
    "gl_repository",
    "protocol",
    "action",
    "changes",
    "name",
    "scopes",
    "expires_at",
    "push_options",
    "check_ip",
    "gitaly_client_context_bin",
    "key",
    "user_identifier",
];

fn params() -> impl Strategy<Value = Value> {
    let pairs =
        PARAMETERS.map(|name| prop::option::weighted(0.4, value(name)).prop_map(move |value| (name, value)));
    Vec::from(pairs).prop_map(|pairs| {
        let given = pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(given.collect::<Map<_, _>>())
    })
}

fn refused(seen: &Seen) -> bool {
    seen.status >= 400 || seen.body.get("success") == Some(&json!(false))
}

#[test]
fn a_refused_request_changes_nothing() {
    let runtime = Runtime::new().unwrap();
    let targets: Vec<Target> = runtime.block_on(async {
        let mut targets = Vec::new();
        for edition in editions() {
            targets.push(Target::start(edition).await);
        }
        targets
    });
    let (refusals, acceptances) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let cases = (
        0..targets.len(),
        any::<prop::sample::Index>(),
        params(),
        prop::bool::weighted(0.1),
    );
    let mut runner = TestRunner::new(Config {
        cases: 600,
        failure_persistence: None,
        ..Config::default()
    });
    let result = runner.run(&cases, |(target, operation, params, stranger)| {
        let target = &targets[target];
        let operation = &target.api.operations[operation.index(target.api.operations.len())];
        runtime.block_on(async {
            let before = target.fingerprint().await;
            let seen = if stranger {
                let forged = token(&json!({"iss": "gitlab-shell"}), b"another");
                let request = target
                    .bare_request(&operation.slug, &params)
                    .header(&operation.schemes[0].header, forged);
                let seen = Seen::of(request).await;
                // A group that is not there is not there for anybody, and storage exclusions look at their parameters
                // before the caller.
                let looks_first = operation.family() == "storage_exclusions" && seen.status == 400;
                prop_assert!(
                    looks_first || matches!(seen.status, 401 | 403 | 404),
                    "{:?}",
                    seen
                );
                seen
            } else {
                Seen::of(target.request(&operation.slug, &params)).await
            };
            prop_assert!(seen.status < 500, "{:?}", seen);
            if refused(&seen) {
                refusals.set(refusals.get() + 1);
                prop_assert_eq!(
                    target.fingerprint().await,
                    before,
                    "{} was refused: {:?}",
                    operation.slug,
                    seen
                );
            } else {
                acceptances.set(acceptances.get() + 1);
            }
            Ok(())
        })
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    // Neither half of the cases may be empty, or nothing was shown.
    assert!(
        refusals.get() > 100 && acceptances.get() > 50,
        "{} refused, {} accepted",
        refusals.get(),
        acceptances.get()
    );
}
