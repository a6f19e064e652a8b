//! Parquet: only the needed columns, with each batch's dictionary encoded once.

mod batches;
mod shared_file;

use std::borrow::Cow;
use std::fs::File;

use arrow_array::RecordBatch;
use oddwalk_core::{Entity, Symbol};

use self::batches::Batches;
use crate::arrow_column::{Cells, Column, Times, TypedTimes};
use crate::columns::{Columns, PlainEvent, RecordColumns};
use crate::contents::{self, NamedValues};
use crate::encode::{Encoded, Encoder};
use crate::field::Field;
use crate::guard::guarded;
use crate::record::{Place, Refusal};
use crate::{FileError, ReadOptions};

/// Reads the file's rows.
pub(crate) fn read(file: File, options: &ReadOptions, encoder: &mut Encoder) -> Result<(), FileError> {
    let columns = encoder.columns();
    let mut batches = guarded(|| Batches::open(file, columns)).map_err(FileError::Parquet)??;
    let (has, max_cell) = (batches.has_columns(), options.max_record);
    encoder.unseen_columns(columns.unseen(&has, &batches.names()));
    knows_columns(encoder, &has);
    while encoder.goes_on() {
        if let Some((groups, rows)) = encoder.block().and_then(|block| batches.apart(block)) {
            encoder.apart(rows, Box::new(move |encoder| read_groups(groups, max_cell, encoder)));
        } else if !read_next(&mut batches, max_cell, encoder)? {
            break;
        }
    }
    if encoder.records() == 0 { Err(FileError::NoRecords) } else { Ok(()) }
}

fn knows_columns(encoder: &mut Encoder, has: &[bool]) {
    encoder.has_columns(has);
    encoder.has_no_other_columns();
}

/// Reads groups of rows of a file of which others are read elsewhere.
fn read_groups(mut groups: Batches, max_cell: usize, encoder: &mut Encoder) -> Result<(), FileError> {
    knows_columns(encoder, &groups.has_columns());
    while !encoder.is_stopped() && read_next(&mut groups, max_cell, encoder)? {}
    Ok(())
}

/// Reads the next batch; `false` where there is none.
fn read_next(batches: &mut Batches, max_cell: usize, encoder: &mut Encoder) -> Result<bool, FileError> {
    let batch = batches.next().map_err(|why| FileError::broken_off(encoder.records(), &why))?;
    batch.as_ref().map_or(Ok(()), |batch| read_batch(batch, max_cell, encoder))?;
    Ok(batch.is_some())
}

/// Reads the rows of a batch, whose columns were found before.
pub(crate) fn read_batch(
    batch: &RecordBatch,
    max_cell: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    match encoder.columns().plain_event() {
        Some(plain) => read_plain(batch, &plain, max_cell, encoder),
        None => read_rows(batch, max_cell, encoder),
    }
}

/// Events whose columns are read as they are: each distinct cell is encoded once.
fn read_plain(
    batch: &RecordBatch,
    plain: &PlainEvent,
    max_cell: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    let columns = encoder.columns();
    let &PlainEvent { time, command, parameters, .. } = plain;
    let column = |index| Column::new(batch, columns, index, max_cell);
    let first_row = encoder.records() + 1;
    let place = |row: usize| Place { row: first_row + row as u64, line: None };
    let times = match column(time)?.as_times()? {
        Times::Numbers(times) => EventTimes::Numbers(times),
        Times::Cells(cells) => EventTimes::Cells(cells.encode(|row, field| encoder.time(place(row), field))),
    };
    let commands = column(command)?.scalars()?.encode(|_, field| encoder.command(command, field));
    let mut values = Vec::new();
    for &index in &plain.entity {
        values.push(column(index)?.scalars()?.encode(|_, field| encoder.entity_value(index, field)));
    }
    let parameters = parameters.map(|index| column(index)?.anything()).transpose()?;
    let parameters =
        parameters.as_ref().map(|cells| cells.encode(|_, field| Ok(contents::parameters(field))));
    let columns = EventColumns { times, commands, entity: EventEntities::of(values, encoder), parameters };
    let mut last = LastTuple::default();
    for row in 0..batch.num_rows() {
        match columns.event(row, place(row), &mut last, encoder) {
            Ok(event) => encoder.encoded(place(row), &event),
            Err(refusal) => encoder.reject(place(row), refusal.0, &refusal.1),
        }
    }
    Ok(())
}

