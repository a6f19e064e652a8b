//! CSV (RFC 4180), safe to open in a spreadsheet; lists are JSON text in one cell.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;

use crate::formula::{defuse_json, defuse_text};
use crate::json::{self, JsonSource, List};
use crate::time::rfc3339;
use crate::{Columns, Row};

/// Writes a header and one record per row. What is missing is an empty cell.
///
/// Text of the log in which a spreadsheet could see a formula gets an apostrophe before it. Lines end with CR LF.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_csv<'a, R: Into<Row<'a>>>(
    columns: &Columns,
    rows: impl IntoIterator<Item = R>,
    out: impl Write,
) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(columns.names().iter().map(|name| defuse_text(name).into_owned()))?;
    for row in rows {
        write_row(columns, &row.into(), &mut table)?;
    }
    table.flush()
}

fn write_row(columns: &Columns, row: &Row, table: &mut Writer<impl Write>) -> io::Result<()> {
    if columns.ranked() {
        table.write_field(number(row.rank())?)?;
    }
    table.write_field(defuse_text(columns.recipe(row)).as_bytes())?;
    for value in columns.entity_cells(row) {
        table.write_field(defuse_text(value.unwrap_or_default()).as_bytes())?;
    }
    table.write_field(row.span().map(|span| rfc3339(span.begin)).unwrap_or_default())?;
    table.write_field(row.span().map(|span| rfc3339(span.end)).unwrap_or_default())?;
    table.write_field(number(row.duration_ms())?)?;
    table.write_field(row.event_count().to_string())?;
    table.write_field(row.distinct_commands().to_string())?;
    if columns.judged() {
        write_judgement(row, table)?;
    }
    if columns.ranked() {
        table.write_field(number(row.likelihood())?)?;
        table.write_field(number(row.surprisal_bits())?)?;
        table.write_field(number(row.window_start())?)?;
        table.write_field(list(&List(|| row.window()))?)?;
    }
    table.write_field(list(&List(|| row.commands()))?)?;
    table.write_field(list(&List(|| row.sources().map(JsonSource::from)))?)?;
    if columns.ranked() {
        table.write_field(number(row.session_likelihood())?)?;
        table.write_field(number(row.session_bits())?)?;
    }
    if columns.ignored() {
        let reason = row.ignored().map(|line| line.reason.as_str()).unwrap_or_default();
        table.write_field(defuse_text(reason).as_bytes())?;
    }
    Ok(table.write_record(None::<&[u8]>)?)
}

fn write_judgement(row: &Row, table: &mut Writer<impl Write>) -> io::Result<()> {
    table.write_field(number(row.score_bits())?)?;
    for bits in row.evidence_bits() {
        table.write_field(number(bits)?)?;
    }
    table.write_field(number(row.judgement().map(|known| known.order_uncertain))?)?;
    table.write_field(number(row.history())?)?;
    Ok(table.write_field(defuse_text(&row.reason().unwrap_or_default()).as_bytes())?)
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
