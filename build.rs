//! Builds the program anew when a feature changes; the macro that carries them inside does not tell cargo.

fn main() {
    println!("cargo:rerun-if-changed=features");
}
