//! How large an organisation and how long a time make the wanted log.

use super::calendar;
use super::dice::{mix, part};

/// Fewest people; below that not every role would be held by somebody.
const FEWEST_PEOPLE: u64 = 14;
/// Events that one person and the routines that serve them make in a day,
/// averaged over weekends and holidays.
const EVENTS_PER_PERSON_DAY: u64 = 36;

/// Size of a log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Number of administrators.
    pub(super) people: u32,
    /// Number of days.
    pub(super) days: i64,
}

impl Scale {
    /// Picks days and people for about `events` events: 45 days and 60 people
    /// for 100 000, growing slowly in time and the rest in people.
    pub(super) fn new(events: u64) -> Self {
        let days = events.saturating_mul(41).isqrt().isqrt().clamp(14, 200);
        let people = (events / (days * EVENTS_PER_PERSON_DAY)).clamp(FEWEST_PEOPLE, 1 << 24);
        Self { people: u32::try_from(people).unwrap_or(u32::MAX), days: i64::try_from(days).unwrap_or(0) }
    }

    /// Most events that routines may make in a day of a log of `events`.
    pub(super) fn routine_budget(&self, events: u64) -> u64 {
        events / self.days.unsigned_abs().max(1) * 7 / 10
    }

    /// Events wanted on `day`, when `missing` are wanted by the end.
    pub(super) fn quota(&self, seed: u64, first: i64, day: i64, missing: u64) -> u64 {
        let weight = |day| busyness(seed, first + day);
        let ahead: u64 = (day..self.days).map(weight).sum();
        let share = u128::from(missing) * u128::from(weight(day)) / u128::from(ahead.max(1));
        if day + 1 >= self.days {
            return missing;
        }
        u64::try_from(share).unwrap_or(missing)
    }
}

/// How busy a day is compared with others: weekends are quiet, Mondays are
/// full, and no two weeks are the same.
fn busyness(seed: u64, date: i64) -> u64 {
    let usual = match calendar::weekday(date) {
        0 => 1_150,
        4 => 880,
        5 | 6 => 320,
        _ => 1_000,
    };
    usual * (85 + part(mix(seed, 61 + date.unsigned_abs()), 31)) / 100
}
