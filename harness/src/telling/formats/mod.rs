//! The report for others than a person at a terminal, one format a file.

pub mod badge;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod page;
