//! The event log: every event that was read, as a struct of arrays.

mod rows;

use thiserror::Error;

use rows::Rows;

use crate::carried::{Carried, CarriedTexts};
use crate::{Entities, Entity, Parameters, Symbol, Vocabulary};

/// One log record after reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who did it.
    pub entity: Entity,
    /// When: nanoseconds since 1970-01-01 UTC.
    pub time: i64,
    /// What was done.
    pub command: Symbol,
    /// Which record of the current file said so, counted from 1.
    pub row: u32,
}

/// Where an event came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// The file's name as it was given.
    pub file: &'a str,
    /// The record in the file, counted from 1; a header is not a record.
    pub row: u32,
}

/// The log holds as many events as a `u32` can number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a log holds at most {} events; split it by time with --since and --until", u32::MAX)]
pub struct TooManyEvents;

/// Events in the order they were read: by file, then by row.
///
/// Strings were encoded while reading: an event is three numbers (16 bytes) and, where rows do not run on, its row; the texts are in
/// [`commands`](Self::commands) and [`entities`](Self::entities).
#[derive(Clone, Debug)]
pub struct EventLog {
    commands: Vocabulary,
    entities: Entities,
    /// Each file's name and the number of its first event.
    files: Vec<(String, u32)>,
    entity: Vec<Entity>,
    time: Vec<i64>,
    command: Vec<Symbol>,
    rows: Rows,
    parameters: Option<Parameters>,
    carried: Option<Carried>,
}

impl EventLog {
    /// A log without events, whose entities are these, and whose events have no parameters.
    pub fn new(entities: Entities) -> Self {
        Self {
            commands: Vocabulary::new(),
            entities,
            parameters: None,
            carried: None,
            files: Vec::new(),
            entity: Vec::new(),
            time: Vec::new(),
            command: Vec::new(),
            rows: Rows::default(),
        }
    }

    /// Says that events have parameters: each [`push`](Self::push) then goes with one of
    /// [`Parameters::push`] on [`parameters_mut`](Self::parameters_mut).
    #[must_use]
    pub fn with_parameters(self, parameters: Parameters) -> Self {
        Self { parameters: Some(parameters), ..self }
    }

    /// Says that events carry texts in columns of these names, which differ: each [`push`](Self::push) then goes with one
    /// [`push_carried`](Self::push_carried). A column takes a `u32` for each event.
    #[must_use]
    pub fn with_carried(self, names: Vec<String>) -> Self {
        Self { carried: (!names.is_empty()).then(|| Carried::new(names)), ..self }
    }

    /// Says that the events pushed from here on come from this file.
    pub fn start_file(&mut self, name: &str) {
        self.files.push((name.to_owned(), self.len() as u32));
    }

    /// Adds an event whose symbols are this log's own.
    ///
    /// # Errors
    /// [`TooManyEvents`] where the log holds `u32::MAX` events.
    pub fn push(&mut self, event: Event) -> Result<(), TooManyEvents> {
        if self.len() >= u32::MAX as usize {
            return Err(TooManyEvents);
        }
        self.rows.push(self.len() as u32, event.row);
        self.entity.push(event.entity);
        self.time.push(event.time);
        self.command.push(event.command);
        Ok(())
    }

    /// Adds what the event pushed last carries: one text, or none, for each of the
    /// [`carried_columns`](Self::carried_columns). Without such columns it does nothing.
    pub fn push_carried(&mut self, texts: &[Option<&str>]) {
        if let Some(carried) = &mut self.carried {
            carried.push(texts);
        }
    }

    /// Adds the other log's events behind this one's; both have the same carried columns.
    ///
    /// # Errors
    /// [`TooManyEvents`] where both together are more than `u32::MAX` events; this log is then as it was.
    pub fn append(&mut self, other: Self) -> Result<(), TooManyEvents> {
        if self.is_untouched() {
            *self = other;
            return Ok(());
        }
        let offset = self.len() as u32;
        if self.len() + other.len() > u32::MAX as usize {
            return Err(TooManyEvents);
        }
        if let (Some(mine), Some(theirs)) = (&mut self.parameters, &other.parameters) {
            mine.append(theirs)?;
        }
        if let (Some(mine), Some(theirs)) = (&mut self.carried, &other.carried) {
            mine.append(theirs);
        }
        let commands: Vec<Symbol> = other.commands.texts().map(|text| self.commands.intern(text)).collect();
        let entities = self.entities.absorb(&other.entities);
        for (name, first) in other.files {
            // The parts of a file are one file.
            if self.files.last().is_none_or(|(last, _)| *last != name) {
                self.files.push((name, first + offset));
            }
        }
        let renumbered = |symbol: &Symbol| commands[symbol.index() - Symbol::TOKENS];
        self.command.extend(other.command.iter().map(renumbered));
        self.entity.extend(other.entity.iter().map(|entity| entities[entity.index()]));
        self.rows.append(&other.rows, other.time.len(), offset);
        self.time.extend(other.time);
        Ok(())
    }

