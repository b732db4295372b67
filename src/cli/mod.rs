//! What can be asked for on the command line.

mod decision;
mod run;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use labproof_reference::Address;

pub(crate) use decision::DecisionArguments;
pub(crate) use run::{Color, EditionChoice, RunArguments};
pub(crate) use values::{duration, edition, rate};

use crate::bundle::Folders;
use crate::reports::ReportArguments;
use crate::rows::RowFormat;

/// Proves that a server speaks GitLab's Internal API, and serves a faithful one to test clients against.
#[derive(Debug, Parser)]
#[command(name = "labproof", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) folders: Folders,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str =
    "Exit codes: 0 all as expected; 1 not conforming; 2 usage, configuration or document error;
3 target unreachable, or labproof broke; 4 nothing tested, or an expectation is stale.

Every flag of `run` can also come from the environment (LABPROOF_URL for --url, and so on) or from the
table [run] of labproof.toml in the current folder; flags win over the environment, it over the file.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a server; without --url, the reference server in every edition
    Run(Box<RunArguments>),
    /// Run the reference server
    Serve(ServeArguments),
    /// List what the documents have
    List(ListArguments),
    /// Tell all about operations, requirements, errata, profiles, or a decision on access
    Explain {
        /// Their names or ids; `decision` tells who may do what
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        #[command(flatten)]
        decision: Box<DecisionArguments>,
    },
    /// Check or assemble the documents
    #[command(subcommand)]
    Spec(SpecCommand),
    /// Keep a list of expected failures up to date
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Tell what two reports say differently; ends with 1 where something is worse
    Compare(CompareArguments),
    /// Put the reports of a run together
    #[command(subcommand)]
    Report(ReportCommand),
    /// Prove that the suite notices faults: judge servers with one defect each
    #[command(disable_help_flag = true)]
    Prove {
        /// What the test bench `labproof-prove` is asked for; `labproof prove --help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Print a fresh credential for a request by hand, as a header or a parameter
    Token(TokenArguments),
    /// Print what a shell needs to complete this command line
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual as a man page, all commands in it
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The edition to serve [default: the newest that is documented]
    #[arg(long, value_name = "E")]
    pub(crate) edition: Option<String>,
    /// The users, keys and projects to begin with [default: those of the documentation's examples]
    #[arg(long, value_name = "FILE")]
    pub(crate) world: Option<PathBuf>,
    /// The kind of instance to be, as `instance` in a target file says it: a file, or such a block itself, such as
    /// '{edition: ce}' [default: all that the documents tell of]
    #[arg(long, value_name = "FILE|{…}")]
    pub(crate) instance: Option<String>,
    #[command(flatten)]
    pub(crate) at: ListenArguments,
}

/// Where a reference server listens, and the files it leaves for those who talk to it.
#[derive(Debug, Args)]
pub struct ListenArguments {
    /// Where to listen; port 0 takes a free one, which is printed; may be repeated
    #[arg(long, value_name = "ADDR|unix:PATH", default_value = "127.0.0.1:3001")]
    pub(crate) listen: Vec<Address>,
    /// Write the first port to this file once the server listens
    #[arg(long, value_name = "FILE")]
    pub(crate) port_file: Option<PathBuf>,
    /// The folder with the secrets (.gitlab_shell_secret); what is missing there is made
    #[arg(long, value_name = "DIR", default_value = ".labproof")]
    pub(crate) secrets_dir: PathBuf,
    /// Write the target file with which `labproof run --target` judges this server
    #[arg(long, value_name = "FILE")]
    pub(crate) write_target: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// What to list
    #[arg(value_enum)]
    pub(crate) what: Listed,
    /// Only what this edition has
    #[arg(long, value_name = "E")]
    pub(crate) edition: Option<String>,
    /// Only what this consumer needs
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// As text for people or JSON for programs
    #[arg(long, value_enum, default_value_t = RowFormat::Text)]
    pub(crate) format: RowFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    Operations,
    Requirements,
    Profiles,
    Editions,
    Errata,
    Roles,
    Conditions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SpecCommand {
    /// Report every fault of every document and feature
    Check {
        /// A folder laid out like `spec` instead of the documents inside the program
        folder: Option<PathBuf>,
    },
    /// Print one edition as an OpenAPI 3.1 document
    Openapi {
        /// The edition [default: the newest that is documented]
        #[arg(long, value_name = "E")]
        edition: Option<String>,
        /// The notation
        #[arg(long, value_enum, default_value_t = Notation::Yaml)]
        format: Notation,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Notation {
    Yaml,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Add an entry for each failure of a report that has none; warnings where the run was strict
    Update(BaselineArguments),
    /// Remove the entries that a report shows to be stale
    Prune(BaselineArguments),
}

#[derive(Debug, Args)]
pub(crate) struct BaselineArguments {
    /// The JSON report of a run
    pub(crate) report: PathBuf,
    /// The list of expected failures; `update` makes it where it is not there
    #[arg(long, value_name = "FILE", env = "LABPROOF_EXPECTED_FAILURES")]
    pub(crate) expected_failures: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The JSON report from before
    pub(crate) old: PathBuf,
    /// The JSON report to compare it with
    pub(crate) new: PathBuf,
    /// How to tell it
    #[arg(long, value_enum, default_value_t = CompareFormat::Text)]
    pub(crate) format: CompareFormat,
    /// Write it into this file instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    Text,
    Markdown,
    Html,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Make one report of the parts of a run that --shard spread
    Merge(MergeArguments),
}

#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// The JSON report of each part, or its events.ndjson where it died
    #[arg(required = true)]
    pub(crate) parts: Vec<PathBuf>,
    /// Write the report as JSON into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// A list of what is known to fail, with reasons, as for `run`
    #[arg(long, value_name = "FILE", env = "LABPROOF_EXPECTED_FAILURES")]
    pub(crate) expected_failures: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reports: ReportArguments,
}

#[derive(Debug, Args)]
pub(crate) struct TokenArguments {
    /// The scheme, such as shell-jwt
    pub(crate) scheme: String,
    /// A credential that is wrong or unusual in one way, such as expired
    #[arg(long, value_name = "NAME", default_value = labproof_spec::ORDINARY)]
    pub(crate) variant: String,
    /// Another secret than the scheme's own, such as developer
    #[arg(long, value_name = "NAME", conflicts_with = "variant")]
    pub(crate) secret: Option<String>,
    /// The target file that says where the secret is
    #[arg(
        long,
        value_name = "FILE",
        env = "LABPROOF_TARGET",
        conflicts_with = "secrets_dir"
    )]
    pub(crate) target: Option<PathBuf>,
    /// The folder with the secrets
    #[arg(long, value_name = "DIR", default_value = ".labproof")]
    pub(crate) secrets_dir: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }
}
