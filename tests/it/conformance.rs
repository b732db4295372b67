//! The features, 64 scenarios at once (`support::JOBS`), the documented examples, generated requests and the checks of
//! every operation, against the server that `LABPROOF_URL` and `LABPROOF_TARGET` name, else against the reference server
//! in every edition.

use std::io::Write as _;

use labproof_harness::{Conclusion, Verdict};

use crate::support;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_conforms() {
    let judged = support::judged().await;
    let report = &judged.report;
    // Not captured: what conforms in which edition is told when the test passes, too.
    let mut out = std::io::stdout();
    writeln!(out, "{}", support::told(report)).unwrap();
    assert_eq!(
        report.conclusion(),
        Conclusion::Conforms,
        "the report above tells what does not hold"
    );
    if judged.is_embedded {
        for edition in &report.editions {
            let documented = support::spec().api(edition.edition).operations.len();
            assert_eq!(
                edition.judged.operations, documented,
                "edition {}",
                edition.edition
            );
        }
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
