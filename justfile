# Short names for what the scripts do. Nothing depends on just: each recipe is one command.

# Makes a log with planted intrusions and scans it.
demo *args:
    cargo run --release -- demo {{ args }}

# Every check and every test, with all set-up.
test:
    scripts/test

# Form, lints, documentation, dependencies.
lint:
    scripts/lint

# Rust tests only; takes nextest's arguments.
rust-test *args:
    cargo nextest run --workspace --exclude oddwalk-python {{ args }}

# Formats the code.
fmt:
    cargo fmt --all

# Takes over new snapshots after they were looked at (needs cargo-insta).
snapshots:
    cargo insta review --workspace
