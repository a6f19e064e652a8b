//! One sitting of a person at the console: which work, in which order, how fast.

use super::calendar::MINUTE;
use super::dice::Dice;
use super::library::{Act, Library};
use super::people::Person;

/// What is done in a sitting, with seconds since its beginning.
#[derive(Debug, Default)]
pub(super) struct Sitting {
    /// Acts in order.
    pub(super) acts: Vec<Act>,
    /// Seconds since the beginning, one for each act.
    pub(super) offsets: Vec<i64>,
}

impl Sitting {
    /// Forgets everything; the memory is kept for the next sitting.
    pub(super) fn clear(&mut self) {
        self.acts.clear();
        self.offsets.clear();
    }

    /// Seconds from the first to the last act.
    pub(super) fn length(&self) -> i64 {
        self.offsets.last().copied().unwrap_or(0)
    }

    /// Fills the sitting with work of `person`: mostly one job, sometimes
    /// several, now and then two at once.
    pub(super) fn fill(&mut self, person: &Person, library: &Library, dice: &mut Dice) {
        self.clear();
        let jobs = [1, 1, 1, 1, 1, 2, 2, 2, 3, 5][dice.index(10)];
        for _ in 0..jobs {
            let before = self.acts.len();
            let ticket = dice.below(person.duties.total());
            let script = person.duties.at(ticket).and_then(|index| library.get(index));
            let Some(script) = script else { continue };
            let job = dice.bits();
            library.run(script, person.style, job, dice, &mut self.acts);
            slip(&mut self.acts, before, dice);
            let breath = if before > 0 { pause(dice) } else { 0 };
            self.pace(before, breath, person.pace, dice);
        }
        if jobs == 2 && dice.percent(25) {
            self.interleave(dice);
        }
    }

    /// Gives times to the acts from `from` on.
    fn pace(&mut self, from: usize, breath: i64, pace: i64, dice: &mut Dice) {
        let mut at = self.length() + breath;
        for index in from..self.acts.len() {
            if index > from {
                at += think(dice) * pace / 100;
            }
            self.offsets.push(at);
        }
    }

    /// Gives times to all acts with waits between `low` and `high` seconds.
    pub(super) fn pace_evenly(&mut self, (low, high): (u32, u32), dice: &mut Dice) {
        let mut at = 0;
        for index in 0..self.acts.len() {
            if index > 0 {
                at += dice.seconds(low, high);
            }
            self.offsets.push(at);
        }
    }

    /// Somebody with two windows open works on both jobs in turns. Each job
    /// keeps its own order.
    fn interleave(&mut self, dice: &mut Dice) {
        let Some(first) = self.acts.first().map(|act| act.job) else {
            return;
        };
        let (left, right): (Vec<Act>, Vec<Act>) = self.acts.iter().partition(|act| act.job == first);
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        self.acts.clear();
        while left.peek().is_some() || right.peek().is_some() {
            let from_left = right.peek().is_none() || (left.peek().is_some() && dice.percent(50));
            self.acts.extend(if from_left { left.next() } else { right.next() });
        }
    }
}

/// Nobody follows the book every time: work is left half done, steps are run
/// twice or in another order.
fn slip(acts: &mut Vec<Act>, from: usize, dice: &mut Dice) {
    let length = acts.len() - from;
    match dice.below(100) {
        0..3 if length > 2 => acts.truncate(from + 1 + dice.index(length - 1)),
        3..7 if length > 0 => {
            let index = from + dice.index(length);
            acts.insert(index, acts[index]);
        }
        7..11 if length > 1 => {
            let index = from + dice.index(length - 1);
            acts.swap(index, index + 1);
        }
        _ => {}
    }
}

/// Seconds between two steps of one job. A portal page writes several at once.
fn think(dice: &mut Dice) -> i64 {
    match dice.below(100) {
        0..24 => dice.seconds(0, 1),
        24..62 => dice.seconds(2, 15),
        62..87 => dice.seconds(15, 55),
        87..94 => dice.seconds(55, 115),
        _ => dice.seconds(2, 9) * MINUTE,
    }
}

/// Seconds between two jobs.
fn pause(dice: &mut Dice) -> i64 {
    if dice.percent(45) { dice.seconds(10, 110) } else { dice.seconds(2, 14) * MINUTE }
}
