//! Sessions: consecutive events that belong together, as a struct of arrays.

use rayon::prelude::*;

use crate::sessionize::CutPart;
use crate::{Entity, EventLog, Symbol};

/// So many events' commands are looked up by one thread at a time.
const EVENTS_PER_TASK: usize = 1 << 14;

/// A session's first and last time, in nanoseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The time of the first event.
    pub begin: i64,
    /// The time of the last event.
    pub end: i64,
}

/// Sessions as a struct of arrays, ordered by entity, then time.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    /// Event numbers, session after session, each in time order.
    events: Vec<u32>,
    /// The events' commands in the same order, so that counting and scoring read straight through.
    commands: Vec<Symbol>,
    /// Where each session ends in `events`.
    ends: Vec<u32>,
    entities: Vec<Entity>,
    spans: Vec<Option<Span>>,
    tied_steps: Vec<u32>,
    tied_events: u64,
    events_without_identity: u64,
    too_short: u64,
}

/// One session of [`Sessions`].
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// Whose it is.
    pub entity: Entity,
    /// When it was; `None` where the input was sessions without times.
    pub span: Option<Span>,
    /// Its commands in order; never empty.
    pub commands: &'a [Symbol],
    /// Its events' numbers in the event log, in the same order.
    pub events: &'a [u32],
    /// How many events have the same time as the one before them, so that their order is the input's word alone.
    pub tied_steps: u32,
}

impl Sessions {
    /// Takes sessions as they are given: `ends[i]` is where session `i` ends among the log's events, all of which are
    /// used in their order. An empty session is left out.
    pub fn given(log: &EventLog, ends: &[u32], spans: &[Option<Span>]) -> Self {
        let mut sessions = Self {
            events: (0..log.len() as u32).collect(),
            commands: log.event_commands().to_vec(),
            ..Self::default()
        };
        let mut start = 0;
        for (&end, &span) in ends.iter().zip(spans) {
            if end > start {
                sessions.ends.push(end);
                sessions.entities.push(log.event_entities()[start as usize]);
                sessions.spans.push(span);
                sessions.tied_steps.push(0);
            }
            start = end;
        }
        sessions
    }

    /// As [`given`](Self::given), where the log may have the times of its events: a session whose first and last event are at
    /// the ends of its span has them, and knows its tied steps.
    pub fn given_with_times(log: &EventLog, ends: &[u32], spans: &[Option<Span>]) -> Self {
        let mut sessions = Self::given(log, ends, spans);
        for number in 0..sessions.len() {
            let range = sessions.range(number);
            let times = &log.times()[range.start..range.end];
            let at_ends = |span: Span| times.first() == Some(&span.begin) && times.last() == Some(&span.end);
            if sessions.spans[number].is_some_and(at_ends) {
                sessions.tied_steps[number] =
                    times.windows(2).filter(|step| step[0] == step[1]).count() as u32;
            }
        }
        sessions
    }

    /// The sessions that began before a time, and the others, which keep what is counted of all. One without a time is
    /// among the others.
    #[must_use]
    pub fn split_at(&self, time: i64) -> (Self, Self) {
        let is_earlier = |session: &Session| session.span.is_some_and(|span| span.begin < time);
        let earlier: Vec<bool> = self.iter().map(|session| is_earlier(&session)).collect();
        let mut others = self.filtered(|number| !earlier[number]);
        (others.tied_events, others.too_short) = (self.tied_events, self.too_short);
        others.events_without_identity = self.events_without_identity;
        (self.filtered(|number| earlier[number]), others)
    }

    /// Those whose numbers are wanted, in their order. What is counted of all stays with all.
    #[must_use]
    pub fn filtered(&self, is_wanted: impl Fn(usize) -> bool) -> Self {
        let mut wanted = Self::default();
        self.iter().enumerate().filter(|(number, _)| is_wanted(*number)).for_each(|(_, it)| wanted.add(&it));
        wanted
    }

