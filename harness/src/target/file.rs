//! The target file: where a server is, how to sign for it, and what it holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use labproof_spec::{Edition, InstanceKind, Spec};
use serde::{Deserialize, Serialize};

use crate::target::fixtures::Fixtures;
use crate::target::fresh_roles::Maker;
use crate::target::implementation::Implementation;
use crate::target::nearest::meant;
use crate::target::secret::Secret;
use crate::target::secret_place::SecretPlace;
use crate::target::socket::socket;

/// A target file as it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetFile {
    /// The instance's URL; a path prefix is kept, a trailing slash dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A file with certificates (PEM) that vouch for the server, beside those that this machine trusts; a relative path
    /// counts from the target file's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// The edition that the server follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
    /// What kind of instance it is; whatever is not said here is found out, where its answers tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<InstanceKind>,
    /// The consumer profiles that the server claims to serve; all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profiles: Option<Vec<String>>,
    /// `allowed` consents to requests that change the server's state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes: Option<Writes>,
    /// A path of the server whose answer changes whenever its state does, for servers that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What the server is, for a claim of conformance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implementation: Option<Implementation>,
    /// How to make what every use needs another one of, by role.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub make: BTreeMap<String, Maker>,
    /// Where the secrets are, by name.
    #[serde(default)]
    pub secrets: BTreeMap<String, SecretPlace>,
    /// The values of the roles.
    #[serde(default)]
    pub fixtures: Fixtures,
}

/// Whether requests may change the server's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Writes {
    /// They may.
    Allowed,
    /// They may not.
    Refused,
}

/// Why a target cannot be used. Each is a mistake in what was given, not in the server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// The target file cannot be read.
    #[error("target file {path}: {source}; give an existing file to --target")]
    Unreadable {
        /// The target file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The target file is not what a target file has to be.
    #[error("target file {path}: {message}")]
    Malformed {
        /// The target file.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
    },
    /// A secret cannot be had.
    #[error("secret `{name}`: {message}")]
    Secret {
        /// The secret's name.
        name: String,
        /// Where it was looked for, why it is not there, what to do.
        message: String,
    },
    /// The certificates that vouch for the server cannot be had.
    #[error("ca_file {path}: {message}")]
    Authorities {
        /// The file.
        path: PathBuf,
        /// Why not, and what to do.
        message: String,
    },
    /// The URL cannot be used.
    #[error("URL `{url}`: {message}")]
    Url {
        /// The URL as it was given.
        url: String,
        /// What is wrong with it.
        message: String,
    },
}

