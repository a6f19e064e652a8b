//! Output: files that appear whole or not at all, and standard output that may be closed early.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use oddwalk::report::{Columns, Row, write_csv, write_ndjson, write_parquet};

use crate::interrupt::unfinished;

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
pub(crate) fn check_table_path(path: &Path) -> Result<()> {
    if !is_stdout(path) {
        table_format(path)?;
    }
    Ok(())
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
        _ => bail!("{}: the name must end in .ndjson, .csv or .parquet, or be -", path.display()),
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
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".oddwalk-").make_in(folder, create)?;
    let unfinished_path = file.path().to_owned();
    unfinished(&unfinished_path, || {
        fill(file.as_file(), write)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    })
}

fn fill(file: &File, write: impl FnOnce(&mut BufWriter<&File>) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    Ok(out.flush()?)
}

/// Unlike a temporary file, an output has the permissions of any new file.
fn create(path: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create_new(true).open(path)
}
