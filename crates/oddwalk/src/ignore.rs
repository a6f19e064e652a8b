//! Files of what is known and to be ignored: TOML, in which everything that is wrong is told of with its line.

use oddwalk_core::{Evidence, Expiry, IgnoreFile, IgnoreLine, Known};
use oddwalk_logs::{BadToml, line_of, parse_time, read_toml};
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

/// A file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name}: line {line}: {reason}")]
pub struct BadIgnore {
    /// The file's name as it was given.
    pub name: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub reason: String,
}

/// What is wrong, and where in the text.
type Wrong = (usize, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    ignore: Vec<Spanned<WrittenLine>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLine {
    actor: Option<Spanned<Texts>>,
    entity: Option<Spanned<Texts>>,
    command: Option<Spanned<Texts>>,
    after: Option<Spanned<Texts>>,
    parameter: Option<Spanned<Texts>>,
    evidence: Option<Spanned<Texts>>,
    reason: Spanned<String>,
    expires: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum Texts {
    One(String),
    Several(Vec<String>),
}

/// Reads a file of this name from its text.
///
/// # Errors
/// [`BadIgnore`] where anything in it is not as it should be.
pub fn read_ignore(name: &str, text: &str) -> Result<IgnoreFile, BadIgnore> {
    let bad = |BadToml { line, reason }| BadIgnore { name: name.to_owned(), line, reason };
    let written: Written = read_toml(text).map_err(bad)?;
    let line = |written: Spanned<WrittenLine>| {
        let line = line_of(text, written.span().start);
        let wrong = |(at, reason): Wrong| bad(BadToml { line: line_of(text, at), reason });
        checked(written).map(|known| IgnoreLine { line, ..known }).map_err(wrong)
    };
    let lines = written.ignore.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(IgnoreFile { name: name.to_owned(), lines })
}

fn checked(written: Spanned<WrittenLine>) -> Result<IgnoreLine, Wrong> {
    let at = written.span().start;
    let WrittenLine { actor, entity, command, after, parameter, evidence, reason, expires } =
        written.into_inner();
    if reason.as_ref().trim().is_empty() {
        let wanted = "`reason`: is empty; say why this is known, such as the number of a ticket";
        return Err((reason.span().start, wanted.to_owned()));
    }
    let known = Known {
        command: texts("command", command)?,
        after: texts("after", after)?,
        parameter: texts("parameter", parameter)?,
        evidence: evidence.map_or(Ok(Vec::new()), kinds)?,
    };
    let (actor, entity) = (texts("actor", actor)?, identity(entity)?);
    if actor.is_empty() && entity.is_empty() && known.is_everything() {
        let one_of = "`actor`, `entity`, `command`, `after`, `parameter` or `evidence`";
        return Err((at, format!("would ignore everything: give at least one of {one_of}")));
    }
    let expires = expires.map(expiry).transpose()?;
    Ok(IgnoreLine { line: 0, actor, entity, known, reason: reason.into_inner(), expires })
}

impl Texts {
    fn all(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Several(texts) => texts,
        }
    }
}

fn texts(key: &str, written: Option<Spanned<Texts>>) -> Result<Vec<String>, Wrong> {
    let Some(written) = written else { return Ok(Vec::new()) };
    let at = written.span().start;
    let texts = written.into_inner().all();
    if texts.is_empty() || texts.iter().any(String::is_empty) {
        return Err((at, format!("`{key}`: is empty; leave the key out where it does not matter")));
    }
    Ok(texts)
}

/// A missing value is an empty text, but not all of them are.
fn identity(written: Option<Spanned<Texts>>) -> Result<Vec<String>, Wrong> {
    let Some(written) = written else { return Ok(Vec::new()) };
    let at = written.span().start;
    let texts = written.into_inner().all();
    if texts.iter().all(String::is_empty) {
        return Err((at, "`entity`: is empty; give the values of all identity columns, in order".to_owned()));
    }
    Ok(texts)
}

fn kinds(written: Spanned<Texts>) -> Result<Vec<Evidence>, Wrong> {
    let at = written.span().start;
    let kind = |name: &String| {
        let known = Evidence::ALL.into_iter().find(|evidence| evidence.name() == name);
        known.ok_or_else(|| {
            let all = Evidence::ALL.map(Evidence::name).join(", ");
            (at, format!("`evidence`: there is no `{name}`; there are {all}"))
        })
    };
    texts("evidence", Some(written))?.iter().map(kind).collect()
}

fn expiry(written: Spanned<String>) -> Result<Expiry, Wrong> {
    let at = written.span().start;
    let day = written.into_inner();
    match end_of(&day) {
        Some(end) => Ok(Expiry { day, end }),
        None => Err((at, format!("`expires`: `{day}` is no day; write the last one as \"2026-12-31\""))),
    }
}

/// The end of a day of UTC, in nanoseconds.
fn end_of(day: &str) -> Option<i64> {
    const DAY_NS: i64 = 86_400_000_000_000;
    let is_day = day.len() == "2026-12-31".len();
    parse_time(day).filter(|_| is_day)?.checked_add(DAY_NS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
# What we know.
[[ignore]]
actor = "ann@contoso.com"
command = ["New-InboxRule", "Set-InboxRule"]
after = "Set-Mailbox"
parameter = "ForwardingSmtpAddress"
evidence = ["content", "walk"]
reason = "ticket 4711: shared mailbox migration"
expires = "2026-12-31"

[[ignore]]
entity = ["svc", ""]
reason = "backup"
"#;

    fn wrong(line: &str) -> (usize, String) {
        let bad = read_ignore("triage.toml", &format!("[[ignore]]\n{line}\n")).unwrap_err();
        assert!(bad.to_string().starts_with(&format!("triage.toml: line {}: ", bad.line)), "{bad}");
        (bad.line, bad.reason)
    }

    #[test]
    fn everything_is_read() {
        let file = read_ignore("triage.toml", FILE).unwrap();
        let [first, second] = &file.lines[..] else { panic!("two lines") };
        assert_eq!((first.line, second.line), (3, 12));
        assert_eq!((&first.actor[..], &first.entity[..]), (&["ann@contoso.com".to_owned()][..], &[][..]));
        assert_eq!(first.known.command, ["New-InboxRule", "Set-InboxRule"]);
        assert_eq!(first.known.evidence, [Evidence::Content, Evidence::Walk]);
        assert_eq!(
            (&first.known.after[0][..], &first.known.parameter[0][..]),
            ("Set-Mailbox", "ForwardingSmtpAddress")
        );
        let expires = first.expires.as_ref().unwrap();
        assert_eq!(expires.end, 1_798_761_600_000_000_000, "2027-01-01");
        assert_eq!(
            (&second.entity[..], second.expires.is_none()),
            (&["svc".to_owned(), String::new()][..], true)
        );
        assert!(second.known.is_everything());
        assert_eq!(read_ignore("empty.toml", "").unwrap().lines, []);
    }

    #[test]
    fn what_is_wrong_is_told_of_with_its_line() {
        for (text, line, said) in [
            ("reason = 'x'", 1, "give at least one of `actor`"),
            ("actor = 'ann'", 1, "missing field `reason`"),
            ("actor = 'ann'\nreason = ' '", 3, "`reason`: is empty"),
            ("actor = ''\nreason = 'x'", 2, "`actor`: is empty"),
            ("entity = ['', '']\nreason = 'x'", 2, "`entity`: is empty"),
            ("reason = 'x'\ncommand = []", 3, "`command`: is empty"),
            ("actor = 7\nreason = 'x'", 2, "a text or a list of texts"),
            ("user = 'ann'\nreason = 'x'", 2, "unknown field `user`"),
            ("reason = 'x'\nevidence = 'habits'", 3, "there is no `habits`; there are habit, walk"),
            ("actor = 'ann'\nreason = 'x'\nexpires = '31.12.2026'", 4, "`31.12.2026` is no day"),
            ("actor = 'ann'\nreason = 'x'\nexpires = '2026-02-30'", 4, "is no day"),
            ("actor = 'ann'\nreason = 'x'\nexpires = ''", 4, "is no day"),
            ("actor = 'ann'\nreason = 'x'\nexpires = 2026-12-31", 4, "`expires`: "),
            ("actor = 'ann'\nactor = 'bob'\nreason = 'x'", 3, "duplicate"),
        ] {
            let (found, reason) = wrong(text);
            assert_eq!(found, line, "{text}: {reason}");
            assert!(reason.contains(said), "{text}: {reason}");
        }
        assert!(read_ignore("t", "[[ignored]]").unwrap_err().reason.contains("unknown field `ignored`"));
    }
}