impl TargetFile {
    /// Reads a target file.
    ///
    /// # Errors
    ///
    /// With the file, and the place in it where that is known.
    pub fn read(path: &Path) -> Result<Self, TargetError> {
        let text = std::fs::read_to_string(path).map_err(|source| TargetError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let mut file: Self = serde_saphyr::from_str(&text).map_err(|error| TargetError::Malformed {
            path: path.to_owned(),
            message: error.to_string(),
        })?;
        let folder = path.parent().unwrap_or(Path::new("."));
        for place in file.secrets.values_mut() {
            place.count_from(folder);
        }
        file.ca_file = file.ca_file.map(|file| folder.join(file));
        Ok(file)
    }

    /// Reads every secret the target names.
    ///
    /// # Errors
    ///
    /// The first secret that is not where the target says.
    pub fn secrets(&self) -> Result<BTreeMap<String, Secret>, TargetError> {
        let secrets = self.secrets.iter();
        secrets
            .map(|(name, place)| Ok((name.clone(), place.read(name)?)))
            .collect()
    }

    /// Reads the certificates that vouch for the server beside those that this machine trusts.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, or has none.
    pub fn authorities(&self) -> Result<Vec<reqwest::Certificate>, TargetError> {
        let Some(path) = &self.ca_file else {
            return Ok(Vec::new());
        };
        let fault = |message: String| TargetError::Authorities {
            path: path.clone(),
            message,
        };
        let text = std::fs::read(path).map_err(|error| {
            fault(format!(
                "{error}; put the certificates there or correct `ca_file`"
            ))
        })?;
        match reqwest::Certificate::from_pem_bundle(&text) {
            Ok(certificates) if !certificates.is_empty() => Ok(certificates),
            _ => Err(fault(
                "holds no certificate; it begins with -----BEGIN CERTIFICATE-----".to_owned(),
            )),
        }
    }

    /// Finds values that do not fit the roles; one that only another edition has may stay.
    ///
    /// # Errors
    ///
    /// All of them, each with its JSON pointer.
    pub fn check(&self, path: &Path, spec: &Spec) -> Result<(), TargetError> {
        let roles = spec.roles();
        let mut faults = self.fixtures.faults(roles);
        let edition = self.edition.map(|edition| spec.edition(&edition.to_string()));
        if let Some(Err(unknown)) = edition {
            faults.push(format!("/edition: {unknown}"));
        }
        let kind = self.instance.iter();
        let unknown = kind.flat_map(|kind| kind.faults(spec.conditions()));
        faults.extend(unknown.map(|fault| format!("/instance{fault}")));
        let secrets = spec.secrets();
        for name in self.secrets.keys().filter(|name| !secrets.contains_key(*name)) {
            let meant = meant(name, secrets.keys().map(String::as_str));
            let known: Vec<&str> = secrets.keys().map(String::as_str).collect();
            faults.push(format!(
                "/secrets/{name}: no such secret{meant}; the secrets are {}",
                known.join(", ")
            ));
        }
        let fresh = |name: &str| roles.get(name).is_some_and(|role| role.fresh);
        for name in self.make.keys().filter(|name| !fresh(name)) {
            faults.push(format!(
                "/make/{name}: is no role that is made afresh; `labproof list roles` names them"
            ));
        }
        if faults.is_empty() {
            return Ok(());
        }
        Err(TargetError::Malformed {
            path: path.to_owned(),
            message: faults.join("\n  "),
        })
    }
}

/// The instance's URL, without a trailing slash.
///
/// # Errors
///
/// Where the text is no http, https or http+unix URL, or carries a query, a fragment or a password.
pub fn base_url(text: &str) -> Result<reqwest::Url, TargetError> {
    let fault = |message: &str| TargetError::Url {
        url: without_userinfo(text),
        message: message.to_owned(),
    };
    let mut url = reqwest::Url::parse(text).map_err(|error| {
        fault(&format!(
            "{error}; write it as http://host:port or https://host/prefix"
        ))
    })?;
    let is_known = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    let leads_to_socket = cfg!(unix) && socket(&url).is_some_and(|path| path.is_absolute());
    if !is_known && !leads_to_socket {
        return Err(fault(
            "is no http or https URL; write it as http://host:port, https://host/prefix or, for a socket of Unix, http+unix://%2Fpath",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(fault("has a query or a fragment; give the instance's URL alone"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(fault(
            "carries a user name or password, which would end up in logs; give the URL without it",
        ));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    if path.ends_with("/api/v4") || path.contains("/api/v4/") {
        return Err(fault(
            "ends in the API's own path; give the instance's URL, without /api/v4",
        ));
    }
    url.set_path(&path);
    Ok(url)
}

/// The text up to an `@`, whose left side may be a password, left out.
fn without_userinfo(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_stays_and_a_trailing_slash_goes() {
        let url = |text| base_url(text).unwrap().to_string();
        assert_eq!(url("http://127.0.0.1:80/gitlab/"), "http://127.0.0.1/gitlab");
        assert_eq!(url("https://gitlab.example"), "https://gitlab.example/");
        #[cfg(unix)]
        assert_eq!(
            url("http+unix://%2Frun%2Fa.sock/b/"),
            "http+unix://%2Frun%2Fa.sock/b"
        );
    }

    #[test]
    fn what_is_no_base_url_is_refused_and_no_password_is_repeated() {
        for text in [
            "",
            "gitlab.example",
            "ftp://x",
            "http://x/api/v4",
            "http://x/?a=1",
            "http://",
            "http+unix://run",
            "http+unix:///run/a.sock",
        ] {
            assert!(base_url(text).is_err(), "{text}");
        }
        let error = base_url("http://root:hunter2@host").unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
