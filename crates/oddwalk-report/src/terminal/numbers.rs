//! The numbers of a terminal list, in columns.

use oddwalk_core::Finding;

use crate::columns::RECIPE;
use crate::quality::RECIPE_WIDTH;
use crate::row::span_length;
use crate::text::{clip, display_width, thousands};
use crate::{Row, time};

/// What stands for something missing.
pub(crate) const MISSING: &str = "–";
/// What stands for a missing identity.
pub(crate) const NOBODY: &str = "(none)";
pub(super) const GAP: &str = "  ";

/// The columns from left to right. Where they do not fit, those with the highest `drop` go first.
const COLUMNS: [Column; 7] = [
    Column { name: "rank", drop: 0, left: false, cell: rank },
    Column { name: RECIPE, drop: 1, left: true, cell: recipe },
    Column { name: "bits", drop: 0, left: false, cell: bits },
    Column { name: "likelihood", drop: 4, left: false, cell: likelihood },
    Column { name: "begin (UTC)", drop: 0, left: true, cell: begin },
    Column { name: "duration", drop: 2, left: false, cell: duration },
    Column { name: "events", drop: 3, left: false, cell: events },
];

/// The columns where sessions are judged.
const JUDGED_COLUMNS: [Column; 6] = [
    Column { name: "rank", drop: 0, left: false, cell: rank },
    Column { name: RECIPE, drop: 1, left: true, cell: recipe },
    Column { name: "score", drop: 0, left: false, cell: score },
    Column { name: "events", drop: 3, left: false, cell: events },
    Column { name: "begin (UTC)", drop: 0, left: true, cell: begin },
    Column { name: "duration", drop: 2, left: false, cell: duration },
];

struct Column {
    name: &'static str,
    drop: u8,
    left: bool,
    cell: fn(&Finding) -> String,
}

/// The columns that are shown, and how wide each one is.
pub(super) struct Numbers(Vec<(Column, usize)>);

impl Numbers {
    /// Columns wide enough for the findings, as many as `room` has space for.
    pub(super) fn new(findings: &[Finding], room: usize) -> Self {
        let width = |column: &Column| {
            let cells = findings.iter().map(|finding| display_width(&(column.cell)(finding)));
            cells.max().unwrap_or(0).max(column.name.len())
        };
        let measured = |column: Column| {
            let width = width(&column);
            (column, width)
        };
        let told = |name| name != RECIPE || findings.iter().any(|finding| finding.telling_recipe().is_some());
        let is_judged = findings.iter().any(|finding| finding.judgement.is_some());
        let columns = if is_judged { Vec::from(JUDGED_COLUMNS) } else { Vec::from(COLUMNS) };
        let columns = columns.into_iter().filter(|column| told(column.name));
        let mut numbers = Self(columns.map(measured).collect());
        for drop in (1..=4).rev() {
            if numbers.width() > room {
                numbers.0.retain(|(column, _)| column.drop != drop);
            }
        }
        numbers
    }

    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|(_, width)| width + GAP.len()).sum::<usize>().saturating_sub(GAP.len())
    }

    /// How wide the rank is.
    pub(super) fn rank_width(&self) -> usize {
        self.0.first().map_or(0, |(_, width)| *width)
    }

    pub(super) fn header(&self) -> String {
        self.line(|column| column.name.to_owned())
    }

    pub(super) fn of(&self, finding: &Finding) -> String {
        self.line(|column| (column.cell)(finding))
    }

    fn line(&self, cell: impl Fn(&Column) -> String) -> String {
        let padded = |(column, width): &(Column, usize)| {
            let cell = cell(column);
            if column.left { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        };
        let cells = self.0.iter().map(padded);
        cells.collect::<Vec<_>>().join(GAP)
    }
}

fn rank(finding: &Finding) -> String {
    finding.rank.to_string()
}

/// The recipe, cut where it is long.
pub(crate) fn recipe(finding: &Finding) -> String {
    clip(finding.recipe, RECIPE_WIDTH)
}

/// One decimal; `–` where the session has no score.
pub(crate) fn bits(finding: &Finding) -> String {
    tenths(Row::from(*finding).surprisal_bits())
}

/// One decimal; `–` where the session is not judged.
pub(crate) fn score(finding: &Finding) -> String {
    tenths(Row::from(*finding).score_bits())
}

fn tenths(bits: Option<f64>) -> String {
    // Adding 0 to what is rounded takes the sign from -0.
    let rounded = |bits: f64| (bits * 10.0).round() / 10.0 + 0.0;
    bits.map_or(MISSING.into(), |bits| format!("{:.1}", rounded(bits)))
}

/// Two digits: `5.3e-5`; `–` where the session is not judged.
pub(crate) fn p(finding: &Finding) -> String {
    finding.judgement.map_or(MISSING.into(), |known| format!("{:.1e}", known.verdict.p()))
}

/// Three digits: `2.10e-5`.
pub(crate) fn likelihood(finding: &Finding) -> String {
    Row::from(*finding).likelihood().map_or(MISSING.into(), |likelihood| format!("{likelihood:.2e}"))
}

pub(crate) fn begin(finding: &Finding) -> String {
    Row::from(*finding).span().map_or(MISSING.into(), |span| time::to_second(span.begin))
}

/// `2020-04-20 12:23:50 to 12:25:02 UTC (1m 12s)`.
pub(crate) fn span(finding: &Finding) -> Option<String> {
    let span = Row::from(*finding).span()?;
    let (begin, end) = (time::to_second(span.begin), time::to_second(span.end));
    if span.begin == span.end {
        return Some(format!("{begin} UTC"));
    }
    let same_day = begin.split(' ').next() == end.split(' ').next();
    let end = if same_day { end.split(' ').next_back().unwrap_or_default() } else { &end };
    Some(format!("{begin} to {end} UTC ({})", duration(finding)))
}

pub(crate) fn duration(finding: &Finding) -> String {
    Row::from(*finding).span().map_or(MISSING.into(), |span| time::duration(span_length(span)))
}

pub(crate) fn events(finding: &Finding) -> String {
    thousands(Row::from(*finding).event_count() as u64)
}
