//! What the subcommands that read share: arguments in, sessions out, and what is learnt from them or known of them.

mod log;
mod read;
mod spilled;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow};
use oddwalk::core::{FileQuality, LeaveOut, Model, Quality, SessionKind};
use oddwalk::logs::{Input, ReadError};
use oddwalk::report::{Columns, counted};
use oddwalk::{
    About, Baseline, Baselines, Facts, FitOptions, InputHash, Log, Method, NoTimes, ScanError, Sessionized,
    hash_inputs, joined,
};

pub(crate) use self::log::LogJob;
use self::log::{left_of, logs_of};
pub(crate) use self::read::{Read, Scored, SessionsRead};
pub(crate) use self::spilled::{ReadWithin, SpilledRead, SpilledScored};
use super::notes;
use crate::args::{
    EventArgs, InputArgs, LearnArgs, LogsArgs, ModellableArgs, SessionArgs, SessionColumnArgs,
};
use crate::options::{InputOptions, Scoring, modellable, read_models, session_table, uncapped};
use crate::output::{Output, check_outputs, to_file};
use crate::recipes::reading;
use crate::talk::Talk;
use crate::words;

/// Inputs, and what to do with them.
pub(crate) struct Job {
    pub(crate) input: InputOptions,
    /// One for each recipe.
    pub(crate) logs: Vec<LogJob>,
    /// Files that belong to none of them.
    pub(crate) others: Vec<FileQuality>,
    pub(crate) model: Option<PathBuf>,
    /// What is in that file.
    pub(crate) models: Option<Baselines>,
    hashes: OnceCell<BTreeSet<InputHash>>,
}

impl Job {
    pub(crate) fn of_logs(logs: &LogsArgs, model: Option<&Path>) -> Result<Self> {
        Self::of_events(&logs.input, &logs.events, &logs.sessions, &logs.learn, model)
    }

    pub(crate) fn of_events(
        input: &InputArgs,
        events: &EventArgs,
        sessions: &SessionArgs,
        learn: &LearnArgs,
        model: Option<&Path>,
    ) -> Result<Self> {
        let models = model.map(read_models).transpose()?;
        let reading = reading(events, learn, models.as_ref())?;
        let mut input = InputOptions::new(input)?;
        let (logs, others) = logs_of(&reading, &mut input)?;
        let mut job = Self {
            input,
            logs: Vec::new(),
            others,
            model: model.map(Path::to_owned),
            models: None,
            hashes: OnceCell::new(),
        };
        for (log, recipe, wanted) in logs {
            let baseline = models.as_ref().and_then(|models| models.of(&log.recipe));
            if models.is_some() && baseline.is_none() {
                job.leave_out(&log);
                continue;
            }
            let log = LogJob::of_events(log, &recipe, wanted, sessions, learn, baseline)?;
            job.add(log);
        }
        job.check_any()?;
        job.models = models;
        Ok(job)
    }

    pub(crate) fn of_sessions(
        input: &InputArgs,
        columns: &SessionColumnArgs,
        modelled: &ModellableArgs,
        model: Option<&Path>,
    ) -> Result<Self> {
        let models = model.map(read_models).transpose()?;
        let baseline = models.as_ref().map(only_model).transpose()?.cloned();
        let table = session_table(input, columns)?;
        let input = InputOptions::new(input)?;
        let modellable = modellable(modelled, baseline.is_some())?;
        let log = Log::of_table(&input.inputs, table, SessionKind::Commands);
        let stated = words::session_columns(columns);
        let fit = FitOptions { modellable, ..FitOptions::default() };
        let log = LogJob { log, stated, sessions: None, fit, baseline, wanted: None };
        let (logs, others, model) = (Vec::new(), Vec::new(), model.map(Path::to_owned));
        let mut job = Self { input, logs, others, model, models, hashes: OnceCell::new() };
        job.add(log);
        Ok(job)
    }

    fn add(&mut self, job: LogJob) {
        let uncapped = uncapped(&job.fit.modellable, job.baseline.as_ref());
        let log = job.log.with_tables(|table| self.input.of_table(table).uncapped(uncapped.clone()));
        self.logs.push(LogJob { log, ..job });
    }

    /// The model knows nothing of such logs.
    fn leave_out(&mut self, log: &Log) {
        let problem = format!("the model has learnt from no log of the recipe {}", log.recipe);
        let file = |input: &Input| FileQuality {
            name: input.name(),
            recipe: Some(log.recipe.clone()),
            problem: Some(problem.clone()),
            ..FileQuality::default()
        };
        self.others.extend(log.inputs().map(file));
    }

