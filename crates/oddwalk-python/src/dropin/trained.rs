//! The engine behind the drop-in's `Model`.

use std::collections::BTreeSet;

use oddwalk::core::{Counts, Model, Modellable, Score, ScoreOptions, Scorer, SessionKind, Symbol};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyList, PySet};

use super::encode::{Encoded, Encoder};
use super::rows::{Stage, Table};
use super::tables;

/// What was learnt from sessions that are Python lists, as msticpy 3.0.2 learns it.
#[pyclass(module = "oddwalk._oddwalk")]
pub(crate) struct Trained {
    encoder: Encoder,
    model: Model,
}

/// Each session's rarest window, and its likelihood.
type Windows<'py> = (Bound<'py, PyList>, Bound<'py, PyList>);

#[pymethods]
impl Trained {
    /// Learn from sessions. `kind` is 0 for commands, 1 for commands with names of parameters, 2 for those with values;
    /// `tokens` are START, END and UNKNOWN.
    #[new]
    #[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over")]
    #[pyo3(signature = (sessions, kind, tokens, modellable=None))]
    fn new(
        sessions: &Bound<'_, PyList>,
        kind: u8,
        tokens: Vec<Bound<'_, PyAny>>,
        modellable: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = sessions.py();
        let kind = kind_of(kind)?;
        if tokens.len() != Symbol::TOKENS {
            return Err(PyValueError::new_err("there are three tokens"));
        }
        let mut encoder = Encoder::new(py, kind, &tokens)?;
        let encoded = encoder.encode_first(sessions)?;
        let modellable = chosen(py, &encoder, modellable.as_ref())?;
        let model = py.detach(|| {
            let counts = Counts::of(&encoded.log, &encoded.sessions, kind);
            Model::fit(counts, modellable)
        });
        Ok(Self { encoder, model })
    }

    /// The parameters whose values are modelled.
    fn modelled<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PySet>> {
        let modelled: BTreeSet<&str> = self.model.modelled_parameters().collect();
        let names = self.encoder.names.iter(py);
        PySet::new(
            py,
            names
                .filter(|(number, _)| modelled.contains(self.encoder.names.text(*number as u32)))
                .map(|(_, name)| name),
        )
    }

    /// Whether END is a command of a session.
    fn has_end(&self) -> bool {
        self.model.counts().uses()[Symbol::END.index()] > self.model.counts().sessions()
    }

    /// How many distinct commands were learnt.
    fn command_count(&self) -> usize {
        self.model.counts().commands().len()
    }

    /// Each session's rarest window and its likelihood; no events, and `nan`, where a session is shorter than a window.
    fn rarest_windows<'py>(
        &mut self,
        sessions: &Bound<'py, PyList>,
        window_len: usize,
        tokens: bool,
        geometric_mean: bool,
        nan: &Bound<'py, PyAny>,
    ) -> PyResult<Windows<'py>> {
        let py = sessions.py();
        let options =
            ScoreOptions::new(window_len).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let options = options.with_tokens(tokens).with_geometric_mean(geometric_mean);
        let scores = self.score(sessions, &options)?;
        let (windows, likelihoods) = (PyList::empty(py), PyList::empty(py));
        for (session, score) in sessions.iter().zip(&scores) {
            if score.is_scored() {
                let start = score.window_start;
                windows
                    .append(session.cast::<PyList>()?.get_slice(start, start.saturating_add(window_len)))?;
                likelihoods.append(PyFloat::new(py, score.likelihood))?;
            } else {
                windows.append(PyList::empty(py))?;
                likelihoods.append(nan)?;
            }
        }
        Ok((windows, likelihoods))
    }

    /// Each session's likelihood.
    fn session_likelihoods(&mut self, sessions: &Bound<'_, PyList>, tokens: bool) -> PyResult<Vec<f64>> {
        let options = ScoreOptions::new(2).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let scores = self.score(sessions, &options.with_tokens(tokens))?;
        Ok(scores.into_iter().map(|score| score.session_likelihood).collect())
    }

    /// How likely each event's parameters are given its command, event after event.
    fn set_likelihoods(&mut self, sessions: &Bound<'_, PyList>, geometric_mean: bool) -> PyResult<Vec<f64>> {
        let Encoded { log, sessions: encoded } = self.encoder.encode(sessions)?;
        let sets = sessions.py().detach(|| Scorer::new(&self.model, &log, &encoded).sets_of_events());
        let probability =
            sets.into_iter().map(|set| if geometric_mean { set.root().probability } else { set.product });
        Ok(probability.collect())
    }

    /// One of the reference's tables as a dictionary that `outer` makes, and `inner` its inner ones. Tables are `commands`,
    /// `transitions`, `params`, `cmd_params`, `values` and `param_values`; stages `counted`, `smoothed` and `probable`.
    fn table<'py>(
        &self,
        py: Python<'py>,
        table: &str,
        stage: &str,
        outer: &Bound<'py, PyAny>,
        inner: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let (table, stage) = (Table::named(table)?, Stage::named(stage)?);
        tables::dictionary(py, &self.encoder, &self.model, table, stage, [outer, inner])
    }
}

impl Trained {
    fn score(&mut self, sessions: &Bound<'_, PyList>, options: &ScoreOptions) -> PyResult<Vec<Score>> {
        let Encoded { log, sessions: encoded } = self.encoder.encode(sessions)?;
        Ok(sessions.py().detach(|| Scorer::new(&self.model, &log, &encoded).score(options)))
    }
}

fn kind_of(kind: u8) -> PyResult<SessionKind> {
    match kind {
        0 => Ok(SessionKind::Commands),
        1 => Ok(SessionKind::Parameters),
        2 => Ok(SessionKind::Values),
        _ => Err(PyValueError::new_err("there are three kinds of sessions")),
    }
}

/// Which parameters have their values modelled: those that the caller names, or those that look like categories.
fn chosen(py: Python<'_>, encoder: &Encoder, named: Option<&Bound<'_, PyAny>>) -> PyResult<Modellable> {
    let Some(named) = named else { return Ok(Modellable::Categories) };
    let mut chosen = BTreeSet::new();
    for (number, name) in encoder.names.iter(py) {
        if named.contains(&name)? {
            chosen.insert(encoder.names.text(number as u32).to_owned());
        }
    }
    Ok(Modellable::Named(chosen))
}
