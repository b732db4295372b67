//! Where a target's secret is, and what is said of it beside: never the secret itself.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::target::file::TargetError;
use crate::target::secret::Secret;

/// Where a secret is: never in the target file itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct SecretPlace {
    place: Place,
    issuer: Option<String>,
    key_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    File(PathBuf),
    Env(String),
}

/// A secret's entry as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// A relative path counts from the target file's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
    /// The name of an environment variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    env: Option<String>,
    /// Who signs with it, as tokens say, where that is not whom the documents name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    /// What tokens call the key, where that is not its thumbprint (RFC 7638).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
}

impl TryFrom<Written> for SecretPlace {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let place = match (written.file, written.env) {
            (Some(path), None) => Place::File(path),
            (None, Some(variable)) => Place::Env(variable),
            _ => {
                return Err(
                    "a secret is in a `file` or in a variable of the environment (`env`): say one of them",
                );
            }
        };
        Ok(Self {
            place,
            issuer: written.issuer,
            key_id: written.key_id,
        })
    }
}

impl From<SecretPlace> for Written {
    fn from(secret: SecretPlace) -> Self {
        let (file, env) = match secret.place {
            Place::File(path) => (Some(path), None),
            Place::Env(variable) => (None, Some(variable)),
        };
        Self {
            file,
            env,
            issuer: secret.issuer,
            key_id: secret.key_id,
        }
    }
}

impl SecretPlace {
    /// In a file.
    #[must_use]
    pub fn file(path: PathBuf) -> Self {
        Self {
            place: Place::File(path),
            issuer: None,
            key_id: None,
        }
    }

    /// Lets a relative path count from a folder.
    pub(super) fn count_from(&mut self, folder: &Path) {
        if let Place::File(file) = &mut self.place {
            *file = folder.join(&file);
        }
    }

    /// Reads the secret.
    ///
    /// # Errors
    ///
    /// Where it is not there, or empty; `name` is what the error calls it.
    pub fn read(&self, name: &str) -> Result<Secret, TargetError> {
        let fault = |message: String| TargetError::Secret {
            name: name.to_owned(),
            message,
        };
        let secret = match &self.place {
            Place::File(path) => Secret::read(path).map_err(|error| {
                fault(format!(
                    "{}: {error}; put the secret there or correct `secrets`",
                    path.display()
                ))
            })?,
            Place::Env(variable) => std::env::var(variable)
                .map(|text| Secret::new(&text))
                .map_err(|_| {
                    fault(format!(
                        "the environment has no ${variable}; export it or correct `secrets`"
                    ))
                })?,
        };
        if secret.is_empty() {
            return Err(fault("is empty".to_owned()));
        }
        Ok(secret.named(self.issuer.clone(), self.key_id.clone()))
    }
}
