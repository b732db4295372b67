//! What there is to say of an operation.

use std::fmt::Write as _;

use labproof_spec::{Operation, Scheme};

pub(super) fn about(operation: &Operation) -> String {
    let mut text = format!(
        "{}\n  {} {}\n  {}\n",
        operation.slug, operation.method, operation.path, operation.summary
    );
    let _ = writeln!(text, "  needed by: {}", operation.profiles.join(", "));
    for (profile, why) in &operation.whys {
        let _ = writeln!(text, "    {profile}: {why}");
    }
    let named = |scheme: &Scheme| format!("{} ({})", scheme.name, scheme.header);
    let together = |way: &[Scheme]| way.iter().map(named).collect::<Vec<_>>().join(" and ");
    let ways: Vec<String> = operation.ways().map(together).collect();
    let _ = writeln!(text, "  authenticated by: {}", ways.join(", or "));
    let _ = writeln!(text, "  documented: {}", operation.source);
    for attribute in operation.attributes() {
        let required = if attribute.required {
            "required"
        } else {
            "optional"
        };
        let meaning = attribute.schema["description"].as_str().unwrap_or_default();
        let _ = writeln!(text, "  {:<26} {required:<9} {meaning}", attribute.name);
    }
    for requirement in &operation.requirements {
        let _ = writeln!(text, "  {} ({})", requirement.id, requirement.level);
    }
    text
}
