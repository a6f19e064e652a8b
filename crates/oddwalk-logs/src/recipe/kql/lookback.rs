//! How far back a query looks.

use std::str::FromStr;

use thiserror::Error;

/// A hundred years: what is older is a slip, and farther back Kusto's calendar ends.
const MAX_SECONDS: i64 = 36_500 * 86_400;

/// A length of time before now: whole seconds, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookback {
    seconds: i64,
}

/// Not how far back a query can look.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not how far back a query can look: write it as 60d, 12h or 1d 12h, up to 36500d")]
pub struct BadLookback(pub String);

impl Lookback {
    pub(super) fn nanoseconds(self) -> i64 {
        self.seconds * 1_000_000_000
    }
}

impl FromStr for Lookback {
    type Err = BadLookback;

    fn from_str(text: &str) -> Result<Self, BadLookback> {
        let seconds = seconds(text).filter(|seconds| (1..=MAX_SECONDS).contains(seconds));
        seconds.map(|seconds| Self { seconds }).ok_or_else(|| BadLookback(text.to_owned()))
    }
}

/// Numbers with units behind them, added up.
fn seconds(text: &str) -> Option<i64> {
    let (mut rest, mut sum) = (text.trim(), 0_i64);
    while !rest.is_empty() {
        let (number, behind) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let unit = unit(behind.chars().next()?)?;
        sum = sum.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        rest = behind[1..].trim_start();
    }
    Some(sum)
}

fn unit(letter: char) -> Option<i64> {
    match letter {
        'd' => Some(86_400),
        'h' => Some(3_600),
        'm' => Some(60),
        's' => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_and_nothing_else() {
        for (text, expected) in
            [("60d", 5_184_000), (" 12h ", 43_200), ("1d 12h", 129_600), ("1h30m5s", 5_405)]
        {
            assert_eq!(text.parse::<Lookback>().unwrap().seconds, expected, "{text}");
        }
        for text in [
            "",
            "0d",
            "60",
            "d",
            "-1d",
            "1.5d",
            "60d)",
            "60d;",
            "1w",
            "1é",
            "36501d",
            "99999999999999999999d",
            "9223372036854775807d",
        ] {
            assert_eq!(text.parse::<Lookback>().unwrap_err(), BadLookback(text.to_owned()));
        }
    }
}
