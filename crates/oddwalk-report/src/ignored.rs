//! What is ignored, in words: what each line of the file has hidden, or would hide.

use std::io::{self, Write};

use oddwalk_core::{IgnoreFile, IgnoreLine, IgnorePreview, IgnoreTally, Ignored};

use crate::alike;
use crate::explain::ledger::Tenths;
use crate::terminal::paragraph;
use crate::text::{clip, counted, neutralise, thousands};
use crate::time;

/// How much of a reason, or of what a line is about, is shown.
const TEXT_WIDTH: usize = 120;
/// How many ranks are shown.
const RANKS: usize = 12;

/// What was ignored and by which line of the file, line by line without line ends; lines that hid nothing are named
/// together.
pub fn ignored_lines(ignored: &Ignored) -> Vec<String> {
    let tallies = ignored.tallies();
    let told = |tally: &&IgnoreTally| tally.hid > 0 || tally.expired;
    let mut lines = vec![head(ignored)];
    lines.extend(tallies.iter().filter(told).map(|tally| {
        let IgnoreLine { line, reason, .. } = tally.line;
        format!("  line {line}: {} ({})", fate(tally), clip(reason, TEXT_WIDTH))
    }));
    let idle = tallies.iter().filter(|tally| !told(tally)).map(|tally| tally.line.line.to_string());
    let idle: Vec<String> = idle.collect();
    let word = if idle.len() == 1 { "line" } else { "lines" };
    lines.extend((!idle.is_empty()).then(|| format!("  hid nothing: {word} {}", idle.join(", "))));
    lines
}

/// `12 sessions ignored by triage.toml`.
pub(crate) fn head(ignored: &Ignored) -> String {
    let sessions = counted(ignored.len() as u64, "session", "sessions");
    format!("{sessions} ignored by {}", neutralise(&ignored.file.name))
}

/// What became of a line.
pub(crate) fn fate(tally: &IgnoreTally) -> String {
    match &tally.line.expires {
        Some(expiry) if tally.expired => format!("expired after {}, hid nothing", expiry.day),
        _ if tally.hid == 0 => "hid nothing".to_owned(),
        _ => counted(tally.hid as u64, "session", "sessions"),
    }
}

/// Writes what each line of the file would hide, in lines of at most `width` columns.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_ignore_preview(
    file: &IgnoreFile,
    previews: &[IgnorePreview],
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    let lines = counted(file.lines.len() as u64, "line", "lines");
    writeln!(out, "{}: {lines}", neutralise(&file.name))?;
    for preview in previews {
        let [first, others @ ..] = &told(preview)[..] else { continue };
        write_wrapped(first, 0, width, &mut out)?;
        others.iter().try_for_each(|line| write_wrapped(line, 2, width, &mut out))?;
    }
    out.flush()
}

fn write_wrapped(text: &str, indent: usize, width: usize, out: &mut impl Write) -> io::Result<()> {
    for (index, line) in paragraph(text, width.max(40) - indent - 2).iter().enumerate() {
        let indent = if index == 0 { indent } else { indent + 2 };
        writeln!(out, "{:indent$}{line}", "")?;
    }
    Ok(())
}

fn told(preview: &IgnorePreview) -> Vec<String> {
    let IgnoreLine { line, reason, expires, .. } = preview.line;
    let mut lines = vec![
        format!("line {line}: {}", about(preview.line)),
        format!("reason: {}", clip(reason, TEXT_WIDTH)),
    ];
    if preview.expired {
        let day = expires.as_ref().map(|expiry| expiry.day.as_str()).unwrap_or_default();
        lines.push(format!("hides nothing: expired after {day}"));
    } else if preview.ranks.is_empty() {
        lines.push(format!("hides none of {}", tried(preview)));
    } else {
        lines.extend(hidden(preview));
    }
    lines
}

