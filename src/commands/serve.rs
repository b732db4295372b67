//! `labproof serve`: run the reference server.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use labproof_harness::{Fixtures, SecretPlace, TargetFile, Writes};
use labproof_reference::{Secrets, Server, Settings, World};

use crate::cli::ServeArguments;
use crate::embedded::{self, STATE_PATH};
use crate::{Exit, Failure, bundle, print};

pub(super) fn serve(arguments: &ServeArguments) -> Result<Exit, Failure> {
    // The documents first: a server without them would serve nothing.
    let spec = bundle::spec()?;
    let world = match &arguments.world {
        Some(path) => World::load(path).map_err(Failure::usage)?,
        None => World::documented().map_err(Failure::unreachable)?,
    };
    let secrets = Secrets::open(&arguments.secrets_dir).map_err(Failure::usage)?;
    let fixtures = Fixtures::new(world.fixtures(arguments.edition));
    let settings = Settings {
        edition: arguments.edition,
        world,
        secrets,
        state_probe: arguments.write_target.is_some(),
    };
    super::runtime()?.block_on(async {
        let server = Server::bind(settings, arguments.listen)
            .await
            .map_err(Failure::usage)?;
        let address = server.address();
        if let Some(path) = &arguments.write_target {
            let profiles = spec.profiles().into_iter().collect();
            let target = target(arguments, format!("http://{address}"), profiles, fixtures)?;
            write(path, &target)?;
        }
        if let Some(path) = &arguments.port_file {
            write(path, &format!("{}\n", address.port()))?;
        }
        print::out(&format!(
            "edition {} at http://{address}; stop with Ctrl-C",
            arguments.edition
        ));
        server.serve(stopped()).await;
        Ok(Exit::Conforms)
    })
}

/// The target file that lets `labproof run` judge this server.
fn target(
    arguments: &ServeArguments,
    url: String,
    profiles: Vec<String>,
    fixtures: Fixtures,
) -> Result<String, Failure> {
    let folder = std::path::absolute(&arguments.secrets_dir).map_err(Failure::usage)?;
    let spec = bundle::spec()?;
    let secrets = spec.api(arguments.edition).secrets.into_iter();
    let secrets: BTreeMap<String, SecretPlace> = secrets
        .map(|(name, secret)| (name, SecretPlace::File(folder.join(secret.file))))
        .collect();
    let target = TargetFile {
        url: Some(url),
        edition: Some(arguments.edition),
        profiles: Some(profiles),
        writes: Some(Writes::Allowed),
        state: Some(STATE_PATH.to_owned()),
        make: embedded::makers(spec, arguments.edition),
        secrets,
        fixtures,
    };
    serde_saphyr::to_string(&target).map_err(Failure::unreachable)
}

/// Writes a file whole or not at all, so that whoever waits for it never reads half of it.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path));
    written
        .with_context(|| format!("cannot write {}", path.display()))
        .map_err(|error| {
            let _ = std::fs::remove_file(&part);
            Failure::usage(error)
        })
}

/// Done when somebody asks the process to end.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
