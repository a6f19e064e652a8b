//! CSV (RFC 4180), safe to open in a spreadsheet; lists are JSON text in one cell.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;

use crate::cell::{Cell, Kind};
use crate::formula::{defuse_json, defuse_text};
use crate::json::{self, JsonSource, List};
use crate::time::rfc3339;
use crate::{Columns, Row};

/// A table in the making, which takes its rows one by one.
///
/// What is missing is an empty cell. Text of the log in which a spreadsheet could see a formula gets an apostrophe before
/// it. Lines end with CR LF.
pub struct CsvTable<'c, W: Write> {
    columns: &'c Columns,
    kinds: Vec<Kind>,
    table: Writer<W>,
}

impl<'c, W: Write> CsvTable<'c, W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn new(columns: &'c Columns, out: W) -> io::Result<Self> {
        let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        let (names, kinds): (Vec<String>, Vec<Kind>) = columns.flat().into_iter().unzip();
        table.write_record(names.iter().map(|name| defuse_text(name).into_owned()))?;
        Ok(Self { columns, kinds, table })
    }

    /// Writes a record.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn push(&mut self, row: &Row) -> io::Result<()> {
        for &kind in &self.kinds {
            self.table.write_field(cell(kind, self.columns, row)?.as_bytes())?;
        }
        Ok(self.table.write_record(None::<&[u8]>)?)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn finish(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

/// Writes a header and one record per row, as [`CsvTable`] does.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_csv<'a, R: Into<Row<'a>>>(
    columns: &Columns,
    rows: impl IntoIterator<Item = R>,
    out: impl Write,
) -> io::Result<()> {
    let mut table = CsvTable::new(columns, out)?;
    rows.into_iter().try_for_each(|row| table.push(&row.into()))?;
    table.finish()
}

fn cell<'a>(kind: Kind, columns: &'a Columns, row: &Row<'a>) -> io::Result<Cow<'a, str>> {
    Ok(match kind {
        Kind::Window => list(&List(|| row.window()))?.into(),
        Kind::Session => list(&List(|| row.commands()))?.into(),
        Kind::Sources => list(&List(|| row.sources().map(JsonSource::from)))?.into(),
        kind => match kind.cell(columns, row) {
            Cell::Whole(value) => number(value)?.into(),
            Cell::Number(value) => number(value)?.into(),
            Cell::Flag(value) => number(value)?.into(),
            Cell::Time(time) => time.map(rfc3339).unwrap_or_default().into(),
            Cell::Text(None) => Cow::Borrowed(""),
            Cell::Text(Some(Cow::Borrowed(text))) => defuse_text(text),
            Cell::Text(Some(Cow::Owned(text))) => Cow::Owned(defuse_text(&text).into_owned()),
        },
    })
}

/// The number as JSON writes it, the shortest that reads back as the same; nothing where there is none.
fn number(value: Option<impl Serialize>) -> io::Result<String> {
    value.map_or(Ok(String::new()), |value| Ok(serde_json::to_string(&value)?))
}

fn list(values: &impl Serialize) -> io::Result<String> {
    let mut json = Vec::new();
    json::write(values, &mut json)?;
    let json = String::from_utf8(json).map_err(io::Error::other)?;
    Ok(match defuse_json(&json) {
        Cow::Borrowed(_) => json,
        Cow::Owned(defused) => defused,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{HOSTILE_RECIPE, Sample, ranked_together};

    fn ranked(sample: &Sample) -> String {
        let mut out = Vec::new();
        write_csv(&sample.columns(true), sample.findings().iter(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn judged_findings() {
        let sample = Sample::hostile_parameters().judged();
        let findings = sample.findings();
        let rows = findings.iter().zip(sample.reasons());
        let rows = rows.map(|(finding, reasons)| Row::from(finding).because(reasons));
        let mut out = Vec::new();
        write_csv(&Columns::of(&findings), rows, &mut out).unwrap();
        let mut table = csv::Reader::from_reader(&*out);
        assert_eq!(table.headers().unwrap().len(), Columns::of(&findings).names().len());
        let place = table.headers().unwrap().iter().position(|name| name == "score_bits").unwrap();
        for (record, finding) in table.records().zip(findings.iter()) {
            let record = record.unwrap();
            let verdict = finding.judgement.unwrap().verdict;
            let bits: Vec<f64> =
                record.iter().skip(place).take(7).map(|cell| cell.parse().unwrap()).collect();
            assert_eq!((bits[0], &bits[1..]), (verdict.score_bits, &verdict.evidence_bits[..]));
            assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
        }
    }

    #[test]
    fn findings() {
        insta::assert_snapshot!(ranked(&Sample::exchange()));
    }

    #[test]
    fn hostile_text() {
        let text = ranked(&Sample::hostile());
        insta::assert_snapshot!(text);
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            }
        }
    }

    #[test]
    fn several_recipes_share_the_columns_of_one_name() {
        let (exchange, hostile) = (Sample::exchange(), Sample::hostile_carried());
        let findings = ranked_together([("office365-exchange", &exchange), (HOSTILE_RECIPE, &hostile)]);
        let mut out = Vec::new();
        write_csv(&Columns::of(&findings), findings.iter(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let header = table.headers().unwrap().clone();
        let identities: Vec<&str> = header.iter().skip(2).take(5).collect();
        assert_eq!(identities, ["UserId", "ClientIP", "user", "entity.session", "'=User"]);
        for (record, finding) in table.records().zip(findings.iter()) {
            let record = record.unwrap();
            assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
            let is_hostile = finding.part == 1;
            assert_eq!(
                &record[1],
                if is_hostile { "'=\u{1b}[2J<script>\u{202e}" } else { "office365-exchange" }
            );
            let cells: Vec<bool> = record.iter().skip(2).take(5).map(str::is_empty).collect();
            assert!(cells[if is_hostile { 0..2 } else { 2..5 }].iter().all(|empty| *empty), "{record:?}");
        }
    }

    #[test]
    fn sessions() {
        let sample = Sample::exchange();
        let mut out = Vec::new();
        write_csv(&sample.columns(false), sample.rows().skip(3), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn without_rows_there_is_a_header() {
        let header = "rank,recipe,user,begin,end,duration_ms,n_events,n_distinct,likelihood,surprisal_bits,window_start,window,session,sources,session_likelihood,session_surprisal_bits\r\n";
        assert_eq!(ranked(&Sample::empty()), header);
    }
}
