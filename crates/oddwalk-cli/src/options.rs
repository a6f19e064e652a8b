//! What the arguments mean.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use jiff::SignedDuration;
use oddwalk::core::{
    Boundary, MissingIdentity, Modellable, ScoreOptions, SessionKind, SessionOptions, Uncapped,
};
use oddwalk::logs::{Format, Input, Progress, ReadOptions, Table, find_inputs, parse_time};
use oddwalk::{Baseline, Baselines, ColumnNames, FitOptions};

use crate::args::{
    BoundaryArg, EventArgs, FormatArg, InputArgs, LearnArgs, MethodArg, ModellableArgs, NullEntityArg,
    ScoreArgs, SessionArgs, SessionColumnArgs,
};
use crate::talk::Talk;
use crate::words::{Stated, stated};

/// The recipe of tables whose columns are named by hand.
pub(crate) const TABLE_RECIPE: &str = "table";

/// An argument whose value makes no sense.
#[derive(Debug)]
pub(crate) struct UsageError(pub(crate) anyhow::Error);

impl std::fmt::Display for UsageError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "{:#}", self.0)
    }
}

impl std::error::Error for UsageError {}

/// An error that is the arguments' fault.
pub(crate) fn usage(error: impl Into<anyhow::Error>) -> anyhow::Error {
    UsageError(error.into()).into()
}

/// What to read and how.
pub(crate) struct InputOptions {
    pub(crate) inputs: Vec<Input>,
    pub(crate) table: Table,
    pub(crate) read: ReadOptions,
    pub(crate) max_rejected: MaxRejected,
    /// What is said of reading, for the report.
    pub(crate) stated: Vec<Stated>,
}

/// How many rejected records are accepted without a complaint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum MaxRejected {
    Records(u64),
    Percent(f64),
}

impl MaxRejected {
    pub(crate) fn allows(self, rejected: u64, records: u64) -> bool {
        match self {
            Self::Records(most) => rejected <= most,
            Self::Percent(most) => rejected as f64 * 100.0 <= most * records as f64,
        }
    }
}

impl InputOptions {
    /// A table of events with these columns.
    pub(crate) fn events(args: &InputArgs, columns: &ColumnNames, uncapped: Uncapped) -> Result<Self> {
        let ColumnNames { time, entity, actor, command, parameters } = columns;
        let table = Table::events(time, entity.clone(), command).map_err(usage)?;
        let table = if actor.is_empty() { table } else { table.actor(actor).map_err(usage)? };
        let table = parameters.iter().fold(table, Table::parameters);
        Self::new(args, table.uncapped(uncapped))
    }

    /// A table of sessions with these columns.
    pub(crate) fn sessions(
        args: &InputArgs,
        columns: &SessionColumnArgs,
        uncapped: Uncapped,
    ) -> Result<Self> {
        let SessionColumnArgs { session, entity, begin, end } = columns;
        let entity = names(entity);
        if let Some(flag) = range_flag(args).filter(|_| begin.is_none()) {
            return Err(usage(anyhow!("{flag} needs to know when sessions began: give --begin COLUMN")));
        }
        let table = Table::sessions(session, entity, begin.clone(), end.clone()).map_err(usage)?;
        Self::new(args, table.uncapped(uncapped))
    }

    fn new(args: &InputArgs, table: Table) -> Result<Self> {
        let time_format = args.time_format.as_deref().unwrap_or("any").parse().map_err(usage)?;
        let since = args.since.as_deref().map(|text| moment("--since", text)).transpose()?;
        let until = args.until.as_deref().map(|text| moment("--until", text)).transpose()?;
        if since.zip(until).is_some_and(|(since, until)| since >= until) {
            return Err(usage(anyhow!("--since is not before --until: nothing can lie between them")));
        }
        Ok(Self {
            table: table.time_format(time_format).between(since, until),
            read: read_options(args)?,
            max_rejected: max_rejected(&args.max_rejected)?,
            inputs: find_inputs(&args.inputs)?,
            stated: said_of_reading(args, since, until),
        })
    }
}

fn said_of_reading(args: &InputArgs, since: Option<i64>, until: Option<i64>) -> Vec<Stated> {
    let format = args.format.and_then(|format| Some(format.to_possible_value()?.get_name().to_owned()));
    let all = [
        ("since", since.map(Talk::time)),
        ("until", until.map(Talk::time)),
        ("format", format),
        ("delimiter", args.delimiter.clone()),
        ("time-format", args.time_format.clone()),
        ("max-record", Some(format!("{} MiB", args.max_record))),
    ];
    all.into_iter().filter_map(|(name, value)| Some(stated(name, value?))).collect()
}

