//! The arguments that cut the list of findings.

use clap::Args as ClapArgs;

/// Which findings are worth somebody's time.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Alerts")]
pub(crate) struct AlertArgs {
    /// Keep the oddest sessions only, so many a day, such as 20/day. By a --model this is a threshold: the one that keeps to
    /// it on what the model has learnt from.
    #[arg(long, value_name = "N/day")]
    pub(crate) budget: Option<String>,
    /// Keep only those sessions of which this share may be there by chance, such as 0.05 or 5%. With --budget, the stricter
    /// one holds.
    #[arg(long, value_name = "SHARE")]
    pub(crate) fdr: Option<String>,
    /// Exit with code 1 where a session is at least so many bits odd; without a number, where --budget or --fdr keep any.
    #[arg(long, value_name = "BITS", num_args = 0..=1, default_missing_value = "any")]
    pub(crate) fail_on: Option<String>,
}
