//! What a session carries beside its commands.

use maud::{Markup, html};
use oddwalk_core::{CarriedTexts, Finding};

use super::log_text;
use crate::text::{counted, thousands};

/// How many columns are shown.
const MAX_COLUMNS: usize = 20;
/// How many texts of one column are shown.
const MAX_TEXTS: usize = 10;

/// The columns that have a text in the session, each with its first texts and how many events have them.
pub(super) fn list(finding: &Finding) -> Markup {
    let columns: Vec<CarriedTexts> =
        finding.session.carried().filter(|carried| !carried.texts.is_empty()).collect();
    let hidden = columns.len().saturating_sub(MAX_COLUMNS);
    html! {
        @if !columns.is_empty() {
            dl.carried { @for carried in columns.iter().take(MAX_COLUMNS) { (column(carried)) } }
            @if hidden > 0 { p.notice { (counted(hidden as u64, "more column", "more columns")) " not shown" } }
        }
    }
}

fn column(carried: &CarriedTexts) -> Markup {
    let hidden = carried.texts.len().saturating_sub(MAX_TEXTS);
    html! {
        dt { (log_text(carried.column)) }
        dd {
            @for (index, (text, events)) in carried.texts.iter().take(MAX_TEXTS).enumerate() {
                @if index > 0 { ", " }
                code { (log_text(text)) }
                @if *events > 1 { " × " (thousands(*events as u64)) }
            }
            @if hidden > 0 { ", " span.cut { (thousands(hidden as u64)) " more" } }
        }
    }
}
