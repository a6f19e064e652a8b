//! Output: files that appear whole or not at all, and standard output that may be closed early.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use oddwalk::logs::Input;
use oddwalk::report::{Columns, Row, write_csv, write_ndjson, write_parquet};
use tempfile::NamedTempFile;

use crate::interrupt::{create_unfinished, finished};
use crate::options::usage;

/// The form of a table of findings or sessions, told by the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TableFormat {
    Ndjson,
    Csv,
    Parquet,
}

/// Whether the table goes to standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Says whether a table can be written there at all, before an hour of work.
pub(crate) fn check_table_path(path: &Path, inputs: &[Input]) -> Result<()> {
    if is_stdout(path) {
        return Ok(());
    }
    table_format(path)?;
    check_path(path, inputs)
}

/// Says whether a file can be written there at all, before an hour of work.
pub(crate) fn check_path(path: &Path, inputs: &[Input]) -> Result<()> {
    let is_input = |input: &Input| matches!(input, Input::File(file) if is_same_file(file, path));
    if inputs.iter().any(is_input) {
        return Err(usage(anyhow!("{}: is an input, which would be overwritten", path.display())));
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        bail!("{}: cannot be written: there is no folder {}", path.display(), folder.display());
    }
    if path.is_dir() {
        bail!("{}: cannot be written: it is a folder", path.display());
    }
    Ok(())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    other.is_file() && one.canonicalize().ok() == other.canonicalize().ok()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes rows where the user wants them: NDJSON to standard output, or a file in the format of its name.
pub(crate) fn write_table<'a, R: Into<Row<'a>>>(
    path: &Path,
    columns: &Columns,
    rows: impl IntoIterator<Item = R>,
) -> Result<()> {
    if is_stdout(path) {
        return to_stdout(|out| write_ndjson(columns, rows, out));
    }
    let format = table_format(path)?;
    to_file(path, |out| match format {
        TableFormat::Ndjson => Ok(write_ndjson(columns, rows, out)?),
        TableFormat::Csv => Ok(write_csv(columns, rows, out)?),
        TableFormat::Parquet => Ok(write_parquet(columns, rows, out)?),
    })
}

fn table_format(path: &Path) -> Result<TableFormat> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("ndjson" | "jsonl") => Ok(TableFormat::Ndjson),
        Some("csv") => Ok(TableFormat::Csv),
        Some("parquet") => Ok(TableFormat::Parquet),
        _ => {
            Err(usage(anyhow!("{}: the name must end in .ndjson, .csv or .parquet, or be -", path.display())))
        }
    }
}

/// Writes to standard output. That its reader has had enough is no error.
pub(crate) fn to_stdout(write: impl FnOnce(&mut BufWriter<io::StdoutLock>) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// Writes a file under another name in the same folder, and gives it its own when it is whole. What is no ordinary file,
/// such as `/dev/null`, is written to as it stands.
pub(crate) fn to_file(path: &Path, write: impl FnOnce(&mut BufWriter<&File>) -> Result<()>) -> Result<()> {
    let written = if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        File::options().write(true).open(path).map_err(Into::into).and_then(|file| fill(&file, write))
    } else {
        make_whole(path, write)
    };
    written.with_context(|| format!("{}: cannot be written", path.display()))
}

fn make_whole(path: &Path, write: impl FnOnce(&mut BufWriter<&File>) -> Result<()>) -> Result<()> {
    let file = tempfile::Builder::new().prefix(".oddwalk-").make_in(folder_of(path), create_unfinished)?;
    let unfinished_path = file.path().to_owned();
    let made = fill_and_name(file, path, write);
    finished(&unfinished_path);
    made
}

fn fill_and_name(
    file: NamedTempFile,
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> Result<()>,
) -> Result<()> {
    fill(file.as_file(), write)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn fill(file: &File, write: impl FnOnce(&mut BufWriter<&File>) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    Ok(out.flush()?)
}
