//! The README is true: its commands parse, and the reports it shows are what the command prints.

use crate::support;
use crate::support::command::{Serving, folder, labproof, run};

const README: &str = include_str!("../../README.md");

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<&str> {
    let fence = format!("```{language}\n");
    README
        .split(fence.as_str())
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .collect()
}

#[test]
fn every_command_has_the_flags_that_the_readme_gives_it() {
    let folder = folder();
    let mut seen = 0;
    for line in blocks("sh").iter().flat_map(|block| block.lines()) {
        let line = line.split('#').next().unwrap().trim();
        let Some(arguments) = line
            .strip_prefix("labproof ")
            .or_else(|| line.strip_prefix("cargo run --release -- "))
        else {
            continue;
        };
        // What the test bench takes is for its own tests to say.
        if arguments.starts_with("prove ") {
            continue;
        }
        // `--help` makes the command check its other flags and do nothing.
        let arguments = arguments.split_whitespace().map(|word| word.trim_matches('\''));
        let output = labproof(folder.path(), &[])
            .args(arguments)
            .arg("--help")
            .output()
            .unwrap();
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
    let blocks_of_commands = blocks("sh");
    let commands = blocks_of_commands
        .iter()
        .find(|block| block.starts_with("labproof serve --edition 16.3 "));
    let (_, judge) = commands.unwrap().split_once('\n').unwrap();
    let serving = Serving::start("16.3");
    let arguments: Vec<&str> = judge.split_whitespace().skip(1).chain(["--seed", "1"]).collect();
    let (code, said, _) = run(serving.path(), &arguments);
    assert_eq!(code, 1, "{said}");
    let said = said.replace(&serving.address(), "127.0.0.1:3001");
    // Text that no other scenario of any run has, and how long it took.
    let unique = regex::Regex::new(r"u[0-9a-f]{16,}x\d+|; [\d.]+ s$").unwrap();
    assert_eq!(
        unique.replace_all(said.trim_end(), "UNIQUE"),
        unique.replace_all(blocks("text")[1], "UNIQUE"),
        "README.md shows another report than the command prints"
    );
}

/// How long it took and the number of exchanges aside, which hangs on the minute: the rate limit counts by the clock's minutes.
#[tokio::test(flavor = "multi_thread")]
async fn the_summary_is_what_a_run_prints() {
    let judged = support::judged().await;
    if !judged.is_embedded {
        return;
    }
    let mut report = judged.report.clone();
    report.strict = false;
    let said = support::told(&report);
    let exchanges = regex::Regex::new(r"\d+ exchanges|; (\d+ min )?[\d.]+ s$").unwrap();
    let shown = exchanges.replace_all(blocks("text")[0], "N exchanges");
    let said = exchanges.replace_all(said.trim_end(), "N exchanges");
    assert_eq!(said, shown, "README.md shows another summary than a run prints");
}