/// Names from comma lists, in which `\,` is a comma of a name.
pub(crate) fn names(lists: &[String]) -> Vec<String> {
    lists.iter().flat_map(|list| split(list)).collect()
}

fn split(list: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for part in list.split_inclusive(',') {
        let (text, ends) = match (part.strip_suffix("\\,"), part.strip_suffix(',')) {
            (Some(text), _) => (format!("{text},"), false),
            (None, Some(text)) => (text.to_owned(), true),
            (None, None) => (part.to_owned(), false),
        };
        names.iter_mut().next_back().into_iter().for_each(|name| name.push_str(&text));
        names.extend(ends.then(String::new));
    }
    names
}

fn range_flag(args: &InputArgs) -> Option<&'static str> {
    args.since.as_ref().map(|_| "--since").or(args.until.as_ref().map(|_| "--until"))
}

fn read_options(args: &InputArgs) -> Result<ReadOptions> {
    let format = args.format.map(|format| match format {
        FormatArg::Csv => Format::Csv,
        FormatArg::Ndjson => Format::Ndjson,
        FormatArg::Json => Format::JsonArray,
        FormatArg::Records => Format::JsonRecords,
        FormatArg::Parquet => Format::Parquet,
        FormatArg::Evtx => Format::Evtx,
        FormatArg::Auditd => Format::Auditd,
    });
    let max_record = (args.max_record as usize).saturating_mul(1 << 20);
    let delimiter = args.delimiter.as_deref().map(delimiter).transpose()?;
    Ok(ReadOptions { format, delimiter, max_record, progress: Progress::default() })
}

fn delimiter(text: &str) -> Result<u8> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        &[byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(byte),
        _ => Err(usage(anyhow!("--delimiter `{text}`: one ASCII character that is no quote, or `tab`"))),
    }
}

fn max_rejected(text: &str) -> Result<MaxRejected> {
    let parsed = match text.strip_suffix('%') {
        Some(share) => {
            share.parse().ok().filter(|share| (0.0..=100.0).contains(share)).map(MaxRejected::Percent)
        }
        None => text.parse().ok().map(MaxRejected::Records),
    };
    parsed
        .ok_or_else(|| usage(anyhow!("--max-rejected `{text}`: a number of records, or a share such as 1%")))
}

fn moment(flag: &str, text: &str) -> Result<i64> {
    parse_time(text).ok_or_else(|| {
        usage(anyhow!(
            "{flag} `{text}`: no time that can be read; write it as 2021-04-28 or 2021-04-28T15:05:26Z"
        ))
    })
}

/// The columns that were named, and those of the model where none was.
pub(crate) fn columns(
    events: &EventArgs,
    learn: &LearnArgs,
    model: Option<&Baseline>,
) -> Result<ColumnNames> {
    let known = model.and_then(|model| model.about.columns.clone());
    let known = known.unwrap_or_default();
    let named = |given: &[String], known: Vec<String>| if given.is_empty() { known } else { names(given) };
    let columns = ColumnNames {
        time: events.time.clone().unwrap_or(known.time),
        // An actor is made of entity columns: it goes with them.
        actor: if events.entity.is_empty() {
            named(&events.actor, known.actor)
        } else {
            names(&events.actor)
        },
        entity: named(&events.entity, known.entity),
        command: events.command.clone().unwrap_or(known.command),
        parameters: learn.parameters.clone().or(known.parameters),
    };
    let missing = [
        (columns.time.is_empty(), "--time COLUMN"),
        (columns.entity.is_empty(), "--entity COLUMNS"),
        (columns.command.is_empty(), "--command COLUMN"),
    ];
    let missing: Vec<&str> = missing.iter().filter(|(missing, _)| *missing).map(|(_, flag)| *flag).collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    Err(usage(anyhow!("which columns hold what is not known: give {}", missing.join(", "))))
}

/// The limits that were given, and the model's, or msticpy's own, where none was.
pub(crate) fn session_options(args: &SessionArgs, model: Option<&Baseline>) -> Result<SessionOptions> {
    let known = model.map_or_else(SessionOptions::default, |model| model.about.sessions);
    let limit = |flag: &str, given: Option<&str>, known| given.map_or(Ok(known), |text| duration(flag, text));
    Ok(SessionOptions {
        max_duration: limit("--max-duration", args.max_duration.as_deref(), known.max_duration)?,
        max_gap: limit("--max-gap", args.max_gap.as_deref(), known.max_gap)?,
        boundary: args.boundary.map_or(known.boundary, |boundary| match boundary {
            BoundaryArg::Over => Boundary::Over,
            BoundaryArg::AtLeast => Boundary::AtLeast,
        }),
        missing_identity: args.null_entity.map_or(known.missing_identity, |choice| match choice {
            NullEntityArg::Merge => MissingIdentity::Merge,
            NullEntityArg::Separate => MissingIdentity::Separate,
            NullEntityArg::Drop => MissingIdentity::Drop,
        }),
        min_events: args.min_events.unwrap_or(known.min_events),
    })
}

