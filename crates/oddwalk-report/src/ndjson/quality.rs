//! The last line: what was read and what was not used, and what made the findings, described in `docs/ndjson.md`.

use std::io::{self, Write};

use oddwalk_core::{FileQuality, IgnoreTally, Ignored, Quality, RecordUnit, Rejected, Rejection};
use serde::{Serialize, Serializer};

use super::NDJSON_VERSION;
use crate::quality::share;
use crate::time::rfc3339;
use crate::{Provenance, RecipeQuality, json};

/// Writes the line that comes after all findings: the quality of each recipe in full, what was ignored, and the provenance.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_ndjson_quality(
    qualities: &[RecipeQuality],
    ignored: Option<&Ignored>,
    provenance: &Provenance,
    mut out: impl Write,
) -> io::Result<()> {
    let line = Line {
        version: NDJSON_VERSION,
        record: "quality",
        recipes: qualities.iter().map(JsonQuality::from).collect(),
        ignored: ignored.map(|ignored| ignored.tallies().iter().map(JsonTally::from).collect()),
        provenance: provenance.into(),
    };
    json::write(&line, &mut out)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    record: &'static str,
    recipes: Vec<JsonQuality<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<Vec<JsonTally<'a>>>,
    provenance: JsonProvenance<'a>,
}

/// What a line of the file of what is known has hidden.
#[derive(Serialize)]
struct JsonTally<'a> {
    line: usize,
    reason: &'a str,
    sessions: usize,
    expires: Option<&'a str>,
    expired: bool,
}

#[derive(Serialize)]
struct JsonQuality<'a> {
    recipe: Option<&'a str>,
    unit: &'static str,
    records: u64,
    events: u64,
    rejected: Reasons<'a>,
    out_of_range: u64,
    filtered: Vec<JsonFiltered<'a>>,
    duplicates: u64,
    skipped_conditions: Vec<JsonSkipped<'a>>,
    short_records: u64,
    unreadable_parameters: JsonRejected<'a>,
    missing_identity: Vec<JsonMissing<'a>>,
    ties: JsonTies,
    time_range: Option<JsonRange>,
    full_lists: u64,
    files: Vec<JsonFile<'a>>,
}

/// By the reason's code, in the order of reasons.
struct Reasons<'a>(&'a Quality);

#[derive(Serialize)]
struct JsonRejected<'a> {
    count: u64,
    first: Vec<JsonPlace<'a>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    row: u64,
    line: Option<u64>,
    detail: &'a str,
}

#[derive(Serialize)]
struct JsonFiltered<'a> {
    condition: &'a str,
    records: u64,
}

#[derive(Serialize)]
struct JsonSkipped<'a> {
    condition: &'a str,
    files: u64,
}

#[derive(Serialize)]
struct JsonMissing<'a> {
    column: &'a str,
    events: u64,
    share: f64,
}

#[derive(Serialize)]
struct JsonTies {
    events: u64,
    share: f64,
}

#[derive(Serialize)]
struct JsonRange {
    begin: String,
    end: String,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    file: &'a str,
    recipe: Option<&'a str>,
    form: Option<&'a str>,
    recognised: Option<&'a str>,
    records: u64,
    events: u64,
    problem: Option<&'a str>,
    skipped: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonProvenance<'a> {
    version: &'a str,
    command_line: &'a str,
    inputs: &'a [String],
    options: Vec<JsonOption<'a>>,
}

#[derive(Serialize)]
struct JsonOption<'a> {
    name: &'a str,
    value: &'a str,
}

