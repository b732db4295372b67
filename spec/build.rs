//! Builds this crate anew when a document changes; the macro that carries them inside does not tell cargo.

fn main() {
    println!("cargo:rerun-if-changed=api");
    println!("cargo:rerun-if-changed=schemas");
}
