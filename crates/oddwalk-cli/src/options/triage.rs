//! What the arguments about what is known mean.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use oddwalk::core::{IgnoreFile, IgnoreLine};
use oddwalk::{Method, read_ignore};

use super::usage;
use crate::words;

/// Reads a file of what is known, which must mean something to the method.
pub(crate) fn known(path: &Path, method: Method) -> Result<IgnoreFile> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("{name}: cannot be read"))?;
    let file = read_ignore(&name, &text).map_err(usage)?;
    let is_of_clues = |line: &&IgnoreLine| !line.known.is_everything();
    match file.lines.iter().find(is_of_clues).filter(|_| method != Method::Oddwalk) {
        Some(IgnoreLine { line, .. }) => Err(usage(anyhow!(
            "{name}: line {line}: only `actor` and `entity` mean something to --method {}",
            words::method(method)
        ))),
        None => Ok(file),
    }
}
