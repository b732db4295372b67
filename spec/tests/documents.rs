//! The documents this crate carries, and what the loader says of broken ones.

use std::fs;
use std::path::Path;

use labproof_spec::{Edition, Spec, openapi};

fn spec() -> &'static Spec {
    Spec::embedded().unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_embedded_documents_are_sound() {
    assert!(spec().operations().count() > 0);
}

#[test]
fn the_folder_on_disk_says_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = Spec::load(folder).unwrap_or_else(|faults| panic!("{faults}"));
    for edition in Edition::ALL {
        assert_eq!(
            openapi::assemble(&loaded.api(edition)),
            openapi::assemble(&spec().api(edition))
        );
    }
}