    fn check_any(&self) -> Result<()> {
        const SHOWN: usize = 3;
        if !self.logs.is_empty() {
            return Ok(());
        }
        let why = |file: &FileQuality| file.problem.clone().or(file.skipped.clone()).unwrap_or_default();
        let files = self.others.iter().take(SHOWN).map(|file| format!("{}: {}", file.name, why(file)));
        let files: Vec<String> = files.collect();
        let more = self.others.len().saturating_sub(SHOWN);
        let more = if more > 0 {
            format!("; and {} more", counted(more as u64, "file", "files"))
        } else {
            String::new()
        };
        Err(anyhow!(
            "no input is a log that can be read without more being said. {}{more}. Name the columns with --time, --entity and \
             --command, or a recipe with --recipe",
            files.join("; ")
        ))
    }

    /// Says what was recognised, and why.
    pub(crate) fn say_recipes(&self, talk: Talk) {
        for LogJob { log, .. } in &self.logs {
            for (files, why) in log.forms() {
                talk.say(&format!("{}: {}, {why}", log.recipe, counted(files as u64, "file", "files")));
            }
        }
    }

    /// Says whether everything can be written, before an hour of work.
    pub(crate) fn check_outputs(&self, outputs: &[Output]) -> Result<()> {
        let files: Vec<PathBuf> = self.input_files().into_iter().chain(self.model.clone()).collect();
        check_outputs(outputs, &files)
    }

    /// The columns that a table of all logs would have.
    pub(crate) fn columns(&self, ranked: bool) -> Columns {
        let parts: Vec<(&str, Vec<String>)> =
            self.logs.iter().map(|job| (job.log.recipe.as_str(), job.log.entity_columns())).collect();
        Columns::new(parts.iter().map(|(recipe, names)| (*recipe, &names[..])), ranked)
    }

    /// The logs' files.
    pub(crate) fn input_files(&self) -> Vec<PathBuf> {
        self.input.inputs.iter().filter_map(Input::path).map(Path::to_owned).collect()
    }

    /// Reads the inputs as sessions.
    pub(crate) fn read(&self, talk: Talk) -> Result<Read<SessionsRead>> {
        self.say_recipes(talk);
        self.reading(talk, || self.read_logs())
    }

    /// Shows how far reading is.
    fn reading<T: Send>(&self, talk: Talk, read: impl FnOnce() -> Result<T>) -> Result<T> {
        let total = self.input.inputs.iter().map(Input::size).sum();
        talk.with_progress(&self.input.read.progress, total, read)
    }

    fn read_logs(&self) -> Result<Read<SessionsRead>> {
        self.of_each_log(self.logs.iter().enumerate(), |(log, job)| {
            let (sessionized, kind) = job.log.read(&self.input.read, &job.sessions.unwrap_or_default())?;
            Ok(SessionsRead { log, sessionized, kind: job.kind(kind) })
        })
    }

    /// What becomes of each log. A log of which nothing is left is an error where there is no other.
    fn of_each_log<L, T>(
        &self,
        logs: impl Iterator<Item = (usize, L)>,
        mut become_of: impl FnMut((usize, L)) -> Result<T, ScanError>,
    ) -> Result<Read<T>> {
        let mut read = Read { parts: Vec::new(), rest: Vec::new() };
        let mut first_error = None;
        for (log, what) in logs {
            match become_of((log, what)) {
                Ok(part) => read.parts.push(part),
                Err(ScanError::Read(error))
                    if !matches!(error, ReadError::File { .. } | ReadError::ColumnNowhere { .. }) =>
                {
                    return Err(error.into());
                }
                Err(error @ (ScanError::Spill(_) | ScanError::NoHabits(_))) => return Err(error.into()),
                Err(error) => {
                    let job = &self.logs[log];
                    read.rest.push((job.log.recipe.clone(), left_of(job, &error)));
                    first_error.get_or_insert(error);
                }
            }
        }
        if !self.others.is_empty() {
            let files = self.others.clone();
            read.rest.push((String::new(), Quality { files, ..Quality::default() }));
        }
        match first_error {
            Some(error) if read.parts.is_empty() => Err(error.into()),
            _ => Ok(read),
        }
    }

    /// The name of a log's recipe.
    pub(crate) fn recipe(&self, log: usize) -> &str {
        &self.logs[log].log.recipe
    }

    /// Where there is a model: from the first event to the last of what it learnt before the first
    /// update from logs of the kinds of these: scores are compared with those.
    ///
    /// # Errors
    /// Where it does not know.
    pub(crate) fn learnt_over(
        &self,
        logs: impl Iterator<Item = usize>,
    ) -> Result<Option<(i64, i64)>, NoTimes> {
        if self.model.is_none() {
            return Ok(None);
        }
        let baselines = logs.filter_map(|log| self.logs[log].baseline.as_ref());
        joined(baselines.filter_map(|baseline| baseline.about.time_range)).map(Some).ok_or(NoTimes)
    }

    /// Learns from the sessions.
    pub(crate) fn fit(&self, read: &SessionsRead, order: u8, talk: Talk) -> Model {
        self.notes(read, talk);
        read.sessionized.fit(&self.fit_options(read, Some(order)))
    }

