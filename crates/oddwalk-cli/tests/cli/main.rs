//! The `oddwalk` command as its users meet it: arguments and files in; exit code, words and files out.

mod architecture;
mod bad_input;
mod determinism;
mod formats;
mod interrupt;
mod outputs;
mod sessions;
mod support;
