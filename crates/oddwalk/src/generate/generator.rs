//! The iterator that callers see.

use std::sync::Arc;

use super::calendar::NANOS;
use super::event::{Beat, Event, Planted};
use super::options::Options;
use super::planner::Planner;
use super::template::Context;
use super::world::World;
use super::{cloudtrail, office365, windows};

/// Yields a made-up log in time order.
///
/// Only about one day is held in memory at any time.
#[derive(Debug)]
pub struct Generator {
    pub(super) planner: Planner,
    /// Planned beats; those before `ready` are in their final order.
    pub(super) beats: Vec<Beat>,
    ready: usize,
    next: usize,
    /// Events given out.
    count: u64,
    reports: Vec<Planted>,
}

impl Generator {
    /// A log of changes made by the administrators of an Office 365 tenant.
    #[must_use]
    pub fn office365(options: Options) -> Self {
        Self::new(&office365::WORLD, options)
    }

    /// A log of the calls made to the programming interfaces of an AWS account.
    #[must_use]
    pub fn cloudtrail(options: Options) -> Self {
        Self::new(&cloudtrail::WORLD, options)
    }

    /// A log of the processes started on the Windows machines of a company.
    #[must_use]
    pub fn windows(options: Options) -> Self {
        Self::new(&windows::WORLD, options)
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

    /// Number of people.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.planner.scale().people
    }

    pub(super) fn new(world: &'static World, options: Options) -> Self {
        let planner = Planner::new(world, options);
        let reports = planner.schemes().iter().map(|scheme| scheme.report.clone()).collect();
        Self { planner, beats: Vec::new(), ready: 0, next: 0, count: 0, reports }
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
        let (origin, client) = self.planner.origin(actor, beat);
        let context = Context {
            beat,
            me: &actor.alias,
            style: actor.style,
            domain: self.planner.domain(),
            accounts: self.planner.accounts(),
        };
        Some(Event {
            number: self.count,
            time: beat.at * NANOS,
            user: Arc::clone(&actor.user),
            origin,
            client,
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
        self.count += 1;
        self.event(&beat)
    }
}
