//! What happens on one day: routines by the clock, people by their own hours.

use super::super::actor::port;
use super::super::calendar::MINUTE;
use super::super::dice::Dice;
use super::super::event::{Beat, Spot};
use super::super::library::{Act, Script};
use super::super::people::{Person, Weighted};
use super::Planner;

/// Seconds between two sittings of one person, so that they stay apart.
const REST: i64 = 3 * MINUTE;
/// Seconds that a victim's own work keeps from an intrusion.
const DISTANCE: i64 = 25 * MINUTE;
/// Sittings in a row that find no room before the day counts as full.
const PATIENCE: u32 = 300;
/// Somebody on call is woken at any time of the day.
const DAY_SECONDS: u32 = 86_400;
/// How often a missing command is tried again on one day.
const TRIES: u32 = 60;

impl Planner {
    /// Runs what is due until `budget` events are reached. A run that does not
    /// fit is left out, so that small logs are not all routine.
    pub(super) fn plan_routines(&mut self, budget: u64, beats: &mut Vec<Beat>) {
        let date = self.date();
        let limit = self.planned + budget;
        let mut clockworks = std::mem::take(&mut self.clockworks);
        for clockwork in &clockworks {
            for begin in clockwork.runs(date, &mut self.dice) {
                self.sitting.clear();
                let job = self.dice.bits();
                if let Some(script) = self.library.get(clockwork.script) {
                    self.library.run(script, clockwork.style, job, &mut self.dice, &mut self.sitting.acts);
                }
                if self.planned + self.sitting.acts.len() as u64 > limit {
                    continue;
                }
                self.sitting.pace_evenly(clockwork.gap, &mut self.dice);
                self.put(begin, clockwork.actor, clockwork.spot, beats);
            }
        }
        // Another routine comes first tomorrow, should the budget be short.
        if !clockworks.is_empty() {
            clockworks.rotate_left(1);
        }
        self.clockworks = clockworks;
    }

    /// People take up work until the day's goal is reached.
    pub(super) fn plan_people(&mut self, goal: u64, beats: &mut Vec<Beat>) {
        let present = self.present();
        self.fill_gaps(&present, beats);
        let overtime = self.day >= self.scale.days;
        // Somebody looks in even on days that routines fill up.
        let least = if overtime { 0 } else { u64::from(present.total()) / 2 };
        let goal = goal.max(self.planned + least);
        let mut refused = 0;
        while self.planned < goal && refused < PATIENCE {
            let ticket = self.dice.below(present.total());
            let Some(index) = present.at(ticket) else {
                break;
            };
            let Some(person) = self.people.get(index) else {
                break;
            };
            self.sitting.fill(person, &self.library, &mut self.dice);
            refused = if self.seat(index, beats) { 0 } else { refused + 1 };
        }
    }

    /// Who is at work today, weighted by how much they take on.
    fn present(&self) -> Weighted {
        let date = self.date();
        let mut present = Weighted::default();
        for (index, person) in self.people.iter().enumerate() {
            if person.works(self.day, date) {
                present.push(person.load, index);
            }
        }
        present
    }

    /// An intruder must not be found by a command that nobody else uses. In
    /// the last quarter, normal work that is still missing is done on purpose.
    fn fill_gaps(&mut self, present: &Weighted, beats: &mut Vec<Beat>) {
        if self.day < self.scale.days * 3 / 4 || present.total() == 0 {
            return;
        }
        for command in self.unseen.clone() {
            for _ in 0..TRIES {
                let ticket = self.dice.below(present.total());
                let index = present.at(ticket).unwrap_or(0);
                if self.prepare(index, command) && self.seat(index, beats) {
                    break;
                }
            }
        }
    }

    /// Fills the sitting with work in which person `index` runs `command`.
    /// False when that is not among the person's duties or does not come up.
    fn prepare(&mut self, index: usize, command: &str) -> bool {
        let Some(person) = self.people.get(index) else {
            return false;
        };
        let uses = |script: &&Script| self.library.commands(script).contains(command);
        let mut own = person.duties.choices().filter_map(|choice| self.library.get(choice));
        let mut found = own.find(uses);
        if found.is_none() && self.day + 3 >= self.scale.days {
            // Nobody in charge came to work: a colleague does it at the end.
            found = self.library.scripts().find(uses);
        }
        let Some(script) = found else {
            return false;
        };
        self.sitting.clear();
        let job = self.dice.bits();
        self.library.run(script, person.style, job, &mut self.dice, &mut self.sitting.acts);
        self.sitting.pace_evenly((2, 50), &mut self.dice);
        let mut forms = self.sitting.acts.iter().map(|act| act.form);
        forms.any(|form| self.library.command(form) == command)
    }

    /// Finds a time for the sitting in somebody's day. False when there is none.
    fn seat(&mut self, index: usize, beats: &mut Vec<Beat>) -> bool {
        let date = self.date();
        let (Some(person), Ok(actor)) = (self.people.get(index), u32::try_from(index)) else {
            return false;
        };
        let begin = moment(person, date, &mut self.dice);
        let end = begin + self.sitting.length();
        let clash = |&(from, to): &(i64, i64)| begin <= to + REST && from - REST <= end;
        let mut schemes = self.schemes.iter();
        let haunted = schemes.any(|scheme| scheme.near(actor, begin, end, DISTANCE));
        let spot = person.spot(date);
        match self.busy.get_mut(index) {
            Some(busy) if !haunted && !busy.iter().any(clash) => busy.push((begin, end)),
            _ => return false,
        }
        self.put(begin, actor, spot, beats);
        true
    }

    /// Turns the sitting into beats.
    fn put(&mut self, begin: i64, actor: u32, spot: Spot, beats: &mut Vec<Beat>) {
        let port = port(&mut self.dice);
        for (act, offset) in self.sitting.acts.iter().zip(&self.sitting.offsets) {
            let Act { form, item, job, tool, within } = *act;
            let (at, order) = (begin + offset, self.planned);
            beats.push(Beat { at, order, job, actor, form, item, tool, within, port, spot, planted: None });
            self.planned += 1;
        }
        if !self.unseen.is_empty() {
            for act in &self.sitting.acts {
                self.unseen.remove(self.library.command(act.form));
            }
        }
    }
}

/// When somebody begins a sitting: morning or afternoon, seldom in the evening
/// unless on call.
fn moment(person: &Person, date: i64, dice: &mut Dice) -> i64 {
    let (begin, end) = person.hours(date);
    if person.on_call > 0 && dice.percent(person.on_call) {
        return begin + dice.seconds(0, DAY_SECONDS);
    }
    let half = (end - begin) / 2 - 25 * MINUTE;
    let seconds = u32::try_from(half).unwrap_or(0);
    match dice.below(100) {
        0..52 => begin + dice.seconds(0, seconds),
        52..97 => end - dice.seconds(0, seconds),
        _ => end + dice.seconds(0, 4 * 3_600),
    }
}
