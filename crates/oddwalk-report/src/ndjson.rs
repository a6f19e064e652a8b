//! NDJSON: one object per session and line, described in `docs/ndjson.md`.

mod clues;
mod explanation;
mod quality;

use std::io::{self, Write};

use oddwalk_core::{CarriedTexts, IgnoreLine};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use self::clues::JsonClue;
pub(crate) use self::clues::JsonEvidence;
use self::explanation::JsonExplanation;
pub use self::quality::write_ndjson_quality;
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
    for row in rows {
        let line = Line { columns, row: row.into() };
        json::write(&line, &mut out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The line of the file that a finding is ignored by.
#[derive(Serialize)]
struct JsonIgnored<'a> {
    line: usize,
    reason: &'a str,
}

struct Line<'a> {
    columns: &'a Columns,
    row: Row<'a>,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (row, ranked) = (&self.row, self.columns.ranked());
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("version", &NDJSON_VERSION)?;
        line.serialize_entry("record", if ranked { "finding" } else { "session" })?;
        if ranked {
            line.serialize_entry("rank", &row.rank())?;
        }
        line.serialize_entry("recipe", self.columns.recipe(row))?;
        line.serialize_entry("entity", &Entity(self))?;
        line.serialize_entry("begin", &row.span().map(|span| rfc3339(span.begin)))?;
        line.serialize_entry("end", &row.span().map(|span| rfc3339(span.end)))?;
        line.serialize_entry("duration_ms", &row.duration_ms())?;
        line.serialize_entry("n_events", &row.event_count())?;
        line.serialize_entry("n_distinct", &row.distinct_commands())?;
        if let Some(judgement) = row.judgement() {
            line.serialize_entry("score_bits", &row.score_bits())?;
            line.serialize_entry("evidence", &JsonEvidence(row.evidence_bits()))?;
            line.serialize_entry("order_uncertain", &judgement.order_uncertain)?;
            line.serialize_entry("history", &judgement.history)?;
        }
        if ranked {
            line.serialize_entry("likelihood", &row.likelihood())?;
            line.serialize_entry("surprisal_bits", &row.surprisal_bits())?;
            line.serialize_entry("window_start", &row.window_start())?;
            line.serialize_entry("window", &List(|| row.window()))?;
        }
        line.serialize_entry("session", &List(|| row.commands()))?;
        line.serialize_entry("sources", &List(|| row.sources().map(JsonSource::from)))?;
        if ranked {
            line.serialize_entry("session_likelihood", &row.session_likelihood())?;
            line.serialize_entry("session_surprisal_bits", &row.session_bits())?;
        }
        if let Some(carried) = row.carried() {
            line.serialize_entry("carried", &Carried(carried))?;
        }
        if let Some(IgnoreLine { line: number, reason, .. }) = row.ignored() {
            line.serialize_entry("ignored", &JsonIgnored { line: *number, reason })?;
        }
        if let Some(group) = row.group() {
            line.serialize_entry("group", &group)?;
        }
        if let Some(reasons) = row.reasons() {
            line.serialize_entry("clues", &JsonClue::all_of(reasons))?;
            line.serialize_entry("first_times", &reasons.first_times)?;
        }
        if let Some(explanation) = row.explanation() {
            line.serialize_entry("explanation", &JsonExplanation::from(explanation))?;
        }
        if let Some(session) = row.session_explanation() {
            let session = JsonExplanation::of_session(session, row.window_events());
            line.serialize_entry("session_explanation", &session)?;
        }
        line.end()
    }
}

struct Entity<'a>(&'a Line<'a>);

impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line { columns, row } = self.0;
        serializer.collect_map(columns.entity_alone(row).iter().zip(row.entity()))
    }
}

/// The distinct texts of each carried column.
struct Carried<'a>(Vec<CarriedTexts<'a>>);

impl Serialize for Carried<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|CarriedTexts { column, texts }| (column, List(|| texts.iter().map(|(text, _)| text)))),
        )
    }
}

#[cfg(test)]
mod tests {
    use oddwalk_core::{Findings, ScoreOptions, SessionKind};

    use super::*;
    use crate::sample::{HOSTILE_RECIPE, Method, Sample, ranked_together};

