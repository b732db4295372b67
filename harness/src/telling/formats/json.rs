//! The report as JSON, for programs; its published schema is `harness/formats/report.schema.json`.

use serde::Deserialize;

use crate::running::report::Report;

/// The schema of the JSON report, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../formats/report.schema.json");

/// Why a text is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Not even JSON.
    #[error("not JSON: {0}")]
    NotJson(serde_json::Error),
    /// JSON, but of something else.
    #[error("not a report of labproof: {0}")]
    NotAReport(serde_json::Error),
    /// A report of a program that knows more than this one.
    #[error("written by labproof {theirs}, and this is {ours}; read it with that version or a newer one")]
    Newer {
        /// The version that wrote it.
        theirs: String,
        /// The version that was to read it.
        ours: &'static str,
    },
}

/// The report as JSON, a member a line.
///
/// # Errors
///
/// Never for a report that a run gave.
pub fn text(report: &Report) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(report).map(|text| text + "\n")
}

/// The report that [`text`] wrote.
///
/// # Errors
///
/// Where the text is no JSON, no report, or a newer program's report: what that says may mean something else by now.
pub fn read(text: &str) -> Result<Report, ReadError> {
    #[derive(Deserialize)]
    struct Writer {
        labproof: String,
    }
    // Told apart first, because a newer report may well fail to be read for reasons that would mislead.
    let json: serde_json::Value = serde_json::from_str(text).map_err(ReadError::NotJson)?;
    let writer = Writer::deserialize(&json).map_err(ReadError::NotAReport)?;
    let ours = env!("CARGO_PKG_VERSION");
    if numbers(&writer.labproof) > numbers(ours) {
        let theirs = writer.labproof;
        return Err(ReadError::Newer { theirs, ours });
    }
    // From the text again, so that an error says in which line it is.
    serde_json::from_str(text).map_err(ReadError::NotAReport)
}

/// A version as numbers that can be compared; what stands behind a `-` or a `+` does not change what a report means.
fn numbers(version: &str) -> Vec<u64> {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    release.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_report_is_told_apart() {
        let said = |text: &str| read(text).unwrap_err().to_string();
        assert!(said("<html>").starts_with("not JSON: "), "{}", said("<html>"));
        for text in [
            "null",
            "[]",
            "{}",
            r#"{"labproof": "0.1.0"}"#,
            r#"{"labproof": 1}"#,
        ] {
            assert!(
                said(text).starts_with("not a report of labproof: "),
                "{}",
                said(text)
            );
        }
        let newer = said(r#"{"labproof": "99.0.0", "something": "else"}"#);
        assert!(
            newer.starts_with("written by labproof 99.0.0, and this is "),
            "{newer}"
        );
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("0.10.0") > numbers("0.9.9"));
        assert_eq!(numbers("1.2.3-rc.1+build"), numbers("1.2.3"));
    }
}
