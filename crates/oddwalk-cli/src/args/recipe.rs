//! The arguments about recipes.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::{ColumnArgs, ParameterArgs, SessionArgs};

/// Which recipe reads the records.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Recipe")]
pub(crate) struct ChoiceArgs {
    /// What kind of log it is: a name from `oddwalk recipes list`, or a file that ends in .toml. Found out file by file
    /// if not given. Repeated, each file goes to the one that fits.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) recipe: Vec<String>,
}

/// How records are read, where that is not as the recipe has it.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Recipe")]
pub(crate) struct RecipeArgs {
    /// Leave out what the recipe names so, such as `system-accounts`. A comma list, or repeated.
    #[arg(long, value_name = "NAMES")]
    pub(crate) exclude: Vec<String>,
    /// Take only records that meet this, such as 'Operation is Set-Mailbox,New-App', 'User does not start with svc-' or
    /// 'Status is not empty'. Repeated, all of them count.
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
    /// Take records whether or not they meet the recipe's own conditions.
    #[arg(long)]
    pub(crate) all_records: bool,
    /// Take texts as they are in the log: ports, case and role sessions stay.
    #[arg(long)]
    pub(crate) no_normalise: bool,
    /// Change a field's text, such as `UserId:lower` or `ClientIP:without-port`. A comma list, or repeated.
    #[arg(long, value_name = "FIELD:STEP")]
    pub(crate) normalise: Vec<String>,
    /// The field that is the same only in copies of one event; copies are removed.
    #[arg(long, value_name = "FIELD", conflicts_with = "keep_duplicates")]
    pub(crate) id: Option<String>,
    /// Take copies of an event for events.
    #[arg(long)]
    pub(crate) keep_duplicates: bool,
    /// More fields to show with a session. A comma list, or repeated.
    #[arg(long, value_name = "FIELDS")]
    pub(crate) carry: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RecipesCommand {
    /// List the recipes that come with oddwalk.
    List,
    /// Print a recipe as it is written, to read it or to start one of your own.
    Show(RecipeShowArgs),
    /// Say whether recipe files can be used, and what is wrong with them.
    Check(RecipeCheckArgs),
    /// Print the query that does in Microsoft Sentinel what the recipe does here.
    Kql(Box<RecipeKqlArgs>),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecipeShowArgs {
    /// A name from `oddwalk recipes list`.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecipeCheckArgs {
    /// Recipe files.
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecipeKqlArgs {
    /// A name from `oddwalk recipes list`, or a file that ends in .toml.
    #[arg(value_name = "NAME|FILE")]
    pub(crate) which: String,
    /// How far the query looks back: a number of days, hours or minutes.
    #[arg(long, value_name = "TIME", default_value = "60d")]
    pub(crate) lookback: String,
    /// The table to query, where the recipe knows more than one; the first if not given.
    #[arg(long, value_name = "TABLE")]
    pub(crate) table: Option<String>,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    #[command(flatten)]
    pub(crate) changes: RecipeArgs,
    #[command(flatten)]
    pub(crate) parameters: ParameterArgs,
    #[command(flatten)]
    pub(crate) sessions: SessionArgs,
}
