use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use super::super::reference::{Blank, COLUMNS, reference};
use super::*;
use crate::Table;

fn columns() -> Columns {
    let names: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
    Columns::of(&Table::events("t", names[1..].to_vec(), "t").unwrap())
}

fn ours(json: &[u8]) -> Result<Vec<Field<'static>>, String> {
    let columns = columns();
    assert_eq!(columns.names(), COLUMNS);
    let mut objects = Objects::new(&columns);
    let fields = objects.record(json).map_err(|fault| fault.to_string())?;
    Ok(fields.into_iter().map(Field::into_owned).collect())
}

fn is_same(field: &Field, value: &Value) -> bool {
    match (field, value) {
        (Field::Missing, Value::String(text)) => text.is_empty(),
        (Field::Missing, Value::Null) => true,
        (Field::Text(text), Value::String(other)) => text == other,
        (Field::Literal(text), Value::Bool(value)) => text == &value.to_string(),
        (Field::Integer(number), Value::Number(other)) => {
            other.as_i64() == Some(*number) || *number == 0 && other.as_f64() == Some(0.0)
        }
        (Field::Literal(text), Value::Number(other)) => text.parse().ok() == other.as_f64(),
        (Field::List(items), Value::Array(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| is_same(item, other))
        }
        (Field::Object(fields), Value::Object(others)) => {
            let last = |name: &str| fields.iter().rev().find(|(known, _)| known == name);
            fields.iter().all(|(name, _)| others.contains_key(name.as_ref()))
                && others
                    .iter()
                    .all(|(name, other)| last(name).is_some_and(|(_, field)| is_same(field, other)))
        }
        _ => false,
    }
}

/// Fails unless both are the same, or nothing can be said.
fn compare(json: &[u8], reference: &Result<Vec<Value>, bool>) {
    let (ours, shown) = (ours(json), format!("{:?}", String::from_utf8_lossy(json)));
    match (&ours, reference) {
        (_, Err(true)) | (Err(_), Err(false)) => {}
        (Ok(fields), Ok(values)) => {
            let is_same = fields.iter().zip(values).all(|(field, value)| is_same(field, value));
            assert!(is_same, "{shown}: {fields:?} and not {values:?}");
        }
        _ => panic!("{shown}: {ours:?} and not {reference:?}"),
    }
}

/// Compares where a full parser accepts all, and where it does so after what nobody needs is replaced by nothing. A
/// needed text that begins as an object and is none is refused, even where another field takes its place.
fn check(json: &[u8]) {
    let blank = Blank::of(json, "");
    if blank.has_broken_text {
        return assert!(ours(json).is_err(), "{:?}", String::from_utf8_lossy(json));
    }
    if let whole @ Ok(_) = reference(json) {
        compare(json, &whole);
    }
    compare(json, &reference(&blank.out));
}

/// Texts in quotes, right and wrong ones.
const TEXTS: [&str; 22] = [
    r#""""#,
    r#""ann""#,
    r#""a\"b\\c\/\b\f\n\r\t""#,
    r#""\u0000""#,
    r#""\u00e9 é €""#,
    r#""\ud83d\ude00 😀""#,
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    r#""\ud800x""#,
    r#""\u12""#,
    r#""\x""#,
    r#""a longer text that fills some words of eight bytes \u0041 and goes on""#,
    r#""{}""#,
    r#""  {\"a\":1}""#,
    r#""{\"a\":\"\\u0041\",\"b\":{\"a\":\"\\\"\"}}""#,
    r#""{\"b\":\"{\\\"a\\\":[1]}\"}""#,
    r#""{\"a\":1,\"a\":2,\"x\":[}}""#,
    r#""{\"a\"""#,
    r#""\u007b\"a\":true}""#,
    r#""{\"a\":1} x""#,
    "\"tab\tin it\"",
    "\"\u{7f}\u{80}\u{2028}\"",
];

const SCALARS: [&str; 26] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    "7.50",
    "1e5",
    "1E+2",
    "1e-7",
    "0.1e1",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "01",
    "1.",
    ".5",
    "-",
    "1e",
    "+1",
    "NaN",
    "nul",
    "truex",
];

const NAMES: [&str; 11] =
    ["t", "u", "v", "w", "a", "b", "x", "\\u0074", "\\u0075", "a longer name of nothing", "x\\n"];

fn space() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just(""), 1 => select(vec![" ", "\n", "\r\n\t", "\u{b}"])]
}

fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![9 => select(&SCALARS[..17]), 1 => select(&SCALARS[17..])];
    let text = prop_oneof![4 => select(&TEXTS[..6]), 2 => select(&TEXTS[6..])];
    let leaf = prop_oneof![scalar, text].prop_map(str::to_owned);
    leaf.prop_recursive(3, 16, 4, |inner| {
        let list = vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
        prop_oneof![1 => list, 3 => fields(inner)]
    })
}

fn fields(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let field = (select(&NAMES[..]), space(), value, space());
    let field =
        field.prop_map(|(name, before, value, behind)| format!("{before}\"{name}\":{before}{value}{behind}"));
    vec(field, 0..6).prop_map(|fields| format!("{{{}}}", fields.join(",")))
}

/// A change of a text: where, and what.
fn change() -> impl Strategy<Value = (Index, Index, u8, u8)> {
    let bytes = b"\"\\{}[]:, \n\x01\x7f\x80\xff0e-utnav".to_vec();
    (any::<Index>(), any::<Index>(), 0..7_u8, select(bytes))
}

