//! What the arguments mean.

use anyhow::{Context, Result, anyhow};
use jiff::SignedDuration;
use oddwalk::core::{Boundary, MissingIdentity, ScoreOptions, SessionOptions};
use oddwalk::logs::{Format, Input, Progress, ReadOptions, Table, find_inputs, parse_time};

use crate::args::{
    BoundaryArg, EventArgs, FormatArg, InputArgs, MethodArg, NullEntityArg, ScoreArgs, SessionArgs,
    SessionColumnArgs,
};

/// An argument whose value makes no sense.
#[derive(Debug)]
pub(crate) struct UsageError(pub(crate) anyhow::Error);

impl std::fmt::Display for UsageError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "{:#}", self.0)
    }
}

impl std::error::Error for UsageError {}

/// What to read and how.
pub(crate) struct InputOptions {
    pub(crate) inputs: Vec<Input>,
    pub(crate) table: Table,
    pub(crate) read: ReadOptions,
    pub(crate) max_rejected: MaxRejected,
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
    pub(crate) fn events(args: &InputArgs, columns: &EventArgs) -> Result<Self> {
        let table = Table::events(&columns.time, columns.entity.clone(), &columns.command).map_err(usage)?;
        let table =
            if columns.actor.is_empty() { table } else { table.actor(&columns.actor).map_err(usage)? };
        Self::new(args, table)
    }

    pub(crate) fn sessions(args: &InputArgs, columns: &SessionColumnArgs) -> Result<Self> {
        let SessionColumnArgs { session, entity, begin, end } = columns;
        let table = Table::sessions(session, entity.clone(), begin.clone(), end.clone()).map_err(usage)?;
        Self::new(args, table)
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
        })
    }
}

/// An error that is the arguments' fault.
pub(crate) fn usage(error: impl Into<anyhow::Error>) -> anyhow::Error {
    UsageError(error.into()).into()
}

fn read_options(args: &InputArgs) -> Result<ReadOptions> {
    let format = args.format.map(|format| match format {
        FormatArg::Csv => Format::Csv,
        FormatArg::Ndjson => Format::Ndjson,
        FormatArg::Json => Format::JsonArray,
        FormatArg::Parquet => Format::Parquet,
    });
    let max_record = args.max_record.saturating_mul(1 << 20);
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

pub(crate) fn session_options(args: &SessionArgs) -> Result<SessionOptions> {
    Ok(SessionOptions {
        max_duration: duration("--max-duration", &args.max_duration)?,
        max_gap: duration("--max-gap", &args.max_gap)?,
        boundary: match args.boundary {
            BoundaryArg::Over => Boundary::Over,
            BoundaryArg::AtLeast => Boundary::AtLeast,
        },
        missing_identity: match args.null_entity {
            NullEntityArg::Merge => MissingIdentity::Merge,
            NullEntityArg::Separate => MissingIdentity::Separate,
            NullEntityArg::Drop => MissingIdentity::Drop,
        },
        min_events: args.min_events,
    })
}

fn duration(flag: &str, text: &str) -> Result<i64> {
    let nanoseconds =
        text.parse::<SignedDuration>().ok().and_then(|duration| i64::try_from(duration.as_nanos()).ok());
    nanoseconds
        .filter(|&nanoseconds| nanoseconds >= 0)
        .ok_or_else(|| usage(anyhow!("{flag} `{text}`: no length of time; write it as 20m, 90s or 1h 30m")))
}

pub(crate) fn score_options(args: &ScoreArgs) -> Result<ScoreOptions> {
    let MethodArg::Msticpy = args.method;
    let options = ScoreOptions::new(args.window).context("--window").map_err(usage)?;
    Ok(options.with_tokens(!args.no_tokens).with_geometric_mean(args.geometric_mean))
}
