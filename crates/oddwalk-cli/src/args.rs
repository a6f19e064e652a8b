//! The arguments as they are typed. What they mean is in `options.rs`.

mod alerts;
mod demo;
mod model;
mod recipe;
mod report;
mod score;
mod triage;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use alerts::AlertArgs;
pub(crate) use demo::{DemoArgs, LogArg};
pub(crate) use model::{
    ModelCommand, ModelDiffArgs, ModelMergeArgs, ModelShowArgs, SubtractArgs, UpdateArgs, UpdateLearnArgs,
};
use recipe::ChoiceArgs;
pub(crate) use recipe::{RecipeArgs, RecipeKqlArgs, RecipesCommand};
pub(crate) use report::ReportArgs;
pub(crate) use score::{BaselineArgs, LeaveOutArg, MethodArg, OrderArgs, ScoreArgs};
pub(crate) use triage::{CompareArgs, IgnoreArgs, TriageArgs};

const EXIT_CODES: &str = "\
Exit codes:
    0  fine
    1  there are findings of the kind that --fail-on asks for
    2  the arguments make no sense
    3  the input cannot be read, or nothing is left of it
    4  finished, but files were skipped or end early, or more records were rejected than
       --max-rejected allows
  130  interrupted";

/// Finds the odd walks in security logs: sessions ranked by how unusual they are, with reasons.
#[derive(Debug, Parser)]
#[command(name = "oddwalk", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How many threads to use; all processors if not given. It changes nothing but the time.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Say nothing on standard error but errors.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// From an exported log to ranked sessions: sessionize, learn and score in one go.
    Scan(Box<ScanArgs>),
    /// Cut a log into sessions, and no more.
    Sessionize(SessionizeArgs),
    /// Score a table whose rows are sessions already: a column of lists of commands.
    Score(ScoreTableArgs),
    /// Learn from logs and keep what was learnt in a model file.
    Fit(FitArgs),
    /// Learn from later logs what a model takes for normal in them, and keep it apart as a batch.
    Update(UpdateArgs),
    /// Take a batch out of a model again, as if it had never been learnt.
    Subtract(SubtractArgs),
    /// Say why a session got its score.
    Explain(ExplainArgs),
    /// Say what each line of a file of what is known would hide.
    Ignore(IgnoreArgs),
    /// Score the same sessions by both methods, and say where these disagree.
    Compare(CompareArgs),
    /// Make the report of saved findings, to look at in a browser.
    Report(ReportArgs),
    /// List the kinds of logs that can be read without naming columns, and print queries for them.
    #[command(subcommand)]
    Recipes(RecipesCommand),
    /// Look at model files, and put them together.
    #[command(subcommand)]
    Model(ModelCommand),
    /// Make a realistic log with planted intrusions, scan it, and say where the planted ones ended up.
    Demo(DemoArgs),
}

/// Logs, how they are cut into sessions, and what of them is learnt.
#[derive(Debug, ClapArgs)]
pub(crate) struct LogsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) events: EventArgs,
    #[command(flatten)]
    pub(crate) sessions: SessionArgs,
    #[command(flatten)]
    pub(crate) learn: LearnArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ScanArgs {
    #[command(flatten)]
    pub(crate) logs: LogsArgs,
    #[command(flatten)]
    pub(crate) baseline: BaselineArgs,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
    #[command(flatten)]
    pub(crate) output: FindingsArgs,
    #[command(flatten)]
    pub(crate) memory: MemoryArgs,
}

/// How much memory may be taken.
#[derive(Debug, ClapArgs)]
pub(crate) struct MemoryArgs {
    /// How much memory to take at most, such as 512MiB or 8GiB: a log that needs more goes to temporary files, and gives the
    /// same results [default: two thirds of the machine's]
    #[arg(long, value_name = "SIZE", env = "ODDWALK_MEMORY_LIMIT", hide_env_values = true)]
    pub(crate) memory_limit: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FitArgs {
    #[command(flatten)]
    pub(crate) logs: LogsArgs,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    /// The model file to write.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) logs: LogsArgs,
    /// Score by what this model file has learnt, instead of by the logs themselves.
    #[arg(long, value_name = "FILE", help_heading = "Model")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
    /// The rank of the session to explain.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u64).range(1..),
        conflicts_with = "row",
        help_heading = "Which session"
    )]
    pub(crate) rank: u64,
    /// The session that has this record of the input, instead of a rank.
    #[arg(long, value_name = "FILE:ROW", help_heading = "Which session")]
    pub(crate) row: Option<String>,
    /// Explain the whole session too, not only its rarest window.
    #[arg(long, help_heading = "Which session")]
    pub(crate) whole: bool,
    #[command(flatten)]
    pub(crate) triage: TriageArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SessionizeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) events: EventArgs,
    #[command(flatten)]
    pub(crate) sessions: SessionArgs,
    /// Where the sessions go: a file that ends in .ndjson, .csv or .parquet, or - for NDJSON on standard output.
    #[arg(long, value_name = "FILE", default_value = "-", help_heading = "Output")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) columns: ColumnsArgs,
}

/// What of a table is written.
#[derive(Debug, ClapArgs)]
pub(crate) struct ColumnsArgs {
    /// The columns that a CSV or Parquet table has, in this order, such as rank,user,likelihood; all if not given.
    #[arg(long, value_name = "NAME,...", help_heading = "Output")]
    columns: Vec<String>,
}

