//! Encoding: fields become symbols while they are read; no text outlives its record but in a vocabulary.

mod event;
mod parts;
mod plain;
mod rules;
mod sample;
mod session;

use std::borrow::{Borrow, Cow};

use oddwalk_core::{
    Entity, Event, EventLog, FileQuality, Quality, Reason, RecordUnit, Rejection, SessionKind, Span, Symbol,
    TooManyEvents,
};

use self::parts::Parts;
pub(crate) use self::parts::{Apart, FileRead, TakesParts, Unseen};
use self::plain::KnownCells;
pub(crate) use self::plain::PlainCells;
use self::rules::Rules;
pub(crate) use self::sample::Sample;
use crate::columns::{Columns, RecordColumns};
use crate::contents::{NamedValue, NamedValues};
use crate::duplicates::{IdHash, IdHasher, SeenIds};
use crate::field::{AN_OBJECT, Field};
use crate::identity::LastEntity;
use crate::record::{Place, Refusal};
use crate::time::BadTime;
use crate::{FileError, ReadError, Table};

/// So much of a rejected value is kept.
const DETAIL_CHARS: usize = 200;

/// The one way into an [`EventLog`]: takes one file's records field by field, checks them, and counts what it refuses.
pub(crate) struct Encoder<'a> {
    table: &'a Table,
    columns: &'a Columns,
    log: EventLog,
    sessions: GivenSessions,
    quality: Quality,
    file: FileQuality,
    last_entity: LastEntity,
    known: KnownCells,
    rules: Rules<'a>,
    sample: Sample,
    id_hasher: &'a IdHasher,
    seen_ids: SeenIds,
    /// The id of each event, where the table has ids.
    ids: Vec<IdHash>,
    /// What of the record that is being taken cannot be read.
    broken: Option<String>,
    /// Events whose parameters cannot be read, counted from 1.
    unreadable: Vec<u32>,
    fatal: Option<ReadError>,
    unseen_columns: Vec<Unseen>,
    parts: Parts<'a>,
}

/// The sessions of a table of sessions: where each ends in the log, and when it was.
#[derive(Debug, Default)]
pub(crate) struct GivenSessions {
    /// What the first event of all says that they are made of.
    pub(crate) kind: Option<SessionKind>,
    pub(crate) ends: Vec<u32>,
    pub(crate) spans: Vec<Option<Span>>,
}

/// An event whose texts a column-wise reader has encoded already.
pub(crate) struct Encoded<'e> {
    pub(crate) time: i64,
    pub(crate) command: Symbol,
    pub(crate) entity: Entity,
    pub(crate) parameters: Option<&'e Result<NamedValues<'e>, Refusal>>,
}

impl<'a> Encoder<'a> {
    pub(crate) fn new(table: &'a Table, columns: &'a Columns, id_hasher: &'a IdHasher, file: &str) -> Self {
        Self {
            table,
            columns,
            log: empty_log(table, file),
            sessions: GivenSessions::default(),
            quality: empty_quality(table, columns),
            file: FileQuality { name: file.to_owned(), ..FileQuality::default() },
            last_entity: LastEntity::default(),
            known: KnownCells::default(),
            rules: Rules::new(&columns.rules, columns.len()),
            sample: Sample::default(),
            id_hasher,
            seen_ids: SeenIds::default(),
            ids: Vec::new(),
            broken: None,
            unreadable: Vec::new(),
            fatal: None,
            unseen_columns: Vec::new(),
            parts: Parts::default(),
        }
    }

    /// Says what the sessions of the files before are made of.
    pub(crate) fn expect_kind(&mut self, kind: Option<SessionKind>) {
        self.sessions.kind = kind;
    }

