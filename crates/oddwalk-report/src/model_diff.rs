//! Differences between two models: for people's eyes, and as NDJSON.

use std::io::{self, Write};

use oddwalk_core::{Change, ChangeKind, Compared};
use serde::Serialize;

use crate::text::thousands;
use crate::{json, neutralise};

/// One line of NDJSON.
#[derive(Serialize)]
struct Entry<'a> {
    recipe: &'a str,
    /// What it is: `command`, `transition`, `parameter`, `value` or `actor`.
    table: &'static str,
    /// `new`, `gone` or `shifted`.
    change: &'static str,
    /// What it depends on first; of an actor the values, null where missing.
    texts: &'a [Option<&'a str>],
    before: u64,
    after: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_before: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_after: Option<u64>,
}

/// Writes all differences, one a line.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_model_diff_ndjson(recipe: &str, changes: &[Change], mut out: impl Write) -> io::Result<()> {
    for change in changes {
        let entry = Entry {
            recipe,
            table: table(change.compared),
            change: kind(change.kind),
            texts: &change.texts,
            before: change.before,
            after: change.after,
            given_before: change.given.map(|given| given.0),
            given_after: change.given.map(|given| given.1),
        };
        json::write(&entry, &mut out)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Writes the `top` most frequent differences of each kind. Differences that belong together stand together.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_model_diff(recipe: &str, changes: &[Change], top: usize, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "recipe {}", neutralise(recipe))?;
    if changes.is_empty() {
        writeln!(out, "  no differences")?;
    }
    for alike in changes.chunk_by(|a, b| (a.compared, a.kind) == (b.compared, b.kind)) {
        let (first, all) = (&alike[0], thousands(alike.len() as u64));
        writeln!(out, "  {}: {all}", title(first.compared, first.kind))?;
        for change in alike.iter().take(top) {
            writeln!(out, "    {:>9}  {}", numbers(change), texts(change))?;
        }
        if alike.len() > top {
            writeln!(out, "    and {} more", thousands((alike.len() - top) as u64))?;
        }
    }
    out.flush()
}

fn table(compared: Compared) -> &'static str {
    match compared {
        Compared::Command => "command",
        Compared::Transition => "transition",
        Compared::Parameter => "parameter",
        Compared::Value => "value",
        Compared::Actor => "actor",
    }
}

fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => "new",
        ChangeKind::Gone => "gone",
        ChangeKind::Shifted => "shifted",
    }
}

fn title(compared: Compared, change: ChangeKind) -> String {
    let what = match compared {
        Compared::Command => "commands",
        Compared::Transition => "steps from one command to the next",
        Compared::Parameter => "parameters of commands",
        Compared::Value => "values of parameters",
        Compared::Actor => "actors, with their sessions",
    };
    match change {
        ChangeKind::Shifted => format!("{what} that are 4 times as likely, or a quarter"),
        ChangeKind::New | ChangeKind::Gone => format!("{} {what}", kind(change)),
    }
}

fn numbers(change: &Change) -> String {
    match (change.kind, change.given) {
        (ChangeKind::Shifted, Some((before, after))) => {
            let share = |count: u64, of: u64| format!("{:.1} %", 100.0 * count as f64 / of.max(1) as f64);
            format!("{} to {}", share(change.before, before), share(change.after, after))
        }
        (ChangeKind::Gone, _) => thousands(change.before),
        _ => thousands(change.after),
    }
}

fn texts(change: &Change) -> String {
    let joint = match change.compared {
        Compared::Transition => " → ",
        Compared::Actor | Compared::Command => " · ",
        Compared::Parameter => " -",
        Compared::Value => " = ",
    };
    let texts = change.texts.iter().map(|text| neutralise(text.unwrap_or("–")));
    texts.collect::<Vec<_>>().join(joint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change<'a>(compared: Compared, kind: ChangeKind, texts: &[&'a str]) -> Change<'a> {
        let texts = texts.iter().map(|&text| Some(text)).collect();
        let given = (compared == Compared::Transition).then_some((100, 2_000));
        Change { compared, kind, texts, before: 50, after: 1_200, given }
    }

    #[test]
    fn differences_are_listed_by_kind_and_hidden_characters_shown() {
        let changes = [
            change(Compared::Command, ChangeKind::New, &["a\u{1b}[2J"]),
            change(Compared::Command, ChangeKind::New, &["b"]),
            change(Compared::Transition, ChangeKind::Shifted, &["a", "b"]),
            change(Compared::Actor, ChangeKind::Gone, &["ann", "x"]),
        ];
        let mut out = Vec::new();
        write_model_diff("table", &changes, 1, &mut out).unwrap();
        let expected = "\
recipe table
  new commands: 2
        1,200  a␛[2J
    and 1 more
  steps from one command to the next that are 4 times as likely, or a quarter: 1
    50.0 % to 60.0 %  a → b
  gone actors, with their sessions: 1
           50  ann · x
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let mut out = Vec::new();
        write_model_diff_ndjson("table", &changes[2..3], &mut out).unwrap();
        let line = r#"{"recipe":"table","table":"transition","change":"shifted","texts":["a","b"],"before":50,"after":1200,"given_before":100,"given_after":2000}"#;
        assert_eq!(String::from_utf8(out).unwrap(), format!("{line}\n"));
    }
}
