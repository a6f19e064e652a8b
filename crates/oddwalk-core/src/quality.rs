//! Quality: what was read, and everything that was not used, counted and with its first places.

use std::collections::BTreeMap;

/// How many places of each reason are kept.
const FIRST_PLACES: usize = 5;

/// Why a record was not used. The order is the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The record's own form is broken: not JSON, a quote that is never closed.
    Malformed,
    /// More cells than the header has columns, so that no cell can be trusted.
    TooManyCells,
    /// The record, or a field of it, is larger than the limit.
    TooLong,
    /// A field that is needed is not UTF-8.
    InvalidUtf8,
    /// A field that is needed has a type that cannot be read: an object as a command.
    WrongType,
    /// There is no time.
    MissingTime,
    /// The time cannot be read.
    UnusableTime,
    /// There is no command.
    MissingCommand,
}

impl Reason {
    /// The name in machine-readable output; it never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooManyCells => "too_many_cells",
            Self::TooLong => "too_long",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::WrongType => "wrong_type",
            Self::MissingTime => "missing_time",
            Self::UnusableTime => "unusable_time",
            Self::MissingCommand => "missing_command",
        }
    }

    /// The reason in words, to be read after a number of records.
    pub fn words(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooManyCells => "with more cells than the header",
            Self::TooLong => "over the size limit",
            Self::InvalidUtf8 => "with invalid UTF-8",
            Self::WrongType => "with a field of the wrong type",
            Self::MissingTime => "without a time",
            Self::UnusableTime => "with an unreadable time",
            Self::MissingCommand => "without a command",
        }
    }
}

/// One record that was not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The file's name as it was given.
    pub file: String,
    /// The record in the file, counted from 1.
    pub row: u64,
    /// The line that the record begins on, counted from 1, where the file has lines.
    pub line: Option<u64>,
    /// What was found: the value, or what the parser said. Untrusted text.
    pub detail: String,
}

/// All records rejected for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// How many.
    pub count: u64,
    /// The first few, in the order they were read.
    pub first: Vec<Rejection>,
}

impl Rejected {
    /// `rejection` is only asked for while its place is kept.
    fn add(&mut self, rejection: impl FnOnce() -> Rejection) {
        self.count += 1;
        if self.first.len() < FIRST_PLACES {
            self.first.push(rejection());
        }
    }

    fn append(&mut self, other: Self) {
        self.count += other.count;
        let room = FIRST_PLACES - self.first.len();
        self.first.extend(other.first.into_iter().take(room));
    }
}

/// What became of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileQuality {
    /// The file's name as it was given.
    pub name: String,
    /// How many records it has, the rejected among them.
    pub records: u64,
    /// How many of them were used: one that is a session counts once, however many events it has.
    pub events: u64,
    /// Why reading ended before the file did, or never began. Untrusted text.
    pub problem: Option<String>,
    /// What kind of log it is, where that was asked for or recognised.
    pub recipe: Option<String>,
    /// Which of the recipe's forms it has.
    pub form: Option<String>,
    /// How the recipe was recognised, in words. Untrusted text.
    pub recognised: Option<String>,
    /// Why the file was left alone on purpose: it is no log, but something that lies beside logs. No
    /// [`problem`](Self::problem). Untrusted text.
    pub skipped: Option<String>,
}

/// What a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordUnit {
    /// One event.
    #[default]
    Event,
    /// One session.
    Session,
}

/// What was read and what was not used.
///
/// Every record is used, rejected, outside the asked time range, left out by a condition, or a duplicate:
/// [`records`](Self::records) is the sum of these, and [`accounted_for`](Self::accounted_for) adds them up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// What a record is.
    pub unit: RecordUnit,
    /// Each file in the order of reading, skipped ones too.
    pub files: Vec<FileQuality>,
    /// Rejected records by reason.
    pub rejected: BTreeMap<Reason, Rejected>,
    /// Events whose parameters cannot be read, which are kept without any. They are not among the rejected.
    pub unreadable_parameters: Rejected,
    /// Records outside the asked time range.
    pub out_of_range: u64,
    /// Records that a condition of the recipe leaves out, by the text of the first condition that does.
    pub filtered: Vec<(String, u64)>,
    /// Records left out since their event's identifier was read before.
    pub duplicates: u64,
    /// Conditions that were not applied since a file lacks their column: their text, and in how many files.
    pub skipped_conditions: Vec<(String, u64)>,
    /// Records with fewer cells than the header, whose missing cells were read as empty.
    pub short_records: u64,
    /// For each entity column, how many events have no value in it.
    pub missing_identity: Vec<(String, u64)>,
    /// Events that have the very time of another event of their entity, so that their order is the input's word alone.
    pub tied_events: u64,
    /// The earliest and the latest time of what is used, in nanoseconds since 1970-01-01 UTC.
    pub time_range: Option<(i64, i64)>,
    /// Sessions that were given as lists of exactly [`MAKELIST_LIMIT`] events.
    pub full_lists: u64,
}

