//! Comparisons of two rankings: for people's eyes, and as NDJSON.

use std::io::{self, Write};

use oddwalk_core::{Agreement, Comparison, Explanation, Moved, Reasons};
use serde::{Serialize, Serializer};

use crate::clue::strongest_clue;
use crate::explain::reason;
use crate::ndjson::JsonEvidence;
use crate::terminal::numbers::{self, NOBODY};
use crate::terminal::paragraph;
use crate::text::{clip, counted, thousands};
use crate::time::rfc3339;
use crate::{NDJSON_VERSION, Row, json, neutralise};

/// A session that has moved, and why, in one sentence.
#[derive(Clone, Debug)]
pub struct MovedBecause<'a> {
    moved: Moved<'a>,
    reason: String,
}

impl<'a> MovedBecause<'a> {
    /// One that has risen: what speaks for it.
    pub fn risen(moved: Moved<'a>, reasons: &Reasons) -> Self {
        let clue = strongest_clue(reasons);
        let reason = if clue.is_empty() { "nothing alone is unusual".to_owned() } else { clue };
        Self { moved, reason }
    }

    /// One that has sunk: why its window is rare, and how odd it is all the same.
    pub fn sunk(moved: Moved<'a>, window: &Explanation) -> Self {
        let score = numbers::score(&moved.judged);
        let why = reason(window);
        Self { moved, reason: format!("now {score} bits; msticpy: {why}") }
    }
}

/// Writes how far two rankings agree, and the sessions that have moved farthest, in lines of at most `width` columns (40
/// where it is less).
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_comparison(
    comparison: &Comparison,
    risen: &[MovedBecause],
    sunk: &[MovedBecause],
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    let width = width.max(40);
    for line in summary(comparison) {
        for line in paragraph(&line, width) {
            writeln!(out, "{line}")?;
        }
    }
    for (title, moved) in [("Risen most", risen), ("Sunk most", sunk)] {
        if !moved.is_empty() {
            write_moved(title, moved, width, &mut out)?;
        }
    }
    out.flush()
}

fn summary(comparison: &Comparison) -> Vec<String> {
    let Agreement { sessions, unscored, correlation } = comparison.agreement();
    let common = |top: usize| format!("{} of the first {top}", comparison.in_common(top));
    let tops = [20, 100].into_iter().filter(|top| *top < sessions).map(common).collect::<Vec<_>>();
    let mut lines =
        vec![format!("{} ranked by both methods", counted(sessions as u64, "session", "sessions"))];
    lines.extend((!tops.is_empty()).then(|| format!("in common: {}", tops.join(", "))));
    lines.extend(correlation.map(|rho| format!("rank correlation (Spearman): {rho:.2}")));
    let none = "too short for a window, without any score by msticpy";
    lines.extend(
        (unscored > 0).then(|| format!("{} {none}", counted(unscored as u64, "session", "sessions"))),
    );
    lines
}

fn write_moved(title: &str, all: &[MovedBecause], width: usize, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{title}\n{:>9} → {:>7}  begin (UTC)", "msticpy", "oddwalk")?;
    for MovedBecause { moved, reason } in all {
        let before = moved.reference_rank().map_or_else(|| "none".to_owned(), |rank| thousands(rank as u64));
        let after = thousands(moved.judged.rank as u64);
        let (head, who) =
            (format!("{before:>9} → {after:>7}  {}", numbers::begin(&moved.judged)), who(moved));
        writeln!(out, "{}", clip(&head, width))?;
        writeln!(out, "{:INDENT$}{}", "", clip(&who, width - INDENT))?;
        for line in paragraph(reason, width - INDENT) {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
    }
    Ok(())
}

/// How far the reason is indented.
const INDENT: usize = 12;

fn who(moved: &Moved) -> String {
    let recipe = moved.judged.telling_recipe();
    let values =
        moved.judged.session.entity().map(|value| value.filter(|text| !text.is_empty()).unwrap_or(NOBODY));
    recipe
        .into_iter()
        .chain(values)
        .map(|value| neutralise(value).into_owned())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// One line of NDJSON.
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    record: &'static str,
    recipe: &'a str,
    entity: Entity<'a>,
    begin: Option<String>,
    end: Option<String>,
    n_events: usize,
    rank_msticpy: Option<usize>,
    surprisal_bits_msticpy: Option<f64>,
    rank_oddwalk: usize,
    score_bits: Option<f64>,
    evidence: JsonEvidence,
}

struct Entity<'a>(&'a Moved<'a>);

impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let session = &self.0.judged.session;
        serializer.collect_map(session.entity_columns().iter().zip(session.entity()))
    }
}

