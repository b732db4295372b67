//! What was read in a file holds from the edition on that the file speaks for.

use crate::document::{OperationDocument, RequirementDocument};
use crate::load::Documents;
use crate::{Faults, Level, Source};

/// Notes each requirement that reaches back further than the files it was read in.
pub(super) fn all(file: &str, operation: &OperationDocument, documents: &Documents, faults: &mut Faults) {
    for (index, requirement) in operation.requirements.iter().enumerate() {
        for source in &requirement.source {
            if let Some(fault) = fault(operation, requirement, source, documents) {
                faults.add(file, format!("/requirements/{index}"), fault);
            }
        }
    }
}

fn fault(
    operation: &OperationDocument,
    requirement: &RequirementDocument,
    source: &Source,
    documents: &Documents,
) -> Option<String> {
    let file = source.file.as_ref()?;
    let Some(read) = documents.sources.get(file) else {
        return Some(format!(
            "`{file}` is not in sources.yaml; say there what was read of it"
        ));
    };
    // What is documented needs no file for it, and what is tolerated either way may be unknown.
    if requirement.level != Level::Should {
        return None;
    }
    let own = requirement.editions.as_ref().unwrap_or(&operation.editions);
    let first = documents
        .known()
        .find(|edition| own.contains(*edition) && source.holds_in(*edition))?;
    (first < read.since).then(|| {
        format!(
            "`{}` holds from {first}, and `{file}` speaks for {} and later editions alone (sources.yaml); begin there, or name what was read of the older ones",
            requirement.id, read.since
        )
    })
}
