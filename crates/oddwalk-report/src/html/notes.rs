//! The note at the end: what made the report.

use maud::{Markup, html};

use super::Provenance;
use crate::text::neutralise;

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
