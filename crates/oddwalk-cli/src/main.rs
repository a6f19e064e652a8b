//! The `oddwalk` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    oddwalk_cli::run(std::env::args_os()).into()
}
