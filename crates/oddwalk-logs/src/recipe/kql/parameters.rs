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

/// Names and values out of a column. With nothing to add to them they stay as they are: if they are JSON as text, it is
/// read by oddwalk, and no number in it changes its digits on the way.
fn named_values(from: &Source, fields: &[(String, Source)]) -> Result<Parameters, BadKql> {
    let raw = source::raw("parameters", from)?;
    if fields.is_empty() {
        return Ok(Parameters { columns: vec![(COLUMN.to_owned(), raw)], computed: Vec::new() });
    }
    let mut columns = vec![("param_from".to_owned(), format!("parse_json({raw})"))];
    columns.extend(texts(fields)?);
    let computed = vec![("param_more".to_owned(), bag(fields)), (COLUMN.to_owned(), merged(fields))];
    Ok(Parameters { columns, computed })
}

/// A field counts over a name in the column, as when a file is read. What is no JSON stays what it is, and is told of when
/// it is read.
fn merged(fields: &[(String, Source)]) -> String {
    let list = [vec!["param_from".to_owned()], list_pieces(fields)].concat();
    let cases = [
        "isempty(tostring(param_from)), param_more".to_owned(),
        "gettype(param_from) == \"dictionary\", bag_merge(param_more, param_from)".to_owned(),
        format!("gettype(param_from) == \"array\", {}", call("array_concat", &list, 8)),
        "param_from".to_owned(),
    ];
    call("case", &cases, 4)
}

fn texts(fields: &[(String, Source)]) -> Result<Vec<(String, String)>, BadKql> {
    let text = |(place, (name, source)): (usize, &(String, Source))| Ok((column(place), source::text(name, source)?));
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

/// Names with values, and names alone, in one list.
fn list(sources: &ParameterSources) -> Result<Parameters, BadKql> {
    let ParameterSources { fields, set, words, .. } = sources;
    let mut columns = texts(fields)?;
    let mut pieces = list_pieces(fields);
    for (label, source) in set {
        let column = column(columns.len());
        let item = if label.is_empty() { column.clone() } else { format!("strcat({}, {column})", literal(label)) };
        pieces.push(list_piece(&column, &item));
        columns.push((column, source::text(label, source)?));
    }
    if let Some(line) = words {
        columns.push(("param_words".to_owned(), format!("extract_all({WORD}, {})", source::text("words", line)?)));
        // The first word is the command.
        pieces.push("iff(array_length(param_words) > 1, array_slice(param_words, 1, -1), dynamic([]))".to_owned());
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
    use super::*;

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
        let fields = parameters(&ParameterSources { fields: named(&["a"]), ..ParameterSources::none() }).unwrap();
        assert_eq!(fields.columns, [("param_1".into(), "tostring(A)".into())]);
        assert_eq!(fields.computed[0].1, r#"iff(isempty(param_1), dynamic({}), bag_pack("a", param_1))"#);
        let set = ParameterSources { set: vec![("b=".into(), Source::column("B"))], ..ParameterSources::none() };
        let expected = r#"iff(isempty(param_1), dynamic([]), pack_array(strcat("b=", param_1)))"#;
        assert_eq!(parameters(&set).unwrap().computed[0].1, expected);
    }

    #[test]
    fn names_alone_and_named_values_do_not_merge() {
        let mixed = ParameterSources { set: named(&["a"]), ..ParameterSources::of(Source::column("P")) };
        assert_eq!(parameters(&mixed).err(), Some(BadKql::MixedParameters));
        let many = ParameterSources { set: vec![named(&["a"]).remove(0); 64], ..ParameterSources::none() };
        assert_eq!(parameters(&many).err(), Some(BadKql::TooMany { what: "parameters".into(), limit: 63 }));
    }
}