/// The encoded columns of a batch of events.
struct EventColumns<'a> {
    times: EventTimes<'a>,
    commands: Cells<Symbol>,
    entity: EventEntities,
    parameters: Option<Cells<Result<NamedValues<'a>, Refusal>>>,
}

enum EventTimes<'a> {
    Numbers(TypedTimes<'a>),
    Cells(Cells<i64>),
}

/// The entities of one column's values, or the values of several.
enum EventEntities {
    One(Cells<Entity>),
    Several(Vec<Cells<u32>>),
}

/// Neighbouring rows often have the same entity.
#[derive(Default)]
struct LastTuple {
    values: Vec<u32>,
    tuple: Vec<u32>,
    entity: Option<Entity>,
}

impl EventColumns<'_> {
    fn event<'e>(
        &'e self,
        row: usize,
        place: Place,
        last: &mut LastTuple,
        encoder: &mut Encoder,
    ) -> Result<Encoded<'e>, Cow<'e, Refusal>> {
        let time = match &self.times {
            EventTimes::Cells(cells) => *cells.get(row).map_err(Cow::Borrowed)?,
            EventTimes::Numbers(times) => match times.get(row) {
                Some(time) => time,
                None => encoder.time(place, &times.field(row)).map_err(Cow::Owned)?,
            },
        };
        let command = *self.commands.get(row).map_err(Cow::Borrowed)?;
        let parameters = self.parameters.as_ref().map(|cells| cells.get(row)).transpose();
        let parameters = parameters.map_err(Cow::Borrowed)?;
        let entity = self.entity.get(row, last, encoder).map_err(Cow::Borrowed)?;
        Ok(Encoded { time, command, entity, parameters })
    }
}

impl EventEntities {
    fn of(values: Vec<Cells<u32>>, encoder: &mut Encoder) -> Self {
        match values.as_slice() {
            [values] => Self::One(values.encode(|_, value| Ok(encoder.entity_of(&[*value])))),
            _ => Self::Several(values),
        }
    }

    fn get(&self, row: usize, last: &mut LastTuple, encoder: &mut Encoder) -> Result<Entity, &Refusal> {
        match self {
            Self::One(entities) => entities.get(row).copied(),
            Self::Several(columns) => last.entity(columns, row, encoder),
        }
    }
}

impl LastTuple {
    fn entity<'c>(
        &mut self,
        columns: &'c [Cells<u32>],
        row: usize,
        encoder: &mut Encoder,
    ) -> Result<Entity, &'c Refusal> {
        self.values.clear();
        for column in columns {
            self.values.push(*column.get(row)?);
        }
        if let Some(entity) = self.entity.filter(|_| self.tuple == self.values) {
            return Ok(entity);
        }
        std::mem::swap(&mut self.tuple, &mut self.values);
        let entity = encoder.entity_of(&self.tuple);
        self.entity = Some(entity);
        Ok(entity)
    }
}

/// Anything else, row by row.
fn read_rows(batch: &RecordBatch, max_cell: usize, encoder: &mut Encoder) -> Result<(), FileError> {
    let columns = encoder.columns();
    let mut cells = Vec::new();
    for index in 0..columns.len() {
        cells.push(row_cells(batch, columns, index, max_cell)?);
    }
    for row in 0..batch.num_rows() {
        let place = Place { row: encoder.records() + 1, line: None };
        match cells.iter().map(|cells| cells.get(row)).collect::<Result<Vec<&Field>, _>>() {
            Ok(fields) => encoder.record(place, &fields),
            Err((reason, detail)) => encoder.reject(place, *reason, detail),
        }
    }
    Ok(())
}

fn row_cells<'b>(
    batch: &'b RecordBatch,
    columns: &'b Columns,
    index: usize,
    max_cell: usize,
) -> Result<Cells<Field<'b>>, FileError> {
    let Some(column) = Column::find(batch, columns, index, max_cell) else {
        return Ok(Cells::missing(batch.num_rows()));
    };
    match &columns.record {
        RecordColumns::Session { session, .. } if *session == index => column.lists(),
        RecordColumns::Session { begin, end, .. } if [begin, end].contains(&&Some(index)) => column.times(),
        RecordColumns::Event { time, .. } if time.columns.contains(&index) => column.times(),
        _ => column.anything(),
    }
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;
