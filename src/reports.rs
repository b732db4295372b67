//! The reports of a run, as files.

use std::fs::{File, TryLockError};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};
use labproof_harness::formats::{badge, html, json, junit, markdown};
use labproof_harness::{Event, Listener, Report};

use crate::{Failure, files};

/// What happens in a run, a line an event.
const EVENTS: &str = "events.ndjson";

/// Where reports go.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ReportArguments {
    /// Write every report into this folder, and events.ndjson as they happen
    #[arg(long, value_name = "DIR", env = "LABPROOF_REPORT_DIR", value_parser = path())]
    pub(crate) report_dir: Option<PathBuf>,
    /// Write the report as JSON
    #[arg(long, value_name = "FILE", env = "LABPROOF_REPORT_JSON", value_parser = path())]
    pub(crate) report_json: Option<PathBuf>,
    /// Write the report as JUnit XML
    #[arg(long, value_name = "FILE", env = "LABPROOF_REPORT_JUNIT", value_parser = path())]
    pub(crate) report_junit: Option<PathBuf>,
    /// Write the report as Markdown, for the summary of a job
    #[arg(long, value_name = "FILE", env = "LABPROOF_REPORT_MARKDOWN", value_parser = path())]
    pub(crate) report_markdown: Option<PathBuf>,
    /// Write the report as a page of HTML
    #[arg(long, value_name = "FILE", env = "LABPROOF_REPORT_HTML", value_parser = path())]
    pub(crate) report_html: Option<PathBuf>,
    /// Write a badge, as shields.io takes it from an address
    #[arg(long, value_name = "FILE", env = "LABPROOF_REPORT_BADGE", value_parser = path())]
    pub(crate) report_badge: Option<PathBuf>,
}

/// A path, or nothing at all: a variable that a job definition leaves empty is no mistake.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

impl ReportArguments {
    /// Fills in what neither a flag nor the environment said.
    pub(crate) fn complete(&mut self, defaults: Self) {
        let fill = |path: &mut Option<PathBuf>, default: Option<PathBuf>| {
            let given = path.take().filter(|path| !path.as_os_str().is_empty());
            *path = given.or(default);
        };
        fill(&mut self.report_dir, defaults.report_dir);
        fill(&mut self.report_json, defaults.report_json);
        fill(&mut self.report_junit, defaults.report_junit);
        fill(&mut self.report_markdown, defaults.report_markdown);
        fill(&mut self.report_html, defaults.report_html);
        fill(&mut self.report_badge, defaults.report_badge);
    }
}

/// What could not be written so far. Nothing of that keeps a run from telling its verdict.
type Faults = Arc<Mutex<Vec<anyhow::Error>>>;

/// The report on a run that goes on, for as long as it does: whatever ends it, nobody takes an earlier one's for its.
pub(crate) fn unfinished() -> Report {
    Report::of_nothing("the run has not ended; where it was killed, events.ndjson tells how far it came")
}

/// The files to write.
pub(crate) struct Reports {
    arguments: ReportArguments,
    faults: Faults,
    /// What happens, as it does. As long as it is open no other run writes into the folder.
    events: Option<File>,
}

impl Reports {
    /// The files of a report that is there already.
    ///
    /// # Errors
    ///
    /// Where the folder that is asked for cannot be made.
    pub(crate) fn new(arguments: ReportArguments) -> Result<Self, Failure> {
        if let Some(folder) = &arguments.report_dir {
            let made = std::fs::create_dir_all(folder);
            let made = made.with_context(|| format!("cannot make the folder {}", folder.display()));
            made.map_err(Failure::usage)?;
        }
        Ok(Self {
            arguments,
            faults: Faults::default(),
            events: None,
        })
    }

    /// The files of a run that begins: each is written at once, so that a path that cannot be is known before anything
    /// is judged, and no report of an earlier run stays.
    ///
    /// # Errors
    ///
    /// Where one cannot be written, or another run writes into the folder.
    pub(crate) fn begin(arguments: ReportArguments) -> Result<Self, Failure> {
        let mut reports = Self::new(arguments)?;
        let folder = reports.arguments.report_dir.as_deref();
        reports.events = folder.map(events).transpose().map_err(Failure::usage)?;
        reports.write_with(files::write_private_for_now, &unfinished())?;
        Ok(reports)
    }