    fn add(&mut self, session: &Session) {
        self.events.extend_from_slice(session.events);
        self.commands.extend_from_slice(session.commands);
        self.ends.push(self.events.len() as u32);
        self.entities.push(session.entity);
        self.spans.push(session.span);
        self.tied_steps.push(session.tied_steps);
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many events the sessions have together.
    pub fn event_count(&self) -> usize {
        self.commands.len()
    }

    /// How many events were left out since a value of their entity is missing.
    pub fn events_without_identity(&self) -> u64 {
        self.events_without_identity
    }

    /// How many sessions were left out since they have too few events.
    pub fn sessions_too_short(&self) -> u64 {
        self.too_short
    }

    /// How many of all steps from one event to the next take no time.
    pub fn tied_steps(&self) -> u64 {
        self.tied_steps.iter().map(|&tied| u64::from(tied)).sum()
    }

    /// How many events of the log that was cut have the very time of another event of their entity, so that their order
    /// is the input's word alone. Those that were left out are among them; sessions that were given have none.
    pub fn tied_events(&self) -> u64 {
        self.tied_events
    }

    /// From the first event of all to the last, where times are known.
    pub fn time_range(&self) -> Option<(i64, i64)> {
        let spans = self.spans.iter().flatten().map(|span| (span.begin, span.end));
        spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// How many sessions have exactly so many events.
    pub fn of_length(&self, events: usize) -> usize {
        (0..self.len()).filter(|&number| self.range(number).len() == events).count()
    }

    /// The session with this number.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn get(&self, number: usize) -> Session<'_> {
        let range = self.range(number);
        Session {
            entity: self.entities[number],
            span: self.spans[number],
            commands: &self.commands[range.clone()],
            events: &self.events[range],
            tied_steps: self.tied_steps[number],
        }
    }

    /// Each session's entity.
    pub(crate) fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Where each session ends among the events.
    pub(crate) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// When each session was.
    pub(crate) fn spans(&self) -> &[Option<Span>] {
        &self.spans
    }

    /// Whose the session with this number is.
    pub(crate) fn entity(&self, number: usize) -> Entity {
        self.entities[number]
    }

    /// When the session with this number was.
    pub(crate) fn span(&self, number: usize) -> Option<Span> {
        self.spans[number]
    }

    /// The commands of the session with this number.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn commands(&self, number: usize) -> &[Symbol] {
        &self.commands[self.range(number)]
    }

    /// All sessions in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Session<'_>> {
        (0..self.len()).map(|number| self.get(number))
    }

    fn range(&self, number: usize) -> std::ops::Range<usize> {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        start as usize..self.ends[number] as usize
    }
}

/// Sessions that were cut, in the making.
impl Sessions {
    /// The parts' sessions, one part behind the other. Of the events, which stand part by part, only those stay that have a
    /// session.
    pub(crate) fn of_parts(log: &EventLog, mut events: Vec<u32>, parts: &[CutPart]) -> Self {
        let mut kept = 0;
        for part in parts {
            if part.start != kept {
                events.copy_within(part.start..part.start + part.kept, kept);
            }
            kept += part.kept;
        }
        events.truncate(kept);
        let command = |&event: &u32| log.event_commands()[event as usize];
        let commands = events.par_iter().with_min_len(EVENTS_PER_TASK).map(command).collect();
        let mut sessions = Self { events, commands, ..Self::with_capacity(parts) };
        parts.iter().for_each(|part| sessions.take(part));
        sessions
    }

    fn with_capacity(parts: &[CutPart]) -> Self {
        let len = parts.iter().map(|part| part.lens.len()).sum();
        let (ends, entities) = (Vec::with_capacity(len), Vec::with_capacity(len));
        let (spans, tied_steps) = (Vec::with_capacity(len), Vec::with_capacity(len));
        Self { ends, entities, spans, tied_steps, ..Self::default() }
    }

    /// Takes everything but the events.
    fn take(&mut self, part: &CutPart) {
        let mut end = self.ends.last().copied().unwrap_or(0);
        self.ends.extend(part.lens.iter().map(|len| {
            end += len;
            end
        }));
        self.entities.extend(&part.entities);
        self.spans.extend(part.spans.iter().copied().map(Some));
        self.tied_steps.extend(&part.tied_steps);
        self.tied_events += part.tied_events;
        self.events_without_identity += part.without_identity;
        self.too_short += part.too_short;
    }
}
