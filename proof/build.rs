//! Puts every file of mutants into the program, so that a new one needs no other word.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=mutants");
    let variable = |name| PathBuf::from(env::var_os(name).unwrap_or_default());
    let mut paths = Vec::new();
    for entry in fs::read_dir(variable("CARGO_MANIFEST_DIR").join("mutants"))? {
        paths.push(entry?.path());
    }
    paths.sort();
    let rows = paths.iter().map(|path| {
        let name = path.file_name().unwrap_or_default();
        format!("    ({name:?}, include_str!({path:?})),\n")
    });
    let code = format!("&[\n{}]", rows.collect::<String>());
    fs::write(variable("OUT_DIR").join("mutants.rs"), code)
}