    /// What all distinct texts take, in bytes: of commands, entities, parameters and carried columns, 16 bytes each beside
    /// themselves.
    pub fn text_bytes(&self) -> usize {
        let parameters = self.parameters.iter().flat_map(|all| [all.names(), all.values()]);
        let carried = self.carried.iter().map(Carried::texts);
        let vocabularies = parameters.chain(carried).chain([&self.commands]);
        vocabularies.map(Vocabulary::text_bytes).sum::<usize>() + self.entities.text_bytes()
    }

    /// Makes room for so many events more.
    pub fn reserve(&mut self, events: usize) {
        self.entity.reserve_exact(events);
        self.time.reserve_exact(events);
        self.command.reserve_exact(events);
        self.rows.expect(events);
    }

    /// Whether nothing was ever put in.
    fn is_untouched(&self) -> bool {
        self.files.is_empty() && self.is_empty() && self.commands.is_empty() && self.entities.is_empty()
    }

    /// Keeps the events whose place in the mask is true, each with what belongs to it and where it came from.
    ///
    /// # Panics
    /// If the mask does not have one place for each event.
    pub fn retain(&mut self, kept: &[bool]) {
        assert_eq!(kept.len(), self.len(), "a place for each event");
        if kept.iter().all(|kept| *kept) {
            return;
        }
        let (mut event, mut count) = (0, 0);
        for (_, first) in &mut self.files {
            count += kept[event..*first as usize].iter().filter(|kept| **kept).count();
            event = *first as usize;
            *first = count as u32;
        }
        retain(&mut self.entity, kept);
        retain(&mut self.time, kept);
        retain(&mut self.command, kept);
        self.rows.retain(kept);
        self.parameters.iter_mut().for_each(|parameters| parameters.retain(kept));
        self.carried.iter_mut().for_each(|carried| carried.retain(kept));
    }

    /// Forgets all events. The file that was started last stays; so do texts and entities, and their numbers, until
    /// [`canonical`](Self::canonical) drops them.
    pub fn clear_events(&mut self) {
        self.files.drain(..self.files.len().saturating_sub(1));
        self.files.iter_mut().for_each(|(_, first)| *first = 0);
        self.entity.clear();
        self.time.clear();
        self.command.clear();
        self.rows.clear();
        self.parameters.iter_mut().for_each(Parameters::clear);
        self.carried.iter_mut().for_each(Carried::clear);
    }

