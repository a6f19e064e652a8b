//! The arguments of `oddwalk model`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Say what a model file has learnt, and from what.
    Show(ModelShowArgs),
    /// Put model files together: the same as learning from all their logs at once.
    Merge(ModelMergeArgs),
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
