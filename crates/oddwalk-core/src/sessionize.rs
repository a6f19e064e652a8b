//! Sessionizing: consecutive events of one entity, bounded in total time and in the gap between neighbours.

use crate::{Entity, EventLog, Symbol};

/// Whether a limit that is met exactly still belongs to the session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Boundary {
    /// A session is cut where a limit is exceeded (`>`), as msticpy does.
    #[default]
    Over,
    /// A session is cut where a limit is reached (`>=`), as Kusto's `row_window_session` does.
    AtLeast,
}

/// What to do with events whose entity has a missing value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingIdentity {
    /// A missing value is a value like any other, as in msticpy.
    #[default]
    Merge,
    /// Nobody can say that two such events belong together: each is a session of its own.
    Separate,
    /// Such events are left out, and counted.
    Drop,
}

/// How events are cut into sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionOptions {
    /// The longest time from a session's first event to its last, in nanoseconds.
    pub max_duration: i64,
    /// The longest time between two neighbouring events, in nanoseconds.
    pub max_gap: i64,
    /// Whether the limits themselves are still inside.
    pub boundary: Boundary,
    /// What to do with missing identities.
    pub missing_identity: MissingIdentity,
    /// Sessions of fewer events are left out, and counted.
    pub min_events: usize,
}

impl Default for SessionOptions {
    /// 20 minutes in all, 2 minutes between events: the limits of msticpy's own notebook.
    fn default() -> Self {
        const MINUTE: i64 = 60_000_000_000;
        Self {
            max_duration: 20 * MINUTE,
            max_gap: 2 * MINUTE,
            boundary: Boundary::default(),
            missing_identity: MissingIdentity::default(),
            min_events: 1,
        }
    }
}

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

    fn push(&mut self, log: &EventLog, events: &[u32]) {
        let (Some(&first), Some(&last)) = (events.first(), events.last()) else { return };
        let time = |event: u32| log.times()[event as usize];
        self.events.extend_from_slice(events);
        self.commands.extend(events.iter().map(|&event| log.event_commands()[event as usize]));
        self.ends.push(self.events.len() as u32);
        self.entities.push(log.event_entities()[first as usize]);
        self.spans.push(Some(Span { begin: time(first), end: time(last) }));
        self.tied_steps.push(events.windows(2).filter(|step| time(step[0]) == time(step[1])).count() as u32);
    }
}

/// Cuts the log into sessions.
///
/// Events are sorted by entity, then time; equal times keep the log's order. A session ends where the entity changes,
/// where the gap to the previous event is over `max_gap`, and where the time since the session's first event is over
/// `max_duration`. The result is ordered by entity number, then time.
pub fn sessionize(log: &EventLog, options: &SessionOptions) -> Sessions {
    let times = log.times();
    let (mut events, ends) = group_by_entity(log.event_entities(), log.entities().len());
    let mut sessions = Sessions::default();
    let mut start = 0;
    for (entity, &end) in ends.iter().enumerate() {
        let events = &mut events[start as usize..end as usize];
        start = end;
        sort_by_time(times, events);
        sessions.tied_events += tied_events(log, events);
        let missing = log.entities().has_missing(Entity(entity as u32));
        match options.missing_identity {
            MissingIdentity::Drop if missing => sessions.events_without_identity += events.len() as u64,
            MissingIdentity::Separate if missing => keep(log, options, &mut sessions, events.chunks(1)),
            _ => keep(log, options, &mut sessions, Cuts { times, options, rest: events }),
        }
    }
    sessions
}

/// Where columns of events are cut: all events in the order of their sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cutting {
    /// The events' places in the columns, session after session, each in time order.
    pub events: Vec<u32>,
    /// Where each session ends in `events`.
    pub ends: Vec<u32>,
}

/// As [`sessionize`], of events that are two columns and no log: each event's entity and its time, in nanoseconds or in
/// whatever unit the limits are in too. Of the options only the limits and their boundary matter.
///
/// # Panics
/// If the columns differ in length.
pub fn cut(entities: &[Entity], times: &[i64], options: &SessionOptions) -> Cutting {
    assert_eq!(entities.len(), times.len(), "a time for each event");
    let count = entities.iter().map(|entity| entity.index() + 1).max().unwrap_or(0);
    let (mut events, entity_ends) = group_by_entity(entities, count);
    let mut ends = Vec::new();
    let mut start = 0;
    for end in entity_ends {
        let rest = &mut events[start as usize..end as usize];
        sort_by_time(times, rest);
        for session in (Cuts { times, options, rest }) {
            start += session.len() as u32;
            ends.push(start);
        }
    }
    Cutting { events, ends }
}

/// A counting sort: the events' numbers entity by entity in the log's order, and where each entity ends.
fn group_by_entity(entities: &[Entity], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut next = vec![0_u32; count + 1];
    for entity in entities {
        next[entity.index() + 1] += 1;
    }
    for entity in 1..next.len() {
        next[entity] += next[entity - 1];
    }
    let mut events = vec![0; entities.len()];
    for (event, entity) in entities.iter().enumerate() {
        let place = &mut next[entity.index()];
        events[*place as usize] = event as u32;
        *place += 1;
    }
    next.pop();
    (events, next)
}

fn sort_by_time(times: &[i64], events: &mut [u32]) {
    let time = |event: &u32| times[*event as usize];
    if !events.is_sorted_by_key(time) {
        events.sort_by_key(time);
    }
}

/// How many of one entity's events, in time order, have a neighbour of the same time.
fn tied_events(log: &EventLog, events: &[u32]) -> u64 {
    let time = |event: u32| log.times()[event as usize];
    let moments = events.chunk_by(|&a, &b| time(a) == time(b));
    moments.filter(|events| events.len() > 1).map(|events| events.len() as u64).sum()
}

fn keep<'a>(
    log: &EventLog,
    options: &SessionOptions,
    sessions: &mut Sessions,
    cut: impl Iterator<Item = &'a [u32]>,
) {
    for events in cut {
        if events.len() < options.min_events {
            sessions.too_short += 1;
        } else {
            sessions.push(log, events);
        }
    }
}

/// One entity's events in time order, cut session by session.
struct Cuts<'a> {
    times: &'a [i64],
    options: &'a SessionOptions,
    rest: &'a [u32],
}

impl<'a> Iterator for Cuts<'a> {
    type Item = &'a [u32];

    fn next(&mut self) -> Option<&'a [u32]> {
        let time = |event: u32| self.times[event as usize];
        let begin = time(*self.rest.first()?);
        let mut previous = begin;
        let within = |&event: &u32| {
            let now = time(event);
            let inside = !self.exceeds(now, previous, self.options.max_gap)
                && !self.exceeds(now, begin, self.options.max_duration);
            previous = now;
            inside
        };
        let len = 1 + self.rest[1..].iter().copied().take_while(within).count();
        let (session, rest) = self.rest.split_at(len);
        self.rest = rest;
        Some(session)
    }
}

impl Cuts<'_> {
    fn exceeds(&self, now: i64, earlier: i64, limit: i64) -> bool {
        let passed = now.saturating_sub(earlier);
        match self.options.boundary {
            Boundary::Over => passed > limit,
            Boundary::AtLeast => passed >= limit,
        }
    }
}

#[cfg(test)]
#[path = "sessionize_tests.rs"]
mod tests;
