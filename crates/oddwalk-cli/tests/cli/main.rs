//! The `oddwalk` command as its users meet it: arguments and files in; exit code, words and files out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::format_collect, reason = "the texts are small")]

mod architecture;
mod bad_input;
mod determinism;
mod formats;
mod interrupt;
mod outputs;
mod sessions;
mod support;
