//! Documents as files: a folder laid out like `spec`.

use std::path::Path;

use serde_json::Value;

use crate::Faults;

/// The single documents beside the two folders.
const SINGLE: [&str; 10] = [
    "auth.yaml",
    "conditions.yaml",
    "decisions.yaml",
    "derived.yaml",
    "editions.yaml",
    "errata.yaml",
    "fixtures.yaml",
    "profiles.yaml",
    "responses.yaml",
    "sources.yaml",
];

/// One document: its path relative to the `spec` folder, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: Text,
}

/// A document's text, in the notation that it is kept in.
pub(crate) enum Text {
    /// As people write it.
    Yaml(String),
    /// As programs carry it, since it is quick to read.
    Json(&'static str),
}

impl Text {
    pub(crate) fn value(&self) -> Result<Value, String> {
        match self {
            Self::Yaml(text) => serde_saphyr::from_str(text)
                .map_err(|error| format!("is no well-formed YAML: {}", one_line(&error))),
            Self::Json(text) => {
                serde_json::from_str(text).map_err(|error| format!("is no well-formed JSON: {error}"))
            }
        }
    }
}

fn one_line(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    text.lines().map(str::trim).next().unwrap_or_default().to_owned()
}

/// The documents of a folder that is laid out like `spec`.
pub(crate) fn from_folder(folder: &Path) -> Result<Vec<File>, Faults> {
    let mut files = Vec::new();
    let mut faults = Faults::default();
    if !folder.is_dir() {
        let message = "is no folder; name one that is laid out like `spec`";
        faults.add(folder.display().to_string(), "", message);
        return Err(faults);
    }
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
            text: Text::Yaml(text),
        }),
        Err(error) => faults.add(relative(root, path), "", format!("cannot be read: {error}")),
    }
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
