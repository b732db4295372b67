//! What is packed, published and built elsewhere is what the repository has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::command::folder;
use regex::Regex;
use serde_json::Value;

const CONTAINERFILE: &str = include_str!("../../Containerfile");
const JUSTFILE: &str = include_str!("../../justfile");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    said(&mut command)
}

/// What a command prints; it has to succeed.
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let fault = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {fault}");
    String::from_utf8(output.stdout).unwrap()
}

/// The crates of the workspace, as cargo knows them.
fn crates() -> Vec<Value> {
    let metadata = cargo(
        &root(),
        &["metadata", "--no-deps", "--offline", "--format-version", "1"],
    );
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn every_crate_says_what_it_is() {
    let crates = crates();
    assert_eq!(crates.len(), 5);
    for package in crates {
        let name = &package["name"];
        let folder = Path::new(package["manifest_path"].as_str().unwrap())
            .parent()
            .unwrap();
        for list in ["keywords", "categories"] {
            assert!(
                !package[list].as_array().unwrap().is_empty(),
                "{name} has no {list}"
            );
        }
        assert!(package["description"].is_string(), "{name}");
        assert!(package["metadata"]["docs"]["rs"].is_object(), "{name}");
        assert_eq!(package["license"], "MIT", "{name}");
        assert_eq!(package["readme"], "README.md", "{name}");
        let license = fs::read_to_string(folder.join("LICENSE")).unwrap();
        assert!(license.starts_with("MIT License"), "{name}");
    }
}

#[test]
fn a_crate_packs_what_it_is_built_from_and_nothing_else() {
    let needed = [
        ("labproof", "features/git/allowed.feature"),
        ("labproof-spec", "api/git/allowed.yaml"),
        ("labproof-reference", "worlds/documented.yaml"),
        ("labproof-harness", "formats/report.schema.json"),
        ("labproof-proof", "mutants/git.yaml"),
    ];
    for (name, needed) in needed {
        let list = cargo(
            &root(),
            &[
                "package",
                "--list",
                "--allow-dirty",
                "--offline",
                "--package",
                name,
            ],
        );
        let packed: Vec<&str> = list.lines().collect();
        for file in ["Cargo.toml", "LICENSE", "README.md", "src/lib.rs", needed] {
            assert!(packed.contains(&file), "{name} does not pack {file}");
        }
        for folder in ["tests/", "snapshots/", "ci/", ".ci/", "benches/"] {
            let stray = packed.iter().find(|file| file.starts_with(folder));
            assert_eq!(stray, None, "{name}");
        }
    }
}

/// Whoever follows such an address gets what its owner has put there, now or later.
#[test]
fn no_published_file_names_an_address_that_somebody_else_may_own() {
    let mut paths = vec![
        "Cargo.toml",
        "Containerfile",
        "justfile",
        "ci/gitlab-ci.yml",
        "ci/github-workflow.yml",
    ]
    .into_iter()
    .map(|path| root().join(path))
    .collect::<Vec<_>>();
    for folder in ["spec", "reference", "harness", "proof"] {
        paths.push(root().join(folder).join("Cargo.toml"));
    }
    for folder in ["spec/formats", "harness/formats"] {
        paths.extend(
            fs::read_dir(root().join(folder))
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    let host = Regex::new(r"[a-z]+://([^/\s]+)").unwrap();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for found in host.captures_iter(&text) {
            // What a JSON Schema is, and a placeholder that no one can own.
            let known = &found[1] == "json-schema.org" || found[1].ends_with(".example.com");
            assert!(known, "{} names {}", path.display(), &found[0]);
        }
    }
}

/// The instructions of this kind in the Containerfile.
fn instructions(word: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = CONTAINERFILE
        .lines()
        .filter_map(move |line| line.strip_prefix(word));
    lines.map(|line| line.split_whitespace().collect())
}

#[test]
fn the_container_is_given_all_that_the_build_reads() {
    let copy = folder();
    for words in instructions("COPY ") {
        if words[0].starts_with("--from=") {
            continue;
        }
        let (to, from) = words.split_last().unwrap();
        for path in from {
            let (source, target) = (root().join(path), copy.path().join(to));
            assert!(source.exists(), "Containerfile copies {path}, which is not there");
            let target = if *to == "./" { target.join(path) } else { target };
            std::os::unix::fs::symlink(source, target).unwrap();
        }
    }
    // Reads every manifest and misses every file of theirs that is not there.
    let tree = cargo(
        copy.path(),
        &[
            "tree",
            "--locked",
            "--offline",
            "--depth",
            "1",
            "--package",
            "labproof",
        ],
    );
    assert!(tree.contains("labproof-spec"), "{tree}");
    for script in [
        "build.rs",
        "src/main.rs",
        "features",
        "spec/api",
        "proof/build.rs",
    ] {
        assert!(
            copy.path().join(script).exists(),
            "Containerfile does not copy {script}"
        );
    }
}

#[test]
fn the_container_starts_what_it_builds_and_not_as_root() {
    let copied: Vec<_> = instructions("COPY ")
        .filter(|words| words[0] == "--from=build")
        .collect();
    let [program] = &copied[..] else {
        panic!("{copied:?}")
    };
    assert!(program[1].ends_with("/target/dist/labproof"), "{program:?}");
    assert!(program[2].ends_with("bin/labproof"), "{program:?}");
    assert_eq!(instructions("ENTRYPOINT ").next().unwrap(), ["[\"labproof\"]"]);
    assert_eq!(instructions("USER ").next().unwrap(), ["nonroot"]);
    let build = instructions("FROM ").next().unwrap();
    assert!(build.ends_with(&["AS", "build"]), "{build:?}");
}

/// The lines that build what is published.
fn builds() -> Vec<&'static str> {
    let lines = CONTAINERFILE.lines().chain(JUSTFILE.lines());
    let lines = lines.map(|line| line.trim().trim_start_matches("RUN "));
    let builds: Vec<&str> = lines.filter(|line| line.starts_with("cargo build ")).collect();
    assert_eq!(builds.len(), 2, "{builds:?}");
    builds
}

#[test]
fn what_is_published_is_built_as_cargo_takes_it() {
    let help = cargo(&root(), &["build", "-h"]);
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for build in builds() {
        for flag in build.split_whitespace().filter(|word| word.starts_with("--")) {
            assert!(help.contains(flag), "{build}: cargo has no {flag}");
        }
        let profile = build.split("--profile ").nth(1).unwrap();
        let profile = profile.split_whitespace().next().unwrap();
        assert!(manifest.contains(&format!("[profile.{profile}]")), "{build}");
        assert!(build.contains("--locked"), "{build}");
    }
}

/// Packs the program of these tests; a release differs in the profile it was built with.
#[test]
fn a_release_has_the_programs_and_what_goes_with_them() {
    let folder = folder();
    let programs = folder.path().join("programs");
    fs::create_dir(&programs).unwrap();
    // Stand-ins that start the program, which is too large here to be packed at each test.
    for name in ["labproof", "labproof-prove"] {
        let stand_in = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_labproof"));
        fs::write(programs.join(name), stand_in).unwrap();
        said(Command::new("chmod").arg("+x").arg(programs.join(name)));
    }
    let archives = folder.path().join("archives");
    let path = said(
        Command::new(root().join(".ci/dist/run"))
            .arg(&programs)
            .arg(&archives),
    );
    let path = Path::new(path.trim());
    let name = path
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .strip_suffix(".tar.gz")
        .unwrap();
    let version = concat!("labproof-", env!("CARGO_PKG_VERSION"), "-");
    assert!(name.starts_with(version), "{name}");

    said(
        Command::new("sha256sum")
            .args(["--check", "SHA256SUMS"])
            .current_dir(&archives),
    );
    said(
        Command::new("tar")
            .arg("-xzf")
            .arg(path)
            .current_dir(folder.path()),
    );
    let release = folder.path().join(name);
    let read = |file: &str| fs::read_to_string(release.join(file)).unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = read(&format!("completions/labproof.{shell}"));
        assert!(script.contains("expected-failures"), "{shell}: {script}");
    }
    assert!(read("man/labproof.1").contains(".SH \"LABPROOF RUN\""));
    assert!(read("LICENSE").starts_with("MIT License"));
    assert!(read("README.md").starts_with("# labproof"));
    for program in ["labproof", "labproof-prove"] {
        said(Command::new(release.join("bin").join(program)).arg("--version"));
    }
}
