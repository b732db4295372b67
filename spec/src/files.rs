//! Documents as files: a folder laid out like `spec`.

use std::borrow::Cow;
use std::path::Path;

use crate::Faults;

/// The single documents beside the two folders.
const SINGLE: [&str; 8] = [
    "auth.yaml",
    "conditions.yaml",
    "derived.yaml",
    "editions.yaml",
    "errata.yaml",
    "fixtures.yaml",
    "profiles.yaml",
    "responses.yaml",
];

/// One document: its path relative to the `spec` folder, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: Cow<'static, str>,
}

/// The documents of a folder that is laid out like `spec`.
pub(crate) fn from_folder(folder: &Path) -> Result<Vec<File>, Faults> {
    let mut files = Vec::new();
    let mut faults = Faults::default();
    for name in SINGLE {
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
            text: text.into(),
        }),
        Err(error) => faults.add(relative(root, path), "", format!("cannot be read: {error}")),
    }
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
