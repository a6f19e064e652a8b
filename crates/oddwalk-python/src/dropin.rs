//! What `oddwalk.anomalous_sequence` is made of: lists and arrays of Python in, the reference's numbers out.

mod cut;
mod encode;
mod objects;
mod rows;
mod tables;
mod trained;

pub(crate) use cut::{cut_columns, split_list};
pub(crate) use trained::Trained;
