//! An edition is documents alone: with one more in a copy of them, every command knows it, and nothing is compiled.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::command::{expect, folder, run};

/// What `editions.yaml` says of it.
const EDITION: &str = r#"
- label: "99.1"
  kind: documented
  read_from: Internal API
  date: "2099-01-22"
  gitlab: { first: "99.1" }
"#;
/// The operation that moves in it; all others that the newest edition keeps stay as they are.
const OPERATION: &str = "spec/api/instance/check.yaml";
const BEFORE: &str = "path: /api/v4/internal/check\n";
const AFTER: &str = r#"path:
  - { editions: "..18.9", value: /api/v4/internal/check }
  - { editions: "99.1", value: /api/v4/internal/checked }
"#;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, to) = (
            entry.as_ref().unwrap().path(),
            to.join(entry.unwrap().file_name()),
        );
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no `{from}`", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn documents_alone_make_an_edition() {
    let folder = folder();
    let path = folder.path();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("features"), &path.join("features"));
    for documents in ["api", "schemas"] {
        copy(
            &root.join("spec").join(documents),
            &path.join("spec").join(documents),
        );
    }
    for entry in fs::read_dir(root.join("spec")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|it| it == "yaml") {
            fs::copy(entry.path(), path.join("spec").join(entry.file_name())).unwrap();
        }
    }
    let editions = fs::read_to_string(path.join("spec/editions.yaml")).unwrap();
    fs::write(path.join("spec/editions.yaml"), editions + EDITION).unwrap();
    change(&path.join(OPERATION), BEFORE, AFTER);
    let from = |arguments: &[&'static str]| -> Vec<&'static str> {
        [arguments, &["--spec", "spec", "--features", "features"]].concat()
    };

    let asked = from(&["list", "operations", "--edition", "99.1"]);
    expect(path, &asked, 0, &["/api/v4/internal/checked", "12.4..99.1"]);
    expect(path, &from(&["spec", "check"]), 0, &["edition 99.1"]);
    // It is the newest, so nobody has to ask for it.
    for asked in [
        &["spec", "openapi", "--format", "json"][..],
        &["spec", "openapi", "--edition", "99.1", "--format", "json"],
    ] {
        let (code, out, error) = run(path, &from(asked));
        assert_eq!(code, 0, "{error}");
        let written: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(written["info"]["version"], "99.1");
        assert!(written["paths"]["/api/v4/internal/checked"]["get"].is_object());
        assert!(written["paths"].get("/api/v4/internal/check").is_none());
    }
    let asked = from(&["run", "--edition", "99.1", "--run", "instance.check/*"]);
    expect(path, &asked, 0, &["edition 99.1"]);
    let asked = from(&["run", "--edition", "99.2"]);
    expect(path, &asked, 2, &["unknown edition `99.2`", "18.9 and 99.1"]);
}
