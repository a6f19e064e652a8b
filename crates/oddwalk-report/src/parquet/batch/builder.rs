//! A builder: the cells of one column in the making.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder,
    TimestampNanosecondBuilder, UInt32Builder,
};
use arrow_schema::{DataType, Field, Fields, TimeUnit};
use oddwalk_core::Source;

use crate::cell::{Cell, CellType};

const UTC: &str = "UTC";

/// The cells of one column, of its type.
pub(super) enum Builder {
    Whole(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Time(TimestampNanosecondBuilder),
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Sources(ListBuilder<StructBuilder>),
}

impl Builder {
    pub(super) fn new(cells: CellType) -> Self {
        match cells {
            CellType::Whole => Self::Whole(Int64Builder::new()),
            CellType::Number => Self::Number(Float64Builder::new()),
            CellType::Flag => Self::Flag(BooleanBuilder::new()),
            CellType::Time => Self::Time(TimestampNanosecondBuilder::new().with_timezone(UTC)),
            CellType::Text => Self::Text(StringBuilder::new()),
            CellType::Texts => {
                Self::Texts(ListBuilder::new(StringBuilder::new()).with_field(item(DataType::Utf8)))
            }
            CellType::Sources => {
                let source = StructBuilder::from_fields(source_fields(), 0);
                Self::Sources(ListBuilder::new(source).with_field(item(DataType::Struct(source_fields()))))
            }
        }
    }

    /// Adds a cell, which is of the column's type.
    pub(super) fn push(&mut self, cell: Cell) {
        match (self, cell) {
            (Self::Whole(column), Cell::Whole(value)) => column.append_option(value),
            (Self::Number(column), Cell::Number(value)) => column.append_option(value),
            (Self::Flag(column), Cell::Flag(value)) => column.append_option(value),
            (Self::Time(column), Cell::Time(value)) => column.append_option(value),
            (Self::Text(column), Cell::Text(value)) => column.append_option(value),
            // Cells and columns have their types from the same kind.
            _ => {}
        }
    }

    /// Adds a list of texts.
    pub(super) fn push_texts<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        if let Self::Texts(column) = self {
            column.append_value(texts.map(Some));
        }
    }

    /// Adds a list of sources.
    pub(super) fn push_sources<'a>(&mut self, sources: impl Iterator<Item = Source<'a>>) {
        let Self::Sources(column) = self else { return };
        let values = column.values();
        for source in sources {
            if let Some(file) = values.field_builder::<StringBuilder>(0) {
                file.append_value(source.file);
            }
            if let Some(row) = values.field_builder::<UInt32Builder>(1) {
                row.append_value(source.row);
            }
            values.append(true);
        }
        column.append(true);
    }

    /// The cells so far, which are then forgotten.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Time(column) => Arc::new(column.finish()),
            Self::Text(column) => Arc::new(column.finish()),
            Self::Texts(column) => Arc::new(column.finish()),
            Self::Sources(column) => Arc::new(column.finish()),
        }
    }
}

/// What Parquet calls such cells.
pub(super) fn data_type(cells: CellType) -> DataType {
    match cells {
        CellType::Whole => DataType::Int64,
        CellType::Number => DataType::Float64,
        CellType::Flag => DataType::Boolean,
        CellType::Time => DataType::Timestamp(TimeUnit::Nanosecond, Some(UTC.into())),
        CellType::Text => DataType::Utf8,
        CellType::Texts => DataType::List(item(DataType::Utf8)),
        CellType::Sources => DataType::List(item(DataType::Struct(source_fields()))),
    }
}

fn source_fields() -> Fields {
    vec![Field::new("file", DataType::Utf8, false), Field::new("row", DataType::UInt32, false)].into()
}

fn item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new_list_field(data_type, false))
}
