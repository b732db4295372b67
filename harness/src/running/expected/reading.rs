//! Reading a file of expected failures, with all of its faults at once.

use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use labproof_spec::Spec;
use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

use super::{ExpectedFailure, ExpectedFailures};
use crate::running::glob::Glob;

/// The published format.
const FORMAT: &str = include_str!("../../../formats/expected-failures.schema.json");

/// All that is wrong with a file of expected failures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectationFaults {
    file: String,
    faults: Vec<String>,
}

impl fmt::Display for ExpectationFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.faults.join("\n  "))
    }
}

impl std::error::Error for ExpectationFaults {}

/// An entry as it is written, once it is known to fit the format.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    requirement: String,
    editions: Option<String>,
    reason: String,
    link: Option<String>,
    expires: Option<String>,
}

impl ExpectedFailures {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// With every fault, each with its line.
    pub fn read(path: &Path, spec: &Spec) -> Result<Self, ExpectationFaults> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| ExpectationFaults {
            file: file.clone(),
            faults: vec![format!("{error}; give an existing file to --expected-failures")],
        })?;
        Self::parse(&file, &text, spec)
    }

    /// Reads the text of a file, as of today.
    ///
    /// # Errors
    ///
    /// With every fault, each with its line.
    pub fn parse(file: &str, text: &str, spec: &Spec) -> Result<Self, ExpectationFaults> {
        let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
        Self::parse_on(today, file, text, spec)
    }

    pub(crate) fn parse_on(
        today: Date,
        file: &str,
        text: &str,
        spec: &Spec,
    ) -> Result<Self, ExpectationFaults> {
        let whole = |faults| ExpectationFaults {
            file: file.to_owned(),
            faults,
        };
        let values = values(text).map_err(|fault| whole(vec![fault]))?;
        let format = format().map_err(|fault| whole(vec![fault]))?;
        let mut faults = Vec::new();
        let mut entries = Vec::new();
        for value in values {
            let line = value.referenced.line();
            match entry(line, value.value, &format, spec) {
                Ok(entry) => entries.push(entry),
                Err(its) => faults.extend(its.iter().map(|fault| format!("line {line}: {fault}"))),
            }
        }
        if !faults.is_empty() {
            return Err(whole(faults));
        }
        let file = file.to_owned();
        Ok(Self { file, entries, today })
    }
}

/// The items of the list; none in a file that is empty or has only comments.
fn values(text: &str) -> Result<Vec<Spanned<Value>>, String> {
    let has_words = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if !text.lines().any(has_words) {
        return Ok(Vec::new());
    }
    let values: Option<Vec<Spanned<Value>>> =
        serde_saphyr::from_str(text).map_err(|error| format!("is no list of entries: {error}"))?;
    Ok(values.unwrap_or_default())
}

/// What the published format says of one entry.
fn format() -> Result<jsonschema::Validator, String> {
    let broken = |error: &dyn fmt::Display| format!("its published format is broken: {error}");
    let format: Value = serde_json::from_str(FORMAT).map_err(|error| broken(&error))?;
    jsonschema::draft202012::new(&format["items"]).map_err(|error| broken(&error))
}

fn entry(
    line: u64,
    value: Value,
    format: &jsonschema::Validator,
    spec: &Spec,
) -> Result<ExpectedFailure, Vec<String>> {
    let faults: Vec<String> = format.iter_errors(&value).map(|error| fault(&error)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let written: Written = serde_json::from_value(value).map_err(|error| vec![error.to_string()])?;
    let mut faults = Vec::new();
    let requirement = written.requirement.parse::<Glob>();
    let requirement = requirement.map_err(|error| faults.push(format!("`requirement`: {error}")));
    let editions = written.editions.as_deref().map(|text| spec.read_editions(text));
    let editions = editions
        .transpose()
        .map_err(|error| faults.push(format!("`editions`: {error}")));
    let expires = written.expires.as_deref().map(str::parse::<Date>).transpose();
    let expires = expires.map_err(|_| {
        faults.push("`expires` is no day; write it as 2027-01-31".to_owned());
    });
    match (requirement, editions, expires) {
        (Ok(requirement), Ok(editions), Ok(expires)) => Ok(ExpectedFailure {
            line,
            requirement,
            editions: editions.unwrap_or_default(),
            reason: written.reason,
            link: written.link,
            expires,
        }),
        _ => Err(faults),
    }
}

fn fault(error: &jsonschema::ValidationError<'_>) -> String {
    let at = error.instance_path().to_string();
    let at = at.trim_start_matches('/');
    if at == "editions" && error.instance().is_number() {
        return "`editions`: put it in quotes, since 13.10 is the number 13.1 without them".to_owned();
    }
    match at {
        "" => error.to_string(),
        at => format!("`{at}`: {error}"),
    }
}
