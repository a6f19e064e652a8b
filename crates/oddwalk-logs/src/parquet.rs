//! Parquet: only the needed columns, with each batch's dictionary encoded once.

mod batches;
mod shared_file;

use std::fs::File;

use arrow_array::RecordBatch;
use oddwalk_core::Symbol;

use self::batches::Batches;
use crate::arrow_column::{Cells, Column};
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
    let times = column(time)?.times()?.encode(|row, field| encoder.time(place(row), field));
    let commands = column(command)?.scalars()?.encode(|_, field| encoder.command(command, field));
    let mut entity = Vec::new();
    for &index in &plain.entity {
        entity.push(column(index)?.scalars()?.encode(|_, field| encoder.entity_value(index, field)));
    }
    let parameters = parameters.map(|index| column(index)?.anything()).transpose()?;
    let parameters =
        parameters.as_ref().map(|cells| cells.encode(|_, field| Ok(contents::parameters(field))));
    let columns = EventColumns { times, commands, entity, parameters };
    let mut values = Vec::new();
    for row in 0..batch.num_rows() {
        match columns.event(row, &mut values) {
            Ok(event) => encoder.encoded(place(row), &event),
            Err((reason, detail)) => encoder.reject(place(row), *reason, detail),
        }
    }
    Ok(())
}

/// The encoded columns of a batch of events.
struct EventColumns<'a> {
    times: Cells<i64>,
    commands: Cells<Symbol>,
    entity: Vec<Cells<u32>>,
    parameters: Option<Cells<Result<NamedValues<'a>, Refusal>>>,
}

impl EventColumns<'_> {
    /// `values` is room for the entity's.
    fn event<'e>(&'e self, row: usize, values: &'e mut Vec<u32>) -> Result<Encoded<'e>, &'e Refusal> {
        let (time, command) = (*self.times.get(row)?, *self.commands.get(row)?);
        let parameters = self.parameters.as_ref().map(|cells| cells.get(row)).transpose()?;
        values.clear();
        for column in &self.entity {
            values.push(*column.get(row)?);
        }
        Ok(Encoded { time, command, values, parameters })
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
