//! One log of a job: how it is read, and what is learnt from it.

use anyhow::{Result, anyhow};
use oddwalk::core::{FileQuality, Quality, SessionKind, SessionOptions};
use oddwalk::logs::{Input, Overrides, Recipe};
use oddwalk::{Baseline, FitOptions, Log, Logs, ScanError};

use crate::args::{LearnArgs, SessionArgs};
use crate::options::{InputOptions, fit_options, session_options, usage};
use crate::recipes::Reading;
use crate::words::{self, Stated};

/// One log, and what to do with it.
pub(crate) struct LogJob {
    pub(crate) log: Log,
    /// What is read as what, for the report.
    pub(crate) stated: Vec<Stated>,
    /// How events are cut; `None` where sessions are given.
    pub(crate) sessions: Option<SessionOptions>,
    pub(crate) fit: FitOptions,
    pub(crate) baseline: Option<Baseline>,
    /// What is wanted otherwise than the recipe has it.
    pub(super) wanted: Option<Overrides>,
}

/// A log, its recipe, and what is wanted otherwise than that usually has it.
pub(super) type KnownLog = (Log, Recipe, Overrides);

/// The logs in the inputs, with their recipes; and the files that belong to none.
pub(super) fn logs_of(
    reading: &Reading,
    input: &mut InputOptions,
) -> Result<(Vec<KnownLog>, Vec<FileQuality>)> {
    match reading {
        Reading::ByHand(by_hand) => {
            let (recipe, wanted) = &**by_hand;
            let log = Log::by_hand(&input.inputs, recipe);
            Ok((vec![(log, recipe.clone(), wanted.clone())], Vec::new()))
        }
        Reading::Recipes { recipes, wanted, asked_for } => {
            input.spool()?;
            let Logs { logs, others } = Logs::recognise(&input.inputs, recipes, *asked_for, &input.read);
            let of = |log: &Log| recipes.iter().zip(wanted).find(|(recipe, _)| recipe.name == log.recipe);
            let logs = logs.into_iter().filter_map(|log| {
                let (recipe, wanted) = of(&log)?;
                Some((log, recipe.clone(), wanted.clone()))
            });
            Ok((logs.collect(), others))
        }
    }
}

/// What of a recipe means something for sessions that its query has cut.
const OF_SESSIONS: [&str; 4] = ["entity", "actor", "normalise", "no-normalise"];

/// Says what was asked for and cannot be had, since it is for events.
fn check_given(log: &Log, wanted: &Overrides, sessions: &SessionArgs) -> Result<()> {
    let wanted = words::overrides(wanted).into_iter().map(|(name, _)| name);
    let wanted = wanted.filter(|name| !OF_SESSIONS.contains(&name.as_str()));
    let unused: Vec<String> = wanted.chain(sessions.given()).map(|name| format!("--{name}")).collect();
    if unused.is_empty() {
        return Ok(());
    }
    Err(usage(anyhow!(
        "{} cannot be had: what the query of {} gave are sessions that are cut already",
        unused.join(", "),
        log.recipe
    )))
}

/// What is known of a log of which nothing is left.
pub(super) fn left_of(job: &LogJob, error: &ScanError) -> Quality {
    let file = |input: &Input| FileQuality {
        name: input.name(),
        recipe: Some(job.log.recipe.clone()),
        problem: Some(error.to_string()),
        ..FileQuality::default()
    };
    let unread = || Quality { files: job.log.inputs().map(file).collect(), ..Quality::default() };
    error.quality().cloned().unwrap_or_else(unread)
}

impl LogJob {
    /// What its events are made of, where its sessions, if they are given, are made of this.
    pub(super) fn kind(&self, given: SessionKind) -> SessionKind {
        if self.log.is_given() { given } else { self.fit.kind }
    }

    /// What is learnt from sessions that are made of this.
    pub(super) fn fit_of(&self, kind: SessionKind) -> FitOptions {
        FitOptions { kind, ..self.fit.clone() }
    }

    pub(super) fn of_events(
        log: Log,
        recipe: &Recipe,
        wanted: Overrides,
        sessions: &SessionArgs,
        learn: &LearnArgs,
        baseline: Option<&Baseline>,
    ) -> Result<Self> {
        if log.is_given() {
            check_given(&log, &wanted, sessions)?;
        }
        let fit = fit_options(learn, log.kind, baseline.is_some())?;
        let known = baseline.map_or(log.sessions, |baseline| baseline.about.sessions);
        let sessions = if log.is_given() { None } else { Some(session_options(sessions, known)?) };
        let mut stated = words::recipe(recipe);
        stated.retain(|(name, _)| !log.is_given() || OF_SESSIONS.contains(&name.as_str()));
        Ok(Self { log, stated, sessions, fit, baseline: baseline.cloned(), wanted: Some(wanted) })
    }
}
