//! Where documents come from: carried inside the program, or a folder on disk.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::Faults;

static API: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/api");
static SCHEMAS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas");
/// The single documents beside the two folders.
const SINGLE: [(&str, &str); 8] = [
    ("auth.yaml", include_str!("../auth.yaml")),
    ("conditions.yaml", include_str!("../conditions.yaml")),
    ("derived.yaml", include_str!("../derived.yaml")),
    ("editions.yaml", include_str!("../editions.yaml")),
    ("errata.yaml", include_str!("../errata.yaml")),
    ("fixtures.yaml", include_str!("../fixtures.yaml")),
    ("profiles.yaml", include_str!("../profiles.yaml")),
    ("responses.yaml", include_str!("../responses.yaml")),
];

/// One document: its path relative to the `spec` folder, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The documents inside the program.
pub(crate) fn embedded() -> Vec<File> {
    let mut files: Vec<File> = SINGLE
        .iter()
        .map(|(path, text)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    collect_embedded(&API, "api", &mut files);
    collect_embedded(&SCHEMAS, "schemas", &mut files);
    files
}

fn collect_embedded(dir: &Dir<'_>, prefix: &str, files: &mut Vec<File>) {
    for file in dir.files() {
        files.push(File {
            path: format!("{prefix}/{}", file.path().display()),
            text: file.contents_utf8().unwrap_or_default().to_owned(),
        });
    }
    for child in dir.dirs() {
        collect_embedded(child, prefix, files);
    }
}

/// The documents of a folder that is laid out like `spec`.
pub(crate) fn from_folder(folder: &Path) -> Result<Vec<File>, Faults> {
    let mut files = Vec::new();
    let mut faults = Faults::default();
    for (name, _) in SINGLE {
        read(folder, &folder.join(name), &mut files, &mut faults);
    }
    for name in ["api", "schemas"] {
        walk(folder, &folder.join(name), &mut files, &mut faults);
    }
    faults.none_or_all()?;
    Ok(files)
}

fn walk(root: &Path, dir: &Path, files: &mut Vec<File>, faults: &mut Faults) {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return faults.add(relative(root, dir), "", format!("cannot be listed: {error}")),
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(root, &path, files, faults);
        } else {
            read(root, &path, files, faults);
        }
    }
}

fn read(root: &Path, path: &Path, files: &mut Vec<File>, faults: &mut Faults) {
    match std::fs::read_to_string(path) {
        Ok(text) => files.push(File {
            path: relative(root, path),
            text,
        }),
        Err(error) => faults.add(relative(root, path), "", format!("cannot be read: {error}")),
    }
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