    /// Scores all sessions, each log's by its baseline or by a model of themselves.
    pub(crate) fn score(
        &self,
        read: Read<SessionsRead>,
        scoring: Scoring,
        talk: Talk,
    ) -> Result<Read<Scored>> {
        read.try_map(|part| self.score_log(part, scoring, talk))
    }

    fn score_log(&self, mut read: SessionsRead, scoring: Scoring, talk: Talk) -> Result<Scored> {
        let notes = self.notes(&read, talk);
        let fit = self.fit_options(&read, scoring.order);
        let Scoring { method, options, .. } = scoring;
        let scan = match (&self.logs[read.log].baseline, method) {
            (Some(baseline), Method::Oddwalk) => read.sessionized.judge_by(baseline, options)?,
            (Some(baseline), Method::Msticpy) => read.sessionized.score(Arc::clone(&baseline.model), options),
            (None, method) => {
                let (model, leave_out) = match scoring.train_until {
                    Some(time) => (learn_until(&mut read.sessionized, time, &fit, talk)?, LeaveOut::Nothing),
                    None => (read.sessionized.fit(&fit), scoring.leave_out),
                };
                match method {
                    Method::Oddwalk => read.sessionized.judge(model, options, leave_out)?,
                    Method::Msticpy => read.sessionized.score(model, options),
                }
            }
        };
        Ok(Scored { log: read.log, scan, notes })
    }

    fn fit_options(&self, read: &SessionsRead, order: Option<u8>) -> FitOptions {
        FitOptions { order, ..self.logs[read.log].fit_of(read.kind) }
    }

    /// Says what may not be what was meant.
    fn notes(&self, read: &SessionsRead, talk: Talk) -> Vec<String> {
        self.say_notes(read.log, &Facts::from(&read.sessionized), read.kind, talk)
    }

    fn say_notes(&self, log: usize, facts: &Facts, kind: SessionKind, talk: Talk) -> Vec<String> {
        let notes = notes::of(self, &self.logs[log], facts, kind);
        notes.iter().for_each(|note| talk.say(&format!("note: {note}")));
        notes
    }

    /// What identifies the inputs; found out when it is first asked for.
    pub(crate) fn hashes(&self) -> &BTreeSet<InputHash> {
        self.hashes.get_or_init(|| hash_inputs(&self.input.inputs))
    }

    /// What identifies the inputs of one log.
    pub(crate) fn inputs_of(&self, log: usize) -> BTreeSet<InputHash> {
        let names: BTreeSet<String> = self.logs[log].log.inputs().map(Input::name).collect();
        self.hashes().iter().filter(|hash| names.contains(&hash.name)).cloned().collect()
    }

    /// Keeps what was learnt, of each log from its first session to its last.
    pub(crate) fn save(
        &self,
        path: &Path,
        learnt: impl Iterator<Item = (usize, Option<(i64, i64)>, Arc<Model>)>,
        talk: Talk,
    ) -> Result<()> {
        let mut models = Baselines::default();
        for (log, time_range, model) in learnt {
            models.add(Baseline::new(self.about(log, time_range), model))?;
        }
        write_models(path, &models)?;
        talk.say(&format!("model: {}", path.display()));
        Ok(())
    }

    fn about(&self, log: usize, time_range: Option<(i64, i64)>) -> About {
        let job = &self.logs[log];
        About {
            recipe: job.log.recipe.clone(),
            wanted: job.wanted.clone(),
            sessions: job.sessions.unwrap_or_default(),
            time_range,
            inputs: self.inputs_of(log),
        }
    }
}

/// Learns from the sessions that began before this time, and leaves the others to be scored.
fn learn_until(sessionized: &mut Sessionized, time: i64, fit: &FitOptions, talk: Talk) -> Result<Model> {
    let (model, learnt) = sessionized.fit_until(time, fit);
    let side = |which: &str| anyhow!("--train-until {}: no session began {which}", Talk::time(time));
    if learnt == 0 {
        return Err(side("before it"));
    }
    if sessionized.sessions.is_empty() {
        return Err(side("at it or later"));
    }
    talk.say(&format!(
        "learnt from {} before {}",
        counted(learnt as u64, "session", "sessions"),
        Talk::time(time)
    ));
    Ok(model)
}

/// The model for sessions that nobody says are of a recipe.
fn only_model(models: &Baselines) -> Result<&Baseline> {
    let names: Vec<&str> = models.all.iter().map(|model| model.about.recipe.as_str()).collect();
    match models.all.as_slice() {
        [one] => Ok(one),
        _ => models
            .of(oddwalk::logs::BY_HAND)
            .ok_or_else(|| anyhow!("--model: it has models of {}, and none for tables", names.join(", "))),
    }
}

pub(crate) fn write_models(path: &Path, models: &Baselines) -> Result<()> {
    let bytes = models.to_bytes();
    to_file(path, |out| Ok(std::io::Write::write_all(out, &bytes)?))
}
