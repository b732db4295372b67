//! The variations there are.

use std::time::Duration;

use labproof_harness::Verdict;

use super::coding::Coding;
use super::wire::{Close, Framing, Wire};
use super::{Variation, answers, instead, worlds};

/// Every variation.
#[must_use]
pub fn all() -> Vec<Variation> {
    let groups = [of_wire(), of_content(), vec![together()]];
    groups.into_iter().flatten().collect()
}

/// Those of how answers come.
pub(super) fn of_wire() -> Vec<Variation> {
    [transport(), codings(), patience(), heads()]
        .into_iter()
        .flatten()
        .collect()
}

/// Those of what answers say, and where.
pub(super) fn of_content() -> Vec<Variation> {
    [bodies(), headers(), places(), contents()]
        .into_iter()
        .flatten()
        .collect()
}

/// The path below which servers are that are not at the top.
const PREFIX: &str = "/code/gitlab";

fn bodies() -> Vec<Variation> {
    vec![
        Variation::new(
            "more-members",
            "Objects have a member that nobody documents, those of refusals as well.",
        )
        .edit(answers::add_members),
        Variation::new(
            "other-order",
            "The members of every object come in the opposite order.",
        )
        .edit(answers::reverse),
        Variation::new(
            "white-space",
            "JSON is indented, with line breaks before and after it.",
        )
        .edit(answers::indent),
        Variation::new(
            "escapes",
            "Letters in JSON are written as escapes, and so are slashes.",
        )
        .edit(answers::escape),
        Variation::new("offset-times", "Times in UTC end in +00:00 instead of Z.")
            .edit(answers::offset_times),
        Variation::new(
            "more-schemas",
            "SCIM resources are of a further schema, which extends the usual one.",
        )
        .edit(answers::add_schemas),
        Variation::new(
            "console-messages",
            "Whoever asks for access is greeted by the instance.",
        )
        .edit(answers::greet),
        Variation::new(
            "says-less",
            "What is made is answered with 200 instead of 201; a warning, and no more.",
        )
        .edit(answers::say_less)
        .told(Verdict::Warning),
    ]
}

fn headers() -> Vec<Variation> {
    vec![
        Variation::new(
            "more-headers",
            "Answers have the headers of a proxy, of Rails and of Sentry, one of them twice.",
        )
        .edit(answers::add_headers),
        Variation::new("charset", "The content type says that it is UTF-8.").edit(answers::add_charset),
        Variation::new(
            "media-type-in-capitals",
            "The content type is written in capitals.",
        )
        .edit(answers::shout_media_type),
        Variation::new(
            "plain-json",
            "What is some kind of JSON is labelled application/json.",
        )
        .edit(answers::plain_json),
    ]
}

fn transport() -> Vec<Variation> {
    let wire = Wire::default();
    let (chunked, until_close) = (Framing::Chunked, Framing::UntilClose);
    vec![
        Variation::new("chunked", "Bodies come in chunks instead of with their length.").wire(Wire {
            framing: chunked,
            ..wire
        }),
        Variation::new(
            "http-1.0",
            "Answers are HTTP/1.0, and a body ends with its connection.",
        )
        .wire(Wire {
            version: "HTTP/1.0",
            framing: until_close,
            close: Close::Silent,
            ..wire
        }),
        Variation {
            http2: true,
            ..Variation::new("http-2", "The server speaks HTTP/2 over TLS, and nothing else.")
        },
        Variation::new(
            "closes",
            "Every answer says that the connection is closed after it.",
        )
        .wire(Wire {
            close: Close::Announced,
            ..wire
        }),
        Variation::new(
            "closes-unannounced",
            "The connection ends after each answer, and no header said so.",
        )
        .wire(Wire {
            close: Close::Silent,
            ..wire
        }),
        Variation::new(
            "interim-answers",
            "Before every answer comes an interim one, 103 Early Hints.",
        )
        .wire(Wire {
            interim: true,
            ..wire
        }),
        Variation::new("in-pieces", "Answers arrive a few bytes at a time.")
            .wire(Wire { pieces: true, ..wire }),
        Variation {
            delay: Duration::from_millis(5),
            // What is slow everywhere is slow enough in one.
            in_one_edition: true,
            ..Variation::new("slow", "Every answer takes 5 ms longer; judged in one edition.")
        },
    ]
}

/// Heads of answers that are written otherwise.
fn heads() -> Vec<Variation> {
    vec![
        Variation::new("headers-in-title-case", "Header names are written Like-This.")
            .edit(answers::title_case),
        Variation::new("headers-in-upper-case", "Header names are written LIKE-THIS.")
            .edit(answers::upper_case),
        Variation::new("no-reason", "The status line has no words after the number.")
            .edit(answers::drop_reason),
    ]
}

fn codings() -> Vec<Variation> {
    let coded = |name: &str, coding| {
        let what = format!("Bodies are encoded as {name}.");
        Variation::new(name, &what).coding(coding)
    };
    vec![
        coded("gzip", Coding::Gzip),
        coded("br", Coding::Br),
        coded("zstd", Coding::Zstd),
    ]
}

/// What asks for a client's patience.
fn patience() -> Vec<Variation> {
    vec![
        Variation::new(
            "puts-off",
            "A proxy answers now and then that it has no time, and when to come again.",
        )
        .instead(instead::puts_off),
        Variation::new(
            "ends-when-asked",
            "A connection that was kept open ends now and then when the next request is there.",
        )
        .instead(instead::ends),
        Variation::new(
            "accidents",
            "A proxy loses its server for a moment; a check is flaky, and no more.",
        )
        .instead(instead::accidents)
        .told(Verdict::Flaky),
    ]
}

fn places() -> Vec<Variation> {
    let slashed = Variation::new(
        "prefix-with-slash",
        "The server is below a path, and its URL is given with a slash at the end.",
    );
    vec![
        Variation::new(
            "prefix",
            "The server is below a path; beside it somebody else answers 404.",
        )
        .below(PREFIX),
        Variation {
            slash: true,
            ..slashed.below(PREFIX)
        },
    ]
}

fn contents() -> Vec<Variation> {
    vec![
        Variation::new(
            "other-ids",
            "Every id is another one, and needs more than 32 bits.",
        )
        .world(worlds::other_ids),
        Variation::new(
            "other-names",
            "People, groups, projects, branches, commits and the instance have other names.",
        )
        .world(worlds::other_names),
        Variation::new(
            "more-rows",
            "The server holds more of everything, and lists it first.",
        )
        .world(worlds::more_rows),
        Variation::new(
            "shared-roles",
            "One user or project plays several roles, where their sentences allow it.",
        )
        .world(worlds::shared_roles),
    ]
}

pub(super) fn together() -> Variation {
    Variation::new(
        "all-at-once",
        "Another world below a path, its answers rewritten, relabelled and chunked.",
    )
    .world(worlds::more_rows)
    .world(worlds::other_ids)
    .world(worlds::other_names)
    .edit(answers::add_members)
    .edit(answers::reverse)
    .edit(answers::escape)
    .edit(answers::add_headers)
    .edit(answers::title_case)
    .edit(answers::add_charset)
    .below(PREFIX)
    .wire(Wire {
        framing: Framing::Chunked,
        pieces: true,
        ..Wire::default()
    })
}
