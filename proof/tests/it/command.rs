//! The bench in a process of its own: what it prints, and the exit code it ends with.

use std::path::Path;
use std::process::{Command, Stdio};

/// The exit code, and what was said on either stream after the command itself.
pub(crate) fn prove(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labproof-prove"));
    let command = command.current_dir(folder).args(arguments).stdin(Stdio::null());
    let output = command.output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    let said = format!("labproof prove {}\n{stdout}\n{stderr}", arguments.join(" "));
    (output.status.code().unwrap_or(-1), said)
}

/// Ends with this code and says all of this.
fn expect(arguments: &[&str], code: i32, parts: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let (actual, said) = prove(folder.path(), arguments);
    assert_eq!(actual, code, "{said}");
    for part in parts {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn what_cannot_be_had_is_said() {
    let names = "`labproof prove list` names them";
    expect(&["--mutant", "no such mutant"], 4, &["no mutant matches", names]);
    expect(
        &["serve", "17.9/no.such/thing"],
        2,
        &["no mutant `17.9/no.such/thing`", names],
    );
    expect(&["serve"], 2, &["<MUTANT>"]);
    expect(&["--jobs", "0"], 2, &["write a number from 1 on"]);
    expect(&["--edition", "9.9"], 2, &["unknown edition `9.9`"]);
    expect(&["--mutants", "all"], 2, &["--mutant"]);
}

#[test]
fn help_tells_all_that_there_is() {
    let all = [
        "Usage: labproof prove [OPTIONS]",
        "labproof prove <COMMAND>",
        "list",
        "serve",
        "--report-html",
        "Exit codes",
    ];
    expect(&["--help"], 0, &all);
    expect(
        &["serve", "--help"],
        0,
        &["Usage: labproof prove serve", "--listen", "--write-target"],
    );
}

#[test]
fn mutants_are_listed_for_people_and_programs() {
    let name = "16.3/instance.check/broken";
    expect(
        &["list", "--edition", "16.3"],
        0,
        &[name, "answers 500 to what it should accept"],
    );
    let lawful = ["lawful/gzip", "Bodies are encoded as gzip.", "lawful/accidents"];
    expect(&["list"], 0, &lawful);
    expect(&["list", "--mutant", "lawful/g*"], 0, &lawful[..2]);
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = prove(
        folder.path(),
        &["list", "--mutant", "*/instance.check/broken", "--format", "json"],
    );
    assert_eq!(code, 0, "{said}");
    let (_, rows) = said.split_once('\n').unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(rows).unwrap();
    let is_meant = |row: &serde_json::Value| {
        row["mutant"]
            .as_str()
            .unwrap()
            .ends_with("/instance.check/broken")
    };
    assert!(rows.len() > 1 && rows.iter().all(is_meant), "{said}");
    assert_eq!(rows[0]["breaks"], "instance.check/example");
}

#[test]
fn a_pair_of_lawful_variations_is_judged_by_its_name() {
    let arguments = ["--mutant", "lawful/gzip+more-schemas"];
    expect(&arguments, 0, &["proved: 0 mutants", "1 lawful variations"]);
}

/// What was judged is told, whatever becomes of the files.
#[test]
fn a_report_that_cannot_be_written_is_named_after_the_score() {
    let arguments = [
        "--mutant",
        "17.9/git.pre_receive/effect/not-done",
        "--report-json",
        "none/proof.json",
    ];
    expect(
        &arguments,
        2,
        &["1 beyond notice", "cannot write none/proof.json"],
    );
}

/// It listens, and its answer is the defect's.
#[test]
fn a_mutant_is_served_in_its_own_edition() {
    use std::io::{BufRead as _, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_labproof-prove"))
        .args([
            "serve",
            "16.3/instance.check/broken",
            "--listen",
            "127.0.0.1:0",
            "--port-file",
            "port",
        ])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let has_port = folder.path().join("port").is_file();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("edition 16.3 at http://127.0.0.1:"), "{line}");
    assert!(has_port);
}
