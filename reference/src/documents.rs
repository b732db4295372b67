//! The documents, for the tests of this crate.

use std::path::Path;
use std::sync::OnceLock;

use labproof_spec::Spec;

pub(crate) fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        Spec::load(&folder).unwrap_or_else(|faults| panic!("{faults}"))
    })
}
