//! The `oddwalk` command as a library: [`run`] takes arguments and gives back an exit code.
//!
//! This crate turns arguments into options, calls the `oddwalk` crate, and puts results where they were asked for. It
//! computes nothing.

mod args;
mod commands;
mod exit;
mod interrupt;
mod options;
mod output;
mod recipes;
mod talk;
mod words;

use std::ffi::OsString;

use clap::Parser;

pub use exit::Exit;

/// Runs the command with these arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let parsed = match args::Args::try_parse_from(&args) {
        Ok(parsed) => parsed,
        Err(error) => return talk::usage(&error),
    };
    interrupt::clean_up_on_interrupt();
    let command_line = talk::command_line(&args);
    match commands::run(parsed, command_line) {
        Ok(exit) => exit,
        Err(error) => talk::failure(&error),
    }
}
