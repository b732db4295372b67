//! Reference servers inside this process, for a run without a URL and for tests.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use labproof_harness::{ByHand, Fixtures, Maker, Secret, Server};
use labproof_reference::mutation::Mutation;
use labproof_reference::{NAMESPACES_PATH, STATE_PATH, Secrets, Settings, World};
use labproof_spec::{Edition, InstanceKind, Spec};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Failure;

/// The role of a personal namespace; all others that are made are groups.
const PERSONAL: &str = "fresh_own_namespace";

/// How a reference server makes the roles that every use needs another one of: all of them are namespaces.
pub(crate) fn makers(spec: &Spec, edition: Edition) -> BTreeMap<String, Maker> {
    let roles = spec.api(edition).roles.clone().into_iter();
    let fresh = roles.filter(|(_, role)| role.fresh);
    fresh
        .map(|(name, role)| {
            let kind = if name == PERSONAL { "user" } else { "group" };
            (name, maker(kind, role.fields.keys()))
        })
        .collect()
}

fn maker<'a>(kind: &str, fields: impl Iterator<Item = &'a String>) -> Maker {
    let body = [
        ("name", "Fresh {unique}"),
        ("path", "fresh-{unique}"),
        ("kind", kind),
    ];
    Maker {
        post: NAMESPACES_PATH.to_owned(),
        scheme: None,
        body: body
            .map(|(name, text)| (name.to_owned(), json!(text)))
            .into_iter()
            .collect(),
        fields: fields.map(|field| (field.clone(), format!("/{field}"))).collect(),
    }
}

/// The secrets of a reference server, as its clients have them: those that clients can do without are left out, so that
/// it is asked as the documentation asks.
fn known(spec: &Spec, edition: Edition, secrets: &Secrets) -> BTreeMap<String, Secret> {
    let api = spec.api(edition);
    api.needed_secrets()
        .filter_map(|(name, _)| {
            let text = String::from_utf8_lossy(secrets.get(name)?).into_owned();
            Some((name.clone(), Secret::new(&text)))
        })
        .collect()
}

/// Reference servers on free ports of the loopback address, one an edition, each with secrets of its own.
pub struct Embedded {
    servers: Vec<Server>,
    running: Vec<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Embedded {
    /// Starts a server for each edition.
    ///
    /// # Errors
    ///
    /// Where this machine lets no server listen.
    pub async fn start(editions: &[Edition]) -> Result<Self, Failure> {
        let world = World::documented().map_err(Failure::unreachable)?;
        Self::start_in(editions, &world, None).await
    }

    /// Starts a server for each edition, all in this world; all of them do something otherwise than they should, and
    /// count how often, where a mutation says so.
    ///
    /// # Errors
    ///
    /// Where this machine lets no server listen, or nothing can be done in that way.
    pub async fn start_in(
        editions: &[Edition],
        world: &World,
        mutation: Option<&(Mutation, Arc<AtomicU64>)>,
    ) -> Result<Self, Failure> {
        let mut embedded = Self {
            servers: Vec::new(),
            running: Vec::new(),
        };
        for edition in editions {
            embedded
                .start_one(*edition, world.clone(), mutation.cloned())
                .await?;
        }
        Ok(embedded)
    }

    async fn start_one(
        &mut self,
        edition: Edition,
        world: World,
        mutation: Option<(Mutation, Arc<AtomicU64>)>,
    ) -> Result<(), Failure> {
        let spec = crate::bundle::spec()?;
        let secrets = Secrets::generate(spec);
        let known = known(spec, edition, &secrets);
        let fixtures = Fixtures::new(world.fixtures(&spec.api(edition)));
        let kind = InstanceKind::with_everything(spec.conditions());
        let settings = Settings {
            edition,
            kind: kind.clone(),
            world,
            secrets,
            state_probe: true,
            mutation,
        };
        let server = labproof_reference::Server::bind(spec, settings, ([127, 0, 0, 1], 0))
            .await
            .map_err(Failure::unreachable)?;
        self.servers.push(Server {
            edition,
            why: None,
            url: format!("http://{}", server.address()),
            authorities: Vec::new(),
            proxy: None,
            name: "reference server in this process".to_owned(),
            secrets: known,
            kind,
            fixtures,
            makers: makers(spec, edition),
            is_ours: true,
            writes: true,
            state: Some(STATE_PATH.to_owned()),
            by_hand: ByHand {
                server: Some(format!("labproof serve --edition {edition} &")),
                url: "http://127.0.0.1:3001".to_owned(),
                curl_flags: String::new(),
                token_flags: String::new(),
                run: "labproof run".to_owned(),
            },
        });
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server.serve(async {
            // An error means that the sender is gone, which ends the server just as well.
            let _ = stopped.await;
        }));
        self.running.push((stop, task));
        Ok(())
    }

    /// What a plan needs of the servers; they are given once.
    #[must_use]
    pub fn servers(&mut self) -> Vec<Server> {
        std::mem::take(&mut self.servers)
    }

    /// Stops all of them and waits until they are.
    pub async fn stop(self) {
        for (stop, task) in self.running {
            let _ = stop.send(());
            let _ = task.await;
        }
    }
}
