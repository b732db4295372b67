//! The test bench from outside. `labproof prove` judges all mutants and variations; here are some.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints for whoever reads why"
)]

mod command;
mod proof;
mod readme;
mod variations;

use labproof::bundle;
use labproof_harness::Features;
use labproof_spec::Spec;

fn spec() -> &'static Spec {
    bundle::spec().unwrap_or_else(|failure| panic!("{:#}", failure.error))
}

fn features() -> Features {
    bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error))
}
