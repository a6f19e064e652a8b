//! Which columns of a table hold what: the time, the entity, the actor and the command, or whole sessions.

use oddwalk_core::{Entities, EventLog, Parameters, Uncapped};
use thiserror::Error;

use crate::TimeFormat;

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub(crate) shape: Shape,
    pub(crate) entity: Vec<String>,
    /// Which of the entity columns make the actor.
    pub(crate) actor: Vec<usize>,
    pub(crate) time_format: TimeFormat,
    uncapped: Uncapped,
    since: Option<i64>,
    until: Option<i64>,
}

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Event { time: String, command: String, parameters: Option<String> },
    Session { session: String, begin: Option<String>, end: Option<String> },
}

/// Column names that do not make a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTable {
    /// Sessions need somebody to belong to.
    #[error("no entity column: name at least one with --entity")]
    NoEntity,
    /// The same column twice says nothing.
    #[error("the entity column `{0}` is named twice")]
    Repeated(String),
    /// An actor is made of the entity's columns.
    #[error("the actor column `{0}` is not among the entity columns ({1})")]
    ActorNotInEntity(String, String),
}

impl Table {
    /// A table of events: one record is one event. The actor is the first entity column until
    /// [`actor`](Self::actor) says otherwise.
    ///
    /// # Errors
    /// [`BadTable`] without an entity column, or where one is named twice.
    pub fn events(
        time: impl Into<String>,
        entity: Vec<String>,
        command: impl Into<String>,
    ) -> Result<Self, BadTable> {
        if entity.is_empty() {
            return Err(BadTable::NoEntity);
        }
        Self::new(Shape::Event { time: time.into(), command: command.into(), parameters: None }, entity)
    }

    /// A table of sessions: one record is one session, whose commands are a list in one column. Entity and times may be
    /// unknown.
    ///
    /// # Errors
    /// [`BadTable`] where an entity column is named twice.
    pub fn sessions(
        session: impl Into<String>,
        entity: Vec<String>,
        begin: Option<String>,
        end: Option<String>,
    ) -> Result<Self, BadTable> {
        Self::new(Shape::Session { session: session.into(), begin, end }, entity)
    }

    fn new(shape: Shape, entity: Vec<String>) -> Result<Self, BadTable> {
        let repeated = entity.iter().enumerate().find(|(index, name)| entity[..*index].contains(name));
        if let Some((_, name)) = repeated {
            return Err(BadTable::Repeated(name.clone()));
        }
        let actor = (0..entity.len().min(1)).collect();
        let (time_format, uncapped) = (TimeFormat::Any, Uncapped::None);
        Ok(Self { shape, entity, actor, time_format, uncapped, since: None, until: None })
    }

    /// Names the actor's columns, a subset of the entity's.
    ///
    /// # Errors
    /// [`BadTable::ActorNotInEntity`] where a name is not an entity column.
    pub fn actor(mut self, columns: &[String]) -> Result<Self, BadTable> {
        let position = |name: &String| {
            let found = self.entity.iter().position(|column| column == name);
            found.ok_or_else(|| BadTable::ActorNotInEntity(name.clone(), self.entity.join(", ")))
        };
        self.actor = columns.iter().map(position).collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Names the column of a table of events that holds their parameters.
    #[must_use]
    pub fn parameters(mut self, column: impl Into<String>) -> Self {
        if let Shape::Event { parameters, .. } = &mut self.shape {
            *parameters = Some(column.into());
        }
        self
    }

    /// Says which parameters keep all their values, however many there are.
    #[must_use]
    pub fn uncapped(self, uncapped: Uncapped) -> Self {
        Self { uncapped, ..self }
    }

    /// Says how times are written.
    #[must_use]
    pub fn time_format(self, time_format: TimeFormat) -> Self {
        Self { time_format, ..self }
    }

    /// Leaves out records before `since` and those at or after `until`, in nanoseconds since 1970-01-01 UTC. A session's
    /// time is its beginning, or where that is not known its end; one without any is left out too.
    #[must_use]
    pub fn between(self, since: Option<i64>, until: Option<i64>) -> Self {
        Self { since, until, ..self }
    }

    /// A log without events, for the records of this table.
    pub(crate) fn empty_log(&self) -> EventLog {
        let log = EventLog::new(Entities::new(self.entity.clone(), self.actor.clone()));
        match &self.shape {
            Shape::Event { parameters: None, .. } => log,
            _ => log.with_parameters(Parameters::new(self.uncapped.clone())),
        }
    }

    pub(crate) fn is_of_sessions(&self) -> bool {
        matches!(self.shape, Shape::Session { .. })
    }

    /// The names of the columns that hold times, for messages.
    pub(crate) fn time_columns(&self) -> String {
        match &self.shape {
            Shape::Event { time, .. } => time.clone(),
            Shape::Session { begin, end, .. } => {
                let names: Vec<&str> = [begin, end].into_iter().flatten().map(String::as_str).collect();
                names.join(" or ")
            }
        }
    }

    /// Whether records at some times are left out.
    pub(crate) fn is_limited(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    pub(crate) fn in_range(&self, time: i64) -> bool {
        self.since.is_none_or(|since| time >= since) && self.until.is_none_or(|until| time < until)
    }
}
