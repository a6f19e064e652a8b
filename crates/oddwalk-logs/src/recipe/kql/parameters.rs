//! Parameters of an event, in a form that is read back as the same names and values.

use super::BadKql;
use super::source;
use super::text::literal;
use crate::parameter_sources::ParameterSources;
use crate::source::Source;

/// The column that holds an event's parameters.
pub(super) const COLUMN: &str = "event_params";

/// So many arguments have Kusto's functions, one of which is needed for names and values from elsewhere.
const MAX_PIECES: usize = 63;

/// Words as files' readers cut them, which is by all white space of Unicode; the engine's `\s` may be only that of ASCII.
const WORD: &str =
    r#"@"([^\s\x{0B}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+)""#;

/// An object or a list with the fields behind what it has, so that a field counts over a name in the column, as when a file
/// is read. What is neither stays what it is, and is told of when it is read: so does what was cut off, since it lacks more
/// than one end.
const MERGED: &str = r#"case(
        param_from matches regex @"^(null|\{\s*\})?$", param_object,
        param_from matches regex @"^\[\s*\]$", param_list,
        param_object == "{}", param_from,
        param_from startswith_cs "{" and param_from endswith_cs "}",
            strcat(substring(param_from, 0, strlen(param_from) - 1), ",", substring(param_object, 1)),
        param_from startswith_cs "[" and param_from endswith_cs "]",
            strcat(substring(param_from, 0, strlen(param_from) - 1), ",", substring(param_list, 1)),
        param_from matches regex @"^-[A-Za-z]", strcat(param_from, param_switches),
        param_from)"#;

/// What gives the parameters.
#[derive(Default)]
pub(super) struct Parameters {
    /// Columns that have to be read from the table, and what from.
    pub(super) columns: Vec<(String, String)>,
    /// What is made of them, if they are not the parameters already: column by column.
    pub(super) computed: Vec<(String, String)>,
}

