//! Names and values as forms and queries write them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What need not be encoded.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The text as it stands in a path, a query or a form.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// A parameter as it stands in a query or a form.
pub(crate) fn encoded_pair(name: &str, value: &str) -> String {
    format!("{}={}", encoded(name), encoded(value))
}
