//! What a server does not have, known before anything is judged.

use labproof_spec::Edition;

use crate::running::conditions::Conditions;
use crate::running::presence::Absent;

/// What of an edition's documents a server lacks, lawfully or not.
#[derive(Default)]
pub(crate) struct Lack {
    /// What is not about its kind of instance.
    pub(crate) conditions: Conditions,
    /// Profiles none of whose operations it has.
    pub(crate) absent: Vec<Absent>,
    /// What is there of profiles that nobody claims.
    pub(crate) unclaimed: Vec<String>,
}

impl Lack {
    /// The requirements that nothing has to judge.
    pub(crate) fn requirements(&self) -> impl Iterator<Item = &str> {
        let absent = self.absent.iter().flat_map(|absent| &absent.requirements);
        absent.chain(self.inapplicable()).map(String::as_str)
    }

    /// Those that are not about its kind of instance.
    pub(crate) fn inapplicable(&self) -> impl Iterator<Item = &String> {
        self.conditions.unmet.iter().flat_map(|unmet| &unmet.requirements)
    }

    /// What a reader should know of it first.
    pub(crate) fn notes(&self, edition: Edition) -> Vec<String> {
        let unmet = self.conditions.unmet.iter().map(|unmet| {
            let count = match unmet.requirements.len() {
                1 => "1 requirement is".to_owned(),
                count => format!("{count} requirements are"),
            };
            format!("edition {edition}: {count} not applicable: {}", unmet.reason)
        });
        unmet.chain(self.unclaimed.iter().cloned()).collect()
    }
}