    /// Who writes down what happens while it does.
    pub(crate) fn listener(&mut self) -> Option<Box<dyn Listener>> {
        let path = self.arguments.report_dir.as_ref()?.join(EVENTS);
        Some(Box::new(Diary {
            file: BufWriter::new(self.events.as_ref()?.try_clone().ok()?),
            path,
            faults: Arc::clone(&self.faults),
            is_broken: false,
        }))
    }

    /// Writes each file whole or not at all, and as many of them as can be.
    ///
    /// # Errors
    ///
    /// Where something could not be written; every such path is named.
    pub(crate) fn write(&self, report: &Report) -> Result<(), Failure> {
        self.write_with(files::write_private, report)
    }

    fn write_with(
        &self,
        write: fn(&Path, &str) -> anyhow::Result<()>,
        report: &Report,
    ) -> Result<(), Failure> {
        type Format = fn(&Report) -> anyhow::Result<String>;
        let arguments = &self.arguments;
        let formats: [(&str, &Option<PathBuf>, Format); 5] = [
            ("report.json", &arguments.report_json, |report| {
                Ok(json::text(report)?)
            }),
            ("report.xml", &arguments.report_junit, |report| {
                Ok(junit::text(report))
            }),
            ("report.md", &arguments.report_markdown, |report| {
                Ok(markdown::text(report))
            }),
            ("report.html", &arguments.report_html, |report| {
                Ok(html::text(report))
            }),
            ("badge.json", &arguments.report_badge, |report| {
                Ok(badge::text(report))
            }),
        ];
        for (name, path, format) in formats {
            let in_folder = arguments.report_dir.as_ref().map(|folder| folder.join(name));
            for path in path.iter().chain(&in_folder) {
                let written = format(report).and_then(|text| write(path, &text));
                note(&self.faults, written);
            }
        }
        let faults = std::mem::take(&mut *self.faults.lock().unwrap_or_else(PoisonError::into_inner));
        let faults: Vec<String> = faults.iter().map(|fault| format!("{fault:#}")).collect();
        match faults.is_empty() {
            true => Ok(()),
            false => Err(Failure::usage(anyhow::anyhow!("{}", faults.join("; ")))),
        }
    }
}

/// The file that tells what happens, held against other runs.
fn events(folder: &Path) -> anyhow::Result<File> {
    let path = folder.join(EVENTS);
    let file = files::open_private(&path).with_context(|| format!("cannot write {}", path.display()))?;
    // A file system that knows no locks keeps nobody out.
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        let folder = folder.display();
        anyhow::bail!("another run writes into {folder}; give each a --report-dir of its own");
    }
    unwritten(file.set_len(0), &path)?;
    Ok(file)
}

fn note(faults: &Faults, done: anyhow::Result<()>) {
    if let Err(fault) = done {
        let mut faults = faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.push(fault);
    }
}

fn unwritten(done: std::io::Result<()>, path: &Path) -> anyhow::Result<()> {
    done.with_context(|| format!("cannot write {}", path.display()))
}

/// A line an event, on the disk as soon as it happened.
struct Diary {
    file: BufWriter<File>,
    path: PathBuf,
    faults: Faults,
    is_broken: bool,
}

impl Diary {
    fn write(&mut self, event: &Event) -> std::io::Result<()> {
        serde_json::to_writer(&mut self.file, event)?;
        self.file.write_all(b"\n")?;
        self.file.flush()
    }
}

impl Listener for Diary {
    fn hear(&mut self, event: &Event) {
        // What fails once, as on a full disk, would leave holes from then on.
        if self.is_broken {
            return;
        }
        let written = self.write(event);
        self.is_broken = written.is_err();
        note(&self.faults, unwritten(written, &self.path));
    }
}
