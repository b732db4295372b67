//! A reference server of GitLab's Internal API, with real state, for tests.
//!
//! In reading order: [`World`] is what a server knows when it starts; [`Secrets`] is what its callers prove to know;
//! [`Server`] listens (warp is there and nowhere else). Behind it, `service` leads a request from `router` and
//! `request` through `auth` to one of the handlers in `families`, which ask `access` about Git and read `state`;
//! `answer` has every refusal there is. Handlers are plain functions: they know no network, no lock and no clock.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use labproof_reference::{Secrets, Server, Settings, World};
//! use labproof_spec::Spec;
//!
//! let spec = Spec::shipped()?;
//! let settings = Settings {
//!     edition: spec.newest(),
//!     world: World::documented()?,
//!     secrets: Secrets::generate(spec),
//!     state_probe: false,
//!     mutation: None,
//! };
//! let server = Server::bind(&spec, settings, ([127, 0, 0, 1], 0)).await?;
//! println!("http://{}", server.address());
//! server.serve(async { /* done when this is */ }).await;
//! # Ok(())
//! # }
//! ```

mod access;
mod answer;
mod auth;
mod contract;
#[cfg(test)]
mod documents;
mod edition_rules;
mod families;
mod ids;
mod jwt;
mod lenient_base64;
mod lfs_token;
mod limits;
mod listener;
pub mod mutation;
mod request;
mod router;
mod secrets;
mod server;
mod service;
mod state;
mod test_api;
mod world;

pub use listener::{Address, AddressError};
pub use secrets::{Secrets, SecretsError};
pub use server::{Server, Settings, StartError};
pub use service::STATE_PATH;
pub use test_api::NAMESPACES_PATH;
pub use world::{World, WorldError};
