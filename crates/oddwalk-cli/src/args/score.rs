//! The arguments about models and how sessions are scored by them.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Model")]
pub(crate) struct BaselineArgs {
    /// Score by what this model file has learnt, instead of by the logs themselves. Columns and limits of sessions are
    /// then the model's where they are not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Keep what was learnt from these logs in a model file.
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    pub(crate) save_model: Option<PathBuf>,
    /// Learn from the sessions that began before this time, and score the others.
    #[arg(long, value_name = "TIME", conflicts_with_all = ["model", "save_model"])]
    pub(crate) train_until: Option<String>,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Model")]
pub(crate) struct OrderArgs {
    /// How many commands before a command matter at most, from 0 to 6 [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=6))]
    pub(crate) order: Option<u8>,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Score")]
pub(crate) struct ScoreArgs {
    /// How a session is scored.
    #[arg(long, value_enum, default_value_t = MethodArg::Oddwalk)]
    pub(crate) method: MethodArg,
    /// How many events a window has.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) window: usize,
    /// What a session is not compared with, where the sessions that are scored are those that were learnt from: itself, or
    /// all sessions of its actor [default: session]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) leave_out: Option<LeaveOutArg>,
    /// Leave the beginning and the end of sessions out of the score (--method msticpy).
    #[arg(long)]
    pub(crate) no_tokens: bool,
    /// Raise likelihoods to the power of 1 / window (--method msticpy).
    #[arg(long)]
    pub(crate) geometric_mean: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LeaveOutArg {
    Session,
    Actor,
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MethodArg {
    /// By all kinds of evidence: habits, order, parameters and values, volume, novelty; calibrated.
    Oddwalk,
    /// Equal to msticpy 3.0.2: by the rarest window.
    Msticpy,
}
