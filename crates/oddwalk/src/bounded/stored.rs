//! Events as they lie on disk: a log of their own, with the texts that they have and no others.

use std::collections::HashMap;

use oddwalk_core::{
    Entities, Entity, Event, EventLog, EventParameters, Parameters, Symbol, TooManyEvents, Uncapped,
};
use serde::{Deserialize, Serialize};

use super::partitions::Size;

/// What a text takes beside itself: where it ends, and its place in a table.
const TEXT: usize = 16;

/// Some events of a log. Numbers are those of the lists of texts here; times and rows are differences.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct StoredEvents {
    files: Vec<String>,
    /// Entity after entity, the values of all identity columns.
    entities: Vec<Option<String>>,
    commands: Vec<String>,
    file: Vec<u32>,
    entity: Vec<u32>,
    time: Vec<i64>,
    command: Vec<u32>,
    row: Vec<i64>,
    parameters: Option<StoredParameters>,
    /// Column by column, each event's text among `texts`, counted from 1; 0 is none.
    carried: Vec<Vec<u32>>,
    texts: Vec<String>,
}

/// What events have, each distinct content once.
#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredParameters {
    names: Vec<String>,
    values: Vec<String>,
    shapes: Vec<Vec<u32>>,
    /// The shape, and a value for each of its names, counted from 1; 0 is none.
    contents: Vec<(u32, Vec<u32>)>,
    /// Each event's.
    content: Vec<u32>,
}

/// What a log is beyond its events.
#[derive(Clone, Debug)]
pub(super) struct Template {
    entities: Entities,
    has_parameters: bool,
    uncapped: Uncapped,
    carried: Vec<String>,
}

impl Template {
    /// What this log is.
    pub(super) fn of(log: &EventLog) -> Self {
        let entities = log.entities();
        Self {
            entities: Entities::new(entities.columns().to_vec(), entities.actor_places().to_vec()),
            has_parameters: log.parameters().is_some(),
            uncapped: log.parameters().map(|parameters| parameters.uncapped().clone()).unwrap_or_default(),
            carried: log.carried_columns().to_vec(),
        }
    }

    /// A log without events.
    pub(super) fn empty(&self) -> EventLog {
        let log = EventLog::new(self.entities.clone()).with_carried(self.carried.clone());
        if self.has_parameters { log.with_parameters(Parameters::new(self.uncapped.clone())) } else { log }
    }

    pub(super) fn uncapped(&self) -> &Uncapped {
        &self.uncapped
    }
}

/// Numbers things in the order in which they come.
struct Numbers<K> {
    numbers: HashMap<K, u32, rustc_hash::FxBuildHasher>,
}

impl<K: std::hash::Hash + Eq> Numbers<K> {
    fn new() -> Self {
        Self { numbers: HashMap::default() }
    }

    /// The thing's number; `new` is told of one that has none yet.
    fn of(&mut self, key: K, new: impl FnOnce()) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(key).or_insert_with(|| {
            new();
            next
        })
    }
}

impl StoredEvents {
    /// These events of the log, in this order.
    pub(super) fn of(log: &EventLog, events: &[u32]) -> Self {
        let mut stored = Self::default();
        stored.take_columns(log, events);
        stored.parameters = log.parameters().map(|parameters| StoredParameters::of(parameters, events));
        stored.take_carried(log, events);
        stored
    }

    fn take_columns(&mut self, log: &EventLog, events: &[u32]) {
        let (mut entities, mut commands, mut files) = (Numbers::new(), Numbers::new(), Numbers::new());
        let (mut time_before, mut row_before) = (0_i64, 0_i64);
        for &event in events {
            let index = event as usize;
            let (entity, command) = (log.event_entities()[index], log.event_commands()[index]);
            let values = || log.entities().values(entity).map(|value| value.map(str::to_owned));
            self.entity.push(entities.of(entity, || self.entities.extend(values())));
            let text = || log.commands().text(command).to_owned();
            self.command.push(commands.of(command, || self.commands.push(text())));
            let source = log.source(event);
            self.file.push(files.of(source.file, || self.files.push(source.file.to_owned())));
            let (time, row) = (log.times()[index], i64::from(source.row));
            self.time.push(time.wrapping_sub(time_before));
            self.row.push(row - row_before);
            (time_before, row_before) = (time, row);
        }
    }

    fn take_carried(&mut self, log: &EventLog, events: &[u32]) {
        let mut texts = Numbers::new();
        for column in 0..log.carried_columns().len() {
            let mut cell = |&event: &u32| {
                let text = log.carried_text(event, column)?;
                Some(texts.of(text, || self.texts.push(text.to_owned())) + 1)
            };
            self.carried.push(events.iter().map(|event| cell(event).unwrap_or(0)).collect());
        }
    }

