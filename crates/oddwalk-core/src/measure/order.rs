//! Order: how likely each step is by everybody's chain and by the actor's habits.

use super::path::PathRow;
use super::{LeftOut, Mean, Measurer, Path, Scratch, Ties, weight};
use crate::counts::Pair;
use crate::model::ActorCommand;
use crate::{Measure, Score, Symbol};

/// So many uses by everybody weigh as much as an actor's own uses, where there is no context.
const COMMAND_SHRINKAGE: f64 = 100.0;
/// The same where there is the command before.
const STEP_SHRINKAGE: f64 = 3.0;

/// How likely one step is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Chances {
    /// From what to what, in the log's symbols.
    pub(crate) step: (Symbol, Symbol),
    /// By what everybody else does, without context and after the command before.
    pub(crate) everybody: [f64; 2],
    /// By the actor's own habits, which are shrunk towards what everybody does.
    pub(crate) actor: [f64; 2],
    /// The surprisal by the longest context that there is, the actor's own habits on top.
    pub(crate) bits: f64,
}

impl Chances {
    /// The surprisal without context.
    pub(crate) fn loose_bits(&self) -> f64 {
        bits(self.actor[0])
    }
}

/// 0 for a certainty, not -0.
fn bits(probability: f64) -> f64 {
    0.0 - probability.log2()
}

impl Measurer<'_> {
    /// The step's chances once `left_out` is taken out.
    pub(crate) fn chances(
        &self,
        path: &Path,
        step: usize,
        actor: Option<u32>,
        left_out: &LeftOut,
    ) -> Chances {
        let place = |level: usize, row: &PathRow| Some((path.place(step, level)?, row.count));
        let actor = actor.map(|actor| (actor, path.own(step)));
        let chances = self.chances_of(path, step, path.symbol(step), place, actor, left_out);
        Chances { step: path.own_step(step), ..chances }
    }

    /// The chances of another command of the model in the step's place.
    pub(crate) fn chances_instead(
        &self,
        path: &Path,
        step: usize,
        seen: Symbol,
        actor: Option<u32>,
        left_out: &LeftOut,
    ) -> Chances {
        let place = |level: usize, row: &PathRow| {
            let table = &self.tables.walks.levels[level];
            table.find(row.given, seen).map(|place| (place, table.count(place)))
        };
        let find = |actor, command| self.tables.actors.find(actor, command).unwrap_or(&ActorCommand::NEVER);
        let actor = actor.map(|actor| (actor, [find(actor, path.previous(step)), find(actor, seen)]));
        self.chances_of(path, step, seen, place, actor, left_out)
    }

    /// `place` is where a level has the run of what it is given and `seen`, and how often.
    fn chances_of(
        &self,
        path: &Path,
        step: usize,
        seen: Symbol,
        place: impl Fn(usize, &PathRow) -> Option<(u32, u64)>,
        actor: Option<(u32, [&ActorCommand; 2])>,
        left_out: &LeftOut,
    ) -> Chances {
        let given = path.previous(step);
        let [alone, after, longest] = self.everybody(path, step, seen, place, left_out);
        let everybody = [alone, after];
        let mut chances = Chances { step: (given, seen), everybody, actor: everybody, bits: bits(longest) };
        if let Some((actor, [own_given, own_seen])) = actor {
            let steps = own_given.followed_by(self.habits, seen);
            let own = self.own(actor, own_seen, seen, left_out);
            let own_after = own_after(own_given, steps, (given, seen), left_out);
            chances.everybody = self.others(actor, (own_given, own_seen, steps), (given, seen));
            // What the actor does anyway says as much as what everybody does next, once there is enough of it.
            let habit = 0.5 * own.of as f64 / (own.of as f64 + COMMAND_SHRINKAGE);
            let own = own.shrunk(chances.everybody[0], COMMAND_SHRINKAGE);
            chances.actor = [own, own_after.shrunk(own, STEP_SHRINKAGE)];
            let usual = habit * own + (1.0 - habit) * longest;
            chances.bits = bits(own_after.shrunk(usual, STEP_SHRINKAGE));
        }
        chances
    }

    /// Everybody's chain by Witten-Bell: without context, after one command, and in the longest context that there is.
    fn everybody(
        &self,
        path: &Path,
        step: usize,
        seen: Symbol,
        place: impl Fn(usize, &PathRow) -> Option<(u32, u64)>,
        left_out: &LeftOut,
    ) -> [f64; 3] {
        let walks = &self.tables.walks;
        let any = 1.0 / walks.vocabulary as f64;
        let row = (left(walks.events, left_out.all.total), left(walks.types, left_out.all.types));
        let alone = interpolated(self.uses(seen, left_out), row, any);
        let (mut after, mut longest) = (alone, alone);
        for level in 0..path.levels() {
            let Some(known) = path.row(step, level) else { break };
            let out = left_out.row(level, known.given);
            let row = (left(known.total, out.total), left(known.types, out.types));
            let count =
                place(level, known).map_or(0, |(place, count)| left(count, left_out.run(level, place)));
            longest = interpolated(count, row, longest);
            if level == 0 {
                after = longest;
            }
        }
        [alone, after, longest]
    }

    /// Everybody's chain but the actor's own part, without context and after one command. What is left out is the actor's, so
    /// that nothing of it is in there.
    fn others(
        &self,
        actor: u32,
        (own_given, own_seen, steps): (&ActorCommand, &ActorCommand, u64),
        (given, seen): (Symbol, Symbol),
    ) -> [f64; 2] {
        let (walks, actors) = (&self.tables.walks, &self.tables.actors);
        let uses = left(self.model.counts().uses()[seen.index()], own_seen.uses);
        let row = (left(walks.events, actors.events(actor)), left(walks.types, actors.alone(actor)));
        let alone = interpolated(uses, row, 1.0 / walks.vocabulary as f64);
        let Some(table) = walks.levels.first() else { return [alone; 2] };
        let place = given.index() as u32;
        let row =
            (left(walks.total(0, place), own_given.uses), left(table.types(place), own_given.alone_after()));
        let count = table.find(place, seen).map_or(0, |place| table.count(place));
        [alone, interpolated(left(count, steps), row, alone)]
    }

    /// How often everybody uses a command of the model.
    pub(crate) fn uses(&self, command: Symbol, left_out: &LeftOut) -> u64 {
        left(self.model.counts().uses()[command.index()], left_out.uses.get(command))
    }

    /// How often everybody does one after the other, and how often anything after the first; symbols of the model.
    pub(crate) fn steps(&self, given: Symbol, seen: Symbol, left_out: &LeftOut) -> (u64, u64) {
        let count = self.model.counts().transitions().get(Pair { given, seen });
        let of = self.tables.walks.total(0, given.index() as u32);
        let out = match given {
            Symbol::START => left_out.sessions(),
            given => left_out.uses.get(given),
        };
        (left(count, left_out.steps.get((given, seen))), left(of, out))
    }

    /// How often the actor uses a command of the model, of all events.
    pub(crate) fn own(&self, actor: u32, known: &ActorCommand, seen: Symbol, left_out: &LeftOut) -> Own {
        let events = self.tables.actors.events(actor);
        Own { count: left(known.uses, left_out.uses.get(seen)), of: left(events, left_out.all.total) }
    }
}

