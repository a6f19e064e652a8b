//! The sample as it is stored: its symbols are those of the counts, and times are differences.

use oddwalk_core::{
    Counts, Entities, Event, EventLog, ParameterCounts, Parameters, Sample, Sessions, Span, Symbol, Uncapped,
    Vocabulary,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct StoredSample {
    sessions: Vec<StoredSession>,
    /// The events of all sessions, one after the other.
    commands: Vec<u32>,
    /// Each event's time after the one before it, or after the session's begin.
    times: Vec<i64>,
    parameters: Option<StoredEventParameters>,
}

#[derive(Serialize, Deserialize)]
struct StoredSession {
    /// How much the key is above the one before it.
    key: u64,
    actor: u32,
    /// When it began, and how long it was.
    span: Option<(i64, i64)>,
    events: u32,
}

/// What the events have, name by name.
#[derive(Serialize, Deserialize)]
struct StoredEventParameters {
    /// The distinct lists of names.
    shapes: Vec<Vec<u32>>,
    /// Each event's.
    shape: Vec<u32>,
    /// Each name's value, event by event; 0 is none.
    values: Vec<u32>,
}

impl StoredSample {
    pub(super) fn of(sample: &Sample, actors: &Entities, counts: &Counts) -> Self {
        let Sample { log, sessions, keys } = sample;
        let numbers = log.entities().translated_to(actors);
        let commands = symbols(log.commands(), counts.commands());
        let (mut stored, mut times, mut key_before) = (Vec::with_capacity(keys.len()), Vec::new(), 0);
        for (session, &key) in sessions.iter().zip(keys) {
            let actor = numbers[session.entity.index()].map_or(u32::MAX, |actor| actor.index() as u32);
            let span = session.span.map(|span| (span.begin, span.end.wrapping_sub(span.begin)));
            stored.push(StoredSession {
                key: key - key_before,
                actor,
                span,
                events: session.commands.len() as u32,
            });
            key_before = key;
            let mut before = session.span.map_or(0, |span| span.begin);
            for &event in session.events {
                let time = log.times()[event as usize];
                times.push(time.wrapping_sub(before));
                before = time;
            }
        }
        let parameters =
            log.parameters().map(|parameters| StoredEventParameters::of(parameters, log.len(), counts));
        let commands = log.event_commands().iter().map(|command| commands[command.index()]).collect();
        Self { sessions: stored, commands, times, parameters }
    }

    /// Canonical, if it was so when it was stored.
    pub(super) fn into_sample(
        self,
        actors: &Entities,
        commands: &Vocabulary,
        parameters: Option<&ParameterCounts>,
    ) -> Result<Sample, String> {
        let events = self.sessions.iter().try_fold(0_u32, |sum, session| sum.checked_add(session.events));
        if events.map(|events| events as usize) != Some(self.commands.len())
            || self.times.len() != self.commands.len()
        {
            return Err("a sample of other events than it has".to_owned());
        }
        let mut log = EventLog::new(actors.clone());
        *log.commands_mut() = commands.clone();
        if let (Some(stored), Some(counted)) = (self.parameters, parameters) {
            log = log.with_parameters(stored.into_parameters(counted, self.commands.len())?);
        }
        let entities: Vec<_> = actors.iter().collect();
        let (mut ends, mut spans, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = self.commands.iter().zip(&self.times);
        for session in &self.sessions {
            let entity = entities.get(session.actor as usize).ok_or("a session of nobody who is known")?;
            let mut time = session.span.map_or(0, |(begin, _)| begin);
            for (&command, &difference) in rest.by_ref().take(session.events as usize) {
                time = time.wrapping_add(difference);
                let command = known(command, commands)?;
                log.push(Event { entity: *entity, time, command, row: 0 })
                    .map_err(|error| error.to_string())?;
            }
            ends.push(log.len() as u32);
            spans.push(session.span.map(|(begin, length)| Span { begin, end: begin.wrapping_add(length) }));
            keys.push(keys.last().map_or(session.key, |before: &u64| before.wrapping_add(session.key)));
        }
        let log = log.canonical();
        let sessions = Sessions::given_with_times(&log, &ends, &spans);
        Ok(Sample { log, sessions, keys })
    }
}

impl StoredEventParameters {
    fn of(parameters: &Parameters, events: usize, counts: &Counts) -> Self {
        let none = Vocabulary::new();
        let names = symbols(parameters.names(), counts.parameters().map_or(&none, |counted| &counted.names));
        let values = symbols(parameters.values(), counts.values().map_or(&none, |counted| &counted.texts));
        let shapes = (0..parameters.shape_count() as u32).map(|shape| parameters.shape_names(shape));
        let shapes = shapes.map(|shape| shape.iter().map(|name| names[name.index()]).collect()).collect();
        let events = || (0..events as u32).map(|event| parameters.event(event));
        let value = |&value: &Symbol| if value == Symbol::NONE { 0 } else { values[value.index()] };
        let shape = events().map(|event| event.shape).collect();
        Self { shapes, shape, values: events().flat_map(|event| event.values).map(value).collect() }
    }

    fn into_parameters(self, counted: &ParameterCounts, events: usize) -> Result<Parameters, String> {
        let mut shapes: Vec<Vec<&str>> = Vec::with_capacity(self.shapes.len());
        for shape in &self.shapes {
            let names = shape.iter().map(|&name| Ok(counted.names.text(known(name, &counted.names)?)));
            shapes.push(names.collect::<Result<_, String>>()?);
        }
        let (mut parameters, mut values) = (Parameters::new(Uncapped::All), self.values.iter());
        for shape in &self.shape {
            let names = shapes.get(*shape as usize).ok_or("an event of no known shape")?;
            let mut event = Vec::with_capacity(names.len());
            for name in names {
                event.push((*name, value(*values.next().ok_or("an event without its values")?, counted)?));
            }
            parameters.push(event.into_iter()).map_err(|error| error.to_string())?;
        }
        let all = values.next().is_none() && self.shape.len() == events;
        if all { Ok(parameters) } else { Err("values of no event".to_owned()) }
    }
}

/// The text of a value; 0 is none.
fn value(stored: u32, counted: &ParameterCounts) -> Result<Option<&str>, String> {
    match (stored, &counted.values) {
        (0, _) => Ok(None),
        (stored, Some(values)) => Ok(Some(values.texts.text(known(stored, &values.texts)?))),
        _ => Err("a value where none are counted".to_owned()),
    }
}

/// The numbers of a vocabulary's symbols in another one that has all its texts, by index.
fn symbols(part: &Vocabulary, whole: &Vocabulary) -> Vec<u32> {
    let tokens = (0..Symbol::TOKENS as u32).map(|_| 0);
    tokens.chain(part.texts().map(|text| whole.get(text).map_or(0, |symbol| symbol.index() as u32))).collect()
}

fn known(number: u32, vocabulary: &Vocabulary) -> Result<Symbol, String> {
    let symbol = Symbol::from_index(number as usize);
    let known = !symbol.is_token() && symbol.index() < vocabulary.symbol_count();
    if known { Ok(symbol) } else { Err("a symbol without a text".to_owned()) }
}
