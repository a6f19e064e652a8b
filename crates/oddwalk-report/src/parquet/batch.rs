//! A batch: rows turned into Arrow arrays.

use std::sync::Arc;

use arrow_array::builder::{
    Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder, TimestampNanosecondBuilder,
    UInt32Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use parquet::errors::ParquetError;

use super::judgements::Judgements;
use crate::{Columns, Row};

const UTC: &str = "UTC";

/// Rows in the making.
pub(super) struct Batch<'a> {
    schema: SchemaRef,
    columns: &'a Columns,
    rows: usize,
    bytes: u64,
    rank: Int64Builder,
    recipe: StringBuilder,
    entity: Vec<StringBuilder>,
    begin: TimestampNanosecondBuilder,
    end: TimestampNanosecondBuilder,
    /// `duration_ms`, `n_events`, `n_distinct`.
    numbers: [Int64Builder; 3],
    judgements: Judgements,
    likelihood: Float64Builder,
    surprisal_bits: Float64Builder,
    window_start: Int64Builder,
    window: ListBuilder<StringBuilder>,
    session: ListBuilder<StringBuilder>,
    sources: ListBuilder<StructBuilder>,
    session_likelihood: Float64Builder,
    session_bits: Float64Builder,
    ignored: StringBuilder,
}

impl<'a> Batch<'a> {
    pub(super) fn new(columns: &'a Columns) -> Self {
        let texts = || ListBuilder::new(StringBuilder::new()).with_field(item(DataType::Utf8));
        let time = || TimestampNanosecondBuilder::new().with_timezone(UTC);
        let source = StructBuilder::from_fields(source_fields(), 0);
        Self {
            schema: schema(columns),
            columns,
            rows: 0,
            bytes: 0,
            rank: Int64Builder::new(),
            recipe: StringBuilder::new(),
            entity: columns.entity_in_table().iter().map(|_| StringBuilder::new()).collect(),
            begin: time(),
            end: time(),
            numbers: Default::default(),
            judgements: Judgements::default(),
            likelihood: Float64Builder::new(),
            surprisal_bits: Float64Builder::new(),
            window_start: Int64Builder::new(),
            window: texts(),
            session: texts(),
            sources: ListBuilder::new(source).with_field(item(DataType::Struct(source_fields()))),
            session_likelihood: Float64Builder::new(),
            session_bits: Float64Builder::new(),
            ignored: StringBuilder::new(),
        }
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

    /// Adds a row whose lists take about so many bytes.
    pub(super) fn push(&mut self, row: &Row, bytes: u64) {
        self.rows += 1;
        self.bytes += bytes;
        self.recipe.append_value(self.columns.recipe(row));
        for (column, value) in self.entity.iter_mut().zip(self.columns.entity_cells(row)) {
            column.append_option(value);
        }
        self.begin.append_option(row.span().map(|span| span.begin));
        self.end.append_option(row.span().map(|span| span.end));
        let counts = [row.event_count(), row.distinct_commands()].map(|count| Some(signed(count)));
        let numbers = [row.duration_ms(), counts[0], counts[1]];
        self.numbers.iter_mut().zip(numbers).for_each(|(column, number)| column.append_option(number));
        if self.columns.judged() {
            self.judgements.push(row);
        }
        if self.columns.ranked() {
            self.push_score(row);
        }
        self.session.append_value(row.commands().map(Some));
        self.push_sources(row);
        if self.columns.ignored() {
            self.ignored.append_option(row.ignored().map(|line| &line.reason));
        }
    }

    /// The rows so far, which are then forgotten.
    pub(super) fn take(&mut self) -> Result<RecordBatch, ParquetError> {
        (self.rows, self.bytes) = (0, 0);
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        if self.columns.ranked() {
            arrays.push(Arc::new(self.rank.finish()));
        }
        arrays.push(Arc::new(self.recipe.finish()));
        arrays.extend(self.entity.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        arrays.push(Arc::new(self.begin.finish()));
        arrays.push(Arc::new(self.end.finish()));
        arrays.extend(self.numbers.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        if self.columns.judged() {
            arrays.extend(self.judgements.finish());
        }
        if self.columns.ranked() {
            arrays.push(Arc::new(self.likelihood.finish()));
            arrays.push(Arc::new(self.surprisal_bits.finish()));
            arrays.push(Arc::new(self.window_start.finish()));
            arrays.push(Arc::new(self.window.finish()));
        }
        arrays.push(Arc::new(self.session.finish()));
        arrays.push(Arc::new(self.sources.finish()));
        if self.columns.ranked() {
            arrays.push(Arc::new(self.session_likelihood.finish()));
            arrays.push(Arc::new(self.session_bits.finish()));
        }
        if self.columns.ignored() {
            arrays.push(Arc::new(self.ignored.finish()));
        }
        Ok(RecordBatch::try_new(self.schema(), arrays)?)
    }

    fn push_score(&mut self, row: &Row) {
        self.rank.append_option(row.rank().map(signed));
        self.likelihood.append_option(row.likelihood());
        self.surprisal_bits.append_option(row.surprisal_bits());
        self.window_start.append_option(row.window_start().map(signed));
        self.window.append_value(row.window().map(Some));
        self.session_likelihood.append_option(row.session_likelihood());
        self.session_bits.append_option(row.session_bits());
    }

    fn push_sources(&mut self, row: &Row) {
        let values = self.sources.values();
        for source in row.sources() {
            if let Some(file) = values.field_builder::<StringBuilder>(0) {
                file.append_value(source.file);
            }
            if let Some(row) = values.field_builder::<UInt32Builder>(1) {
                row.append_value(source.row);
            }
            values.append(true);
        }
        self.sources.append(true);
    }
}

/// No count of things in memory is near the end of an `i64`.
fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Everything that can be missing may be null: identities, times, and what a session without a score has none of.
fn schema(columns: &Columns) -> SchemaRef {
    let entity = columns.entity_in_table();
    let judgement = |name: &str| Judgements::data_type(name).filter(|_| columns.judged());
    let field = |name: String| {
        let is_entity = entity.contains(&name);
        let (data_type, nullable) = match name.as_str() {
            _ if is_entity => (DataType::Utf8, true),
            name if judgement(name).is_some() => (judgement(name).unwrap_or(DataType::Null), true),
            "begin" | "end" => (DataType::Timestamp(TimeUnit::Nanosecond, Some(UTC.into())), true),
            "likelihood" | "surprisal_bits" | "session_likelihood" | "session_surprisal_bits" => {
                (DataType::Float64, true)
            }
            "window" | "session" => (DataType::List(item(DataType::Utf8)), false),
            "sources" => (DataType::List(item(DataType::Struct(source_fields()))), false),
            "recipe" => (DataType::Utf8, false),
            "ignored" => (DataType::Utf8, true),
            "n_events" | "n_distinct" => (DataType::Int64, false),
            _ => (DataType::Int64, true),
        };
        Field::new(name, data_type, nullable)
    };
    Arc::new(Schema::new(columns.names().into_iter().map(field).collect::<Fields>()))
}

fn source_fields() -> Fields {
    vec![Field::new("file", DataType::Utf8, false), Field::new("row", DataType::UInt32, false)].into()
}

fn item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new_list_field(data_type, false))
}