impl<'a> From<&RecipeQuality<'a>> for JsonQuality<'a> {
    fn from(&(recipe, quality): &RecipeQuality<'a>) -> Self {
        let condition =
            |(condition, records): &'a (String, u64)| JsonFiltered { condition, records: *records };
        let skipped = |(condition, files): &'a (String, u64)| JsonSkipped { condition, files: *files };
        let missing = |(column, events): &'a (String, u64)| JsonMissing {
            column,
            events: *events,
            share: share(*events, quality),
        };
        Self {
            recipe: Some(recipe).filter(|recipe| !recipe.is_empty()),
            unit: match quality.unit {
                RecordUnit::Event => "event",
                RecordUnit::Session => "session",
            },
            records: quality.records(),
            events: quality.events(),
            rejected: Reasons(quality),
            out_of_range: quality.out_of_range,
            filtered: quality.filtered.iter().map(condition).collect(),
            duplicates: quality.duplicates,
            skipped_conditions: quality.skipped_conditions.iter().map(skipped).collect(),
            short_records: quality.short_records,
            unreadable_parameters: (&quality.unreadable_parameters).into(),
            missing_identity: quality.missing_identity.iter().map(missing).collect(),
            ties: JsonTies { events: quality.tied_events, share: share(quality.tied_events, quality) },
            time_range: quality.time_range.map(JsonRange::from),
            full_lists: quality.full_lists,
            files: quality.files.iter().map(JsonFile::from).collect(),
        }
    }
}

impl<'a> From<&IgnoreTally<'a>> for JsonTally<'a> {
    fn from(&IgnoreTally { line, hid, expired }: &IgnoreTally<'a>) -> Self {
        let expires = line.expires.as_ref().map(|expiry| expiry.day.as_str());
        Self { line: line.line, reason: &line.reason, sessions: hid, expires, expired }
    }
}

impl Serialize for Reasons<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reasons = self.0.rejected.iter();
        serializer
            .collect_map(reasons.map(|(reason, rejected)| (reason.code(), JsonRejected::from(rejected))))
    }
}

impl<'a> From<&'a Rejected> for JsonRejected<'a> {
    fn from(rejected: &'a Rejected) -> Self {
        Self { count: rejected.count, first: rejected.first.iter().map(JsonPlace::from).collect() }
    }
}

impl<'a> From<&'a Rejection> for JsonPlace<'a> {
    fn from(rejection: &'a Rejection) -> Self {
        let Rejection { file, row, line, detail } = rejection;
        Self { file, row: *row, line: *line, detail }
    }
}

impl From<(i64, i64)> for JsonRange {
    fn from((begin, end): (i64, i64)) -> Self {
        Self { begin: rfc3339(begin), end: rfc3339(end) }
    }
}

impl<'a> From<&'a FileQuality> for JsonFile<'a> {
    fn from(file: &'a FileQuality) -> Self {
        let FileQuality { name, records, events, problem, recipe, form, recognised, skipped } = file;
        Self {
            file: name,
            recipe: recipe.as_deref(),
            form: form.as_deref(),
            recognised: recognised.as_deref(),
            records: *records,
            events: *events,
            problem: problem.as_deref(),
            skipped: skipped.as_deref(),
        }
    }
}

impl<'a> From<&'a Provenance> for JsonProvenance<'a> {
    fn from(provenance: &'a Provenance) -> Self {
        let Provenance { command_line, version, inputs, options } = provenance;
        let options = options.iter().map(|(name, value)| JsonOption { name, value });
        Self { version, command_line, inputs, options: options.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::tests::{recipes, sample};
    use crate::text::is_hidden;

    fn line(qualities: &[RecipeQuality]) -> String {
        let provenance = Provenance {
            command_line: "oddwalk scan logs --out '\u{1b}[2J.ndjson'".into(),
            version: "oddwalk 0.1.0".into(),
            inputs: vec!["logs/\u{202e}a.csv".into()],
            options: vec![("window".into(), "3".into()), ("note".into(), "\u{9b}x".into())],
        };
        let mut out = Vec::new();
        write_ndjson_quality(qualities, None, &provenance, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn everything_that_was_not_used() {
        let line = line(&[("office365-exchange", &sample())]);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        insta::assert_snapshot!(
            serde_json::to_string_pretty(&value).unwrap().replace(&"x".repeat(100_000), "x…x")
        );
        assert!(line.ends_with("}\n") && !line.trim_end().contains(is_hidden));
    }

    #[test]
    fn several_recipes() {
        let qualities = recipes();
        let qualities = qualities.each_ref().map(|(recipe, quality)| (*recipe, quality));
        let line = line(&qualities);
        assert!(!line.trim_end().contains(is_hidden));
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&value["recipes"]).unwrap());
    }
}
