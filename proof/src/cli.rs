//! What the bench can be asked for.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use labproof::bundle::Folders;
use labproof::{Failure, ListenArguments, RowFormat};
use labproof_harness::Glob;
use labproof_spec::{Edition, Spec};

use crate::mutants::Mutant;
use crate::variations::Variation;

/// Proves that the suite notices faults: judges servers with one defect each, and servers that differ lawfully.
#[derive(Debug, Parser)]
#[command(
    name = "labproof-prove",
    bin_name = "labproof prove",
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    after_help = EXIT_CODES
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) folders: Folders,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) prove: ProveArguments,
}

const EXIT_CODES: &str = "Exit codes: 0 the suite is proved; 1 it is not; 2 usage or document error;
3 labproof broke; 4 no mutant matches, or the list of survivors is stale.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the mutants, with level and what each breaks first, and the lawful variations
    List {
        #[command(flatten)]
        chosen: Chosen,
        /// As text for people or JSON for programs
        #[arg(long, value_enum, default_value_t = RowFormat::Text)]
        format: RowFormat,
    },
    /// Run the reference server with one defect
    Serve {
        /// The mutant, one that `labproof prove list` names
        mutant: String,
        #[command(flatten)]
        at: ListenArguments,
    },
}

/// What the names of lawful variations begin with among those of mutants.
pub(crate) const LAWFUL: &str = "lawful/";

/// Which mutants are meant.
#[derive(Debug, Args)]
pub(crate) struct Chosen {
    /// Only the mutants of this edition
    #[arg(long, value_name = "E")]
    pub(crate) edition: Option<Edition>,
    /// Only the mutants and lawful variations whose names match, such as '*/git.allowed/*'; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) mutant: Vec<Glob>,
}

impl Chosen {
    /// The edition is one of the documents'.
    pub(crate) fn check(&self, spec: &Spec) -> Result<(), Failure> {
        let known = self.edition.map(|edition| spec.edition(&edition.to_string()));
        let known = known.transpose();
        known
            .map(|_| ())
            .map_err(|unknown| Failure::usage(anyhow::anyhow!(unknown).context("--edition")))
    }

    /// Whether a lawful variation is meant by its name.
    pub(crate) fn names(&self, variation: &Variation) -> bool {
        let name = format!("{LAWFUL}{}", variation.name);
        self.mutant.iter().any(|glob| glob.is_match(&name))
    }

    pub(crate) fn has(&self, mutant: &Mutant) -> bool {
        self.edition.is_none_or(|edition| mutant.edition == edition)
            && (self.mutant.is_empty() || self.mutant.iter().any(|glob| glob.is_match(&mutant.id)))
    }
}

#[derive(Debug, Args)]
pub(crate) struct ProveArguments {
    #[command(flatten)]
    pub(crate) chosen: Chosen,
    /// How many mutants are judged at once [default: eight for each core]
    #[arg(short, long, value_name = "N", value_parser = positive)]
    pub(crate) jobs: Option<usize>,
    /// The seed of the generated cases
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many cases each property generates
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) cases: u32,
    /// How many defects that show in combinations alone are drawn for each edition, by the seed
    #[arg(long, value_name = "N", default_value_t = 24)]
    pub(crate) interactions: usize,
    /// Judge every lawful variation, alone and in every pair, instead of a sample of pairs drawn by the seed
    #[arg(long)]
    pub(crate) exhaustive: bool,
    /// Print the score of each requirement and operation; twice: which check noticed which mutant
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Write the proof as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) report_json: Option<PathBuf>,
    /// Write the proof as Markdown
    #[arg(long, value_name = "FILE")]
    pub(crate) report_markdown: Option<PathBuf>,
    /// Write the proof as a page of HTML
    #[arg(long, value_name = "FILE")]
    pub(crate) report_html: Option<PathBuf>,
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("write a number from 1 on".to_owned()),
    }
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
