//! The `oddwalk` command as its users meet it: arguments and files in; exit code, words and files out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_collect,
    clippy::cast_sign_loss,
    reason = "a test that cannot go on fails, and need not be fast"
)]

mod alerts;
mod architecture;
mod bad_input;
mod demo;
mod determinism;
mod formats;
mod interrupt;
mod memory;
mod models;
mod outputs;
mod recipes;
mod report;
mod sessions;
mod support;
mod triage;
mod updates;
