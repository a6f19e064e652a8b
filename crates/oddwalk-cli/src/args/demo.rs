//! The arguments of `oddwalk demo`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

#[derive(Debug, ClapArgs)]
pub(crate) struct DemoArgs {
    /// The folder that gets the log, the findings and the report.
    #[arg(long, value_name = "FOLDER", default_value = "oddwalk-demo")]
    pub(crate) folder: PathBuf,
    /// How many events to make, at least.
    #[arg(long, value_name = "N", default_value_t = 120_000)]
    pub(crate) events: u64,
    /// The seed: the same one makes the same log.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u64,
    /// What kind of log to make.
    #[arg(long, value_enum, default_value_t = LogArg::Office365)]
    pub(crate) log: LogArg,
    /// How many intrusions to plant; one of each kind if not given, none if 0, and in turns if there are fewer kinds.
    #[arg(long, value_name = "N")]
    pub(crate) intrusions: Option<usize>,
    /// Write the log to this file, and do nothing else.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["folder", "top"])]
    pub(crate) only_log: Option<PathBuf>,
    /// Write what is planted to this file as NDJSON: the entity and the begin of each session, as findings have them.
    #[arg(long, value_name = "FILE", requires = "only_log")]
    pub(crate) labels: Option<PathBuf>,
    /// How many of the oddest sessions to print.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LogArg {
    /// Changes by the administrators of an Office 365 tenant, as CSV.
    #[value(name = "office365")]
    Office365,
    /// Calls to the interfaces of an AWS account, as NDJSON.
    #[value(name = "cloudtrail")]
    CloudTrail,
    /// Processes started on the Windows machines of a company, as CSV.
    Windows,
}
