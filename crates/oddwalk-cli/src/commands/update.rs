//! `oddwalk update`: a model learns what is normal in later logs, and nothing of what is odd.

use anyhow::{Context, Result, anyhow};
use oddwalk::core::{LeaveOut, ScoreOptions};
use oddwalk::report::counted;
use oddwalk::{Accepting, Learnt, Method, Overlap, Wanted, joined};

use super::job::{Job, Read, Scored, SessionsRead, write_models};
use super::notes::some;
use super::{alerts, exit};
use crate::Exit;
use crate::args::{EventArgs, LearnArgs, SessionArgs, UpdateArgs, UpdateLearnArgs};
use crate::options::{Scoring, per_day, share, usage};
use crate::output::{Output, check_outputs};
use crate::talk::Talk;

pub(crate) fn run(args: UpdateArgs, talk: Talk) -> Result<Exit> {
    let UpdateArgs { model, input, choice, learn, out } = args;
    let accepting = accepting(&learn)?;
    let budget = learn.budget.as_deref().map(per_day).transpose()?;
    let events = EventArgs { choice, ..EventArgs::default() };
    let (sessions, parameters) = (SessionArgs::default(), LearnArgs::default());
    let mut job = Job::of_events(&input, &events, &sessions, &parameters, Some(&model))?;
    let out = out.as_deref().unwrap_or(&model);
    check_outputs(&[Output::File("--out", out)], &job.input_files())?;
    let read = job.read(talk)?;
    talk.quality(&read.qualities(&job));
    if !learn.force {
        read.parts.iter().try_for_each(|part| check_new(&job, part))?;
    }
    let name = batch_name(&learn, &read)?;
    let scored = job.score(read, scoring()?, talk)?;
    let exit = exit(&scored.qualities(&job), job.input.max_rejected);
    let accepting = below_budget(accepting, budget, &job, &scored)?;
    let mut models = job.models.take().unwrap_or_default();
    for part in &scored.parts {
        if let Some(updated) = update(&job, part, &name, &accepting, talk)? {
            models.replace(updated);
        }
    }
    write_models(out, &models)?;
    talk.say(&format!("model: {}", out.display()));
    Ok(exit)
}

fn accepting(args: &UpdateLearnArgs) -> Result<Accepting> {
    Ok(Accepting {
        accept: share("--accept", &args.accept)?,
        actor_share: share("--actor-share", &args.actor_share)?,
    })
}

/// Without what a scan with this budget would keep.
fn below_budget(
    accepting: Accepting,
    budget: Option<f64>,
    job: &Job,
    scored: &Read<Scored>,
) -> Result<Accepting> {
    if budget.is_none() {
        return Ok(accepting);
    }
    let cut = alerts::of(job, scored, Wanted { per_day: budget, fdr: None })?;
    Ok(cut.budget.map_or(accepting, |budget| accepting.below(budget.cut.threshold_bits)))
}

/// As sessions are judged by a model where nothing else is said.
fn scoring() -> Result<Scoring> {
    let options = ScoreOptions::new(Scoring::WINDOW)?;
    let (method, leave_out) = (Method::Oddwalk, LeaveOut::Nothing);
    Ok(Scoring { method, options, leave_out, order: None, train_until: None })
}

/// What is learnt twice counts twice.
fn check_new(job: &Job, part: &SessionsRead) -> Result<()> {
    let Some(baseline) = &job.logs[part.log].baseline else { return Ok(()) };
    let range = part.sessionized.sessions.time_range();
    let Some(Overlap { files, time_range }) = baseline.learnt_already(&job.inputs_of(part.log), range) else {
        return Ok(());
    };
    let of_time = time_range.map(|(begin, end)| format!(", of {} to {}", Talk::time(begin), Talk::time(end)));
    Err(usage(anyhow!(
        "the model has learnt from {} already{}: that would count twice; choose later records with --since, or with --force it does",
        some(&files),
        of_time.unwrap_or_default()
    )))
}

/// As it is given, or from the first event of all logs to the last.
fn batch_name(args: &UpdateLearnArgs, read: &Read<SessionsRead>) -> Result<String> {
    if let Some(name) = &args.name {
        return Ok(name.clone());
    }
    let ranges = read.parts.iter().filter_map(|part| part.sessionized.sessions.time_range());
    let (begin, end) = joined(ranges)
        .ok_or_else(|| usage(anyhow!("the sessions have no times to name the batch by: give it a --name")))?;
    Ok(format!("{}/{}", Talk::rfc3339(begin), Talk::rfc3339(end)))
}

/// The baseline with the batch, if there is anything to learn.
fn update(
    job: &Job,
    part: &Scored,
    name: &str,
    accepting: &Accepting,
    talk: Talk,
) -> Result<Option<oddwalk::Baseline>> {
    let Some(baseline) = &job.logs[part.log].baseline else { return Ok(None) };
    let recipe = job.recipe(part.log);
    let learning = baseline.learn(name, &part.scan, job.inputs_of(part.log), accepting);
    let (updated, learnt) =
        learning.with_context(|| format!("{recipe}: nothing can be learnt")).map_err(usage)?;
    say(recipe, name, &learnt, accepting, talk);
    Ok((learnt.learnt > 0).then_some(updated))
}

fn say(recipe: &str, name: &str, learnt: &Learnt, accepting: &Accepting, talk: Talk) {
    let sessions = |number: usize| counted(number as u64, "session", "sessions");
    let oddest = learnt.oddest_bits.map(|bits| format!(", the oddest {bits:.1} bits")).unwrap_or_default();
    talk.say(&format!("{recipe}: {} read", sessions(learnt.read)));
    talk.say(&format!(
        "  {} not learnt since p is not above {}{oddest}",
        sessions(learnt.odd),
        probability(accepting.accept)
    ));
    let (percent, most) = (accepting.actor_share * 100.0, learnt.cap.most);
    talk.say(&format!(
        "  {} not learnt since an actor gives at most {most}, {percent} % of all",
        sessions(learnt.over_share)
    ));
    talk.say(&format!("  {} learnt as batch {name}", sessions(learnt.learnt)));
    if learnt.learnt == 0 {
        talk.say(&format!("note: nothing is learnt of {recipe}, so there is no batch"));
    } else if !learnt.cap.is_share_of_taken {
        talk.say(&format!(
            "note: too few actors for each to give at most {percent} % of what is learnt: the share is one of the sessions that are normal"
        ));
    }
    if !learnt.saturated.is_empty() {
        talk.say(&format!("note: too many values to keep since: {}", some(&learnt.saturated)));
    }
}

/// To three digits behind the point, or as a power of ten where these would be 0.
fn probability(p: f64) -> String {
    if p < 0.001 { format!("{p:e}") } else { format!("{p:.3}") }
}
