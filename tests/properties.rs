//! Requests generated from the documents, against the same servers as the features.
//!
//! `LABPROOF_CASES` sets how many each property generates, `LABPROOF_SEED` from which seed.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints for whoever reads why"
)]

mod support;

use labproof_harness::{Conclusion, Selection};

#[tokio::test(flavor = "multi_thread")]
async fn generated_requests_get_documented_answers() {
    let selection = Selection {
        run: ["*/valid-requests", "*/single-faults"]
            .iter()
            .map(|glob| glob.parse().unwrap())
            .collect(),
        ..Selection::default()
    };
    let (report, _, _) = support::judge(selection).await;
    println!("{}", support::told(&report));
    assert_eq!(
        report.conclusion(),
        Conclusion::Conforms,
        "the report above tells what does not hold"
    );
    for edition in &report.editions {
        assert!(edition.judged.cases > 0, "edition {}", edition.edition);
    }
}
