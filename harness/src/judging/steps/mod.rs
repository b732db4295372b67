//! Every sentence a feature may use. None of them knows an endpoint.

mod answering;
mod asking;
mod table;

use std::sync::LazyLock;

use cucumber::gherkin::Step;
use cucumber::step::Collection;
use regex::Regex;

use crate::asking::watched;
use crate::judging::conversation::Conversation;
use crate::judging::steps::table::{docstring, rows};
use crate::judging::verdict::Outcome;

/// What a step comes to.
type Done = Result<(), Outcome>;

/// Registers sentences; each may follow Given, When or Then, so that `And` reads naturally after any of them.
macro_rules! sentences {
    ($($sentence:literal => $step:path,)*) => {
        /// The sentences, as regular expressions.
        #[cfg(test)]
        const SENTENCES: &[&str] = &[$($sentence),*];

        /// Every step, for cucumber.
        pub(crate) fn all() -> Collection<Conversation> {
            let mut steps = Collection::new();
            $(
                steps = {
                    // Compiled once in a process: it costs more than a scenario.
                    static SENTENCE: LazyLock<Regex> = LazyLock::new(|| regex($sentence));
                    let step: cucumber::Step<Conversation> = |world, context| {
                        Box::pin(async move {
                            let words: Vec<String> =
                                context.matches.iter().skip(1).map(|(_, word)| word.clone()).collect();
                            let step = $step(world, &context.step, &words);
                            let (result, mut watched) = watched::of(step).await;
                            // The conversation has it, and it may be long.
                            watched.last = None;
                            world.watched.add(watched);
                            world.settle(result);
                        })
                    };
                    steps
                        .given(None, SENTENCE.clone(), step)
                        .when(None, SENTENCE.clone(), step)
                        .then(None, SENTENCE.clone(), step)
                };
            )*
            steps
        }
    };
}

sentences! {
    r"^the request$" => asking::set,
    r"^with$" => asking::set,
    r#"^in the editions "([^"]+)" with$"# => asking::set_in,
    r"^the request of the documented example$" => asking::documented,
    r#"^without "([^"]+)"$"# => asking::without,
    r#"^travelling as "([^"]+)"$"# => asking::travelling,
    r#"^the header "([^"]+)" is "([^"]*)"$"# => asking::header,
    r#"^the content type is "([^"]*)"$"# => asking::content_type,
    r"^the body is$" => asking::body,
    r#"^the credential is "([^"]+)"$"# => asking::varied,
    r#"^it is signed with the secret "([^"]+)"$"# => asking::signed_with,
    r#"^it is signed with the token "([^"]+)"$"# => asking::token,
    r"^it is sent$" => asking::sent,
    r"^it is sent (\d+) times$" => asking::sent_times,
    r"^it is sent, with (\d+) seconds to answer$" => asking::sent_with_time,
    r"^it is sent until the status is (\d{3}), at most (\d+) times$" => asking::sent_until,
    r#"^it is sent to "([^"]+)"$"# => asking::sent_to,
    r#"^"([^"]+)" is called with$"# => asking::called,
    r#"^"([^"]+)" was done as documented$"# => asking::done,
    r#"^"([^"]+)" is kept as "([^"]+)"$"# => asking::kept,
    r"^the status is (\d{3})$" => answering::status,
    r"^the status is one of (\d{3}(?:, \d{3})*)$" => answering::status,
    r#"^it is refused as "([^"]+)"$"# => answering::refused,
    r"^the body is exactly$" => answering::body,
    r"^the body is empty$" => answering::empty,
    r"^the members are$" => answering::members,
    r#"^some item of "([^"]*)" has$"# => answering::some_item,
    r#"^no item of "([^"]*)" has$"# => answering::no_item,
    r#"^the token at "([^"]+)" claims$"# => answering::claims,
    r#"^the header "([^"]+)" of the answer matches "([^"]+)"$"# => answering::header,
    r#"^it is the snapshot "([^"]+)"$"# => answering::snapshot,
}

#[expect(
    clippy::expect_used,
    reason = "the sentences are constants, and a test compiles each of them"
)]
fn regex(sentence: &str) -> Regex {
    Regex::new(sentence).expect("a sentence is a regular expression")
}

/// What a step sends or reads, as far as its words tell: for coverage by names.
pub(crate) enum StepFacts {
    /// It sets parameters, of the feature's operation or of the one named.
    Sends {
        operation: Option<String>,
        names: Vec<String>,
    },
    /// It sends the documented request of the operation named.
    Documents(String),
    /// It sends what was built, to the feature's operation or to the one named.
    Asks(Option<String>),
    /// It reads these members of the last answer.
    Reads(Vec<String>),
    /// It reads every member of this body.
    ReadsAll(serde_json::Value),
    /// It reads the status and every member of a refusal that the operation has by this name.
    Refuses(String),
    /// Neither.
    Neither,
}

/// See [`StepFacts`].
pub(crate) fn used(step: &Step) -> StepFacts {
    let first = |row: &(&str, &str)| row.0.to_owned();
    let names = || {
        rows(step)
            .unwrap_or_default()
            .iter()
            .map(first)
            .collect::<Vec<_>>()
    };
    let quoted = || step.value.split('"').nth(1).unwrap_or_default().to_owned();
    match step.value.as_str() {
        "the request" | "with" => StepFacts::Sends {
            operation: None,
            names: names(),
        },
        "the members are" => StepFacts::Reads(names()),
        "the body is exactly" => {
            let body = docstring(step)
                .ok()
                .and_then(|text| serde_json::from_str(text).ok());
            body.map_or(StepFacts::Neither, StepFacts::ReadsAll)
        }
        value if value.starts_with("in the editions ") => StepFacts::Sends {
            operation: None,
            names: names(),
        },
        value if value.ends_with("\" was done as documented") => StepFacts::Documents(quoted()),
        value if value.ends_with("\" is called with") => StepFacts::Sends {
            operation: Some(quoted()),
            names: names(),
        },
        value if value.starts_with("it is refused as ") => StepFacts::Refuses(quoted()),
        value if value.starts_with("it is sent to ") => StepFacts::Asks(Some(quoted())),
        value if value.starts_with("it is sent") => StepFacts::Asks(None),
        value if value.starts_with("some item of ") || value.starts_with("no item of ") => {
            let array = quoted();
            let mut read = vec![array.clone()];
            read.extend(names().iter().map(|name| format!("{array}/*{name}")));
            StepFacts::Reads(read)
        }
        value if value.ends_with("\" claims") || value.contains("\" is kept as \"") => {
            StepFacts::Reads(vec![quoted()])
        }
        _ => StepFacts::Neither,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_can_be_taken_for_another() {
        for sentence in SENTENCES {
            let example = sentence
                .trim_start_matches('^')
                .trim_end_matches('$')
                .replace(r"(\d{3}(?:, \d{3})*)", "200, 201")
                .replace(r"(\d{3})", "200")
                .replace(r"(\d+)", "3")
                .replace(r#""([^"]+)""#, "\"a\"")
                .replace(r#""([^"]*)""#, "\"a\"");
            let matching = SENTENCES
                .iter()
                .filter(|other| regex(other).is_match(&example))
                .count();
            assert_eq!(matching, 1, "{example}");
        }
    }
}
