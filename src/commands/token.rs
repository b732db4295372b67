//! `labproof token`: a credential for a request by hand.

use std::collections::BTreeMap;

use labproof_harness::{Secret, TargetFile, by_hand, meant};
use labproof_spec::{SecretKind, secret_file};

use crate::cli::TokenArguments;
use crate::{Exit, Failure, bundle, print};

pub(super) fn token(arguments: &TokenArguments) -> Result<Exit, Failure> {
    let spec = bundle::spec()?;
    let Some(scheme) = spec.schemes().get(&arguments.scheme) else {
        return Err(unknown("scheme", &arguments.scheme, spec.schemes().keys()));
    };
    let variant = spec
        .variants()
        .iter()
        .find(|variant| variant.name == arguments.variant);
    let of_variant = variant.and_then(|variant| variant.secret.as_ref());
    let name = arguments.secret.as_ref().or(of_variant).unwrap_or(&scheme.secret);
    let Some(kind) = spec.secrets().get(name) else {
        return Err(unknown("secret", name, spec.secrets().keys()));
    };
    let secrets = BTreeMap::from([(name.clone(), secret(arguments, name, kind)?)]);
    let by_hand = by_hand(
        spec,
        scheme,
        &secrets,
        &arguments.variant,
        arguments.secret.as_deref(),
    );
    print::out(&by_hand.map_err(Failure::usage)?)?;
    Ok(Exit::Conforms)
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a String>) -> Failure {
    let known: Vec<&str> = known.map(String::as_str).collect();
    let meant = meant(name, known.iter().copied());
    Failure::usage(anyhow::anyhow!(
        "no {what} `{name}`{meant}; the {what}s are {}",
        known.join(", ")
    ))
}

/// The secret as the target file says, or as it lies in the folder of secrets.
fn secret(arguments: &TokenArguments, name: &str, kind: &SecretKind) -> Result<Secret, Failure> {
    if let Some(path) = &arguments.target {
        let target = TargetFile::read(path).map_err(Failure::usage)?;
        let place = target.secrets.get(name).ok_or_else(|| {
            let path = path.display();
            Failure::usage(anyhow::anyhow!(
                "{path}: names no secret `{name}`; add it to `secrets`"
            ))
        })?;
        return place.read(name).map_err(Failure::usage);
    }
    let path = arguments.secrets_dir.join(&kind.file);
    let content = secret_file::read(&path).map_err(|error| {
        let path = path.display();
        Failure::usage(anyhow::anyhow!("{path}: {error}; give --target or --secrets-dir"))
    })?;
    Ok(Secret::new(&String::from_utf8_lossy(&content)))
}