    fn ranked(sample: &Sample) -> String {
        let mut out = Vec::new();
        write_ndjson(&sample.columns(true), sample.findings().iter(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn findings() {
        insta::assert_snapshot!(ranked(&Sample::exchange()));
    }

    fn explained(sample: &Sample) -> Vec<serde_json::Value> {
        let findings = sample.findings();
        let explainer = findings.explainer();
        let rows = findings.iter().map(|finding| Row::from(finding).explained(&explainer));
        let mut out = Vec::new();
        write_ndjson(&sample.columns(true), rows, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(is_hidden_but_newline));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn is_hidden_but_newline(c: char) -> bool {
        c != '\n' && crate::text::is_hidden(c)
    }

    #[test]
    fn explanations_of_parameters_and_values() {
        let lines = explained(&Sample::mailboxes(&Method::of(SessionKind::Values)));
        insta::assert_snapshot!(serde_json::to_string_pretty(&lines[0]["explanation"]).unwrap());
    }

    #[test]
    fn explanations_of_hostile_text() {
        let sample = Sample::hostile_parameters();
        let findings = sample.findings();
        let explainer = findings.explainer();
        let rows = findings.iter().take(1).map(|finding| Row::from(finding).explained(&explainer));
        let mut out = Vec::new();
        write_ndjson(&sample.columns(true), rows, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn explanations_add_up_and_are_absent_without_a_score() {
        let options = ScoreOptions::new(2).unwrap().with_tokens(false).with_geometric_mean(true);
        for kind in [SessionKind::Commands, SessionKind::Parameters, SessionKind::Values] {
            let methods = [
                Method::of(kind),
                Method { options, ..Method::of(kind) },
                Method { learnt: 40, ..Method::of(kind) },
            ];
            let samples = methods.iter().map(Sample::mailboxes).chain([Sample::hostile_parameters()]);
            for line in samples.flat_map(|sample| explained(&sample)) {
                let is_scored = !line["likelihood"].is_null();
                assert_eq!(line.get("explanation").is_some(), is_scored);
                if is_scored {
                    assert_adds_up(&line);
                }
            }
        }
    }

    #[test]
    fn judged_findings() {
        let sample = Sample::judged_mailboxes();
        let (findings, reasons) = (sample.findings(), sample.reasons());
        let explainer = findings.explainer();
        let rows = findings
            .iter()
            .zip(reasons)
            .map(|(finding, reasons)| Row::from(finding).explained(&explainer).because(reasons).in_group(1));
        let mut out = Vec::new();
        write_ndjson(&Columns::of(&findings), rows, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for line in &lines {
            assert!(line["likelihood"].is_null() || line["explanation"]["steps"][0]["usual_bits"].is_f64());
            assert!(line["evidence"]["habit"].is_f64() && line["order_uncertain"].is_boolean());
            if !line["likelihood"].is_null() {
                assert_adds_up(line);
            }
        }
        let first = &lines[0];
        assert!(first["score_bits"].is_f64() && first["history"].is_u64() && first["group"] == 1);
        assert!(first["first_times"].is_array());
        for clue in first["clues"].as_array().unwrap() {
            let evidence = clue["evidence"].as_str().unwrap();
            assert_eq!(clue["bits"], first["evidence"][evidence]);
            assert!(clue["kind"].is_string() && clue["text"].is_string(), "{clue}");
        }
        let clues = lines.iter().flat_map(|line| line["clues"].as_array().unwrap());
        let habit = clues.into_iter().find(|clue| clue["kind"] == "habit").unwrap();
        let keys: Vec<&str> = habit.as_object().unwrap().keys().map(String::as_str).collect();
        let own = ["begins", "command", "count", "of", "own", "own_of", "previous"];
        assert!(own.iter().all(|key| keys.contains(key)), "{habit}");
    }

    #[test]
    fn hostile_clues_are_escaped() {
        let sample = Sample::hostile_parameters().judged();
        let findings = sample.findings();
        let rows = findings.iter().zip(sample.reasons());
        let rows = rows.map(|(finding, reasons)| Row::from(finding).because(reasons));
        let mut out = Vec::new();
        write_ndjson(&Columns::of(&findings), rows, &mut out).unwrap();
        assert!(!String::from_utf8(out).unwrap().contains(is_hidden_but_newline));
    }

    /// Adds up every number called bits below the explanation's own total.
    fn assert_adds_up(line: &serde_json::Value) {
        fn bits(value: &serde_json::Value) -> f64 {
            let of = |(key, value): (&String, &serde_json::Value)| match key.as_str() {
                "bits" | "transition_bits" | "unknown_bits" => value.as_f64().unwrap(),
                _ => bits(value),
            };
            let objects = value.as_object().into_iter().flatten().map(of);
            let lists = value.as_array().into_iter().flatten().map(bits);
            objects.chain(lists).sum()
        }
        for (explanation, total) in
            [("explanation", "surprisal_bits"), ("session_explanation", "session_surprisal_bits")]
        {
            let (explanation, total) = (&line[explanation], line[total].as_f64().unwrap());
            assert!((bits(&explanation["steps"]) - total).abs() <= 1e-9, "{line}");
            assert!((explanation["bits"].as_f64().unwrap() - total).abs() <= 1e-9, "{line}");
        }
        assert!(!line["session_likelihood"].is_null() && !line["session_surprisal_bits"].is_null());
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

    fn ranked_of(findings: &Findings) -> String {
        let mut out = Vec::new();
        write_ndjson(&Columns::of(findings), findings.iter(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn several_recipes_and_what_they_carry() {
        let (exchange, trail) = (Sample::exchange(), Sample::cloudtrail());
        let text =
            ranked_of(&ranked_together([("office365-exchange", &exchange), ("aws-cloudtrail", &trail)]));
        insta::assert_snapshot!(text);
        for line in text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
            let is_trail = line["recipe"] == "aws-cloudtrail";
            assert_eq!(
                (line.get("carried").is_some(), line["entity"].get("arn").is_some()),
                (is_trail, is_trail)
            );
        }
    }

    #[test]
    fn hostile_recipes_and_carried_texts_are_escaped_without_loss() {
        let sample = Sample::hostile_carried();
        let findings = ranked_together([(HOSTILE_RECIPE, &sample), ("b", &sample)]);
        let text = ranked_of(&findings);
        assert!(!text.contains(is_hidden_but_newline));
        for (line, finding) in text.lines().zip(findings.iter()) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let carried = finding.session.carried().next().unwrap();
            let texts: Vec<&str> = carried.texts.iter().map(|(text, _)| *text).collect();
            assert_eq!(line["carried"][carried.column], serde_json::json!(texts));
            assert_eq!(line["recipe"], finding.recipe);
        }
    }

    #[test]
    fn sessions_are_of_their_part() {
        let (exchange, trail) = (Sample::exchange(), Sample::cloudtrail());
        let findings = ranked_together([("a", &exchange), ("b", &trail)]);
        let parts = findings.parts().iter().map(|part| (part.recipe, part.entity_columns()));
        let rows = exchange.rows().take(1).chain(trail.rows().take(1).map(|row| row.in_part(1)));
        let mut out = Vec::new();
        write_ndjson(&Columns::new(parts, false), rows, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn no_rows_are_no_lines() {
        assert_eq!(ranked(&Sample::empty()), "");
    }
}
