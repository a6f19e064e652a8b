//! Inputs: what the user named, turned into files in byte order of their paths.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempPath;
use walkdir::WalkDir;

use crate::ReadError;

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input, named `-`.
    Stdin,
    /// What came from standard input, laid out on disk so that it can be read twice; named `-` too.
    Spooled(Spooled),
    /// A file.
    File(PathBuf),
}

/// A temporary file, which goes with the last input that it is.
#[derive(Clone, Debug)]
pub struct Spooled(Arc<TempPath>);

impl Spooled {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl PartialEq for Spooled {
    fn eq(&self, other: &Self) -> bool {
        self.path() == other.path()
    }
}

impl Eq for Spooled {}

impl Input {
    /// The name in messages and in the sources of events.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin | Self::Spooled(_) => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The name without its folders.
    pub(crate) fn file_name(&self) -> Cow<'_, str> {
        match self {
            Self::Stdin | Self::Spooled(_) => Cow::Borrowed("-"),
            Self::File(path) => path.file_name().map_or(Cow::Borrowed(""), OsStr::to_string_lossy),
        }
    }

    /// The file on disk, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::Spooled(spooled) => Some(spooled.path()),
            Self::File(path) => Some(path),
        }
    }

    /// The same input where it can be read twice: standard input is laid out on disk first.
    ///
    /// # Errors
    /// Where standard input cannot be read, or there is no room for it.
    pub fn spooled(&self) -> io::Result<Self> {
        if *self != Self::Stdin {
            return Ok(self.clone());
        }
        let mut file = tempfile::NamedTempFile::new()?;
        io::copy(&mut io::stdin().lock(), &mut file)?;
        Ok(Self::Spooled(Spooled(Arc::new(file.into_temp_path()))))
    }

    /// How many bytes the file has, as far as the system can say.
    pub fn size(&self) -> u64 {
        match self {
            Self::Stdin => 0,
            Self::Spooled(spooled) => spooled.path().metadata().map_or(0, |metadata| metadata.len()),
            Self::File(path) => path.metadata().map_or(0, |metadata| metadata.len()),
        }
    }
}

/// Finds the files behind the names: files, folders (with all folders below), patterns such as `logs/*.csv`, and `-`.
///
/// The result is in byte order of the paths, each file once whatever names and links lead to it, so that it depends on
/// what there is and not on how it was named. Pipes, sockets and devices are read where they are named, not where they
/// only lie in a folder: nothing is at rest in them. What cannot be listed or followed inside a folder is an input that
/// cannot be read, so that it is told of and the rest is read.
///
/// # Errors
/// [`ReadError`] where a name is nothing that exists, a named folder cannot be listed, or there is no file in all of them.
pub fn find_inputs(names: &[PathBuf]) -> Result<Vec<Input>, ReadError> {
    let mut inputs = Vec::new();
    for name in names {
        find(name, &mut inputs)?;
    }
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(ReadError::StdinTwice);
    }
    inputs.sort_by(|a, b| path_bytes(a).cmp(path_bytes(b)));
    let mut seen = HashSet::new();
    inputs.retain(|input| seen.insert(identity(input)));
    if inputs.is_empty() {
        let names: Vec<String> = names.iter().map(|name| name.display().to_string()).collect();
        return Err(ReadError::NoFiles(names.join(", ")));
    }
    Ok(inputs)
}

/// What is the same for all names of a file.
fn identity(input: &Input) -> Option<PathBuf> {
    input.path().map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()))
}

