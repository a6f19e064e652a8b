//! Inputs: what the user named, turned into files in byte order of their paths.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::ReadError;

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Standard input, named `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name in messages and in the sources of events.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The name without its folders.
    pub(crate) fn file_name(&self) -> Cow<'_, str> {
        match self {
            Self::Stdin => Cow::Borrowed("-"),
            Self::File(path) => path.file_name().map_or(Cow::Borrowed(""), OsStr::to_string_lossy),
        }
    }

    /// How many bytes the file has, as far as the system can say.
    pub fn size(&self) -> u64 {
        match self {
            Self::Stdin => 0,
            Self::File(path) => path.metadata().map_or(0, |metadata| metadata.len()),
        }
    }
}

/// Finds the files behind the names: files, folders (with all folders below), patterns such as `logs/*.csv`, and `-`.
///
/// The result is in byte order of the paths, each file once, so that it depends on what there is and not on how it
/// was named.
///
/// # Errors
/// [`ReadError`] where a name is nothing that exists, a folder cannot be listed, or there is no file in all of them.
pub fn find_inputs(names: &[PathBuf]) -> Result<Vec<Input>, ReadError> {
    let mut inputs = Vec::new();
    for name in names {
        find(name, &mut inputs)?;
    }
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(ReadError::StdinTwice);
    }
    inputs.sort_by(|a, b| path_bytes(a).cmp(path_bytes(b)));
    inputs.dedup();
    if inputs.is_empty() {
        let names: Vec<String> = names.iter().map(|name| name.display().to_string()).collect();
        return Err(ReadError::NoFiles(names.join(", ")));
    }
    Ok(inputs)
}

fn path_bytes(input: &Input) -> &[u8] {
    match input {
        Input::Stdin => b"-",
        Input::File(path) => path.as_os_str().as_encoded_bytes(),
    }
}

fn find(name: &Path, inputs: &mut Vec<Input>) -> Result<(), ReadError> {
    if name == OsStr::new("-") {
        inputs.push(Input::Stdin);
        return Ok(());
    }
    if name.is_dir() {
        return walk(name, inputs);
    }
    if name.exists() {
        inputs.push(Input::File(name.to_owned()));
        return Ok(());
    }
    let not_found = || ReadError::NotFound(name.display().to_string());
    let pattern = name.to_str().filter(|text| text.contains(['*', '?', '['])).ok_or_else(not_found)?;
    let mut matches = glob::glob(pattern).map_err(|_| not_found())?.flatten().peekable();
    matches.peek().ok_or_else(not_found)?;
    for path in matches {
        if path.is_dir() {
            walk(&path, inputs)?;
        } else {
            inputs.push(Input::File(path));
        }
    }
    Ok(())
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) -> Result<(), ReadError> {
    for entry in WalkDir::new(folder).follow_links(true) {
        let entry = entry.map_err(|error| ReadError::Folder {
            path: error.path().unwrap_or(folder).to_owned(),
            reason: error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
        })?;
        if !entry.file_type().is_dir() {
            inputs.push(Input::File(entry.into_path()));
        }
    }
    Ok(())
}
