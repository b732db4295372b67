//! What is generated for somebody's server does no harm to it, unless somebody asks for more.

use std::sync::{Arc, Mutex};

use crate::support;
use form_urlencoded::parse;
use labproof::bundle;
use labproof::embedded::Embedded;
use labproof_harness::{Quiet, Selection};
use serde_json::Value;

/// The largest number and the longest text that the generated requests of a run have.
async fn largest(is_ours: bool, thorough: bool) -> (f64, usize) {
    let mut embedded = Embedded::start(&[support::spec().newest()])
        .await
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut servers = embedded.servers();
    let seen = Arc::new(Mutex::new((0.0_f64, 0)));
    let seeing = Arc::clone(&seen);
    let spoil = move |request: &str, _: &mut support::Passing| {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let query = head.split(' ').nth(1).and_then(|target| target.split_once('?'));
        let mut seen = seeing.lock().unwrap();
        let mut see = |name: &str, value: &Value| {
            let number = value
                .as_f64()
                .or(value.as_str().and_then(|text| text.parse().ok()));
            // Ids are large as they come.
            let name = name.trim_end_matches(']');
            let is_count = !["id", "ids", "["].iter().any(|end| name.ends_with(end));
            seen.0 = number
                .filter(|_| is_count)
                .map_or(seen.0, |number| seen.0.max(number));
            seen.1 = value
                .as_str()
                .map_or(seen.1, |text| seen.1.max(text.chars().count()));
        };
        match serde_json::from_str::<Value>(body) {
            Ok(body) => each("", &body, &mut see),
            Err(_) => parse(body.as_bytes()).for_each(|(name, value)| see(&name, &Value::from(&*value))),
        }
        let query = query.map_or("", |(_, query)| query);
        parse(query.as_bytes()).for_each(|(name, value)| see(&name, &Value::from(&*value)));
    };
    servers[0].is_ours = is_ours;
    servers[0].url = support::proxy(servers[0].url.clone(), spoil).await;
    let generated = [
        "kas.*/valid-requests",
        "kas.*/single-faults",
        "scim.*/valid-requests",
    ];
    let selection = Selection {
        run: generated.map(|glob| glob.parse().unwrap()).into(),
        ..Selection::default()
    };
    let mut plan = support::plan(servers, selection);
    (plan.cases, plan.thorough) = (100, thorough);
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let result = labproof_harness::run(support::spec(), &features, plan, Arc::new(Quiet)).await;
    embedded.stop().await;
    result.unwrap_or_else(|error| panic!("{error}"));
    *seen.lock().unwrap()
}

fn each(name: &str, value: &Value, see: &mut impl FnMut(&str, &Value)) {
    match value {
        // Lists of numbers are lists of ids.
        Value::Array(items) => items.iter().for_each(|item| each("ids", item, see)),
        Value::Object(members) => members.iter().for_each(|(name, member)| each(name, member, see)),
        scalar => see(name, scalar),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_and_texts_stay_small_unless_more_is_asked_for() {
    let (number, text) = largest(false, false).await;
    assert!((50.0..=100.0).contains(&number), "{number}");
    assert!((1000..=4096).contains(&text), "{text}");
    for (is_ours, thorough) in [(false, true), (true, false)] {
        let (number, text) = largest(is_ours, thorough).await;
        assert!(number > 100.0 && text > 4096, "{number} {text}");
    }
}
