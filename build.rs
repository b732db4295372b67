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
    let mut code = table("DOCUMENTS", &spec, documents);
    code.push_str(&table("FEATURES", &features, texts));
    fs::write(PathBuf::from(variable("OUT_DIR")).join("carried.rs"), code)
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
fn table(name: &str, root: &Path, mut files: Vec<PathBuf>) -> String {
    files.sort();
    let mut code = format!("const {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let path = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let path = path.replace('\\', "/");
        let _ = writeln!(
            code,
            "    ({path:?}, include_str!({:?})),",
            file.display().to_string()
        );
    }
    code.push_str("];\n");
    code
}
