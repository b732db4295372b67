//! The kind of instance that a server is to be, as the command line says it.

use std::path::Path;

use labproof_spec::{Edition, InstanceKind, Spec};

use crate::Failure;

/// Reads a block, or a file that holds one; whatever it leaves open is as it was seen in the edition, else as the
/// documents tell of.
///
/// # Errors
///
/// Where there is no such file, it holds something else, or nothing hangs on what it names.
pub(crate) fn kind(text: Option<&str>, spec: &Spec, edition: Edition) -> Result<InstanceKind, Failure> {
    let mut entries = spec.edition_entries().iter();
    let seen = entries.find(|entry| entry.edition == edition);
    let seen = seen.map(|entry| entry.instance.clone()).unwrap_or_default();
    let everything = InstanceKind::with_everything(spec.conditions());
    let Some(text) = text else {
        return Ok(seen.or(everything));
    };
    let fault = |fault: &str| Failure::usage(anyhow::anyhow!("--instance {text}: {fault}"));
    let block = match text.trim_start().starts_with('{') {
        true => text.to_owned(),
        false => std::fs::read_to_string(Path::new(text)).map_err(|error| {
            fault(&format!(
                "{error}; give a file, or a block such as '{{edition: ce}}'"
            ))
        })?,
    };
    let kind: InstanceKind = serde_saphyr::from_str(&block).map_err(|error| fault(&error.to_string()))?;
    let unknown = kind.faults(spec.conditions());
    if !unknown.is_empty() {
        return Err(fault(&unknown.join("\n  ")));
    }
    // How one of them is set says nothing of the other, of GitLab.com and an instance of one's own.
    let is_another = kind.saas.is_some() && kind.saas != seen.saas;
    let usual = if is_another {
        everything
    } else {
        seen.or(everything)
    };
    Ok(kind.or(usual))
}
