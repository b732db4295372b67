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
mod addons;
mod allowed;
mod allowed_creation;
mod arbitrary;
mod bodies;
mod compute_packs;
mod credentials;
mod error_tracking;
mod examples;
mod kas;
mod kas_any;
mod kas_metrics;
mod kas_modules;
mod keys;
mod lfs;
mod limits;
mod lookups;
mod observed_decisions;
mod observed_exchanges;
mod portal;
mod post_receive;
mod reconciliations;
mod recovery_codes;
mod refused;
mod routing;
mod scim_arbitrary;
mod scim_change;
mod scim_create;
mod scim_provider;
mod scim_read;
mod signing;
mod start;
mod storage_exclusions;
mod subscriptions;
mod test_api;
mod tokens;
mod world;
mod world_records;
