//! An exchange as a command that a person can paste.

use crate::asking::exchange::{Sent, SentCredential, Signature};

/// Where a pasted command sends its request and takes its credential from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pasting {
    /// The instance's URL.
    pub(crate) url: String,
    /// The flags that `curl` needs to trust it, each after a space.
    pub(crate) curl_flags: String,
    /// The flags that make `labproof token` find the same secret.
    pub(crate) token_flags: String,
}

/// The request as a curl command; the credential is minted by the shell when it runs, so it holds no secret.
pub(crate) fn line(sent: &Sent, pasting: &Pasting) -> String {
    let mut words = vec![
        format!("curl{} --include --request", pasting.curl_flags),
        sent.method.clone(),
    ];
    let mut url = format!("{}{}", pasting.url, sent.path);
    for credential in &sent.credentials {
        match &credential.signature {
            Signature::Variant(variant) if variant == "missing" => {}
            Signature::Variant(variant) if variant == "empty" => {
                words.push(format!("--header {}", quoted(&format!("{};", credential.header))));
            }
            Signature::Variant(variant) if variant.ends_with("-parameter") => {
                let mark = if url.contains('?') { '&' } else { '?' };
                url = format!("{url}{mark}{}", minted(credential, pasting));
            }
            Signature::Given => words.push(format!("--header \"{}: $TOKEN\"", credential.header)),
            _ => words.push(format!("--header \"{}\"", minted(credential, pasting))),
        }
    }
    for (name, value) in &sent.headers {
        words.push(format!("--header {}", quoted(&format!("{name}: {value}"))));
    }
    if let Some(body) = &sent.body {
        words.push(format!("--data-raw {}", quoted(body)));
    }
    words.push(if url.contains("$(") {
        format!("\"{url}\"")
    } else {
        quoted(&url)
    });
    words.join(" ")
}

/// A command substitution that prints the credential.
fn minted(credential: &SentCredential, pasting: &Pasting) -> String {
    let special = match &credential.signature {
        Signature::Variant(variant) => format!(" --variant {variant}"),
        Signature::Secret(secret) => format!(" --secret {secret}"),
        Signature::Ordinary | Signature::Given => String::new(),
    };
    format!(
        "$(labproof token {}{special}{})",
        credential.scheme, pasting.token_flags
    )
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
