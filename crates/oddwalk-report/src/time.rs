//! Times and durations as text, always in UTC.

use jiff::{SignedDuration, Timestamp};

/// RFC 3339 with `Z` and no more fraction digits than needed: `2020-04-18T04:50:30.25Z`.
pub(crate) fn rfc3339(nanoseconds: i64) -> String {
    timestamp(nanoseconds).to_string()
}

/// To the second, for people: `2020-04-18 04:50:30`.
pub(crate) fn to_second(nanoseconds: i64) -> String {
    formatted(nanoseconds, "%Y-%m-%d %H:%M:%S")
}

/// In a format of strftime.
pub(crate) fn formatted(nanoseconds: i64, format: &str) -> String {
    timestamp(nanoseconds).strftime(format).to_string()
}

/// The two largest units: `3d 04h`, `2h 05m`, `1m 12s`, `12s`, `350ms`.
pub(crate) fn duration(nanoseconds: i64) -> String {
    let milliseconds = nanoseconds / 1_000_000;
    let (seconds, minutes, hours) = (milliseconds / 1_000, milliseconds / 60_000, milliseconds / 3_600_000);
    match () {
        () if nanoseconds == 0 => "0s".into(),
        () if milliseconds == 0 => "<1ms".into(),
        () if seconds == 0 => format!("{milliseconds}ms"),
        () if minutes == 0 => format!("{seconds}s"),
        () if hours == 0 => format!("{minutes}m {:02}s", seconds % 60),
        () if hours < 24 => format!("{hours}h {:02}m", minutes % 60),
        () => format!("{}d {:02}h", hours / 24, hours % 24),
    }
}

/// Every `i64` of nanoseconds (1677 to 2262) is among jiff's timestamps.
fn timestamp(nanoseconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_nanos(nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_digits_they_need() {
        let time = 1_587_185_430_250_000_000;
        assert_eq!(rfc3339(time), "2020-04-18T04:50:30.25Z");
        assert_eq!(rfc3339(time - 250_000_000), "2020-04-18T04:50:30Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59.999999999Z");
        assert_eq!(to_second(time), "2020-04-18 04:50:30");
        assert_eq!(rfc3339(i64::MIN), "1677-09-21T00:12:43.145224192Z");
        assert_eq!(rfc3339(i64::MAX), "2262-04-11T23:47:16.854775807Z");
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        let seconds =
            [0, 12, 72, 7_500, 3 * 86_400 + 4 * 3_600].map(|seconds| duration(seconds * 1_000_000_000));
        assert_eq!(seconds, ["0s", "12s", "1m 12s", "2h 05m", "3d 04h"]);
        assert_eq!([1, 350_000_000].map(duration), ["<1ms", "350ms"]);
    }
}
