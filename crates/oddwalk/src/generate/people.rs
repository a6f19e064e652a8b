//! Who works here, when, and on what.

use super::calendar::{self, MINUTE};
use super::dice::{mix, mix_text, part, place};
use super::event::Spot;
use super::library::Library;
use super::places::{self, Site};
use super::world::{Role, World};

/// A person who administers the organisation.
#[derive(Debug)]
pub(super) struct Person {
    /// Number that all habits follow from.
    pub(super) style: u64,
    /// Name of the person's role.
    pub(super) role: &'static str,
    /// How the log names the account, with `<me>` for the person's own name.
    pub(super) account: &'static str,
    /// How many of 100 sittings are at any time of the day.
    pub(super) on_call: u32,
    /// Scripts with running sums of their weights.
    pub(super) duties: Weighted,
    /// How much this person takes on compared with others.
    pub(super) load: u32,
    site: Site,
    /// Seconds after local midnight.
    start: i64,
    length: i64,
    /// First and last day of employment, counted from the log's first day.
    employed: (i64, i64),
    holiday: (i64, i64),
    /// Waiting time compared with the average, in per cent.
    pub(super) pace: i64,
}

/// Choices with running sums of weights.
#[derive(Debug, Default)]
pub(super) struct Weighted {
    entries: Vec<(u32, usize)>,
    total: u32,
}

impl Weighted {
    /// Adds a choice; a weight of 0 is never picked.
    pub(super) fn push(&mut self, weight: u32, choice: usize) {
        if weight > 0 {
            self.total += weight;
            self.entries.push((self.total, choice));
        }
    }

    /// Sum of all weights.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// All choices in the order in which they were added.
    pub(super) fn choices(&self) -> impl Iterator<Item = usize> {
        self.entries.iter().map(|&(_, choice)| choice)
    }

    /// The choice that covers `ticket`, a number below the total.
    pub(super) fn at(&self, ticket: u32) -> Option<usize> {
        let index = self.entries.partition_point(|&(sum, _)| sum <= ticket);
        self.entries.get(index).map(|&(_, choice)| choice)
    }
}

/// How much a person favours a duty: some hardly do it, some do little else.
const LIKINGS: [u32; 6] = [1, 4, 10, 10, 14, 30];

/// What all people of one organisation have in common.
pub(super) struct Firm<'a> {
    pub(super) world: &'a World,
    pub(super) library: &'a Library,
    pub(super) seed: u64,
    pub(super) people: u32,
    pub(super) days: i64,
}

