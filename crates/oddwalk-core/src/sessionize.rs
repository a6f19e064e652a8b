//! Sessionizing: consecutive events of one entity, bounded in total time and in the gap between neighbours.

mod grouped;

use rayon::prelude::*;

use crate::{Entity, EventLog, Sessions, Span};
use grouped::{Grouped, Task};

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

/// Cuts the log into sessions.
///
/// Events are sorted by entity, then time; equal times keep the log's order. A session ends where the entity changes,
/// where the gap to the previous event is over `max_gap`, and where the time since the session's first event is over
/// `max_duration`. The result is ordered by entity number, then time.
pub fn sessionize(log: &EventLog, options: &SessionOptions) -> Sessions {
    let is_missing =
        |entity| options.missing_identity != MissingIdentity::Merge && log.entities().has_missing(entity);
    let cutter = Cutter { times: log.times(), options, is_missing };
    let mut grouped = Grouped::new(log.event_entities(), log.entities().len());
    let parts = cutter.parts(&mut grouped);
    Sessions::of_parts(log, grouped.events, &parts)
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
    let options = SessionOptions { min_events: 1, ..*options };
    let count = entities.iter().map(|entity| entity.index() + 1).max().unwrap_or(0);
    let mut grouped = Grouped::new(entities, count);
    let parts = Cutter { times, options: &options, is_missing: |_| false }.parts(&mut grouped);
    let mut end = 0;
    let ends = parts.iter().flat_map(|part| &part.lens).map(|len| {
        end += len;
        end
    });
    Cutting { ends: ends.collect(), events: grouped.events }
}

/// The sessions of some entities.
#[derive(Default)]
pub(crate) struct CutPart {
    /// Where the events of these entities begin among all.
    pub(crate) start: usize,
    /// How many of them, from there on, are in sessions.
    pub(crate) kept: usize,
    /// How many events each session has.
    pub(crate) lens: Vec<u32>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) spans: Vec<Span>,
    pub(crate) tied_steps: Vec<u32>,
    pub(crate) tied_events: u64,
    pub(crate) without_identity: u64,
    pub(crate) too_short: u64,
}

/// How entities are cut.
struct Cutter<'a, F> {
    times: &'a [i64],
    options: &'a SessionOptions,
    /// Whether an entity has a value that is missing, where that matters.
    is_missing: F,
}

impl<F: Fn(Entity) -> bool + Sync> Cutter<'_, F> {
    /// Cuts some entities per thread. Whose events are in sessions, and in what order, `grouped` then says too.
    fn parts(&self, grouped: &mut Grouped) -> Vec<CutPart> {
        let tasks = grouped.tasks();
        tasks.into_par_iter().map_init(Vec::new, |times, task| self.part(times, task)).collect()
    }

    /// `times` is room for those of one entity, so that each is looked up once.
    fn part(&self, times: &mut Vec<i64>, task: Task) -> CutPart {
        let Task { first, start: offset, ends, events } = task;
        let mut part = CutPart { start: offset, ..CutPart::default() };
        let mut start = 0;
        for (entity, &end) in (first..).zip(ends) {
            let end = end as usize - offset;
            self.sort(times, &mut events[start..end]);
            self.cut(&mut part, Entity(entity), times, (start, &mut *events));
            start = end;
        }
        part
    }

    /// Puts one entity's events into time order, and their times.
    fn sort(&self, times: &mut Vec<i64>, events: &mut [u32]) {
        let time = |event: &u32| self.times[*event as usize];
        times.clear();
        times.extend(events.iter().map(time));
        if !times.is_sorted() {
            events.sort_by_key(time);
            times.clear();
            times.extend(events.iter().map(time));
        }
    }

    /// Cuts one entity's events, which begin at `start`.
    fn cut(&self, part: &mut CutPart, entity: Entity, times: &[i64], (start, events): (usize, &mut [u32])) {
        part.tied_events += tied_events(times);
        let missing = (self.is_missing)(entity);
        if missing && self.options.missing_identity == MissingIdentity::Drop {
            part.without_identity += times.len() as u64;
            return;
        }
        let mut begin = 0;
        while begin < times.len() {
            let rest = &times[begin..];
            let len = if missing { 1 } else { self.session_len(rest) };
            if len < self.options.min_events {
                part.too_short += 1;
            } else {
                part.keep(entity, &rest[..len], (start + begin, events));
            }
            begin += len;
        }
    }

    /// How many of these events the first session has.
    fn session_len(&self, times: &[i64]) -> usize {
        let steps = times.windows(2).take_while(|step| {
            !self.exceeds(step[1], step[0], self.options.max_gap)
                && !self.exceeds(step[1], times[0], self.options.max_duration)
        });
        1 + steps.count()
    }

    fn exceeds(&self, now: i64, earlier: i64, limit: i64) -> bool {
        let passed = now.saturating_sub(earlier);
        match self.options.boundary {
            Boundary::Over => passed > limit,
            Boundary::AtLeast => passed >= limit,
        }
    }
}

impl CutPart {
    /// Keeps a session of these times, whose events begin at `start`. They close up to those that are kept already.
    fn keep(&mut self, entity: Entity, times: &[i64], (start, events): (usize, &mut [u32])) {
        let (Some(&begin), Some(&end)) = (times.first(), times.last()) else { return };
        if self.kept != start {
            events.copy_within(start..start + times.len(), self.kept);
        }
        self.kept += times.len();
        self.lens.push(times.len() as u32);
        self.entities.push(entity);
        self.spans.push(Span { begin, end });
        self.tied_steps.push(times.windows(2).filter(|step| step[0] == step[1]).count() as u32);
    }
}

/// How many of one entity's events, whose times these are in order, have a neighbour of the same time.
fn tied_events(times: &[i64]) -> u64 {
    let moments = times.chunk_by(|a, b| a == b);
    moments.filter(|events| events.len() > 1).map(|events| events.len() as u64).sum()
}

#[cfg(test)]
#[path = "sessionize_tests.rs"]
mod tests;