impl Parameters {
    /// Whether events have none.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}

pub(super) fn parameters(sources: &ParameterSources) -> Result<Parameters, BadKql> {
    let ParameterSources { from, fields, set, words } = sources;
    if fields.len() + set.len() + usize::from(words.is_some()) > MAX_PIECES {
        return Err(BadKql::TooMany { what: "parameters".to_owned(), limit: MAX_PIECES });
    }
    let names_alone = !set.is_empty() || words.is_some();
    match from {
        None if sources.is_empty() => Ok(Parameters::default()),
        Some(_) if names_alone => Err(BadKql::MixedParameters),
        Some(from) => named_values(&unjoined(from), fields),
        None if names_alone => list(sources),
        None => Ok(Parameters { columns: texts(fields)?, computed: vec![(COLUMN.to_owned(), bag(fields))] }),
    }
}

/// Of the columns that hold names and values the first one counts, and steps are for texts.
fn unjoined(from: &Source) -> Source {
    Source::first_of(from.columns.clone())
}

/// Names and values out of a column. What is JSON as text stays a text, which oddwalk reads: in `parse_json`, numbers lose
/// digits, and texts that look like times or the like become times.
fn named_values(from: &Source, fields: &[(String, Source)]) -> Result<Parameters, BadKql> {
    let raw = source::raw("parameters", from)?;
    if fields.is_empty() {
        return Ok(Parameters { columns: vec![(COLUMN.to_owned(), raw)], computed: Vec::new() });
    }
    let mut columns = vec![("param_from".to_owned(), format!(r#"trim(@"\s+", tostring({raw}))"#))];
    columns.extend(texts(fields)?);
    let object = ("param_object".to_owned(), format!("tostring({})", bag(fields)));
    let list =
        ("param_list".to_owned(), format!("tostring({})", joined("array_concat", &list_pieces(fields))));
    let switches = ("param_switches".to_owned(), joined("strcat", &switch_pieces(fields)));
    let merged = (COLUMN.to_owned(), MERGED.to_owned());
    Ok(Parameters { columns, computed: vec![object, list, switches, merged] })
}

fn texts(fields: &[(String, Source)]) -> Result<Vec<(String, String)>, BadKql> {
    let text = |(place, (name, source)): (usize, &(String, Source))| {
        Ok((column(place), source::text(name, source)?))
    };
    fields.iter().enumerate().map(text).collect()
}

fn column(place: usize) -> String {
    format!("param_{}", place + 1)
}

/// A field without a text is no parameter.
fn bag(fields: &[(String, Source)]) -> String {
    let piece = |(place, (name, _)): (usize, &(String, Source))| {
        let column = column(place);
        format!("iff(isempty({column}), dynamic({{}}), bag_pack({}, {column}))", literal(name))
    };
    joined("bag_merge", &fields.iter().enumerate().map(piece).collect::<Vec<_>>())
}

fn list_pieces(fields: &[(String, Source)]) -> Vec<String> {
    let piece = |(place, (name, _)): (usize, &(String, Source))| {
        let column = column(place);
        list_piece(&column, &format!("bag_pack(\"Name\", {}, \"Value\", {column})", literal(name)))
    };
    fields.iter().enumerate().map(piece).collect()
}

fn list_piece(column: &str, item: &str) -> String {
    format!("iff(isempty({column}), dynamic([]), pack_array({item}))")
}

/// The fields as they are typed at a prompt: ` -Name "value"`.
fn switch_pieces(fields: &[(String, Source)]) -> Vec<String> {
    let piece = |(place, (name, _)): (usize, &(String, Source))| {
        let (column, switch) = (column(place), literal(&format!(" -{name} \"")));
        let value = format!(r#"replace_string({column}, "\"", "\"\"")"#);
        format!(r#"iff(isempty({column}), "", strcat({switch}, {value}, "\""))"#)
    };
    fields.iter().enumerate().map(piece).collect()
}

/// Names with values, and names alone, in one list.
fn list(sources: &ParameterSources) -> Result<Parameters, BadKql> {
    let ParameterSources { fields, set, words, .. } = sources;
    let mut columns = texts(fields)?;
    let mut pieces = list_pieces(fields);
    for (label, source) in set {
        let column = column(columns.len());
        let item =
            if label.is_empty() { column.clone() } else { format!("strcat({}, {column})", literal(label)) };
        pieces.push(list_piece(&column, &item));
        columns.push((column, source::text(label, source)?));
    }
    if let Some(line) = words {
        columns.push((
            "param_words".to_owned(),
            format!("extract_all({WORD}, {})", source::text("words", line)?),
        ));
        // The first word is the command.
        pieces.push(
            "iff(array_length(param_words) > 1, array_slice(param_words, 1, -1), dynamic([]))".to_owned(),
        );
    }
    Ok(Parameters { columns, computed: vec![(COLUMN.to_owned(), joined("array_concat", &pieces))] })
}

/// The pieces together. One alone needs no call, and would not be enough for one.
fn joined(function: &str, pieces: &[String]) -> String {
    if let [piece] = pieces { piece.clone() } else { call(function, pieces, 4) }
}

/// A call with one argument a line.
fn call(function: &str, arguments: &[String], indent: usize) -> String {
    let line = format!(",\n{:indent$}    ", "");
    format!("{function}(\n{:indent$}    {})", "", arguments.join(&line))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    use super::*;
    use crate::contents::NamedValues;
    use crate::field::Field;
    use crate::record::Refusal;

    fn named(names: &[&str]) -> Vec<(String, Source)> {
        names.iter().map(|&name| (name.to_owned(), Source::column(name.to_uppercase()))).collect()
    }

    #[test]
    fn each_form_of_its_own() {
        let none = ParameterSources::none();
        assert!(parameters(&none).unwrap().is_empty());
        let from = ParameterSources::of(Source::joined(vec!["P".into()], "-"));
        let alone = parameters(&from).unwrap();
        assert_eq!((alone.columns, alone.computed), (vec![("event_params".into(), "P".into())], vec![]));
        let fields =
            parameters(&ParameterSources { fields: named(&["a"]), ..ParameterSources::none() }).unwrap();
        assert_eq!(fields.columns, [("param_1".into(), "tostring(A)".into())]);
        assert_eq!(fields.computed[0].1, r#"iff(isempty(param_1), dynamic({}), bag_pack("a", param_1))"#);
        let set =
            ParameterSources { set: vec![("b=".into(), Source::column("B"))], ..ParameterSources::none() };
        let expected = r#"iff(isempty(param_1), dynamic([]), pack_array(strcat("b=", param_1)))"#;
        assert_eq!(parameters(&set).unwrap().computed[0].1, expected);
    }

    /// What [`MERGED`] says, in Rust, for a field `f`.
    fn merged(from: &str, value: &str) -> String {
        let object = if value.is_empty() { "{}".to_owned() } else { format!(r#"{{"f":"{value}"}}"#) };
        let list =
            if value.is_empty() { "[]".to_owned() } else { format!(r#"[{{"Name":"f","Value":"{value}"}}]"#) };
        let from = from.trim();
        let inner = |ends: [char; 2]| from.strip_prefix(ends[0]).and_then(|rest| rest.strip_suffix(ends[1]));
        match (inner(['{', '}']), inner(['[', ']'])) {
            _ if from.is_empty() || from == "null" => object,
            (Some(inside), _) if inside.trim().is_empty() => object,
            (_, Some(inside)) if inside.trim().is_empty() => list,
            _ if object == "{}" => from.to_owned(),
            (Some(inside), _) => format!("{{{inside},{}", &object[1..]),
            (_, Some(inside)) => format!("[{inside},{}", &list[1..]),
            _ if from.starts_with('-') => format!("{from} -f \"{value}\""),
            _ => from.to_owned(),
        }
    }

    #[test]
    fn texts_that_are_merged_are_read_as_what_they_were() {
        let at = Source::of_column;
        let parts = ParameterSources { fields: vec![("f".to_owned(), at(1))], ..ParameterSources::of(at(0)) };
        let whole = ParameterSources::of(at(0));
        for from in [
            "",
            "null",
            "{}",
            "{ }",
            "[]",
            "[\n]",
            r#" {"a":1.50,"b":{"c":[]}} "#,
            r#"{"f":"theirs"}"#,
            r#"[{"Name":"a","Value":"}"}]"#,
            r#"["a","b"]"#,
            "[null]",
            "-Name x",
            "12",
            r#""{}""#,
            "{a}",
            r#"{"a":1"#,
            r#"{"a":{"b":1}"#,
            r#"{"a":"x}"#,
            r#"{"a":["x"]"#,
            r#"[{"Name":"a"]"#,
            "{",
            "}",
            "[",
        ] {
            for value in ["", "v"] {
                let fields = [Field::text(from), Field::text(value)];
                let query = [Field::text(merged(from, value))];
                let sorted = |read: Result<NamedValues, Refusal>| {
                    read.ok().map(|all| {
                        let last: BTreeMap<_, _> =
                            all.into_iter().map(|(n, v)| (n.into_owned(), v.map(Cow::into_owned))).collect();
                        last
                    })
                };
                assert_eq!(sorted(whole.read(&query)), sorted(parts.read(&fields)), "{from} with {value}");
            }
        }
    }

    #[test]
    fn names_alone_and_named_values_do_not_merge() {
        let mixed = ParameterSources { set: named(&["a"]), ..ParameterSources::of(Source::column("P")) };
        assert_eq!(parameters(&mixed).err(), Some(BadKql::MixedParameters));
        let many = ParameterSources { set: vec![named(&["a"]).remove(0); 64], ..ParameterSources::none() };
        assert_eq!(parameters(&many).err(), Some(BadKql::TooMany { what: "parameters".into(), limit: 63 }));
    }
}