fn path_bytes(input: &Input) -> &[u8] {
    input.path().map_or(b"-", |path| path.as_os_str().as_encoded_bytes())
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
    let mut matches = glob::glob(pattern).map_err(|_| not_found())?.peekable();
    matches.peek().ok_or_else(not_found)?;
    for found in matches {
        match found {
            Ok(path) if path.is_dir() => walk(&path, inputs)?,
            Ok(path) if path.is_file() || !path.exists() => inputs.push(Input::File(path)),
            Ok(_) => {}
            Err(error) => inputs.push(Input::File(error.path().to_owned())),
        }
    }
    Ok(())
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) -> Result<(), ReadError> {
    for entry in WalkDir::new(folder).follow_links(true) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => inputs.push(Input::File(entry.into_path())),
            Ok(_) => {}
            // A link to a folder above it: the files there are found without it.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => inputs.push(Input::File(unlisted(folder, &error)?)),
        }
    }
    Ok(())
}

/// The path that cannot be followed, or an error where it is the folder itself.
fn unlisted(folder: &Path, error: &walkdir::Error) -> Result<PathBuf, ReadError> {
    match error.path() {
        Some(path) if error.depth() > 0 => Ok(path.to_owned()),
        _ => Err(ReadError::Folder {
            path: folder.to_owned(),
            reason: error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{create_dir, write};

    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "B.csv"] {
            write(folder.path().join(name), "x").unwrap();
        }
        create_dir(folder.path().join("sub")).unwrap();
        write(folder.path().join("sub/c.json"), "x").unwrap();
        folder
    }

    fn found(folder: &Path, names: &[&str]) -> Vec<String> {
        let names: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
        let relative = |input: &Input| match input {
            Input::Stdin | Input::Spooled(_) => "-".to_owned(),
            Input::File(path) => path.strip_prefix(folder).unwrap().display().to_string(),
        };
        find_inputs(&names).unwrap().iter().map(relative).collect()
    }

    #[test]
    fn files_come_in_byte_order_each_once_however_they_are_named() {
        let folder = folder();
        let all = ["B.csv", "a.csv", "b.csv", "sub/c.json"];
        assert_eq!(found(folder.path(), &[""]), all);
        assert_eq!(found(folder.path(), &["sub", "b.csv", "a.csv", "B.csv", "b.csv"]), all);
        assert_eq!(found(folder.path(), &["*", "sub/*"]), all);
        assert_eq!(found(folder.path(), &["?.csv", "sub/../a.csv"]), all[..3]);
    }

    #[test]
    fn what_is_nothing_is_an_error_that_names_it() {
        let folder = folder();
        for name in ["missing.csv", "*.xyz", "[", "sub/missing/*"] {
            let path = folder.path().join(name);
            let error = find_inputs(std::slice::from_ref(&path)).unwrap_err();
            assert!(matches!(&error, ReadError::NotFound(_)), "{error:?}");
            assert!(error.to_string().contains(name), "{error}");
        }
        create_dir(folder.path().join("empty")).unwrap();
        let error = find_inputs(&[folder.path().join("empty")]).unwrap_err();
        assert!(matches!(error, ReadError::NoFiles(_)), "{error:?}");
    }

    #[test]
    fn standard_input_can_be_named_once() {
        let dash = PathBuf::from("-");
        assert_eq!(find_inputs(std::slice::from_ref(&dash)).unwrap(), [Input::Stdin]);
        assert!(matches!(find_inputs(&[dash.clone(), dash]), Err(ReadError::StdinTwice)));
    }

    #[test]
    fn a_name_that_looks_like_a_pattern_but_exists_is_a_file() {
        let folder = folder();
        write(folder.path().join("a[1].csv"), "x").unwrap();
        assert_eq!(found(folder.path(), &["a[1].csv"]), ["a[1].csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_what_they_lead_to_is_read_once() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;

        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        symlink("a.csv", at("latest.csv")).unwrap();
        symlink("..", at("sub/up")).unwrap();
        symlink("nowhere", at("dangling.csv")).unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        // The dangling link is an input, which reading then tells of.
        let expected = ["B.csv", "a.csv", "b.csv", "dangling.csv", "sub/c.json"];
        assert_eq!(found(folder.path(), &[""]), expected);
        assert_eq!(found(folder.path(), &["latest.csv", "b.csv"]), ["b.csv", "latest.csv"]);
    }
}
