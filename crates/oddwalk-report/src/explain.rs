//! Explanations for people: what is rare about a session, in a sentence and a table whose numbers add up.

pub(crate) mod cause;
pub(crate) mod details;
pub(crate) mod evidence;
pub(crate) mod ledger;
mod lines;
mod rest;
pub(crate) mod sentence;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use std::io::{self, Write};

use oddwalk_core::{Explanation, Finding, Reasons, StepExplanation};

use self::cause::Cause;
use self::ledger::{Ledger, Tenths};
use self::lines::Lines;
use crate::terminal::{Paint, Style, entity_values, numbers};

/// No line is narrower than this, whatever the terminal.
const MIN_WIDTH: usize = 60;

/// Writes why a finding is odd, no line wider than `width` columns (60 where it is less).
///
/// `window` explains the rarest window, `session` the whole session; a session that is the window is not shown twice.
/// First come rank, numbers, time and entity, then, where sessions are judged, all evidence with what speaks for it
/// (`reasons`), then the rarest thing in a sentence, then a table of the events and what
/// each one's parameters and values add. All bits are rounded to tenths so that they add up to the total. Everything that
/// comes from the log is [neutralised](crate::neutralise).
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_explanation(
    finding: &Finding,
    window: &Explanation,
    session: Option<&Explanation>,
    reasons: &Reasons,
    width: usize,
    style: Style,
    mut out: impl Write,
) -> io::Result<()> {
    let mut lines = Lines::new(width.max(MIN_WIDTH), style);
    head(finding, &mut lines);
    evidence::write(finding, reasons, &mut lines);
    if window.steps.is_empty() {
        lines.blank();
        lines.wrapped(
            Paint::Plain,
            match finding.judgement {
                None => "The session has fewer events than a window, so it has no score.",
                Some(_) => "The session has fewer events than a window.",
            },
        );
    } else {
        explained(window, "The rarest window", &[], &mut lines);
    }
    if let Some(session) = session.filter(|session| *session != window) {
        explained(session, "The whole session", &window.steps, &mut lines);
    }
    out.write_all(lines.text().as_bytes())?;
    out.flush()
}

/// The largest single contribution in words, such as `` `Set-Mailbox` follows `New-InboxRule` in 3 of 5,120 cases ``;
/// empty where nothing is explained.
///
/// Names of the log stand in backticks, [neutralised](crate::neutralise) and cut where they are long.
pub fn reason(explanation: &Explanation) -> String {
    Cause::largest(explanation).map(|cause| sentence::sentence(&cause).quoted()).unwrap_or_default()
}

fn head(finding: &Finding, lines: &mut Lines) {
    let mut numbers = vec![format!("Rank {}", finding.rank)];
    numbers.extend(finding.telling_recipe().map(|_| numbers::recipe(finding)));
    if finding.judgement.is_some() {
        numbers.push(format!("score {} bits (p {})", numbers::score(finding), numbers::p(finding)));
    } else if finding.score.is_scored() {
        numbers.push(format!("{} bits", numbers::bits(finding)));
        numbers.push(format!("likelihood {}", numbers::likelihood(finding)));
    }
    let events = numbers::events(finding);
    numbers.push(if events == "1" { "1 event".into() } else { format!("{events} events") });
    numbers.extend(numbers::span(finding));
    lines.items(Paint::Strong, numbers.iter().map(String::as_str), " · ");
    lines.items(Paint::Entity, entity_values(finding), " · ");
}

/// `told` are steps whose parameters have been shown.
fn explained(explanation: &Explanation, title: &str, told: &[StepExplanation], lines: &mut Lines) {
    let ledger = Ledger::of(explanation);
    lines.blank();
    lines.wrapped(Paint::Plain, &format!("{title}, {} bits: {}", ledger.total, rarest(explanation, &ledger)));
    lines.blank();
    table::write(&ledger, lines);
    details::write(&ledger, told, lines);
}

/// The largest contribution, its bits, and what is usual instead.
fn rarest(explanation: &Explanation, ledger: &Ledger) -> String {
    let Some(cause) = Cause::largest(explanation) else { return String::new() };
    let bits = ledger.shown(&cause).unwrap_or_else(|| Tenths::rounded(cause.bits()));
    let usual = match cause {
        Cause::Command(step) => sentence::usual(step),
        _ => None,
    };
    let usual = usual.map(|usual| format!("; {}", usual.quoted())).unwrap_or_default();
    format!("{} ({bits} bits){usual}.", sentence::sentence(&cause).quoted())
}
