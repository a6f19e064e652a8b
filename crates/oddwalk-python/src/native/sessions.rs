//! Sessions of a table: cut from events, or as they are.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::ArrowError;
use oddwalk::Sessionized;
use oddwalk::core::{
    Boundary, MissingIdentity, Quality, Reason, Rejected, SessionKind, SessionOptions, Uncapped,
};
use oddwalk::logs::{ReadOptions, Table, read_event_batches, read_session_batches};
use pyo3::prelude::*;
use pyo3_arrow::{PyRecordBatchReader, PyTable};

use super::errors::{of_reading, of_value};
use super::tables::{Columns, session_columns};

/// Sessions of a table, cut from its events or as they are.
#[pyclass(module = "oddwalk._oddwalk", frozen)]
pub(crate) struct Cut {
    pub(super) sessionized: Arc<Sessionized>,
    pub(super) kind: SessionKind,
    pub(super) options: SessionOptions,
}

#[pymethods]
impl Cut {
    /// Cut events into sessions. `columns` are those of the time, the command and, if any, the parameters; limits are in
    /// nanoseconds.
    #[staticmethod]
    #[expect(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        reason = "they are named by the function of Python that calls it"
    )]
    fn events(
        py: Python<'_>,
        table: PyRecordBatchReader,
        columns: (String, String, Option<String>),
        entity: Vec<String>,
        actor: Vec<String>,
        max_duration: i64,
        max_gap: i64,
        at_least: bool,
        null_entity: &str,
        min_events: usize,
    ) -> PyResult<Self> {
        let (time, command, parameters) = columns;
        let kind = if parameters.is_some() { SessionKind::Values } else { SessionKind::Commands };
        let mut layout = Table::events(time, entity, command).map_err(of_value)?.uncapped(Uncapped::None);
        if !actor.is_empty() {
            layout = layout.actor(&actor).map_err(of_value)?;
        }
        if let Some(parameters) = parameters {
            layout = layout.parameters(parameters);
        }
        let boundary = if at_least { Boundary::AtLeast } else { Boundary::Over };
        let missing_identity = missing_identity(null_entity)?;
        let options = SessionOptions { max_duration, max_gap, boundary, missing_identity, min_events };
        let (reader, names) = opened(table)?;
        let sessionized = py.detach(|| {
            let read = read_event_batches(reader, &names, &layout, &ReadOptions::default());
            read.map(|(log, quality)| Sessionized::of_log(log, quality, &options))
        });
        let sessionized = sessionized.map_err(|error| of_reading(&error))?;
        checked(&sessionized.quality)?;
        Ok(Self { sessionized: Arc::new(sessionized), kind, options })
    }

    /// Take sessions that are cut already: a column of lists.
    #[staticmethod]
    fn given(
        py: Python<'_>,
        table: PyRecordBatchReader,
        session: String,
        entity: Vec<String>,
        begin: Option<String>,
        end: Option<String>,
    ) -> PyResult<Self> {
        let layout = Table::sessions(session, entity, begin, end).map_err(of_value)?;
        let (reader, names) = opened(table)?;
        let read = py.detach(|| read_session_batches(reader, &names, &layout, &ReadOptions::default()));
        let (sessionized, kind) = Sessionized::of_given(read.map_err(|error| of_reading(&error))?);
        checked(&sessionized.quality)?;
        Ok(Self { sessionized: Arc::new(sessionized), kind, options: SessionOptions::default() })
    }

    /// A table with a row for each session.
    fn table(&self, py: Python<'_>) -> PyResult<PyTable> {
        let columns = py.detach(|| session_columns(&self.sessionized));
        table_of(columns)
    }

    /// How many sessions there are.
    fn __len__(&self) -> usize {
        self.sessionized.sessions.len()
    }
}

/// A table of these columns.
pub(super) fn table_of(columns: Columns) -> PyResult<PyTable> {
    let batch = RecordBatch::try_from_iter(columns).map_err(of_value)?;
    let schema = batch.schema();
    PyTable::try_new(vec![batch], schema)
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

fn opened(table: PyRecordBatchReader) -> PyResult<(Batches, Vec<String>)> {
    let reader: Box<dyn RecordBatchReader + Send> = table.into_reader()?;
    let names = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    Ok((Box::new(reader), names))
}

fn missing_identity(name: &str) -> PyResult<MissingIdentity> {
    match name {
        "merge" => Ok(MissingIdentity::Merge),
        "separate" => Ok(MissingIdentity::Separate),
        "drop" => Ok(MissingIdentity::Drop),
        _ => Err(of_value(format!("`null_entity` is merge, separate or drop, and not {name}"))),
    }
}

/// A notebook has no page on the quality of its data: a row that cannot be used is an error.
fn checked(quality: &Quality) -> PyResult<()> {
    let first = |(reason, rejected): (&Reason, &Rejected)| {
        let first = rejected.first.first()?;
        let (row, detail) = (first.row, &first.detail);
        Some(format!("row {row}: {} ({detail}), and {} such rows in all", reason.code(), rejected.count))
    };
    match quality.rejected.iter().find_map(first) {
        None => Ok(()),
        Some(message) => Err(of_value(message)),
    }
}
