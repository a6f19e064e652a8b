//! Ctrl-C, and other requests to end, leave no partial file behind.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::Exit;

/// Files that are being written and do not count yet.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From here on an interrupt removes unfinished files and ends the process with exit code 130.
pub(crate) fn clean_up_on_interrupt() {
    // A second call in one process finds the handler there already, which is just as good.
    let _ = ctrlc::set_handler(|| {
        for path in &*UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(Exit::Interrupted.code().into());
    });
}

/// Runs `work` on files; until it is done an interrupt removes the unfinished one.
pub(crate) fn unfinished<T>(path: &Path, work: impl FnOnce() -> T) -> T {
    let lock = || UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    lock().push(path.to_owned());
    let result = work();
    lock().retain(|unfinished| unfinished != path);
    result
}
