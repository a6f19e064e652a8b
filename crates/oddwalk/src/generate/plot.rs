//! Plans the intrusions before the first day begins.

use super::actor::{Actor, port};
use super::calendar::{self, DAY, HOUR, MINUTE, NANOS};
use super::dice::Dice;
use super::event::{Beat, Planted, Spot};
use super::library::{Act, Library};
use super::people::Person;
use super::routine::Clockwork;
use super::sitting::Sitting;
use super::world::{Plot, World};

/// Longest intrusion in seconds; analysts cut sessions at 20 minutes.
const LONGEST: i64 = 18 * MINUTE;
/// Days between two intrusions that have to share a victim.
const APART: i64 = 2;

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
    /// True when this account is misused.
    fn misuses(&self, actor: u32) -> bool {
        self.beats.first().is_some_and(|beat| beat.actor == actor)
    }

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
    pub(super) world: &'static World,
    pub(super) library: &'a Library,
    pub(super) people: &'a [Person],
    /// People first, in the same order, then routines.
    pub(super) actors: &'a [Actor],
    pub(super) clockworks: &'a [Clockwork],
    pub(super) seed: u64,
    /// The log's first day, counted from 1970.
    pub(super) first: i64,
    pub(super) days: i64,
}

impl Schemer<'_> {
    /// Plans all plots, or as many as are `wanted`, in an order that depends
    /// on the seed, spread evenly over the time. Each has a victim of its own
    /// while there are enough.
    pub(super) fn plan(&self, wanted: Option<usize>) -> Vec<Scheme> {
        let mut dice = Dice::new(self.seed, 2);
        let order = self.order(wanted, &mut dice);
        let slots = i64::try_from(order.len()).unwrap_or(0) + 1;
        let mut schemes: Vec<Scheme> = Vec::new();
        for (slot, plot) in (1..).zip(order) {
            let day = self.workday(self.days * slot / slots);
            let Some(victim) = self.victim(plot, day, &schemes, &mut dice) else {
                continue;
            };
            let number = u16::try_from(schemes.len()).unwrap_or(u16::MAX);
            schemes.extend(self.scheme(plot, day, victim, number, &mut dice));
        }
        schemes.sort_by_key(|scheme| scheme.report.begin);
        for (number, scheme) in (0..).zip(&mut schemes) {
            scheme.beats.iter_mut().for_each(|beat| beat.planted = Some(number));
        }
        schemes
    }

    fn order(&self, wanted: Option<usize>, dice: &mut Dice) -> Vec<&'static Plot> {
        let plots = self.world.plots;
        let number = wanted.unwrap_or(plots.len());
        let mut order: Vec<&Plot> = plots.iter().cycle().take(number.max(plots.len())).collect();
        match wanted {
            // Draws once a comparison; other draws would give other logs than
            // those that are known.
            None => order.sort_by_key(|_| dice.bits()),
            Some(_) => order.sort_by_cached_key(|_| dice.bits()),
        }
        order.truncate(number);
        order
    }

    /// The given day, or one next to it where that is a day off.
    fn workday(&self, day: i64) -> i64 {
        let weekday = i64::from(calendar::weekday(self.first + day));
        let later = if weekday > 4 { day + 7 - weekday } else { day };
        if later < self.days { later } else { day - weekday + 4 }
    }

    /// Somebody of the role, if possible one who is nobody's victim yet.
    fn victim(&self, plot: &Plot, day: i64, schemes: &[Scheme], dice: &mut Dice) -> Option<u32> {
        let spared = |actor, days| {
            !schemes.iter().any(|scheme| (scheme.day - day).abs() <= days && scheme.misuses(actor))
        };
        let fits = |wanted: bool, days: i64| {
            let all = self.candidates(plot, day, wanted);
            all.into_iter().filter(|actor| spared(*actor, days)).collect::<Vec<u32>>()
        };
        let mut tries = [(true, i64::MAX), (false, i64::MAX), (true, APART), (false, APART)].into_iter();
        let choices = tries.find_map(|(wanted, days)| Some(fits(wanted, days)).filter(|all| !all.is_empty()));
        let choices = choices.unwrap_or_default();
        choices.get(dice.index(choices.len())).copied()
    }

    /// Everybody whose account would do, or only those of the `wanted` role.
    fn candidates(&self, plot: &Plot, day: i64, wanted: bool) -> Vec<u32> {
        let routines = self.clockworks.iter().filter(|clockwork| clockwork.work == plot.role);
        let routines: Vec<u32> = routines.map(|clockwork| clockwork.actor).collect();
        if !routines.is_empty() {
            return routines;
        }
        let people = (0_u32..).zip(self.people);
        people.filter(|(_, person)| self.suits(plot, day, person, wanted)).map(|(index, _)| index).collect()
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
        number: u16,
        dice: &mut Dice,
    ) -> Option<Scheme> {
        let index = usize::try_from(victim).ok()?;
        let actor = self.actors.get(index)?;
        let sitting = self.sitting(plot, dice);
        let date = self.first + day;
        let local = i64::from(dice.between(plot.hours.0, plot.hours.1)) * HOUR + dice.seconds(0, 3_000);
        let spot = match self.people.get(index) {
            Some(person) if !plot.strange => person.spot(date),
            _ => Spot::Strange,
        };
        let port = port(dice);
        let begin = date * DAY + local - actor.offset * MINUTE;
        let beat = |(order, (act, offset)): (u64, (&Act, &i64))| Beat {
            at: begin + offset,
            order,
            job: act.job,
            actor: victim,
            form: act.form,
            item: act.item,
            tool: act.tool,
            within: act.within,
            port,
            spot,
            planted: Some(number),
        };
        let beats: Vec<Beat> = (0..).zip(sitting.acts.iter().zip(&sitting.offsets)).map(beat).collect();
        let report = self.report(plot, actor, &beats)?;
        Some(Scheme { day, beats, report })
    }

    fn sitting(&self, plot: &Plot, dice: &mut Dice) -> Sitting {
        let mut sitting = Sitting::default();
        let job = dice.bits();
        let script = self.library.script(plot.tool, plot.steps);
        self.library.run(&script, 0, job, dice, &mut sitting.acts);
        sitting.pace_evenly(plot.gap, dice);
        squeeze(&mut sitting.offsets);
        sitting
    }

    fn report(&self, plot: &Plot, actor: &Actor, beats: &[Beat]) -> Option<Planted> {
        let (first, last) = (beats.first()?, beats.last()?);
        let (origin, client) = (self.world.origin)(actor, first);
        Some(Planted {
            name: plot.name,
            story: plot.story,
            user: actor.user.to_string(),
            entity: (self.world.entity)(&actor.user, &origin, &client),
            origin,
            client,
            begin: first.at * NANOS,
            end: last.at * NANOS,
            commands: beats.iter().map(|beat| self.library.command(beat.form)).collect(),
        })
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
