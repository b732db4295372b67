//! Where a served edition parts from the documentation, an erratum says so.

use crate::document::OperationDocument;
use crate::load::Documents;
use crate::{Edition, EditionKind, Faults, Level};

/// Notes every difference between a served edition and the newest documented one before it that no erratum explains.
pub(super) fn all(file: &str, operation: &OperationDocument, documents: &Documents, faults: &mut Faults) {
    for pair in pairs(documents) {
        let mut told = |pointer: String, what: String| {
            let message = format!(
                "{what}; name the erratum in `errata` there, and let its `served` say what GitLab does"
            );
            faults.add(file, pointer, message);
        };
        if pair.both_have(operation) {
            pair.whereabouts(operation, &mut told);
            pair.musts(operation, &mut told);
        } else if pair.one_has(operation) && !pair.explained(&operation.errata) {
            let what = format!(
                "not both {} and {} have the operation",
                pair.documented, pair.served
            );
            told("/editions".to_owned(), what);
        }
    }
}

/// A served edition and the documented one that it is held against.
struct Pair<'d> {
    documented: Edition,
    served: Edition,
    documents: &'d Documents,
}

fn pairs(documents: &Documents) -> impl Iterator<Item = Pair<'_>> {
    let editions = documents.editions.iter().enumerate();
    let served = editions.filter(|(_, entry)| entry.kind == EditionKind::Served);
    served.filter_map(|(at, entry)| {
        let mut before = documents.editions[..at].iter().rev();
        let documented = before.find(|entry| entry.kind == EditionKind::Documented)?;
        Some(Pair {
            documented: documented.edition,
            served: entry.edition,
            documents,
        })
    })
}

impl Pair<'_> {
    fn both_have(&self, operation: &OperationDocument) -> bool {
        let editions = &operation.editions;
        editions.contains(self.documented) && editions.contains(self.served)
    }

    fn one_has(&self, operation: &OperationDocument) -> bool {
        let editions = &operation.editions;
        editions.contains(self.documented) != editions.contains(self.served)
    }

    /// Whether one of the errata says what GitLab does in the served edition.
    fn explained<'e>(&self, errata: impl IntoIterator<Item = &'e String>) -> bool {
        let mut errata = errata.into_iter();
        errata.any(|id| self.documents.served(id, self.served).is_some())
    }

    /// Where, how and with which credential the operation is asked for.
    fn whereabouts(&self, operation: &OperationDocument, told: &mut impl FnMut(String, String)) {
        let Self {
            documented, served, ..
        } = *self;
        for (pointer, errata) in operation.asked_for_otherwise(documented, served) {
            if !self.explained(errata) {
                let what = format!("{documented} and {served} differ here");
                told(pointer.to_owned(), what);
            }
        }
    }

    /// What is documented to hold and does not.
    fn musts(&self, operation: &OperationDocument, told: &mut impl FnMut(String, String)) {
        for (index, requirement) in operation.requirements.iter().enumerate() {
            let ends = requirement.editions.as_ref().is_some_and(|editions| {
                editions.contains(self.documented) && !editions.contains(self.served)
            });
            if ends && requirement.level == Level::Must && !self.explained(&requirement.errata) {
                let what = format!("`{}` is a must in {} alone", requirement.id, self.documented);
                told(format!("/requirements/{index}"), what);
            }
        }
    }
}