impl ColumnsArgs {
    /// The names; none where all columns are wanted.
    pub(crate) fn names(&self) -> Vec<String> {
        crate::recipes::names(&self.columns)
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ScoreTableArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) columns: SessionColumnArgs,
    #[command(flatten)]
    pub(crate) modellable: ModellableArgs,
    #[command(flatten)]
    pub(crate) baseline: BaselineArgs,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
    #[command(flatten)]
    pub(crate) output: FindingsArgs,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files, folders, patterns such as 'logs/*.csv', or - for standard input; CSV, NDJSON, JSON arrays, Parquet, EVTX or
    /// raw auditd lines, plain, gzip or zstd.
    #[arg(required = true, value_name = "INPUTS")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The form of the input; found out file by file if not given.
    #[arg(long, value_enum)]
    pub(crate) format: Option<FormatArg>,
    /// What stands between the cells of a CSV file: one character, or `tab`; found out file by file if not given.
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<String>,
    /// Reject records of more MiB than this.
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_record: u32,
    /// How many rejected records are no reason for exit code 4: a number, or a share such as 1%.
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) max_rejected: String,
    /// How times are written, where that cannot be seen: epoch-s, epoch-ms, epoch-us, epoch-ns, or a pattern such as
    /// '%d/%m/%Y %H:%M:%S'.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) time_format: Option<String>,
    /// Leave out what happened before this time.
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Leave out what happened at or after this time.
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatArg {
    Csv,
    Ndjson,
    /// A JSON array.
    Json,
    /// JSON objects with records in an array: `{"Records": [...]}`, `{"Events": [...]}` or `{"value": [...]}`.
    Records,
    Parquet,
    /// A Windows event log.
    Evtx,
    /// Raw lines of the Linux audit daemon: `type=SYSCALL msg=audit(...): ...`.
    Auditd,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Columns")]
pub(crate) struct ColumnArgs {
    /// The column that says when. With --time, --entity and --command the input is a table of any kind; without one of
    /// them it is a log that a recipe knows, and those that are given are used in place of the recipe's.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) time: Option<String>,
    /// The columns that say who: sessions are cut by them. A comma list, or repeated; a comma in a name is
    /// written as `\,`.
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) entity: Vec<String>,
    /// The column that says what was done.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) command: Option<String>,
    /// Those of the entity columns that say whose habits they are; the first one if not given.
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) actor: Vec<String>,
}

#[derive(Debug, Default, ClapArgs)]
pub(crate) struct EventArgs {
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
    #[command(flatten)]
    pub(crate) changes: RecipeArgs,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Columns")]
pub(crate) struct ParameterArgs {
    /// The column that holds the command's parameters: an object, a list of names, or a list of objects that have a name
    /// and a value; a text that is one of these as JSON, or one such as `-Name "value"`.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) parameters: Option<String>,
    /// Look at commands alone.
    #[arg(long, conflicts_with = "parameters")]
    pub(crate) no_parameters: bool,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Columns")]
pub(crate) struct LearnArgs {
    #[command(flatten)]
    pub(crate) parameters: ParameterArgs,
    /// Look at which parameters there are, but not at their values.
    #[arg(long)]
    pub(crate) no_values: bool,
    #[command(flatten)]
    pub(crate) modellable: ModellableArgs,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Columns")]
pub(crate) struct ModellableArgs {
    /// The parameters whose values count: a comma list, or `all`. If not given, those whose values look like categories.
    #[arg(long, value_name = "NAMES")]
    pub(crate) modellable: Vec<String>,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Columns")]
pub(crate) struct SessionColumnArgs {
    /// The column that holds a session: a list of commands, or a text that is a JSON list.
    #[arg(long, value_name = "COLUMN", default_value = "session")]
    pub(crate) session: String,
    /// Columns to show with a session. A comma list, or repeated.
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) entity: Vec<String>,
    /// The column that says when the session began.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) begin: Option<String>,
    /// The column that says when the session ended.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) end: Option<String>,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Sessions")]
pub(crate) struct SessionArgs {
    /// The longest time from a session's first event to its last [default: 20m]
    #[arg(long, value_name = "TIME")]
    pub(crate) max_duration: Option<String>,
    /// The longest time from one event to the next [default: 2m]
    #[arg(long, value_name = "TIME")]
    pub(crate) max_gap: Option<String>,
    /// Cut where a limit is exceeded (as msticpy does) or where it is reached (as Kusto does) [default: over]
    #[arg(long, value_enum)]
    pub(crate) boundary: Option<BoundaryArg>,
    /// What to do with events that lack an identity: take the lack for a value like any other, make each a session of
    /// its own, or leave them out [default: merge]
    #[arg(long, value_enum)]
    pub(crate) null_entity: Option<NullEntityArg>,
    /// Leave out sessions of fewer events, before anything is learnt [default: 1]
    #[arg(long, value_name = "N")]
    pub(crate) min_events: Option<usize>,
}

impl SessionArgs {
    /// The names of those that are given.
    pub(crate) fn given(&self) -> impl Iterator<Item = String> {
        let all = [
            ("max-duration", self.max_duration.is_some()),
            ("max-gap", self.max_gap.is_some()),
            ("boundary", self.boundary.is_some()),
            ("null-entity", self.null_entity.is_some()),
            ("min-events", self.min_events.is_some()),
        ];
        all.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name.to_owned())
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum BoundaryArg {
    Over,
    AtLeast,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum NullEntityArg {
    Merge,
    Separate,
    Drop,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct FindingsArgs {
    /// How many of the oddest sessions to print.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// Where all findings go: a file that ends in .ndjson, .csv or .parquet, or - for NDJSON on standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: ColumnsArgs,
    /// How many of the oddest findings carry their explanation in the report and in NDJSON, and their reason in CSV and
    /// Parquet.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(crate) explain: usize,
    /// Print each of the oddest sessions, instead of one of those that are odd for the same reason (--method oddwalk).
    #[arg(long)]
    pub(crate) no_groups: bool,
    /// Write a report to look at in a browser.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) alerts: AlertArgs,
    #[command(flatten)]
    pub(crate) triage: TriageArgs,
}
