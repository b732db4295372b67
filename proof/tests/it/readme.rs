//! The README is true: the bench has the flags that it shows.

use crate::command::prove;

const README: &str = include_str!("../../../README.md");

#[test]
fn every_command_has_the_flags_that_the_readme_gives_it() {
    let folder = tempfile::tempdir().unwrap();
    let lines = README
        .lines()
        .filter_map(|line| line.strip_prefix("labproof prove "));
    let commands: Vec<&str> = lines.map(|line| line.split('#').next().unwrap()).collect();
    assert!(commands.len() >= 4, "only {commands:?} were found");
    for command in commands {
        let arguments = command.split_whitespace().map(|word| word.trim_matches('\''));
        // `--help` makes the command check its other flags and do nothing.
        let arguments: Vec<&str> = arguments.chain(["--help"]).collect();
        let (code, said) = prove(folder.path(), &arguments);
        assert_eq!(code, 0, "{said}");
    }
}
