//! Why a window is rare: one sentence, and a table whose numbers add up.

use maud::{Markup, html};
use oddwalk_core::{Context, Explanation, Finding, Reasons};

use super::log_text;
use crate::clue::{notes, strongest};
use crate::explain::cause::Cause;
use crate::explain::details::words as detail_words;
use crate::explain::evidence::{Item, facts, items};
use crate::explain::ledger::{Detail, Ledger, Line, Tenths};
use crate::explain::sentence::{note, sentence};
use crate::explain::table::{Part, parts, totals};
use crate::explain::words::{Word, Words};
use crate::text::{counted, thousands};

/// The largest single contribution.
pub(super) fn reason(explanation: &Explanation) -> Markup {
    html! {
        @if let Some(cause) = Cause::largest(explanation) {
            div.reason { (words(&sentence(&cause))) }
        }
    }
}

/// The strongest clue, and what else is to be known.
pub(super) fn clue(finding: &Finding, reasons: &Reasons) -> Markup {
    html! {
        @if let Some(clue) = strongest(reasons) { div.reason { (words(&clue)) } }
        @for note in notes(finding) { div.reason { (note) } }
    }
}

/// All evidence with what speaks for it.
pub(super) fn evidence(finding: &Finding, reasons: &Reasons) -> Markup {
    html! {
        h3 { "Why the session is odd" }
        table.events.why {
            tr { th { "evidence" } th.number { "bits" } th { "what speaks for it" } }
            @for Item { evidence, bits, words: why } in items(finding, reasons) {
                tr {
                    td { (evidence.name()) }
                    td.number.bits { (Tenths::rounded(bits)) }
                    td { (words(&why)) }
                }
            }
        }
        @for fact in facts(finding, reasons) { p.notice { (words(&fact)) } }
    }
}

pub(super) fn table(explanation: &Explanation) -> Markup {
    let ledger = Ledger::of(explanation);
    let parts = parts(&ledger);
    let starts = ledger.lines.first().is_some_and(|line| line.step.context == Context::Start);
    html! {
        h3 { "Why the window is rare" }
        table.events.why {
            (header(&parts))
            @if starts { tr { td {} td { span.end { "START" } } } }
            @for line in &ledger.lines { (row(line, &parts, largest(&ledger))) }
            (total(&ledger, &parts))
        }
    }
}

fn header(parts: &[Part]) -> Markup {
    html! {
        tr {
            th.number { "event" }
            th { "command" }
            th.number { "bits" }
            th {}
            @for (name, _) in parts { th.number { (name) } }
            th { "how often seen there" }
        }
    }
}

fn row(line: &Line, parts: &[Part], largest: Tenths) -> Markup {
    let share = 100 * line.bits.0 / largest.0.max(1);
    html! {
        tr {
            td.number { @if line.step.command.is_some() { (thousands(line.step.event as u64 + 1)) } }
            td.command {
                @match line.step.command {
                    Some(command) => code { (log_text(command)) },
                    None => span.end { "END" },
                }
            }
            td.number.bits { (line.bits) }
            td { div.bar { div style=(format!("width:{share}%")) {} } }
            @for (_, part) in parts { td.number { @if let Some(bits) = part(line) { (bits) } } }
            td { (words(&note(line.step))) }
        }
        (details(line, parts.len()))
    }
}

/// What its parameters and values add, below the numbers.
fn details(line: &Line, columns: usize) -> Markup {
    html! {
        @if !line.details.is_empty() {
            tr {
                td {}
                td colspan=(columns + 4) { ul.parts { @for detail in &line.details { (part(detail)) } } }
            }
        }
    }
}

fn part(detail: &Detail) -> Markup {
    html! { li { span.share { (detail.bits()) } " " (words(&detail_words(detail))) } }
}

fn total(ledger: &Ledger, parts: &[Part]) -> Markup {
    let hidden: Tenths = ledger.hidden.iter().copied().sum();
    html! {
        @if !ledger.hidden.is_empty() {
            tr {
                td {}
                td { (counted(ledger.hidden.len() as u64, "more event", "more events")) }
                td.number.bits { (hidden) }
            }
        }
        tr.total {
            td {}
            td { "together" }
            @for (index, bits) in totals(ledger, parts).iter().enumerate() {
                @if index == 1 { td {} }
                td.number.bits[index == 0] { (bits) }
            }
            td colspan="5" {}
        }
    }
}

fn largest(ledger: &Ledger) -> Tenths {
    ledger.lines.iter().map(|line| line.bits).max().unwrap_or_default()
}

fn words(words: &Words) -> Markup {
    html! {
        @for word in words.iter() {
            @match word {
                Word::Ours(text) => (text),
                Word::Name(name) => code { (name) },
            }
        }
    }
}
