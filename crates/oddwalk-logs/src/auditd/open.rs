//! Open events: those that may still get lines, in the order in which they began, within bounds.

use std::collections::{HashSet, VecDeque};
use std::mem;

use super::event::Event;
use super::line::Line;
use crate::record::Place;

/// So many events that were given out are remembered at least, so that a line that comes too late is known as such.
const REMEMBERED: usize = 4_096;

/// What the lines of one event have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    serial: u64,
    time: i64,
    node: Box<str>,
}

impl Key {
    fn of(line: &Line) -> Self {
        Self { serial: line.serial, time: line.time, node: line.node.into() }
    }

    fn is_of(&self, line: &Line) -> bool {
        self.serial == line.serial && self.time == line.time && *self.node == *line.node
    }
}

pub(super) struct OpenEvents {
    open: VecDeque<(Key, Event)>,
    /// How many bytes all of them have.
    bytes: usize,
    max_bytes: usize,
    /// Those that were given out since [`OpenEvents::earlier`] was filled.
    gone: HashSet<Key>,
    earlier: HashSet<Key>,
}

impl OpenEvents {
    pub(super) fn new(max_bytes: usize) -> Self {
        let (gone, earlier) = (HashSet::new(), HashSet::new());
        Self { open: VecDeque::new(), bytes: 0, max_bytes, gone, earlier }
    }

    /// Adds the line to its event; whether that is open.
    pub(super) fn add(&mut self, line: &Line) -> bool {
        // Most lines are of the event that began last.
        let event = self.open.iter_mut().rev().find(|(key, _)| key.is_of(line));
        let Some((_, event)) = event else { return false };
        self.bytes -= event.bytes();
        event.add(line, self.max_bytes);
        self.bytes += event.bytes();
        true
    }

    /// Begins the line's event.
    pub(super) fn begin(&mut self, place: Place, line: &Line) {
        let event = Event::new(place, line);
        self.bytes += event.bytes();
        self.open.push_back((Key::of(line), event));
    }

    /// Whether the line's event was given out before.
    pub(super) fn is_gone(&self, line: &Line) -> bool {
        let key = Key::of(line);
        self.gone.contains(&key) || self.earlier.contains(&key)
    }

    /// The oldest event where more than so many, or too many bytes, are open.
    pub(super) fn oldest_over(&mut self, count: usize) -> Option<Event> {
        let over = self.open.len() > count || self.bytes > self.max_bytes;
        let (key, event) = if over { self.open.pop_front()? } else { return None };
        self.bytes -= event.bytes();
        if self.gone.len() >= REMEMBERED {
            self.earlier = mem::take(&mut self.gone);
        }
        self.gone.insert(key);
        Some(event)
    }
}