/// How many elements Kusto's `makelist` kept where nothing else was said: it cut longer lists silently.
pub const MAKELIST_LIMIT: usize = 128;

impl Quality {
    /// How many records were read.
    pub fn records(&self) -> u64 {
        self.files.iter().map(|file| file.records).sum()
    }

    /// How many records became events.
    pub fn events(&self) -> u64 {
        self.files.iter().map(|file| file.events).sum()
    }

    /// How many records were rejected.
    pub fn rejected_count(&self) -> u64 {
        self.rejected.values().map(|rejected| rejected.count).sum()
    }

    /// How many records a condition left out.
    pub fn filtered_count(&self) -> u64 {
        self.filtered.iter().map(|(_, count)| count).sum()
    }

    /// How many records it is known of what became of them: all, or something is dropped without being counted.
    pub fn accounted_for(&self) -> u64 {
        self.events() + self.rejected_count() + self.out_of_range + self.filtered_count() + self.duplicates
    }

    /// The files that were left alone on purpose, and why.
    pub fn skipped(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| Some((file.name.as_str(), file.skipped.as_deref()?)))
    }

    /// The files that were not read to their end.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| Some((file.name.as_str(), file.problem.as_deref()?)))
    }

    /// Counts a rejected record; `rejection` is only asked for while its place is kept.
    pub fn reject(&mut self, reason: Reason, rejection: impl FnOnce() -> Rejection) {
        self.rejected.entry(reason).or_default().add(rejection);
    }

    /// Counts an event whose parameters cannot be read; `rejection` is as in [`reject`](Self::reject).
    pub fn keep_without_parameters(&mut self, rejection: impl FnOnce() -> Rejection) {
        self.unreadable_parameters.add(rejection);
    }

    /// Counts records that this condition leaves out.
    pub fn leave_out(&mut self, condition: &str, records: u64) {
        add(&mut self.filtered, condition, records);
    }

    /// Counts files whose records this condition was not applied to.
    pub fn skip_condition(&mut self, condition: &str, files: u64) {
        add(&mut self.skipped_conditions, condition, files);
    }

    /// Counts events of a file that were taken and turn out to have been read before: they are not used after all.
    ///
    /// # Panics
    /// If there is no such file, or it has fewer events.
    pub fn drop_duplicates(&mut self, file: usize, events: u64) {
        let used = &mut self.files[file].events;
        assert!(events <= *used, "a duplicate is an event that was taken");
        *used -= events;
        self.duplicates += events;
    }

    /// Adds what was read after this, which has the same unit.
    pub fn append(&mut self, other: Self) {
        self.unit = other.unit;
        self.files.extend(other.files);
        other.filtered.iter().for_each(|(condition, records)| self.leave_out(condition, *records));
        other.skipped_conditions.iter().for_each(|(condition, files)| self.skip_condition(condition, *files));
        self.duplicates += other.duplicates;
        self.tied_events += other.tied_events;
        self.full_lists += other.full_lists;
        let ranges = self.time_range.into_iter().chain(other.time_range);
        self.time_range = ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        self.out_of_range += other.out_of_range;
        self.short_records += other.short_records;
        for (reason, theirs) in other.rejected {
            self.rejected.entry(reason).or_default().append(theirs);
        }
        self.unreadable_parameters.append(other.unreadable_parameters);
        if self.missing_identity.is_empty() {
            self.missing_identity = other.missing_identity;
        } else {
            let columns = self.missing_identity.iter_mut().zip(other.missing_identity);
            columns.for_each(|((_, mine), (_, theirs))| *mine += theirs);
        }
    }
}

/// Adds to the count that has this name.
fn add(counts: &mut Vec<(String, u64)>, name: &str, count: u64) {
    match counts.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known += count,
        None => counts.push((name.to_owned(), count)),
    }
}

#[cfg(test)]
#[path = "quality_tests.rs"]
mod tests;
