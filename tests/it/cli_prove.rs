//! `labproof prove` hands over to the test bench, a program of its own. The tests of what that does are its own.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with the program in it, on the same disk so that it need not be copied.
fn installed() -> TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    fs::hard_link(env!("CARGO_BIN_EXE_labproof"), folder.path().join("labproof")).unwrap();
    folder
}

/// A shell stands for the bench: it does whatever its arguments say.
fn add_bench(folder: &Path) {
    symlink("/bin/sh", folder.join("labproof-prove")).unwrap();
}

fn prove(installed: &TempDir, path: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(installed.path().join("labproof"));
    let command = command.arg("prove").args(arguments).env("PATH", path);
    command.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn the_bench_beside_labproof_or_on_the_path_gets_the_arguments_and_gives_the_exit_code() {
    let (with, without, path) = (installed(), installed(), tempfile::tempdir().unwrap());
    add_bench(with.path());
    add_bench(path.path());
    let arguments = [
        "-c",
        "echo \"$@\"; exit 7",
        "sh",
        "--mutant",
        "*/a b/*",
        "-vv",
        "--help",
    ];
    for (installed, path) in [(&with, Path::new("")), (&without, path.path())] {
        let output = prove(installed, path, &arguments);
        assert_eq!(output.status.code(), Some(7), "{output:?}");
        assert_eq!(output.stdout, b"--mutant */a b/* -vv --help\n", "{output:?}");
    }
}

#[test]
fn a_signal_that_ends_the_bench_ends_the_process() {
    let installed = installed();
    add_bench(installed.path());
    let output = prove(&installed, Path::new(""), &["-c", "kill -TERM $$"]);
    assert_eq!(output.status.signal(), Some(15), "{output:?}");
}

#[test]
fn where_there_is_no_bench_it_is_said_how_to_get_one() {
    let installed = installed();
    let output = prove(
        &installed,
        &installed.path().join("none"),
        &["--mutant", "*/git.allowed/*"],
    );
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    for part in [
        "`labproof-prove`",
        "`cargo build --release --workspace`",
        "`cargo run --release -p labproof-proof -- --mutant '*/git.allowed/*'`",
    ] {
        assert!(said.contains(part), "{said}");
    }
}
