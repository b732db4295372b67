//! `labproof serve`: run the reference server.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use labproof_harness::{Fixtures, SecretPlace, TargetFile, Writes};
use labproof_reference::mutation::Mutation;
use labproof_reference::{Address, STATE_PATH, Secrets, Server, Settings, World};

use labproof_spec::{Edition, InstanceKind, Spec};

use crate::cli::{self, ListenArguments, ServeArguments};
use crate::embedded;
use crate::signals::Signals;
use crate::{Exit, Failure, bundle, files, instance, print};

pub(super) fn run(arguments: &ServeArguments) -> Result<Exit, Failure> {
    // The documents first: a server without them would serve nothing.
    let spec = bundle::spec()?;
    let edition = cli::edition(spec, arguments.edition.as_deref())?.unwrap_or(spec.newest());
    let world = match &arguments.world {
        Some(path) => World::load(path, spec).map_err(Failure::usage)?,
        None => World::documented().map_err(Failure::unreachable)?,
    };
    let kind = instance::kind(arguments.instance.as_deref(), spec, edition)?;
    serve(spec, edition, kind, world, None, &arguments.at)
}

/// Serves a world on an instance of a kind, with a defect where one is given, until somebody asks the process to end.
///
/// # Errors
///
/// Where the secrets cannot be read, nobody can listen there, or a file cannot be written.
pub fn serve(
    spec: &Spec,
    edition: Edition,
    kind: InstanceKind,
    world: World,
    mutation: Option<Mutation>,
    at: &ListenArguments,
) -> Result<Exit, Failure> {
    let secrets = Secrets::open(spec, &at.secrets_dir).map_err(Failure::usage)?;
    secrets.doubts().iter().for_each(|doubt| print::warning(doubt));
    let fixtures = Fixtures::new(world.fixtures(&spec.api(edition)));
    let settings = Settings {
        edition,
        kind: kind.clone(),
        world,
        secrets,
        state_probe: at.write_target.is_some(),
        mutation: mutation.map(|mutation| (mutation, Arc::default())),
    };
    super::runtime()?.block_on(async {
        let server = listen(spec, settings, &at.listen).await?;
        // Before anybody reads that the server is there, since who does may ask at once.
        let mut signals = Signals::listen().map_err(Failure::unreachable)?;
        let tcp = server.addresses().filter_map(Address::tcp);
        tcp.filter(|address| !address.ip().is_loopback())
            .for_each(|address| print::warning(&open_to_the_network(address)));
        let port = server.addresses().find_map(Address::tcp);
        if let Some(path) = &at.write_target {
            let address = Address::from(port.ok_or_else(|| no_port("--write-target"))?);
            let profiles = spec.profiles().into_iter().collect();
            let target = target(edition, kind, at, address.url(), profiles, fixtures)?;
            files::write(path, &target).map_err(Failure::usage)?;
        }
        if let Some(path) = &at.port_file {
            let address = port.ok_or_else(|| no_port("--port-file"))?;
            files::write(path, &format!("{}\n", address.port())).map_err(Failure::usage)?;
        }
        let addresses: Vec<String> = server
            .addresses()
            .map(|address| address.url().unwrap_or_else(|| address.to_string()))
            .collect();
        // Who cannot be told the address may know it.
        let _ = print::out(&format!(
            "edition {edition} at {}; stop with Ctrl-C",
            addresses.join(" and ")
        ));
        let stopped = async move {
            signals.next().await;
        };
        server.serve(stopped).await;
        Ok(Exit::Conforms)
    })
}

/// A server that listens everywhere it was asked to.
async fn listen(spec: &Spec, settings: Settings, addresses: &[Address]) -> Result<Server, Failure> {
    let (first, more) = addresses
        .split_first()
        .ok_or_else(|| Failure::usage(anyhow::anyhow!("--listen needs an address")))?;
    let mut server = Server::bind(spec, settings, first.clone())
        .await
        .map_err(Failure::usage)?;
    for address in more {
        server = server.and_on(address.clone()).await.map_err(Failure::usage)?;
    }
    Ok(server)
}

fn open_to_the_network(address: SocketAddr) -> String {
    format!(
        "{address} can be reached from other machines, and this server speaks no TLS: whoever stands between reads every token; --listen 127.0.0.1:{} is for this machine alone",
        address.port()
    )
}

fn no_port(flag: &str) -> Failure {
    Failure::usage(anyhow::anyhow!(
        "{flag} needs a port, and a socket has none; add --listen 127.0.0.1:0"
    ))
}

/// The target file that lets `labproof run` judge this server.
fn target(
    edition: Edition,
    kind: InstanceKind,
    at: &ListenArguments,
    url: Option<String>,
    profiles: Vec<String>,
    fixtures: Fixtures,
) -> Result<String, Failure> {
    let folder = std::path::absolute(&at.secrets_dir).map_err(Failure::usage)?;
    let spec = bundle::spec()?;
    let api = spec.api(edition);
    // With one that clients can do without the server would not be asked as the documentation asks.
    let secrets: BTreeMap<String, SecretPlace> = api
        .needed_secrets()
        .map(|(name, secret)| (name.clone(), SecretPlace::file(folder.join(&secret.file))))
        .collect();
    let target = TargetFile {
        url,
        ca_file: None,
        edition: Some(edition),
        instance: Some(kind),
        profiles: Some(profiles),
        writes: Some(Writes::Allowed),
        state: Some(STATE_PATH.to_owned()),
        implementation: None,
        make: embedded::makers(spec, edition),
        secrets,
        fixtures,
    };
    serde_saphyr::to_string(&target).map_err(Failure::unreachable)
}
