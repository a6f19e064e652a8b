//! Notes at the end: data quality, and what made the report.

use maud::{Markup, html};
use oddwalk_core::{Quality, Reason, Rejected};

use super::{Provenance, log_text};
use crate::quality::{others, place, rejected_line, unreadable_line};
use crate::text::{counted, neutralise, thousands};

/// How many files are listed.
const MAX_FILES: usize = 200;

pub(super) fn quality(quality: &Quality) -> Markup {
    html! {
        section aria-labelledby="quality" {
            h2 id="quality" { "Data quality" }
            ul.facts {
                @for (name, problem) in quality.problems() {
                    li.problem { code { (log_text(name)) } ": " (log_text(problem)) }
                }
                @for (&reason, rejected) in &quality.rejected { li.problem { (rejections(reason, rejected)) } }
                @if let Some(line) = unreadable_line(quality) {
                    li.problem { (line) (places(&quality.unreadable_parameters)) }
                }
                @for line in others(quality) { li { (line) } }
                @if is_clean(quality) { li { "Every record became an event." } }
            }
            (files(quality))
        }
    }
}

fn rejections(reason: Reason, rejected: &Rejected) -> Markup {
    html! {
        (rejected_line(reason, rejected)) ", rejected" (places(rejected))
    }
}

fn places(rejected: &Rejected) -> Markup {
    html! {
        ul.places { @for rejection in &rejected.first { li { code { (place(rejection)) } } } }
    }
}

fn is_clean(quality: &Quality) -> bool {
    let all_used = quality.problems().next().is_none() && quality.rejected.is_empty();
    all_used && unreadable_line(quality).is_none() && others(quality).is_empty()
}

fn files(quality: &Quality) -> Markup {
    let hidden = quality.files.len().saturating_sub(MAX_FILES);
    html! {
        details {
            summary { (counted(quality.files.len() as u64, "file", "files")) ", " (counted(quality.records(), "record", "records")) }
            table.events {
                tr { th { "file" } th.number { "records" } th.number { "events" } }
                @for file in quality.files.iter().take(MAX_FILES) {
                    tr {
                        td { code { (log_text(&file.name)) } }
                        td.number { (thousands(file.records)) }
                        td.number { (thousands(file.events)) }
                    }
                }
            }
            @if hidden > 0 { p.notice { (counted(hidden as u64, "more file", "more files")) " not listed" } }
        }
    }
}

pub(super) fn provenance(provenance: &Provenance) -> Markup {
    html! {
        section aria-labelledby="provenance" {
            h2 id="provenance" { "Provenance" }
            dl {
                dt { "Command" } dd { code { (neutralise(&provenance.command_line)) } }
                dt { "Made by" } dd { (neutralise(&provenance.version)) }
                @if let Some(made_at) = &provenance.made_at { dt { "Made at" } dd { (neutralise(made_at)) } }
                dt { "Inputs" } dd { @for input in &provenance.inputs { div { code { (neutralise(input)) } } } }
                @for (name, value) in &provenance.options {
                    dt { (neutralise(name)) } dd { code { (neutralise(value)) } }
                }
            }
        }
    }
}
