//! Data quality in a few lines for people: what was read and what was not used.

use oddwalk_core::{Quality, Reason, RecordUnit, Rejected, Rejection};

use crate::text::{clip, counted, neutralise, thousands};

/// How much of a value or an error message of a log is shown.
const DETAIL_WIDTH: usize = 120;

/// How much of what is wrong with a file is shown: room for the names of its columns.
const PROBLEM_WIDTH: usize = 300;

/// How many files are named that could not be read, or not to their end.
const PROBLEMS: usize = 10;

/// What was read and what was not used, line by line without line ends: first the totals, then only what is worth a
/// word. Lines of detail are indented; text from the log is neutralised and cut.
pub fn quality_lines(quality: &Quality) -> Vec<String> {
    let mut lines = vec![totals(quality)];
    let problems = quality.problems().take(PROBLEMS);
    lines.extend(
        problems.map(|(name, problem)| format!("{}: {}", neutralise(name), clip(problem, PROBLEM_WIDTH))),
    );
    let more = quality.problems().skip(PROBLEMS).count() as u64;
    if more > 0 {
        lines.push(format!("and {} not read, or not to the end", counted(more, "more file", "more files")));
    }
    for (&reason, rejected) in &quality.rejected {
        lines.push(rejected_line(reason, rejected));
        lines.extend(rejected.first.first().map(|first| format!("  first at {}", place(first))));
    }
    if let Some(line) = unreadable_line(quality) {
        lines.push(line);
        let first = quality.unreadable_parameters.first.first();
        lines.extend(first.map(|first| format!("  first at {}", place(first))));
    }
    lines.extend(others(quality));
    lines
}

fn totals(quality: &Quality) -> String {
    let (records, files) = (quality.records(), quality.files.len() as u64);
    let (records, files) = (counted(records, "record", "records"), counted(files, "file", "files"));
    let (used, rejected) = (units(quality, quality.events()), thousands(quality.rejected_count()));
    format!("{records} read from {files}: {used}, {rejected} rejected")
}

/// `1,234 records without a time`.
pub(crate) fn rejected_line(reason: Reason, rejected: &Rejected) -> String {
    format!("{} {}", counted(rejected.count, "record", "records"), reason.words())
}

/// Events that are used without their parameters, if there are any.
pub(crate) fn unreadable_line(quality: &Quality) -> Option<String> {
    let count = quality.unreadable_parameters.count;
    let events = || counted(count, "event", "events");
    (count > 0).then(|| format!("{} with unreadable parameters, kept without any", events()))
}

/// `logs/a.csv:17 (line 18): what was found`.
pub(crate) fn place(rejection: &Rejection) -> String {
    let line = rejection.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let detail = clip(&rejection.detail, DETAIL_WIDTH);
    let colon = if detail.is_empty() { "" } else { ": " };
    format!("{}:{}{line}{colon}{detail}", neutralise(&rejection.file), rejection.row)
}

/// What is neither a rejection nor a file's problem.
pub(crate) fn others(quality: &Quality) -> Vec<String> {
    let records = |count| counted(count, "record", "records");
    let mut lines = Vec::new();
    if quality.out_of_range > 0 {
        lines.push(format!("{} outside the time range", records(quality.out_of_range)));
    }
    if quality.short_records > 0 {
        let short = records(quality.short_records);
        lines.push(format!("{short} with fewer cells than the header, read as if those missing were empty"));
    }
    let missing = quality.missing_identity.iter().filter(|(_, count)| *count > 0);
    lines.extend(missing.map(|(column, count)| missing_line(column, *count, quality)));
    lines
}

fn missing_line(column: &str, count: u64, quality: &Quality) -> String {
    let share = match 100.0 * count as f64 / quality.events().max(count) as f64 {
        share if share < 0.1 => "under 0.1 %".to_owned(),
        share => format!("{share:.1} %"),
    };
    format!("{} without {} ({share})", units(quality, count), clip(column, DETAIL_WIDTH))
}

/// So many of what a record is.
fn units(quality: &Quality, count: u64) -> String {
    match quality.unit {
        RecordUnit::Event => counted(count, "event", "events"),
        RecordUnit::Session => counted(count, "session", "sessions"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use oddwalk_core::FileQuality;

    use super::*;

    pub(crate) fn sample() -> Quality {
        let file = |name: &str, problem: Option<&str>| FileQuality {
            name: name.into(),
            records: 617_283,
            events: 617_000,
            problem: problem.map(str::to_owned),
            ..FileQuality::default()
        };
        let mut quality = Quality {
            files: vec![file("logs/a.csv", None), file("logs/\u{1b}[2J.csv", Some("not a gzip file"))],
            out_of_range: 1_200,
            short_records: 1,
            missing_identity: vec![("UserId".into(), 15_425), ("ClientIP".into(), 0), ("Agent".into(), 3)],
            ..Quality::default()
        };
        for row in 17..1_017 {
            let detail = || "4/31/\u{202e}2021".into();
            let rejection =
                || Rejection { file: "logs/a.csv".into(), row, line: Some(row + 1), detail: detail() };
            quality.reject(Reason::UnusableTime, rejection);
        }
        let long = || Rejection { file: "b.parquet".into(), row: 3, line: None, detail: "x".repeat(100_000) };
        quality.reject(Reason::TooLong, long);
        for row in 5..7 {
            let detail = "{\"Name\":\"\u{1b}[2J".into();
            quality.keep_without_parameters(|| Rejection {
                file: "logs/a.csv".into(),
                row,
                line: Some(row + 1),
                detail,
            });
        }
        quality
    }

    #[test]
    fn everything_unused_is_named() {
        insta::assert_snapshot!(quality_lines(&sample()).join("\n"));
    }

    #[test]
    fn a_clean_log_is_one_line() {
        insta::assert_snapshot!(quality_lines(&Quality::default()).join("\n"));
    }
}
