//! The rows of the page as a struct of arrays: what the timeline and the table need of every session.

use super::PageError;
use super::row::{PageRow, Text};
use super::tables::Tables;
use super::texts::{Texts, cut};
use super::transitions::Transitions;

/// Stands where a row has no number of its own, and for `…`.
pub(super) const NONE: u32 = u32::MAX;
/// So many commands of a window are kept.
const WINDOW: usize = 6;

/// One element a row, by rank; lists are all in one, with where each begins.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) rank: Vec<u32>,
    pub(super) recipe: Vec<u8>,
    pub(super) entity: Vec<u32>,
    pub(super) begin: Vec<f64>,
    pub(super) duration: Vec<f32>,
    pub(super) events: Vec<u32>,
    pub(super) score: Vec<f32>,
    pub(super) surprisal: Vec<f32>,
    pub(super) group: Vec<u32>,
    pub(super) file: Vec<u32>,
    pub(super) source_row: Vec<u32>,
    pub(super) window: Lists,
    pub(super) commands: Lists,
    /// By carried column; one that came later than the first rows is filled up.
    pub(super) carried: Vec<Vec<u32>>,
}

/// Lists of numbers, one a row.
#[derive(Debug, Default)]
pub(super) struct Lists {
    numbers: Vec<u32>,
    ends: Vec<usize>,
}

impl Lists {
    fn push(&mut self, numbers: impl IntoIterator<Item = u32>) {
        self.numbers.extend(numbers);
        self.ends.push(self.numbers.len());
    }

    pub(super) fn get(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start..self.ends[row]]
    }
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.rank.len()
    }

    /// Adds the row, and its texts and transitions to those that are known.
    pub(super) fn push(
        &mut self,
        row: &PageRow,
        tables: &mut Tables,
        transitions: &mut Transitions,
    ) -> Result<(), PageError> {
        let number = self.len() as u32;
        let recipe = tables.recipe(row)?;
        let commands = numbers(&row.session, &mut tables.commands);
        // Of some rows nothing is known but a window.
        if !commands.is_empty() {
            transitions.count(recipe, number, &commands);
        }
        self.carry(row, tables);
        self.rank.push(row.rank);
        self.recipe.push(recipe);
        self.entity.push(tables.entity(recipe, row));
        self.begin.push(row.begin.map_or(f64::NAN, |nanoseconds| nanoseconds as f64 / 1e6));
        self.duration.push(row.duration_ms.map_or(f32::NAN, |milliseconds| milliseconds as f32));
        self.events.push(row.n_events);
        self.score.push(row.score_bits.map_or(f32::NAN, |bits| bits as f32));
        self.surprisal.push(row.surprisal_bits.map_or(f32::NAN, |bits| bits as f32));
        self.group.push(tables.group(row));
        let first = row.sources.0.as_ref();
        self.file.push(first.map_or(NONE, |place| tables.files.number(&place.file.0)));
        self.source_row.push(first.map_or(NONE, |place| place.row));
        let window = numbers(&row.window, &mut tables.commands);
        let shown = &window[..window.len().min(WINDOW)];
        self.window.push(shown.iter().copied().chain((window.len() > WINDOW).then_some(NONE)));
        self.commands.push(distinct(if commands.is_empty() { window } else { commands }));
        Ok(())
    }

    fn carry(&mut self, row: &PageRow, tables: &mut Tables) {
        let rows = self.len();
        for (name, texts) in &row.carried.0 {
            let Some(column) = tables.carried_column(&name.0) else { continue };
            if column == self.carried.len() {
                self.carried.push(vec![NONE; rows]);
            }
            let number = joint(texts).map_or(NONE, |text| tables.carried[column].1.whole_number(&text));
            // A name that is there twice counts once.
            self.carried[column].truncate(rows);
            self.carried[column].push(number);
        }
        self.carried.iter_mut().for_each(|column| column.resize(rows + 1, NONE));
    }
}

fn numbers(texts: &[Text], known: &mut Texts) -> Vec<u32> {
    texts.iter().map(|text| known.number(&text.0)).collect()
}

fn distinct(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The first texts, and how many more there are: `a, b +3`.
fn joint(texts: &[Text]) -> Option<String> {
    const SHOWN: usize = 2;
    let shown: Vec<&str> = texts.iter().take(SHOWN).map(|text| &*text.0).collect();
    let more = texts.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{more}", cut(&shown.join(", "))))
}