/// Writes all sessions with both ranks, one a line, by the rank that they are judged to have.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_comparison_ndjson(comparison: &Comparison, mut out: impl Write) -> io::Result<()> {
    for moved in &comparison.all {
        let (was, is) = (Row::from(moved.reference), Row::from(moved.judged));
        let line = Line {
            version: NDJSON_VERSION,
            record: "comparison",
            recipe: moved.judged.recipe,
            entity: Entity(moved),
            begin: is.span().map(|span| rfc3339(span.begin)),
            end: is.span().map(|span| rfc3339(span.end)),
            n_events: is.event_count(),
            rank_msticpy: moved.reference_rank(),
            surprisal_bits_msticpy: was.surprisal_bits(),
            rank_oddwalk: moved.judged.rank,
            score_bits: is.score_bits(),
            evidence: JsonEvidence(is.evidence_bits()),
        };
        json::write(&line, &mut out)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use oddwalk_core::Findings;

    use super::*;
    use crate::sample::Sample;
    use crate::text::{display_width, is_hidden};

    fn compared(was: &Sample, is: &Sample, width: usize) -> (String, String) {
        let (reference, judged): (Findings, Findings) = (was.findings(), is.findings());
        let comparison = Comparison::new(&reference, &judged);
        let (why, window) = (judged.explainer(), reference.explainer());
        let risen = comparison.risen(3).into_iter();
        let risen: Vec<_> =
            risen.map(|moved| MovedBecause::risen(moved, &why.reasons(&moved.judged))).collect();
        let sunk = comparison.sunk(3).into_iter();
        let sunk: Vec<_> =
            sunk.map(|moved| MovedBecause::sunk(moved, &window.window(&moved.reference))).collect();
        let (mut text, mut lines) = (Vec::new(), Vec::new());
        write_comparison(&comparison, &risen, &sunk, width, &mut text).unwrap();
        write_comparison_ndjson(&comparison, &mut lines).unwrap();
        (String::from_utf8(text).unwrap(), String::from_utf8(lines).unwrap())
    }

    #[test]
    fn both_ranks_are_told_in_any_width() {
        let (was, is) = (Sample::exchange(), Sample::exchange().judged());
        for width in [40, 80, 120] {
            let (text, _) = compared(&was, &is, width);
            assert!(text.lines().all(|line| display_width(line) <= width), "{text}");
            assert!(text.starts_with("6 sessions ranked by both methods\n"), "{text}");
            assert!(text.contains(" → "), "{text}");
        }
        let (_, lines) = compared(&was, &is, 80);
        let lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 6);
        for (line, rank) in lines.iter().zip(1..) {
            assert_eq!((&line["record"], line["rank_oddwalk"].as_u64()), (&"comparison".into(), Some(rank)));
            assert_eq!(line["rank_msticpy"].is_null(), line["surprisal_bits_msticpy"].is_null());
        }
    }

    #[test]
    fn hostile_text_is_defused() {
        let (was, is) = (Sample::hostile(), Sample::hostile().judged());
        let (text, lines) = compared(&was, &is, 80);
        assert!(!text.replace('\n', "").contains(is_hidden) && !lines.replace('\n', "").contains(is_hidden));
    }
}
