use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::encode::FileRead;
use crate::testing::{Portions, SIZES, events, read_with, rejected, session_table, table};

const MAX: usize = 1 << 20;
const GOOD: &str = r#"{"t":"2021-05-18T21:00:00Z","u":"ann","c":"Set"}"#;
const GOOD_EVENT: &str = "ann Set 1621371600";

fn lines(text: &str) -> (FileRead, Option<String>) {
    read_with(&table(), |encoder| read_lines(text.as_bytes(), MAX, encoder))
}

fn array(text: &str) -> (FileRead, Option<String>) {
    read_with(&table(), |encoder| read_array(text.as_bytes(), MAX, encoder))
}

fn one(record: &str) -> (Vec<String>, Vec<(&'static str, u64)>) {
    let (file, _) = lines(record);
    (events(&file.log), rejected(&file))
}

#[test]
fn fields_of_every_type_are_read() {
    let event = |record: &str| one(record).0.concat();
    assert_eq!(event(GOOD), format!("1 {GOOD_EVENT}"));
    assert_eq!(event(r#"{"c":true,"u":7,"t":1621371600,"x":[{}]}"#), "1 7 true 1621371600");
    assert_eq!(
        event(r#"{"c":1.5,"u":18446744073709551615,"t":1621371600000.5}"#),
        "1 18446744073709551615 1.5 1621371600"
    );
    assert_eq!(event(r#"{"c":"S\u0065t \"x\"","u":null,"t":"1621371600"}"#), "1 - Set \"x\" 1621371600");
    assert_eq!(event(r#"{"c":"Set","u":"","t":1621371600}"#), "1 - Set 1621371600");
}

#[test]
fn numbers_keep_their_digits() {
    let event = |record: &str| one(record).0.concat();
    assert_eq!(event(r#"{"c":1.0,"u":7.0,"t":1621371600.0}"#), "1 7 1 1621371600");
    let long = "123456789012345678901234567890";
    let record = format!(r#"{{"c":1e400,"u":{long},"t":1.6213716e9}}"#);
    assert_eq!(event(&record), format!("1 {long} 1e400 1621371600"));
    assert_eq!(event(r#"{"c":"Set","u":"ann","t":1621371600,"x":1e400}"#), "1 ann Set 1621371600");
}

#[test]
fn depth_is_bounded_in_a_needed_field() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let rejected = |depth| one(&format!(r#"{{"t":1621371600,"u":"ann","c":{}}}"#, nested(depth))).1;
    assert_eq!(rejected(126), [("wrong_type", 1)]);
    assert_eq!(rejected(127), [("malformed", 1)]);
    assert_eq!(rejected(50_000), [("malformed", 1)]);
}

/// An event that cannot be read whole is still one: what is dropped changes its session.
#[test]
fn unreadable_parameters_are_none_and_counted() {
    let table = table().parameters("p");
    let records = [r#"{"a":1}"#, r#""{\"a\":""#, "5", "null"];
    let record = |p: &str| format!(r#"{{"t":1621371600,"u":"ann","c":"Set","p":{p}}}"#);
    let text = records.map(record).join("\n");
    let (file, problem) = read_with(&table, |encoder| read_lines(text.as_bytes(), MAX, encoder));
    assert_eq!((file.log.len(), rejected(&file), problem), (4, vec![], None));
    let unreadable = &file.quality.unreadable_parameters;
    let rows: Vec<u64> = unreadable.first.iter().map(|first| first.row).collect();
    assert_eq!((unreadable.count, rows), (2, vec![2, 3]));
    let given = r#"{"s":[{"name":"a","params":{"x":1}},{"name":"b","params":"{\"x\""}],"u":"ann"}"#;
    let table = crate::Table::sessions("s", vec!["u".into()], None, None).unwrap();
    let (file, _) = read_with(&table, |encoder| read_lines(given.as_bytes(), MAX, encoder));
    assert_eq!((file.log.len(), file.quality.unreadable_parameters.count), (2, 1));
}

#[test]
fn what_does_not_belong_into_a_session_is_named() {
    let table = crate::Table::sessions("s", vec!["u".into()], None, None).unwrap();
    let object = r#"{"name":"a","params":{}}"#;
    for (item, reason, found) in [
        ("null", "missing_command", "null or an empty text"),
        ("5", "wrong_type", "a number"),
        ("true", "wrong_type", "a truth value"),
        ("[1]", "wrong_type", "a list"),
        (r#""b""#, "wrong_type", "a text"),
    ] {
        let text = format!(r#"{{"s":[{object},{item}],"u":"ann"}}"#);
        let (file, _) = read_with(&table, |encoder| read_lines(text.as_bytes(), MAX, encoder));
        assert_eq!(rejected(&file), [(reason, 1)], "{item}");
        let detail = &file.quality.rejected.values().next().unwrap().first[0].detail;
        assert_eq!(*detail, format!("event 2: {found}, where the events before are objects"));
    }
}

#[test]
fn a_session_is_when_it_begins_or_else_ends() {
    let line = |b: &str, e: &str| format!(r#"{{"s":["a"],"u":"ann","b":{b},"e":{e}}}"#);
    let (early, late) = ("1621371600", "1621371700");
    let text = [line(early, late), line("null", late), line("null", early), line("null", "null")].join("\n");
    let read = |table: crate::Table| {
        let (file, _) = read_with(&table, |encoder| read_lines(text.as_bytes(), MAX, encoder));
        assert_eq!(file.quality.records(), file.quality.events() + file.quality.out_of_range);
        events(&file.log).iter().map(|event| event[..1].to_owned()).collect::<String>()
    };
    assert_eq!(read(session_table()), "1234");
    assert_eq!(read(session_table().between(Some(1_621_371_650_000_000_000), None)), "2");
    assert_eq!(read(session_table().between(None, Some(1_621_371_650_000_000_000))), "13");
}

#[test]
fn the_last_of_two_equal_names_counts() {
    let record = r#"{"t":1621371600,"u":"ann","c":"Set","u":"zoe"}"#;
    assert_eq!(one(record).0, ["1 zoe Set 1621371600"]);
}

#[test]
fn a_bad_record_is_rejected_with_its_reason_and_the_next_one_is_read() {
    for (bad, reason) in [
        (r#"{"t":1"#, "malformed"),
        ("[1,2]", "malformed"),
        ("null", "malformed"),
        (r#"{"t":1621371600,"u":"ann","c":"Set"}}"#, "malformed"),
        (r#"{"t":NaN,"u":"ann","c":"Set"}"#, "malformed"),
        (r#"{"t":1621371600,"u":"\ud800","c":"Set"}"#, "malformed"),
        (r#"{"t":1621371600,"u":{"a":1},"c":"Set"}"#, "wrong_type"),
        (r#"{"t":1621371600,"u":["ann"],"c":"Set"}"#, "wrong_type"),
        (r#"{"t":1621371600,"u":"ann","c":{}}"#, "wrong_type"),
        (r#"{"t":{},"u":"ann","c":"Set"}"#, "unusable_time"),
        (r#"{"t":[1],"u":"ann","c":"Set"}"#, "unusable_time"),
        (r#"{"t":"soon","u":"ann","c":"Set"}"#, "unusable_time"),
        (r#"{"t":null,"u":"ann","c":"Set"}"#, "missing_time"),
        (r#"{"t":1621371600,"u":"ann"}"#, "missing_command"),
        (r#"{"t":1621371600,"u":"ann","c":""}"#, "missing_command"),
    ] {
        let (file, problem) = lines(&format!("{bad}\n{GOOD}\n"));
        assert_eq!((events(&file.log), problem), (vec![format!("2 {GOOD_EVENT}")], None), "{bad}");
        assert_eq!(rejected(&file), [(reason, 1)], "{bad}");
    }
}

#[test]
fn a_field_of_the_wrong_type_is_named() {
    let (file, _) = lines(&format!(r#"{{"t":1621371600,"u":{{}},"c":"Set"}}{}"#, "\n"));
    let rejected = file.quality.rejected.values().next().unwrap();
    assert!(rejected.first[0].detail.starts_with("column `u`: an object"), "{:?}", rejected.first);
}

#[test]
fn invalid_utf8_costs_one_record() {
    let bytes = [b"{\"t\":1621371600,\"u\":\"a\xff\",\"c\":\"Set\"}\n", GOOD.as_bytes()].concat();
    let (file, _) = read_with(&table(), |encoder| read_lines(bytes.as_slice(), MAX, encoder));
    assert_eq!(events(&file.log), [format!("2 {GOOD_EVENT}")]);
    assert_eq!(rejected(&file), [("malformed", 1)]);
}

#[test]
fn depth_is_bounded_and_unneeded_depth_is_stepped_over() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let text = format!(
        "{{\"t\":1621371600,\"u\":\"ann\",\"c\":{}}}\n{{\"t\":1621371600,\"u\":\"ann\",\"c\":\"Set\",\"x\":{}}}\n{}\n",
        deep("[", "]"),
        deep("[", "]"),
        "[".repeat(100_000)
    );
    let (file, problem) = lines(&text);
    assert_eq!((events(&file.log), problem), (vec![format!("2 {GOOD_EVENT}")], None));
    assert_eq!(rejected(&file), [("malformed", 2)]);
}

#[test]
fn a_name_with_a_dot_is_a_field_in_an_object() {
    let table = crate::Table::events("t", vec!["who.name.first".into()], "c").unwrap();
    let text = concat!(
        r#"{"t":1621371600,"who":{"id":{"first":1},"name":{"first":"ann"}},"c":"Set"}"#,
        "\n",
        r#"{"t":1621371600,"who.name.first":"flat","c":"Set"}"#,
        "\n",
        r#"{"t":1621371600,"who":{"name":"text"},"c":"Set"}"#,
        "\n",
        r#"{"t":1621371600,"who":[{"name":{"first":"x"}}],"c":"Set"}"#,
        "\n",
        r#"{"t":1621371600,"who":5.5,"c":"Set"}"#,
        "\n",
    );
    let (file, problem) = read_with(&table, |encoder| read_lines(text.as_bytes(), MAX, encoder));
    let users: Vec<String> =
        events(&file.log).iter().map(|event| event.split(' ').nth(1).unwrap().into()).collect();
    assert_eq!((users, problem), (["ann", "flat", "-", "-", "-"].map(str::to_owned).to_vec(), None));
}

#[test]
fn a_file_without_a_needed_field_tells_what_it_has() {
    let (_, problem) = lines(r#"{"time":1,"u":"ann","c":"Set","x":1}"#);
    assert_eq!(problem.unwrap(), "has no column `t`; did you mean `time`? (columns: c, time, u, x)");
    let (_, problem) = lines(r#"{"t":1621371600,"u":"ann","cm":"Set"}"#);
    assert_eq!(problem.unwrap(), "has no column `c`; did you mean `cm`? (columns: cm, t, u)");
    let (file, problem) = lines(&GOOD.replace("\"u\"", "\"usr\""));
    assert_eq!((problem, file.unseen_columns.len()), (None, 1));
    assert_eq!(file.unseen_columns[0].existing, ["c", "t", "usr"]);
}

#[test]
fn a_file_without_a_record_says_so() {
    for (text, expected) in
        [("", "is empty"), ("\n \n", "is empty"), ("{\n\"t\": 1\n}\n", "has no readable record")]
    {
        let problem = lines(text).1.unwrap();
        assert!(problem.starts_with(expected), "{problem}");
    }
    assert_eq!(array("[]").1.unwrap(), "is empty");
    assert!(array("[1,2]").1.unwrap().starts_with("has no readable record"));
}

#[test]
fn an_array_is_read_until_it_breaks_off() {
    let (file, problem) = array(&format!("[{GOOD},\n {GOOD}]"));
    assert_eq!((events(&file.log).len(), problem), (2, None));
    for (text, expected) in [
        (format!("[{GOOD},{{\"t\":"), "breaks off after 1 records: the last record is cut off"),
        (format!("[{GOOD}"), "breaks off after 0 records: the last record is cut off"),
        (format!("[{GOOD},"), "breaks off after 1 records: the array is never closed"),
        (format!("[{GOOD}] trailing"), "breaks off after 1 records: text outside the array"),
    ] {
        assert_eq!(array(&text).1.unwrap(), expected);
    }
}

#[test]
fn a_record_over_the_limit_is_rejected() {
    let text = format!("{GOOD}\n{{\"c\":\"{}\"}}\n{GOOD}\n", "x".repeat(200));
    let (file, problem) = read_with(&table(), |encoder| read_lines(text.as_bytes(), 100, encoder));
    assert_eq!((events(&file.log).len(), problem), (2, None));
    assert_eq!(rejected(&file), [("too_long", 1)]);
}

#[test]
fn sessions_are_lists_or_texts_of_lists() {
    let text = concat!(
        r#"{"s":["a","b",3],"u":"ann","b":10,"e":"1970-01-01T00:00:20Z"}"#,
        "\n",
        r#"{"s":"[\"c\"]","u":"bob","b":null,"e":null}"#,
        "\n",
        r#"{"s":[],"u":"ann","b":null,"e":null}"#,
        "\n",
        r#"{"s":["a",null],"u":"ann"}"#,
        "\n",
        r#"{"s":[["a"]],"u":"ann"}"#,
        "\n",
        r#"{"s":"a, b","u":"ann"}"#,
        "\n",
        r#"{"s":["a"],"u":"ann","b":20,"e":10}"#,
        "\n",
    );
    let table = session_table().time_format("epoch-s".parse().unwrap());
    let (file, problem) = read_with(&table, |encoder| read_lines(text.as_bytes(), MAX, encoder));
    // An epoch format is for numbers: the first record's end is none.
    assert_eq!(problem, None);
    assert_eq!(events(&file.log), ["2 bob c 0"]);
    assert_eq!(rejected(&file), [("wrong_type", 2), ("unusable_time", 2), ("missing_command", 2)]);
    assert_eq!((file.sessions.ends.len(), file.sessions.spans[0]), (1, None));
    assert_eq!(file.quality.events() + file.quality.rejected_count(), file.quality.records());

    let table = session_table();
    let (file, _) = read_with(&table, |encoder| {
        read_lines(
            r#"{"s":["a","b",3],"u":"ann","b":1621371600,"e":"2021-05-18T21:00:20Z"}"#.as_bytes(),
            MAX,
            encoder,
        )
    });
    assert_eq!(events(&file.log), ["1 ann a 1621371600", "1 ann b 1621371600", "1 ann 3 1621371600"]);
    let span = file.sessions.spans[0].unwrap();
    assert_eq!((file.sessions.ends.as_slice(), span.end - span.begin), ([3].as_slice(), 20_000_000_000));
}

/// Events, rejections and the problem, which are the same however much comes at a time.
fn all(
    text: &[u8],
    read: impl Fn(Portions, &mut Encoder) -> Result<(), FileError>,
) -> (Vec<String>, Vec<(&'static str, u64)>, Option<String>) {
    let [one, five, whole] = SIZES.map(|size| {
        let portions = || Portions { bytes: text, size };
        let (file, problem) = read_with(&table(), |encoder| read(portions(), encoder));
        (events(&file.log), rejected(&file), problem)
    });
    assert_eq!(one, whole, "byte by byte: {:?}", String::from_utf8_lossy(text));
    assert_eq!(five, whole, "five bytes at a time: {:?}", String::from_utf8_lossy(text));
    whole
}

fn stream(text: &str) -> (Vec<String>, Vec<(&'static str, u64)>, Option<String>) {
    all(text.as_bytes(), |bytes, encoder| read_stream(bytes, MAX, encoder))
}

#[test]
fn objects_may_stand_one_behind_the_other() {
    let pretty = serde_json::from_str::<serde_json::Value>(GOOD).unwrap();
    let pretty = serde_json::to_string_pretty(&pretty).unwrap();
    let expected: Vec<String> = (1..=3).map(|row| format!("{row} {GOOD_EVENT}")).collect();
    for text in [
        format!("{pretty}\n{pretty}\n{pretty}\n"),
        format!("{GOOD}{GOOD} {pretty}"),
        format!("{GOOD}\n").repeat(3),
    ] {
        assert_eq!(stream(&text), (expected.clone(), vec![], None), "{text}");
    }
    for (bad, problem) in [("{\n \"t\": 1,\n", None), ("x\n", None), ("{\"t\":{\n", None)] {
        let text = format!("{pretty}\n{bad}{pretty}\n");
        let expected = vec![expected[0].clone(), expected[2].clone()];
        assert_eq!(stream(&text), (expected, vec![("malformed", 1)], problem), "{text}");
    }
    let (events, _, problem) = stream(&format!("{pretty}\n{}", &pretty[..40]));
    assert_eq!(events.len(), 1);
    assert_eq!(problem.unwrap(), "breaks off after 1 records: the last record is cut off");
}

#[test]
fn a_record_over_the_limit_is_not_taken_as_it_comes() {
    let long = GOOD.replace("ann", &"x".repeat(200));
    for text in [format!("[{GOOD},{long},{GOOD}]"), format!("{{\"Records\":[{GOOD},{long},{GOOD}]}}")] {
        let read = |bytes: Portions, encoder: &mut Encoder| match text.as_bytes()[0] {
            b'[' => read_array(bytes, 100, encoder),
            _ => read_envelopes(bytes, 100, encoder),
        };
        let (events, rejected, problem) = all(text.as_bytes(), read);
        assert_eq!((events.len(), rejected, problem), (2, vec![("too_long", 1)], None));
    }
}

#[test]
fn what_is_taken_as_it_comes_ends_where_the_record_does() {
    let array = format!("[{GOOD},{GOOD} x,{GOOD}5,{GOOD}]");
    let (events, rejected, problem) = all(array.as_bytes(), |bytes, encoder| read_array(bytes, MAX, encoder));
    assert_eq!((events.len(), rejected, problem), (2, vec![("malformed", 2)], None));
    let broken = GOOD.replace("\"u\"", "\"x\":\n{},\"u\"");
    let (events, rejected, problem) = stream(&format!("{GOOD}\n{broken}\n{GOOD}"));
    assert_eq!((events.len(), problem), (2, None));
    assert_eq!(rejected, [("malformed", 2), ("missing_time", 1)]);
}

#[test]
fn a_needed_field_may_be_in_a_text() {
    let table =
        crate::Table::events("CloudTrailEvent.t", vec!["CloudTrailEvent.who.u".into()], "EventName").unwrap();
    let held = r#"{"t":1621371600,"who":{"u":"a\\nn"}}"#;
    let held = serde_json::to_string(held).unwrap();
    let text = format!(r#"{{"Events":[{{"EventName":"Set","CloudTrailEvent":{held}}}],"NextToken":"x"}}"#);
    let (file, problem) = read_with(&table, |encoder| read_envelopes(text.as_bytes(), MAX, encoder));
    assert_eq!((events(&file.log), problem), (vec![r"1 a\nn Set 1621371600".to_owned()], None));
    let (file, _) = read_with(&table, |encoder| {
        read_lines(r#"{"EventName":"Set","CloudTrailEvent":"{\"t\":"}"#.as_bytes(), MAX, encoder)
    });
    assert_eq!(rejected(&file), [("malformed", 1)]);
    let (_, problem) = read_with(&table, |encoder| {
        read_lines(r#"{"EventName":"Set","CloudTrailEvent":"{\"time\":1}"}"#.as_bytes(), MAX, encoder)
    });
    assert!(problem.unwrap().contains("(columns: CloudTrailEvent, CloudTrailEvent.time, EventName)"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_does_not_depend_on_how_it_comes(
        pieces in vec(prop::sample::select(vec![GOOD, "{", "}", "[", "]", ",", "\n", " ", "\"", "\\", "{}", "x", "{\"t\":", "\n{"]), 0..20)
    ) {
        let text = pieces.concat();
        all(text.as_bytes(), |bytes, encoder| read_stream(bytes, MAX, encoder));
        all(format!("[{text}").as_bytes(), |bytes, encoder| read_array(bytes, MAX, encoder));
        all(format!("{{\"Records\":[{text}").as_bytes(), |bytes, encoder| read_envelopes(bytes, MAX, encoder));
    }
}
