//! What can be said of a requirement, and what one check found.

use labproof_spec::Level;
use serde::{Deserialize, Serialize};

use crate::asking::ask_error::AskError;
use crate::asking::exchange::{Exchange, Sent};
use crate::asking::watched::Watched;

/// What can be said of a requirement; of several, the worst wins, and later ones here are worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// It was judged, and it holds.
    Pass,
    /// The target neither claims the profile nor has the operation, or is of a kind of instance that this is not about.
    NotApplicable,
    /// It was not judged because somebody asked for that.
    Skipped,
    /// It does not hold, and the file of expected failures says so.
    ExpectedFailure,
    /// A `should` does not hold.
    Warning,
    /// It did not hold, and held when it was judged again.
    Flaky,
    /// It holds, and the file of expected failures says that it does not.
    UnexpectedPass,
    /// It could not be judged: a fixture or a prerequisite is missing.
    Untestable,
    /// A `must` does not hold.
    Fail,
    /// It could not be judged because of us or of the network.
    Error,
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Self; 10] = [
        Self::Pass,
        Self::NotApplicable,
        Self::Skipped,
        Self::ExpectedFailure,
        Self::Warning,
        Self::Flaky,
        Self::UnexpectedPass,
        Self::Untestable,
        Self::Fail,
        Self::Error,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::NotApplicable => "not-applicable",
            Self::Skipped => "skipped",
            Self::ExpectedFailure => "expected-failure",
            Self::Warning => "warning",
            Self::Flaky => "flaky",
            Self::UnexpectedPass => "unexpected-pass",
            Self::Untestable => "untestable",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

/// What one check of one requirement came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It holds.
    Holds,
    /// It does not, and here is why.
    Breach(Box<Breach>),
    /// It holds, but for a success that says less than the documented one, whatever the requirement's level is.
    Unspecific(Box<Breach>),
    /// It did not, and then it did when it was judged again; the breach keeps both exchanges.
    Flaky(Box<Breach>),
    /// The target neither claims it nor has it.
    NotApplicable(String),
    /// A fixture or a prerequisite is missing.
    Untestable(String),
    /// Somebody asked not to judge it.
    Skipped(String),
    /// We or the network broke.
    Error(String),
}

/// An exchange that a requirement does not allow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Breach {
    /// What should have come back.
    pub expected: String,
    /// What did, one difference a line, by JSON pointer where that fits.
    pub actual: Vec<String>,
    /// Whether somebody was let in without a good credential.
    #[serde(skip)]
    pub let_in: bool,
    /// What was changed in a valid request, for generated cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// What went over the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
    /// What went over the wire when it was judged again, and held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Exchange>,
    /// What was sent, where nothing came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<Sent>,
}

impl Breach {
    pub(crate) fn new(expected: impl Into<String>, actual: Vec<String>, exchange: &Exchange) -> Self {
        Self {
            expected: expected.into(),
            actual,
            exchange: Some(exchange.clone()),
            ..Self::default()
        }
    }
}

impl From<AskError> for Outcome {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Lacking(reason) => Self::Untestable(reason),
            AskError::Broken(reason) => Self::Error(reason),
            AskError::Miscoded(exchange) => {
                let fault = exchange.answer.miscoded.clone().unwrap_or_default();
                let wanted = "a body in the content coding that the answer claims";
                Self::breach(Breach::new(wanted, vec![fault], &exchange))
            }
            AskError::Unanswered { sent, error } => Self::breach(Breach {
                expected: "an answer, complete and in time".to_owned(),
                actual: vec![error.to_string()],
                unanswered: Some(*sent),
                ..Breach::default()
            }),
        }
    }
}

impl Outcome {
    /// What holds but for an unspecific success of the operation, if there was one.
    pub(crate) fn held(watched: &Watched, operation: &str) -> Self {
        let Some((documented, exchange)) = watched.unspecific(operation) else {
            return Self::Holds;
        };
        let wanted = format!("status {documented}, as documented; 200 says less");
        let actual = vec![format!("status {}", exchange.answer.status)];
        Self::Unspecific(Box::new(Breach::new(wanted, actual, exchange)))
    }

    pub(crate) fn breach(breach: Breach) -> Self {
        Self::Breach(Box::new(breach))
    }

    /// The verdict on a requirement of this level, whose breach is one of security or not.
    pub(crate) fn verdict(&self, level: Level, is_security: bool) -> Verdict {
        match (self, level) {
            (Self::Holds, _) => Verdict::Pass,
            (Self::Breach(_), _) if is_security => Verdict::Fail,
            (Self::Breach(_), Level::Must) => Verdict::Fail,
            // Tolerated either way: reported as a remark, never against the server.
            (Self::Breach(_) | Self::Flaky(_) | Self::Unspecific(_), Level::May) => Verdict::Pass,
            (Self::Breach(_), Level::Should) | (Self::Unspecific(_), _) => Verdict::Warning,
            (Self::Flaky(_), _) => Verdict::Flaky,
            (Self::NotApplicable(_), _) => Verdict::NotApplicable,
            (Self::Untestable(_), Level::May) | (Self::Skipped(_), _) => Verdict::Skipped,
            (Self::Untestable(_), _) => Verdict::Untestable,
            (Self::Error(_), _) => Verdict::Error,
        }
    }
}
