//! The servers of a run: those of the target that was named, else reference servers of our own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use labproof_harness::{Limits, Server, SuiteError};
use labproof_spec::{Edition, Spec};

use crate::embedded::Embedded;
use crate::{Exit, Failure, Remote, remote};

/// What a run judges.
pub struct UnderTest {
    /// The servers, one an edition.
    pub servers: Vec<Server>,
    /// The profiles that the target claims; all where empty.
    pub profiles: BTreeSet<String>,
    /// Whether they are reference servers of our own.
    pub is_embedded: bool,
    embedded: Option<Embedded>,
}

impl UnderTest {
    /// The target, or reference servers in these editions where no target is named. A target of which nobody says by
    /// which edition it is judged is asked for its release.
    ///
    /// # Errors
    ///
    /// Where the target cannot be used as it was given, or no server of our own can start.
    pub async fn start(
        spec: &Spec,
        target: &Remote,
        editions: &[Edition],
        limits: Limits,
    ) -> Result<Self, Failure> {
        if target.url.is_some() || target.target.is_some() {
            let mut described = remote::server(spec, target).map_err(Failure::usage)?;
            if !described.has_edition {
                let chosen = labproof_harness::choose_edition(spec, &mut described.server, limits).await;
                chosen.map_err(failure)?;
            }
            return Ok(Self {
                servers: vec![described.server],
                profiles: described.claimed.into_iter().collect(),
                is_embedded: false,
                embedded: None,
            });
        }
        let mut embedded = Embedded::start(editions).await?;
        Ok(Self {
            servers: embedded.servers(),
            profiles: BTreeSet::new(),
            is_embedded: true,
            embedded: Some(embedded),
        })
    }

    /// The target that `LABPROOF_URL`, `LABPROOF_TARGET`, `LABPROOF_EDITION` and `LABPROOF_ALLOW_WRITES` name,
    /// else reference servers in every edition: what the tests judge.
    ///
    /// # Errors
    ///
    /// As for [`UnderTest::start`].
    pub async fn from_environment(spec: &Spec) -> Result<Self, Failure> {
        let editions: Vec<Edition> = spec.editions().collect();
        Self::from_environment_in(spec, &editions).await
    }

    /// The same for a test that is about these editions alone: servers of our own are started for no others.
    ///
    /// # Errors
    ///
    /// As for [`UnderTest::start`].
    pub async fn from_environment_in(spec: &Spec, editions: &[Edition]) -> Result<Self, Failure> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let edition = variable("LABPROOF_EDITION").map(|label| spec.edition(&label));
        let target = Remote {
            url: variable("LABPROOF_URL"),
            target: variable("LABPROOF_TARGET").map(PathBuf::from),
            edition: edition.transpose().map_err(Failure::usage)?,
            allow_writes: variable("LABPROOF_ALLOW_WRITES").is_some_and(|value| is_yes(&value)),
            proxy: variable("LABPROOF_PROXY"),
        };
        let is_wanted = |edition: &&Edition| target.edition.is_none_or(|only| only == **edition);
        let editions: Vec<Edition> = editions.iter().filter(is_wanted).copied().collect();
        Self::start(spec, &target, &editions, Limits::default()).await
    }

    /// Stops what was started.
    pub async fn stop(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }
}

/// What a run that gives no report ends with.
pub(crate) fn failure(error: SuiteError) -> Failure {
    let exit = match &error {
        SuiteError::Target(_) | SuiteError::Unknown(_) => Exit::Usage,
        SuiteError::Nothing(_) => Exit::Nothing,
        _ => Exit::Unreachable,
    };
    Failure {
        exit,
        error: error.into(),
    }
}

/// As the command line reads such a variable.
fn is_yes(value: &str) -> bool {
    !matches!(
        value.to_ascii_lowercase().as_str(),
        "0" | "false" | "no" | "off" | "n" | "f"
    )
}
