use super::*;

const T: i64 = 1_619_622_326; // 2021-04-28T15:05:26Z

fn any(text: &str) -> Result<i64, BadTime> {
    TimeFormat::Any.parse(text)
}

#[test]
fn every_form_of_one_moment_reads_the_same() {
    for text in [
        "2021-04-28T15:05:26Z",
        "2021-04-28T15:05:26",
        "2021-04-28 15:05:26",
        "2021-04-28 15:05:26.000",
        "2021-04-28T15:05:26.0000000Z",
        "2021-04-28T17:05:26+02:00",
        "2021-04-28T17:05:26+0200",
        "2021-04-28 10:05:26-05",
        "2021-04-28 15:05:26 UTC",
        "2021-04-28T15:05:26Z[UTC]",
        "20210428T150526Z",
        "4/28/2021, 3:05:26.000 PM",
        "4/28/2021, 3:05:26 PM",
        "4/28/2021, 3:05:26.000\u{202f}PM",
        "4/28/2021, 3:05:26.000 PM [UTC]",
        "4/28/2021 15:05:26",
        "28/4/2021 15:05:26",
        "28/04/2021, 15:05:26",
        "2021/04/28 15:05:26",
        "1619622326",
        "1619622326.0",
        "1619622326000",
        "1619622326000000",
        "1619622326000000000",
        " 1619622326 ",
    ] {
        assert_eq!(any(text), Ok(T * 1_000_000_000), "{text}");
    }
}

#[test]
fn fractions_are_kept_to_the_nanosecond() {
    assert_eq!(any("2021-04-28T15:05:26.1234567Z"), Ok(T * 1_000_000_000 + 123_456_700));
    assert_eq!(any("1619622326.1234567"), Ok(T * 1_000_000_000 + 123_456_700));
    assert_eq!(TimeFormat::Any.float("1.619622326e18"), Ok(T * 1_000_000_000));
    assert_eq!(TimeFormat::Any.float("1619622326.5"), Ok(T * 1_000_000_000 + 500_000_000));
    assert_eq!(any("1619622326123.5"), Ok(T * 1_000_000_000 + 123_500_000));
}

#[test]
fn two_orders_of_day_and_month_are_an_ambiguity() {
    assert_eq!(any("4/5/2021 15:05:26"), Err(BadTime::Ambiguous));
    assert_eq!(any("4/5/2021, 3:05:26 pm"), Err(BadTime::Ambiguous));
    assert_eq!(any("4/4/2021 15:05:26"), any("2021-04-04 15:05:26"));
    assert_eq!(any("4/5/2021, 3:05:26 PM"), any("2021-04-05T15:05:26Z"));
    let day_first: TimeFormat = "%d/%m/%Y %H:%M:%S".parse().unwrap();
    assert_eq!(day_first.parse("4/5/2021 15:05:26"), any("2021-05-04T15:05:26Z"));
}

#[test]
fn what_is_no_time_is_unusable() {
    for text in [
        "",
        "-",
        "yesterday",
        "2021-04-28",
        "2021-13-01T00:00:00Z",
        "2021-04-28T25:00:00Z",
        "20210428",
        "42",
        "1e9",
        "0x60",
        "99999999999999999999",
        "4/28/2021",
        "4/28/2021, 13:05:26 PM",
        "28/28/2021 00:00:00",
        "2021-04-28T15:05:26Zebra",
        "1619622326.5.5",
        "4/28/21 15:05:26",
        "9999-12-31T23:59:59Z",
    ] {
        assert_eq!(any(text), Err(BadTime::Unusable), "{text}");
    }
}

#[test]
fn a_day_begins_at_midnight_for_a_person() {
    assert_eq!(parse_time("2021-04-28"), any("2021-04-28T00:00:00Z").ok());
    assert_eq!(parse_time("2021-04-28T15:05:26Z"), Some(T * 1_000_000_000));
    assert_eq!(parse_time("April"), None);
}

#[test]
fn a_named_unit_reads_numbers_of_any_size() {
    let seconds: TimeFormat = "epoch-s".parse().unwrap();
    assert_eq!(seconds.parse("42"), Ok(42_000_000_000));
    assert_eq!(seconds.integer(42), Ok(42_000_000_000));
    assert_eq!(seconds.parse("-1.5"), Ok(-1_500_000_000));
    assert_eq!("epoch".parse::<TimeFormat>(), Err(BadTimeFormat("epoch".into())));
}

#[test]
fn a_pattern_that_reads_no_time_is_refused() {
    for bad in ["%Q%", "%", "%Y-%m-%d %", "%H:%M:%S", "%Y", "%!", "100%"] {
        assert_eq!(bad.parse::<TimeFormat>(), Err(BadTimeFormat(bad.into())), "{bad}");
    }
    for good in [
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%y %H:%M",
        "%Y-%m-%d",
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M:%S.%f%:z",
        "%Y-%m-%d %H:%M:%S.%3f",
        "%m/%d/%Y, %I:%M:%S %p",
        "%a, %d %b %Y %T %z",
        "%A %e %B %Y %R",
        "%Y%m%d%H%M%S",
        "%F %T",
        "%D %T",
        "%s",
        "%Y-%j %T",
        "day %d of %m %Y at 100%%",
    ] {
        assert!(good.parse::<TimeFormat>().is_ok(), "{good}");
    }
}
