//! The console script's command.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Run the `oddwalk` command with these arguments, the program's name first, and return its exit code.
///
/// It is meant for the console script: it writes to the process's own standard output and error, and from then on an
/// interrupt ends the process. Other threads go on meanwhile.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, argv: Vec<OsString>) -> u8 {
    py.detach(|| oddwalk_cli::run(argv).code())
}
