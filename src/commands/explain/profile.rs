//! What there is to say of a consumer: what it is, what it needs, and when a server may be said to serve it.

use std::fmt::Write as _;

use std::sync::Arc;

use labproof_spec::{Level, Operation, Profile, Spec};

pub(super) fn about(spec: &Spec, profile: &Profile) -> String {
    let mut text = format!("{}\n  {}\n", profile.name, profile.is);
    let _ = writeln!(
        text,
        "  floor: {} of a hundred `must` requirements have to be judged before a server may be said to conform",
        profile.floor_percent
    );
    let mut newest = Vec::new();
    for edition in spec.editions() {
        let mut operations = spec.api(edition).operations.clone();
        operations.retain(|operation| operation.profiles.contains(&profile.name));
        if operations.is_empty() {
            let _ = writeln!(text, "  edition {edition}: needs nothing");
            continue;
        }
        let _ = writeln!(text, "  edition {edition}: {}", counted(&operations));
        newest = operations;
    }
    let _ = writeln!(text, "  needs, by the newest edition in which it needs anything:");
    for operation in &newest {
        let _ = writeln!(text, "    {:<30} {}", operation.slug, operation.summary);
        if let Some(why) = operation.whys.get(&profile.name) {
            let _ = writeln!(text, "      {why}");
        }
    }
    text
}

fn counted(operations: &[Arc<Operation>]) -> String {
    let requirements = || operations.iter().flat_map(|operation| &operation.requirements);
    let musts = requirements().filter(|requirement| requirement.level == Level::Must);
    format!(
        "operations: {}, requirements: {}, of which `must`: {}",
        operations.len(),
        requirements().count(),
        musts.count()
    )
}