    /// The columns that a reader has to find.
    pub(crate) fn columns(&self) -> &'a Columns {
        self.columns
    }

    /// How many records of the file were taken or refused so far.
    pub(crate) fn records(&self) -> u64 {
        self.parts.records_before + self.file.records
    }

    /// Whether reading has to stop: the log is full, times are ambiguous, enough has been seen, or nobody takes more.
    pub(crate) fn is_stopped(&self) -> bool {
        self.fatal.is_some() || self.sample.is_enough() || self.parts.is_refused
    }

    /// What the first records have, where that is all that was asked for.
    pub(crate) fn sampled(self) -> Sample {
        let first = self.quality.rejected.values().find_map(|rejected| rejected.first.first());
        let unreadable = first.filter(|_| self.sample.records == 0).map(|rejection| rejection.detail.clone());
        Sample { found: self.rules.found(), unreadable, ..self.sample }
    }

    /// Says that the file has these of the columns, and no others.
    pub(crate) fn has_columns(&mut self, found: &[bool]) {
        self.rules.know(found);
    }

    /// Says that a record of the file has this column, which none had before.
    pub(crate) fn has_column(&mut self, column: usize) {
        for rule in self.rules.see(column) {
            self.leave_out_all(rule);
        }
    }

    /// Takes one record, its fields in the order of [`columns`](Self::columns).
    pub(crate) fn record<'f>(&mut self, place: Place, fields: &[impl Borrow<Field<'f>>]) {
        self.file.records += 1;
        let (broken, events) = (self.broken.take(), self.log.len());
        if let Some(rule) = self.rules.against(fields) {
            return self.quality.leave_out(&rule.words, 1);
        }
        let columns = self.columns;
        let taken = match &columns.record {
            RecordColumns::Event { time, .. } => self.event(place, &time.whole_field(fields), fields),
            RecordColumns::Session { session, begin, end } => {
                let field = |column: usize| fields[column].borrow();
                let span = [begin, end].map(|column| column.map_or(&Field::Missing, field));
                self.session(place, span, field(*session), fields)
            }
            RecordColumns::Sample { tests } => {
                self.sample.take(tests, fields);
                Ok(())
            }
        };
        match (taken, broken) {
            (Ok(()), Some(detail)) if self.log.len() > events => self.keep_unreadable(place, &detail),
            (Ok(()), _) => {}
            (Err(_), Some(detail)) => self.count_rejection(place, Reason::Malformed, &detail),
            (Err((reason, detail)), None) => self.count_rejection(place, reason, &detail),
        }
    }

    /// Takes an event that is encoded already.
    pub(crate) fn encoded(&mut self, place: Place, event: &Encoded) {
        self.file.records += 1;
        if self.in_range(event.time) {
            let &Encoded { time, command, entity, .. } = event;
            self.take_event(place, Event { entity, time, command, row: row_number(place) }, event.parameters);
        }
    }

    /// Counts a record that its reader refuses.
    pub(crate) fn reject(&mut self, place: Place, reason: Reason, detail: &str) {
        self.file.records += 1;
        self.count_rejection(place, reason, detail);
    }

    /// Counts a record whose missing cells were read as empty.
    pub(crate) fn short_record(&mut self) {
        self.quality.short_records += 1;
    }

    /// Says that a part of the record to be taken next cannot be read: it is taken if the rest is enough.
    pub(crate) fn broken(&mut self, detail: String) {
        self.broken = Some(detail);
    }

    /// Says that no record of the file has these columns.
    pub(crate) fn unseen_columns(&mut self, columns: Vec<Unseen>) {
        self.unseen_columns = columns;
    }

    /// The number of an entity value, for [`encoded`](Self::encoded).
    pub(crate) fn entity_value(&mut self, column: usize, field: &Field) -> Result<u32, Refusal> {
        let value = field.as_text().map_err(|refusal| self.of_column(column, refusal))?;
        Ok(self.log.entities_mut().intern_value(value.as_deref()))
    }

    /// The entity with these value numbers, for [`encoded`](Self::encoded).
    pub(crate) fn entity_of(&mut self, values: &[u32]) -> Entity {
        self.log.entities_mut().intern_tuple(values)
    }

    /// The symbol of a command in this column.
    pub(crate) fn command(&mut self, column: usize, field: &Field) -> Result<Symbol, Refusal> {
        let text = field.as_text().map_err(|refusal| self.of_column(column, refusal))?;
        let text = text.ok_or((Reason::MissingCommand, String::new()))?;
        Ok(self.log.commands_mut().intern(&text))
    }

    /// The moment a time field means.
    pub(crate) fn time(&mut self, place: Place, field: &Field) -> Result<i64, Refusal> {
        let format = &self.table.time_format;
        let (time, value) = match field {
            Field::Time(time) => return Ok(*time),
            Field::Missing => return Err((Reason::MissingTime, String::new())),
            Field::Text(text) => (format.parse(text), text),
            Field::Literal(text) => (format.float(text), text),
            Field::Integer(number) => (format.integer(*number), &Cow::Owned(number.to_string())),
            Field::InvalidUtf8 => return Err((Reason::InvalidUtf8, String::new())),
            Field::List(_) => return Err((Reason::UnusableTime, "a list".to_owned())),
            Field::Object(_) => return Err((Reason::UnusableTime, AN_OBJECT.to_owned())),
            Field::Other(found) => return Err((Reason::UnusableTime, (*found).to_owned())),
        };
        if time == Err(BadTime::Ambiguous) {
            let (file, column, value) =
                (self.file.name.clone(), self.table.time_columns(), value.to_string());
            self.stop(ReadError::AmbiguousTime { file, row: place.row, column, value });
        }
        time.map_err(|_| (Reason::UnusableTime, value.to_string()))
    }

    /// Ends the file: its events, and what became of its records. `problem` is why reading ended early.
    pub(crate) fn finish(mut self, problem: Option<&FileError>) -> Result<FileRead, ReadError> {
        if let Some(fatal) = self.fatal {
            return Err(fatal);
        }
        self.file.problem = problem.map(ToString::to_string);
        self.quality.files.push(self.file);
        self.rules.skipped().for_each(|rule| self.quality.skip_condition(&rule.words, 1));
        let Self { log, sessions, quality, ids, unreadable, unseen_columns, .. } = self;
        Ok(FileRead { log, sessions, quality, ids, unreadable, unseen_columns })
    }

    fn take_event(&mut self, place: Place, event: Event, parameters: Option<&Result<NamedValues, Refusal>>) {
        self.count_taken(event.entity);
        let parameters = parameters.map_or(&[][..], |parameters| self.readable(place, parameters));
        self.push(event, parameters);
    }

    /// The parameters, or none where they cannot be read: an event counts all the same.
    fn readable<'p, 't>(
        &mut self,
        place: Place,
        parameters: &'p Result<NamedValues<'t>, Refusal>,
    ) -> &'p [NamedValue<'t>] {
        match parameters {
            Ok(parameters) => parameters,
            Err((_, detail)) => {
                self.keep_unreadable(place, detail);
                &[]
            }
        }
    }

    fn keep_unreadable(&mut self, place: Place, detail: &str) {
        let file = &self.file.name;
        self.unreadable.push(self.file.events as u32);
        self.quality.keep_without_parameters(|| rejection(file, place, detail));
    }

    fn entity<'f>(&mut self, fields: &[impl Borrow<Field<'f>>]) -> Result<Entity, Refusal> {
        let columns = self.columns;
        let values = columns.entity.iter().map(|source| source.text(fields));
        let entity = self.last_entity.entity(self.log.entities_mut(), values);
        entity.map_err(|(column, refusal)| self.of_column(column, refusal))
    }

    /// A refusal that says which column it is about, where the reason does not.
    fn of_column(&self, column: usize, (reason, detail): Refusal) -> Refusal {
        let name = &self.columns.names()[column];
        let colon = if detail.is_empty() { "" } else { ": " };
        (reason, format!("column `{name}`{colon}{detail}"))
    }

    fn in_range(&mut self, time: i64) -> bool {
        let inside = self.table.in_range(time);
        self.quality.out_of_range += u64::from(!inside);
        inside
    }

    /// Counts a record that is used, and what its identity lacks.
    fn count_taken(&mut self, entity: Entity) {
        self.file.events += 1;
        if self.known.complete == Some(entity) {
            return;
        }
        if self.log.entities().has_missing(entity) {
            let values = self.log.entities().values(entity);
            let columns = self.quality.missing_identity.iter_mut().zip(values);
            columns.for_each(|((_, missing), value)| *missing += u64::from(value.is_none()));
        } else {
            self.known.complete = Some(entity);
        }
    }

    fn push(&mut self, event: Event, parameters: &[NamedValue]) {
        if let Err(TooManyEvents) = self.log.push(event) {
            return self.stop(ReadError::TooManyEvents(TooManyEvents));
        }
        if let Some(all) = self.log.parameters_mut() {
            let pushed = all.push(parameters.iter().map(|(name, value)| (name.as_ref(), value.as_deref())));
            if let Err(TooManyEvents) = pushed {
                self.stop(ReadError::TooManyEvents(TooManyEvents));
            }
        }
    }

    fn stop(&mut self, error: ReadError) {
        self.fatal.get_or_insert(error);
    }

    fn count_rejection(&mut self, place: Place, reason: Reason, detail: &str) {
        let file = &self.file.name;
        self.quality.reject(reason, || rejection(file, place, detail));
    }
}

fn empty_log(table: &Table, file: &str) -> EventLog {
    let mut log = table.empty_log();
    log.start_file(file);
    log
}

fn empty_quality(table: &Table, columns: &Columns) -> Quality {
    let unit = match columns.record {
        RecordColumns::Event { .. } | RecordColumns::Sample { .. } => RecordUnit::Event,
        RecordColumns::Session { .. } => RecordUnit::Session,
    };
    let missing_identity = table.entity_columns().into_iter().map(|column| (column, 0)).collect();
    Quality { unit, missing_identity, ..Quality::default() }
}

fn rejection(file: &str, place: Place, detail: &str) -> Rejection {
    let detail = detail.chars().take(DETAIL_CHARS).collect();
    Rejection { file: file.to_owned(), row: place.row, line: place.line, detail }
}

/// A file of more than four billion records keeps its events; their rows then all read as the last one.
fn row_number(place: Place) -> u32 {
    u32::try_from(place.row).unwrap_or(u32::MAX)
}
