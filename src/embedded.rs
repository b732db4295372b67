//! Reference servers inside this process, for a run without a URL and for tests.

use std::collections::BTreeMap;

use labproof_harness::{ByHand, Fixtures, Secret, Server};
use labproof_reference::{Secrets, Settings, World};
use labproof_spec::Edition;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Failure;

/// The path at which a reference server shows a fingerprint of its state.
pub const STATE_PATH: &str = "/-/labproof/state";

/// Reference servers on free ports of the loopback address, one an edition, each with a secret of its own.
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
        let mut embedded = Self {
            servers: Vec::new(),
            running: Vec::new(),
        };
        for edition in editions {
            embedded.start_one(*edition, world.clone()).await?;
        }
        Ok(embedded)
    }

    async fn start_one(&mut self, edition: Edition, world: World) -> Result<(), Failure> {
        let secrets = Secrets::generate();
        let secret = Secret::new(&String::from_utf8_lossy(secrets.shell()));
        let fixtures = Fixtures::new(world.fixtures(edition));
        let settings = Settings {
            edition,
            world,
            secrets,
            state_probe: true,
        };
        let server = labproof_reference::Server::bind(settings, ([127, 0, 0, 1], 0).into())
            .await
            .map_err(Failure::unreachable)?;
        self.servers.push(Server {
            edition,
            url: format!("http://{}", server.address()),
            name: "reference server in this process".to_owned(),
            secrets: BTreeMap::from([("shell".to_owned(), secret)]),
            fixtures,
            writes: true,
            state: Some(STATE_PATH.to_owned()),
            by_hand: ByHand {
                server: Some(format!("labproof serve --edition {edition} &")),
                url: "http://127.0.0.1:3001".to_owned(),
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
