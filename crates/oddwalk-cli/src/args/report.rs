//! The arguments of `oddwalk report`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct ReportArgs {
    /// The findings, as `oddwalk scan --out FINDINGS.ndjson` saves them, or - for standard input.
    #[arg(value_name = "FINDINGS")]
    pub(crate) findings: PathBuf,
    /// The report to write.
    #[arg(long, value_name = "FILE", default_value = "report.html", help_heading = "Output")]
    pub(crate) out: PathBuf,
    /// What stands at its head.
    #[arg(long, value_name = "TEXT", default_value = crate::words::REPORT_TITLE, help_heading = "Output")]
    pub(crate) title: String,
}
