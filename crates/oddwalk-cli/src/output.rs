//! Output: files that appear whole or not at all, and standard output that may be closed early.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use oddwalk::core::Ignored;
use oddwalk::report::{
    Columns, CsvTable, ParquetTable, Provenance, RecipeQuality, Row, write_ndjson, write_ndjson_quality,
};
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

/// Something to write, with the flag that asked for it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Output<'a> {
    /// A table, whose form its name says; `-` is standard output.
    Table(&'static str, &'a Path),
    /// Any other file.
    File(&'static str, &'a Path),
}

/// Whether the table goes to standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Says whether everything can be written, before an hour of work: nothing may take the place of an input or of another
/// output, and every file needs a folder.
pub(crate) fn check_outputs(outputs: &[Output], inputs: &[PathBuf]) -> Result<()> {
    let mut places: Vec<(PathBuf, &'static str)> = Vec::new();
    let inputs: HashSet<PathBuf> = inputs.iter().map(|input| place_of(input)).collect();
    for output in outputs {
        let Some((flag, path)) = output.file()? else { continue };
        let place = place_of(path);
        if inputs.contains(&place) {
            return Err(usage(anyhow!("{flag} {}: is an input, which would be overwritten", path.display())));
        }
        if let Some((_, other)) = places.iter().find(|(taken, _)| *taken == place && !is_special(path)) {
            return Err(usage(anyhow!("{flag} {}: is what {other} writes", path.display())));
        }
        places.push((place, flag));
        check_writable(path)?;
    }
    Ok(())
}

impl<'a> Output<'a> {
    /// The file that is written, if it is one.
    fn file(self) -> Result<Option<(&'static str, &'a Path)>> {
        match self {
            Self::Table(_, path) if is_stdout(path) => Ok(None),
            Self::Table(flag, path) => table_format(path).map(|_| Some((flag, path))),
            Self::File(flag, path) if is_stdout(path) => {
                Err(usage(anyhow!("{flag} -: only tables go to standard output; name a file")))
            }
            Self::File(flag, path) => Ok(Some((flag, path))),
        }
    }
}

fn check_writable(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        bail!("{}: cannot be written: there is no folder {}", path.display(), folder.display());
    }
    if path.is_dir() {
        bail!("{}: cannot be written: it is a folder", path.display());
    }
    Ok(())
}

/// What is the same for all names of a file, whether it is there or not yet.
fn place_of(path: &Path) -> PathBuf {
    let as_new = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(as_new).unwrap_or_else(|| path.to_owned())
}

/// Whether it is there and no ordinary file, such as `/dev/null`: nothing is lost by writing to it twice.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What NDJSON ends with where its rows are findings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending<'a> {
    pub(crate) qualities: &'a [RecipeQuality<'a>],
    pub(crate) ignored: Option<&'a Ignored<'a>>,
    pub(crate) provenance: &'a Provenance,
}

/// Whether the table is NDJSON.
pub(crate) fn is_ndjson(path: &Path) -> bool {
    is_stdout(path) || matches!(table_format(path), Ok(TableFormat::Ndjson))
}

/// Only the columns of these names, in their order; all where there is none.
pub(crate) fn only(columns: Columns, names: &[String]) -> Result<Columns> {
    if names.is_empty() {
        return Ok(columns);
    }
    columns.only(names).context("--columns").map_err(usage)
}

/// Says whether a table has room for a choice of columns.
pub(crate) fn check_columns(path: Option<&Path>, names: &[String]) -> Result<()> {
    match path {
        _ if names.is_empty() => Ok(()),
        None => Err(usage(anyhow!("--columns is about a table: name it with --out"))),
        Some(path) if is_ndjson(path) => Err(usage(anyhow!(
            "--columns is about tables that end in .csv or .parquet: NDJSON has everything"
        ))),
        Some(_) => Ok(()),
    }
}

/// Writes rows where the user wants them: NDJSON to standard output, or a file in the format of its name. Only NDJSON has
/// room for an ending.
pub(crate) fn write_table<'a, R: Into<Row<'a>>>(
    path: &Path,
    columns: &Columns,
    rows: impl IntoIterator<Item = R>,
    ending: Option<Ending>,
) -> Result<()> {
    write_pushed(path, columns, ending, |push| rows.into_iter().try_for_each(|row| push(row.into())))
}

/// As [`write_table`], of rows that are given one by one to what `fill` is given.
pub(crate) fn write_pushed(
    path: &Path,
    columns: &Columns,
    ending: Option<Ending>,
    fill: impl FnOnce(&mut dyn FnMut(Row) -> Result<()>) -> Result<()>,
) -> Result<()> {
    if is_stdout(path) {
        let as_io = |error: anyhow::Error| error.downcast().unwrap_or_else(io::Error::other);
        return to_stdout(|out| write_lines(columns, ending, out, fill).map_err(as_io));
    }
    let format = table_format(path)?;
    to_file(path, |out| match format {
        TableFormat::Ndjson => write_lines(columns, ending, out, fill),
        TableFormat::Csv => {
            let mut table = CsvTable::new(columns, out)?;
            fill(&mut |row| Ok(table.push(&row)?))?;
            Ok(table.finish()?)
        }
        TableFormat::Parquet => {
            let mut table = ParquetTable::new(columns, out)?;
            fill(&mut |row| Ok(table.push(&row)?))?;
            Ok(table.finish()?)
        }
    })
}

fn write_lines(
    columns: &Columns,
    ending: Option<Ending>,
    out: &mut impl Write,
    fill: impl FnOnce(&mut dyn FnMut(Row) -> Result<()>) -> Result<()>,
) -> Result<()> {
    fill(&mut |row| Ok(write_ndjson(columns, [row], &mut *out)?))?;
    out.flush()?;
    match ending {
        Some(Ending { qualities, ignored, provenance }) => {
            Ok(write_ndjson_quality(qualities, ignored, provenance, out)?)
        }
        None => Ok(()),
    }
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
    let written = if is_special(path) {
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
