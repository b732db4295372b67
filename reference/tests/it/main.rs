//! The server as its clients see it, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod support;

mod access_changes;
mod access_order;
mod access_repositories;
mod allowed;
mod arbitrary;
mod bodies;
mod credentials;
mod examples;
mod keys;
mod lfs;
mod limits;
mod lookups;
mod post_receive;
mod recovery_codes;
mod refused;
mod routing;
mod start;
mod tokens;
mod world;
