//! What stands for `format.rs` without the feature `check`: documents are taken as they are.

use serde_json::Value;

use crate::Faults;
use crate::load::Checks;

pub(crate) fn is_schema(_: &Value, _: &str, _: &str, _: Checks, _: &mut Faults) {}

pub(crate) struct Check;

impl Check {
    pub(crate) fn new(_: Checks) -> Self {
        Self
    }

    pub(crate) fn fits(&mut self, _: &Value, _: &str, _: &mut Faults) -> bool {
        true
    }
}
