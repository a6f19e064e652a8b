//! Facts about what was read that are neither a rejection nor a file's problem.

use oddwalk_core::{MAKELIST_LIMIT, Quality, RecordUnit};

use super::DETAIL_WIDTH;
use crate::text::{clip, counted};

/// How much of a condition is shown.
const CONDITION_WIDTH: usize = 60;

/// Ties below this share are not worth a word on a terminal.
const WORTH_A_WORD: f64 = 0.01;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// One line for each kind, and none for what is usual.
    Short,
    /// Everything.
    Full,
}

/// One sentence for each fact, without a full stop.
pub(crate) fn facts(quality: &Quality, length: Length) -> Vec<String> {
    let one = [out_of_range(quality), duplicates(quality), short_records(quality), full_lists(quality)];
    let [out_of_range, duplicates, short_records, full_lists] = one;
    let mut facts = Vec::new();
    facts.extend(out_of_range);
    facts.extend(filtered(quality, length));
    facts.extend(duplicates);
    facts.extend(skipped_conditions(quality, length));
    facts.extend(short_records);
    facts.extend(missing(quality));
    facts.extend(ties(quality, length));
    facts.extend(full_lists);
    facts
}

fn out_of_range(quality: &Quality) -> Option<String> {
    some(quality.out_of_range, |count| format!("{} outside the time range", records(count)))
}

fn duplicates(quality: &Quality) -> Option<String> {
    some(quality.duplicates, |count| format!("{} left out as duplicates of others", records(count)))
}

fn short_records(quality: &Quality) -> Option<String> {
    some(quality.short_records, |count| {
        format!("{} with fewer cells than the header, read as if those missing were empty", records(count))
    })
}

fn full_lists(quality: &Quality) -> Option<String> {
    some(quality.full_lists, |count| {
        let sessions = counted(count, "session", "sessions");
        format!("{sessions} of exactly {MAKELIST_LIMIT} events: cut there, if by Kusto's makelist")
    })
}

fn filtered(quality: &Quality, length: Length) -> Vec<String> {
    let by_one = |(condition, count): &(String, u64)| {
        let what = if condition.starts_with("exclusion ") { "the" } else { "the condition" };
        format!("{} left out by {what} {}", records(*count), clip(condition, CONDITION_WIDTH))
    };
    match (quality.filtered.as_slice(), length) {
        ([_, _, ..], Length::Short) => {
            let conditions = quality.filtered.len();
            vec![format!("{} left out by {conditions} conditions", records(quality.filtered_count()))]
        }
        (conditions, _) => conditions.iter().map(by_one).collect(),
    }
}

fn skipped_conditions(quality: &Quality, length: Length) -> Vec<String> {
    let one = |(condition, count): &(String, u64)| {
        let (condition, files) = (clip(condition, CONDITION_WIDTH), counted(*count, "file", "files"));
        format!("{condition} not asked of {files} without that column")
    };
    match (quality.skipped_conditions.as_slice(), length) {
        ([_, _, ..], Length::Short) => {
            let conditions = quality.skipped_conditions.len();
            vec![format!("{conditions} conditions not asked of files without their column")]
        }
        (conditions, _) => conditions.iter().map(one).collect(),
    }
}

fn missing(quality: &Quality) -> impl Iterator<Item = String> {
    let missing = quality.missing_identity.iter().filter(|(_, count)| *count > 0);
    missing.map(|(column, count)| {
        let (units, share) = (units(quality, *count), percent(share(*count, quality)));
        format!("{units} without {} ({share})", clip(column, DETAIL_WIDTH))
    })
}

fn ties(quality: &Quality, length: Length) -> Option<String> {
    let share = share(quality.tied_events, quality);
    let told = length == Length::Full || share >= WORTH_A_WORD;
    let count = Some(quality.tied_events).filter(|count| *count > 0 && told)?;
    let (events, share) = (counted(count, "event", "events"), percent(share));
    Some(format!("{events} ({share}) share entity and time: their order is the input's alone"))
}

/// Which part of what is used this is, from 0 to 1.
pub(crate) fn share(count: u64, quality: &Quality) -> f64 {
    if count == 0 { 0.0 } else { count as f64 / quality.events().max(count) as f64 }
}

fn percent(share: f64) -> String {
    match 100.0 * share {
        share if share < 0.1 => "under 0.1 %".to_owned(),
        share => format!("{share:.1} %"),
    }
}

/// So many of what a record is.
pub(super) fn units(quality: &Quality, count: u64) -> String {
    match quality.unit {
        RecordUnit::Event => counted(count, "event", "events"),
        RecordUnit::Session => counted(count, "session", "sessions"),
    }
}

fn records(count: u64) -> String {
    counted(count, "record", "records")
}

fn some(count: u64, words: impl Fn(u64) -> String) -> Option<String> {
    (count > 0).then(|| words(count))
}
