//! An exchange as a command that a person can paste.

use crate::credentials::ORDINARY;
use crate::exchange::Sent;

/// Where a pasted command sends its request and takes its credential from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pasting {
    /// The instance's URL.
    pub(crate) url: String,
    /// The flags that make `labproof token` find the same secret.
    pub(crate) token_flags: String,
}

/// The request as a curl command; the credential is minted by the shell when it runs, so it holds no secret.
pub(crate) fn line(sent: &Sent, pasting: &Pasting) -> String {
    let mut words = vec!["curl --include --request".to_owned(), sent.method.clone()];
    let mut url = format!("{}{}", pasting.url, sent.path);
    match sent.credential.as_str() {
        "missing" => {}
        "empty" => words.push(format!(
            "--header {}",
            quoted(&format!("{};", sent.credential_header))
        )),
        "in-parameter" | "wrong-parameter" => {
            let mark = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{mark}{}", minted(sent, pasting));
        }
        _ => words.push(format!("--header \"{}\"", minted(sent, pasting))),
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
fn minted(sent: &Sent, pasting: &Pasting) -> String {
    let variant = match sent.credential.as_str() {
        ORDINARY => String::new(),
        variant => format!(" --variant {variant}"),
    };
    format!(
        "$(labproof token {}{variant}{})",
        sent.scheme, pasting.token_flags
    )
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