fn duration(flag: &str, text: &str) -> Result<i64> {
    let nanoseconds = text.parse::<SignedDuration>().ok();
    let nanoseconds = nanoseconds.and_then(|duration| i64::try_from(duration.as_nanos()).ok());
    nanoseconds
        .filter(|&nanoseconds| nanoseconds >= 0)
        .ok_or_else(|| usage(anyhow!("{flag} `{text}`: no length of time; write it as 20m, 90s or 1h 30m")))
}

/// What is learnt from events with these columns.
pub(crate) fn fit_options(args: &LearnArgs, columns: &ColumnNames, has_model: bool) -> Result<FitOptions> {
    let has_parameters = columns.parameters.is_some();
    for (flag, is_given) in
        [("--no-values", args.no_values), ("--modellable", !args.modellable.modellable.is_empty())]
    {
        if is_given && has_model {
            return Err(decided_by_model(flag));
        }
        if is_given && !has_parameters {
            return Err(usage(anyhow!("{flag} is about parameters: name their column with --parameters")));
        }
    }
    if args.no_values && !args.modellable.modellable.is_empty() {
        return Err(usage(anyhow!("--no-values and --modellable contradict each other")));
    }
    let kind = match &columns.parameters {
        None => SessionKind::Commands,
        Some(_) if args.no_values => SessionKind::Parameters,
        Some(_) => SessionKind::Values,
    };
    Ok(FitOptions { kind, modellable: modellable(&args.modellable, has_model)? })
}

fn decided_by_model(flag: &str) -> anyhow::Error {
    usage(anyhow!("{flag} and --model contradict each other: the model has its own parameters and values"))
}

/// Which parameters are to have their values modelled.
pub(crate) fn modellable(args: &ModellableArgs, has_model: bool) -> Result<Modellable> {
    match names(&args.modellable).as_slice() {
        [] => Ok(Modellable::Categories),
        _ if has_model => Err(decided_by_model("--modellable")),
        [all] if all == "all" => Ok(Modellable::All),
        names if names.iter().any(|name| name == "all") => {
            Err(usage(anyhow!("--modellable: `all` leaves nothing to name besides it")))
        }
        names => Ok(Modellable::Named(names.iter().cloned().collect())),
    }
}

/// Whatever is modelled keeps all its values: were a log to be scored to lose those of a parameter that the model knows,
/// somebody who floods it with values would change the scores of others.
pub(crate) fn uncapped(modellable: &Modellable, baseline: Option<&Baseline>) -> Uncapped {
    let model = baseline.map(|baseline| &baseline.model);
    match model.map_or(modellable, |model| model.modellable()) {
        Modellable::Categories if model.is_some() => {
            let names = model.into_iter().flat_map(|model| model.modelled_parameters());
            Uncapped::Named(names.map(str::to_owned).collect())
        }
        Modellable::Categories => Uncapped::None,
        Modellable::Named(names) => Uncapped::Named(names.iter().cloned().collect()),
        Modellable::All => Uncapped::All,
    }
}

pub(crate) fn score_options(args: &ScoreArgs) -> Result<ScoreOptions> {
    let MethodArg::Msticpy = args.method;
    let options = ScoreOptions::new(args.window).context("--window").map_err(usage)?;
    Ok(options.with_tokens(!args.no_tokens).with_geometric_mean(args.geometric_mean))
}

/// Reads a model file.
pub(crate) fn read_models(path: &Path) -> Result<Baselines> {
    let bytes = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    Baselines::from_bytes(&bytes).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Reads the model of tables whose columns are named by hand.
pub(crate) fn read_model(path: &Path) -> Result<Baseline> {
    let models = read_models(path)?;
    let known: Vec<&str> = models.all.iter().map(|model| model.about.recipe.as_str()).collect();
    match models.of(TABLE_RECIPE) {
        Some(model) => Ok(model.clone()),
        None => {
            bail!("{}: has no model of recipe `{TABLE_RECIPE}`, only of {}", path.display(), known.join(", "))
        }
    }
}
