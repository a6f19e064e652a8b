//! Numbers: the same text for the same number, whatever format it was read from.
//!
//! A whole number is its digits. Any other JSON number is the text that it was written as, however long or large; a
//! floating-point number of a typed column is the text that JSON would have: 1.0, 0.1, 1e+300. That is what a parameter's
//! value reads. An identity and a command have no fraction where it is zero ([`without_fraction`]): a column of whole
//! numbers that has gaps becomes one of floats in many tools, and 7.0 and 7 are one user.

use std::borrow::Cow;

use serde::Serialize;

use crate::field::Field;

/// So many decimal digits any double keeps.
const EXACT_DIGITS: usize = 15;

/// A number as it stands in JSON.
pub(crate) fn of_json(text: &str) -> Field<'_> {
    text.parse().map_or(Field::Literal(Cow::Borrowed(text)), Field::Integer)
}

/// A floating-point number of a typed column. What is not a number is missing: it is how tools write gaps.
pub(crate) fn of_float(number: impl Serialize + Into<f64> + Copy) -> Field<'static> {
    let double: f64 = number.into();
    if double.is_nan() {
        return Field::Missing;
    }
    let json = serde_json::to_string(&number).ok().filter(|_| double.is_finite());
    Field::Literal(json.map_or_else(|| double.to_string().into(), Cow::Owned))
}

/// A number that may be over the largest whole one.
pub(crate) fn of_unsigned(number: u64) -> Field<'static> {
    i64::try_from(number).map_or_else(|_| Field::Literal(number.to_string().into()), Field::Integer)
}

/// The text of a number or a truth value in an identity or a command: digits alone where it is whole.
pub(crate) fn without_fraction(text: &str) -> Cow<'_, str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some(("-0", fraction)) if digits(fraction) && is_zeros(fraction) => Cow::Borrowed("0"),
        Some((whole, fraction)) if digits(whole.trim_start_matches('-')) && is_zeros(fraction) => {
            Cow::Borrowed(whole)
        }
        _ => whole_exponent(text).map_or(Cow::Borrowed(text), |whole| Cow::Owned(whole.to_string())),
    }
}

fn is_zeros(digits: &str) -> bool {
    digits.bytes().all(|digit| digit == b'0')
}

/// The number that is written with an exponent, where it is whole and no digit of it is lost.
fn whole_exponent(text: &str) -> Option<i64> {
    let (mantissa, _) = text.split_once(['e', 'E'])?;
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let number = text.parse::<f64>().ok().filter(|_| (1..=EXACT_DIGITS).contains(&digits))?;
    (number.fract() == 0.0 && number.abs() < i64::MAX as f64).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(field: &Field) -> String {
        match field {
            Field::Integer(number) => number.to_string(),
            Field::Literal(text) => text.clone().into_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn json_and_columns_read_the_same() {
        for (json, float) in [("1.0", 1.0), ("0.1", 0.1), ("1e+300", 1e300), ("-2.5", -2.5), ("7.0", 7.0)] {
            assert_eq!(text(&of_json(json)), text(&of_float(float)));
        }
        assert_eq!(text(&of_float(0.1_f32)), "0.1");
        assert_eq!(of_float(f64::NAN), Field::Missing);
        assert_eq!(text(&of_float(f64::INFINITY)), "inf");
        assert_eq!(of_unsigned(7), Field::Integer(7));
        assert_eq!(text(&of_unsigned(u64::MAX)), "18446744073709551615");
    }

    #[test]
    fn no_digit_of_a_json_number_is_lost() {
        for number in ["1e400", "123456789012345678901234567890", "1.50", "1E+3", "-0.0"] {
            assert_eq!(text(&of_json(number)), number);
        }
    }

    #[test]
    fn a_whole_identity_has_no_fraction() {
        for (number, plain) in [
            ("7.0", "7"),
            ("-7.00", "-7"),
            ("-0.0", "0"),
            ("12345678901234567.0", "12345678901234567"),
            ("1e16", "10000000000000000"),
            ("1e+16", "10000000000000000"),
            ("1.5e1", "15"),
            ("1.5", "1.5"),
            ("1.05e1", "1.05e1"),
            ("1e400", "1e400"),
            ("1e19", "1e19"),
            ("1.2345678901234567e18", "1.2345678901234567e18"),
            ("true", "true"),
            ("false", "false"),
        ] {
            assert_eq!(without_fraction(number), plain);
        }
    }
}