    /// Puts the events behind those of the log.
    pub(super) fn append_to(&self, log: &mut EventLog) -> Result<(), TooManyEvents> {
        let (before, entities) = (log.len() as u32, self.entities_in(log));
        let commands: Vec<Symbol> =
            self.commands.iter().map(|text| log.commands_mut().intern(text)).collect();
        let (mut time, mut row, mut file) = (0_i64, 0_i64, u32::MAX);
        for event in 0..self.entity.len() {
            if self.file[event] != file {
                file = self.file[event];
                log.start_file(&self.files[file as usize]);
            }
            time = time.wrapping_add(self.time[event]);
            row += self.row[event];
            let (entity, command) = (self.entity[event] as usize, self.command[event] as usize);
            log.push(Event {
                entity: entities[entity],
                time,
                command: commands[command],
                row: row_number(row),
            })?;
            self.push_carried(log, event);
        }
        match (&self.parameters, log.parameters_mut()) {
            (Some(stored), Some(parameters)) => stored.push_to(parameters, before),
            _ => Ok(()),
        }
    }

    /// How much there is: of cells numbers of contents and carried texts, and values.
    pub(super) fn size(&self) -> Size {
        let carried: usize = self.carried.iter().map(Vec::len).sum();
        let cells = carried + self.parameters.as_ref().map_or(0, StoredParameters::cells);
        let own = self.commands.iter().chain(self.entities.iter().flatten()).chain(&self.texts);
        let of_parameters =
            self.parameters.iter().flat_map(|parameters| parameters.names.iter().chain(&parameters.values));
        let texts: usize = own.chain(of_parameters).map(|text| text.len() + TEXT).sum();
        Size { events: self.entity.len() as u64, cells: cells as u64, texts: texts as u64 }
    }

    /// The values of the entity, where the events are those of a session.
    pub(super) fn entity(&self) -> &[Option<String>] {
        &self.entities
    }

    /// The entities' numbers in the log.
    fn entities_in(&self, log: &mut EventLog) -> Vec<Entity> {
        let mut intern = |values: &[Option<String>]| {
            let values: Vec<Option<&str>> = values.iter().map(Option::as_deref).collect();
            log.entities_mut().intern(&values)
        };
        // Without identity columns there is one entity, if any.
        match self.entities.len() {
            0 => vec![intern(&[]); usize::from(!self.entity.is_empty())],
            cells => {
                let count = self.entity.iter().max().map_or(0, |last| *last as usize + 1);
                self.entities.chunks(cells / count.max(1)).map(intern).collect()
            }
        }
    }

    fn push_carried(&self, log: &mut EventLog, event: usize) {
        if self.carried.is_empty() {
            return;
        }
        let text = |column: &Vec<u32>| {
            let place = (column[event] as usize).checked_sub(1)?;
            Some(self.texts[place].as_str())
        };
        let texts: Vec<Option<&str>> = self.carried.iter().map(text).collect();
        log.push_carried(&texts);
    }
}

/// Rows were numbers of 32 bits before their differences were taken.
fn row_number(row: i64) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

impl StoredParameters {
    fn of(parameters: &Parameters, events: &[u32]) -> Self {
        let mut stored = Self::default();
        let mut known = KnownParameters::new();
        for &event in events {
            let event = parameters.event(event);
            let new = !known.contents.numbers.contains_key(&event.content);
            stored.content.push(known.contents.of(event.content, || ()));
            if new {
                let content = stored.content_of(parameters, event, &mut known);
                stored.contents.push(content);
            }
        }
        stored
    }

    fn content_of(
        &mut self,
        parameters: &Parameters,
        event: EventParameters,
        known: &mut KnownParameters,
    ) -> (u32, Vec<u32>) {
        let Self { names, values, shapes, .. } = self;
        let mut name =
            |&name: &Symbol| known.names.of(name, || names.push(parameters.names().text(name).to_owned()));
        let shape = known.shapes.of(event.shape, || shapes.push(event.names.iter().map(&mut name).collect()));
        let value = |&value: &Symbol| {
            let text = || parameters.values().text(value).to_owned();
            match value {
                Symbol::NONE => 0,
                value => known.values.of(value, || values.push(text())) + 1,
            }
        };
        (shape, event.values.iter().map(value).collect())
    }

    /// A number for each event, and the contents.
    fn cells(&self) -> usize {
        self.content.len() + self.contents.iter().map(|(_, values)| values.len()).sum::<usize>()
    }

    /// Adds them behind so many events. Where an event has what an earlier one has, it is pushed again.
    fn push_to(&self, parameters: &mut Parameters, before: u32) -> Result<(), TooManyEvents> {
        let mut first: Vec<Option<u32>> = vec![None; self.contents.len()];
        for (&content, event) in self.content.iter().zip(before..) {
            if let Some(known) = first[content as usize] {
                parameters.push_again(known);
            } else {
                first[content as usize] = Some(event);
                parameters.push(self.named(content))?;
            }
        }
        Ok(())
    }

    fn named(&self, content: u32) -> impl Iterator<Item = (&str, Option<&str>)> {
        let (shape, values) = &self.contents[content as usize];
        self.shapes[*shape as usize].iter().zip(values).map(|(&name, &value)| {
            let value = (value as usize).checked_sub(1).map(|place| self.values[place].as_str());
            (self.names[name as usize].as_str(), value)
        })
    }
}

/// The numbers of what is stored already.
struct KnownParameters {
    names: Numbers<Symbol>,
    values: Numbers<Symbol>,
    shapes: Numbers<u32>,
    contents: Numbers<u32>,
}

impl KnownParameters {
    fn new() -> Self {
        Self {
            names: Numbers::new(),
            values: Numbers::new(),
            shapes: Numbers::new(),
            contents: Numbers::new(),
        }
    }
}
