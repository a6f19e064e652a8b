//! Measuring: what there is to say about each session, before it is calibrated.

mod clues;
mod contents;
mod explain;
mod left_out;
mod order;
mod path;
mod ties;
mod volume;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use contents::{ContentStep, LogContents};
pub(crate) use left_out::LeftOut;
pub(crate) use order::Chances;
pub(crate) use path::Path;
pub(crate) use ties::Ties;

use crate::habits::Habits;
use crate::model::HabitTables;
use crate::{
    Entities, Entity, EventLog, Measure, Measured, Model, Score, ScoreOptions, Session, Sessions, Symbol,
};

const SESSIONS_PER_TASK: usize = 64;

/// What was found in one session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Examined {
    /// By all kinds of evidence.
    pub measured: Measured,
    /// Its rarest window.
    pub score: Score,
    /// Whether over half of that window's steps take no time, so that nobody knows its order.
    pub order_uncertain: bool,
    /// Whether nobody is known to be its actor.
    pub is_nobody: bool,
}

/// What is taken out of the model before it looks at a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeaveOut {
    /// Nothing: the model has learnt from other sessions.
    #[default]
    Nothing,
    /// The session itself, which is one of those that the model has learnt from.
    Session,
    /// All sessions of its actor, all of which the model has learnt from; of nobody's sessions, each itself.
    Actor,
}

/// A model with habits and a log with its sessions, the log's symbols and actors translated to the model's.
pub struct Measurer<'a> {
    pub(crate) model: &'a Model,
    pub(crate) habits: &'a Habits,
    pub(crate) tables: &'a HabitTables,
    pub(crate) log: &'a EventLog,
    pub(crate) sessions: &'a Sessions,
    /// The model's symbols by the log's.
    commands: Vec<Symbol>,
    /// The model's actors by the log's; `None` for nobody and for those that the model does not know.
    actors: Vec<Option<u32>>,
    pub(crate) contents: Option<LogContents<'a>>,
}

/// Room that is used again for each session.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) path: Path,
    pub(crate) left_out: LeftOut,
    pub(crate) ties: Ties,
    pub(crate) chances: Vec<Chances>,
    pub(crate) contents: Vec<ContentStep>,
    /// Which command each event has, its content, and its place, sorted.
    alike: Vec<(u32, u32, usize)>,
    /// Which command each step leads to and which it comes from, sorted.
    pub(crate) order: Vec<(u32, u32, u32)>,
}

impl<'a> Measurer<'a> {
    /// Makes the model ready for the sessions of this log; `None` where it has learnt no habits.
    pub fn new(model: &'a Model, log: &'a EventLog, sessions: &'a Sessions) -> Option<Self> {
        let (habits, tables) = (model.counts().habits()?, model.habit_tables()?);
        let contents = log.parameters().and_then(|parameters| LogContents::new(model, parameters));
        Some(Self {
            model,
            habits,
            tables,
            log,
            sessions,
            commands: log.commands().translated_to(model.counts().commands()),
            actors: actors_of(habits, log),
            contents,
        })
    }

    /// Measures every session, and scores its rarest window; the result is in the order of the sessions.
    pub fn measure(&self, leave_out: LeaveOut, options: &ScoreOptions) -> Vec<Examined> {
        match leave_out {
            LeaveOut::Actor => self.measure_by_actor(options),
            LeaveOut::Nothing | LeaveOut::Session => {
                let numbers = (0..self.sessions.len()).into_par_iter().with_min_len(SESSIONS_PER_TASK);
                let measure = |scratch: &mut Scratch, number| {
                    self.load(scratch, number, leave_out);
                    self.measured(scratch, number, options)
                };
                numbers.map_init(Scratch::default, measure).collect()
            }
        }
    }

