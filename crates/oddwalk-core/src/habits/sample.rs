//! The sample: sessions that the model carries along, so that what it finds unusual can be calibrated.

mod compare;
mod key;
mod merge;

use crate::{Counts, Entities, Entity, Event, EventLog, Sessions};

/// So many sessions are kept at most: those whose [`Sample::keys`] are the lowest, whatever was counted first.
pub const SAMPLE_SIZE: usize = 32_768;

/// Some of the sessions that were counted, as a log of their own whose entities are the actors.
///
/// Equal sessions, as duplicates make them, have equal keys and are all kept. The order of sessions with equal keys is that of
/// their contents, so that the sample is the same however its sessions came together.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Their events, session by session.
    pub log: EventLog,
    /// The sessions, in the order of their keys.
    pub sessions: Sessions,
    /// A number for each session, the same wherever it is counted: a hash of its entity, its begin and its commands.
    pub keys: Vec<u64>,
}

/// Which values are kept: `None` is none, otherwise those of parameters that are not among these.
type Saturated<'a> = Option<Vec<&'a str>>;

impl Sample {
    /// Chooses among the sessions of a log.
    pub(super) fn of(
        counts: &Counts,
        log: &EventLog,
        sessions: &Sessions,
        (actors, by_session): (&Entities, &[Entity]),
    ) -> Self {
        let chosen = key::lowest(log, sessions);
        let parameters = log.parameters().filter(|_| counts.parameters().is_some());
        let saturated = saturated(counts);
        let numbers: Vec<u32> = chosen.iter().map(|(_, number)| *number).collect();
        let mut picked = Self::picked(log, sessions, &numbers, &|number| by_session[number as usize], actors);
        if let Some(parameters) = parameters {
            let events = numbers.iter().flat_map(|&number| sessions.get(number as usize).events);
            let parameters = parameters.picked(events.copied(), saturated.as_deref());
            picked.log = picked.log.with_parameters(parameters);
        }
        picked.keys = chosen.into_iter().map(|(key, _)| key).collect();
        picked.canonical()
    }

    /// The sessions with these numbers, without parameters and keys.
    fn picked(
        log: &EventLog,
        sessions: &Sessions,
        numbers: &[u32],
        actor: &dyn Fn(u32) -> Entity,
        actors: &Entities,
    ) -> Self {
        let mut picked = EventLog::new(actors.clone());
        *picked.commands_mut() = log.commands().clone();
        let (mut ends, mut spans) = (Vec::new(), Vec::new());
        for &number in numbers {
            let session = sessions.get(number as usize);
            let entity = actor(number);
            for (&command, &event) in session.commands.iter().zip(session.events) {
                let time = log.times()[event as usize];
                // There are no more events than in the log that they are of.
                let _ = picked.push(Event { entity, time, command, row: 0 });
            }
            ends.push(picked.len() as u32);
            spans.push(session.span);
        }
        let sessions = Sessions::given_with_times(&picked, &ends, &spans);
        Self { log: picked, sessions, keys: Vec::new() }
    }

    /// Canonical numbers, canonical order, and no more sessions than are kept.
    fn canonical(self) -> Self {
        let renumbered = self.renumbered();
        let mut numbers: Vec<u32> = (0..renumbered.keys.len() as u32).collect();
        if numbers.len() <= SAMPLE_SIZE && numbers.is_sorted_by(|&a, &b| renumbered.compare(a, b).is_le()) {
            return renumbered;
        }
        numbers.sort_by(|&a, &b| renumbered.compare(a, b));
        numbers.truncate(SAMPLE_SIZE);
        renumbered.only(&numbers)
    }

    fn renumbered(self) -> Self {
        let ends: Vec<u32> = self.sessions.ends().to_vec();
        let log = self.log.canonical();
        let sessions = Sessions::given_with_times(&log, &ends, self.sessions.spans());
        Self { log, sessions, keys: self.keys }
    }

    /// The sessions with these numbers, in this order.
    fn only(&self, numbers: &[u32]) -> Self {
        let entity = |number: u32| self.sessions.get(number as usize).entity;
        let mut picked = Self::picked(&self.log, &self.sessions, numbers, &entity, self.log.entities());
        if let Some(parameters) = self.log.parameters() {
            let events = numbers.iter().flat_map(|&number| self.sessions.get(number as usize).events);
            picked.log = picked.log.with_parameters(parameters.picked(events.copied(), Some(&[])));
        }
        picked.keys = numbers.iter().map(|&number| self.keys[number as usize]).collect();
        picked.renumbered()
    }
}

/// The log without the values that the counts do not keep.
fn with_values_of(log: EventLog, counts: &Counts) -> EventLog {
    let Some(parameters) = log.parameters() else { return log };
    let parameters = parameters.picked(0..log.len() as u32, saturated(counts).as_deref());
    log.with_parameters(parameters)
}

fn saturated(counts: &Counts) -> Saturated<'_> {
    let (parameters, values) = (counts.parameters()?, counts.values()?);
    Some(values.saturated.iter().map(|&name| parameters.names.text(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SessionKind, SessionOptions, sessionize};

    fn counted(minutes: &[i64]) -> Counts {
        let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
        let (entity, command) = (log.entities_mut().intern(&[Some("ann")]), log.commands_mut().intern("a"));
        for minute in minutes {
            log.push(Event { entity, time: minute * 60_000_000_000, command, row: 1 }).unwrap();
        }
        let log = log.canonical();
        Counts::of_habits(&log, &sessionize(&log, &SessionOptions::default()), SessionKind::Commands, 1)
    }

    fn tied(counts: &Counts) -> Vec<u32> {
        let mut tied: Vec<u32> =
            counts.habits().unwrap().sample.sessions.iter().map(|it| it.tied_steps).collect();
        tied.sort_unstable();
        tied
    }

    #[test]
    fn sessions_of_the_sample_know_their_tied_steps() {
        let (first, second) = (counted(&[0, 1, 1, 1, 2, 50, 51]), counted(&[100, 100]));
        assert_eq!((tied(&first), tied(&second)), (vec![0, 2], vec![1]));
        let all = first.merge(&second).unwrap();
        assert_eq!(tied(&all), [0, 1, 2]);
        assert_eq!(tied(&all.subtract(&second).unwrap()), [0, 2]);
    }

    /// Sessions that were given have no times of their own.
    #[test]
    fn nothing_is_tied_where_only_the_session_has_a_time() {
        let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
        let (entity, command) = (log.entities_mut().intern(&[None]), log.commands_mut().intern("a"));
        (0..4).for_each(|_| log.push(Event { entity, time: 7, command, row: 1 }).unwrap());
        let log = log.canonical();
        let spans = [Some(crate::Span { begin: 7, end: 9 }), None];
        let sessions = Sessions::given(&log, &[2, 4], &spans);
        assert_eq!(tied(&Counts::of_habits(&log, &sessions, SessionKind::Commands, 1)), [0, 0]);
    }
}
