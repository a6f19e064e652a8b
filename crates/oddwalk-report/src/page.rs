//! The page: one HTML file with an interactive timeline, which opens from disk and loads nothing.

mod binary;
mod escape;
mod lines;
mod mark;
mod meta;
mod row;
mod rows;
mod saved;
mod shell;
mod tables;
#[cfg(test)]
mod tests;
mod texts;
mod thin;
mod transitions;

use std::io::{self, Write};

use self::binary::{Used, pack, pack_text};
use self::lines::Lines;
pub use self::mark::Mark;
use self::meta::{Meta, Sessions};
use self::row::PageRow;
use self::rows::{NONE, Rows};
pub use self::saved::SavedError;
use self::shell::Blocks;
use self::tables::{MAX_CARRIED, Tables};
use self::texts::{Kept, Texts, cut};
use self::thin::{Chosen, choose};
use self::transitions::{Transition, Transitions};
use crate::text::{counted, thousands};
use crate::{Columns, Row, alike, write_ndjson};

/// The lines of findings may take this share of a page before they are packed.
const SHARE_OF_LINES: usize = 4;
/// So may the line about the quality, and what transitions are about.
const SHARE_OF_REST: usize = 8;

/// Makes an interactive page from findings, which it takes one by one, the oddest first.
///
/// It keeps what the timeline draws of each, some 100 bytes, and of the first so many lines of NDJSON as fit into a quarter
/// of the page. A page never has more bytes than it may: where not all sessions fit, it has the rarest, and an even sample
/// of the others.
#[derive(Debug)]
pub struct Page {
    title: String,
    max_bytes: usize,
    rows: Rows,
    tables: Tables,
    transitions: Transitions,
    lines: Lines,
    notices: Vec<String>,
    judged: bool,
    explained: usize,
    score_name: Option<String>,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There are more kinds of logs than a page can tell apart.
    #[error("a page has room for 256 kinds of logs, and these are more")]
    TooManyRecipes,
    /// What every page has is larger than the page may be.
    #[error("a page of {max_bytes} bytes has no room for a single session; it takes {needed}")]
    TooSmall {
        /// What it may have.
        max_bytes: usize,
        /// What it has without a session.
        needed: usize,
    },
    /// It cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Page {
    /// How large a file becomes at most, where nothing else is said: 100 MB.
    pub const MAX_BYTES: usize = 100_000_000;

    /// A page without findings, of at most so many bytes.
    pub fn new(title: &str, max_bytes: usize) -> Self {
        Self {
            title: cut(title).into_owned(),
            max_bytes,
            rows: Rows::default(),
            tables: Tables::default(),
            transitions: Transitions::default(),
            lines: Lines::new(max_bytes / SHARE_OF_LINES),
            notices: Vec::new(),
            judged: false,
            explained: 0,
            score_name: None,
        }
    }

    /// Adds the next finding. One that is ignored is not on the page, and neither is a session without a rank.
    ///
    /// # Errors
    /// If there are more kinds of logs than a page can tell apart, or the line cannot be made.
    pub fn push(&mut self, columns: &Columns, row: Row) -> Result<(), PageError> {
        let Some(of_page) = PageRow::of(columns, &row).filter(|row| !row.ignored.0) else { return Ok(()) };
        self.add(&of_page)?;
        if self.lines.is_open() {
            let rank = of_page.rank;
            drop(of_page);
            let mut line = Vec::new();
            write_ndjson(columns, [row], &mut line)?;
            self.lines.push(rank, &String::from_utf8_lossy(&line));
        }
        Ok(())
    }

    /// Says what the scores are, where they are no bits: the plot then has no other height.
    pub fn name_scores(&mut self, name: &str) {
        self.score_name = Some(cut(name).into_owned());
    }

    /// Says something about the page on it, in plain English.
    pub fn notice(&mut self, text: String) {
        self.notices.push(text);
    }

    /// Writes the page. `quality` is the line that [`write_ndjson_quality`](crate::write_ndjson_quality) writes, and
    /// `made_at` the time, which is all that differs between two pages of the same findings.
    ///
    /// # Errors
    /// If `out` cannot be written to, or what every page has is larger than the page may be.
    pub fn write(
        &self,
        quality: Option<&str>,
        made_at: Option<&str>,
        mut out: impl Write,
    ) -> Result<(), PageError> {
        let draft = self.draft_that_fits(quality, made_at)?;
        Ok(shell::write(&self.title, &draft.blocks(), &mut out)?)
    }

    fn add(&mut self, row: &PageRow) -> Result<(), PageError> {
        self.rows.push(row, &mut self.tables, &mut self.transitions)?;
        self.judged |= row.score_bits.is_some();
        self.explained += usize::from(row.is_explained());
        Ok(())
    }

