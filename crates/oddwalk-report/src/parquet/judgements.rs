//! The columns of what the method `oddwalk` finds out.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_schema::DataType;
use oddwalk_core::Evidence;

use crate::Row;
use crate::columns::JUDGEMENTS;

/// In the order of the columns' names.
#[derive(Default)]
pub(super) struct Judgements {
    score_bits: Float64Builder,
    evidence_bits: [Float64Builder; Evidence::COUNT],
    order_uncertain: BooleanBuilder,
    history: Int64Builder,
    reason: StringBuilder,
}

impl Judgements {
    pub(super) fn push(&mut self, row: &Row) {
        self.score_bits.append_option(row.score_bits());
        let columns = self.evidence_bits.iter_mut().zip(row.evidence_bits());
        columns.for_each(|(column, bits)| column.append_option(bits));
        self.order_uncertain.append_option(row.judgement().map(|known| known.order_uncertain));
        let history = row.history().map(|history| i64::try_from(history).unwrap_or(i64::MAX));
        self.history.append_option(history);
        self.reason.append_option(row.reason());
    }

    pub(super) fn finish(&mut self) -> Vec<ArrayRef> {
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(self.score_bits.finish())];
        arrays.extend(self.evidence_bits.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        arrays.push(Arc::new(self.order_uncertain.finish()));
        arrays.push(Arc::new(self.history.finish()));
        arrays.push(Arc::new(self.reason.finish()));
        arrays
    }

    /// The type of the column of this name, where it is one of these.
    pub(super) fn data_type(name: &str) -> Option<DataType> {
        JUDGEMENTS.contains(&name).then_some(match name {
            "order_uncertain" => DataType::Boolean,
            "history" => DataType::Int64,
            "reason" => DataType::Utf8,
            _ => DataType::Float64,
        })
    }
}
