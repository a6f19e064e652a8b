//! The iterator that callers see.

use std::fmt::Write;
use std::sync::Arc;

use super::calendar::NANOS;
use super::event::{Beat, Event, Planted, Spot};
use super::office365;
use super::places;
use super::planner::Planner;
use super::plot;
use super::template::Context;
use super::world::World;

/// What to generate. The same options give the same log, byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Any number; other seeds give other people, habits and intrusions.
    pub seed: u64,
    /// Least number of events; slightly more may come. Number of days and of
    /// administrators follow from it. A log needs some hundred events to hold
    /// the intrusions; smaller wishes are exceeded.
    pub events: u64,
    /// First day in local time, counted in days from 1970-01-01.
    pub first_day: i64,
    /// Whether to hide intrusions in the log.
    pub intrusions: bool,
}

impl Default for Options {
    /// 100 000 events from Monday, 8 April 2024, with intrusions.
    fn default() -> Self {
        Self { seed: 1, events: 100_000, first_day: 19_821, intrusions: true }
    }
}

/// Yields a made-up audit log in time order.
///
/// Only about one day is held in memory at any time.
#[derive(Debug)]
pub struct Generator {
    pub(super) planner: Planner,
    /// Planned beats; those before `ready` are in their final order.
    pub(super) beats: Vec<Beat>,
    ready: usize,
    next: usize,
    reports: Vec<Planted>,
}

impl Generator {
    /// A log of changes made by the administrators of an Office 365 tenant.
    #[must_use]
    pub fn office365(options: Options) -> Self {
        Self::new(&office365::WORLD, options)
    }

    /// The intrusions hidden in the log, in the order of their beginning.
    ///
    /// Known from the start: nothing needs to be generated first.
    #[must_use]
    pub fn planted(&self) -> &[Planted] {
        &self.reports
    }

    /// Number of days that the log covers, weekends included.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.planner.scale().days
    }

    /// Number of human administrators.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.planner.scale().people
    }

    fn new(world: &'static World, options: Options) -> Self {
        let planner = Planner::new(world, options);
        let reports = planner.schemes().iter().map(|scheme| scheme.report.clone()).collect();
        Self { planner, beats: Vec::new(), ready: 0, next: 0, reports }
    }

    /// Plans days until some beats are final. False at the end of the log.
    fn refill(&mut self) -> bool {
        self.beats.drain(..self.next);
        self.next = 0;
        self.ready = 0;
        while self.ready == 0 {
            let more = self.planner.plan_day(&mut self.beats);
            self.beats.sort_unstable_by_key(|beat| (beat.at, beat.order));
            // Later days can still add beats after this time.
            let limit = if more { self.planner.settled() } else { i64::MAX };
            self.ready = self.beats.partition_point(|beat| beat.at < limit);
            if !more {
                break;
            }
        }
        self.ready > 0
    }

    fn event(&self, beat: &Beat) -> Option<Event> {
        let actor = self.planner.actor(beat.actor)?;
        let library = self.planner.library();
        let context = Context {
            beat,
            me: &actor.alias,
            domain: self.planner.domain(),
            accounts: self.planner.accounts(),
        };
        Some(Event {
            time: beat.at * NANOS,
            user: Arc::clone(&actor.user),
            client_ip: address(actor, beat),
            command: library.command(beat.form),
            parameters: library.parameters(beat.form, context),
            planted: beat.planted,
        })
    }
}

impl Iterator for Generator {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        if self.next >= self.ready && !self.refill() {
            return None;
        }
        let beat = self.beats.get(self.next).copied()?;
        self.next += 1;
        self.event(&beat)
    }
}

/// Whoever runs commands: a person or a routine.
#[derive(Debug)]
pub(super) struct Actor {
    /// As the log names it.
    pub(super) user: Arc<str>,
    /// The part before the `@`.
    pub(super) alias: String,
    /// Addresses at the office and at home.
    pub(super) hosts: [String; 2],
    /// Number that other addresses follow from.
    pub(super) style: u64,
}

/// Address and port from which an actor ran a command.
pub(super) fn address(actor: &Actor, beat: &Beat) -> String {
    let mut out = String::with_capacity(26);
    match beat.spot {
        Spot::Nowhere => return out,
        Spot::Office => out.push_str(&actor.hosts[0]),
        Spot::Home => out.push_str(&actor.hosts[1]),
        Spot::Travel => out.push_str(&places::travel(actor.style, plot::week(beat.at))),
        Spot::Strange => out.push_str(&places::strange(plot::hideout(actor.style))),
    }
    let _ = write!(out, ":{}", beat.port);
    out
}
