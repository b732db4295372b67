//! Requests generated from the documents, judged with the features.
//!
//! `LABPROOF_CASES` sets how many each property generates, `LABPROOF_SEED` from which seed.

use crate::support;

#[tokio::test(flavor = "multi_thread")]
async fn generated_requests_get_documented_answers() {
    let report = &support::judged().await.report;
    for edition in &report.editions {
        assert!(edition.judged.cases > 0, "edition {}", edition.edition);
        let generated = |id: &str| id.ends_with("/valid-requests") || id.ends_with("/single-faults");
        let requirements = edition.requirements.iter();
        let broken: Vec<&str> = requirements
            .filter(|it| generated(&it.requirement.id))
            .filter(|it| it.counts_against(report.strict))
            .map(|it| it.requirement.id.as_str())
            .collect();
        assert!(broken.is_empty(), "edition {}: {broken:?}", edition.edition);
    }
}
