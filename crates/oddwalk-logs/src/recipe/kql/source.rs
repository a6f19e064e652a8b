//! A field's text: out of columns of any type, and changed as the recipe says.

use super::BadKql;
use super::text::{literal, name};
use crate::normalise::Normalise;
use crate::source::Source;

/// Kusto's functions with any number of arguments take 64; a join has a text between its columns and is said twice.
const MAX_COLUMNS: usize = 32;

/// The text of a field, empty where there is none: in Kusto no text is null.
pub(super) fn text(field: &str, source: &Source) -> Result<String, BadKql> {
    let texts =
        columns(field, source)?.into_iter().map(|column| format!("tostring({column})")).collect::<Vec<_>>();
    let text = match (&source.joined_with, texts.as_slice()) {
        (_, [text]) => text.clone(),
        (None, texts) => format!("coalesce({})", texts.join(", ")),
        (Some(with), texts) if source.needs_all => whole(texts, with),
        (Some(with), texts) => joined(texts, with),
    };
    Ok(source.normalise.iter().fold(text, |text, step| normalised(&text, *step)))
}

/// Names and values as they are: an object, a list, or either as JSON, whatever the column holds.
pub(super) fn raw(field: &str, source: &Source) -> Result<String, BadKql> {
    let columns = columns(field, source)?;
    match columns.as_slice() {
        [column] => Ok(column.clone()),
        // Columns of several types have only their texts in common.
        columns => Ok(format!("coalesce({})", of_all("tostring", columns))),
    }
}

/// The moment of an event. One column stands there as it is, since the table is searched by it.
pub(super) fn time(field: &str, source: &Source) -> Result<String, BadKql> {
    if source.joined_with.is_some() || !source.normalise.is_empty() {
        return Err(BadKql::ChangedTime(field.to_owned()));
    }
    let columns = columns(field, source)?;
    match columns.as_slice() {
        [column] if !column.starts_with("parse_json") => Ok(column.clone()),
        [column] => Ok(format!("todatetime({column})")),
        columns => Ok(format!("coalesce({})", of_all("todatetime", columns))),
    }
}

fn of_all(function: &str, columns: &[String]) -> String {
    columns.iter().map(|column| format!("{function}({column})")).collect::<Vec<_>>().join(", ")
}

fn columns(field: &str, source: &Source) -> Result<Vec<String>, BadKql> {
    if source.columns.len() > MAX_COLUMNS {
        return Err(BadKql::TooMany { what: format!("columns of {field}"), limit: MAX_COLUMNS });
    }
    let path = |column: &String| path(column).ok_or_else(|| BadKql::NamelessColumn(field.to_owned()));
    source.columns.iter().map(path).collect()
}

/// A column, or what is at a path in one, as readers of files know it: names with dots between them.
fn path(column: &str) -> Option<String> {
    let parts: Vec<&str> = column.split('.').collect();
    match parts.as_slice() {
        [""] => None,
        [first, rest @ ..] if !rest.is_empty() && parts.iter().all(|part| !part.is_empty()) => {
            let inside = |path: String, part: &&str| format!("{path}[{}]", literal(part));
            Some(rest.iter().fold(format!("parse_json({})", name(first)), inside))
        }
        _ => Some(name(column)),
    }
}

/// No text where one of the columns has none.
fn whole(texts: &[String], with: &str) -> String {
    let between = format!(", {}, ", literal(with));
    let missing: Vec<String> = texts.iter().map(|text| format!("isempty({text})")).collect();
    format!("iff({}, \"\", strcat({}))", missing.join(" or "), texts.join(&between))
}

/// No text where none of the columns has one.
fn joined(texts: &[String], with: &str) -> String {
    let between = format!(", {}, ", literal(with));
    format!("iff(isempty(strcat({})), \"\", strcat({}))", texts.join(", "), texts.join(&between))
}

/// The same steps as those on texts that are read from files.
fn normalised(text: &str, step: Normalise) -> String {
    let replaced = |pattern: &str, with: &str| format!("replace_regex({text}, @\"{pattern}\", @\"{with}\")");
    match step {
        Normalise::Lower => format!("tolower({text})"),
        Normalise::WithoutPort => without_port(text),
        Normalise::WithoutRoleSession => replaced(r"(?s)^(.*?:assumed-role/[^/]*)/.*$", r"\1"),
        Normalise::FileName => replaced(r"(?s)^.*[/\\]", ""),
        Normalise::ForwardSlashes => format!(r#"replace_string({text}, "\\", "/")"#),
    }
}

/// IPv4 has a port behind a colon; IPv6 stands in brackets, with or without a port, and may have a zone.
fn without_port(text: &str) -> String {
    const IPV4: &str = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}";
    const IPV6: &str = r"[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[^\]]*)?";
    const PORT: &str = "[0-9]{1,5}";
    let inner = format!("replace_regex({text}, @\"^({IPV4}):{PORT}$\", @\"\\1\")");
    format!("replace_regex({inner}, @\"^\\[({IPV6})\\](?::{PORT})?$\", @\"\\1\")")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn one_column_several_and_all_of_them() {
        let one = Source::column("A");
        assert_eq!(text("f", &one).unwrap(), "tostring(A)");
        assert_eq!((raw("f", &one).unwrap(), time("f", &one).unwrap()), ("A".into(), "A".into()));
        let first = Source::first_of(columns(&["A", "B"]));
        assert_eq!(text("f", &first).unwrap(), "coalesce(tostring(A), tostring(B))");
        assert_eq!(raw("f", &first).unwrap(), "coalesce(tostring(A), tostring(B))");
        assert_eq!(time("f", &first).unwrap(), "coalesce(todatetime(A), todatetime(B))");
        let all = Source::joined(columns(&["A", "B"]), "\"");
        let expected =
            r#"iff(isempty(strcat(tostring(A), tostring(B))), "", strcat(tostring(A), "\"", tostring(B)))"#;
        assert_eq!(text("f", &all).unwrap(), expected);
        assert_eq!(text("f", &Source::joined(columns(&["A"]), "-")).unwrap(), "tostring(A)");
    }

    #[test]
    fn a_path_goes_into_a_column() {
        let inside = Source::column("Data.user.#id");
        assert_eq!(text("f", &inside).unwrap(), r##"tostring(parse_json(Data)["user"]["#id"])"##);
        assert_eq!(time("f", &inside).unwrap(), r##"todatetime(parse_json(Data)["user"]["#id"])"##);
        assert_eq!(text("f", &Source::column("Data.")).unwrap(), r#"tostring(["Data."])"#);
    }

    #[test]
    fn what_no_query_can_do() {
        assert_eq!(text("f", &Source::column("")), Err(BadKql::NamelessColumn("f".into())));
        let lower = Source::column("A").normalised(&[Normalise::Lower]);
        assert_eq!(time("f", &lower), Err(BadKql::ChangedTime("f".into())));
        let many = Source::first_of(vec!["A".into(); 33]);
        assert_eq!(text("f", &many), Err(BadKql::TooMany { what: "columns of f".into(), limit: 32 }));
    }
}
