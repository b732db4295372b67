//! The mutants that nobody can notice, and why: `proof/survivors.yaml`.

use labproof::Failure;
use labproof_spec::Editions;
use serde::Deserialize;

use super::Judged;

const FILE: &str = "proof/survivors.yaml";
const TEXT: &str = include_str!("../../survivors.yaml");

/// The mutants that survive, each with the reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Survivors(Vec<Entry>);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Their names, without the edition.
    mutants: Vec<String>,
    /// The editions in which they survive.
    #[serde(default)]
    editions: Editions,
    /// Why nobody can notice them, in a sentence.
    why: String,
}

impl Survivors {
    /// The list that comes with the suite.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; a released program's can.
    pub fn known() -> Result<Self, Failure> {
        Self::read(TEXT)
    }

    /// A list of the same form.
    ///
    /// # Errors
    ///
    /// Where it is none.
    pub fn read(text: &str) -> Result<Self, Failure> {
        serde_saphyr::from_str(text).map_err(|fault| Failure::usage(anyhow::anyhow!("{FILE}: {fault}")))
    }

    /// Gives survivors their reasons; one whose run did not come to its end has none. What comes back is wrong with the
    /// list: who is in it and was noticed, and, where everything was judged, who is in it and is no mutant.
    pub(super) fn explain(&self, mutants: &mut [Judged], is_whole: bool) -> Vec<String> {
        let mut stale = Vec::new();
        for entry in &self.0 {
            for name in &entry.mutants {
                let mut is_there = false;
                for judged in mutants.iter_mut().filter(|judged| entry.means(name, judged)) {
                    is_there = true;
                    if judged.is_caught() {
                        stale.push(format!(
                            "{FILE}: {} is noticed; remove the entry, or its edition",
                            judged.mutant.id
                        ));
                    } else if judged.is_whole() {
                        judged.explained = Some(entry.why.clone());
                    }
                }
                if is_whole && !is_there {
                    stale.push(format!(
                        "{FILE}: {name} is no mutant; remove the entry, or correct the name"
                    ));
                }
            }
        }
        stale
    }
}

impl Entry {
    fn means(&self, name: &str, judged: &Judged) -> bool {
        let rest = judged.mutant.id.split_once('/').map(|(_, rest)| rest);
        rest == Some(name) && self.editions.contains(judged.mutant.edition)
    }
}
