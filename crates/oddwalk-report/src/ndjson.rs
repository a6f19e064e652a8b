//! NDJSON: one object per session and line, described in `docs/ndjson.md`.

use std::io::{self, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::json::{self, JsonSource, List};
use crate::time::rfc3339;
use crate::{Columns, Row};

/// The value of `version` on each line. Within a version keys may be added; none goes away or changes its meaning.
pub const NDJSON_VERSION: u32 = 1;

/// Writes one line per row.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_ndjson<'a, R: Into<Row<'a>>>(
    columns: &Columns,
    rows: impl IntoIterator<Item = R>,
    mut out: impl Write,
) -> io::Result<()> {
    let names = columns.entity_alone();
    for row in rows {
        let line = Line { names: &names, ranked: columns.ranked(), row: row.into() };
        json::write(&line, &mut out)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

struct Line<'a> {
    names: &'a [String],
    ranked: bool,
    row: Row<'a>,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (row, mut line) = (self.row, serializer.serialize_map(None)?);
        line.serialize_entry("version", &NDJSON_VERSION)?;
        if self.ranked {
            line.serialize_entry("rank", &row.rank())?;
        }
        line.serialize_entry("entity", &Entity(self))?;
        line.serialize_entry("begin", &row.span().map(|span| rfc3339(span.begin)))?;
        line.serialize_entry("end", &row.span().map(|span| rfc3339(span.end)))?;
        line.serialize_entry("duration_ms", &row.duration_ms())?;
        line.serialize_entry("n_events", &row.event_count())?;
        line.serialize_entry("n_distinct", &row.distinct_commands())?;
        if self.ranked {
            line.serialize_entry("likelihood", &row.likelihood())?;
            line.serialize_entry("surprisal_bits", &row.surprisal_bits())?;
            line.serialize_entry("window_start", &row.window_start())?;
            line.serialize_entry("window", &List(|| row.window()))?;
        }
        line.serialize_entry("session", &List(|| row.commands()))?;
        line.serialize_entry("sources", &List(|| row.sources().map(JsonSource::from)))?;
        line.end()
    }
}

struct Entity<'a>(&'a Line<'a>);

impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.names.iter().zip(self.0.row.entity()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    fn ranked(sample: &Sample) -> String {
        let mut out = Vec::new();
        write_ndjson(&sample.columns(true), sample.findings().iter(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn findings() {
        insta::assert_snapshot!(ranked(&Sample::exchange()));
    }

    #[test]
    fn hostile_text_is_escaped_without_loss() {
        let sample = Sample::hostile();
        let text = ranked(&sample);
        insta::assert_snapshot!(text);
        for (line, finding) in text.lines().zip(sample.findings().iter()) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let commands: Vec<&str> = finding.session.commands().collect();
            assert_eq!(line["session"], serde_json::json!(commands));
        }
    }

    #[test]
    fn numbers_read_back_as_the_same() {
        let sample = Sample::exchange();
        let text = ranked(&sample);
        let after =
            |line: &str, key: &str| line.split_once(key).unwrap().1.split_once(',').unwrap().0.parse().ok();
        for (line, finding) in text.lines().zip(sample.findings().iter()) {
            assert_eq!(after(line, "\"likelihood\":"), Row::from(finding).likelihood());
            assert_eq!(after(line, "\"surprisal_bits\":"), Row::from(finding).surprisal_bits());
        }
    }

    #[test]
    fn sessions() {
        let sample = Sample::exchange();
        let mut out = Vec::new();
        write_ndjson(&sample.columns(false), sample.rows().skip(3), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn no_rows_are_no_lines() {
        assert_eq!(ranked(&Sample::empty()), "");
    }
}
