//! A release carries documents and features inside. A debug build reads them from disk, so that a change compiles nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(carries_documents)");
    if variable("PROFILE") != "release" {
        return Ok(());
    }
    println!("cargo::rustc-cfg=carries_documents");
    let spec = PathBuf::from(variable("DEP_LABPROOF_SPEC_FOLDER"));
    let features = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("features");
    let mut documents = Vec::new();
    for entry in ["api", "schemas"] {
        files(&spec.join(entry), &mut documents)?;
    }
    for entry in fs::read_dir(&spec)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            documents.push(path);
        }
    }
    let mut texts = Vec::new();
    files(&features, &mut texts)?;
    texts.retain(|path| path.extension().is_some_and(|extension| extension == "feature"));
    let out = PathBuf::from(variable("OUT_DIR"));
    let mut code = table("DOCUMENTS", &as_json(&spec, documents, &out.join("spec"))?);
    code.push_str(&table("FEATURES", &named(&features, texts)));
    fs::write(out.join("carried.rs"), code)
}

/// Writes documents as JSON, which a program reads many times as fast as YAML when it starts, and gives each document's
/// path below its folder with that file.
fn as_json(folder: &Path, documents: Vec<PathBuf>, out: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut written = Vec::new();
    for (name, document) in named(folder, documents) {
        let told = |fault: String| io::Error::other(format!("{}: {fault}", document.display()));
        println!("cargo::rerun-if-changed={}", document.display());
        let text = fs::read_to_string(&document)?;
        let value: serde_json::Value =
            serde_saphyr::from_str(&text).map_err(|fault| told(fault.to_string()))?;
        let file = out.join(&name).with_extension("json");
        fs::create_dir_all(file.parent().unwrap_or(out))?;
        fs::write(&file, value.to_string())?;
        written.push((name, file));
    }
    Ok(written)
}

/// Each file with its path below the folder, in the order of these.
fn named(folder: &Path, files: Vec<PathBuf>) -> Vec<(String, PathBuf)> {
    let below = |file: PathBuf| {
        let path = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        (path.replace('\\', "/"), file)
    };
    let mut files: Vec<_> = files.into_iter().map(below).collect();
    files.sort();
    files
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// A constant with each file's path and text; the compiler notices when a text changes.
fn table(name: &str, files: &[(String, PathBuf)]) -> String {
    let mut code = format!("const {name}: &[(&str, &str)] = &[\n");
    for (path, file) in files {
        let _ = writeln!(
            code,
            "    ({path:?}, include_str!({:?})),",
            file.display().to_string()
        );
    }
    code.push_str("];\n");
    code
}
