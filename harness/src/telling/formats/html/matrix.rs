//! Operations by editions, each cell the worst of its requirements.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use labproof_spec::Edition;

use super::{ABSENT, badge, escaped};
use crate::judging::verdict::Verdict;
use crate::running::report::Report;

/// What a cell says: the worst verdict, and how many requirements have it.
struct Cell {
    worst: Verdict,
    count: usize,
}

/// The matrix; the script makes a button of every cell.
pub(super) fn table(report: &Report) -> String {
    let mut operations: Vec<&str> = Vec::new();
    let mut cells: BTreeMap<(&str, Edition), Cell> = BTreeMap::new();
    for edition in &report.editions {
        for requirement in &edition.requirements {
            let operation = requirement.requirement.operation.as_str();
            let cell = cells.entry((operation, edition.edition)).or_insert(Cell {
                worst: requirement.verdict,
                count: 0,
            });
            if requirement.verdict > cell.worst {
                (cell.worst, cell.count) = (requirement.verdict, 0);
            }
            cell.count += usize::from(requirement.verdict == cell.worst);
        }
    }
    // The order in which the editions have them; a new edition's own come last.
    let mut seen = std::collections::HashSet::new();
    for requirement in report.editions.iter().flat_map(|edition| &edition.requirements) {
        let operation = requirement.requirement.operation.as_str();
        if seen.insert(operation) {
            operations.push(operation);
        }
    }
    let mut out =
        r#"<table><caption>The worst verdict of each operation</caption><thead><tr><th scope="col">Operation</th>"#
            .to_owned();
    for edition in &report.editions {
        let _ = write!(out, r#"<th scope="col">{}</th>"#, edition.edition);
    }
    out += "</tr></thead><tbody>";
    for operation in operations {
        let _ = write!(out, r#"<tr><th scope="row">{}</th>"#, escaped(operation));
        for edition in &report.editions {
            row_cell(
                operation,
                edition.edition,
                cells.get(&(operation, edition.edition)),
                &mut out,
            );
        }
        out += "</tr>";
    }
    out += "</tbody></table>";
    out
}

fn row_cell(operation: &str, edition: Edition, cell: Option<&Cell>, out: &mut String) {
    let Some(cell) = cell else {
        *out += ABSENT;
        return;
    };
    let _ = write!(
        out,
        r#"<td data-filter data-operation="{}" data-edition="{edition}">{}"#,
        escaped(operation),
        badge(cell.worst)
    );
    // How many pass says nothing; how many fail does.
    if cell.worst > Verdict::Skipped {
        let _ = write!(out, r#" <span class="count">{}</span>"#, cell.count);
    }
    *out += "</td>";
}
