//! What there is to say of a requirement: what it demands, who would miss it, where it comes from, what judges it.

use std::fmt::Write as _;

use labproof_harness::Features;
use labproof_spec::{Level, Operation, Requirement, Spec};

use super::erratum;

pub(super) fn about(
    spec: &Spec,
    features: &Features,
    operation: &Operation,
    requirement: &Requirement,
) -> String {
    let mut text = format!(
        "{} ({}, editions {})\n  {}\n",
        requirement.id, requirement.level, requirement.editions, requirement.sentence
    );
    let _ = writeln!(text, "  level: {}", meaning(requirement.level));
    if requirement.security {
        let _ = writeln!(
            text,
            "  security: whoever is let in by a breach makes it a failure"
        );
    }
    let _ = writeln!(
        text,
        "  operation: {}, {} {}: {}",
        operation.slug, operation.method, operation.path, operation.summary
    );
    needed(spec, operation, &mut text);
    let _ = writeln!(text, "  source: {}", requirement.source);
    let file = requirement.source.file.as_ref();
    if let Some(read) = file.and_then(|file| spec.source_files().get(file)) {
        let _ = writeln!(
            text,
            "    read: {}; for edition {} and later",
            read.read, read.since
        );
    }
    checked(spec, features, operation, requirement, &mut text);
    let errata = spec.errata().iter();
    for decided in errata.filter(|erratum| requirement.errata.contains(&erratum.id)) {
        for line in erratum::about(decided).lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn meaning(level: Level) -> &'static str {
    match level {
        Level::Must => "documented, or a reading that an erratum pins; a breach is a failure",
        Level::Should => "what GitLab's source does and clients rely on; a breach is a warning",
        Level::May => "tolerated either way; a breach is a remark and never counts",
    }
}

/// Each consumer, and what it does with the operation where that is known.
fn needed(spec: &Spec, operation: &Operation, text: &mut String) {
    let _ = writeln!(text, "  needed by: {}", operation.profiles.join(", "));
    for name in &operation.profiles {
        if let Some(profile) = spec.profile(name) {
            let _ = writeln!(text, "    {name}: {}", profile.is);
        }
        if let Some(why) = operation.whys.get(name) {
            let _ = writeln!(text, "      {why}");
        }
    }
}

/// The derived check, or the scenarios with the requirement's tag.
fn checked(
    spec: &Spec,
    features: &Features,
    operation: &Operation,
    requirement: &Requirement,
    text: &mut String,
) {
    let Some(check) = &requirement.check else {
        let _ = writeln!(text, "  checked by: scenarios tagged @req:{}", requirement.id);
        for (place, name) in features.judging(&requirement.id) {
            let _ = writeln!(text, "    {place} {name}");
        }
        return;
    };
    let _ = writeln!(
        text,
        "  checked by: the check `{check}`, which every operation gets"
    );
    let derived = spec.derived().iter().find(|derived| derived.check == *check);
    if let Some(derived) = derived {
        let _ = writeln!(text, "    {}", derived.how);
    }
    if check == "example" {
        examples(operation, text);
    }
}

/// The documented requests, as they are written.
fn examples(operation: &Operation, text: &mut String) {
    for example in &operation.examples {
        let request = &example.request;
        let mut path = operation.path.clone();
        for (name, value) in &request.path {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        let query = request.query.iter().map(|query| format!("?{query}"));
        let body = request.body.iter().map(|body| format!(" with {body}"));
        let rest: String = query.chain(body).collect();
        let _ = writeln!(
            text,
            "    example `{}`: {} {path}{rest}",
            example.case, operation.method
        );
    }
}
