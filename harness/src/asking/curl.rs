//! An exchange as a command that a person can paste.

use crate::asking::exchange::{Sent, SentCredential, Signature};
use crate::target::server::ByHand;

/// The request as a curl command; the credential is minted by the shell when it runs, so it holds no secret.
pub(crate) fn line(sent: &Sent, by_hand: &ByHand) -> String {
    let mut words = vec![
        format!("curl{} --include --request", by_hand.curl_flags),
        sent.method.clone(),
    ];
    let mut url = format!("{}{}", by_hand.url, sent.path);
    for credential in &sent.credentials {
        match &credential.signature {
            Signature::Variant(variant) if variant == "missing" => {}
            Signature::Variant(variant) if variant == "empty" => {
                words.push(format!("--header {}", quoted(&format!("{};", credential.header))));
            }
            Signature::Variant(variant) if variant.ends_with("-parameter") => {
                let mark = if url.contains('?') { '&' } else { '?' };
                url = format!("{url}{mark}{}", minted(credential, by_hand));
            }
            Signature::Given => words.push(format!("--header \"{}: $TOKEN\"", credential.header)),
            _ => words.push(format!("--header \"{}\"", minted(credential, by_hand))),
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
fn minted(credential: &SentCredential, by_hand: &ByHand) -> String {
    let special = match &credential.signature {
        Signature::Variant(variant) => format!(" --variant {variant}"),
        Signature::Secret(secret) => format!(" --secret {secret}"),
        Signature::Ordinary | Signature::Given => String::new(),
    };
    format!(
        "$(labproof token {}{special}{})",
        credential.scheme, by_hand.token_flags
    )
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
