//! The features, 64 scenarios at once (`support::JOBS`), the documented examples and the checks of every operation,
//! against the server that `LABPROOF_URL` and `LABPROOF_TARGET` name, else against the reference server in every edition.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints for whoever reads why"
)]

mod support;

use labproof_harness::{Conclusion, Selection, Verdict};

#[tokio::test(flavor = "multi_thread")]
async fn the_server_conforms() {
    let generated = ["*/valid-requests", "*/single-faults"];
    let selection = Selection {
        skip: generated.iter().map(|glob| glob.parse().unwrap()).collect(),
        ..Selection::default()
    };
    let (report, _, is_embedded) = support::judge(selection).await;
    println!("{}", support::told(&report));
    assert_eq!(
        report.conclusion(),
        Conclusion::Conforms,
        "the report above tells what does not hold"
    );
    if is_embedded {
        let operations: Vec<usize> = report
            .editions
            .iter()
            .map(|edition| edition.judged.operations)
            .collect();
        let documented = support::editions().into_iter();
        let documented = documented.map(|edition| support::spec().api(edition).operations.len());
        assert_eq!(
            operations,
            documented.collect::<Vec<_>>(),
            "all that each edition documents"
        );
        assert_eq!(report.count(Verdict::Warning), 0, "it does what should be, too");
    }
    for edition in &report.editions {
        let judged = &edition.judged;
        assert!(
            judged.scenarios > 0 && judged.examples > 0 && judged.credentials > 0,
            "edition {}: {judged:?}",
            edition.edition
        );
    }
}
