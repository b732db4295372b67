//! `labproof token`: a credential for a request by hand.

use labproof_harness::{Secret, TargetFile, by_hand};

use crate::cli::TokenArguments;
use crate::{Exit, Failure, bundle, print};

pub(super) fn token(arguments: &TokenArguments) -> Result<Exit, Failure> {
    let schemes = bundle::spec()?.schemes();
    let Some(scheme) = schemes.get(&arguments.scheme) else {
        let known: Vec<&str> = schemes.keys().map(String::as_str).collect();
        let (name, known) = (&arguments.scheme, known.join(", "));
        return Err(Failure::usage(anyhow::anyhow!(
            "no scheme `{name}`; the schemes are {known}"
        )));
    };
    let secret = match &arguments.target {
        Some(path) => TargetFile::read(path)
            .and_then(|target| target.secrets())
            .map_err(Failure::usage)?
            .remove(&scheme.secret)
            .ok_or_else(|| {
                Failure::usage(anyhow::anyhow!(
                    "{}: names no secret `{}`; add it to `secrets`",
                    path.display(),
                    scheme.secret
                ))
            })?,
        None => {
            let path = arguments.secrets_dir.join(&scheme.file);
            let text = std::fs::read_to_string(&path).map_err(|error| {
                Failure::usage(anyhow::anyhow!(
                    "{}: {error}; give --target or --secrets-dir",
                    path.display()
                ))
            })?;
            Secret::new(&text)
        }
    };
    print::out(&by_hand(scheme, schemes, &secret, &arguments.variant).map_err(Failure::usage)?);
    Ok(Exit::Conforms)
}
