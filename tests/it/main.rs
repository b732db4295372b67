//! The program from outside, one module a subject. It is one program, because each would link everything again.
//!
//! `cargo test --test it snapshots` runs the tests of one module.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints for whoever reads why"
)]

mod causes;
mod ci_templates;
mod cli;
mod cli_compare;
mod cli_expected;
mod cli_explain;
mod cli_generated;
mod cli_https;
mod cli_mistakes;
#[cfg(unix)]
mod cli_prove;
mod cli_way_there;
mod combinations;
mod concurrency;
mod conformance;
mod coverage;
mod defects;
mod edition_by_documents;
mod ends;

mod foreign;
mod formats;
mod harmless;
mod hostile_text;
mod impostors;
mod judgement;
mod kinds_of_instance;
mod models;
#[cfg(unix)]
mod packaging;
mod patience;
mod properties;
mod readme;
mod reports;
#[cfg(unix)]
mod secret_files;
mod secrets;
mod served_edition;
mod snapshots;
mod support;
mod tidy;
