//! The arguments of `oddwalk model`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::InputArgs;
use super::recipe::ChoiceArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Say what a model file has learnt, and from what.
    Show(ModelShowArgs),
    /// Put model files together: the same as learning from all their logs at once.
    Merge(ModelMergeArgs),
    /// Say what one model has learnt and another has not: what became normal, and what is no longer known.
    Diff(ModelDiffArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ModelShowArgs {
    /// The model file.
    pub(crate) file: PathBuf,
    /// List every text that the file holds: commands, parameters and values.
    #[arg(long)]
    pub(crate) strings: bool,
    /// Print all counts and probabilities as NDJSON.
    #[arg(long, conflicts_with = "strings")]
    pub(crate) tables: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ModelMergeArgs {
    /// The model files.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The model file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Put models together also where they have learnt from the same log, which then counts twice.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ModelDiffArgs {
    /// The earlier model file.
    pub(crate) before: PathBuf,
    /// The later one.
    pub(crate) after: PathBuf,
    /// How many to print of each kind.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// Where all differences go: a file that ends in .ndjson, or - for NDJSON on standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct UpdateArgs {
    /// The model file, which also says how the logs are read.
    pub(crate) model: PathBuf,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
    #[command(flatten)]
    pub(crate) learn: UpdateLearnArgs,
    /// Write the model to this file, and leave the one that is read as it is.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) out: Option<PathBuf>,
}

/// Which sessions are learnt.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Model")]
pub(crate) struct UpdateLearnArgs {
    /// Learn the sessions whose p-value is above this: the others are too odd to be taken for normal.
    #[arg(long, value_name = "P", default_value = "0.017")]
    pub(crate) accept: String,
    /// Do not learn either what --budget of a scan by this model would keep, such as 20/day: what somebody is to look at.
    #[arg(long, value_name = "N/day")]
    pub(crate) budget: Option<String>,
    /// No actor gives more than this share of what is learnt.
    #[arg(long, value_name = "SHARE", default_value = "5%")]
    pub(crate) actor_share: String,
    /// What the batch is called, for `oddwalk subtract`; the time from its first event to the last if not given.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Learn also where the model has learnt from these logs already, which then count twice.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SubtractArgs {
    /// The model file.
    pub(crate) model: PathBuf,
    /// The batch to take out; `oddwalk model show` lists them.
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: String,
    /// Write the model to this file, and leave the one that is read as it is.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
