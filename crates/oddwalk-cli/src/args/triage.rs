//! The arguments about what is known already, and about what another method says.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{LeaveOutArg, LogsArgs, OrderArgs, ScoreArgs};

/// What is known already.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Triage")]
pub(crate) struct TriageArgs {
    /// Leave out of the list and of the alerts what this file says is known; it is counted, and marked in --out.
    #[arg(long, value_name = "FILE")]
    pub(crate) ignore: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct IgnoreArgs {
    /// The file of what is known, of which is said what each line would hide.
    #[arg(long, value_name = "FILE", help_heading = "Triage")]
    pub(crate) preview: PathBuf,
    /// How many of the oddest sessions are looked at for lines that are about more than who it was.
    #[arg(long, value_name = "N", default_value_t = 1_000, help_heading = "Triage")]
    pub(crate) explain: usize,
    #[command(flatten)]
    pub(crate) logs: LogsArgs,
    /// Score by what this model file has learnt, instead of by the logs themselves.
    #[arg(long, value_name = "FILE", help_heading = "Model")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) logs: LogsArgs,
    /// Score by what this model file has learnt, instead of by the logs themselves.
    #[arg(long, value_name = "FILE", help_heading = "Model")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    /// How many events a window has.
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Score")]
    pub(crate) window: usize,
    /// What a session is not compared with by the method oddwalk: itself, or all sessions of its actor [default: session]
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Score")]
    pub(crate) leave_out: Option<LeaveOutArg>,
    /// How many sessions to print that rose most, and that sank most.
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Output")]
    pub(crate) top: usize,
    /// Where all sessions go with both ranks: a file that ends in .ndjson, or - for NDJSON on standard output.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) out: Option<PathBuf>,
}
