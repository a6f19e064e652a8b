//! Plans the log one day at a time.

mod day;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::actor::Actor;
use super::calendar::{DAY, HOUR};
use super::dice::{Dice, mix};
use super::event::Beat;
use super::library::Library;
use super::names;
use super::options::Options;
use super::people::{Firm, Person};
use super::plot::{Scheme, Schemer};
use super::routine::{self, Clockwork};
use super::scale::Scale;
use super::sitting::Sitting;
use super::world::World;

/// Holds the organisation and plans what happens in it.
#[derive(Debug)]
pub(super) struct Planner {
    world: &'static World,
    options: Options,
    scale: Scale,
    library: Library,
    people: Vec<Person>,
    /// People first, in the same order, then routines.
    actors: Vec<Actor>,
    clockworks: Vec<Clockwork>,
    schemes: Vec<Scheme>,
    /// Commands of the intrusions that normal work has not used yet.
    unseen: BTreeSet<&'static str>,
    dice: Dice,
    day: i64,
    planned: u64,
    /// For each person, begin and end of today's sittings.
    busy: Vec<Vec<(i64, i64)>>,
    sitting: Sitting,
}

impl Planner {
    /// Sets up the organisation.
    pub(super) fn new(world: &'static World, options: Options) -> Self {
        let scale = Scale::new(options.events);
        let library = Library::new(world);
        let firm =
            Firm { world, library: &library, seed: options.seed, people: scale.people, days: scale.days };
        let people: Vec<Person> = (0..scale.people).map(|index| firm.person(index)).collect();
        let mut actors: Vec<Actor> =
            (0..).zip(&people).map(|(index, person)| human(options.seed, index, person)).collect();
        let clockworks = routine::install(world, &library, options.seed, scale.people, &mut actors);
        let plotter = Schemer {
            world,
            library: &library,
            people: &people,
            actors: &actors,
            clockworks: &clockworks,
            seed: options.seed,
            first: options.first_day,
            days: scale.days,
        };
        let schemes = plotter.plan(options.intrusions);
        let unseen = schemes.iter().flat_map(|scheme| scheme.report.commands.iter().copied()).collect();
        Self {
            world,
            options,
            scale,
            library,
            busy: people.iter().map(|_| Vec::new()).collect(),
            people,
            actors,
            clockworks,
            schemes,
            unseen,
            dice: Dice::new(options.seed, 1),
            day: 0,
            planned: 0,
            sitting: Sitting::default(),
        }
    }

    /// Appends the beats of the next day, in no particular order. False when
    /// the log is complete and nothing was added.
    pub(super) fn plan_day(&mut self, beats: &mut Vec<Beat>) -> bool {
        let open = self.planned < self.options.events || !self.unseen.is_empty();
        let ahead = self.day < self.scale.days;
        // The second limit only matters if nobody ever came to work.
        if !(ahead || open) || self.day > 4 * self.scale.days {
            return false;
        }
        let Options { seed, events, first_day, .. } = self.options;
        let missing = events.saturating_sub(self.planned);
        let goal = self.planned + self.scale.quota(seed, first_day, self.day, missing);
        self.busy.iter_mut().for_each(Vec::clear);
        self.plan_schemes(beats);
        self.plan_routines(self.scale.routine_budget(events).min(missing), beats);
        self.plan_people(goal, beats);
        self.day += 1;
        true
    }

    /// Time before which no further beats will be planned, in seconds.
    pub(super) fn settled(&self) -> i64 {
        // The easternmost site begins its day 10 hours before UTC does.
        self.date() * DAY - 11 * HOUR
    }

    /// Today, counted from 1970.
    fn date(&self) -> i64 {
        self.options.first_day + self.day
    }

    fn plan_schemes(&mut self, beats: &mut Vec<Beat>) {
        for scheme in self.schemes.iter().filter(|scheme| scheme.day == self.day) {
            for beat in &scheme.beats {
                beats.push(Beat { order: self.planned, ..*beat });
                self.planned += 1;
            }
        }
    }

    /// Where the connection of a beat comes from, and with what.
    pub(super) fn origin(&self, actor: &Actor, beat: &Beat) -> (String, String) {
        (self.world.origin)(actor, beat)
    }

    /// The organisation's domain.
    pub(super) fn domain(&self) -> &'static str {
        self.world.domain
    }

    /// Minutes that each person's local time is ahead of UTC, by user.
    #[cfg(test)]
    pub(super) fn offsets(&self) -> std::collections::BTreeMap<String, i64> {
        let pairs = self.actors.iter().zip(&self.people);
        pairs.map(|(actor, person)| (actor.user.to_string(), person.offset())).collect()
    }

    /// Number of accounts that are administered.
    pub(super) fn accounts(&self) -> u64 {
        u64::from(self.scale.people) * 40
    }

    /// Size of the log.
    pub(super) fn scale(&self) -> Scale {
        self.scale
    }

    /// Forms and workflows.
    pub(super) fn library(&self) -> &Library {
        &self.library
    }

    /// Planned intrusions.
    pub(super) fn schemes(&self) -> &[Scheme] {
        &self.schemes
    }

    /// Actor number `index`.
    pub(super) fn actor(&self, index: u32) -> Option<&Actor> {
        self.actors.get(usize::try_from(index).ok()?)
    }
}

fn human(seed: u64, index: u32, person: &Person) -> Actor {
    let alias = names::admin_alias(seed, index);
    Actor {
        user: Arc::from(person.account.replace("<me>", &alias)),
        alias,
        hosts: person.hosts(),
        style: mix(person.style, 1),
        clockwork: false,
        offset: person.offset(),
    }
}
