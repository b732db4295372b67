//! The invariants of ARCHITECTURE.md that the compiler cannot keep.

use std::fs;
use std::path::{Path, PathBuf};

use labproof_spec::Spec;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder that ends like this, with its text.
fn files(folder: &str, end: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), end, &mut found);
    assert!(!found.is_empty(), "{folder} has no *{end}");
    found
}

fn walk(folder: &Path, end: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, end, found);
        } else if path.to_string_lossy().ends_with(end) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// Lines of code, comments left out, that have one of the words.
fn lines_with(folder: &str, words: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, text) in files(folder, ".rs") {
        for (index, line) in text.lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && words.iter().any(|word| code.contains(word)) {
                let path = path.strip_prefix(root()).unwrap().display().to_string();
                lines.push(format!("{path}:{}: {code}", index + 1));
            }
        }
    }
    lines
}

#[test]
fn no_harness_code_names_an_operation() {
    let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
    let mut names: Vec<String> = Vec::new();
    for edition in spec.editions() {
        for operation in &spec.api(edition).operations {
            let last = operation.path.rsplit('/').next().unwrap().to_owned();
            // One path ends in a word that code needs for its own ends.
            names.extend((last != "check").then_some(format!("/{last}")));
            names.push(operation.slug.clone());
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut lines = lines_with("harness/src", &names);
    // Unit tests may use a name as an example.
    lines.retain(|line| !line.starts_with("harness/src/running/glob.rs"));
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn only_the_edge_of_the_reference_server_knows_warp() {
    let mut lines = lines_with("reference/src", &["warp::"]);
    lines.retain(|line| !line.starts_with("reference/src/server.rs"));
    lines.extend(lines_with("harness/src", &["warp::"]));
    lines.extend(lines_with("spec/src", &["warp::"]));
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn no_handler_knows_a_lock_a_clock_or_the_network() {
    let words = ["Mutex", "RwLock", "::now()", "tokio::", "async fn"];
    let mut lines = lines_with("reference/src/families", &words);
    lines.extend(lines_with("reference/src/access", &words));
    lines.extend(lines_with("reference/src/state", &words));
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// A condition that the documents do not have would never be lacking.
#[test]
fn the_reference_server_knows_conditions_by_the_names_of_the_documents() {
    let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
    let lines = lines_with("reference/src", &[".lacks(\""]);
    assert!(lines.len() > 5, "{lines:#?}");
    let is_unknown = |line: &&String| {
        let mut names = line
            .split(".lacks(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        names.any(|name| !spec.conditions().contains_key(name))
    };
    let unknown: Vec<&String> = lines.iter().filter(is_unknown).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn the_crates_depend_one_way() {
    let manifest = |folder: &str| fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    for (folder, strangers) in [
        ("spec", ["labproof-harness", "labproof-reference"]),
        ("reference", ["labproof-harness", "cucumber"]),
        ("harness", ["labproof-reference", "warp"]),
    ] {
        let manifest = manifest(folder);
        let manifest = manifest.split("[dependencies]").nth(1).unwrap();
        for stranger in strangers {
            assert!(!manifest.contains(stranger), "{folder} depends on {stranger}");
        }
    }
}

/// The rooms of the harness: each may use those before it.
const ROOMS: [&str; 5] = ["target", "asking", "judging", "running", "telling"];

/// The lines of a file in this room that use a room after it.
fn against_the_order(room: &str, text: &str) -> Vec<String> {
    let later = ROOMS.iter().skip_while(|known| **known != room).skip(1);
    // A list of rooms would hide which of them is used.
    let words: Vec<String> = later
        .map(|later| format!("crate::{later}"))
        .chain(["crate::{".to_owned()])
        .collect();
    let code = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let against = code.filter(|line| words.iter().any(|word| line.contains(word.as_str())));
    against.map(str::to_owned).collect()
}

#[test]
fn the_rooms_of_the_harness_depend_one_way() {
    let source = root().join("harness/src");
    let mut lines = Vec::new();
    for (path, text) in files("harness/src", ".rs") {
        let relative = path.strip_prefix(&source).unwrap();
        let room = relative.iter().next().unwrap().to_str().unwrap();
        if room == "lib.rs" {
            continue;
        }
        assert!(ROOMS.contains(&room), "{} is in no room", relative.display());
        let against = against_the_order(room, &text);
        lines.extend(
            against
                .into_iter()
                .map(|line| format!("{}: {line}", relative.display())),
        );
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn a_room_that_uses_a_later_one_is_noticed() {
    for line in [
        "use crate::judging::verdict::Verdict;",
        "let x = crate::telling::visible(y);",
        "use crate::{judging, target};",
    ] {
        assert_eq!(against_the_order("asking", line), [line]);
    }
    for line in [
        "use crate::target::secret::Secret;",
        "use crate::asking::client::Client;",
        "// See crate::judging.",
    ] {
        assert!(against_the_order("asking", line).is_empty(), "{line}");
    }
}

#[test]
fn printing_happens_in_one_place() {
    let words = ["println!", "io::stdout()", "io::stderr()"];
    let mut lines = lines_with("src", &words);
    lines.extend(lines_with("harness/src", &words));
    lines.extend(lines_with("spec/src", &words));
    lines.extend(lines_with("reference/src", &words));
    lines.extend(lines_with("proof/src", &words));
    lines.retain(|line| !line.starts_with("src/print.rs") && !line.contains("is_terminal"));
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn every_document_names_the_published_format() {
    for (path, text) in files("spec/api", ".yaml") {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# yaml-language-server: $schema="),
            "{}: {first}",
            path.display()
        );
        let relative = first.split('=').nth(1).unwrap();
        assert!(
            path.parent().unwrap().join(relative).exists(),
            "{}: no {relative}",
            path.display()
        );
    }
}

#[test]
fn the_changelog_has_the_version() {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        changelog.contains(&format!("## {version}")),
        "CHANGELOG.md has no `## {version}`"
    );
}
