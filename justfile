# What is done here, one verb each; `just` lists them.

# Arguments reach a command as they were quoted.
set positional-arguments

_list:
    @{{ just_executable() }} --list --unsorted

# Run every test.
test *arguments:
    cargo test --locked "$@"

# Judge a server; without --url the reference server, in every edition.
run *arguments:
    cargo run --locked --quiet -- run "$@"

# Start the reference server.
serve *arguments:
    cargo run --locked --quiet -- serve "$@"

# Check format and lints.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Build the documentation.
docs:
    RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --locked

# Check the licences, sources and known faults of the dependencies.
deny:
    cargo deny --locked check

# Print the newest edition as an OpenAPI document; another one with --edition.
openapi *arguments:
    @cargo run --locked --quiet -- spec openapi "$@"

# Measure requests a second and how long the suite takes.
bench:
    cargo bench --locked --profile dist --bench allowed --bench suite

# Prove that the suite notices faults; pass --mutant '*/git.allowed/*' for a part.
prove *arguments:
    cargo run --release --locked --quiet --package labproof-proof -- "$@"

# The whole proof with its reports, and whether the README tells its score; takes minutes.
prove-all:
    .ci/prove/run

# Change our own code in one place at a time and expect a test to fail: spec, reference or harness; takes hours.
mutants area *part:
    .ci/mutants/run "$@"

# Write the snapshots anew; look at the difference before it is committed.
snapshots:
    INSTA_UPDATE=always cargo test --locked --test it -- snapshots formats

# Build a release and pack it: target/archives/labproof-VERSION-TARGET.tar.gz and its checksum.
dist:
    cargo build --profile dist --locked --workspace
    .ci/dist/run "${CARGO_TARGET_DIR:-target}/dist" "${CARGO_TARGET_DIR:-target}/archives"

# Everything that has to hold before a change is taken.
ci:
    .ci/run
