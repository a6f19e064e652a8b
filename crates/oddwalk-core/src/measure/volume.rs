//! Volume and novelty: how often commands are used in one session, and which were never used.

use super::{LeftOut, Measurer, Path};
use crate::model::ActorCommand;
use crate::{Measure, Symbol};

/// With so many sessions, an actor's own tail says as much as everybody's.
const SHRINKAGE: f64 = 10.0;

/// The command whose number is the least likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct VolumeFact {
    /// The log's symbol, or where the command is missing the model's.
    pub(crate) command: Symbol,
    /// How often it is there.
    pub(crate) times: u64,
    /// -log2 of how likely that is or less likely, for the number of commands that were looked at.
    pub(crate) bits: f64,
    /// How many commands were looked at.
    pub(crate) tested: usize,
}

impl VolumeFact {
    /// The more commands are looked at, the less likely one of them looks by chance.
    fn among_tested(self) -> Self {
        Self { bits: self.bits - (self.tested as f64).log2(), ..self }
    }

    pub(crate) fn measure(&self) -> Measure {
        Measure { value: self.bits, size: self.tested as f64 }
    }
}

impl Measurer<'_> {
    /// The session's commands, and those that its actor usually uses in a session, each by how often it is there.
    pub(crate) fn volume(&self, path: &Path, actor: Option<u32>, left_out: &LeftOut) -> VolumeFact {
        let volumes = Volumes { measurer: self, actor, left_out };
        let mut rarest =
            VolumeFact { command: Symbol::UNKNOWN, times: 0, bits: f64::NEG_INFINITY, tested: 0 };
        let mut test = |command: Symbol, times: u64, bits: f64| {
            rarest.tested += 1;
            if bits > rarest.bits {
                (rarest.command, rarest.times, rarest.bits) = (command, times, bits);
            }
        };
        for (place, &(command, times)) in path.distinct().iter().enumerate() {
            let times = u64::from(times);
            test(command, times, volumes.bits(self.command(command), path.own_distinct(place), times));
        }
        let Some(actor) = actor else { return rarest.among_tested() };
        let mut there: Vec<Symbol> =
            path.distinct().iter().map(|(command, _)| self.command(*command)).collect();
        there.sort_unstable();
        let usual = self.tables.volumes.usual(actor).iter();
        for &command in usual.filter(|command| there.binary_search(command).is_err()) {
            let known = self.tables.actors.find(actor, command);
            if known.is_some_and(|known| volumes.is_usual(known, command)) {
                test(command, 0, volumes.bits(command, known, 0));
            }
        }
        rarest.among_tested()
    }

    /// Commands that are new: to the actor and to anybody, each by how rarely something new is met there, less what so many
    /// different commands usually bring.
    pub(crate) fn novelty(&self, path: &Path, actor: Option<u32>, left_out: &LeftOut) -> Measure {
        let distinct = path.distinct().len() as f64;
        let of =
            |rate: Option<Discovery>, new: usize| rate.map_or(0.0, |rate| rate.excess(distinct, new as f64));
        let everybody = of(self.discovery(left_out), self.new_to_all(path, left_out).count());
        let own = actor.map_or(0.0, |actor| {
            of(self.own_discovery(actor, left_out), self.new_to_actor(path, actor, left_out).count())
        });
        Measure { value: own + everybody, size: distinct }
    }

    /// The log's commands of the session that nobody else has used.
    pub(crate) fn new_to_all(&self, path: &Path, left_out: &LeftOut) -> impl Iterator<Item = Symbol> {
        let is_new =
            |command: Symbol| self.model.counts().uses()[command.index()] <= left_out.uses.get(command);
        path.distinct()
            .iter()
            .map(|(command, _)| *command)
            .filter(move |&command| is_new(self.command(command)))
    }

    /// The log's commands of the session that the actor has not used otherwise.
    pub(crate) fn new_to_actor(
        &self,
        path: &Path,
        actor: u32,
        left_out: &LeftOut,
    ) -> impl Iterator<Item = Symbol> {
        let actors = &self.tables.actors;
        let is_new = move |command: Symbol| actors.use_count(actor, command) <= left_out.uses.get(command);
        path.distinct()
            .iter()
            .map(|(command, _)| *command)
            .filter(move |&command| is_new(self.command(command)))
    }

    /// How often something new is met by anybody.
    pub(crate) fn discovery(&self, left_out: &LeftOut) -> Option<Discovery> {
        let (walks, uses) = (&self.tables.walks, self.model.counts().uses());
        let ends = uses[Symbol::END.index()].saturating_sub(left_out.uses.get(Symbol::END));
        let end = u64::from(ends > 0);
        Discovery::of(
            walks.types.saturating_sub(left_out.all.types).saturating_sub(end),
            walks.events.saturating_sub(left_out.all.total).saturating_sub(ends),
        )
    }

    /// How often something new is met by this actor.
    pub(crate) fn own_discovery(&self, actor: u32, left_out: &LeftOut) -> Option<Discovery> {
        let (types, events) = self.own_variety(actor, left_out);
        Discovery::of(types, events)
    }

    /// How many different commands the actor has used, and how many events there are of it.
    pub(crate) fn own_variety(&self, actor: u32, left_out: &LeftOut) -> (u64, u64) {
        let ends = self.habits.sessions[actor as usize].saturating_sub(left_out.sessions());
        let events = self.tables.actors.events(actor).saturating_sub(left_out.all.total).saturating_sub(ends);
        (self.tables.actors.types(actor).saturating_sub(left_out.actor_types), events)
    }

    /// In how many sessions that are left a command of the model is used, and how often at most.
    pub(crate) fn told_volume(
        &self,
        command: Symbol,
        actor: Option<u32>,
        left_out: &LeftOut,
    ) -> crate::clues::VolumeFact<'static> {
        let volumes = Volumes { measurer: self, actor, left_out };
        let known = actor.and_then(|actor| self.tables.actors.find(actor, command));
        let (own_with, own_of) = volumes.own(known.unwrap_or(&ActorCommand::NEVER), command, 1);
        let histogram = self.tables.volumes.everybody(command);
        crate::clues::VolumeFact {
            command: "",
            times: 0,
            most: volumes.most(command),
            own_with,
            own_of,
            with: histogram.at_least(1).saturating_sub(left_out.at_least(command, 1)),
            of: self.model.counts().sessions().saturating_sub(left_out.sessions()),
        }
    }
}