fn hidden(preview: &IgnorePreview) -> Vec<String> {
    let mut facts = vec![format!("hides {} of {}", thousands(preview.ranks.len() as u64), tried(preview))];
    facts.extend(preview.strongest_bits.map(|bits| format!("up to {} bits", Tenths::rounded(bits))));
    facts.push(counted(preview.actors as u64, "actor", "actors"));
    let ranks = alike::ranks(preview.ranks.iter().copied().take(RANKS));
    let more = preview.ranks.len().saturating_sub(RANKS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let mut lines = vec![facts.join(", "), format!("ranks {ranks}{more}")];
    let times = preview.span.map(|span| (time::to_second(span.begin), time::to_second(span.end)));
    lines.extend(times.map(|(first, last)| format!("from {first} to {last} UTC")));
    lines.extend(warnings(preview));
    lines
}

/// Among how many sessions it was looked for.
fn tried(preview: &IgnorePreview) -> String {
    let all = counted(preview.of as u64, "session", "sessions");
    if preview.tried < preview.of {
        format!("the {} oddest of {all}", thousands(preview.tried as u64))
    } else {
        all
    }
}

fn warnings(preview: &IgnorePreview) -> Vec<String> {
    let top = match preview.of_top() {
        0 => None,
        1 => Some("warning: 1 of these is among the 20 oddest of all".to_owned()),
        count => Some(format!("warning: {count} of these are among the 20 oddest of all")),
    };
    let broad = "warning: this is more than 1 % of all sessions; say more about what is known";
    top.into_iter().chain(preview.is_broad().then(|| broad.to_owned())).collect()
}

/// What a line is about, as it is written.
fn about(line: &IgnoreLine) -> String {
    let known = &line.known;
    let evidence: Vec<String> = known.evidence.iter().map(|evidence| evidence.name().to_owned()).collect();
    let all = [
        ("actor", &line.actor),
        ("entity", &line.entity),
        ("command", &known.command),
        ("after", &known.after),
        ("parameter", &known.parameter),
        ("evidence", &evidence),
    ];
    let said = all.into_iter().filter(|(_, texts)| !texts.is_empty());
    let said: Vec<String> = said.map(|(key, texts)| format!("{key} {}", texts.join(", "))).collect();
    clip(&said.join(" · "), TEXT_WIDTH)
}

#[cfg(test)]
mod tests {
    use oddwalk_core::{Expiry, IgnoreDepth};

    use super::*;
    use crate::sample::Sample;
    use crate::text::{display_width, is_hidden};

    fn file() -> IgnoreFile {
        let line = |line: usize, actor: &str, expires: Option<i64>| IgnoreLine {
            line,
            actor: vec![actor.to_owned()],
            reason: "\u{1b}[2J ticket 4711".to_owned(),
            expires: expires.map(|end| Expiry { day: "1969-12-31".to_owned(), end }),
            ..IgnoreLine::default()
        };
        let admin = "admin@contoso.onmicrosoft.com";
        let lines = vec![line(3, admin, None), line(8, admin, Some(0)), line(12, "eve\u{202e}", None)];
        IgnoreFile { name: "triage\u{1b}.toml".to_owned(), lines }
    }

    #[test]
    fn what_was_hidden_is_told() {
        let (sample, file) = (Sample::exchange(), file());
        let findings = sample.findings();
        let ignored = findings.ignored(&file, Some(1), IgnoreDepth::default());
        assert_eq!(
            ignored_lines(&ignored),
            [
                "2 sessions ignored by triage␛.toml",
                "  line 3: 2 sessions (␛[2J ticket 4711)",
                "  line 8: expired after 1969-12-31, hid nothing (␛[2J ticket 4711)",
                "  hid nothing: line 12",
            ]
        );
        let left = findings.without(&ignored);
        assert_eq!(left.len(), findings.len() - 2);
        assert!(left.iter().all(|finding| ignored.by(finding.rank).is_none()));
        let rank_of = |begin| findings.iter().find(|one| one.session.session.span == begin).unwrap().rank;
        assert!(left.iter().all(|finding| rank_of(finding.session.session.span) == finding.rank));
    }

    #[test]
    fn what_would_be_hidden_is_told() {
        let (sample, file) = (Sample::exchange(), file());
        let previews = sample.findings().ignore_previews(&file, Some(1), IgnoreDepth::default());
        let mut out = Vec::new();
        write_ignore_preview(&file, &previews, 60, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| display_width(line) <= 60 && !line.contains(is_hidden)), "{text}");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in [
            "line 3: actor admin@contoso.onmicrosoft.com reason: ␛[2J ticket 4711 hides 2 of 6 sessions, up to",
            "warning: 2 of these are among the 20 oddest of all",
            "warning: this is more than 1 % of all sessions",
            "hides nothing: expired after 1969-12-31",
            "line 12: actor eve\\u{202e}",
        ] {
            assert!(words.contains(said), "{said}: {text}");
        }
    }
}
