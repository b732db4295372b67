//! A server outside this process, as a target file and the flags describe it.

use std::path::{Path, PathBuf};

use labproof_harness::{ByHand, Server, TargetError, TargetFile, Writes};
use labproof_spec::{Edition, Spec};

use crate::shell::word;

/// Where the server is and what may be done to it.
#[derive(Clone, Debug, Default)]
pub struct Remote {
    /// The URL, where it is not that of the target file.
    pub url: Option<String>,
    /// The target file.
    pub target: Option<PathBuf>,
    /// The edition, where it is not that of the target file.
    pub edition: Option<Edition>,
    /// Whether requests may change its state, whatever the target file says.
    pub allow_writes: bool,
    /// The proxy to reach it through, whatever the environment names.
    pub proxy: Option<String>,
}

/// What flags and a target file say of a server.
pub(crate) struct Described {
    pub(crate) server: Server,
    /// Whether they say which edition it is judged by.
    pub(crate) has_edition: bool,
    /// The profiles that it claims.
    pub(crate) claimed: Vec<String>,
}

/// The server to judge; where nobody says by which edition, by the newest documented one.
///
/// # Errors
///
/// Where the target file, a secret or the URL cannot be used.
pub(crate) fn server(spec: &Spec, remote: &Remote) -> Result<Described, TargetError> {
    let file = match &remote.target {
        Some(path) => TargetFile::read(path)?,
        None => TargetFile::default(),
    };
    let named = remote.edition.or(file.edition);
    let edition = named.unwrap_or(spec.newest());
    let path = remote.target.as_deref().unwrap_or(Path::new("(none)"));
    file.check(path, spec)?;
    let secrets = file.secrets()?;
    if secrets.is_empty() {
        return Err(TargetError::Secret {
            name: "shell".to_owned(),
            message: format!(
                "the target names no secret; write `secrets: {{ shell: {{ file: PATH }} }}` into a target file and give it with --target (now: {})",
                path.display()
            ),
        });
    }
    let Some(url) = remote.url.clone().or_else(|| file.url.clone()) else {
        return Err(TargetError::Url {
            url: String::new(),
            message: "the target file has no `url`; add it, or give --url".to_owned(),
        });
    };
    let base = labproof_harness::base_url(&url)?;
    let flag = |name: &str, value: Option<String>| match value {
        Some(value) => format!(" --{name} {}", word(&value)),
        None => String::new(),
    };
    let of_path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let target_flag = flag("target", of_path(&remote.target));
    let url_flag = flag("url", remote.url.clone());
    let proxy_flag = flag("proxy", remote.proxy.clone());
    let proxy = remote.proxy.as_deref().map(labproof_harness::base_url);
    let server = Server {
        edition,
        why: None,
        authorities: file.authorities()?,
        proxy: proxy.transpose()?,
        name: base.as_str().trim_end_matches('/').to_owned(),
        secrets,
        kind: file.instance.clone().unwrap_or_default(),
        fixtures: file.fixtures.clone(),
        makers: file.make.clone(),
        is_ours: false,
        writes: remote.allow_writes || file.writes == Some(Writes::Allowed),
        state: file.state.clone(),
        by_hand: ByHand {
            server: None,
            url: labproof_harness::origin(&base),
            curl_flags: flag("cacert", of_path(&file.ca_file))
                + &flag("unix-socket", of_path(&labproof_harness::socket(&base)))
                + &proxy_flag,
            token_flags: target_flag.clone(),
            run: format!("labproof run{url_flag}{target_flag}{proxy_flag}"),
        },
        url,
    };
    Ok(Described {
        server,
        has_edition: named.is_some(),
        claimed: file.profiles.unwrap_or_default(),
    })
}
