//! The list of the oddest sessions, with their events.

use std::ops::Range;

use maud::{Markup, html};
use oddwalk_core::{Explanation, Finding, Reasons};

use super::{Report, carried, explanation, log_text};
use crate::terminal::numbers::{self, NOBODY};
use crate::text::{counted, thousands};

/// How many events of one session are shown.
const MAX_EVENTS: usize = 200;
/// How many events of one window are shown.
const MAX_WINDOW: usize = 20;

pub(super) fn section(report: &Report) -> Markup {
    let findings = report.findings;
    let listed = report.top.min(findings.len());
    html! {
        section aria-labelledby="findings" {
            h2 id="findings" { "Oddest sessions" }
            @if findings.is_empty() { p.hint { "There are no sessions." } } @else { (table(report, listed)) }
            @if listed < findings.len() {
                p.notice { (thousands(listed as u64)) " of " (counted(findings.len() as u64, "session", "sessions")) " are listed." }
            }
        }
    }
}

fn table(report: &Report, listed: usize) -> Markup {
    let is_judged = report.findings.iter().take(listed).any(|finding| finding.judgement.is_some());
    html! {
        div.scroll {
            table.findings {
                thead {
                    tr {
                        th.number { "rank" }
                        @for name in if is_judged { ["score", "p"] } else { ["bits", "likelihood"] } {
                            th.number { (name) }
                        }
                        th { "begin (UTC)" }
                        th.number { "duration" }
                        th.number { "events" }
                        th.wide { "who, and the rarest window" }
                    }
                }
                tbody {
                    @for (index, finding) in report.findings.iter().take(listed).enumerate() {
                        (row(&finding, report.explanations.get(index), report.reasons.get(index)))
                    }
                }
            }
        }
    }
}

fn row(finding: &Finding, explanation: Option<&Explanation>, reasons: Option<&Reasons>) -> Markup {
    let explanation = explanation.filter(|explanation| !explanation.steps.is_empty());
    let reasons = reasons.filter(|_| finding.judgement.is_some());
    html! {
        tr id=(format!("finding-{}", finding.rank)) {
            td.number { (finding.rank) }
            @if finding.judgement.is_some() {
                td.number.bits { (numbers::score(finding)) }
                td.number { (numbers::p(finding)) }
            } @else {
                td.number.bits { (numbers::bits(finding)) }
                td.number { (numbers::likelihood(finding)) }
            }
            td.time { (numbers::begin(finding)) }
            td.number { (numbers::duration(finding)) }
            td.number { (numbers::events(finding)) }
            td.wide {
                (entity(finding))
                (window(finding))
                @match (reasons, explanation) {
                    (Some(reasons), _) => (explanation::clue(finding, reasons)),
                    (None, Some(explanation)) => (explanation::reason(explanation)),
                    (None, None) => {}
                }
                details {
                    summary { (counted(finding.session.commands().len() as u64, "event", "events")) }
                    (carried::list(finding))
                    @if let Some(reasons) = reasons { (explanation::evidence(finding, reasons)) }
                    @if let Some(explanation) = explanation { (explanation::table(explanation)) }
                    (events(finding))
                }
            }
        }
    }
}

fn entity(finding: &Finding) -> Markup {
    let columns = finding.session.entity_columns();
    html! {
        div.entity {
            @if let Some(recipe) = finding.telling_recipe() { span.recipe { (log_text(recipe)) } " " }
            @for (column, value) in columns.iter().zip(finding.session.entity()) {
                span.identity {
                    span.column { (log_text(column)) } " "
                    @match value.filter(|value| !value.is_empty()) {
                        Some(value) => span.value { (log_text(value)) },
                        None => span.missing { (NOBODY) },
                    }
                }
                " "
            }
        }
    }
}

fn window(finding: &Finding) -> Markup {
    let hidden = finding.window().len().saturating_sub(MAX_WINDOW);
    html! {
        div.window {
            @for (index, command) in finding.window().take(MAX_WINDOW).enumerate() {
                @if index > 0 { (arrow()) }
                code { (log_text(command)) }
            }
            @if hidden > 0 { (arrow()) span.cut { (thousands(hidden as u64)) " more" } }
            @if finding.score.ends_session { (arrow()) span.end { "END" } }
            @if !finding.score.is_scored() { span.missing { "fewer events than a window" } }
        }
    }
}

fn arrow() -> Markup {
    html! { " " span.arrow { "→" } " " }
}

fn events(finding: &Finding) -> Markup {
    let window = finding.score.window_start..finding.score.window_start + finding.score.window_events;
    let shown = shown_events(finding.session.commands().len(), &window);
    let (earlier, later) = (shown.start, finding.session.commands().len() - shown.end);
    let events = finding.session.commands().zip(finding.session.sources()).enumerate();
    html! {
        @if earlier > 0 { p.notice { (counted(earlier as u64, "earlier event", "earlier events")) " not shown" } }
        table.events {
            @for (index, (command, source)) in events.skip(shown.start).take(shown.len()) {
                tr class=[window.contains(&index).then_some("rare")] {
                    td.number { (thousands(index as u64 + 1)) }
                    td { code { (log_text(command)) } }
                    td.source { (log_text(source.file)) ":" (source.row) }
                }
            }
        }
        @if later > 0 { p.notice { (counted(later as u64, "later event", "later events")) " not shown" } }
    }
}

/// The first events, or those up to the window's end where it is further back.
fn shown_events(count: usize, window: &Range<usize>) -> Range<usize> {
    /// How many events are shown after the window.
    const AFTER: usize = 10;
    let end = (window.end + AFTER).max(MAX_EVENTS).min(count);
    end.saturating_sub(MAX_EVENTS)..end
}
