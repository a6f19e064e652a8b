//! `oddwalk model`: what is in model files.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use oddwalk::core::{Counts, SessionKind, SessionOptions};
use oddwalk::report::{counted, neutralise, thousands, write_model_tables};
use oddwalk::{About, Baseline, Baselines, Batch, Overlap};

use super::job::write_models;
use super::model_diff;
use super::notes::some;
use crate::Exit;
use crate::args::{ModelCommand, ModelMergeArgs, ModelShowArgs};
use crate::options::{read_models, usage};
use crate::output::{Output, check_outputs, to_stdout};
use crate::talk::Talk;
use crate::words;

pub(crate) fn run(command: &ModelCommand, talk: Talk) -> Result<Exit> {
    match command {
        ModelCommand::Show(args) => show(args),
        ModelCommand::Merge(args) => merge(args, talk),
        ModelCommand::Diff(args) => model_diff::run(args, talk),
    }
}

fn merge(args: &ModelMergeArgs, talk: Talk) -> Result<Exit> {
    check_outputs(&[Output::File("--out", &args.out)], &args.files)?;
    let mut merged = Baselines::default();
    for path in &args.files {
        for baseline in read_models(path)?.all {
            if !args.force {
                check_apart(&merged, &baseline, path)?;
            }
            if !baseline.batches().is_empty() {
                let batches = counted(baseline.batches().len() as u64, "batch is", "batches are");
                talk.say(&format!(
                    "note: {}: {batches} part of the whole now, and cannot be taken out any more",
                    path.display()
                ));
            }
            merged.add(baseline).with_context(|| path.display().to_string())?;
        }
    }
    write_models(&args.out, &merged)?;
    talk.say(&format!("model: {}", args.out.display()));
    Ok(Exit::Fine)
}

/// What two models have learnt from both would count twice. The same log is fine where they have its sessions of
/// different times.
fn check_apart(merged: &Baselines, baseline: &Baseline, path: &Path) -> Result<()> {
    let About { recipe, inputs, time_range, .. } = &baseline.about;
    let Some(known) = merged.of(recipe) else { return Ok(()) };
    let Overlap { files, time_range: common } = known.overlap(inputs, *time_range);
    let are_apart = common.is_none() && known.about.time_range.is_some() && time_range.is_some();
    if files.is_empty() || are_apart {
        return Ok(());
    }
    Err(usage(anyhow!(
        "{}: has learnt from {}, as a model before it has: that would count twice; with --force, it does",
        path.display(),
        some(&files)
    )))
}

fn show(args: &ModelShowArgs) -> Result<Exit> {
    let models = read_models(&args.file)?;
    to_stdout(|out| {
        models.all.iter().try_for_each(|baseline| match args {
            ModelShowArgs { tables: true, .. } => {
                write_model_tables(&baseline.about.recipe, &baseline.model, &mut *out)
            }
            ModelShowArgs { strings: true, .. } => strings(baseline, out),
            _ => describe(baseline, out),
        })
    })?;
    Ok(Exit::Fine)
}

fn describe(baseline: &Baseline, out: &mut impl Write) -> io::Result<()> {
    let (about, counts) = (&baseline.about, baseline.model.counts());
    writeln!(out, "model of recipe {}: {}", neutralise(&about.recipe), counts.kind())?;
    describe_counts(counts, out)?;
    describe_habits(counts, out)?;
    describe_origin(about, out)?;
    describe_batches(baseline, out)?;
    for (role, name) in about.wanted.iter().flat_map(words::overrides) {
        let is_column =
            ["time", "entity", "actor", "command", "parameters", "id", "carry"].contains(&role.as_str());
        let label = if is_column { format!("{role} in") } else { role };
        writeln!(out, "  {label:<14} {}", neutralise(&name))?;
    }
    if counts.kind() == SessionKind::Values {
        writeln!(out, "  modellable     {}", neutralise(&words::modellable(baseline.model.modellable())))?;
    }
    describe_sessions(&about.sessions, out)
}

