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
    let Some(text) = text else {
        return Ok(spec.instance(edition, InstanceKind::default()));
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
    if unknown.is_empty() {
        Ok(spec.instance(edition, kind))
    } else {
        Err(fault(&unknown.join("\n  ")))
    }
}
