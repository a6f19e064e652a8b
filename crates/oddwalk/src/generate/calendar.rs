//! Days, weekdays and how times are written.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;
/// Seconds in an hour.
pub(super) const HOUR: i64 = 3_600;
/// Seconds in a minute.
pub(super) const MINUTE: i64 = 60;
/// Nanoseconds in a second.
pub(super) const NANOS: i64 = 1_000_000_000;

/// Weekday of a day counted from 1970-01-01: 0 is Monday, 6 is Sunday.
pub(super) fn weekday(day: i64) -> u32 {
    // The first of January 1970 was a Thursday.
    u32::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// True on Saturday and Sunday.
pub(super) fn is_weekend(day: i64) -> bool {
    weekday(day) > 4
}

/// Appends seconds since the epoch as `2024-03-04T08:15:30Z`.
pub(super) fn push_iso(out: &mut String, second: i64) {
    let when = civil(second);
    let _ = write!(
        out,
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        when.year(),
        when.month(),
        when.day(),
        when.hour(),
        when.minute(),
        when.second()
    );
}

/// Appends seconds since the epoch as `3/4/2024 8:15:30 AM`, the way the real
/// log writes dates in parameters.
pub(super) fn push_us(out: &mut String, second: i64) {
    let when = civil(second);
    let half = if when.hour() < 12 { "AM" } else { "PM" };
    let hour = match when.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let _ = write!(
        out,
        "{}/{}/{} {hour}:{:02}:{:02} {half}",
        when.month(),
        when.day(),
        when.year(),
        when.minute(),
        when.second()
    );
}

/// A time that the calendar cannot hold is written as the epoch.
fn civil(second: i64) -> DateTime {
    let stamp = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(stamp)
}
