//! The `oddwalk` command as its users meet it: arguments and files in; exit code, words and files out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod architecture;
mod bad_input;
mod determinism;
mod formats;
mod interrupt;
mod outputs;
mod sessions;
mod support;
