//! Times in every form that exports use, read as nanoseconds since 1970-01-01 UTC.

mod fixed;

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use self::fixed::parse_fixed;

/// How the time column is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TimeFormat {
    /// Find out value by value.
    #[default]
    Any,
    /// A number of units since 1970-01-01 UTC.
    Epoch(EpochUnit),
    /// A `strptime` pattern. Without an offset in it, times are UTC.
    Pattern(String),
}

/// The unit of an epoch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpochUnit {
    /// Seconds.
    Seconds,
    /// Thousandths of a second.
    Milliseconds,
    /// Millionths of a second.
    Microseconds,
    /// Billionths of a second.
    Nanoseconds,
}

impl EpochUnit {
    fn nanoseconds(self) -> i64 {
        match self {
            Self::Seconds => 1_000_000_000,
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
            Self::Nanoseconds => 1,
        }
    }

    /// The unit in which the number is a time between 1973 and 5138; the four ranges do not overlap.
    fn guess(number: u64) -> Option<Self> {
        match number {
            100_000_000..100_000_000_000 => Some(Self::Seconds),
            100_000_000_000..100_000_000_000_000 => Some(Self::Milliseconds),
            100_000_000_000_000..100_000_000_000_000_000 => Some(Self::Microseconds),
            100_000_000_000_000_000.. => Some(Self::Nanoseconds),
            _ => None,
        }
    }
}

/// A time format that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not a time format: use epoch-s, epoch-ms, epoch-us, epoch-ns, or a strptime pattern such as \
     `%d/%m/%Y %H:%M:%S`"
)]
pub struct BadTimeFormat(pub String);

impl std::str::FromStr for TimeFormat {
    type Err = BadTimeFormat;

    fn from_str(text: &str) -> Result<Self, BadTimeFormat> {
        match text {
            "any" => Ok(Self::Any),
            "epoch-s" => Ok(Self::Epoch(EpochUnit::Seconds)),
            "epoch-ms" => Ok(Self::Epoch(EpochUnit::Milliseconds)),
            "epoch-us" => Ok(Self::Epoch(EpochUnit::Microseconds)),
            "epoch-ns" => Ok(Self::Epoch(EpochUnit::Nanoseconds)),
            pattern if pattern.contains('%') && is_usable(pattern) => Ok(Self::Pattern(pattern.to_owned())),
            _ => Err(BadTimeFormat(text.to_owned())),
        }
    }
}

/// Whether a time that is written with the pattern can be read with it: in UTC, or with an offset.
fn is_usable(pattern: &str) -> bool {
    let moment = Timestamp::new(1_619_622_326, 123_456_789).unwrap_or_default();
    let zones = [TimeZone::UTC, TimeZone::fixed(tz::offset(2))];
    zones.into_iter().any(|zone| {
        let written = BrokenDownTime::from(&moment.to_zoned_datetime(zone)).to_string(pattern);
        written.is_ok_and(|text| parse_pattern(pattern, &text).is_ok())
    })
}

/// Why a time cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadTime {
    /// It is no time.
    Unusable,
    /// It is two times: 4/5/2021 is in April or in May.
    Ambiguous,
}

impl TimeFormat {
    /// Reads a text.
    pub(crate) fn parse(&self, text: &str) -> Result<i64, BadTime> {
        let text = text.trim();
        match self {
            Self::Any => parse_fixed(text.as_bytes()).map_or_else(|| parse_any(text), Ok),
            Self::Epoch(unit) => parse_number(text, |_| Some(*unit)),
            Self::Pattern(pattern) => parse_pattern(pattern, text),
        }
    }

    /// Reads bytes that are a time in the usual form, or says that they may be in another one.
    pub(crate) fn parse_usual(&self, bytes: &[u8]) -> Option<i64> {
        if *self == Self::Any { parse_fixed(bytes) } else { None }
    }

    /// Reads a floating-point number as it stands in a typed column, with an exponent where it is large.
    pub(crate) fn float(&self, number: &str) -> Result<i64, BadTime> {
        let plain = number.parse::<f64>().ok().filter(|_| number.contains(['e', 'E']));
        plain.map_or_else(|| self.parse(number), |plain| self.parse(&plain.to_string()))
    }

    /// Reads a whole number as it stands in a typed column.
    pub(crate) fn integer(&self, number: i64) -> Result<i64, BadTime> {
        let unit = match self {
            Self::Epoch(unit) => Some(*unit),
            Self::Any => EpochUnit::guess(number.unsigned_abs()),
            Self::Pattern(pattern) => return parse_pattern(pattern, &number.to_string()),
        };
        unit.and_then(|unit| number.checked_mul(unit.nanoseconds())).ok_or(BadTime::Unusable)
    }
}

/// The moment that a person means: any form that exports use, or a day, which begins at midnight UTC.
pub fn parse_time(text: &str) -> Option<i64> {
    let whole = TimeFormat::Any.parse(text).or_else(|_| TimeFormat::Any.parse(&format!("{text}T00:00:00Z")));
    whole.ok()
}

/// The length of time that a person means, in nanoseconds: `20m`, `90s`, `1h 30m`.
pub fn parse_duration(text: &str) -> Option<i64> {
    let duration = text.parse::<SignedDuration>().ok()?;
    i64::try_from(duration.as_nanos()).ok().filter(|&nanoseconds| nanoseconds >= 0)
}