fn apply(json: &mut Vec<u8>, (at, to, what, byte): (Index, Index, u8, u8)) {
    let at = at.index(json.len() + 1);
    let to = at + to.index(json.len() + 1 - at);
    let deep = |bracket: &[u8]| bracket.repeat(200);
    match what {
        0 => json.insert(at, byte),
        1 if at < json.len() => json[at] = byte,
        2 if at < json.len() => json[at] ^= 1 << (byte % 8),
        3 => drop(json.drain(at..to.min(at + 3))),
        4 => json.truncate(at),
        5 => json.extend_from_within(at..to),
        6 => drop(json.splice(at..at, if byte % 2 == 0 { deep(b"[") } else { deep(b"{\"a\":") })),
        _ => {}
    }
}

proptest! {
    // The number of cases is proptest's own, so that PROPTEST_CASES can raise it.
    #[test]
    fn fields_are_those_of_serde_json(json in fields(value())) {
        check(json.as_bytes());
    }

    #[test]
    fn changed_texts_are_refused_as_by_serde_json(json in fields(value()), changes in vec(change(), 1..4)) {
        let mut json = json.into_bytes();
        changes.into_iter().for_each(|change| apply(&mut json, change));
        check(&json);
    }

    #[test]
    fn garbage_is_refused_as_by_serde_json(bytes in vec(select(b"{}[]\":,\\tuva0e-. \n\x01\xff".to_vec()), 0..24)) {
        check(&[b"{\"t\":", bytes.as_slice(), b"}"].concat());
        check(&bytes);
    }

    #[test]
    fn a_text_holds_what_its_object_holds(json in fields(value())) {
        let held = serde_json::to_string(&json).unwrap();
        check(format!(r#"{{"u":{held},"w":1}}"#).as_bytes());
    }
}

fn read(json: &str, names: &[&str]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let columns = Columns::of(&Table::events(names[0].clone(), names.clone(), names[0].clone()).unwrap());
    let mut objects = Objects::new(&columns);
    match objects.record(json.as_bytes()) {
        Ok(fields) => {
            fields.iter().map(|field| field.as_text().unwrap().unwrap_or_default().into_owned()).collect()
        }
        Err(fault) => vec![fault.to_string()],
    }
}

#[test]
fn a_literal_name_with_dots_is_one_as_well() {
    assert_eq!(read(r#"{"a.b.c":1}"#, &["a.b.c"]), ["1"]);
    assert_eq!(read(r#"{"a.b":{"c":1}}"#, &["a.b.c"]), ["1"]);
    assert_eq!(read(r#"{"a":{"b.c":1}}"#, &["a.b.c"]), ["1"]);
    assert_eq!(read(r#"{"a":{"b":{"c":1}}}"#, &["a.b.c"]), ["1"]);
    assert_eq!(read(r#"{"a.b":1,"a":{"b":2}}"#, &["a.b"]), ["2"]);
    assert_eq!(read(r#"{"a.b":1,"a":{}}"#, &["a.b"]), ["1"]);
}

#[test]
fn an_object_that_comes_again_replaces_the_first() {
    assert_eq!(read(r#"{"a":{"b":1},"a":{"c":2}}"#, &["a.b", "a.c"]), ["", "2"]);
    assert_eq!(read(r#"{"a":{"b":1},"a":null}"#, &["a.b"]), [""]);
    assert_eq!(read(r#"{"a":{"b":1},"a":"{\"b\":2}"}"#, &["a.b"]), ["2"]);
}

#[test]
fn a_text_in_a_text_is_read_as_deep_as_names_go() {
    let (mut json, mut name) = ("1".to_owned(), String::new());
    for _ in 0..4 {
        json = serde_json::json!({ "a": json }).to_string();
        name.push_str(".a");
    }
    assert_eq!(read(&json, &[&name[1..]]), ["1"]);
    assert_eq!(read(&json, &[&name[3..]]), [r#"{"a":"1"}"#]);
}

#[test]
fn depth_is_bounded_wherever_it_is_read() {
    for deep in ["[".repeat(10_000), "{\"a\":".repeat(10_000)] {
        let text = serde_json::to_string(&format!("{{\"a\":{deep}")).unwrap();
        for json in
            [format!("{{\"t\":{deep}"), format!("{{\"u\":{{\"a\":{deep}"), format!("{{\"u\":{text}}}")]
        {
            let fault = ours(json.as_bytes()).unwrap_err();
            assert!(fault.starts_with("too many objects and lists in one another"), "{fault}");
        }
    }
    let lists = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for (depth, is_read) in [(125, true), (126, false)] {
        check(format!("{{\"u\":{{\"a\":{}}}}}", lists(depth)).as_bytes());
        assert_eq!(ours(format!("{{\"u\":{{\"a\":{}}}}}", lists(depth)).as_bytes()).is_ok(), is_read);
    }
    assert_eq!(ours(format!("{{\"x\":{}}}", lists(10_000)).as_bytes()).unwrap().len(), COLUMNS.len());
}

#[test]
fn a_held_object_is_read_below_its_name() {
    let columns = Columns::of(&Table::events("t", vec!["d.u".into(), "d.x.y".into()], "d.c").unwrap());
    let mut objects = Objects::new(&columns);
    let node = columns.paths().node("d").unwrap();
    let mut fields = vec![Field::Integer(5), Field::Missing, Field::Missing, Field::Missing];
    objects.object(br#"{"c":"Set","u":"ann","t":9,"x":"{\"y\":2}"}"#, node, &mut fields).unwrap();
    assert_eq!(columns.names(), ["t", "d.c", "d.u", "d.x.y"]);
    let expected = [Field::Integer(5), Field::text("Set"), Field::text("ann"), Field::Integer(2)];
    assert_eq!(fields, expected);
    assert!(objects.object(br#"{"c":1} 2"#, node, &mut fields).is_err());
    assert_eq!(columns.paths().node("e"), None);
}
