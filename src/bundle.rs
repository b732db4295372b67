//! What the program carries inside, so that it works from any folder.

use include_dir::{Dir, include_dir};
use labproof_harness::{FeatureText, Features};
use labproof_spec::{Faults, Spec};

use crate::Failure;

static FEATURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/features");

/// The operation documents.
///
/// # Errors
///
/// Every fault of every document; a released program has none.
pub fn spec() -> Result<&'static Spec, Failure> {
    Spec::embedded()
        .map_err(|faults: &Faults| Failure::usage(anyhow::anyhow!("the documents have faults:\n{faults}")))
}

/// The features, parsed.
///
/// # Errors
///
/// Every fault of every feature; a released program has none.
pub fn features() -> Result<Features, Failure> {
    Features::parse(&feature_texts()).map_err(Failure::usage)
}

/// The features as they are written.
#[must_use]
pub fn feature_texts() -> Vec<FeatureText> {
    let mut texts = Vec::new();
    collect(&FEATURES, &mut texts);
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

fn collect(dir: &Dir<'_>, texts: &mut Vec<FeatureText>) {
    texts.extend(dir.files().map(|file| FeatureText {
        path: file.path().display().to_string(),
        text: file.contents_utf8().unwrap_or_default().to_owned(),
    }));
    dir.dirs().for_each(|child| collect(child, texts));
}
