//! The columns that are read: each needed name once, whatever it is needed for.

use crate::Table;
use crate::paths::Paths;
use crate::table::Shape;

/// The distinct names of a table's columns, and which of them is what.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
    paths: Paths,
    pub(crate) record: RecordColumns,
    /// In the order of the table's entity columns.
    pub(crate) entity: Vec<usize>,
}

/// Positions among the names.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RecordColumns {
    Event { time: usize, command: usize, parameters: Option<usize> },
    Session { session: usize, begin: Option<usize>, end: Option<usize> },
}

impl Columns {
    pub(crate) fn of(table: &Table) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut position = |name: &String| {
            names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 1
            })
        };
        let record = match &table.shape {
            Shape::Event { time, command, parameters } => RecordColumns::Event {
                time: position(time),
                command: position(command),
                parameters: parameters.as_ref().map(&mut position),
            },
            Shape::Session { session, begin, end } => RecordColumns::Session {
                session: position(session),
                begin: begin.as_ref().map(&mut position),
                end: end.as_ref().map(&mut position),
            },
        };
        let entity = table.entity.iter().map(position).collect();
        Self { paths: Paths::of(&names), names, record, entity }
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The column of the commands: one a record, or a session of them.
    pub(crate) fn command(&self) -> usize {
        match self.record {
            RecordColumns::Event { command, .. } => command,
            RecordColumns::Session { session, .. } => session,
        }
    }

    /// The names as those of fields in objects.
    pub(crate) fn paths(&self) -> &Paths {
        &self.paths
    }

    #[allow(dead_code, reason = "readers of typed columns look names up")]
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// The columns without which a file cannot be what it is taken for. Single records may lack an identity.
    pub(crate) fn required(&self) -> impl Iterator<Item = usize> {
        let required = match self.record {
            RecordColumns::Event { time, command, parameters } => [Some(time), Some(command), parameters],
            RecordColumns::Session { session, begin, end } => [Some(session), begin, end],
        };
        required.into_iter().flatten()
    }
}