    /// An actor's sessions are taken out once for all of them.
    fn measure_by_actor(&self, options: &ScoreOptions) -> Vec<Examined> {
        let mut by_actor: Vec<(Option<u32>, usize)> =
            (0..self.sessions.len()).map(|number| (self.actor(number), number)).collect();
        by_actor.sort_unstable();
        let alike = |a: &(Option<u32>, usize), b: &(Option<u32>, usize)| a.0.is_some() && a.0 == b.0;
        let groups: Vec<&[(Option<u32>, usize)]> = by_actor.chunk_by(alike).collect();
        let measure = |scratch: &mut Scratch, group: &&[(Option<u32>, usize)]| {
            let numbers: Vec<usize> = group.iter().map(|(_, number)| *number).collect();
            scratch.left_out = self.left_out(&numbers);
            let measure = |&number: &usize| {
                self.take_path(scratch, number);
                self.look(scratch, number);
                (number, self.measured(scratch, number, options))
            };
            numbers.iter().map(measure).collect::<Vec<_>>()
        };
        let mut measured: Vec<(usize, Examined)> =
            groups.par_iter().map_init(Scratch::default, measure).flatten_iter().collect();
        measured.sort_unstable_by_key(|(number, _)| *number);
        measured.into_iter().map(|(_, measured)| measured).collect()
    }

    /// Everything about one session that measures and explanations are made of.
    pub(crate) fn load(&self, scratch: &mut Scratch, number: usize, leave_out: LeaveOut) {
        self.take_path(scratch, number);
        match leave_out {
            LeaveOut::Nothing => scratch.left_out.clear(),
            LeaveOut::Actor if self.actor(number).is_some() => {
                let of_actor = |other: &usize| self.actor(*other) == self.actor(number);
                let numbers: Vec<usize> = (0..self.sessions.len()).filter(of_actor).collect();
                scratch.left_out = self.left_out(&numbers);
            }
            LeaveOut::Session | LeaveOut::Actor => {
                scratch.left_out.clear();
                scratch.left_out.add(self, &scratch.path, number);
                scratch.left_out.close(self, self.actor(number));
            }
        }
        self.look(scratch, number);
    }

    /// Several sessions of one actor as what is left out.
    fn left_out(&self, numbers: &[usize]) -> LeftOut {
        let (mut left_out, mut path) = (LeftOut::default(), Path::default());
        for &number in numbers {
            path.take(self, self.sessions.commands(number));
            left_out.add(self, &path, number);
        }
        left_out.close(self, numbers.first().and_then(|&number| self.actor(number)));
        left_out
    }

    fn take_path(&self, scratch: &mut Scratch, number: usize) {
        scratch.path.take(self, self.sessions.commands(number));
        scratch.path.take_actor(self, self.actor(number));
        scratch.ties.take(self.log, &self.sessions.get(number), self.tables.walks.levels.len());
    }

    fn look(&self, scratch: &mut Scratch, number: usize) {
        let actor = self.actor(number);
        let Scratch { path, left_out, chances, .. } = scratch;
        chances.clear();
        chances.extend((0..path.steps()).map(|step| self.chances(path, step, actor, left_out)));
        self.contents_of(scratch, number);
    }

