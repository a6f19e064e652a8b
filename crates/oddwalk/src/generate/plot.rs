//! Plans the intrusions before the first day begins.

use super::calendar::{self, DAY, HOUR, NANOS};
use super::dice::{Dice, mix};
use super::event::{Beat, Planted, Spot};
use super::generator::{Actor, address};
use super::library::Library;
use super::people::Person;
use super::sitting::Sitting;
use super::world::Plot;

/// Longest intrusion in seconds; analysts cut sessions at 20 minutes.
const LONGEST: i64 = 18 * calendar::MINUTE;

/// An intrusion that waits for its day.
#[derive(Debug)]
pub(super) struct Scheme {
    /// Day of its beginning, counted from the log's first day.
    pub(super) day: i64,
    /// Its events.
    pub(super) beats: Vec<Beat>,
    /// What the caller is told about it.
    pub(super) report: Planted,
}

impl Scheme {
    /// True when this account is misused within `margin` seconds of the time
    /// from `begin` to `end`; the account's own work must keep away then.
    pub(super) fn near(&self, actor: u32, begin: i64, end: i64, margin: i64) -> bool {
        let touches = |first: &Beat, last: &Beat| begin <= last.at + margin && first.at - margin <= end;
        match (self.beats.first(), self.beats.last()) {
            (Some(first), Some(last)) => first.actor == actor && touches(first, last),
            _ => false,
        }
    }
}

/// What is needed to plan intrusions.
pub(super) struct Schemer<'a> {
    pub(super) library: &'a Library,
    pub(super) people: &'a [Person],
    pub(super) actors: &'a [Actor],
    pub(super) seed: u64,
    /// The log's first day, counted from 1970.
    pub(super) first: i64,
    pub(super) days: i64,
}

impl Schemer<'_> {
    /// Plans all plots in an order that depends on the seed, spread evenly
    /// over the time, each with a victim of its own.
    pub(super) fn plan(&self, plots: &'static [Plot]) -> Vec<Scheme> {
        let mut dice = Dice::new(self.seed, 2);
        let mut order: Vec<&Plot> = plots.iter().collect();
        order.sort_by_key(|_| dice.bits());
        let slots = i64::try_from(order.len()).unwrap_or(0) + 1;
        let mut schemes: Vec<Scheme> = Vec::new();
        for (slot, plot) in (1..).zip(order) {
            let day = self.workday(self.days * slot / slots);
            let taken =
                |actor| schemes.iter().any(|scheme| scheme.near(actor, i64::MIN / 2, i64::MAX / 2, 0));
            let Some(victim) = self.victim(plot, day, &taken, &mut dice) else {
                continue;
            };
            let number = u8::try_from(schemes.len()).unwrap_or(u8::MAX);
            schemes.extend(self.scheme(plot, day, victim, number, &mut dice));
        }
        schemes
    }

    /// The given day or the Monday after it.
    fn workday(&self, day: i64) -> i64 {
        let later = match calendar::weekday(self.first + day) {
            5 => 2,
            6 => 1,
            _ => 0,
        };
        day + later
    }

    fn victim(&self, plot: &Plot, day: i64, taken: &dyn Fn(u32) -> bool, dice: &mut Dice) -> Option<u32> {
        let fits = |wanted: bool| {
            let people = (0_u32..).zip(self.people);
            let free =
                people.filter(|(index, person)| self.suits(plot, day, person, wanted) && !taken(*index));
            free.map(|(index, _)| index).collect::<Vec<u32>>()
        };
        let mut choices = fits(true);
        if choices.is_empty() {
            choices = fits(false);
        }
        choices.get(dice.index(choices.len())).copied()
    }

    /// An own address on a day off would be easy to spot.
    fn suits(&self, plot: &Plot, day: i64, person: &Person, wanted: bool) -> bool {
        let there = person.employed(day) && (plot.strange || person.works(day, self.first + day));
        there && (!wanted || person.role == plot.role)
    }

    fn scheme(
        &self,
        plot: &'static Plot,
        day: i64,
        victim: u32,
        number: u8,
        dice: &mut Dice,
    ) -> Option<Scheme> {
        let index = usize::try_from(victim).ok()?;
        let (person, actor) = (self.people.get(index)?, self.actors.get(index)?);
        let mut sitting = Sitting::default();
        let job = dice.bits();
        self.library.script(plot.steps).run(0, job, dice, &mut sitting.acts);
        sitting.pace_evenly(plot.gap, dice);
        squeeze(&mut sitting.offsets);
        let date = self.first + day;
        let local = i64::from(dice.between(plot.hours.0, plot.hours.1)) * HOUR + dice.seconds(0, 3_000);
        let spot = if plot.strange { Spot::Strange } else { person.spot(date) };
        let port = port(dice);
        let begin = person.utc(date, local);
        let beat = |(order, (act, offset)): (u64, (&super::library::Act, &i64))| Beat {
            at: begin + offset,
            order,
            job: act.job,
            actor: victim,
            form: act.form,
            item: act.item,
            port,
            spot,
            planted: Some(number),
        };
        let beats: Vec<Beat> = (0..).zip(sitting.acts.iter().zip(&sitting.offsets)).map(beat).collect();
        let report = Planted {
            name: plot.name,
            story: plot.story,
            user: actor.user.to_string(),
            client_ip: beats.first().map_or_else(String::new, |beat| address(actor, beat)),
            begin: begin * NANOS,
            end: (begin + sitting.length()) * NANOS,
            commands: beats.iter().map(|beat| self.library.command(beat.form)).collect(),
        };
        Some(Scheme { day, beats, report })
    }
}

/// Shortens all waits alike when the whole would take too long.
fn squeeze(offsets: &mut [i64]) {
    let total = offsets.last().copied().unwrap_or(0);
    if total > LONGEST {
        for offset in offsets {
            *offset = *offset * LONGEST / total;
        }
    }
}

/// A source port as operating systems hand them out.
pub(super) fn port(dice: &mut Dice) -> u16 {
    u16::try_from(dice.between(1_025, 65_535)).unwrap_or(u16::MAX)
}

/// Number from which an intruder's address follows.
pub(super) fn hideout(style: u64) -> u64 {
    mix(style, 71)
}

/// Days between `second` and the epoch, in whole weeks.
pub(super) fn week(second: i64) -> u64 {
    (second.div_euclid(7 * DAY)).unsigned_abs()
}
