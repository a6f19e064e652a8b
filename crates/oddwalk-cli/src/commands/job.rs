//! What scan, fit and explain share: arguments in, scored sessions out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use oddwalk::core::{Model, ScoreOptions, SessionKind, SessionOptions, Sessions};
use oddwalk::logs::Input;
use oddwalk::{
    About, Baseline, Baselines, ColumnNames, FitOptions, Overlap, Scan, Sessionized, hash_inputs,
    sessionize,
};

use crate::args::{EventArgs, InputArgs, LearnArgs, SessionArgs};
use crate::options::{
    InputOptions, TABLE_RECIPE, columns, fit_options, read_model, session_options, uncapped,
};
use crate::output::{Output, check_outputs, to_file};
use crate::talk::Talk;

/// Logs of events, and what to do with them.
pub(crate) struct Job {
    pub(crate) input: InputOptions,
    columns: ColumnNames,
    sessions: SessionOptions,
    fit: FitOptions,
    baseline: Option<Baseline>,
    model: Option<PathBuf>,
}

impl Job {
    pub(crate) fn new(
        input: &InputArgs,
        events: &EventArgs,
        sessions: &SessionArgs,
        learn: &LearnArgs,
        model: Option<&Path>,
    ) -> Result<Self> {
        let baseline = model.map(read_model).transpose()?;
        let columns = columns(events, learn, baseline.as_ref())?;
        let fit = fit_options(learn, &columns)?;
        let uncapped = match &baseline {
            Some(baseline) => uncapped(baseline.model.modellable()),
            None => uncapped(&fit.modellable),
        };
        let sessions = session_options(sessions, baseline.as_ref())?;
        let input = InputOptions::events(input, &columns, uncapped)?;
        Ok(Self { input, columns, sessions, fit, baseline, model: model.map(Path::to_owned) })
    }

    /// Says whether everything can be written, before an hour of work.
    pub(crate) fn check_outputs(&self, outputs: &[Output]) -> Result<()> {
        check_outputs(outputs, &input_files(&self.input.inputs, self.model.as_deref()))
    }

    pub(crate) fn sessionize(&self, talk: Talk) -> Result<Sessionized> {
        let InputOptions { inputs, table, read, .. } = &self.input;
        let total = inputs.iter().map(Input::size).sum();
        Ok(talk.with_progress(&read.progress, total, || sessionize(inputs, table, read, &self.sessions))?)
    }

    /// Learns from the sessions.
    pub(crate) fn fit(&self, sessionized: &Sessionized) -> Model {
        sessionized.fit(&self.fit)
    }

    /// Scores the sessions by the baseline, or by a model of themselves.
    pub(crate) fn score(&self, sessionized: Sessionized, options: ScoreOptions, talk: Talk) -> Result<Scan> {
        let Some(baseline) = &self.baseline else {
            let model = self.fit(&sessionized);
            return Ok(sessionized.score(model, options));
        };
        say_overlap(baseline, &self.input.inputs, &sessionized, talk);
        say_kind(baseline, sessionized.log.parameters().is_some(), talk);
        Ok(sessionized.score(Arc::clone(&baseline.model), options))
    }

    /// Keeps what was learnt.
    pub(crate) fn save(&self, path: &Path, sessionized: &Sessionized, model: &Arc<Model>) -> Result<()> {
        let about = About {
            recipe: TABLE_RECIPE.to_owned(),
            columns: Some(self.columns.clone()),
            sessions: self.sessions,
            time_range: sessionized.log.time_range(),
            inputs: hash_inputs(&self.input.inputs),
        };
        save(path, Baseline { about, model: Arc::clone(model) })
    }
}

/// Every file that is read.
pub(crate) fn input_files(inputs: &[Input], model: Option<&Path>) -> Vec<PathBuf> {
    let files = inputs.iter().filter_map(|input| match input {
        Input::File(path) => Some(path.as_path()),
        Input::Stdin => None,
    });
    files.chain(model).map(Path::to_owned).collect()
}

/// Writes a model file that holds one model.
pub(crate) fn save(path: &Path, baseline: Baseline) -> Result<()> {
    write_models(path, &Baselines { all: vec![baseline] })
}

pub(crate) fn write_models(path: &Path, models: &Baselines) -> Result<()> {
    let bytes = models.to_bytes();
    to_file(path, |out| Ok(std::io::Write::write_all(out, &bytes)?))
}

/// When the sessions were, where that is known.
pub(crate) fn time_range(sessions: &Sessions) -> Option<(i64, i64)> {
    let spans = sessions.iter().filter_map(|session| session.span);
    spans.map(|span| (span.begin, span.end)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// A model finds nothing odd in what it has learnt from.
pub(crate) fn say_overlap(
    baseline: &Baseline,
    inputs: &[Input],
    sessionized: &Sessionized,
    talk: Talk,
) {
    let range = time_range(&sessionized.sessions);
    let Overlap { files, time_range } = baseline.overlap(&hash_inputs(inputs), range);
    let known_apart = time_range.is_none() && range.is_some() && baseline.about.time_range.is_some();
    let span = time_range.map(|(begin, end)| format!(", {} to {}", Talk::time(begin), Talk::time(end)));
    let span = span.unwrap_or_default();
    let note = match (files.as_slice(), known_apart) {
        ([], true) => return,
        ([], false) if time_range.is_none() => return,
        ([], _) => format!("the model has learnt from logs of the same time{span}"),
        (files, true) => format!("the model has learnt from {}, but from another time", some(files)),
        (files, false) => {
            format!(
                "the model has learnt from {} itself{span}: it finds little odd in what it knows",
                some(files)
            )
        }
    };
    talk.say(&format!("note: {note}"));
}

/// The first names, and how many more there are.
fn some(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let names = files.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

pub(crate) fn say_kind(baseline: &Baseline, has_parameters: bool, talk: Talk) {
    let kind = baseline.model.counts().kind();
    if kind != SessionKind::Commands && !has_parameters {
        talk.say(&format!(
            "note: the model is one of {kind}, but the input has no parameters: only commands count"
        ));
    }
}
