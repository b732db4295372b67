//! The report as a badge: what shields.io draws from an address that answers this.

use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::running::report::{Conclusion, Report};
use crate::telling::report_words;

/// What shields.io asks an endpoint for: <https://shields.io/badges/endpoint-badge>.
#[must_use]
pub fn text(report: &Report) -> String {
    let badge = json!({
        "schemaVersion": 1,
        "label": "GitLab Internal API",
        "message": message(report),
        "color": color(report),
    });
    format!("{badge:#}\n")
}

/// The Markdown that shows the badge, for whoever publishes the file at this address.
#[must_use]
pub fn snippet(address: &str) -> String {
    let address = utf8_percent_encode(address, NON_ALPHANUMERIC);
    format!("![GitLab Internal API](https://img.shields.io/endpoint?url={address})")
}

/// What the run came to and in which editions, because nobody conforms as such.
fn message(report: &Report) -> String {
    let mut message = report_words::said(report);
    for (index, edition) in report.editions.iter().enumerate() {
        let mark = if index == 0 { ": " } else { ", " };
        let _ = write!(message, "{mark}{}", edition.edition);
    }
    message
}

fn color(report: &Report) -> &'static str {
    match report.conclusion() {
        Conclusion::Conforms if report_words::is_partial(report) || report_words::warnings(report) > 0 => {
            "yellow"
        }
        Conclusion::Conforms => "brightgreen",
        Conclusion::Breaks => "red",
        Conclusion::Broken | Conclusion::Nothing => "lightgrey",
    }
}

#[cfg(test)]
mod tests {
    use super::snippet;

    #[test]
    fn the_address_is_one_value_of_the_query() {
        assert_eq!(
            snippet("https://a.example/b.json?x=1&y"),
            "![GitLab Internal API](https://img.shields.io/endpoint?url=https%3A%2F%2Fa%2Eexample%2Fb%2Ejson%3Fx%3D1%26y)"
        );
    }
}
