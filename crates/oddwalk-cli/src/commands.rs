//! The subcommands.

mod alerts;
mod compare;
mod demo;
mod explain;
mod findings;
mod fit;
mod ignore;
mod job;
mod model;
mod model_diff;
mod notes;
mod provenance;
mod recipes;
mod report;
mod scan;
mod score;
mod sessionize;
mod subtract;
mod summary;
mod triage;
mod update;

use anyhow::{Context, Result};
use oddwalk::core::Quality;
use oddwalk::report::RecipeQuality;

use crate::Exit;
use crate::args::{Args, Command};
use crate::options::MaxRejected;
use crate::talk::Talk;

/// Runs the subcommand.
pub(crate) fn run(args: Args, command_line: String) -> Result<Exit> {
    if let Some(threads) = args.threads {
        let pool = oddwalk::use_threads(threads.into());
        pool.with_context(|| format!("--threads {threads}"))?;
    }
    let talk = Talk { quiet: args.quiet };
    match args.command {
        Command::Scan(args) => scan::run(&args, talk, command_line),
        Command::Sessionize(args) => sessionize::run(&args, talk),
        Command::Score(args) => score::run(&args, talk, command_line),
        Command::Fit(args) => fit::run(&args, talk),
        Command::Update(args) => update::run(args, talk),
        Command::Subtract(args) => subtract::run(&args, talk),
        Command::Explain(args) => explain::run(&args, talk),
        Command::Ignore(args) => ignore::run(&args, talk),
        Command::Compare(args) => compare::run(&args, talk),
        Command::Report(args) => report::run(&args, talk),
        Command::Recipes(command) => recipes::run(&command),
        Command::Model(command) => model::run(&command, talk),
        Command::Demo(args) => demo::run(&args, talk, command_line),
    }
}

/// Where there are alerts they matter more than what was not read, of which there is a word then.
fn exit_with_alerts(alerts: bool, exit: Exit, talk: Talk) -> Exit {
    if !alerts {
        return exit;
    }
    if exit == Exit::Partial {
        talk.say("note: the exit code is 1 for the alerts; without them it would be 4, since not all of the input was used");
    }
    Exit::Alert
}

/// Whether what was not read is worth an exit code of its own.
fn exit(qualities: &[RecipeQuality], max_rejected: MaxRejected) -> Exit {
    let all = || qualities.iter().map(|(_, quality)| *quality);
    let skipped = all().any(|quality| quality.problems().next().is_some());
    let unread = all().map(|quality| quality.rejected_count() + quality.unreadable_parameters.count).sum();
    if skipped || !max_rejected.allows(unread, all().map(Quality::records).sum()) {
        return Exit::Partial;
    }
    Exit::Fine
}
