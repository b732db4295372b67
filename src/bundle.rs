//! Where documents and features come from: the folders that somebody names; else a release carries its own inside, and a
//! debug build reads those of its source, so that a change is tried without compiling anything.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context as _;
use labproof_harness::{FeatureText, Features};
#[cfg(carries_documents)]
use labproof_spec::Checks;
use labproof_spec::{Faults, Spec};

use crate::Failure;

#[cfg(carries_documents)]
include!(concat!(env!("OUT_DIR"), "/carried.rs"));

/// Folders to read from instead.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Folders {
    /// Read the documents of this folder, which is laid out like `spec`, instead of those of the program
    #[arg(long = "spec", value_name = "DIR", env = "LABPROOF_SPEC", global = true)]
    pub documents: Option<PathBuf>,
    /// Read the features of this folder instead of those of the program
    #[arg(long, value_name = "DIR", env = "LABPROOF_FEATURES", global = true)]
    pub features: Option<PathBuf>,
}

static FOLDERS: OnceLock<Folders> = OnceLock::new();

/// Reads from these folders from now on; what was read before stays.
pub fn read_from(folders: Folders) {
    let _ = FOLDERS.set(folders.named());
}

/// What was said, else what the environment says.
pub(crate) fn folders() -> &'static Folders {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    FOLDERS.get_or_init(|| {
        Folders {
            documents: variable("LABPROOF_SPEC"),
            features: variable("LABPROOF_FEATURES"),
        }
        .named()
    })
}

impl Folders {
    /// An empty variable, as job definitions leave them, is none.
    fn named(self) -> Self {
        let is_named = |folder: &PathBuf| !folder.as_os_str().is_empty();
        Self {
            documents: self.documents.filter(is_named),
            features: self.features.filter(is_named),
        }
    }
}

/// The operation documents.
///
/// # Errors
///
/// Every fault of every document; a released program's own have none.
pub fn spec() -> Result<&'static Spec, Failure> {
    static SPEC: OnceLock<Result<Spec, Faults>> = OnceLock::new();
    let found = match &folders().documents {
        Some(folder) => SPEC.get_or_init(|| Spec::load(folder)).as_ref(),
        #[cfg(carries_documents)]
        None => SPEC
            .get_or_init(|| Spec::carried(DOCUMENTS, Checks::None))
            .as_ref(),
        #[cfg(not(carries_documents))]
        None => Spec::shipped(),
    };
    found.map_err(told)
}

/// The same documents, held to their published formats.
///
/// # Errors
///
/// As for [`spec`].
pub fn checked_spec() -> Result<Spec, Failure> {
    let checked = match &folders().documents {
        Some(folder) => Spec::load(folder),
        #[cfg(carries_documents)]
        None => Spec::carried(DOCUMENTS, Checks::All),
        #[cfg(not(carries_documents))]
        None => Spec::load(Path::new(labproof_spec::FOLDER)),
    };
    checked.map_err(|faults| told(&faults))
}

fn told(faults: &Faults) -> Failure {
    Failure::usage(anyhow::anyhow!("the documents have faults:\n{faults}"))
}

/// The features, parsed.
///
/// # Errors
///
/// Every fault of every feature; a released program's own have none.
pub fn features() -> Result<Features, Failure> {
    Features::parse(&feature_texts()?).map_err(Failure::usage)
}

/// The features as they are written, in the order of their paths.
///
/// # Errors
///
/// Where a folder or a file cannot be read.
pub fn feature_texts() -> Result<Vec<FeatureText>, Failure> {
    match &folders().features {
        Some(folder) => texts_below(folder),
        None => own_texts(),
    }
}

#[cfg(carries_documents)]
fn own_texts() -> Result<Vec<FeatureText>, Failure> {
    let texts = FEATURES.iter().map(|(path, text)| FeatureText {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    });
    Ok(texts.collect())
}

#[cfg(not(carries_documents))]
fn own_texts() -> Result<Vec<FeatureText>, Failure> {
    texts_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/features")))
}

fn texts_below(folder: &Path) -> Result<Vec<FeatureText>, Failure> {
    let mut texts = Vec::new();
    if !folder.is_dir() {
        let fault = anyhow::anyhow!(
            "{} is no folder; name one that is laid out like `features`",
            folder.display()
        );
        return Err(Failure::usage(fault));
    }
    walk(folder, folder, &mut texts).map_err(Failure::usage)?;
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(texts)
}

fn walk(root: &Path, folder: &Path, texts: &mut Vec<FeatureText>) -> anyhow::Result<()> {
    let named = |path: &Path| path.display().to_string();
    for entry in std::fs::read_dir(folder).with_context(|| named(folder))? {
        let path = entry.with_context(|| named(folder))?.path();
        if path.is_dir() {
            walk(root, &path, texts)?;
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            texts.push(FeatureText {
                path: path.strip_prefix(root).unwrap_or(&path).display().to_string(),
                text: std::fs::read_to_string(&path).with_context(|| named(&path))?,
            });
        }
    }
    Ok(())
}
