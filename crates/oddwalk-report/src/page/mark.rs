//! Marks: sessions that something else has scored, of which the page knows only what it draws.

use std::borrow::Cow;

use super::row::{First, Is, PageRow, Pairs, Text};
use super::{Page, PageError};

/// A session that something else has scored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark<'a> {
    /// Where it begins, in nanoseconds since 1970 UTC; `None` where nobody knows.
    pub begin: Option<i64>,
    /// How long it takes, in milliseconds.
    pub duration_ms: Option<i64>,
    /// How many events it has.
    pub n_events: u32,
    /// Its score: bits, or what [`Page::name_scores`] says; the higher the odder.
    pub score: Option<f64>,
    /// -log2 of the likelihood of its rarest window.
    pub surprisal_bits: Option<f64>,
    /// The commands of its rarest window, or whatever stands for it.
    pub window: Vec<&'a str>,
    /// All its commands; none where only the window is known.
    pub session: Vec<&'a str>,
    /// Whose it is, by column.
    pub entity: Vec<(&'a str, Option<&'a str>)>,
    /// What else is said of it, by column.
    pub carried: Vec<(&'a str, Option<&'a str>)>,
}

impl Page {
    /// Adds the next session that something else has scored, the oddest first. Its rank is its place among all rows, and there
    /// is no line of NDJSON for it: a page has either marks or findings.
    ///
    /// # Errors
    /// If there are more kinds of logs than a page can tell apart.
    pub fn push_mark(&mut self, mark: &Mark) -> Result<(), PageError> {
        self.lines.close();
        let rank = self.rows.len() as u32 + 1;
        self.add(&row_of(mark, rank))
    }
}

fn row_of<'a>(mark: &Mark<'a>, rank: u32) -> PageRow<'a> {
    let entity = mark.entity.iter().map(|&(name, value)| (text(name), value.map(text)));
    let carried =
        mark.carried.iter().map(|&(name, value)| (text(name), value.map(text).into_iter().collect()));
    PageRow {
        rank,
        recipe: text("sessions"),
        entity: Pairs(entity.collect()),
        begin: mark.begin,
        duration_ms: mark.duration_ms,
        n_events: mark.n_events,
        score_bits: mark.score,
        surprisal_bits: mark.surprisal_bits,
        window: mark.window.iter().map(|command| text(command)).collect(),
        session: mark.session.iter().map(|command| text(command)).collect(),
        sources: First(None),
        carried: Pairs(carried.collect()),
        group: None,
        ignored: Is(false),
        clues: Is(false),
        explanation: Is(false),
        session_explanation: Is(false),
    }
}

fn text(text: &str) -> Text<'_> {
    Text(Cow::Borrowed(text))
}
