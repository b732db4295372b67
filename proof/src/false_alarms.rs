//! What a report has against servers that nobody should complain of.

use labproof_harness::{Report, Verdict};

/// Everything that the report has against the servers, a line each, but for what may be told of them.
pub(crate) fn false_alarms(report: &Report, told: &[Verdict]) -> Vec<String> {
    let mut complaints: Vec<String> = report.notes.iter().map(|note| format!("note: {note}")).collect();
    complaints.extend(
        report
            .interrupted
            .iter()
            .map(|reason| format!("interrupted: {reason}")),
    );
    for edition in &report.editions {
        let is_more = |verdict| is_complaint(verdict) && !told.contains(&verdict);
        for it in edition.requirements.iter().filter(|it| is_more(it.verdict)) {
            let (id, verdict) = (&it.requirement.id, it.verdict.word());
            let reasons = it.reasons.iter().cloned();
            let findings = it.findings.iter().map(|finding| {
                let (expected, actual) = (&finding.breach.expected, finding.breach.actual.join("; "));
                format!("{}: expected {expected}, got {actual}", finding.check)
            });
            let why: Vec<String> = reasons.chain(findings).collect();
            complaints.push(format!(
                "{} {id}: {verdict} ({})",
                edition.edition,
                why.join(" | ")
            ));
        }
    }
    complaints
}

/// Whether anything but contentment shows in a verdict.
pub(crate) fn is_complaint(verdict: Verdict) -> bool {
    let is_content = matches!(
        verdict,
        Verdict::Pass | Verdict::NotApplicable | Verdict::Skipped | Verdict::ExpectedFailure
    );
    !is_content
}
