#![doc = include_str!("../README.md")]
//! ## The code
//!
//! In reading order: [`World`] is what a server knows when it starts; [`Secrets`] is what its callers prove to know;
//! [`Server`] listens (warp is there and nowhere else). Behind it, `service` leads a request from `router` and
//! `request` through `auth` to one of the handlers in `families`, which ask `access` about Git and read `state`;
//! `answer` has every refusal there is. Handlers are plain functions: they know no network, no lock and no clock.

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
mod outside;
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