/// How often the actor does one after the other, of all times that anything follows the first; symbols of the model.
pub(crate) fn own_after(
    known: &ActorCommand,
    steps: u64,
    (given, seen): (Symbol, Symbol),
    left_out: &LeftOut,
) -> Own {
    let out = match given {
        Symbol::START => left_out.sessions(),
        given => left_out.uses.get(given),
    };
    Own { count: left(steps, left_out.steps.get((given, seen))), of: left(known.uses, out) }
}

/// What an actor has done.
pub(crate) struct Own {
    pub(crate) count: u64,
    pub(crate) of: u64,
}

fn left(known: u64, out: u64) -> u64 {
    known.saturating_sub(out)
}

impl Own {
    fn shrunk(&self, towards: f64, shrinkage: f64) -> f64 {
        // A sum of rounded parts may pass 1 by an ulp.
        ((self.count as f64 + shrinkage * towards) / (self.of as f64 + shrinkage)).min(1.0)
    }
}

/// A row has seen something `total` times, and so many types of it.
fn interpolated(count: u64, (total, types): (u64, u64), towards: f64) -> f64 {
    if total == 0 {
        return towards;
    }
    // A model file may have been made by anybody: what is left of a row need not add up.
    ((count as f64 + types as f64 * towards) / (total + types) as f64).min(1.0)
}

/// What the order of a session's commands says.
pub(crate) struct OrderMeasures {
    pub(crate) habit: [Measure; 2],
    pub(crate) walk: Measure,
    pub(crate) window: Measure,
}

pub(crate) fn measures(scratch: &mut Scratch, has_habits: bool, window_len: usize) -> OrderMeasures {
    let (commands, steps, walk) = tempered(scratch);
    let habit = if has_habits { [commands, steps] } else { [Measure::NONE; 2] };
    OrderMeasures { habit, walk, window: window(&scratch.chances, &scratch.ties, window_len) }
}

