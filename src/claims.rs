//! `labproof run --claim`: what is known before the run, and the file after it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use labproof_harness::claim::{self, Implementation};
use labproof_harness::{Report, TargetFile};

use crate::cli::{EditionChoice, RunArguments};
use crate::reports::unfinished;
use crate::shell::word;
use crate::{Failure, files};

/// A claim that is going to be made.
pub(crate) struct Claim {
    path: PathBuf,
    implementation: Implementation,
    /// The command of this run, up to the seed.
    command: String,
}

impl Claim {
    /// The claim that was asked for, if one was.
    ///
    /// # Errors
    ///
    /// Where nobody could tell what it is about: that is better known before a run than after it.
    pub(crate) fn begin(arguments: &RunArguments) -> Result<Option<Self>, Failure> {
        let Some(path) = arguments.claim.clone() else {
            return Ok(None);
        };
        let target = arguments.target.as_deref().ok_or_else(|| {
            let message = "--claim is about the server that a target file describes; give that with --target";
            Failure::usage(anyhow::anyhow!(message))
        })?;
        let file = TargetFile::read(target).map_err(Failure::usage)?;
        let implementation = file.implementation.unwrap_or_default();
        let missing = implementation.missing();
        if !missing.is_empty() {
            return Err(Failure::usage(anyhow::anyhow!(
                "target file {}: --claim needs `implementation` to say {}; write `implementation: {{ project: …, version: …, contact: [ops@example.com] }}`",
                target.display(),
                missing.join(" and ")
            )));
        }
        let claim = Self {
            path,
            implementation,
            command: command(arguments),
        };
        // An earlier run's claim must not pass for this one's.
        claim.write_with(files::write_for_now, &unfinished())?;
        Ok(Some(claim))
    }

    /// Writes it.
    pub(crate) fn write(&self, report: &Report) -> Result<(), Failure> {
        self.write_with(files::write, report)
    }

    fn write_with(
        &self,
        write: fn(&Path, &str) -> anyhow::Result<()>,
        report: &Report,
    ) -> Result<(), Failure> {
        let command = format!("{} --seed {} --cases {}", self.command, report.seed, report.cases);
        let text = claim::text(report, &self.implementation, &command).map_err(Failure::unreachable)?;
        write(&self.path, &text).map_err(Failure::usage)
    }
}

/// The flags that decide what a run judges, wherever they came from.
fn command(arguments: &RunArguments) -> String {
    let mut command = "labproof run".to_owned();
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(command, " --{name} {}", word(&value));
        }
    };
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    flag("target", path(&arguments.target));
    flag("url", arguments.url.clone());
    flag(
        "edition",
        arguments.edition.as_ref().map(|edition| match edition {
            EditionChoice::All => "all".to_owned(),
            EditionChoice::One(edition) => edition.to_string(),
        }),
    );
    for profile in &arguments.profile {
        flag("profile", Some(profile.clone()));
    }
    for glob in &arguments.run {
        flag("run", Some(glob.to_string()));
    }
    for glob in &arguments.skip {
        flag("skip", Some(glob.to_string()));
    }
    flag("tags", arguments.tags.as_ref().map(ToString::to_string));
    flag("expected-failures", path(&arguments.expected_failures));
    flag("retry", arguments.retry.map(|retry| retry.to_string()));
    if let Some(shard) = arguments.shard {
        flag("shard", Some(format!("{}/{}", shard.index, shard.count)));
    }
    if arguments.anyway {
        command.push_str(" --anyway");
    }
    if arguments.strict {
        command.push_str(" --strict");
    }
    if arguments.allow_writes {
        command.push_str(" --allow-writes");
    }
    command
}
