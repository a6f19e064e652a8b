//! Cells: what a flat table has in each of its columns.

use std::borrow::Cow;

use oddwalk_core::Evidence;

use crate::{Columns, Row};

/// What a column of a flat table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rank,
    Recipe,
    /// The identity column at this place.
    Entity(usize),
    Begin,
    End,
    DurationMs,
    Events,
    Distinct,
    ScoreBits,
    EvidenceBits(Evidence),
    OrderUncertain,
    History,
    Reason,
    Likelihood,
    SurprisalBits,
    WindowStart,
    Window,
    Session,
    Sources,
    SessionLikelihood,
    SessionBits,
    Ignored,
}

/// Of what type a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellType {
    Whole,
    Number,
    Flag,
    /// Nanoseconds since 1970-01-01 UTC.
    Time,
    Text,
    /// A list of texts.
    Texts,
    Sources,
}

/// One cell that is no list.
pub(crate) enum Cell<'a> {
    Whole(Option<i64>),
    Number(Option<f64>),
    Flag(Option<bool>),
    Time(Option<i64>),
    Text(Option<Cow<'a, str>>),
}

impl Kind {
    /// In the order of the columns.
    pub(crate) const JUDGEMENTS: [Self; 10] = [
        Self::ScoreBits,
        Self::EvidenceBits(Evidence::Habit),
        Self::EvidenceBits(Evidence::Walk),
        Self::EvidenceBits(Evidence::Window),
        Self::EvidenceBits(Evidence::Content),
        Self::EvidenceBits(Evidence::Volume),
        Self::EvidenceBits(Evidence::Novelty),
        Self::OrderUncertain,
        Self::History,
        Self::Reason,
    ];

    pub(crate) fn cell_type(self) -> CellType {
        match self {
            Self::Rank
            | Self::DurationMs
            | Self::Events
            | Self::Distinct
            | Self::History
            | Self::WindowStart => CellType::Whole,
            Self::ScoreBits
            | Self::EvidenceBits(_)
            | Self::Likelihood
            | Self::SurprisalBits
            | Self::SessionLikelihood
            | Self::SessionBits => CellType::Number,
            Self::OrderUncertain => CellType::Flag,
            Self::Begin | Self::End => CellType::Time,
            Self::Recipe | Self::Entity(_) | Self::Reason | Self::Ignored => CellType::Text,
            Self::Window | Self::Session => CellType::Texts,
            Self::Sources => CellType::Sources,
        }
    }

    /// Whether a cell may be missing: identities, times, and what a session without a score has none of.
    pub(crate) fn is_nullable(self) -> bool {
        let always = [Self::Recipe, Self::Events, Self::Distinct, Self::Window, Self::Session, Self::Sources];
        !always.contains(&self)
    }

    /// The row's cell in this column; a list is [`texts`](Self::texts) or the row's sources.
    pub(crate) fn cell<'a>(self, columns: &'a Columns, row: &Row<'a>) -> Cell<'a> {
        match self {
            Self::Rank => whole(row.rank()),
            Self::Recipe => text(Some(columns.recipe(row))),
            Self::Entity(place) => text(columns.entity_cell(row, place)),
            Self::Begin => Cell::Time(row.span().map(|span| span.begin)),
            Self::End => Cell::Time(row.span().map(|span| span.end)),
            Self::DurationMs => Cell::Whole(row.duration_ms()),
            Self::Events => whole(Some(row.event_count())),
            Self::Distinct => whole(Some(row.distinct_commands())),
            Self::ScoreBits => Cell::Number(row.score_bits()),
            Self::EvidenceBits(evidence) => Cell::Number(row.bits_of(evidence)),
            Self::OrderUncertain => Cell::Flag(row.judgement().map(|known| known.order_uncertain)),
            Self::History => {
                Cell::Whole(row.history().map(|history| i64::try_from(history).unwrap_or(i64::MAX)))
            }
            Self::Reason => Cell::Text(row.reason().map(Cow::Owned)),
            Self::Likelihood => Cell::Number(row.likelihood()),
            Self::SurprisalBits => Cell::Number(row.surprisal_bits()),
            Self::WindowStart => whole(row.window_start()),
            Self::SessionLikelihood => Cell::Number(row.session_likelihood()),
            Self::SessionBits => Cell::Number(row.session_bits()),
            Self::Ignored => text(row.ignored().map(|line| line.reason.as_str())),
            Self::Window | Self::Session | Self::Sources => Cell::Text(None),
        }
    }
}

fn text(text: Option<&str>) -> Cell<'_> {
    Cell::Text(text.map(Cow::Borrowed))
}

/// No count of things in memory is near the end of an `i64`.
fn whole(count: Option<usize>) -> Cell<'static> {
    Cell::Whole(count.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
}