    /// Of events of the same command that are alike, one is looked at.
    fn contents_of(&self, scratch: &mut Scratch, number: usize) {
        let Scratch { path, left_out, contents, alike, .. } = scratch;
        let events = self.sessions.get(number).events;
        contents.clear();
        contents.resize(events.len(), ContentStep::default());
        let Some(known) = &self.contents else { return };
        let content = |event: u32| known.parameters().event_content(event);
        alike.clear();
        alike.extend(events.iter().zip(0..).map(|(&event, step)| (path.which(step), content(event), step)));
        alike.sort_unstable();
        for same in alike.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let step = self.content(path.symbol(same[0].2), same[0].1, left_out);
            same.iter().for_each(|(.., place)| contents[*place] = step);
        }
    }

    /// The commands that no earlier session of the actor has, and that the model does not know of the actor, unless it has
    /// learnt them from the log's own sessions.
    pub(crate) fn first_times(&self, number: usize, earlier: &[usize], leave_out: LeaveOut) -> Vec<&'a str> {
        let mut new: FxHashSet<Symbol> = self.sessions.commands(number).iter().copied().collect();
        if let (LeaveOut::Nothing, Some(actor)) = (leave_out, self.actor(number)) {
            new.retain(|&command| self.tables.actors.use_count(actor, self.command(command)) == 0);
        }
        for &number in earlier {
            if new.is_empty() {
                break;
            }
            self.sessions.commands(number).iter().for_each(|command| {
                new.remove(command);
            });
        }
        let mut texts: Vec<&str> = new.into_iter().map(|command| self.log.commands().text(command)).collect();
        texts.sort_unstable();
        texts
    }

    fn measured(&self, scratch: &mut Scratch, number: usize, options: &ScoreOptions) -> Examined {
        let session = self.sessions.get(number);
        let actor = self.actor(number);
        let left = scratch.left_out.sessions();
        let history = actor.map_or(0, |actor| self.habits.sessions[actor as usize].saturating_sub(left));
        let order = order::measures(scratch, actor.is_some() && history > 0, options.window_len());
        let volume = self.volume(&scratch.path, actor, &scratch.left_out);
        let novelty = self.novelty(&scratch.path, actor, &scratch.left_out);
        let content = contents::measure(self.contents.is_some(), scratch);
        let others = [order.walk, order.window, content, volume.measure(), novelty];
        let events = session.commands.len() as u64;
        let score = order::score(scratch, options.window_len());
        let window =
            score.window_start..(score.window_start + options.window_len()).min(scratch.chances.len());
        Examined {
            measured: Measured { actor, history, events, habit: order.habit, others },
            score,
            order_uncertain: scratch.ties.any() && scratch.ties.most_of(window),
            is_nobody: self.log.entities().actor_values(session.entity).all(|value| value.is_none()),
        }
    }

    /// The model's number of the session's actor; `None` where it is nobody, or nobody that the model knows.
    pub fn actor(&self, number: usize) -> Option<u32> {
        let entity = self.sessions.entity(number);
        self.actors[self.log.entities().actor(entity) as usize]
    }

    /// The model's symbol for one of the log's.
    pub(crate) fn command(&self, command: Symbol) -> Symbol {
        self.commands[command.index()]
    }

    /// A session of the log.
    pub(crate) fn session(&self, number: usize) -> Session<'a> {
        self.sessions.get(number)
    }
}

/// The model's actors by the log's; `None` for nobody and for those that the model does not know.
fn actors_of(habits: &Habits, log: &EventLog) -> Vec<Option<u32>> {
    let known: FxHashMap<Vec<Option<&str>>, u32> =
        (0..habits.actors.len() as u32).map(|actor| (values(&habits.actors, actor), actor)).collect();
    let mut actors = vec![None; log.entities().actor_count()];
    for entity in 0..log.entities().len() as u32 {
        let values = values(log.entities(), entity);
        let is_somebody = values.iter().any(Option::is_some);
        let actor = log.entities().actor(Entity(entity)) as usize;
        actors[actor] = known.get(&values).copied().filter(|_| is_somebody);
    }
    actors
}

fn values(entities: &Entities, entity: u32) -> Vec<Option<&str>> {
    entities.actor_values(Entity(entity)).collect()
}

/// A weighted mean.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    pub(crate) fn add(&mut self, value: f64, weight: f64) {
        self.sum += weight * value;
        self.weight += weight;
    }

    /// The mean and, as its size, the sum of weights.
    pub(crate) fn measure(self) -> Measure {
        if self.weight > 0.0 {
            Measure { value: self.sum / self.weight, size: self.weight }
        } else {
            Measure::NONE
        }
    }
}

/// What the `times`-th of equal things still adds.
pub(crate) fn weight(times: usize) -> f64 {
    (1.0 + times as f64).log2()
}

#[cfg(test)]
mod tests;
