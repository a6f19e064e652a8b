//! A batch: rows turned into Arrow arrays.

mod builder;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Fields, Schema, SchemaRef};
use parquet::errors::ParquetError;

use self::builder::Builder;
use crate::cell::Kind;
use crate::{Columns, Row};

/// Rows in the making.
pub(super) struct Batch<'a> {
    schema: SchemaRef,
    columns: &'a Columns,
    kinds: Vec<Kind>,
    builders: Vec<Builder>,
    rows: usize,
    bytes: u64,
}

impl<'a> Batch<'a> {
    pub(super) fn new(columns: &'a Columns) -> Self {
        let flat = columns.flat();
        let kinds: Vec<Kind> = flat.iter().map(|(_, kind)| *kind).collect();
        let builders = kinds.iter().map(|kind| Builder::new(kind.cell_type())).collect();
        Self { schema: schema(flat), columns, kinds, builders, rows: 0, bytes: 0 }
    }

    pub(super) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// What [`push`](Self::push) was told, added up.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How much memory the row's lists take, about; 0 where the table has none.
    pub(super) fn list_bytes(&self, row: &Row) -> u64 {
        const PER_CELL: usize = 8;
        let size_of = |kind: Kind| -> usize {
            match kind {
                Kind::Session => row.commands().map(|command| command.len() + PER_CELL).sum(),
                Kind::Sources => row.sources().map(|source| source.file.len() + PER_CELL).sum(),
                _ => 0,
            }
        };
        self.kinds.iter().map(|&kind| size_of(kind) as u64).sum()
    }

    /// Adds a row whose lists take about so many bytes.
    pub(super) fn push(&mut self, row: &Row, bytes: u64) {
        self.rows += 1;
        self.bytes += bytes;
        for (&kind, builder) in self.kinds.iter().zip(&mut self.builders) {
            match kind {
                Kind::Window => builder.push_texts(row.window()),
                Kind::Session => builder.push_texts(row.commands()),
                Kind::Sources => builder.push_sources(row.sources()),
                kind => builder.push(kind.cell(self.columns, row)),
            }
        }
    }

    /// The rows so far, which are then forgotten.
    pub(super) fn take(&mut self) -> Result<RecordBatch, ParquetError> {
        (self.rows, self.bytes) = (0, 0);
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        Ok(RecordBatch::try_new(self.schema(), arrays)?)
    }
}

fn schema(columns: Vec<(String, Kind)>) -> SchemaRef {
    let field = |(name, kind): (String, Kind)| {
        Field::new(name, builder::data_type(kind.cell_type()), kind.is_nullable())
    };
    Arc::new(Schema::new(columns.into_iter().map(field).collect::<Fields>()))
}