/// How often something new is met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Discovery {
    rate: f64,
}

impl Discovery {
    /// `None` where nothing was met yet.
    fn of(types: u64, events: u64) -> Option<Self> {
        (types > 0).then(|| Self { rate: types as f64 / (types + events) as f64 })
    }

    /// What one new thing adds.
    pub(crate) fn bits(self) -> f64 {
        -self.rate.log2()
    }

    fn excess(self, distinct: f64, new: f64) -> f64 {
        (new - distinct * self.rate) * self.bits()
    }
}

/// What is left of everybody's and of an actor's sessions.
struct Volumes<'a> {
    measurer: &'a Measurer<'a>,
    actor: Option<u32>,
    left_out: &'a LeftOut,
}

impl Volumes<'_> {
    /// -log2 of how likely it is that the command is there so often or more unusually so, on either side: by the actor's
    /// sessions and by everybody's, the logarithms weighed by how many sessions the actor has.
    fn bits(&self, command: Symbol, known: Option<&ActorCommand>, times: u64) -> f64 {
        let everybody = self.everybody(command).bits(times);
        let Some(own) = known.and_then(|known| self.own_tail(known, command)) else { return everybody };
        let sessions = own.sessions as f64;
        (sessions * own.bits(times) + SHRINKAGE * everybody) / (sessions + SHRINKAGE)
    }

    fn everybody(&self, command: Symbol) -> Tail<impl Fn(u64) -> u64> {
        let counts = self.measurer.model.counts();
        let histogram = self.measurer.tables.volumes.everybody(command);
        Tail {
            sessions: left(counts.sessions(), self.left_out.sessions()),
            uses: left(counts.uses()[command.index()], self.left_out.uses.get(command)),
            most: self.most(command),
            at_least: move |times| left(histogram.at_least(times), self.left_out.at_least(command, times)),
        }
    }

    /// `None` where the actor has no sessions.
    fn own_tail<'k>(
        &'k self,
        known: &'k ActorCommand,
        command: Symbol,
    ) -> Option<Tail<impl Fn(u64) -> u64 + 'k>> {
        let (_, sessions) = self.own(known, command, 1);
        let is_left = |&times: &u64| self.own(known, command, times).0 > 0;
        (sessions > 0).then(|| Tail {
            sessions,
            uses: left(known.uses, self.left_out.uses.get(command)),
            most: known.most_first(self.measurer.habits).find(is_left).unwrap_or(0),
            at_least: move |times| self.own(known, command, times).0,
        })
    }

    /// Whether at least half of the actor's sessions have the command.
    fn is_usual(&self, known: &ActorCommand, command: Symbol) -> bool {
        let (with, of) = self.own(known, command, 1);
        of > 0 && 2 * with >= of
    }

    /// In how many of the actor's sessions the command is used at least so many times, and how many there are.
    fn own(&self, known: &ActorCommand, command: Symbol, times: u64) -> (u64, u64) {
        let Some(actor) = self.actor else { return (0, 0) };
        let sessions = self.measurer.habits.sessions[actor as usize];
        let with = known.at_least(self.measurer.habits, times);
        (left(with, self.left_out.at_least(command, times)), left(sessions, self.left_out.sessions()))
    }

    /// How often the command is used at most in any session that is left.
    fn most(&self, command: Symbol) -> u64 {
        let histogram = self.measurer.tables.volumes.everybody(command);
        let is_left = |&times: &u32| {
            let times = u64::from(times);
            histogram.at_least(times) > self.left_out.at_least(command, times)
        };
        histogram.largest_first().find(is_left).map_or(0, u64::from)
    }
}

/// How often a command is used in a session, of sessions of which `at_least` says how many have it so many times.
struct Tail<F> {
    sessions: u64,
    /// How often in all sessions together.
    uses: u64,
    /// How often in one session at most.
    most: u64,
    at_least: F,
}

impl<F: Fn(u64) -> u64> Tail<F> {
    /// -log2 of how likely it is so often or more unusually so, on either side.
    fn bits(&self, times: u64) -> f64 {
        let below = ((self.sessions - (self.at_least)(times + 1).min(self.sessions)) as f64 + 0.5)
            / (self.sessions as f64 + 1.0);
        let least = self.log_at_least(times).min(below.log2());
        (-1.0 - least).max(0.0)
    }

    /// log2 P(at least so many times). Beyond the most that was ever seen the tail is that of a geometric distribution of
    /// the same mean.
    fn log_at_least(&self, times: u64) -> f64 {
        let with = match times {
            0 => self.sessions,
            times => (self.at_least)(times),
        };
        let of = self.sessions as f64 + 1.0;
        if with > 0 {
            return ((with as f64 + 0.5) / of).log2();
        }
        let mean = self.uses as f64 / (self.sessions as f64).max(1.0);
        let ratio = (mean + 0.5) / (mean + 1.5);
        (0.5 / of).log2() + times.saturating_sub(self.most + 1) as f64 * ratio.log2()
    }
}

fn left(known: u64, out: u64) -> u64 {
    known.saturating_sub(out)
}
