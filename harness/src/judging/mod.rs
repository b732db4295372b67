//! What an answer is worth.

pub(crate) mod checks;
pub(crate) mod conversation;
pub mod coverage;
pub(crate) mod covering;
pub(crate) mod example_request;
pub(crate) mod excerpt;
pub(crate) mod expectation;
pub(crate) mod features;
pub(crate) mod letting_in;
pub(crate) mod redact;
pub mod scenario_facts;
pub(crate) mod snapshot;
pub(crate) mod steps;
pub(crate) mod to_the_letter;
pub(crate) mod verdict;
