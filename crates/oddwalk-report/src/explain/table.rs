//! The table of an explanation: event by event, how surprising each one is and what is usual instead.

use oddwalk_core::Context;

use super::ledger::{Ledger, Line, Tenths};
use super::lines::{Lines, broken};
use super::sentence::note;
use crate::terminal::Paint;
use crate::text::{clip, counted, display_width, thousands};

const GAP: &str = "  ";
const BAR: usize = 8;
/// A command is cut to this where a note stands beside it.
const MAX_COMMAND: usize = 32;
/// Where a command would have less room, the column of what is usual is left out.
const MIN_COMMAND: usize = 20;
const USUAL: &str = "usual";
/// How wide a note beside the numbers must at least be.
const MIN_NOTE: usize = 44;
/// So many lines that say the same are one.
const MIN_RUN: usize = 3;
/// How far a note below the numbers is set in.
const INDENT: usize = 9;

/// One line of the table.
#[derive(Default)]
struct Row {
    event: String,
    command: String,
    /// How many events the line stands for, where it is more than one.
    times: String,
    /// Bits, and what adds them.
    numbers: Vec<String>,
    bar: String,
    note: String,
}

/// How wide the columns are.
struct Layout {
    event: usize,
    command: usize,
    numbers: Vec<usize>,
    /// The columns that a note has beside the numbers; it stands below where there are too few.
    note: Option<usize>,
}

pub(super) fn write(ledger: &Ledger, lines: &mut Lines) {
    let mut parts = parts(ledger);
    let mut rows = rows_of(ledger, &parts);
    if Layout::room(&rows, lines.width()) < MIN_COMMAND {
        parts.retain(|(name, _)| *name != USUAL);
        rows = rows_of(ledger, &parts);
    }
    let layout = Layout::of(&rows, lines.width());
    let (header, rows) = rows.split_first().map_or((None, &[][..]), |(header, rows)| (Some(header), rows));
    header.into_iter().for_each(|header| lines.clipped(Paint::Header, &layout.cells(header).concat()));
    rows.iter().for_each(|row| layout.write(row, lines));
}

/// The header, START where the session begins, the events, those not listed, and all together.
fn rows_of(ledger: &Ledger, parts: &[Part]) -> Vec<Row> {
    let largest = ledger.lines.iter().map(|line| line.bits).max().unwrap_or_default();
    let row = |command: &str, numbers| Row { command: command.into(), numbers, ..Row::default() };
    let header = ["bits"].into_iter().chain(parts.iter().map(|part| part.0)).map(str::to_owned).collect();
    let mut rows = vec![Row { event: "event".into(), ..row("command", header) }];
    if ledger.lines.first().is_some_and(|line| line.step.context == Context::Start) {
        rows.push(row("START", Vec::new()));
    }
    for run in runs(&ledger.lines) {
        rows.extend(Row::of_run(run, parts, largest));
    }
    if !ledger.hidden.is_empty() {
        let hidden = counted(ledger.hidden.len() as u64, "more event", "more events");
        rows.push(row(&hidden, vec![ledger.hidden.iter().copied().sum::<Tenths>().to_string()]));
    }
    rows.push(row("together", totals(ledger, parts)));
    rows
}

/// The lines, those together that say the same one after the other.
fn runs<'l, 'e>(lines: &'l [Line<'e>]) -> impl Iterator<Item = &'l [Line<'e>]> {
    lines.chunk_by(|one, next| {
        one.step.event + 1 == next.step.event
            && one.step.command.is_some()
            && one.step.command == next.step.command
            && one.step.content.is_none() == next.step.content.is_none()
            && one.step.bits().total_cmp(&next.step.bits()).is_eq()
            && note(one.step) == note(next.step)
    })
}