    /// Renumbers symbols and entities by their texts in byte order, so that nothing computed from the log depends on
    /// the order in which texts were met. Texts and entities that no event has are dropped: whether they were met at
    /// all depends on how a file is read.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        let met = used(self.commands.symbol_count(), self.command.iter().map(|symbol| symbol.index()));
        let (commands, symbols) = self.commands.canonical_where(|symbol| met[symbol.index()]);
        let met = used(self.entities.len(), self.entity.iter().map(|entity| entity.index()));
        let (entities, numbers) = self.entities.canonical(&met);
        self.commands = commands;
        self.entities = entities;
        self.parameters = self.parameters.map(Parameters::canonical);
        self.carried = self.carried.map(Carried::canonical);
        self.command.iter_mut().for_each(|symbol| *symbol = symbols[symbol.index()]);
        self.entity.iter_mut().for_each(|entity| *entity = numbers[entity.index()]);
        self
    }

    /// The events' parameters, where they were read.
    pub fn parameters(&self) -> Option<&Parameters> {
        self.parameters.as_ref()
    }

    /// The events' parameters, to push more.
    pub fn parameters_mut(&mut self) -> Option<&mut Parameters> {
        self.parameters.as_mut()
    }

    /// The names of the columns that events carry; none where nothing is carried.
    pub fn carried_columns(&self) -> &[String] {
        self.carried.as_ref().map_or(&[], Carried::names)
    }

    /// What an event carries in the column at this place among the [`carried_columns`](Self::carried_columns).
    ///
    /// # Panics
    /// If the log has no such event.
    pub fn carried_text(&self, event: u32, column: usize) -> Option<&str> {
        self.carried.as_ref().and_then(|carried| carried.text(column, event))
    }

    /// What these events carry, column by column.
    pub(crate) fn carried<'a>(&'a self, events: &'a [u32]) -> impl Iterator<Item = CarriedTexts<'a>> {
        self.carried.iter().flat_map(move |carried| carried.of(events))
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// The commands' texts.
    pub fn commands(&self) -> &Vocabulary {
        &self.commands
    }

    /// The commands' texts, to intern more.
    pub fn commands_mut(&mut self) -> &mut Vocabulary {
        &mut self.commands
    }

    /// The entities and their actors.
    pub fn entities(&self) -> &Entities {
        &self.entities
    }

    /// The entities, to intern more.
    pub fn entities_mut(&mut self) -> &mut Entities {
        &mut self.entities
    }

    /// Each event's time: nanoseconds since 1970-01-01 UTC.
    pub fn times(&self) -> &[i64] {
        &self.time
    }

    /// Each event's entity.
    pub fn event_entities(&self) -> &[Entity] {
        &self.entity
    }

    /// Each event's command.
    pub fn event_commands(&self) -> &[Symbol] {
        &self.command
    }

    /// Where an event came from.
    ///
    /// # Panics
    /// If the log has no such event.
    pub fn source(&self, event: u32) -> Source<'_> {
        assert!((event as usize) < self.len(), "an event of the log");
        self.source_near(event, &mut [0; 2])
    }

    /// Where each of these events of the log came from. Neighbours of the log are found at once.
    pub fn sources<'a>(&'a self, events: &'a [u32]) -> impl ExactSizeIterator<Item = Source<'a>> {
        let mut near = [0; 2];
        events.iter().map(move |&event| self.source_near(event, &mut near))
    }

    /// `near` is where the last event's file and run of rows were found.
    fn source_near(&self, event: u32, [file, run]: &mut [usize; 2]) -> Source<'_> {
        let file = rows::find(&self.files, event, file);
        Source { file: file.map_or("", |file| &self.files[file].0), row: self.rows.row(event, run) }
    }

    /// For each identity column, how many events have no value in it: what was counted while reading no longer holds
    /// where events were [removed](Self::retain).
    pub fn missing_identity(&self) -> Vec<(String, u64)> {
        let mut missing: Vec<_> = self.entities.columns().iter().map(|column| (column.clone(), 0)).collect();
        for &entity in self.entity.iter().filter(|entity| self.entities.has_missing(**entity)) {
            let values = missing.iter_mut().zip(self.entities.values(entity));
            values.for_each(|((_, count), value)| *count += u64::from(value.is_none()));
        }
        missing
    }

    /// The earliest and the latest event's time, or `None` without events.
    pub fn time_range(&self) -> Option<(i64, i64)> {
        Some((*self.time.iter().min()?, *self.time.iter().max()?))
    }
}

/// By number: whether it is among these.
pub(crate) fn used(len: usize, numbers: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut used = vec![false; len];
    numbers.for_each(|number| used[number] = true);
    used
}

/// Keeps the values whose place in the mask is true.
pub(crate) fn retain<T>(values: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    values.retain(|_| kept.next().is_some_and(|kept| *kept));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(file: &str, events: &[(&str, &str)]) -> EventLog {
        let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
        log.start_file(file);
        for (row, (user, command)) in events.iter().enumerate() {
            let entity = log.entities_mut().intern(&[Some(user)]);
            let command = log.commands_mut().intern(command);
            log.push(Event { entity, time: 0, command, row: row as u32 + 1 }).unwrap();
        }
        log
    }

    fn texts(log: &EventLog) -> Vec<(String, String, String, u32)> {
        let describe = |event: u32| {
            let index = event as usize;
            let user = log.entities().values(log.event_entities()[index]).next().flatten().unwrap_or("");
            let command = log.commands().text(log.event_commands()[index]);
            let source = log.source(event);
            (user.into(), command.into(), source.file.into(), source.row)
        };
        (0..log.len() as u32).map(describe).collect()
    }

    #[test]
    fn appending_keeps_every_event_and_its_source() {
        let mut whole = log("a.csv", &[("ann", "Set"), ("bob", "New")]);
        whole.append(log("empty.csv", &[])).unwrap();
        whole.append(log("b.csv", &[("cy", "New"), ("ann", "Add")])).unwrap();
        let expected = [
            ("ann", "Set", "a.csv", 1),
            ("bob", "New", "a.csv", 2),
            ("cy", "New", "b.csv", 1),
            ("ann", "Add", "b.csv", 2),
        ];
        let expected =
            expected.map(|(user, command, file, row)| (user.into(), command.into(), file.into(), row));
        assert_eq!(texts(&whole), expected);
        let canonical = whole.canonical();
        assert_eq!(texts(&canonical), expected);
        assert_eq!(canonical.event_commands().iter().map(|s| s.index()).collect::<Vec<_>>(), [5, 4, 4, 3]);
    }
}