impl Firm<'_> {
    /// Invents person number `index`.
    pub(super) fn person(&self, index: u32) -> Person {
        let style = mix(mix(self.seed, 31), u64::from(index));
        let draw = |salt: u64, limit: i64| number(style, salt, limit);
        let role = self.role(index);
        let joined = match draw(1, 100) {
            // New staff start in the second to eighth tenth of the time.
            0..14 => self.days * (20 + draw(2, 60)) / 100,
            _ => -1,
        };
        let left = match draw(3, 100) {
            0..5 if joined < 0 => self.days * (30 + draw(4, 60)) / 100,
            _ => i64::MAX,
        };
        let away = draw(5, self.days * 2);
        Person {
            style,
            role: role.map_or("", |role| role.name),
            account: role.map_or("<me>", |role| role.account),
            on_call: role.map_or(0, |role| role.on_call),
            duties: self.duties(style, index, role),
            load: [1, 2, 2, 2, 3, 3, 4][usize::try_from(draw(6, 7)).unwrap_or(0)],
            site: places::site(style, self.people),
            start: (7 * 60 + draw(7, 11) * 15) * MINUTE,
            length: (7 * 60 + 30 + draw(8, 5) * 15) * MINUTE,
            employed: (joined, left),
            holiday: (away, away + 3 + draw(9, 14)),
            pace: 60 + draw(10, 110),
        }
    }

    /// Roles go to people in proportion to their shares, even in a small firm:
    /// a step of 37 walks through all 100 tickets before it repeats.
    fn role(&self, index: u32) -> Option<&'static Role> {
        let mut ticket = (index * 37 + 5) % 100;
        let fitting = self.world.roles.iter().find(|role| {
            let found = ticket < role.share;
            ticket = ticket.saturating_sub(role.share);
            found
        });
        fitting.or(self.world.roles.first())
    }

    /// Own duties as this person likes them, a colleague's role to stand in
    /// for, and everybody's chores.
    fn duties(&self, style: u64, index: u32, role: Option<&Role>) -> Weighted {
        let mut duties = Weighted::default();
        for &(name, weight) in role.map_or(&[][..], |role| role.duties) {
            let liking = LIKINGS[place(mix(style, mix_text(name)), LIKINGS.len())];
            self.add(&mut duties, name, weight * liking);
        }
        let standing_in = number(style, 41, 100) < 30;
        let other = self.role(index + 1).filter(|_| standing_in);
        for &(name, weight) in other.map_or(&[][..], |role| role.duties) {
            self.add(&mut duties, name, weight);
        }
        for &(name, weight) in self.world.chores {
            self.add(&mut duties, name, weight);
        }
        duties
    }

    fn add(&self, duties: &mut Weighted, name: &str, weight: u32) {
        if let Some(script) = self.library.find(name) {
            duties.push(weight, script);
        }
    }
}

impl Person {
    /// True when employed on `day`, counted from the log's first day.
    pub(super) fn employed(&self, day: i64) -> bool {
        self.employed.0 <= day && day <= self.employed.1
    }

    /// True when at work on `day`; `date` is the same day counted from 1970.
    pub(super) fn works(&self, day: i64, date: i64) -> bool {
        let on_holiday = (self.holiday.0..self.holiday.1).contains(&day);
        if !self.employed(day) || on_holiday {
            return false;
        }
        let today = number(mix(self.style, 51), day.unsigned_abs(), 100);
        if calendar::is_weekend(date) {
            return today < 7;
        }
        let part_time = number(self.style, 52, 100) < 12;
        let free = number(self.style, 53, 5) == i64::from(calendar::weekday(date));
        today >= 4 && !(part_time && free)
    }

    /// Working hours of `date`, in seconds since the epoch, UTC. People come
    /// and go up to 20 minutes earlier or later than usual.
    pub(super) fn hours(&self, date: i64) -> (i64, i64) {
        let drift = (number(mix(self.style, 54), date.unsigned_abs(), 41) - 20) * MINUTE;
        let begin = self.utc(date, self.start + drift);
        (begin, begin + self.length)
    }

    /// Seconds since the epoch of a local time on `date`.
    pub(super) fn utc(&self, date: i64, local: i64) -> i64 {
        date * calendar::DAY + local - self.site.offset * MINUTE
    }

    /// Minutes that local time is ahead of UTC.
    pub(super) fn offset(&self) -> i64 {
        self.site.offset
    }

    /// Where the person sits on `date`.
    pub(super) fn spot(&self, date: i64) -> Spot {
        let today = number(mix(self.style, 55), date.unsigned_abs(), 100);
        let home_days = number(self.style, 56, 4);
        let weekday = i64::from(calendar::weekday(date));
        if today < 2 {
            Spot::Travel
        } else if calendar::is_weekend(date) || (weekday + number(self.style, 57, 5)) % 5 < home_days {
            Spot::Home
        } else {
            Spot::Office
        }
    }

    /// Address at the office and at home.
    pub(super) fn hosts(&self) -> [String; 2] {
        [places::office(self.site, self.style), places::home(self.style)]
    }
}

/// A stable number below `limit` that belongs to a person.
fn number(style: u64, salt: u64, limit: i64) -> i64 {
    i64::try_from(part(mix(style, salt), limit.unsigned_abs())).unwrap_or(0)
}
