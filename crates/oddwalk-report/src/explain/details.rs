//! What each event's parameters and values add, one by one.

use oddwalk_core::StepExplanation;

use super::ledger::{Detail, Ledger, Line};
use super::lines::{Lines, broken};
use super::rest::rest;
use super::sentence::detail;
use super::words::Words;
use crate::terminal::Paint;
use crate::text::thousands;

/// How many events have their parameters told: those where they add most.
const MAX_EVENTS: usize = 5;
const NUMBER: usize = 6;
const GAP: &str = "  ";

pub(super) fn write(ledger: &Ledger, told: &[StepExplanation], lines: &mut Lines) {
    let is_new = |line: &&Line| told.iter().all(|step| step.event != line.step.event);
    let mut most: Vec<&Line> =
        ledger.lines.iter().filter(|line| !line.details.is_empty()).filter(is_new).collect();
    most.sort_by_key(|line| std::cmp::Reverse(line.parameters.0 + line.values.0));
    most.truncate(MAX_EVENTS);
    most.sort_by_key(|line| line.step.event);
    for line in most {
        lines.blank();
        lines.clipped(Paint::Plain, &heading(line).quoted());
        line.details.iter().for_each(|detail| write_detail(detail, lines));
    }
}

/// What adds up to how many bits.
fn heading(line: &Line) -> Words {
    let event = thousands(line.step.event as u64 + 1);
    let (parameters, values) = (line.parameters, line.values);
    let has_values = line.step.content.as_ref().is_some_and(|content| !content.values.is_empty());
    let values = if has_values { format!(", values {values} bits") } else { String::new() };
    Words::new()
        .command(line.step.command)
        .say(format!(" (event {event}): parameters {parameters} bits{values}"))
}

fn write_detail(detail: &Detail, lines: &mut Lines) {
    let mut number = format!("{:>NUMBER$}{GAP}", detail.bits());
    for line in broken(&words(detail).quoted(), lines.width().saturating_sub(number.len())) {
        lines.pieces(&[(Paint::Strong, number.clone()), (Paint::Plain, line)]);
        number = " ".repeat(number.len());
    }
}

/// One contribution, or all that are not named.
pub(crate) fn words(part: &Detail) -> Words {
    match part {
        Detail::Named(cause, _) => detail(cause),
        Detail::Rest { causes, .. } => Words::new().say(rest(causes)),
    }
}
