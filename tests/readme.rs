//! The README is true: its commands parse, and the failing report it shows is what the command prints.

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

const README: &str = include_str!("../README.md");

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<&str> {
    let fence = format!("```{language}\n");
    README
        .split(fence.as_str())
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .collect()
}

fn labproof() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labproof"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LABPROOF_")) {
        command.env_remove(name);
    }
    command
}

#[test]
fn every_command_has_the_flags_that_the_readme_gives_it() {
    let mut seen = 0;
    for line in blocks("sh").iter().flat_map(|block| block.lines()) {
        let line = line.split('#').next().unwrap().trim();
        let Some(arguments) = line
            .strip_prefix("labproof ")
            .or_else(|| line.strip_prefix("cargo run --release -- "))
        else {
            continue;
        };
        // `--help` makes the command check its other flags and do nothing.
        let arguments = arguments.split_whitespace().map(|word| word.trim_matches('\''));
        let output = labproof().args(arguments).arg("--help").output().unwrap();
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        seen += 1;
    }
    assert!(seen >= 6, "only {seen} commands were found");
}

#[test]
fn the_failing_report_is_what_the_command_prints() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "serve",
        "--edition",
        "16.3",
        "--listen",
        "127.0.0.1:0",
        "--write-target",
        "target.yaml",
    ];
    let mut child = labproof()
        .args(arguments)
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let port = line
        .rsplit(':')
        .next()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .trim()
        .to_owned();
    let arguments = [
        "run",
        "--target",
        "target.yaml",
        "--edition",
        "17.9",
        "--strict",
        "--run",
        "git.allowed/project-and-root-namespace",
        "--seed",
        "1",
    ];
    let output = labproof()
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout)
        .unwrap()
        .replace(&format!("127.0.0.1:{port}"), "127.0.0.1:3001");
    let shown = blocks("text")[1];
    assert_eq!(
        said.trim_end(),
        shown,
        "README.md shows another report than the command prints"
    );
}

/// Numbers aside, the summary that the README shows is the one that a run prints.
#[test]
fn the_summary_is_what_a_run_prints() {
    let output = labproof().args(["run", "--seed", "1"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let exchanges = regex::Regex::new(r"\d+ exchanges").unwrap();
    let shown = exchanges.replace_all(blocks("text")[0], "N exchanges");
    let said = exchanges.replace_all(said.trim_end(), "N exchanges");
    assert_eq!(said, shown, "README.md shows another summary than a run prints");
}
