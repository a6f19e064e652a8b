//! Security logs read into events: CSV, NDJSON, JSON arrays, Parquet, Windows event logs and raw Linux audit logs; plain,
//! gzip or zstd.
//!
//! Reading never stops at a bad record: it is rejected, counted, and the next one is read. A file that cannot be read is
//! named, and the next one is read.

mod arrow_column;
mod arrow_field;
mod auditd;
mod batches;
mod chunks;
mod columns;
mod condition;
mod contents;
mod csv;
mod duplicates;
mod encode;
mod envelope;
mod error;
mod evtx;
mod field;
mod frame;
mod guard;
mod identity;
mod input;
mod json;
mod json_value;
mod normalise;
mod number;
mod open;
mod parameter_sources;
mod parquet;
mod paths;
mod read;
mod recipe;
mod recognise;
mod record;
mod source;
mod stream;
mod switches;
mod table;
#[cfg(test)]
mod testing;
mod time;
mod toml_text;
mod window;

pub use batches::{read_event_batches, read_session_batches};
pub use condition::{BadCondition, Condition, Lacking, Test, split_list};
pub use error::{FileError, ReadError};
pub use input::{Input, find_inputs};
pub use normalise::{BadNormalise, Normalise};
pub use open::Progress;
pub use read::{Format, ReadOptions, SessionsRead, read_events, read_forms, read_parts, read_sessions};
pub use recipe::{
    BY_HAND, BadKql, BadLookback, BadOverride, BadRecipe, Exclusion, Form, KqlOptions, Lookback, Overrides,
    ParameterFields, Recipe, Skip,
};
pub use recognise::{Recognised, recognise};
pub use source::Source;
pub use table::{BadTable, Table};
pub use time::{BadTimeFormat, EpochUnit, TimeFormat, parse_duration, parse_time};
pub use toml_text::{BadToml, line_of, read_toml};
