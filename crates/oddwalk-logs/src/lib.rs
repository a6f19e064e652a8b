//! Security logs read into events: CSV, NDJSON, JSON arrays and Parquet, plain, gzip or zstd.
//!
//! Reading never stops at a bad record: it is rejected, counted, and the next one is read. A file that cannot be read is
//! named, and the next one is read.

mod arrow_column;
mod arrow_field;
mod chunks;
mod columns;
mod contents;
mod csv;
mod encode;
mod envelope;
mod error;
mod field;
mod frame;
mod guard;
mod identity;
mod input;
mod json;
mod json_value;
mod number;
mod open;
mod parquet;
mod paths;
mod read;
mod record;
mod stream;
mod table;
#[cfg(test)]
mod testing;
mod time;
mod window;

pub use error::{FileError, ReadError};
pub use input::{Input, find_inputs};
pub use open::Progress;
pub use read::{Format, ReadOptions, SessionsRead, read_events, read_sessions};
pub use table::{BadTable, Table};
pub use time::{BadTimeFormat, EpochUnit, TimeFormat, parse_time};
