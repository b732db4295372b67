//! Asking a server: the request, the credential that signs it, the answer.

pub(crate) mod answer_schemas;
pub(crate) mod ask_error;
pub(crate) mod client;
pub(crate) mod consumer;
pub(crate) mod credentials;
pub(crate) mod curl;
pub(crate) mod encoding;
pub(crate) mod exchange;
mod hmac;
pub(crate) mod last_exchange;
pub(crate) mod making;
pub(crate) mod placeholders;
pub(crate) mod request;
pub(crate) mod signing;
pub(crate) mod subject;
pub(crate) mod template;
pub(crate) mod ways;