/// How much likelier everybody's habits make the session than the actor's own, for its distinct commands and for its distinct
/// steps; and the mean surprisal of its steps. What is there many times weighs by its logarithm. Where nobody knows the order of
/// most steps, those that cannot be told say nothing, and their commands are surprising without what came before.
fn tempered(scratch: &mut Scratch) -> (Measure, Measure, Measure) {
    let Scratch { path, ties, chances, order, .. } = scratch;
    let loose = |step: usize| ties.most() && !ties.is_sure(step);
    let ratio =
        |step: usize, order: usize| (chances[step].everybody[order] / chances[step].actor[order]).log2();
    order.clear();
    order.extend((0..chances.len()).map(|step| {
        let given = if loose(step) {
            LOOSE
        } else {
            step.checked_sub(1).map_or(BEGIN, |previous| path.which(previous))
        };
        (path.which(step), given, step as u32)
    }));
    order.sort_unstable();
    let (mut commands, mut steps, mut walk) = (Mean::default(), Mean::default(), Mean::default());
    for command in order.chunk_by(|a, b| a.0 == b.0) {
        commands.add(ratio(command[0].2 as usize, 0), weight(command.len()));
        for same in command.chunk_by(|a, b| a.1 == b.1) {
            let (step, weight) = (same[0].2 as usize, weight(same.len()));
            if same[0].1 == LOOSE {
                walk.add(chances[step].loose_bits(), weight);
                continue;
            }
            steps.add(ratio(step, 1), weight);
            let bits: f64 = same.iter().map(|(.., step)| chances[*step as usize].bits).sum();
            walk.add(bits / same.len() as f64, weight);
        }
    }
    (commands.measure(), steps.measure(), walk.measure())
}

/// Stand for what comes before: nobody knows, and nothing.
const LOOSE: u32 = u32::MAX;
const BEGIN: u32 = u32::MAX - 1;

/// The largest mean surprisal of so many consecutive steps; of all, where there are fewer. The size is that of the session,
/// which has the more windows the longer it is.
fn window(chances: &[Chances], ties: &Ties, window_len: usize) -> Measure {
    let (_, value) = rarest_window(chances, ties, window_len);
    Measure { value, size: chances.len() as f64 }
}

/// Where the first of the rarest windows begins, and its mean surprisal.
pub(crate) fn rarest_window(chances: &[Chances], ties: &Ties, window_len: usize) -> (usize, f64) {
    let len = window_len.min(chances.len());
    let mean = |start: usize| {
        let steps = start..start + len;
        let uncertain = ties.any() && ties.most_of(steps.clone());
        let bits = steps
            .map(|step| if uncertain { unordered_bits(chances, ties, step) } else { chances[step].bits });
        bits.sum::<f64>() / len as f64
    };
    let starts = (0..=chances.len() - len).map(|start| (start, mean(start)));
    starts.fold((0, f64::NEG_INFINITY), |rarest, next| if next.1 > rarest.1 { next } else { rarest })
}

/// What a step adds whose place among those of the same time does not matter: a share of what they all add.
fn unordered_bits(chances: &[Chances], ties: &Ties, step: usize) -> f64 {
    if ties.is_sure(step) {
        return chances[step].bits;
    }
    let mut bits: Vec<f64> = chances[ties.group(step)].iter().map(Chances::loose_bits).collect();
    bits.sort_unstable_by(f64::total_cmp);
    bits.iter().sum::<f64>() / bits.len() as f64
}

/// What a step adds to a window: by its context, or without one where over half of the window's steps take no time.
pub(crate) fn step_bits(scratch: &Scratch, step: usize, uncertain: bool) -> f64 {
    let chances = &scratch.chances[step];
    let order = if uncertain && !scratch.ties.is_sure(step) { chances.loose_bits() } else { chances.bits };
    order + scratch.contents.get(step).map_or(0.0, |content| content.bits)
}

/// The session and its rarest window, parameters and values among it.
pub(crate) fn score(scratch: &Scratch, window_len: usize) -> Score {
    let steps = scratch.chances.len();
    let len = window_len.min(steps);
    let mut rarest = (0, f64::NEG_INFINITY);
    for start in 0..=steps - len {
        let uncertain = scratch.ties.any() && scratch.ties.most_of(start..start + len);
        let bits: f64 = (start..start + len).map(|step| step_bits(scratch, step, uncertain)).sum();
        if bits > rarest.1 {
            rarest = (start, bits);
        }
    }
    let session_bits: f64 = (0..steps).map(|step| step_bits(scratch, step, scratch.ties.most())).sum();
    let (window_start, surprisal_bits) = rarest;
    Score {
        likelihood: (-surprisal_bits).exp2(),
        surprisal_bits,
        window_start,
        window_events: len.min(steps - 1 - window_start),
        ends_session: window_start + len == steps,
        session_likelihood: (-session_bits).exp2(),
        session_bits,
    }
}
