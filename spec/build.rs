//! Tells the build scripts of dependents where the documents lie: `DEP_LABPROOF_SPEC_FOLDER`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::metadata=folder={}", env!("CARGO_MANIFEST_DIR"));
}
