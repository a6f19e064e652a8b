//! What the arguments mean.

mod alerts;
mod memory;
mod triage;

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use clap::ValueEnum;
use oddwalk::core::{
    Boundary, DEFAULT_ORDER, LeaveOut, MissingIdentity, Modellable, ScoreOptions, SessionKind,
    SessionOptions, Uncapped,
};
use oddwalk::logs::{
    Format, Input, Progress, ReadOptions, Table, TimeFormat, find_inputs, parse_duration, parse_time,
};
use oddwalk::{Baseline, Baselines, FitOptions, Method};

pub(crate) use self::alerts::{Alerting, per_day, share};
pub(crate) use self::memory::memory_limit;
pub(crate) use self::triage::known;
use crate::args::{
    BaselineArgs, BoundaryArg, FormatArg, InputArgs, LearnArgs, LeaveOutArg, MethodArg, ModellableArgs,
    NullEntityArg, OrderArgs, ScoreArgs, SessionArgs, SessionColumnArgs,
};
use crate::recipes::names;
use crate::talk::Talk;
use crate::words::{self, Stated, stated};

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
    pub(crate) read: ReadOptions,
    pub(crate) max_rejected: MaxRejected,
    /// What is said of reading, for the report.
    pub(crate) stated: Vec<Stated>,
    time_format: TimeFormat,
    since: Option<i64>,
    until: Option<i64>,
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
    pub(crate) fn new(args: &InputArgs) -> Result<Self> {
        let since = args.since.as_deref().map(|text| moment("--since", text)).transpose()?;
        let until = args.until.as_deref().map(|text| moment("--until", text)).transpose()?;
        if since.zip(until).is_some_and(|(since, until)| since >= until) {
            return Err(usage(anyhow!("--since is not before --until: nothing can lie between them")));
        }
        Ok(Self {
            time_format: args.time_format.as_deref().unwrap_or("any").parse().map_err(usage)?,
            since,
            until,
            read: read_options(args)?,
            max_rejected: max_rejected(&args.max_rejected)?,
            inputs: find_inputs(&args.inputs)?,
            stated: said_of_reading(args, since, until),
        })
    }

    /// Makes sure that every input can be read twice.
    pub(crate) fn spool(&mut self) -> Result<()> {
        let spooled = self.inputs.iter().map(Input::spooled).collect::<Result<_, _>>();
        self.inputs = spooled.context("-: cannot be laid out on disk, to see what it is")?;
        Ok(())
    }

    /// The table with what holds for all tables.
    pub(crate) fn of_table(&self, table: Table) -> Table {
        table.time_format(self.time_format.clone()).between(self.since, self.until)
    }
}

/// A table of sessions with these columns.
pub(crate) fn session_table(args: &InputArgs, columns: &SessionColumnArgs) -> Result<Table> {
    let SessionColumnArgs { session, entity, begin, end } = columns;
    if let Some(flag) = range_flag(args).filter(|_| begin.is_none()) {
        return Err(usage(anyhow!("{flag} needs to know when sessions began: give --begin COLUMN")));
    }
    Table::sessions(session, names(entity), begin.clone(), end.clone()).map_err(usage)
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

/// The limits that were given, and the known ones where none was.
pub(crate) fn session_options(args: &SessionArgs, known: SessionOptions) -> Result<SessionOptions> {
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
    parse_duration(text)
        .ok_or_else(|| usage(anyhow!("{flag} `{text}`: no length of time; write it as 20m, 90s or 1h 30m")))
}

/// What is learnt from events that have this much.
pub(crate) fn fit_options(args: &LearnArgs, kind: SessionKind, has_model: bool) -> Result<FitOptions> {
    for (flag, is_given) in
        [("--no-values", args.no_values), ("--modellable", !args.modellable.modellable.is_empty())]
    {
        if is_given && has_model {
            return Err(decided_by_model(flag));
        }
        if is_given && kind == SessionKind::Commands {
            return Err(usage(anyhow!("{flag} is about parameters: name their column with --parameters")));
        }
    }
    if args.no_values && !args.modellable.modellable.is_empty() {
        return Err(usage(anyhow!("--no-values and --modellable contradict each other")));
    }
    let kind = if args.no_values { SessionKind::Parameters } else { kind };
    Ok(FitOptions { kind, modellable: modellable(&args.modellable, has_model)?, ..FitOptions::default() })
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

/// How sessions are scored, and what is learnt for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scoring {
    pub(crate) method: Method,
    pub(crate) options: ScoreOptions,
    /// What is left out where sessions are judged by what they have taught themselves.
    pub(crate) leave_out: LeaveOut,
    /// For what is learnt; `None` where no habits are.
    pub(crate) order: Option<u8>,
    /// Sessions before this time are learnt from, the others scored.
    pub(crate) train_until: Option<i64>,
}

/// `has_model`: there is a model already.
pub(crate) fn scoring(args: &ScoreArgs, order: &OrderArgs, has_model: bool) -> Result<Scoring> {
    let options = ScoreOptions::new(args.window).context("--window").map_err(usage)?;
    let of_msticpy = [("--no-tokens", args.no_tokens), ("--geometric-mean", args.geometric_mean)];
    let of_oddwalk = [("--leave-out", args.leave_out.is_some()), ("--order", order.order.is_some())];
    let (method, others) = match args.method {
        MethodArg::Msticpy => (Method::Msticpy, of_oddwalk),
        MethodArg::Oddwalk => (Method::Oddwalk, of_msticpy),
    };
    if let Some((flag, _)) = others.into_iter().find(|(_, is_given)| *is_given) {
        return Err(usage(anyhow!("{flag} means nothing to --method {}", words::method(method))));
    }
    if let Some((flag, _)) = of_oddwalk.into_iter().find(|(_, is_given)| *is_given && has_model) {
        return Err(usage(anyhow!("{flag} and --model contradict each other: the model has learnt already")));
    }
    Ok(Scoring {
        method,
        options: options.with_tokens(!args.no_tokens).with_geometric_mean(args.geometric_mean),
        leave_out: leave_out(args.leave_out.unwrap_or(LeaveOutArg::Session)),
        order: (method == Method::Oddwalk).then(|| order_of(order)),
        train_until: None,
    })
}

/// How many commands before a command matter.
pub(crate) fn order_of(args: &OrderArgs) -> u8 {
    args.order.unwrap_or(DEFAULT_ORDER)
}

impl Scoring {
    /// How many events a window has, where nobody says otherwise.
    pub(crate) const WINDOW: usize = 3;

    /// With what a baseline's arguments say.
    pub(crate) fn until(self, baseline: &BaselineArgs) -> Result<Self> {
        let train_until =
            baseline.train_until.as_deref().map(|text| moment("--train-until", text)).transpose()?;
        let leave_out = if train_until.is_some() { LeaveOut::Nothing } else { self.leave_out };
        Ok(Self { leave_out, train_until, ..self })
    }
}

fn leave_out(arg: LeaveOutArg) -> LeaveOut {
    match arg {
        LeaveOutArg::Session => LeaveOut::Session,
        LeaveOutArg::Actor => LeaveOut::Actor,
        LeaveOutArg::Nothing => LeaveOut::Nothing,
    }
}

/// Reads a model file.
pub(crate) fn read_models(path: &Path) -> Result<Baselines> {
    let bytes = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    Baselines::from_bytes(&bytes).map_err(|error| anyhow!("{}: {error}", path.display()))
}
