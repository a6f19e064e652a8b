//! What was learnt from a table's sessions.

use std::collections::BTreeSet;

use oddwalk::core::{LeaveOut, Model, Modellable, ScoreOptions};
use oddwalk::report::{Style, write_explanation};
use oddwalk::{About, Baseline, Baselines, FitOptions, Scan, Sessionized};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use pyo3_arrow::PyTable;

use super::errors::of_value;
use super::page::Drawn;
use super::sessions::{Cut, table_of};
use super::tables::score_columns;

const RECIPE: &str = "table";

/// What was learnt from sessions.
#[pyclass(module = "oddwalk._oddwalk", frozen)]
pub(crate) struct Learnt {
    baseline: Baseline,
}

#[pymethods]
impl Learnt {
    /// Learn from sessions. `modellable` are the parameters whose values the method msticpy models; None for those that look
    /// like categories.
    #[staticmethod]
    #[pyo3(signature = (sessions, modellable=None))]
    fn fit(py: Python<'_>, sessions: &Cut, modellable: Option<BTreeSet<String>>) -> Self {
        let modellable = modellable.map_or(Modellable::Categories, Modellable::Named);
        let options = FitOptions { kind: sessions.kind, modellable, ..FitOptions::default() };
        let model = py.detach(|| sessions.sessionized.fit(&options));
        let about = About {
            recipe: RECIPE.to_owned(),
            wanted: None,
            sessions: sessions.options,
            time_range: sessions.sessionized.sessions.time_range(),
            inputs: BTreeSet::new(),
        };
        Self { baseline: Baseline::new(about, model) }
    }

    /// Score sessions by the method `oddwalk` or `msticpy`. `own` says that the model has learnt from these very sessions: each is
    /// then looked at as if it had not.
    fn score(
        &self,
        py: Python<'_>,
        sessions: &Cut,
        window: usize,
        method: &str,
        own: bool,
    ) -> PyResult<PyTable> {
        let scan = self.scan(py, sessions, window, method, own)?;
        table_of(py.detach(|| score_columns(&scan)))
    }

    /// Score sessions as [`score`](Self::score) does, to be drawn.
    fn drawn(
        &self,
        py: Python<'_>,
        sessions: &Cut,
        window: usize,
        method: &str,
        own: bool,
    ) -> PyResult<Drawn> {
        Ok(Drawn { scan: self.scan(py, sessions, window, method, own)? })
    }

    /// Say why a session got its score: the one at `rank`, from 1, of those that are scored. `whole` explains all of it, and
    /// not its rarest window alone.
    #[expect(clippy::too_many_arguments, reason = "they are named by the method of Python that calls it")]
    fn explain(
        &self,
        py: Python<'_>,
        sessions: &Cut,
        rank: usize,
        window: usize,
        method: &str,
        whole: bool,
        width: usize,
    ) -> PyResult<String> {
        let scan = self.scan(py, sessions, window, method, false)?;
        let text = py.detach(|| explanation(&scan, rank, whole, width));
        text.ok_or_else(|| of_value(format!("`rank` is {rank}: there are {} sessions", scan.scores.len())))
    }

    /// The bytes of the model's file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut baselines = Baselines::default();
        baselines.add(self.baseline.clone()).map_err(of_value)?;
        let bytes = py.detach(|| baselines.to_bytes());
        Ok(PyBytes::new(py, &bytes))
    }

    /// Read a model's file, which is checked before anything of it is used.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Self> {
        let baselines = py.detach(|| Baselines::from_bytes(bytes)).map_err(of_value)?;
        let baseline = baselines.of(RECIPE).cloned();
        let baseline = baseline
            .ok_or_else(|| of_value("the file has no model of a table: it was made with a recipe"))?;
        Ok(Self { baseline })
    }

    /// Both together, as if one model had learnt from all sessions.
    fn merge(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        let baseline = py.detach(|| self.baseline.merge(&other.baseline)).map_err(of_value)?;
        Ok(Self { baseline })
    }

    /// What is left without what the other has learnt.
    fn subtract(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        let (mine, theirs) = (&self.baseline, &other.baseline);
        let counts = py.detach(|| mine.model.counts().subtract(theirs.model.counts())).map_err(of_value)?;
        let model = py.detach(|| Model::fit(counts, mine.model.modellable().clone()));
        Ok(Self { baseline: Baseline::new(mine.about.clone(), model) })
    }

    /// How many sessions the model has learnt from.
    fn session_count(&self) -> u64 {
        self.baseline.model.counts().sessions()
    }
}

impl Learnt {
    fn scan(&self, py: Python<'_>, sessions: &Cut, window: usize, method: &str, own: bool) -> PyResult<Scan> {
        let options = ScoreOptions::new(window).map_err(of_value)?;
        let model = self.baseline.model.clone();
        let Sessionized { log, sessions: cut, quality } = &*sessions.sessionized;
        let scan: Result<Scan, String> = py.detach(|| {
            let copy = Sessionized { log: log.clone(), sessions: cut.clone(), quality: quality.clone() };
            match (method, own) {
                ("msticpy", _) => Ok(copy.score(model, options)),
                ("oddwalk", true) => {
                    copy.judge(model, options, LeaveOut::Session).map_err(|error| error.to_string())
                }
                ("oddwalk", false) => {
                    copy.judge_by(&self.baseline, options).map_err(|error| error.to_string())
                }
                _ => Err(format!("`method` is oddwalk or msticpy, and not {method}")),
            }
        });
        scan.map_err(of_value)
    }
}

fn explanation(scan: &Scan, rank: usize, whole: bool, width: usize) -> Option<String> {
    let findings = scan.findings();
    let finding = findings.iter().nth(rank.checked_sub(1)?)?;
    let explainer = findings.explainer();
    let (window, reasons) = (explainer.window(&finding), explainer.reasons(&finding));
    let session = whole.then(|| explainer.session(&finding));
    let mut text = Vec::new();
    let style = Style::default();
    write_explanation(&finding, &window, session.as_ref(), &reasons, width, style, &mut text).ok()?;
    String::from_utf8(text).ok()
}
