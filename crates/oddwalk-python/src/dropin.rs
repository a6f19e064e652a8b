//! What `oddwalk.anomalous_sequence` is made of: lists and arrays of Python in, the reference's numbers out.

mod cut;
mod encode;
mod objects;
mod rows;
mod tables;
mod texts;
mod trained;

pub(crate) use cut::{cut_columns, split_list};
pub(crate) use texts::{take_lists, text_codes};
pub(crate) use trained::Trained;
