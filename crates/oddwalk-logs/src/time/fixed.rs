//! The usual time, `2021-05-18T21:00:00.123Z`, read digit by digit.

/// The years of which every moment is so many nanoseconds as fit, and none is before 1970.
const YEARS: std::ops::RangeInclusive<i64> = 1970..=2261;

const MONTH_DAYS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Digits of a fraction of a second; more are finer than a nanosecond.
const FRACTION_DIGITS: usize = 9;

/// Nanoseconds since 1970-01-01 UTC, where the text is `YYYY-MM-DD`, `T` or a space, `HH:MM:SS`, maybe a point and up to
/// nine digits, and maybe `Z`. `None` means only that it is not in this form: it may be a time all the same.
pub(super) fn parse_fixed(text: &[u8]) -> Option<i64> {
    let (fixed, rest) = text.split_first_chunk::<19>()?;
    let [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', _, _, b':', _, _, b':', _, _] = fixed else {
        return None;
    };
    let year = 100 * two(fixed, 0)? + two(fixed, 2)?;
    let (month, day) = (two(fixed, 5)?, two(fixed, 8)?);
    let (hour, minute, second) = (two(fixed, 11)?, two(fixed, 14)?, two(fixed, 17)?);
    let is_clock = hour < 24 && minute < 60 && second < 60;
    if !YEARS.contains(&year) || !is_clock || day < 1 || day > month_days(year, month)? {
        return None;
    }
    let seconds = ((days_before(year, month) + day - 1) * 24 + hour) * 3_600 + minute * 60 + second;
    Some(seconds * 1_000_000_000 + fraction(rest.strip_suffix(b"Z").unwrap_or(rest))?)
}

/// The number of two digits.
#[inline]
fn two(text: &[u8; 19], at: usize) -> Option<i64> {
    let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_days(year: i64, month: i64) -> Option<i64> {
    let days = MONTH_DAYS.get(usize::try_from(month - 1).ok()?)?;
    Some(days + i64::from(month == 2 && is_leap(year)))
}

/// The days from 1970-01-01 to the first of the month. Years are counted from March, so that a leap day is their last.
fn days_before(year: i64, month: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let in_year = (153 * month + 2) / 5;
    365 * year + year / 4 - year / 100 + year / 400 + in_year - 719_468
}

/// The nanoseconds of a point and digits, or of nothing.
fn fraction(text: &[u8]) -> Option<i64> {
    let [b'.', digits @ ..] = text else { return text.is_empty().then_some(0) };
    if digits.is_empty() || digits.len() > FRACTION_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
    Some((digits.len()..FRACTION_DIGITS).fold(number, |number, _| number * 10))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse_iso;
    use super::*;

    fn agrees(text: &str) -> bool {
        parse_fixed(text.as_bytes()).is_none_or(|fixed| parse_iso(text) == Some(fixed))
    }

    #[test]
    fn every_day_is_that_of_the_general_parser() {
        for year in YEARS {
            for (month, day) in (1..=12).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                let text = format!("{year}-{month:02}-{day:02}T23:59:59Z");
                assert_eq!(parse_fixed(text.as_bytes()), parse_iso(&text), "{text}");
            }
        }
    }

    #[test]
    fn forms_that_are_read_and_those_that_are_left_to_others() {
        let read = ["", "Z", ".1", ".123Z", ".123456Z", ".123456789Z", ".000000000"];
        for rest in read {
            for separator in ["T", " "] {
                let text = format!("2021-05-18{separator}21:00:09{rest}");
                assert_eq!(parse_fixed(text.as_bytes()), Some(parse_iso(&text).unwrap()), "{text}");
            }
        }
        let left = [
            "2021-05-18",
            "2021-05-18T21:00",
            "2021-05-18T21:00:09+02:00",
            "2021-05-18T21:00:09.1234567890Z",
            "2021-05-18T21:00:09.Z",
            "2021-05-18T24:00:00Z",
            "2021-05-18T23:60:00Z",
            "2021-05-18T23:59:60Z",
            "1969-12-31T23:59:59Z",
            "2262-01-01T00:00:00Z",
            "2021-13-18T21:00:09Z",
            "2021-00-18T21:00:09Z",
            "2021-02-29T21:00:09Z",
            "2021-05-18T21:00:09z",
            "2021-05-18t21:00:09Z",
            "2021/05/18T21:00:09Z",
            "+021-05-18T21:00:09Z",
            "2021-05-18T2١:00:09",
            "",
            "2021-05-18T21:00:09ZZ",
        ];
        for text in left {
            assert_eq!(parse_fixed(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_general_parser_reads(
            text in "(19|20|21|22)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?Z?",
            place: prop::sample::Index,
            byte in prop::sample::select(b"0129-:.TZ +,".to_vec()),
        ) {
            prop_assert!(agrees(&text), "{}", text);
            let mut changed = text.clone().into_bytes();
            changed[place.index(text.len())] = byte;
            let changed = String::from_utf8(changed).unwrap();
            prop_assert!(agrees(&changed), "{}", changed);
        }
    }
}
