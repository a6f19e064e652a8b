use std::io::{Seek, Write};

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, DictionaryArray, FixedSizeBinaryArray,
    Float64Array, Int32Array, Int64Array, LargeStringArray, StringArray, StringViewArray, StructArray,
    Time32MillisecondArray, TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray,
    TimestampSecondArray, UInt64Array,
};

use arrow_schema::{DataType, Field as ArrowField, Schema};

use super::*;
use crate::encode::FileRead;
use crate::testing::{events, read_with, rejected, session_table, table};

const T: i64 = 1_621_371_600;

fn array(array: impl Array + 'static) -> ArrayRef {
    Arc::new(array)
}

fn texts(values: &[&str]) -> ArrayRef {
    array(StringArray::from(values.to_vec()))
}

fn bytes(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let fields: Vec<ArrowField> =
        columns.iter().map(|(name, array)| ArrowField::new(*name, array.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch =
        RecordBatch::try_new(Arc::clone(&schema), columns.into_iter().map(|(_, array)| array).collect())
            .unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn read_bytes(bytes: &[u8], table: &crate::Table) -> (FileRead, Option<String>) {
    read_up_to(ReadOptions::default().max_record, bytes, table)
}

fn read_up_to(max_record: usize, bytes: &[u8], table: &crate::Table) -> (FileRead, Option<String>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    read_with(table, |encoder| read(file, &ReadOptions { max_record, ..ReadOptions::default() }, encoder))
}

/// Two events whose columns are all usual but for the one that is given.
fn with(name: &str, column: &ArrayRef) -> (Vec<String>, Vec<(&'static str, u64)>, Option<String>) {
    let usual = [
        ("t", array(Int64Array::from(vec![T, T + 1]))),
        ("u", texts(&["ann", "bob"])),
        ("c", texts(&["Set", "New"])),
    ];
    let columns = usual
        .into_iter()
        .map(|(usual, array)| if usual == name { (usual, Arc::clone(column)) } else { (usual, array) });
    let (file, problem) = read_bytes(&bytes(columns.collect()), &table());
    assert_eq!(file.quality.events() + file.quality.rejected_count(), file.quality.records());
    (events(&file.log), rejected(&file), problem)
}

fn usual() -> Vec<String> {
    vec![format!("1 ann Set {T}"), format!("2 bob New {}", T + 1)]
}

#[test]
fn a_time_can_be_of_every_type_that_is_one() {
    let times = |unit: i64| vec![T * unit, (T + 1) * unit];
    for column in [
        array(TimestampSecondArray::from(times(1))),
        array(TimestampMillisecondArray::from(times(1_000))),
        array(TimestampMicrosecondArray::from(times(1_000_000))),
        array(TimestampNanosecondArray::from(times(1_000_000_000))),
        array(TimestampMicrosecondArray::from(times(1_000_000)).with_timezone("Europe/Berlin")),
        array(Int64Array::from(times(1_000))),
        array(Int32Array::from(vec![T as i32, T as i32 + 1])),
        array(UInt64Array::from(vec![T as u64, T as u64 + 1])),
        array(Float64Array::from(vec![T as f64, T as f64 + 1.0])),
        texts(&["2021-05-18T21:00:00Z", "2021-05-18 21:00:01"]),
        array(BinaryArray::from(vec![b"2021-05-18T21:00:00Z".as_slice(), b"1621371601"])),
    ] {
        let kind = column.data_type().clone();
        assert_eq!(with("t", &column), (usual(), vec![], None), "{kind}");
    }
}

#[test]
fn a_text_can_be_of_every_type_that_holds_one() {
    for column in [
        array(LargeStringArray::from(vec!["ann", "bob"])),
        array(StringViewArray::from(vec!["ann", "bob"])),
        array(vec!["ann", "bob"].into_iter().collect::<DictionaryArray<Int8Type>>()),
        array(vec!["ann", "bob"].into_iter().collect::<DictionaryArray<Int32Type>>()),
        array(BinaryArray::from(vec![b"ann".as_slice(), b"bob"])),
        array(FixedSizeBinaryArray::try_from_iter(["ann", "bob"].into_iter()).unwrap()),
    ] {
        let kind = column.data_type().clone();
        assert_eq!(with("u", &column), (usual(), vec![], None), "{kind}");
    }
    let numbers = with("c", &array(Int64Array::from(vec![4_688, 1]))).0;
    assert_eq!(numbers, [format!("1 ann 4688 {T}"), format!("2 bob 1 {}", T + 1)]);
}

#[test]
fn what_is_missing_or_no_text_is_told_cell_by_cell() {
    let some_texts = || array(StringArray::from(vec![Some(""), None]));
    let users = [format!("1 - Set {T}"), format!("2 - New {}", T + 1)];
    assert_eq!(with("u", &some_texts()), (users.to_vec(), vec![], None));
    assert_eq!(with("c", &some_texts()).1, [("missing_command", 2)]);
    assert_eq!(with("t", &array(Int64Array::from(vec![None, Some(T)]))).1, [("missing_time", 1)]);
    assert_eq!(with("t", &texts(&["soon", "2021-05-18 21:00:01"])).1, [("unusable_time", 1)]);
    let damaged = array(BinaryArray::from(vec![b"a\xff".as_slice(), b"bob"]));
    let (events, rejected, _) = with("u", &damaged);
    assert_eq!((events, rejected), (usual()[1..].to_vec(), vec![("invalid_utf8", 1)]));
    let far = array(TimestampMillisecondArray::from(vec![1 << 62, T * 1_000]));
    assert_eq!(with("t", &far).1, [("unusable_time", 1)]);
}

#[test]
fn a_column_of_a_type_that_cannot_be_it_is_named() {
    let nested = || {
        let field = Arc::new(ArrowField::new("x", DataType::Utf8, true));
        array(StructArray::from(vec![(field, texts(&["a", "b"]))]))
    };
    for (name, column, expected) in [
        ("t", array(BooleanArray::from(vec![true, false])), "column `t` has the type Boolean"),
        ("t", array(Date32Array::from(vec![1, 2])), "column `t` has the type Date32"),
        ("t", array(Time32MillisecondArray::from(vec![1, 2])), "column `t` has the type Time32"),
        ("t", nested(), "column `t` has the type Struct"),
        ("u", nested(), "column `u` has the type Struct"),
        ("c", nested(), "column `c` has the type Struct"),
    ] {
        let problem = with(name, &column).2.unwrap();
        assert!(problem.starts_with(expected), "{problem}");
    }
}

#[test]
fn columns_that_are_missing_or_doubled_are_named() {
    let problem = |columns| read_bytes(&bytes(columns), &table()).1.unwrap();
    let ann = || texts(&["ann"]);
    assert_eq!(
        problem(vec![("t", ann()), ("usr", ann()), ("c", ann())]),
        "has no column `u`; did you mean `usr`? (columns: t, usr, c)"
    );
    assert_eq!(
        problem(vec![("t", ann()), ("u", ann()), ("c", ann()), ("u", ann())]),
        "has more than one column `u`"
    );
    assert_eq!(
        problem(vec![("t", texts(&[])), ("u", texts(&[])), ("c", texts(&[]))]),
        "has columns but no records"
    );
}

#[test]
fn commands_outside_the_time_range_are_not_in_the_vocabulary() {
    let columns = vec![
        ("t", array(Int64Array::from(vec![T, T + 1]))),
        ("u", texts(&["ann", "bob"])),
        ("c", texts(&["Set", "New"])),
    ];
    let table = table().between(Some((T + 1) * 1_000_000_000), None);
    let (file, _) = read_bytes(&bytes(columns), &table);
    assert_eq!(file.quality.out_of_range, 1);
    let log = file.log.canonical();
    assert_eq!((log.commands().len(), log.entities().len()), (1, 1));
    assert_eq!(events(&log), [format!("2 bob New {}", T + 1)]);
}

#[test]
fn sessions_are_lists_of_texts() {
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("a"), Some("b")]);
    lists.append_value([Some("a"), None]);
    lists.append_value::<[Option<&str>; 0], &str>([]);
    lists.append_null();
    let columns = vec![
        ("s", array(lists.finish())),
        ("u", texts(&["ann", "bob", "cy", "di"])),
        ("b", array(TimestampSecondArray::from(vec![T; 4]))),
        ("e", array(TimestampSecondArray::from(vec![T + 5; 4]))),
    ];
    let (file, problem) = read_bytes(&bytes(columns), &session_table());
    assert_eq!((events(&file.log), problem), (vec![format!("1 ann a {T}"), format!("1 ann b {T}")], None));
    assert_eq!(rejected(&file), [("missing_command", 3)]);
    assert_eq!(file.quality.events() + file.quality.rejected_count(), file.quality.records());
    let nested = {
        let mut lists = ListBuilder::new(ListBuilder::new(StringBuilder::new()));
        lists.append_value([Some([Some("a")])]);
        array(lists.finish())
    };
    let one = || array(TimestampSecondArray::from(vec![T]));
    let columns = vec![("s", nested), ("u", texts(&["ann"])), ("b", one()), ("e", one())];
    let problem = read_bytes(&bytes(columns), &session_table()).1.unwrap();
    assert!(problem.contains("a list of commands is needed"), "{problem}");
}

/// Every single byte is damaged in turn. What comes out is events or a problem, never a panic.
#[test]
fn a_damaged_file_is_a_problem_and_never_a_panic() {
    let columns = vec![
        ("t", array(TimestampMillisecondArray::from(vec![T * 1_000; 20]))),
        ("u", texts(&["ann"; 20])),
        ("c", array(LargeStringArray::from(vec!["Set"; 20]))),
    ];
    let sound = bytes(columns);
    let mut problems = 0;
    for at in 4..sound.len() {
        let mut damaged = sound.clone();
        damaged[at] ^= 1 << (at % 7);
        problems += usize::from(read_bytes(&damaged, &table()).1.is_some());
    }
    assert!(problems > 50, "{problems}");
    for len in [4, 8, 12, sound.len() / 2, sound.len() - 1] {
        assert!(read_bytes(&sound[..len], &table()).1.is_some(), "{len}");
    }
}

/// Two files, each with some bytes damaged, at which version 59 of the parquet crate panics.
#[test]
fn a_panic_of_the_reader_is_a_problem_of_the_file() {
    for (damaged, said) in [
        (include_bytes!("../testdata/zero-division.parquet").as_slice(), "divide by zero"),
        (include_bytes!("../testdata/negative-length.parquet").as_slice(), "should not be negative"),
    ] {
        let (file, problem) = read_bytes(damaged, &table());
        assert_eq!(file.log.len(), 0);
        assert!(problem.as_ref().is_some_and(|problem| problem.contains(said)), "{problem:?}");
    }
}

/// So many times the same text, held once.
fn repeated(text: &str, rows: usize) -> ArrayRef {
    array(DictionaryArray::<Int32Type>::new(vec![0; rows].into(), texts(&[text])))
}

/// Over two gigabytes of texts in a file of a few hundred bytes: 2,100 events of one user, whose one command is 1 MiB of
/// `x`, and whose parameters `p` are `{"p":1}`.
#[test]
fn a_text_that_repeats_is_held_once() {
    let repeated = include_bytes!("../testdata/repeated.parquet").as_slice();
    for table in [table(), table().parameters("p")] {
        let (file, problem) = read_bytes(repeated, &table);
        assert_eq!((file.log.len(), file.log.commands().len(), problem), (2_100, 1, None));
    }
    let table = crate::Table::sessions("p", vec!["c".into()], None, None).unwrap();
    let (file, problem) = read_bytes(repeated, &table);
    assert_eq!((rejected(&file), problem), (vec![("wrong_type", 2_100)], None));
}

#[test]
fn a_cell_over_the_limit_is_rejected() {
    let long = "x".repeat(100);
    let usual = || ("t", array(Int64Array::from(vec![T, T + 1, T + 2])));
    let some_long = || texts(&["a", &long, "b"]);
    for (users, commands) in [(some_long(), texts(&["a"; 3])), (texts(&["a"; 3]), some_long())] {
        let (file, problem) = read_up_to(99, &bytes(vec![usual(), ("u", users), ("c", commands)]), &table());
        assert_eq!((file.log.len(), rejected(&file), problem), (2, vec![("too_long", 1)], None));
    }
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("a"), Some(&long)]);
    lists.append_value([Some("a"), Some("b")]);
    let usual = |name| (name, array(Int64Array::from(vec![T, T + 1])));
    let columns = vec![("s", array(lists.finish())), ("u", texts(&["a"; 2])), usual("b"), usual("e")];
    let (file, _) = read_up_to(99, &bytes(columns), &session_table());
    assert_eq!((file.sessions.ends.len(), rejected(&file)), (1, vec![("too_long", 1)]));
}