/// A column and its cells, which may be empty.
pub(crate) type Part = (&'static str, fn(&Line) -> Option<Tenths>);

/// What adds bits, where it is more than the order of commands; and how many are usual, where that is known.
pub(crate) fn parts(ledger: &Ledger) -> Vec<Part> {
    let parts: [Part; 3] = [
        ("order", |line| Some(line.order)),
        ("parameters", |line| line.step.content.as_ref().map(|_| line.parameters)),
        ("values", |line| line.step.content.as_ref().map(|_| line.values)),
    ];
    let usual: Part = (USUAL, |line| line.usual);
    let count = match ledger.has_content() {
        (false, _) => 0,
        (true, false) => 2,
        (true, true) => 3,
    };
    parts.into_iter().take(count).chain(ledger.has_usual().then_some(usual)).collect()
}

/// The columns' sums, where every event is listed.
pub(crate) fn totals(ledger: &Ledger, parts: &[Part]) -> Vec<String> {
    let parts = parts.iter().filter(|_| ledger.hidden.is_empty());
    let sums = parts.map(|(_, part)| ledger.lines.iter().filter_map(part).sum::<Tenths>());
    [ledger.total].into_iter().chain(sums).map(|bits| bits.to_string()).collect()
}

impl Row {
    /// A line for each event; one for all where there are many that say the same.
    fn of_run(run: &[Line], parts: &[Part], largest: Tenths) -> Vec<Self> {
        let mut rows: Vec<Self> = run.iter().map(|line| Self::of(line, parts, largest)).collect();
        if rows.len() >= MIN_RUN {
            rows.truncate(1);
            rows.iter_mut().for_each(|row| row.stand_for(run, parts));
        }
        rows
    }

    /// The numbers are those of all, so that they still add up; bar and note are those of each.
    fn stand_for(&mut self, run: &[Line], parts: &[Part]) {
        let totals = parts.iter().map(|(_, part)| run.iter().filter_map(part).sum::<Tenths>());
        let totals = [run.iter().map(|line| line.bits).sum::<Tenths>()].into_iter().chain(totals);
        let numbers = self.numbers.iter_mut().zip(totals).filter(|(number, _)| !number.is_empty());
        numbers.for_each(|(number, total)| *number = total.to_string());
        self.times = format!(" x {}", thousands(run.len() as u64));
        self.note = format!("each {}", self.note);
    }

    fn of(line: &Line, parts: &[Part], largest: Tenths) -> Self {
        let cell = |(_, part): &Part| part(line).map(|bits| bits.to_string()).unwrap_or_default();
        let parts = parts.iter().map(cell);
        let (bits, largest) = (line.bits.count(), largest.count());
        let share = (BAR * bits + largest / 2) / largest.max(1);
        Self {
            event: line.step.command.map(|_| thousands(line.step.event as u64 + 1)).unwrap_or_default(),
            command: line.step.command.unwrap_or("END").to_owned(),
            numbers: [line.bits.to_string()].into_iter().chain(parts).collect(),
            bar: "▇".repeat(share),
            note: note(line.step).bare(),
            times: String::new(),
        }
    }
}

impl Layout {
    /// What is left for commands, and notes beside them.
    fn room(rows: &[Row], width: usize) -> usize {
        let widest = |cell: &dyn Fn(&Row) -> usize| rows.iter().map(cell).max().unwrap_or(0);
        let number = |index: usize| widest(&|row| row.numbers.get(index).map_or(0, String::len));
        let numbers: usize =
            (0..widest(&|row| row.numbers.len())).map(|index| GAP.len() + number(index)).sum();
        width.saturating_sub(widest(&|row| row.event.len()) + numbers + 2 * GAP.len() + BAR)
    }

    fn of(rows: &[Row], width: usize) -> Self {
        let widest = |cell: &dyn Fn(&Row) -> usize| rows.iter().map(cell).max().unwrap_or(0);
        let event = widest(&|row| row.event.len());
        let columns = widest(&|row| row.numbers.len());
        let number = |index: usize| widest(&|row| row.numbers.get(index).map_or(0, String::len));
        let numbers: Vec<usize> = (0..columns).map(number).collect();
        let command = widest(&|row| display_width(&clip(&row.command, width)) + display_width(&row.times));

        let room = Self::room(rows, width);
        let note = room.checked_sub(command.min(MAX_COMMAND) + GAP.len()).filter(|note| *note >= MIN_NOTE);
        let command = if note.is_some() { command.min(MAX_COMMAND) } else { command.min(room) };
        Self { event, command, numbers, note }
    }

    fn write(&self, row: &Row, lines: &mut Lines) {
        let [event, command, numbers] = self.cells(row);
        let bar = format!("{GAP}{:BAR$}{GAP}", row.bar);
        let mut beside = self.note.map(|width| broken(&row.note, width)).unwrap_or_default().into_iter();
        let left =
            " ".repeat([&event, &command, &numbers, &bar].map(|cell| display_width(cell)).iter().sum());
        let note = (Paint::Faint, beside.next().unwrap_or_default());
        lines.pieces(&[
            (Paint::Plain, event),
            (Paint::Entity, command),
            (Paint::Strong, numbers),
            (Paint::Window, bar),
            note,
        ]);
        for line in beside {
            lines.pieces(&[(Paint::Plain, left.clone()), (Paint::Faint, line)]);
        }
        if self.note.is_none() && !row.note.is_empty() {
            lines.indented(Paint::Faint, &row.note, INDENT);
        }
    }

    /// Event, command and numbers, each as wide as its column.
    fn cells(&self, row: &Row) -> [String; 3] {
        let command = clip(&row.command, self.command.saturating_sub(display_width(&row.times))) + &row.times;
        let room = " ".repeat(self.command - display_width(&command));
        let number = |(index, &width): (usize, &usize)| {
            format!("{GAP}{:>width$}", row.numbers.get(index).map_or("", String::as_str))
        };
        let numbers = self.numbers.iter().enumerate().map(number).collect();
        [format!("{:>1$}{GAP}", row.event, self.event), command + &room, numbers]
    }
}
