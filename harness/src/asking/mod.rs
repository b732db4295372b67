//! Asking a server: the request, the credential that signs it, the answer.

pub(crate) mod answer_schemas;
pub(crate) mod answered_secrets;
pub(crate) mod ask_error;
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
pub(crate) mod mask;
pub(crate) mod placeholders;
mod private_key;
mod putting_off;
mod readings;
pub(crate) mod request;
pub(crate) mod schema_members;
mod signer;
pub(crate) mod signing;
pub(crate) mod subject;
pub(crate) mod template;
pub(crate) mod volatile;
pub(crate) mod watched;
pub(crate) mod ways;
