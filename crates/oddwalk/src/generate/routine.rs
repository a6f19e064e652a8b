//! Work that runs by the clock.

use std::sync::Arc;

use super::actor::Actor;
use super::calendar::{DAY, MINUTE};
use super::dice::{Dice, mix, part};
use super::event::Spot;
use super::library::Library;
use super::places;
use super::world::{Routine, World};

/// One copy of a routine, ready to run.
#[derive(Debug)]
pub(super) struct Clockwork {
    /// Place in the list of actors.
    pub(super) actor: u32,
    /// Name of the workflow.
    pub(super) work: &'static str,
    /// Place in the library's list of scripts.
    pub(super) script: usize,
    /// Number that its habits follow from.
    pub(super) style: u64,
    /// Shortest and longest wait between commands, in seconds.
    pub(super) gap: (u32, u32),
    /// Whether an address is logged.
    pub(super) spot: Spot,
    at: &'static [u16],
    chance: u32,
    /// Seconds by which copies of one routine are staggered.
    shift: i64,
}

impl Clockwork {
    /// Beginnings of the runs of `date`, in seconds since the epoch.
    pub(super) fn runs(&self, date: i64, dice: &mut Dice) -> Vec<i64> {
        let mut runs = Vec::with_capacity(self.at.len());
        for &minute in self.at {
            if dice.percent(self.chance) {
                let start = i64::from(minute) * MINUTE + self.shift;
                // A scheduler is late by seconds, never early.
                runs.push(date * DAY + start + dice.seconds(0, 25));
            }
        }
        runs
    }
}

/// Sets up all routines of a world and appends their accounts to `actors`.
pub(super) fn install(
    world: &World,
    library: &Library,
    seed: u64,
    people: u32,
    actors: &mut Vec<Actor>,
) -> Vec<Clockwork> {
    let mut clockworks = Vec::new();
    for routine in world.routines {
        let Some(script) = library.find(routine.work) else {
            continue;
        };
        let copies = (people / routine.serves.max(1)).clamp(1, routine.copies.max(1));
        for copy in 1..=copies {
            let actor = u32::try_from(actors.len()).unwrap_or(u32::MAX);
            let account = account(routine, copy, seed);
            clockworks.push(clockwork(routine, actor, script, account.style));
            actors.push(account);
        }
    }
    clockworks
}

fn clockwork(routine: &Routine, actor: u32, script: usize, style: u64) -> Clockwork {
    Clockwork {
        actor,
        work: routine.work,
        script,
        style,
        gap: routine.gap,
        spot: if routine.address { Spot::Office } else { Spot::Nowhere },
        at: routine.at,
        chance: routine.chance,
        shift: i64::try_from(part(mix(style, 1), 55)).unwrap_or(0) * MINUTE,
    }
}

fn account(routine: &Routine, copy: u32, seed: u64) -> Actor {
    let suffix = if copy > 1 { format!("-{copy:02}") } else { String::new() };
    let user = routine.user.replace("<copy>", &suffix);
    let alias = user.split('@').next().unwrap_or("").to_owned();
    let style = mix(mix(seed, 81), super::dice::mix_text(&user) ^ u64::from(copy));
    let server = places::server(style);
    let user = Arc::from(user);
    Actor { user, alias, hosts: [server.clone(), server], style, clockwork: true, offset: 0 }
}
