//! Errors of Python's own kinds, with the column named.

use oddwalk::logs::{FileError, ReadError};
use pyo3::PyErr;
use pyo3::exceptions::{PyKeyError, PyOverflowError, PyTypeError, PyValueError};

/// A table that cannot be read.
pub(super) fn of_reading(error: &ReadError) -> PyErr {
    match error {
        ReadError::File { error: error @ FileError::MissingColumn { .. }, .. } => {
            PyKeyError::new_err(format!("the table {error}"))
        }
        ReadError::File { error: error @ FileError::ColumnType { .. }, .. } => {
            PyTypeError::new_err(error.to_string())
        }
        ReadError::ColumnNowhere { .. } => PyKeyError::new_err(error.to_string()),
        ReadError::TooManyEvents(_) => PyOverflowError::new_err(error.to_string()),
        error => PyValueError::new_err(error.to_string()),
    }
}

/// A value that makes no sense.
#[expect(clippy::needless_pass_by_value, reason = "errors come by value from `map_err`")]
pub(super) fn of_value(error: impl ToString) -> PyErr {
    PyValueError::new_err(error.to_string())
}
