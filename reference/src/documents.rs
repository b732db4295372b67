//! The documents, for the tests of this crate.

use labproof_spec::Spec;

pub(crate) fn spec() -> &'static Spec {
    Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"))
}
