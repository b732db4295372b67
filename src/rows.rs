//! Rows of a list, as a table for people or as JSON for programs.

use clap::ValueEnum;
use serde_json::Value;

use crate::Failure;

/// How a list is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// A line a row, in aligned columns.
    Text,
    /// A list of objects.
    Json,
}

impl RowFormat {
    /// The rows, each an object, in this format.
    ///
    /// # Errors
    ///
    /// Never: there is nothing in a row that JSON has no words for.
    pub fn text(self, rows: &[Value]) -> Result<String, Failure> {
        match self {
            Self::Json => serde_json::to_string_pretty(rows).map_err(Failure::unreachable),
            Self::Text => Ok(table(rows)),
        }
    }
}

/// Rows as lines with aligned columns.
fn table(rows: &[Value]) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let mut widths: Vec<usize> = Vec::new();
    for row in &rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.len());
        }
    }
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn cells(row: &Value) -> Vec<String> {
    let values = row.as_object().into_iter().flatten();
    values
        .map(|(_, value)| match value {
            Value::String(text) => text.clone(),
            Value::Array(items) => items
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(","),
            Value::Object(members) => members.keys().cloned().collect::<Vec<_>>().join(","),
            other => other.to_string(),
        })
        .collect()
}
