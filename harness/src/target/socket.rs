//! Servers that listen at a socket of Unix, with the URL by which GitLab's own programs know them:
//! `http+unix://%2Frun%2Fapi.socket`, and maybe a path behind that.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use reqwest::Url;

/// What such a URL begins with.
pub(crate) const SCHEME: &str = "http+unix";

/// The socket that a URL leads to, where it is such a one.
#[must_use]
pub fn socket(url: &Url) -> Option<PathBuf> {
    let host = url.host_str().filter(|_| url.scheme() == SCHEME)?;
    let path = percent_decode_str(host).decode_utf8().ok()?;
    Some(PathBuf::from(path.as_ref()))
}

/// The URL without a slash at its end, as it is to whoever talks through the socket.
#[must_use]
pub fn origin(url: &Url) -> String {
    let whole = match url.scheme() {
        SCHEME => format!("http://localhost{}", url.path()),
        _ => url.to_string(),
    };
    whole.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_the_host_and_what_follows_is_a_path() {
        let url = Url::parse("http+unix://%2Frun%2Fa%20b.socket/code").unwrap();
        assert_eq!(socket(&url), Some(PathBuf::from("/run/a b.socket")));
        assert_eq!(origin(&url), "http://localhost/code");
        let url = Url::parse("http://127.0.0.1:81/").unwrap();
        assert_eq!(
            (socket(&url), origin(&url).as_str()),
            (None, "http://127.0.0.1:81")
        );
    }
}
