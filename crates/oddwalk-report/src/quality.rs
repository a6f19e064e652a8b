//! Data quality in a few lines for people: what was read and what was not used.

mod facts;

use oddwalk_core::{Quality, Reason, Rejected, Rejection};

use self::facts::units;
pub(crate) use self::facts::{Length, facts, share};
use crate::text::{clip, counted, neutralise, thousands};

/// What a recipe is called, and what was read of its logs and what was not used. Without a name it is about the files that
/// are of no recipe.
pub type RecipeQuality<'a> = (&'a str, &'a Quality);

/// How much of a value or an error message of a log is shown.
const DETAIL_WIDTH: usize = 120;

/// How much of it is shown at the end of a line.
const SHORT_DETAIL_WIDTH: usize = 40;

/// How much of what is wrong with a file is shown: room for the names of its columns.
const PROBLEM_WIDTH: usize = 300;

/// How much of a recipe's name is shown.
pub(crate) const RECIPE_WIDTH: usize = 20;

/// How many files are named that could not be read, or not to their end.
const PROBLEMS: usize = 10;

/// What was read and what was not used, line by line without line ends: first the totals, then only what is worth a
/// word, a line for each kind of trouble.
///
/// Where there are several recipes, each one's totals begin with its name and the lines below are indented. Text from the
/// log is neutralised and cut.
pub fn quality_lines(qualities: &[RecipeQuality]) -> Vec<String> {
    match qualities {
        [(_, quality)] => [vec![totals(quality, "read from")], troubles(quality)].concat(),
        several => several.iter().flat_map(of_recipe).collect(),
    }
}

/// What people read for a recipe's name.
pub(crate) fn recipe_name(recipe: &str) -> &str {
    if recipe.is_empty() { "of no recipe" } else { recipe }
}

fn of_recipe((recipe, quality): &RecipeQuality) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", clip(recipe_name(recipe), RECIPE_WIDTH), totals(quality, "in"))];
    lines.extend(troubles(quality).iter().map(|line| format!("  {line}")));
    lines
}

fn totals(quality: &Quality, read_from: &str) -> String {
    let (records, files) = (quality.records(), quality.files.len() as u64);
    let (records, files) = (counted(records, "record", "records"), counted(files, "file", "files"));
    let (used, rejected) = (units(quality, quality.events()), thousands(quality.rejected_count()));
    format!("{records} {read_from} {files}: {used}, {rejected} rejected")
}

fn troubles(quality: &Quality) -> Vec<String> {
    let mut lines = problems(quality);
    lines.extend(skipped(quality));
    let rejected = quality.rejected.iter();
    lines.extend(rejected.map(|(&reason, rejected)| with_first(rejected_line(reason, rejected), rejected)));
    lines.extend(unreadable_line(quality).map(|line| with_first(line, &quality.unreadable_parameters)));
    lines.extend(facts(quality, Length::Short));
    lines
}

fn problems(quality: &Quality) -> Vec<String> {
    let shown = quality.problems().take(PROBLEMS);
    let mut lines: Vec<String> = shown
        .map(|(name, problem)| format!("{}: {}", neutralise(name), clip(problem, PROBLEM_WIDTH)))
        .collect();
    let more = quality.problems().skip(PROBLEMS).count() as u64;
    if more > 0 {
        lines.push(format!("and {} not read, or not to the end", counted(more, "more file", "more files")));
    }
    lines
}

fn skipped(quality: &Quality) -> Option<String> {
    let files = counted(quality.skipped().count() as u64, "file", "files");
    let (name, why) = quality.skipped().next()?;
    Some(format!("{files} skipped, first {}: {}", neutralise(name), clip(why, SHORT_DETAIL_WIDTH)))
}

fn with_first(line: String, rejected: &Rejected) -> String {
    let first =
        rejected.first.first().map(|first| format!(", first at {}", place(first, SHORT_DETAIL_WIDTH)));
    line + &first.unwrap_or_default()
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
fn place(rejection: &Rejection, width: usize) -> String {
    let line = rejection.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let detail = clip(&rejection.detail, width);
    let colon = if detail.is_empty() { "" } else { ": " };
    format!("{}:{}{line}{colon}{detail}", neutralise(&rejection.file), rejection.row)
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

    /// Two recipes with everything that recipes bring.
    pub(crate) fn recipes() -> [(&'static str, Quality); 2] {
        let named = |recipe: &str, form: Option<&str>, why: &str| FileQuality {
            name: format!("logs/{recipe}.csv"),
            records: 1_000,
            events: 700,
            recipe: Some(recipe.into()),
            form: form.map(str::to_owned),
            recognised: Some(why.into()),
            ..FileQuality::default()
        };
        let digest = FileQuality {
            name: "logs/<b>digest\u{1b}[2J.json".into(),
            skipped: Some("a digest\u{202e} of <CloudTrail>, which has no events".into()),
            ..FileQuality::default()
        };
        let mut exchange = Quality { duplicates: 40, tied_events: 12, ..Quality::default() };
        exchange.files.push(named("office365-exchange", Some("portal"), "OfficeWorkload is `Exchange`"));
        exchange.leave_out("OfficeWorkload == 'Exchange'", 250);
        exchange.leave_out("RecordType != '\u{1b}[31m<i>'", 10);
        exchange.time_range = Some((1_587_185_430_250_000_000, 1_587_285_430_000_000_000));
        let mut trail = Quality { full_lists: 3, tied_events: 3, ..Quality::default() };
        trail.files.push(named(
            "aws-\u{202e}<b>cloudtrail with a name that is too long",
            None,
            "a `Records` list",
        ));
        trail.files.extend([digest.clone(), digest]);
        trail.leave_out("readOnly == false", 300);
        trail.skip_condition("managementEvent == true", 2);
        trail.missing_identity = vec![("arn".into(), 7)];
        [("office365-exchange", exchange), ("aws-\u{202e}<b>cloudtrail with a name that is too long", trail)]
    }

    #[test]
    fn everything_unused_is_named() {
        let quality = sample();
        insta::assert_snapshot!(quality_lines(&[("table", &quality)]).join("\n"));
    }

    #[test]
    fn several_recipes_are_told_apart() {
        let recipes = recipes();
        let lines = quality_lines(&recipes.each_ref().map(|(recipe, quality)| (*recipe, quality)));
        assert!(!lines.concat().contains(crate::text::is_hidden));
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn files_of_no_recipe_are_told_as_such() {
        let quality = Quality::default();
        let lines = quality_lines(&[("", &quality), ("a", &quality)]);
        assert_eq!(lines[0], "of no recipe: 0 records in 0 files: 0 events, 0 rejected");
    }

    #[test]
    fn few_ties_are_not_worth_a_word_on_a_terminal() {
        let quality = |tied_events| Quality { tied_events, ..sample() };
        let told =
            |tied, length| facts(&quality(tied), length).iter().any(|fact| fact.contains("share entity"));
        assert!(!told(0, Length::Full) && told(9, Length::Full) && !told(9, Length::Short));
        assert!(told(90_000, Length::Short));
    }

    #[test]
    fn a_clean_log_is_one_line() {
        insta::assert_snapshot!(quality_lines(&[("table", &Quality::default())]).join("\n"));
    }
}
