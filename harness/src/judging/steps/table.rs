//! What stands below a step: its table or its text block.

use cucumber::gherkin::Step;

use crate::judging::verdict::Outcome;

/// The rows of a step's table, each with two cells.
pub(super) fn rows(step: &Step) -> Result<Vec<(&str, &str)>, Outcome> {
    let fault = |what: &str| Outcome::Error(format!("line {}: {what}", step.position.line));
    let table = step
        .table
        .as_ref()
        .ok_or_else(|| fault("the step needs a table"))?;
    let rows = table.rows.iter();
    rows.map(|row| match row.as_slice() {
        [name, value] => Ok((name.as_str(), value.as_str())),
        _ => Err(fault("each row of the table has to have two cells")),
    })
    .collect()
}

/// The text block of a step.
pub(super) fn docstring(step: &Step) -> Result<&str, Outcome> {
    let text = step.docstring.as_deref();
    let text = text.ok_or_else(|| {
        Outcome::Error(format!(
            "line {}: the step needs a text block",
            step.position.line
        ))
    });
    Ok(text?.trim_matches('\n'))
}
