//! Where GitLab itself does otherwise than its documentation says, as errata tell it.

use serde::{Deserialize, Serialize};

use crate::document::{EditionEntry, OperationDocument};
use crate::load::Documents;
use crate::{Edition, EditionKind};

/// How a release of GitLab parts from the documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parting {
    /// The erratum that tells it.
    pub erratum: String,
    /// The served edition in which it does.
    pub edition: Edition,
    /// What it does.
    pub is: String,
}

/// Of a requirement with these errata: in a served edition what it is about there, in a documented one what newer
/// releases do instead.
pub(crate) fn partings(
    documents: &Documents,
    document: &OperationDocument,
    errata: &[String],
    edition: Edition,
) -> Vec<Parting> {
    let mut found: Vec<Parting> = Vec::new();
    for served in documents.editions.iter().filter(|entry| tells_of(entry, edition)) {
        let served = served.edition;
        let elsewhere = match served == edition {
            true => Vec::new(),
            false => whereabouts(document, edition, served),
        };
        for id in errata.iter().chain(elsewhere) {
            if let Some(parts) = documents.served(id, served)
                && found.iter().all(|parting| parting.erratum != *id)
            {
                found.push(Parting {
                    erratum: id.clone(),
                    edition: served,
                    is: parts.is.clone(),
                });
            }
        }
    }
    found
}

/// Whether what is served then says something of the edition: of itself, or of a documented one before it.
fn tells_of(served: &EditionEntry, edition: Edition) -> bool {
    served.kind == EditionKind::Served && edition <= served.edition
}

/// The errata by which the operation is asked for elsewhere or otherwise in the served edition, or is gone there.
fn whereabouts(document: &OperationDocument, documented: Edition, served: Edition) -> Vec<&String> {
    if !document.editions.contains(served) {
        return document.errata.iter().collect();
    }
    let differences = document.asked_for_otherwise(documented, served).into_iter();
    differences.flat_map(|(_, errata)| errata).collect()
}
