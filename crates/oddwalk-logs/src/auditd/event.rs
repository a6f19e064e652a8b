//! One event: its lines, and the fields of the record that they are joined to.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::line::{Line, Value};
use super::value::{decoded, text_of};
use crate::columns::Columns;
use crate::field::{Field, Fields};
use crate::json::SeenNames;
use crate::record::Place;

/// Names that no key of a line may take, and no other event has.
const OWN_NAMES: [&str; 6] = ["time", "serial", "node", "types", "args", "cmdline"];

/// The lines of one event.
#[derive(Debug)]
pub(super) struct Event {
    /// Where its first line is.
    pub(super) place: Place,
    lines: Vec<u8>,
    /// Its lines together are over the limit, and are not kept.
    pub(super) is_too_long: bool,
}

impl Event {
    pub(super) fn new(place: Place, line: &Line) -> Self {
        Self { place, lines: line.whole.to_vec(), is_too_long: false }
    }

    pub(super) fn add(&mut self, line: &Line, max_bytes: usize) {
        self.is_too_long |= self.lines.len() + line.whole.len() >= max_bytes;
        if self.is_too_long {
            self.lines = Vec::new();
        } else {
            self.lines.push(b'\n');
            self.lines.extend_from_slice(line.whole);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.lines.len()
    }

    /// The fields in the order of the columns.
    pub(super) fn fields(&self, columns: &Columns, names: &mut SeenNames) -> Fields<'_> {
        let fields = std::iter::repeat_n(Field::Missing, columns.len()).collect();
        let mut joined = Joined { columns, names, fields };
        let lines = self.lines.split(|&byte| byte == b'\n');
        let lines: Vec<Line> = lines.filter_map(Line::parse).collect();
        joined.event(&lines);
        joined.fields
    }
}

/// The record that lines are joined to.
struct Joined<'s, 'l> {
    columns: &'s Columns,
    names: &'s mut SeenNames,
    fields: Fields<'l>,
}

impl<'l> Joined<'_, 'l> {
    fn event(&mut self, lines: &[Line<'l>]) {
        if let Some(first) = lines.first() {
            self.put("time", || Field::Time(first.time));
            self.put("serial", || Field::text(first.serial.to_string()));
            self.put("event", || Field::text(format!("{} {} {}", first.node, first.time, first.serial)));
            if !first.node.is_empty() {
                self.put("node", || Field::text(first.node));
            }
        }
        let firsts = first_of_each_kind(lines);
        self.put("types", || types(&firsts));
        self.arguments(lines);
        let is_call = firsts.iter().any(|line| line.kind == "SYSCALL");
        firsts.iter().for_each(|line| self.line(line, is_call));
    }

    /// The first value of a name counts.
    fn put(&mut self, name: &str, field: impl FnOnce() -> Field<'l>) {
        let column = self.columns.position(name);
        self.names.note(column, (0, name.as_bytes()), || name.to_owned());
        if let Some(column) = column
            && self.fields[column] == Field::Missing
        {
            self.fields[column] = field();
        }
    }

    fn line(&mut self, line: &Line<'l>, is_of_call: bool) {
        let (is_behind_type, is_own) = match line.kind {
            "EXECVE" => return,
            "SYSCALL" | "CWD" | "PROCTITLE" => (false, true),
            _ => (true, !is_of_call),
        };
        let mut name = format!("{}.", line.kind.to_ascii_lowercase());
        let kind = name.len();
        for (key, value) in line.pairs() {
            if is_behind_type {
                name.truncate(kind);
                name.push_str(key);
                self.put(&name, || text(key, value));
            }
            if is_own && !OWN_NAMES.contains(&key) {
                self.put(key, || text(key, value));
            }
        }
    }

    /// Of all `EXECVE` lines: an event has several where there are many arguments or long ones.
    fn arguments(&mut self, lines: &[Line<'l>]) {
        let mut pieces = BTreeMap::new();
        for (key, value) in lines.iter().filter(|line| line.kind == "EXECVE").flat_map(Line::pairs) {
            match argument(key) {
                Some(place) => drop(pieces.entry(place).or_insert_with(|| decoded(value))),
                None => self.put(&format!("execve.{key}"), || text(key, value)),
            }
        }
        let arguments = joined_pieces(pieces);
        if arguments.is_empty() {
            return;
        }
        for (number, argument) in &arguments {
            self.put(&format!("execve.a{number}"), || Field::bytes(argument.clone()));
        }
        self.put("cmdline", || command_line(&arguments));
        self.put("args", || list(arguments));
    }
}

fn text<'l>(key: &str, value: Value<'l>) -> Field<'l> {
    Field::bytes(text_of(key, value))
}

fn first_of_each_kind<'l>(lines: &[Line<'l>]) -> Vec<Line<'l>> {
    let mut known = HashSet::new();
    lines.iter().filter(|line| known.insert(line.kind)).copied().collect()
}

fn types<'l>(firsts: &[Line<'l>]) -> Field<'l> {
    let kinds: Vec<&str> = firsts.iter().map(|line| line.kind).filter(|kind| *kind != "EOE").collect();
    Field::text(kinds.join(" "))
}

/// Which argument, and which piece of it: `a2`, or `a2[1]` where it is long.
fn argument(key: &str) -> Option<(u32, u32)> {
    let key = key.strip_prefix('a')?;
    match key.strip_suffix(']').and_then(|key| key.split_once('[')) {
        Some((number, piece)) => Some((number.parse().ok()?, piece.parse().ok()?)),
        None => Some((key.parse().ok()?, 0)),
    }
}

/// A character may be cut in two between pieces, so that these are joined as bytes.
fn joined_pieces(pieces: BTreeMap<(u32, u32), Cow<'_, [u8]>>) -> Vec<(u32, Cow<'_, [u8]>)> {
    let mut arguments: Vec<(u32, Cow<[u8]>)> = Vec::new();
    for ((number, _), piece) in pieces {
        match arguments.last_mut() {
            Some((last, bytes)) if *last == number => bytes.to_mut().extend_from_slice(&piece),
            _ => arguments.push((number, piece)),
        }
    }
    arguments
}

/// An empty argument is no name, and has no place in a list of them.
fn list(arguments: Vec<(u32, Cow<'_, [u8]>)>) -> Field<'_> {
    let given = arguments.into_iter().filter(|(_, argument)| !argument.is_empty());
    Field::List(given.map(|(_, argument)| Field::bytes(argument)).collect())
}

fn command_line<'l>(arguments: &[(u32, Cow<'l, [u8]>)]) -> Field<'l> {
    let arguments: Vec<&[u8]> = arguments.iter().map(|(_, bytes)| bytes.as_ref()).collect();
    Field::bytes(Cow::Owned(arguments.join(&b' ')))
}
