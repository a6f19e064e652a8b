//! The cells that are read of each record, and what is inside those that hold JSON.

use std::borrow::Cow;

use super::records::Record;
use super::scanner::unquote;
use crate::FileError;
use crate::columns::{Columns, Found, PlainEvent};
use crate::encode::{Encoder, PlainCells};
use crate::field::{Field, Fields};
use crate::json::Objects;
use crate::paths::Node;
use crate::record::Place;

/// Which cell each needed column is.
pub(super) struct Cells<'a> {
    columns: &'a Columns,
    header: &'a [String],
    /// The cell of each needed column that is one.
    whole: Vec<Option<usize>>,
    /// The cells inside which needed columns are, and where they lead.
    around: Vec<(usize, Node)>,
    inside: Objects<'a>,
    /// The cells of a plain event, if all records are such.
    plain: Option<PlainEvent>,
}

impl<'a> Cells<'a> {
    /// Finds the columns under this header.
    pub(super) fn find(columns: &'a Columns, header: &'a [String]) -> Result<Self, FileError> {
        let found = columns.find(header)?;
        let whole = found.iter().map(|found| match found {
            Found::Whole(cell) => Some(*cell),
            Found::Inside(_) | Found::Nowhere => None,
        });
        let around = found.iter().filter_map(|found| match found {
            Found::Inside(cell) => Some(*cell),
            Found::Whole(_) | Found::Nowhere => None,
        });
        let (whole, mut around): (Vec<Option<usize>>, Vec<usize>) = (whole.collect(), around.collect());
        around.sort_unstable();
        around.dedup();
        let node = |cell: usize| Some((cell, columns.paths().node(&header[cell])?));
        let around = around.into_iter().filter_map(node).collect();
        Ok(Self { header, around, ..Self::at(columns, whole) })
    }

    /// The cells of a file without a needed column inside of one.
    pub(super) fn at(columns: &'a Columns, whole: Vec<Option<usize>>) -> Self {
        let plain = plain(columns, &whole);
        Self { columns, header: &[], whole, around: Vec::new(), inside: Objects::new(columns), plain }
    }

    /// The cell of each needed column that is one.
    pub(super) fn places(&self) -> &[Option<usize>] {
        &self.whole
    }

    /// Whether no needed column is inside of a cell.
    pub(super) fn are_all_whole(&self) -> bool {
        self.around.is_empty()
    }

    /// Which columns are cells: what is inside of cells, records have to show.
    pub(super) fn are_cells(&self) -> Vec<bool> {
        self.whole.iter().map(Option::is_some).collect()
    }

    pub(super) fn read(&mut self, place: Place, record: Record, encoder: &mut Encoder) {
        if self.around.is_empty() {
            if !self.read_plain(place, record, encoder) {
                encoder.record(place, &self.whole_fields(record));
            }
            return;
        }
        let around: Vec<Cow<[u8]>> =
            self.around.iter().map(|&(cell, _)| record.cell(cell).unwrap_or_default()).collect();
        let mut fields = self.whole_fields(record);
        for (&(cell, node), json) in self.around.iter().zip(&around) {
            if json.trim_ascii().is_empty() {
                continue;
            }
            if let Err(fault) = self.inside.object(json, node, &mut fields) {
                // Other cells may say the same as what is broken here.
                encoder.broken(format!("column `{}`: {fault}", self.header[cell]));
            }
        }
        self.inside.names.tell(encoder);
        encoder.record(place, &fields);
    }

    /// Takes a record that is a plain event in the usual form; `false` where it may be none.
    fn read_plain(&self, place: Place, record: Record, encoder: &mut Encoder) -> bool {
        let Some(plain) = &self.plain else { return false };
        let (Some(time), Some(command)) = (record.raw(plain.time), record.raw(plain.command)) else {
            return false;
        };
        let entity = plain.entity.iter().map(|&cell| record.raw(cell).unwrap_or_default());
        encoder.plain(place, PlainCells { time, command, entity }, unquote)
    }

    fn whole_fields<'r>(&self, record: Record<'r>) -> Fields<'r> {
        let field = |cell: &Option<usize>| match cell {
            Some(cell) => record.cell(*cell).map_or(Field::Missing, Field::bytes),
            None => Field::Missing,
        };
        self.whole.iter().map(field).collect()
    }

    /// Says what no record had.
    pub(super) fn check(&self, encoder: &mut Encoder) -> Result<(), FileError> {
        let found = self.whole.iter().zip(self.inside.names.found());
        let found: Vec<bool> = found.map(|(cell, inside)| cell.is_some() || *inside).collect();
        encoder.unseen_columns(self.columns.unseen(&found, self.header));
        if self.around.is_empty() { Ok(()) } else { self.columns.check_found(&found, self.header) }
    }
}

/// The cells of a plain event, where it has no parameters and each of its columns is a cell.
fn plain(columns: &Columns, whole: &[Option<usize>]) -> Option<PlainEvent> {
    let PlainEvent { time, command, entity, parameters: None } = columns.plain_event()? else { return None };
    let entity = entity.into_iter().map(|column| whole[column]).collect::<Option<_>>()?;
    Some(PlainEvent { time: whole[time]?, command: whole[command]?, entity, parameters: None })
}
