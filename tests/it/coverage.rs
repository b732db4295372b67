//! Everything that is documented is judged, and everything that judges is documented: by names alone.

use crate::{snapshots, support};

use labproof::bundle;
use labproof::embedded::Embedded;
use labproof_harness::{FeatureText, Features, coverage};

#[test]
fn nothing_documented_goes_unjudged() {
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut gaps = coverage::gaps(support::spec(), &features);
    gaps.extend(operations_without_a_snapshot());
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

/// That each edition answers as well is seen where the answers are compared.
fn operations_without_a_snapshot() -> Vec<String> {
    let recorded = snapshots::recorded();
    support::examples()
        .into_iter()
        .filter(|(edition, name)| recorded.of(*edition, name).is_none())
        .map(|(edition, name)| format!("{name} {edition}: no snapshot of this example"))
        .collect()
}

/// A route that is missing answers as an unknown path of the API does, or with a page that is none of the API's, so its
/// refusal of a bare request tells.
#[tokio::test(flavor = "multi_thread")]
async fn every_operation_has_a_route_in_its_editions_and_in_no_other() {
    let mut embedded = Embedded::start(&support::editions())
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let client = support::client();
    let mut wrong = Vec::new();
    for server in embedded.servers() {
        for (slug, editions) in support::spec().operations() {
            // Where it is in the edition, else where the newest edition with it has it.
            let having = support::spec()
                .editions()
                .filter(|edition| editions.contains(*edition));
            let shown = having.max_by_key(|edition| (*edition == server.edition, *edition));
            let shown = support::spec().api(shown.unwrap());
            let mut operations = shown.operations.iter();
            let operation = operations.find(|operation| operation.slug == slug).unwrap();
            let method = operation.method.parse().unwrap();
            let answer = client
                .request(method, format!("{}{}", server.url, operation.path))
                .send()
                .await
                .unwrap();
            let status = answer.status();
            // What has a route may still say 404, but never as the router does, nor with a page.
            let is_page = answer.headers()["content-type"]
                .as_bytes()
                .starts_with(b"text/html");
            let body = answer.text().await.unwrap();
            let routed = !is_page && body != r#"{"error":"404 Not Found"}"#;
            if routed != editions.contains(server.edition) {
                wrong.push(format!("{slug} in {}: {status} {body}", server.edition));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    embedded.stop().await;
}

/// Each kind of gap is found when it is made; else the test above could not fail.
#[test]
fn every_kind_of_gap_is_noticed() {
    let texts = bundle::feature_texts().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let gaps_of = |texts: &[FeatureText]| coverage::gaps(support::spec(), &Features::parse(texts).unwrap());
    let changed = |from: &str, to: &str| -> Vec<String> {
        let changed: Vec<FeatureText> = texts
            .iter()
            .map(|text| FeatureText {
                path: text.path.clone(),
                text: text.text.replace(from, to),
            })
            .collect();
        gaps_of(&changed)
    };
    let has = |gaps: Vec<String>, part: &str| {
        assert!(gaps.iter().any(|gap| gap.contains(part)), "{part}: {gaps:#?}")
    };
    let without: Vec<FeatureText> = texts
        .iter()
        .filter(|text| text.path != "git/pre_receive.feature")
        .cloned()
        .collect();
    has(gaps_of(&without), "git.pre_receive: no feature");
    has(gaps_of(&without), "no scenario judges it");
    has(
        changed("@op:instance.check", "@op:instance.czech"),
        "@op:instance.czech is no operation",
    );
    has(
        changed("@req:git.allowed/rate-limit", "@req:git.allowed/rate-limits"),
        "is no requirement",
    );
    has(
        changed("@req:git.allowed/rate-limit", "@req:git.allowed/rate-limits"),
        "git.allowed/rate-limit: no scenario",
    );
    has(
        changed("| check_ip ", "| czech_ip "),
        "no request sends `check_ip`",
    );
    has(
        changed("/public_email", "/public_mail"),
        "no check reads /public_email",
    );
    has(
        changed(
            "@req:git.allowed/rate-limit",
            "@req:git.allowed/rate-limit @editions:18.0..",
        ),
        "`18.0..`: unknown edition `18.0`; the editions are",
    );
    has(
        changed(
            "@req:git.allowed/rate-limit",
            "@req:git.allowed/rate-limit @editions:17.9",
        ),
        "git.allowed/rate-limit: no scenario",
    );
    has(
        changed("{member.key_id}", "{membre.key_id}"),
        "no `membre.key_id` among the roles",
    );
}
