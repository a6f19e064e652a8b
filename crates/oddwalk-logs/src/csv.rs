//! CSV and its relatives: a header, then records of cells between delimiters.

mod block;
mod cells;
mod records;
mod scanner;

use std::io::{self, Read};

use oddwalk_core::Reason;

use self::block::Spare;
use self::cells::Cells;
use self::records::{Record, Records, Step};
use self::scanner::Fault;
use crate::encode::Encoder;
use crate::record::Place;
use crate::{FileError, ReadOptions};

/// In the order of preference where a header holds as many of one as of another.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Reads the records behind the header; `head` is the beginning of the same bytes.
pub(crate) fn read(
    head: &[u8],
    bytes: impl Read,
    options: &ReadOptions,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    let delimiter = options.delimiter.unwrap_or_else(|| sniff_delimiter(head));
    let mut records = Records::new(bytes, delimiter, options.max_record);
    let names = header(&mut records)?;
    let mut cells =
        Cells::find(encoder.columns(), &names).map_err(|error| no_table(&names).unwrap_or(error))?;
    encoder.has_columns(&cells.are_cells());
    if cells.are_all_whole() {
        encoder.has_no_other_columns();
    }
    records.expect_cells(names.len());
    let form = Form { cells: names.len(), max_record: options.max_record };
    let spare = Spare::default();
    while encoder.goes_on() {
        let next = if cells.are_all_whole() && encoder.block().is_some() {
            take_block(&mut records, form, &cells, &spare, encoder)
        } else {
            records.next().map(|step| step.map(|step| take(&step, form, &mut cells, encoder)))
        };
        match next {
            Err(error) => return Err(FileError::broken_off(encoder.records(), &error)),
            Ok(None) if encoder.records() == 0 => return Err(FileError::NoRecords),
            Ok(None) => return cells.check(encoder),
            Ok(Some(())) => {}
        }
    }
    Ok(())
}

/// How a file's records are written.
#[derive(Clone, Copy)]
struct Form {
    /// How many cells the header has.
    cells: usize,
    max_record: usize,
}

/// Finds the next records and leaves what is in them to any thread; `None` at the end.
fn take_block<R: Read>(
    records: &mut Records<R>,
    form: Form,
    cells: &Cells,
    spare: &Spare,
    encoder: &mut Encoder,
) -> io::Result<Option<()>> {
    let size = encoder.block().unwrap_or_default();
    let Some(block) = records.block(size, spare.take())? else { return Ok(None) };
    let spare = spare.clone();
    let (places, steps) = (cells.places().to_vec(), block.len() as u64);
    let read = move |encoder: &mut Encoder| {
        let mut cells = Cells::at(encoder.columns(), places);
        encoder.has_columns(&cells.are_cells());
        encoder.has_no_other_columns();
        for step in block.steps() {
            take(&step, form, &mut cells, encoder);
            if encoder.is_stopped() {
                break;
            }
        }
        spare.give(block);
        Ok(())
    };
    encoder.apart(steps, Box::new(read));
    Ok(Some(()))
}

fn take(step: &Step, form: Form, cells: &mut Cells, encoder: &mut Encoder) {
    match *step {
        Step::Bad(place, fault) => reject(place, fault, form.max_record, encoder),
        Step::Record(place, record) => read_record(place, record, form.cells, cells, encoder),
    }
}

/// The delimiter that the first line holds most of outside quotes.
fn sniff_delimiter(head: &[u8]) -> u8 {
    let mut in_quotes = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    let header = head.iter().position(|&byte| byte == b'\n').filter(|_| head.starts_with(b"#TYPE "));
    for &byte in head[header.map_or(0, |end| end + 1)..].iter().take_while(|&&byte| byte != b'\n') {
        in_quotes ^= byte == b'"';
        if let (false, Some(which)) = (in_quotes, DELIMITERS.iter().position(|&delimiter| delimiter == byte))
        {
            counts[which] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let which = counts.iter().position(|&count| count == most).unwrap_or_default();
    DELIMITERS[which]
}

/// `PowerShell` may put a line before the header that says of what type its objects were.
fn header<R: Read>(records: &mut Records<R>) -> Result<Vec<String>, FileError> {
    let names = cells_of_header(records)?;
    if names.first().is_some_and(|name| name.starts_with("#TYPE ")) {
        records.expect_header();
        return cells_of_header(records);
    }
    Ok(names)
}

fn cells_of_header<R: Read>(records: &mut Records<R>) -> Result<Vec<String>, FileError> {
    match records.next()? {
        None => Err(FileError::Empty),
        Some(Step::Bad(_, fault)) => Err(FileError::Header(words(fault))),
        Some(Step::Record(_, record)) => {
            let cells = (0..record.len()).filter_map(|index| record.cell(index));
            Ok(cells.map(|cell| String::from_utf8_lossy(&cell).trim().to_owned()).collect())
        }
    }
}

/// What is wrong with a file that lacks a column, where its header shows that it is something else.
fn no_table(names: &[String]) -> Option<FileError> {
    let holds = |byte: char| names.iter().any(|name| name.contains(byte));
    if holds('\0') {
        return Some(FileError::Header("it is binary, or UTF-16 without a byte order mark"));
    }
    holds('\r')
        .then_some(FileError::Header("its lines end in carriage returns alone; turn them into line feeds"))
}

fn read_record(place: Place, record: Record, width: usize, cells: &mut Cells, encoder: &mut Encoder) {
    let is_empty = |index| record.cell(index).is_none_or(|cell| cell.is_empty());
    if record.len() > width && !(width..record.len()).all(is_empty) {
        let detail = format!("{} cells under a header of {width}", record.len());
        return encoder.reject(place, Reason::TooManyCells, &detail);
    }
    if record.len() < width {
        encoder.short_record();
    }
    cells.read(place, record, encoder);
}

fn reject(place: Place, fault: Fault, max_record: usize, encoder: &mut Encoder) {
    let reason = match fault {
        Fault::TooLong => Reason::TooLong,
        Fault::TooManyCells => Reason::TooManyCells,
        Fault::UnclosedQuote | Fault::TextAfterQuote => Reason::Malformed,
    };
    let detail = match fault {
        Fault::TooLong => format!("{} ({} bytes)", words(fault), max_record),
        _ => words(fault).to_owned(),
    };
    encoder.reject(place, reason, &detail);
}

fn words(fault: Fault) -> &'static str {
    match fault {
        Fault::UnclosedQuote => "a quote is never closed",
        Fault::TextAfterQuote => "text behind a closing quote",
        Fault::TooManyCells => "far more cells than the header has",
        Fault::TooLong => "more bytes than a record may have",
    }
}
