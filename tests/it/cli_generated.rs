//! What is generated from the definition of the command line: completions and the manual.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::command::{expect, folder, run};
use regex::Regex;

fn said(path: &Path, arguments: &[&str]) -> String {
    let (code, stdout, stderr) = run(path, arguments);
    assert_eq!(code, 0, "labproof {}: {stderr}", arguments.join(" "));
    stdout
}

/// The commands that the help names, those that only group others left out for what they group.
fn commands(path: &Path) -> Vec<String> {
    let below = |arguments: &[&str]| -> Vec<String> {
        let help = said(path, &[arguments, &["--help"]].concat());
        let Some((_, commands)) = help.split_once("Commands:\n") else {
            return Vec::new();
        };
        let lines = commands.lines().take_while(|line| !line.is_empty());
        // The name stands two columns in; what wraps stands further in.
        let name = Regex::new("^  ([a-z]+)").unwrap();
        lines
            .filter_map(|line| Some(name.captures(line)?[1].to_owned()))
            .filter(|name| name != "help")
            .collect()
    };
    let mut commands = Vec::new();
    for command in below(&[]) {
        let inner = below(&[&command]);
        match inner.is_empty() {
            true => commands.push(command),
            false => commands.extend(inner.iter().map(|inner| format!("{command} {inner}"))),
        }
    }
    assert!(commands.len() >= 12, "only {commands:?} were found");
    commands
}

fn long_flags(path: &Path) -> Vec<String> {
    let help = said(path, &["run", "--help"]);
    let flag = Regex::new("(?m)^ +(?:-[a-z], )?(--[a-z-]+)").unwrap();
    let flags: Vec<String> = flag
        .captures_iter(&help)
        .map(|found| found[1].to_owned())
        .collect();
    assert!(flags.len() >= 25, "only {flags:?} were found");
    flags
}

#[test]
fn the_completion_for_bash_is_bash_and_has_every_command_and_flag() {
    let folder = folder();
    let path = folder.path();
    let script = said(path, &["completions", "bash"]);
    for command in commands(path) {
        for word in command.split(' ') {
            assert!(script.contains(&format!(",{word})")), "`{command}` is missing");
        }
    }
    for flag in long_flags(path) {
        assert!(script.contains(&format!("{flag} ")), "`{flag}` is missing");
    }
    let mut bash = Command::new("bash")
        .arg("-n")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn there_is_a_completion_for_each_shell_and_none_for_others() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = said(folder.path(), &["completions", shell]);
        assert!(script.contains("expected-failures"), "{shell}: {script}");
    }
    expect(
        folder.path(),
        &["completions", "dos"],
        2,
        &["possible values: bash"],
    );
}

#[test]
fn the_manual_has_every_command_and_flag() {
    let folder = folder();
    let path = folder.path();
    // A hyphen that is no line's end is escaped in a manual's notation.
    let page = said(path, &["man"]).replace("\\-", "-");
    assert_eq!(page.matches("\n.TH ").count(), 1, "{page}");
    for command in commands(path) {
        let heading = format!(".SH \"LABPROOF {}\"", command.to_uppercase());
        assert!(page.contains(&heading), "{heading} is missing");
    }
    let run = page.split(".SH \"LABPROOF RUN\"").nth(1).unwrap();
    let run = run.split(".SH ").next().unwrap();
    for flag in long_flags(path) {
        let flag = Regex::new(&format!(r"{flag}\b")).unwrap();
        assert!(flag.is_match(run), "{flag} is missing: {run}");
    }
    assert!(run.contains("LABPROOF_URL"), "{run}");
    assert!(page.contains("Exit codes"), "{page}");
}
