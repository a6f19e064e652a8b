//! Whoever does something, and where a connection of theirs comes from.

use std::sync::Arc;

use super::calendar::{DAY, MINUTE};
use super::dice::{Dice, mix};
use super::event::{Beat, Spot};
use super::places;

/// A person or a routine.
#[derive(Debug)]
pub(super) struct Actor {
    /// As the log names it.
    pub(super) user: Arc<str>,
    /// The name without what stands around it in the log, such as `tara.lund`.
    pub(super) alias: String,
    /// Addresses at the office and at home.
    pub(super) hosts: [String; 2],
    /// Number that all else follows from.
    pub(super) style: u64,
    /// Whether this is a routine.
    pub(super) clockwork: bool,
    /// Minutes that local time is ahead of UTC.
    pub(super) offset: i64,
}

impl Actor {
    /// Address of the connection, without a port; `None` if none is logged.
    pub(super) fn address(&self, beat: &Beat) -> Option<String> {
        match beat.spot {
            Spot::Nowhere => None,
            Spot::Office => Some(self.hosts[0].clone()),
            Spot::Home => Some(self.hosts[1].clone()),
            Spot::Travel => Some(places::travel(self.style, week(beat.at))),
            Spot::Strange => Some(places::strange(hideout(self.style))),
        }
    }

    /// Number of the local day, which begins when hardly anybody works.
    pub(super) fn local_day(&self, second: i64) -> u64 {
        const BEGIN: i64 = 5 * 60;
        (second + (self.offset - BEGIN) * MINUTE).div_euclid(DAY).unsigned_abs()
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
fn week(second: i64) -> u64 {
    (second.div_euclid(7 * DAY)).unsigned_abs()
}
