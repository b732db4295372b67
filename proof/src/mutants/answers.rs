//! Answers that are not what is documented: members, statuses, media types and texts.

use labproof_harness::scenario_facts::{MemberName, Reading, member_names};
use labproof_reference::mutation::{Change, Edit, To, When};

use super::Mutant;
use super::ground::Ground;

/// Statuses that no operation documents, of success and of refusal.
const OTHER_SUCCESSES: [u16; 3] = [203, 206, 207];
const OTHER_REFUSALS: [u16; 2] = [418, 410];

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for status in ground.successes() {
        mutants.extend(other_status(ground, status));
        mutants.extend(media_types(ground, status));
        for member in member_names(ground.api, ground.operation, status) {
            mutants.extend(of_member(ground, status, &member));
        }
    }
    for status in ground.operation.responses.keys().filter(|it| **it >= 400) {
        mutants.extend(other_refusal(ground, *status));
        mutants.extend(other_text(ground, *status));
    }
    mutants
}

/// Whether a reading is about an answer with this status.
fn has_status(reading: &Reading, status: u16) -> bool {
    reading.statuses.is_empty() || reading.statuses.contains(&status)
}

fn other_status(ground: &Ground<'_>, status: u16) -> Option<Mutant> {
    let documented = |other: &u16| ground.operation.responses.contains_key(other);
    let other = OTHER_SUCCESSES.into_iter().find(|other| !documented(other))?;
    let names = if ground.success() == Some(status) {
        ground.derived("example")
    } else {
        ground.judging(|reading| reading.statuses.contains(&status))
    };
    ground.mutant_when(
        with_status(status),
        format!("answer-{status}/status"),
        format!("answers {other} instead of {status}"),
        names,
        Change::Status(other),
    )
}

fn other_refusal(ground: &Ground<'_>, status: u16) -> Option<Mutant> {
    let documented = |other: &u16| ground.operation.responses.contains_key(other);
    let other = OTHER_REFUSALS.into_iter().find(|other| !documented(other))?;
    ground.mutant_when(
        with_status(status),
        format!("answer-{status}/status"),
        format!("refuses with {other} instead of {status}"),
        refusal_names(ground, status, |reading| reading.statuses.len() == 1),
        Change::Status(other),
    )
}

/// The text of a refusal, which clients show to people.
fn other_text(ground: &Ground<'_>, status: u16) -> Option<Mutant> {
    let texts = ["/message", "/error", "/detail", "/error_description"];
    let reads_text = |reading: &Reading| texts.iter().any(|text| reading.compares.contains(*text));
    let edits = texts.map(|at| Edit {
        at: at.to_owned(),
        to: To::Another,
    });
    ground.mutant_when(
        with_status(status),
        format!("answer-{status}/text"),
        format!("says something else when it refuses with {status}"),
        refusal_names(ground, status, reads_text),
        Change::Members(edits.into()),
    )
}

fn refusal_names(ground: &Ground<'_>, status: u16, chosen: impl Fn(&Reading) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    if ground
        .operation
        .schemes
        .iter()
        .any(|scheme| scheme.refusal.status == status)
    {
        names.extend(ground.derived("credentials-refusal"));
    }
    names.extend(ground.judging(|reading| reading.statuses.contains(&status) && chosen(reading)));
    names
}

fn media_types(ground: &Ground<'_>, status: u16) -> Vec<Mutant> {
    let has_body = ground
        .operation
        .responses
        .get(&status)
        .is_some_and(|response| response.schema.is_some());
    if !has_body || ground.success() != Some(status) {
        return Vec::new();
    }
    let types = [
        ("html", "text/html"),
        ("text", "text/plain"),
        ("xml", "application/xml"),
    ];
    let mutants = types.into_iter().filter_map(|(word, media_type)| {
        ground.mutant_when(
            with_status(status),
            format!("answer-{status}/media-type-{word}"),
            format!("calls the body of its {status} {media_type}"),
            ground.derived("answers-json"),
            Change::MediaType(media_type.to_owned()),
        )
    });
    mutants.collect()
}

fn of_member(ground: &Ground<'_>, status: u16, member: &MemberName) -> Vec<Mutant> {
    let at = &member.pointer;
    let read = ground.judging(|reading| has_status(reading, status) && reads(reading, at));
    // Of lists and open objects that nothing looks into, nobody knows whether they ever hold anything.
    if at.contains("/*") && read.is_empty() && !ground.is_in_example(at) {
        return Vec::new();
    }
    let example = if ground.is_in_example(at) {
        ground.derived("example")
    } else {
        Vec::new()
    };
    let shape = if member.required {
        ground.derived("valid-requests")
    } else {
        Vec::new()
    };
    let all = |parts: [&Vec<String>; 3]| -> Vec<String> { parts.into_iter().flatten().cloned().collect() };
    let one = |word: &str, what: String, names: Vec<String>, to: To| {
        let edit = Edit { at: at.clone(), to };
        let kind = format!("answer-{status}{at}/{word}");
        ground.mutant_when(
            with_status(status),
            kind,
            what,
            names,
            Change::Members(vec![edit]),
        )
    };
    let mut mutants = vec![one(
        "another-type",
        format!("gives {at} of its {status} another type"),
        all([&ground.derived("valid-requests"), &example, &read]),
        To::AnotherType,
    )];
    // An item cannot be absent without the list being shorter.
    if !at.ends_with("/*") {
        mutants.push(one(
            "absent",
            format!("leaves {at} out of its {status}"),
            all([&shape, &example, &read]),
            To::Nothing,
        ));
    }
    if !member.nullable {
        mutants.push(one(
            "null",
            format!("gives {at} of its {status} as null"),
            all([&ground.derived("valid-requests"), &example, &read]),
            To::Null,
        ));
    }
    let example = if member.volatile { Vec::new() } else { example };
    let inside = format!("{at}/");
    let compared = ground.judging(|reading| {
        let mut compared = reading.compares.iter();
        has_status(reading, status) && compared.any(|it| it == at || it.starts_with(&inside))
    });
    mutants.push(one(
        "another",
        format!("gives {at} of its {status} another value"),
        all([&example, &compared, &Vec::new()]),
        To::Another,
    ));
    mutants.into_iter().flatten().collect()
}

/// Whether a reading compares a member, or one inside it.
fn reads(reading: &Reading, pointer: &str) -> bool {
    let inside = |whole: &String| {
        pointer
            .strip_prefix(whole.as_str())
            .is_some_and(|rest| rest.starts_with('/'))
    };
    reading.reads.contains(pointer) || reading.compares.iter().any(inside)
}

pub(super) fn with_status(status: u16) -> When {
    When {
        status: Some(status),
        ..When::default()
    }
}
