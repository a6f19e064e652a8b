//! The reports of oddwalk: findings and sessions as a terminal list, NDJSON, CSV, Parquet, and one offline HTML file.
//!
//! Nothing here computes a score, opens a file, or asks the clock or the environment. Text of the log is written by
//! attackers, so each format defuses it in its own way; [`neutralise`] is the one for people's eyes.

mod alike;
mod cell;
mod clue;
mod columns;
mod comparison;
mod csv;
mod explain;
mod formula;
mod ignored;
mod json;
mod model_diff;
mod model_tables;
mod ndjson;
mod page;
mod parquet;
mod provenance;
mod quality;
mod row;
#[cfg(test)]
mod sample;
mod terminal;
mod text;
mod time;

pub use self::csv::{CsvTable, write_csv};
pub use self::parquet::{ParquetTable, ParquetWriteError, write_parquet};
pub use clue::strongest_clue;
pub use columns::{Columns, NoSuchColumn};
pub use comparison::{MovedBecause, write_comparison, write_comparison_ndjson};
pub use explain::{reason, write_explanation};
pub use ignored::{ignored_lines, write_ignore_preview};
pub use model_diff::{write_model_diff, write_model_diff_ndjson};
pub use model_tables::write_model_tables;
pub use ndjson::{NDJSON_VERSION, write_ndjson, write_ndjson_quality};
pub use page::{Mark, Page, PageError, SavedError};
pub use provenance::Provenance;
pub use quality::{RecipeQuality, quality_lines};
pub use row::Row;
pub use terminal::{Listed, Style, paragraph, write_terminal};
pub use text::{counted, neutralise, thousands};