fn parse_any(text: &str) -> Result<i64, BadTime> {
    if text.starts_with(|first: char| first.is_ascii_digit()) && text.len() > 4 {
        match text.as_bytes()[4] {
            // 2021-05-18…
            b'-' => return parse_iso(text).ok_or(BadTime::Unusable),
            _ if text.contains('/') => return parse_slashed(text),
            _ => {}
        }
    }
    parse_number(text, EpochUnit::guess).or_else(|_| parse_iso(text).ok_or(BadTime::Unusable))
}

/// ISO 8601: `T` or a space, any number of fraction digits up to 9, an offset or UTC.
fn parse_iso(text: &str) -> Option<i64> {
    let text = without_utc(text);
    let pieces = Pieces::parse(text).ok()?;
    let datetime = DateTime::from_parts(pieces.date(), pieces.time()?);
    let offset = match pieces.offset() {
        Some(PiecesOffset::Numeric(offset)) => offset.offset(),
        // Z, or nothing: exports that leave the offset out mean UTC.
        _ => return utc_nanoseconds(datetime),
    };
    i64::try_from(offset.to_timestamp(datetime).ok()?.as_nanosecond()).ok()
}

/// The portal writes the zone as a word.
fn without_utc(text: &str) -> &str {
    let stripped = text.strip_suffix("[UTC]").or_else(|| text.strip_suffix("UTC"));
    stripped.map_or(text, str::trim_end)
}

/// Dates with slashes: `4/28/2021, 3:05:26.000 PM` as Azure's portal writes them, and 24-hour forms where only one order
/// of day and month makes a date.
fn parse_slashed(text: &str) -> Result<i64, BadTime> {
    let text = without_utc(text);
    let (date, time) = text.split_once([' ', ',']).ok_or(BadTime::Unusable)?;
    let (time, half) = clock(time.trim_start_matches([',', ' '])).ok_or(BadTime::Unusable)?;
    let numbers: Vec<&str> = date.split('/').collect();
    let &[first, second, third] = numbers.as_slice() else { return Err(BadTime::Unusable) };
    let date = if first.len() == 4 {
        date_of(first, second, third)
    } else {
        day_and_month(first, second, third, half == Half::Us)?
    };
    date.and_then(|date| utc_nanoseconds(DateTime::from_parts(date, time))).ok_or(BadTime::Unusable)
}

fn day_and_month(first: &str, second: &str, year: &str, american: bool) -> Result<Option<Date>, BadTime> {
    let month_first = date_of(year, first, second);
    let day_first = date_of(year, second, first);
    match (month_first, day_first) {
        (Some(date), _) if american => Ok(Some(date)),
        (Some(a), Some(b)) if a != b => Err(BadTime::Ambiguous),
        (a, b) => Ok(a.or(b)),
    }
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = (year.len() == 4).then(|| year.parse().ok())??;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// A 24-hour clock, or `pm` in small letters, which is not an American habit.
    Other,
    /// `AM` or `PM` in capitals, as en-US writes it.
    Us,
}

/// `3:05:26.000 PM`, `15:05`.
fn clock(text: &str) -> Option<(Time, Half)> {
    let twelve_hours = text.ends_with(['M', 'm']);
    // Newer browsers put a narrow no-break space before the half of the day.
    let spaced = text.replace('\u{202f}', " ");
    let patterns: &[&str] = if twelve_hours {
        &["%I:%M:%S%.f %p", "%I:%M:%S %p", "%I:%M %p"]
    } else {
        &["%H:%M:%S%.f", "%H:%M:%S", "%H:%M"]
    };
    let half = if text.ends_with('M') { Half::Us } else { Half::Other };
    let time = patterns.iter().find_map(|pattern| Time::strptime(pattern, &spaced).ok())?;
    Some((time, half))
}

/// A decimal number of units; the unit is told from the whole part.
fn parse_number(text: &str, unit: impl Fn(u64) -> Option<EpochUnit>) -> Result<i64, BadTime> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let nanoseconds = || {
        let number: i64 = whole.parse().ok()?;
        let unit = unit(number.unsigned_abs())?.nanoseconds();
        let fraction = fraction_of(fraction, unit)?;
        let fraction = if whole.starts_with('-') { -fraction } else { fraction };
        number.checked_mul(unit)?.checked_add(fraction)
    };
    nanoseconds().ok_or(BadTime::Unusable)
}

/// The decimal digits behind the point as a number of nanoseconds, cut where they are finer.
fn fraction_of(digits: &str, unit: i64) -> Option<i64> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut place = unit;
    Some(digits.bytes().fold(0, |sum, digit| {
        place /= 10;
        sum + i64::from(digit - b'0') * place
    }))
}

fn parse_pattern(pattern: &str, text: &str) -> Result<i64, BadTime> {
    let nanoseconds = || {
        let parsed = BrokenDownTime::parse(pattern, text).ok()?;
        match parsed.to_timestamp() {
            Ok(timestamp) => i64::try_from(timestamp.as_nanosecond()).ok(),
            Err(_) => utc_nanoseconds(parsed.to_datetime().ok()?),
        }
    };
    nanoseconds().ok_or(BadTime::Unusable)
}

fn utc_nanoseconds(datetime: DateTime) -> Option<i64> {
    let timestamp = TimeZone::UTC.to_timestamp(datetime).ok()?;
    i64::try_from(timestamp.as_nanosecond()).ok()
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