    /// Tries fewer rows until the page is small enough.
    fn draft_that_fits(&self, quality: Option<&str>, made_at: Option<&str>) -> Result<Draft, PageError> {
        let transitions = self.transitions.rarest(&self.tables.commands, self.max_bytes / SHARE_OF_REST);
        let mut wanted = self.rows.len();
        loop {
            let draft = self.draft(wanted, &transitions, quality, made_at)?;
            let size = shell::size(&self.title, &draft.blocks());
            if size <= self.max_bytes {
                return Ok(draft);
            }
            if wanted == 0 {
                return Err(PageError::TooSmall { max_bytes: self.max_bytes, needed: size });
            }
            wanted = fewer(wanted, size, self.max_bytes, size - draft.page.len() - draft.columns.len());
        }
    }

    fn draft(
        &self,
        wanted: usize,
        transitions: &[Transition],
        quality: Option<&str>,
        made_at: Option<&str>,
    ) -> Result<Draft, PageError> {
        let chosen = choose(wanted, self.rows.len(), self.lines.len());
        let used = self.used(&chosen, transitions);
        let (places, columns) = pack(&self.rows, &chosen, &used)?;
        let lines = self.lines.len().min(wanted);
        let sessions = Sessions {
            all: self.rows.len(),
            shown: chosen.rows.len(),
            with_line: lines,
            explained: self.explained,
            entities: self.tables.entities.len(),
        };
        let fits = |quality: &&str| quality.len() <= self.max_bytes / SHARE_OF_REST;
        let meta = Meta {
            title: &self.title,
            made_at,
            judged: self.judged,
            score_name: self.score_name.as_deref(),
            marks: self.lines.is_unwanted(),
            sessions,
            tables: &self.tables,
            chosen: &chosen,
            used: &used,
            transitions,
            places: &places,
            notices: &self.all_notices(&chosen, quality.is_some_and(|quality| !fits(&quality))),
            quality: quality.filter(fits),
        };
        Ok(Draft { page: meta.written()?, lines: pack_text(self.lines.first(lines))?, columns })
    }

    /// Which texts are left when only the chosen rows are there.
    fn used(&self, chosen: &Chosen, transitions: &[Transition]) -> Used {
        let (rows, tables) = (&self.rows, &self.tables);
        let is_number = |number: &u32| *number != NONE;
        let of = |texts: &Texts, numbers: &[u32]| {
            let used = chosen.rows.iter().map(|&row| numbers[row as usize]);
            Kept::of(texts.len(), used.filter(is_number))
        };
        let lists = |row: &u32| rows.commands.get(*row).iter().chain(rows.window.get(*row)).copied();
        let told = transitions.iter().flat_map(|one| [one.previous, one.command]);
        let commands = chosen.rows.iter().flat_map(lists).chain(told).filter(is_number);
        let carried = tables.carried.iter().zip(&rows.carried);
        Used {
            entities: of(&tables.entities, &rows.entity),
            commands: Kept::of(tables.commands.len(), commands),
            files: of(&tables.files, &rows.file),
            carried: carried.map(|((_, texts), numbers)| of(texts, numbers)).collect(),
        }
    }

    fn too_large(&self) -> Option<String> {
        const RANKS: usize = 12;
        let large = &self.lines.too_large;
        let ranks = alike::ranks(large.iter().take(RANKS).map(|&rank| rank as usize));
        let more = large.len().saturating_sub(RANKS);
        let more = if more > 0 { format!(" and {} more", thousands(more as u64)) } else { String::new() };
        (!large.is_empty()).then(|| {
            format!("Too large for this file, so that their events are not shown: the sessions of rank {ranks}{more}.")
        })
    }

    fn all_notices(&self, chosen: &Chosen, without_quality: bool) -> Vec<String> {
        let (all, shown) = (self.rows.len() as u64, chosen.rows.len() as u64);
        let thinned = (shown < all).then(|| {
            format!(
                "{} of {} are drawn, since more do not fit into this file: the {} rarest are all there, and of the \
                 others an even sample.",
                thousands(shown),
                counted(all, "session", "sessions"),
                thousands(chosen.rarest as u64),
            )
        });
        let large = self.too_large();
        let quality = without_quality.then(|| {
            "What was read and what was not used is too much for this file; it is in the last line of the NDJSON."
                .to_owned()
        });
        let carried = self.tables.left_out_carried.then(|| {
            format!("Only the first {MAX_CARRIED} carried columns are in the table and in tooltips.")
        });
        self.notices.iter().cloned().chain([thinned, large, carried, quality].into_iter().flatten()).collect()
    }
}

/// A page that may be too large.
struct Draft {
    page: Vec<u8>,
    lines: Vec<u8>,
    columns: Vec<u8>,
}

impl Draft {
    fn blocks(&self) -> Blocks<'_> {
        Blocks { page: &self.page, lines: &self.lines, columns: &self.columns }
    }
}

/// How many rows to try next, where so many took `size`: it is about in proportion beyond what does not depend on them.
fn fewer(rows: usize, size: usize, most: usize, fixed: usize) -> usize {
    if fixed >= most {
        return rows / 2;
    }
    // A little less, so that it is seldom tried again.
    let [rows, room, taken] = [rows, most - fixed, size - fixed].map(|number| number as u64);
    (rows * room / taken * 97 / 100).min(rows * 9 / 10) as usize
}
