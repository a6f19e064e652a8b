//! Which columns of a table hold what: the time, the entity, the actor and the command, or whole sessions.

use oddwalk_core::{Entities, EventLog, Parameters, Uncapped};
use thiserror::Error;

use crate::TimeFormat;
use crate::condition::{Condition, Rule};
use crate::parameter_sources::ParameterSources;
use crate::recipe::{BY_HAND, Form, Recipe};
use crate::recognise::QUERY_COLUMNS;
use crate::source::Source;

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub(crate) shape: Shape,
    pub(crate) entity: Vec<(String, Source)>,
    /// Which of the entity columns make the actor.
    pub(crate) actor: Vec<usize>,
    pub(crate) time_format: TimeFormat,
    uncapped: Uncapped,
    since: Option<i64>,
    until: Option<i64>,
    /// What decides whether a record is an event.
    pub(crate) rules: Vec<Rule>,
    /// What is the same only in copies of an event.
    pub(crate) id: Option<Source>,
    /// What is shown with a session, by name.
    pub(crate) carried: Vec<(String, Source)>,
    /// What somebody has named, of which no file may be without all columns.
    pub(crate) named: Vec<Source>,
    /// The columns were named by somebody who knows the files: none may be lacking.
    pub(crate) is_strict: bool,
}

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Event {
        time: Source,
        command: Source,
        parameters: Box<ParameterSources>,
    },
    Session {
        session: String,
        begin: Option<String>,
        end: Option<String>,
    },
    /// Whatever it is: which of these columns there are is of interest, and what is in some of them.
    Sample {
        names: Vec<String>,
        tests: Vec<Condition<Source>>,
    },
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
        let (time, command) = (Source::column(time), Source::column(command));
        let shape = Shape::Event { time, command, parameters: Box::new(ParameterSources::none()) };
        Self::new(shape, as_they_are(entity))
    }

    /// The events of a log that this recipe reads, in one of its forms.
    pub fn of(recipe: &Recipe, form: &Form) -> Self {
        let source = |field: &str| recipe.source(form, field);
        let named = |fields: &[String]| fields.iter().map(|name| (name.clone(), source(name))).collect();
        let shape = Shape::Event {
            time: source(&recipe.time),
            command: source(&recipe.command),
            parameters: Box::new(recipe.parameter_sources(form)),
        };
        Self {
            actor: recipe.actors(),
            rules: recipe.rules(form),
            id: recipe.id.as_deref().map(source),
            carried: named(&recipe.carry),
            named: recipe.named.iter().map(|name| source(name)).collect(),
            is_strict: recipe.name == BY_HAND,
            ..Self::bare(shape, named(&recipe.entity))
        }
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
        Self::new(Shape::Session { session: session.into(), begin, end }, as_they_are(entity))
    }

    /// The sessions that the query of this recipe gives.
    pub fn of_query(recipe: &Recipe) -> Self {
        let [_, begin, end, session] = QUERY_COLUMNS.map(str::to_owned);
        let shape = Shape::Session { session, begin: Some(begin), end: Some(end) };
        let normalise = |name: &String| recipe.normalise.get(name).map_or(&[][..], Vec::as_slice);
        let source = |name: &String| Source::column(name.clone()).normalised(normalise(name));
        let entity = recipe.entity.iter().map(|name| (name.clone(), source(name))).collect();
        Self { actor: recipe.actors(), is_strict: true, ..Self::bare(shape, entity) }
    }

    /// Any file, to look which of these columns it has, and whether its first records pass the tests.
    pub(crate) fn sample(names: Vec<String>, tests: Vec<Condition<Source>>) -> Self {
        Self { is_strict: false, named: Vec::new(), ..Self::bare(Shape::Sample { names, tests }, Vec::new()) }
    }

    fn new(shape: Shape, entity: Vec<(String, Source)>) -> Result<Self, BadTable> {
        let is_known = |index: usize, name: &str| entity[..index].iter().any(|(known, _)| known == name);
        let repeated = entity.iter().enumerate().find(|(index, (name, _))| is_known(*index, name));
        if let Some((_, (name, _))) = repeated {
            return Err(BadTable::Repeated(name.clone()));
        }
        Ok(Self::bare(shape, entity))
    }

    fn bare(shape: Shape, entity: Vec<(String, Source)>) -> Self {
        let named = entity.iter().map(|(_, source)| source.clone()).collect();
        Self {
            shape,
            actor: (0..entity.len().min(1)).collect(),
            entity,
            time_format: TimeFormat::Any,
            uncapped: Uncapped::None,
            since: None,
            until: None,
            rules: Vec::new(),
            id: None,
            carried: Vec::new(),
            named,
            is_strict: true,
        }
    }

    /// Names the actor's columns, a subset of the entity's.
    ///
    /// # Errors
    /// [`BadTable::ActorNotInEntity`] where a name is not an entity column.
    pub fn actor(mut self, columns: &[String]) -> Result<Self, BadTable> {
        let position = |name: &String| {
            let found = self.entity.iter().position(|(column, _)| column == name);
            found.ok_or_else(|| BadTable::ActorNotInEntity(name.clone(), self.entity_columns().join(", ")))
        };
        self.actor = columns.iter().map(position).collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Names the column of a table of events that holds their parameters.
    #[must_use]
    pub fn parameters(mut self, column: impl Into<String>) -> Self {
        if let Shape::Event { parameters, .. } = &mut self.shape {
            **parameters = ParameterSources::of(Source::column(column));
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
    pub fn empty_log(&self) -> EventLog {
        let log = EventLog::new(Entities::new(self.entity_columns(), self.actor.clone()));
        let log = log.with_carried(self.carried.iter().map(|(name, _)| name.clone()).collect());
        match &self.shape {
            Shape::Event { parameters, .. } if parameters.is_empty() => log,
            _ => log.with_parameters(Parameters::new(self.uncapped.clone())),
        }
    }

    /// The names of the entity's columns.
    pub fn entity_columns(&self) -> Vec<String> {
        self.entity.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Whether its records are sessions that are already cut.
    pub fn is_of_sessions(&self) -> bool {
        matches!(self.shape, Shape::Session { .. })
    }

    /// The names of the columns that hold times, for messages.
    pub(crate) fn time_columns(&self) -> String {
        match &self.shape {
            Shape::Event { time, .. } => time.words(),
            Shape::Sample { .. } => String::new(),
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

/// Columns that are read as they are, under their own names.
fn as_they_are(names: Vec<String>) -> Vec<(String, Source)> {
    names.into_iter().map(|name| (name.clone(), Source::column(name))).collect()
}
