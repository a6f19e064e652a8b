//! Sessions as Python lists become a log of numbers.

use oddwalk::core::{
    Entities, Entity, Event, EventLog, Parameters, SessionKind, Sessions, Symbol, TooManyEvents, Uncapped,
};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyList, PySet, PyString};
use rustc_hash::FxHashSet;

use super::objects::Objects;

/// A log whose texts are numbers of objects, and its sessions.
pub(crate) struct Encoded {
    pub(crate) log: EventLog,
    pub(crate) sessions: Sessions,
}

/// What was met where first: the reference's dictionaries keep that order.
#[derive(Default)]
pub(crate) struct FirstMet {
    /// A command after another.
    pub(crate) transitions: Pairs,
    /// A parameter of a command.
    pub(crate) parameters: Pairs,
    /// A value of a parameter.
    pub(crate) values: Pairs,
    /// How many commands there are, tokens included, once the first session is over.
    pub(crate) first_session: usize,
}

/// Distinct pairs of something and what it depends on, in the order in which they were met.
#[derive(Default)]
pub(crate) struct Pairs {
    seen: FxHashSet<(u32, u32)>,
    order: Vec<(u32, u32)>,
}

impl Pairs {
    fn note(&mut self, given: u32, seen: u32) {
        if self.seen.insert((given, seen)) {
            self.order.push((given, seen));
        }
    }

    /// What depends on what, in order.
    pub(crate) fn order(&self) -> &[(u32, u32)] {
        &self.order
    }
}

/// Numbers commands, parameters and values.
pub(crate) struct Encoder {
    kind: SessionKind,
    pub(crate) commands: Objects,
    pub(crate) names: Objects,
    pub(crate) values: Objects,
    pub(crate) first_met: FirstMet,
    /// Room for the event's parameters: numbers of names and values.
    event: Vec<(u32, Option<u32>)>,
}

impl Encoder {
    /// An encoder whose commands begin with the tokens START, END and UNKNOWN.
    pub(crate) fn new(py: Python<'_>, kind: SessionKind, tokens: &[Bound<'_, PyAny>]) -> PyResult<Self> {
        Ok(Self {
            kind,
            commands: Objects::new(py, tokens)?,
            names: Objects::new(py, &[])?,
            values: Objects::new(py, &[])?,
            first_met: FirstMet::default(),
            event: Vec::new(),
        })
    }

    /// Encodes the sessions that are learnt from, and remembers in which order things were met.
    pub(crate) fn encode_first(&mut self, sessions: &Bound<'_, PyList>) -> PyResult<Encoded> {
        self.encode_each(sessions, true)
    }

    /// Encodes sessions.
    pub(crate) fn encode(&mut self, sessions: &Bound<'_, PyList>) -> PyResult<Encoded> {
        self.encode_each(sessions, false)
    }

    fn encode_each(&mut self, sessions: &Bound<'_, PyList>, first: bool) -> PyResult<Encoded> {
        let mut log = EventLog::new(Entities::new(Vec::new(), Vec::new()));
        if self.kind != SessionKind::Commands {
            log = log.with_parameters(Parameters::new(Uncapped::All));
        }
        let entity = log.entities_mut().intern(&[]);
        let mut ends = Vec::with_capacity(sessions.len());
        for (number, session) in sessions.iter().enumerate() {
            let session = session.cast::<PyList>().map_err(|_| no_list(number))?;
            if session.is_empty() {
                return Err(PyValueError::new_err(format!("session {number} is empty")));
            }
            self.session(&mut log, entity, session, first)
                .map_err(|error| explained(sessions.py(), error, number))?;
            if first && number == 0 {
                self.first_met.first_session = self.commands.texts().count() + Symbol::TOKENS;
            }
            ends.push(log.len() as u32);
        }
        self.commands.texts().for_each(|text| {
            log.commands_mut().intern(text);
        });
        let spans = vec![None; ends.len()];
        Ok(Encoded { sessions: Sessions::given(&log, &ends, &spans), log })
    }

    fn session(
        &mut self,
        log: &mut EventLog,
        entity: Entity,
        session: &Bound<'_, PyList>,
        first: bool,
    ) -> PyResult<()> {
        let mut previous = Symbol::START.index() as u32;
        for item in session.iter() {
            let command = self.event(log, &item, first)?;
            if first {
                self.first_met.transitions.note(previous, command);
                previous = command;
            }
            let command = Symbol::from_index(command as usize);
            log.push(Event { entity, time: 0, command, row: 0 }).map_err(too_many)?;
        }
        if first {
            self.first_met.transitions.note(previous, Symbol::END.index() as u32);
        }
        Ok(())
    }

    /// The event's command, once its parameters are in the log.
    fn event(&mut self, log: &mut EventLog, item: &Bound<'_, PyAny>, first: bool) -> PyResult<u32> {
        let Some(parameters) = log.parameters_mut() else { return self.bare_command(item) };
        let command = self.commands.number(&item.getattr("name")?)?;
        self.read_parameters(&item.getattr("params")?)?;
        if first {
            let Self { event, first_met: FirstMet { parameters, values, .. }, .. } = self;
            for &(name, value) in event.iter() {
                parameters.note(command, name);
                value.into_iter().for_each(|value| values.note(name, value));
            }
        }
        let Self { event, names, values, .. } = self;
        let texts =
            event.iter().map(|&(name, value)| (names.text(name), value.map(|value| values.text(value))));
        parameters.push(texts).map_err(too_many)?;
        Ok(command)
    }

    fn bare_command(&mut self, item: &Bound<'_, PyAny>) -> PyResult<u32> {
        if !item.is_instance_of::<PyString>() && item.hasattr("params")? {
            let message = "a command with parameters among commands without: sessions are of one kind";
            return Err(PyTypeError::new_err(message));
        }
        self.commands.number(item)
    }

    fn read_parameters(&mut self, parameters: &Bound<'_, PyAny>) -> PyResult<()> {
        self.event.clear();
        if let Ok(named) = parameters.cast::<PyDict>() {
            for (name, value) in named.iter() {
                let name = self.names.number(&name)?;
                let value = self.value(&value)?;
                self.event.push((name, value));
            }
            return Ok(());
        }
        if !parameters.is_instance_of::<PySet>() && !parameters.is_instance_of::<PyFrozenSet>() {
            let kind = parameters.get_type().name()?;
            return Err(PyTypeError::new_err(format!("`params` is a set or a dict, and not a {kind}")));
        }
        for name in parameters.try_iter()? {
            let name = self.names.number(&name?)?;
            self.event.push((name, None));
        }
        Ok(())
    }

    /// What is false is no value to the reference.
    fn value(&mut self, value: &Bound<'_, PyAny>) -> PyResult<Option<u32>> {
        if self.kind != SessionKind::Values || !value.is_truthy()? {
            return Ok(None);
        }
        self.values.number(value).map(Some)
    }
}

fn too_many(error: TooManyEvents) -> PyErr {
    PyOverflowError::new_err(error.to_string())
}

fn no_list(session: usize) -> PyErr {
    PyTypeError::new_err(format!("session {session} is not a list"))
}

/// The same error, saying in which session.
fn explained(py: Python<'_>, error: PyErr, session: usize) -> PyErr {
    // Python 3.10 has no notes; the error is as good without.
    let _ = error.value(py).call_method1("add_note", (format!("in session {session}"),));
    error
}
