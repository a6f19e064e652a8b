//! What the subcommands that read share: arguments in, sessions out, and what is learnt from them or known of them.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use oddwalk::core::{Model, ScoreOptions, SessionKind, SessionOptions, Sessions};
use oddwalk::logs::Input;
use oddwalk::{
    About, Baseline, Baselines, ColumnNames, FitOptions, InputHash, Scan, Sessionized, hash_inputs,
    read_session_table, sessionize,
};

use super::notes;
use crate::args::{EventArgs, InputArgs, LearnArgs, ModellableArgs, SessionArgs, SessionColumnArgs};
use crate::options::{
    InputOptions, TABLE_RECIPE, columns, fit_options, modellable, read_model, session_options, uncapped,
};
use crate::output::{Output, check_outputs, to_file};
use crate::talk::Talk;
use crate::words::{self, Stated};

/// Inputs, and what to do with them.
pub(crate) struct Job {
    pub(crate) input: InputOptions,
    pub(crate) table: TableOptions,
    pub(crate) fit: FitOptions,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) model: Option<PathBuf>,
    hashes: OnceCell<BTreeSet<InputHash>>,
}

/// What a record of the inputs is.
pub(crate) enum TableOptions {
    /// An event; they are cut into sessions.
    Events(ColumnNames, SessionOptions),
    /// A session; and the columns in words.
    Sessions(Vec<Stated>),
}

/// Sessions, and what they are made of.
pub(crate) struct SessionsRead {
    pub(crate) sessionized: Sessionized,
    pub(crate) kind: SessionKind,
}

/// Sessions with their scores, and what is to be noted about them.
pub(crate) struct Scored {
    pub(crate) scan: Scan,
    pub(crate) notes: Vec<String>,
}

impl Job {
    pub(crate) fn of_events(
        input: &InputArgs,
        events: &EventArgs,
        sessions: &SessionArgs,
        learn: &LearnArgs,
        model: Option<&Path>,
    ) -> Result<Self> {
        let baseline = model.map(read_model).transpose()?;
        let columns = columns(events, learn, baseline.as_ref())?;
        let fit = fit_options(learn, &columns, baseline.is_some())?;
        let sessions = session_options(sessions, baseline.as_ref())?;
        let input = InputOptions::events(input, &columns, uncapped(&fit.modellable, baseline.as_ref()))?;
        Ok(Self::new(input, TableOptions::Events(columns, sessions), fit, baseline, model))
    }

    pub(crate) fn of_sessions(
        input: &InputArgs,
        columns: &SessionColumnArgs,
        modelled: &ModellableArgs,
        model: Option<&Path>,
    ) -> Result<Self> {
        let baseline = model.map(read_model).transpose()?;
        let modellable = modellable(modelled, baseline.is_some())?;
        let input = InputOptions::sessions(input, columns, uncapped(&modellable, baseline.as_ref()))?;
        let fit = FitOptions { modellable, ..FitOptions::default() };
        Ok(Self::new(input, TableOptions::Sessions(words::session_columns(columns)), fit, baseline, model))
    }

    fn new(
        input: InputOptions,
        table: TableOptions,
        fit: FitOptions,
        baseline: Option<Baseline>,
        model: Option<&Path>,
    ) -> Self {
        Self { input, table, fit, baseline, model: model.map(Path::to_owned), hashes: OnceCell::new() }
    }

    /// Says whether everything can be written, before an hour of work.
    pub(crate) fn check_outputs(&self, outputs: &[Output]) -> Result<()> {
        let files = self.input.inputs.iter().filter_map(|input| match input {
            Input::File(path) => Some(path),
            Input::Stdin => None,
        });
        let files: Vec<PathBuf> = files.chain(&self.model).cloned().collect();
        check_outputs(outputs, &files)
    }

    /// Reads the inputs as sessions.
    pub(crate) fn read(&self, talk: Talk) -> Result<SessionsRead> {
        let InputOptions { inputs, table, read, .. } = &self.input;
        let total = inputs.iter().map(Input::size).sum();
        let (sessionized, kind) = talk.with_progress(&read.progress, total, || match &self.table {
            TableOptions::Events(_, options) => {
                sessionize(inputs, table, read, options).map(|sessions| (sessions, self.fit.kind))
            }
            TableOptions::Sessions(_) => read_session_table(inputs, table, read),
        })?;
        Ok(SessionsRead { sessionized, kind })
    }

    /// Learns from the sessions.
    pub(crate) fn fit(&self, read: &SessionsRead, talk: Talk) -> Model {
        self.notes(read, talk);
        self.learn(read)
    }

    /// Scores the sessions by the baseline, or by a model of themselves.
    pub(crate) fn score(&self, read: SessionsRead, options: ScoreOptions, talk: Talk) -> Scored {
        let notes = self.notes(&read, talk);
        let model = match &self.baseline {
            Some(baseline) => Arc::clone(&baseline.model),
            None => self.learn(&read).into(),
        };
        Scored { scan: read.sessionized.score(model, options), notes }
    }

    fn learn(&self, read: &SessionsRead) -> Model {
        read.sessionized.fit(&FitOptions { kind: read.kind, ..self.fit.clone() })
    }

    /// Says what may not be what was meant.
    fn notes(&self, read: &SessionsRead, talk: Talk) -> Vec<String> {
        let notes = notes::of(self, &read.sessionized, read.kind);
        notes.iter().for_each(|note| talk.say(&format!("note: {note}")));
        notes
    }

    /// What identifies the inputs; found out when it is first asked for.
    pub(crate) fn hashes(&self) -> &BTreeSet<InputHash> {
        self.hashes.get_or_init(|| hash_inputs(&self.input.inputs))
    }

    /// Keeps what was learnt.
    pub(crate) fn save(
        &self,
        path: &Path,
        sessionized: &Sessionized,
        model: Arc<Model>,
        talk: Talk,
    ) -> Result<()> {
        let (columns, sessions) = match &self.table {
            TableOptions::Events(columns, sessions) => (Some(columns.clone()), *sessions),
            TableOptions::Sessions(_) => (None, SessionOptions::default()),
        };
        let about = About {
            recipe: TABLE_RECIPE.to_owned(),
            columns,
            sessions,
            time_range: time_range(&sessionized.sessions),
            inputs: self.hashes().clone(),
        };
        write_models(path, &Baselines { all: vec![Baseline { about, model }] })?;
        talk.say(&format!("model: {}", path.display()));
        Ok(())
    }
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