/// Each event's parameters as `name=value`.
fn parameters(file: &FileRead) -> Vec<String> {
    let all = file.log.parameters().unwrap();
    let text = |event: u32| {
        let event = all.event(event);
        let pairs = event.names.iter().zip(event.values).map(|(&name, &value)| {
            let value = if value == Symbol::NONE { "-" } else { all.values().text(value) };
            format!("{}={value}", all.names().text(name))
        });
        pairs.collect::<Vec<_>>().join(" ")
    };
    (0..file.log.len() as u32).map(text).collect()
}

#[test]
fn parameters_are_texts_or_nested_columns() {
    let of = |column: ArrayRef| {
        let rows = column.len();
        let columns = vec![
            ("t", array(Int64Array::from(vec![T; rows]))),
            ("u", repeated("ann", rows)),
            ("c", repeated("Set", rows)),
            ("p", column),
        ];
        let (file, problem) = read_bytes(&bytes(columns), &table().parameters("p"));
        assert_eq!((problem, rejected(&file)), (None, vec![]));
        (parameters(&file), file.quality.unreadable_parameters.count)
    };
    let json = of(texts(&["{\"a\":1.0,\"b\":\"x\"}", "[\"a\"]", "{\"a\":", "{\"a\":1.0,\"b\":\"x\"}"]));
    assert_eq!(json, (vec!["a=1.0 b=x".into(), "a=-".into(), String::new(), "a=1.0 b=x".into()], 1));
    let field = |name: &str, kind| Arc::new(ArrowField::new(name, kind, true));
    let both = array(StructArray::from(vec![
        (field("a", DataType::Float64), array(Float64Array::from(vec![Some(1.0), None]))),
        (field("b", DataType::Utf8), texts(&["x", "y"])),
    ]));
    assert_eq!(of(both), (vec!["a=1.0 b=x".into(), "a=- b=y".into()], 0));
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("a"), Some("b")]);
    lists.append_null();
    assert_eq!(of(array(lists.finish())), (vec!["a=- b=-".into(), String::new()], 0));
}

#[test]
fn numbers_read_as_in_json() {
    let user = |column: ArrayRef| with("u", &column).0.concat();
    let floats = user(array(Float64Array::from(vec![Some(7.0), None])));
    assert_eq!(floats, format!("1 7 Set {T}2 - New {}", T + 1));
    let floats = user(array(Float64Array::from(vec![7.5, f64::NAN])));
    assert_eq!(floats, format!("1 7.5 Set {T}2 - New {}", T + 1));
    let large = user(array(UInt64Array::from(vec![u64::MAX, 1])));
    assert_eq!(large, format!("1 18446744073709551615 Set {T}2 1 New {}", T + 1));
}

#[test]
fn a_time_over_the_largest_number_is_unusable_and_not_missing() {
    let columns = vec![
        ("t", array(UInt64Array::from(vec![u64::MAX, T as u64]))),
        ("u", texts(&["ann", "bob"])),
        ("c", texts(&["Set", "New"])),
    ];
    let (file, _) = read_bytes(&bytes(columns), &table());
    assert_eq!(rejected(&file), [("unusable_time", 1)]);
    let rejected = file.quality.rejected.values().next().unwrap();
    assert_eq!(rejected.first[0].detail, "18446744073709551615");
}
