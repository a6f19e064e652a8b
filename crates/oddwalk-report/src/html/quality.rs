//! Data quality: what was read and what was not used, recipe by recipe.

use maud::{Markup, html};
use oddwalk_core::{FileQuality, IgnoreTally, Ignored, Quality, Reason, Rejected};

use super::log_text;
use crate::RecipeQuality;
use crate::ignored::{fate, head};
use crate::quality::{Length, facts, long_place, recipe_name, rejected_line, unreadable_line};
use crate::text::{counted, thousands};
use crate::time;

/// How many files are listed.
const MAX_FILES: usize = 200;

pub(super) fn section(qualities: &[RecipeQuality], ignored: Option<&Ignored>) -> Markup {
    html! {
        section aria-labelledby="quality" {
            h2 id="quality" { "Data quality" }
            @for (recipe, quality) in qualities {
                @if qualities.len() > 1 { h3.recipe { (log_text(recipe_name(recipe))) } }
                (of_recipe(quality))
            }
            @if let Some(ignored) = ignored { (known(ignored)) }
        }
    }
}

/// What each line of the file of what is known has hidden.
fn known(ignored: &Ignored) -> Markup {
    let row = |tally: &IgnoreTally| {
        html! {
            tr {
                td.number { (tally.line.line) }
                td { (fate(tally)) }
                td { (log_text(&tally.line.reason)) }
            }
        }
    };
    html! {
        h3 { "Ignored" }
        p { (head(ignored)) }
        table.events {
            tr { th.number { "line" } th { "sessions" } th { "why" } }
            @for tally in &ignored.tallies() { (row(tally)) }
        }
    }
}

fn of_recipe(quality: &Quality) -> Markup {
    let facts = facts(quality, Length::Full);
    html! {
        ul.facts {
            @for (name, problem) in quality.problems() {
                li.problem { code { (log_text(name)) } ": " (log_text(problem)) }
            }
            @for (&reason, rejected) in &quality.rejected { li.problem { (rejections(reason, rejected)) } }
            @if let Some(line) = unreadable_line(quality) {
                li.problem { (line) (places(&quality.unreadable_parameters)) }
            }
            @for fact in &facts { li { (fact) } }
            @if all_used(quality) { li { "Every record became an event." } }
            @if let Some((first, last)) = quality.time_range {
                li { "Times from " (time::to_second(first)) " to " (time::to_second(last)) " UTC" }
            }
        }
        (files(quality))
    }
}

fn rejections(reason: Reason, rejected: &Rejected) -> Markup {
    html! {
        (rejected_line(reason, rejected)) ", rejected" (places(rejected))
    }
}

fn places(rejected: &Rejected) -> Markup {
    html! {
        ul.places { @for rejection in &rejected.first { li { code { (long_place(rejection)) } } } }
    }
}

fn all_used(quality: &Quality) -> bool {
    let whole = quality.problems().next().is_none() && unreadable_line(quality).is_none();
    whole && quality.events() == quality.records() && facts(quality, Length::Short).is_empty()
}

fn files(quality: &Quality) -> Markup {
    let hidden = quality.files.len().saturating_sub(MAX_FILES);
    let recognised = quality.files.iter().any(|file| file.recipe.is_some() || file.skipped.is_some());
    html! {
        details {
            summary { (counted(quality.files.len() as u64, "file", "files")) ", " (counted(quality.records(), "record", "records")) }
            table.events {
                tr {
                    th { "file" } th.number { "records" } th.number { "events" }
                    @if recognised { th { "kind of log" } th { "why" } }
                }
                @for file in quality.files.iter().take(MAX_FILES) { (row(file, recognised)) }
            }
            @if hidden > 0 { p.notice { (counted(hidden as u64, "more file", "more files")) " not listed" } }
        }
    }
}

fn row(file: &FileQuality, recognised: bool) -> Markup {
    html! {
        tr {
            td { code { (log_text(&file.name)) } }
            td.number { (thousands(file.records)) }
            td.number { (thousands(file.events)) }
            @if recognised {
                td { (kind(file)) }
                @let why = file.skipped.as_ref().or(file.recognised.as_ref());
                td { @if let Some(why) = why { (log_text(why)) } }
            }
        }
    }
}

/// The recipe and its form.
fn kind(file: &FileQuality) -> Markup {
    html! {
        @if file.skipped.is_some() { span.missing { "skipped" } }
        @else if let Some(recipe) = &file.recipe {
            (log_text(recipe))
            @if let Some(form) = &file.form { ", " (log_text(form)) }
        }
    }
}
