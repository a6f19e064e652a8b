//! oddwalk's own way: tables in, tables out, by way of Arrow.

mod errors;
mod model;
mod page;
mod recipe;
mod sessions;
mod tables;

pub(crate) use model::Learnt;
pub(crate) use page::{Drawn, page_of_marks};
pub(crate) use recipe::recipe_kql;
pub(crate) use sessions::Cut;
