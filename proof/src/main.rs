//! The command `labproof-prove`, which `labproof prove` runs; what it does is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    labproof_proof::main()
}
