//! Ctrl-C, and other requests to end, leave no partial file behind.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Exit;

/// Files that are being written and do not count yet.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From here on an interrupt removes unfinished files and ends the process with exit code 130.
pub(crate) fn clean_up_on_interrupt() {
    // A second call in one process finds the handler there already, which is just as good.
    let _ = ctrlc::set_handler(|| {
        // Held to the end, so that no other file is begun meanwhile.
        let unfinished = lock();
        for path in &*unfinished {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(Exit::Interrupted.code().into());
    });
}

/// Makes a new file that an interrupt removes until it is [`finished`]. Unlike a temporary file, it has the permissions
/// of any new file.
pub(crate) fn create_unfinished(path: &Path) -> io::Result<File> {
    let mut unfinished = lock();
    let file = File::options().read(true).write(true).create_new(true).open(path)?;
    unfinished.push(path.to_owned());
    Ok(file)
}

/// The file under this name is whole, or gone.
pub(crate) fn finished(path: &Path) {
    lock().retain(|unfinished| unfinished != path);
}

fn lock() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