fn describe_sessions(options: &SessionOptions, out: &mut impl Write) -> io::Result<()> {
    let [longest, gap] = [options.max_duration, options.max_gap].map(words::duration);
    writeln!(out, "  sessions       at most {longest} long, gaps of at most {gap}")?;
    if options.min_events > 1 {
        writeln!(out, "                 of at least {} events", count(options.min_events))?;
    }
    let boundary = words::boundary(options.boundary);
    let missing = words::missing_identity(options.missing_identity);
    writeln!(out, "  boundary       {boundary}, missing identities {missing}")
}

fn describe_counts(counts: &Counts, out: &mut impl Write) -> io::Result<()> {
    let (sessions, events) =
        (counted(counts.sessions(), "session", "sessions"), counted(counts.events(), "event", "events"));
    writeln!(out, "  learnt from    {sessions} of {events}")?;
    writeln!(
        out,
        "  commands       {}, {}",
        count(counts.commands().len()),
        counted(counts.transitions().len() as u64, "distinct step", "distinct steps")
    )?;
    if let Some(parameters) = counts.parameters() {
        let (names, pairs) = (count(parameters.names.len()), count(parameters.of_commands.len()));
        writeln!(out, "  parameters     {names}, {pairs} of commands")?;
    }
    if let Some(values) = counts.values() {
        let saturated = counted(values.saturated.len() as u64, "parameter has", "parameters have");
        writeln!(out, "  values         {}; {saturated} too many to keep", count(values.texts.len()))?;
    }
    Ok(())
}

fn describe_habits(counts: &Counts, out: &mut impl Write) -> io::Result<()> {
    let Some(habits) = counts.habits() else { return Ok(()) };
    let columns = habits.actors.columns().join(", ");
    writeln!(out, "  actors         {} by {}", count(habits.actors.len()), neutralise(&columns))?;
    writeln!(out, "  order          {}", habits.order)
}

/// What was learnt since, which is a part of what was learnt.
fn describe_batches(baseline: &Baseline, out: &mut impl Write) -> io::Result<()> {
    for Batch { name, about, counts, .. } in baseline.batches() {
        let sessions = counted(counts.sessions(), "session", "sessions");
        let range =
            about.time_range.map(|(begin, end)| format!(", {} to {}", Talk::time(begin), Talk::time(end)));
        writeln!(out, "  batch          {}: {sessions}{}", neutralise(name), range.unwrap_or_default())?;
    }
    Ok(())
}

fn count(number: usize) -> String {
    thousands(number as u64)
}

fn describe_origin(about: &About, out: &mut impl Write) -> io::Result<()> {
    if let Some((first, last)) = about.time_range {
        writeln!(out, "  first event    {}\n  last event     {}", Talk::time(first), Talk::time(last))?;
    }
    for input in &about.inputs {
        writeln!(out, "  input          {}  sha256 {}", neutralise(&input.name), input.sha256)?;
    }
    Ok(())
}

/// One text a line, with what it is.
fn strings(baseline: &Baseline, out: &mut impl Write) -> io::Result<()> {
    let counts = baseline.model.counts();
    let mut all: Vec<(&str, &str)> = counts.commands().texts().map(|text| ("command", text)).collect();
    all.extend(
        counts
            .parameters()
            .into_iter()
            .flat_map(|parameters| parameters.names.texts().map(|text| ("parameter", text))),
    );
    all.extend(
        counts.values().into_iter().flat_map(|values| values.texts.texts().map(|text| ("value", text))),
    );
    let actors = counts
        .habits()
        .into_iter()
        .flat_map(|habits| habits.actors.iter().flat_map(|actor| habits.actors.values(actor)).flatten());
    let actors: std::collections::BTreeSet<&str> = actors.collect();
    all.extend(actors.into_iter().map(|text| ("actor", text)));
    all.into_iter().try_for_each(|(what, text)| writeln!(out, "{what}\t{}", neutralise(text)))
}
