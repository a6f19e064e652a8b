//! The order of sessions, and when samples are equal.

use std::cmp::Ordering;

use super::Sample;
use crate::{Entity, EventLog, Span, Symbol, Vocabulary};

impl Sample {
    /// Whether the sessions stand in their order and the numbering is canonical.
    pub(crate) fn is_canonical(&self) -> bool {
        let sorted = (1..self.keys.len() as u32).all(|number| self.compare(number - 1, number).is_le());
        sorted && *self == self.clone().canonical()
    }

    /// The order of two sessions: by key, then by content.
    pub(super) fn compare(&self, a: u32, b: u32) -> Ordering {
        let key = |number: u32| self.keys[number as usize];
        key(a).cmp(&key(b)).then_with(|| self.content(a).cmp(self.content(b)))
    }

    /// Everything about a session, in canonical numbers.
    fn content(&self, number: u32) -> impl Iterator<Item = Content<'_>> {
        let session = self.sessions.get(number as usize);
        let events = session.events.iter().zip(session.commands);
        let events = events.map(|(&event, &command)| {
            let parameters = self.log.parameters().map(|parameters| parameters.event(event));
            let (names, values) = parameters.map_or((&[][..], &[][..]), |event| (event.names, event.values));
            Content::Event(command, self.log.times()[event as usize], names, values)
        });
        std::iter::once(Content::Session(session.entity, session.span)).chain(events)
    }
}

/// A part of what a session consists of.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Content<'a> {
    Session(Entity, Option<Span>),
    Event(Symbol, i64, &'a [Symbol], &'a [Symbol]),
}

/// Samples are equal where they stand for the same texts: the numbering is canonical.
impl PartialEq for Sample {
    fn eq(&self, other: &Self) -> bool {
        let texts = |log: &EventLog| -> [Vec<String>; 3] {
            let owned = |vocabulary: &Vocabulary| vocabulary.texts().map(str::to_owned).collect();
            let parameters = log.parameters();
            [
                owned(log.commands()),
                parameters.map(|parameters| owned(parameters.names())).unwrap_or_default(),
                parameters.map(|parameters| owned(parameters.values())).unwrap_or_default(),
            ]
        };
        self.keys == other.keys
            && self.log.entities() == other.log.entities()
            && texts(&self.log) == texts(&other.log)
            && (0..self.keys.len() as u32).all(|number| self.content(number).eq(other.content(number)))
    }
}
