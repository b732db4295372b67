//! Asking a server: the request, the credential that signs it, the answer.

pub(crate) mod answer_schemas;
pub(crate) mod ask_error;
pub(crate) mod by_hand;
pub(crate) mod client;
mod coding;
mod connections;
pub(crate) mod consumer;
pub(crate) mod credentials;
pub(crate) mod curl;
pub(crate) mod encoding;
pub(crate) mod exchange;
mod jwt;
pub(crate) mod making;
mod nearly;
pub(crate) mod placeholders;
mod private_key;
mod putting_off;
pub(crate) mod request;
mod signer;
pub(crate) mod signing;
pub(crate) mod silence;
pub(crate) mod subject;
pub(crate) mod template;
pub(crate) mod watched;
pub(crate) mod ways;
