//! Habits that were stored, put to the test: a file may have been made by anybody.

use super::{Habits, MAX_ORDER, SAMPLE_SIZE, Table, runs};
use crate::{Counts, Symbol};

/// What one actor did, or what can be said of everybody: sums by [`Symbol::index`].
struct Sums {
    /// How often each command came after something.
    seen: Vec<u64>,
    /// How often something came after each command.
    given: Vec<u64>,
    /// How often each was used, by the sessions that used it.
    uses: Vec<u64>,
    /// How many sessions used it.
    sessions: Vec<u64>,
}

impl Habits {
    /// Whether these can be the habits of these counts; what does not fit if not.
    pub(crate) fn check(&self, counts: &Counts) -> Result<(), &'static str> {
        // In this order: what comes later indexes by what was found sound before.
        ensure(self.are_actors_sound(counts), "actors")?;
        ensure(self.do_steps_join(counts), "actors' steps")?;
        ensure(self.do_volumes_join(counts), "actors' volumes")?;
        ensure(self.do_runs_join(counts), "runs")?;
        ensure(self.do_values_join(counts), "commands' values")?;
        ensure(self.is_sample_sound(counts), "sample")
    }

    fn are_actors_sound(&self, counts: &Counts) -> bool {
        let sum = self.sessions.iter().try_fold(0_u64, |sum, sessions| sum.checked_add(*sessions));
        self.actors.are_canonical_actors()
            && self.sessions.len() == self.actors.len()
            && self.sessions.iter().all(|sessions| *sessions > 0)
            && sum == Some(counts.sessions())
    }

    /// All actors' steps are those of everybody.
    fn do_steps_join(&self, counts: &Counts) -> bool {
        let transitions = counts.transitions().table();
        let mut left: Vec<u64> = transitions.entries().iter().map(|(_, count)| *count).collect();
        let taken = self.steps.entries().iter().all(|&((actor, given, seen), count)| {
            let place = transitions.place(crate::Pair { given, seen });
            let left = place.and_then(|place| left.get_mut(place));
            (actor as usize) < self.sessions.len() && left.is_some_and(|left| take(left, count))
        });
        taken && left.iter().all(|left| *left == 0)
    }

    /// Each actor's sessions begin and end once, and what they used adds up to what was stepped on.
    fn do_volumes_join(&self, counts: &Counts) -> bool {
        let symbols = counts.commands().symbol_count();
        let known = self.volumes.entries().iter().all(|((actor, command, times), _)| {
            (*actor as usize) < self.sessions.len()
                && !command.is_token()
                && command.index() < symbols
                && *times > 0
        });
        let of_actors =
            self.lengths.entries().iter().all(|((actor, _), _)| (*actor as usize) < self.sessions.len());
        let mut sums = Sums::new(symbols);
        let (mut steps, mut volumes) = (self.steps.entries(), self.volumes.entries());
        let mut lengths = self.lengths.entries();
        known
            && of_actors
            && self.sessions.iter().zip(0..).all(|(&sessions, actor)| {
                let steps = split_off(&mut steps, |key| key.0 == actor);
                let volumes = split_off(&mut volumes, |key| key.0 == actor);
                let lengths = split_off(&mut lengths, |key| key.0 == actor);
                sums.join(steps, volumes, lengths, sessions)
            })
    }

    /// A run that does not end a session goes on every time, and one that does never.
    fn do_runs_join(&self, counts: &Counts) -> bool {
        let symbols = counts.commands().symbol_count();
        let pairs = runs::of_pairs(counts.transitions());
        let shorter = std::iter::once(&pairs).chain(&self.runs);
        let joined = shorter.zip(&self.runs).all(|(shorter, longer)| {
            let open =
                |&((_, symbol), count): &((u32, Symbol), u64)| if symbol == Symbol::END { 0 } else { count };
            let mut left: Vec<u64> = shorter.entries().iter().map(open).collect();
            let taken = longer.entries().iter().all(|&((parent, symbol), count)| {
                let next = symbol == Symbol::END || !symbol.is_token() && symbol.index() < symbols;
                next && left.get_mut(parent as usize).is_some_and(|left| take(left, count))
            });
            taken && left.iter().all(|left| *left == 0)
        });
        self.order <= MAX_ORDER && self.runs.len() == runs::levels(self.order) && joined
    }

    /// All commands' values are those of their parameters.
    fn do_values_join(&self, counts: &Counts) -> bool {
        let (Some(parameters), Some(values)) = (counts.parameters(), counts.values()) else {
            return self.values.is_empty();
        };
        let all = values.of_parameters.table();
        let mut left: Vec<u64> = all.entries().iter().map(|(_, count)| *count).collect();
        let of_commands = parameters.of_commands.table();
        let mut uses: Vec<u64> = of_commands.entries().iter().map(|(_, count)| *count).collect();
        let taken = self.values.entries().iter().all(|&((command, name, value), count)| {
            let place = all.place(crate::Pair { given: name, seen: value });
            let uses_place = of_commands.place(crate::Pair { given: command, seen: name });
            place.is_some_and(|place| take(&mut left[place], count))
                && uses_place.is_some_and(|place| take(&mut uses[place], count))
        });
        taken && left.iter().all(|left| *left == 0)
    }

    /// Every session of the sample was counted: leaving it out takes away nothing that is not there.
    fn is_sample_sound(&self, counts: &Counts) -> bool {
        let sample = &self.sample;
        let (log, sessions) = (&sample.log, &sample.sessions);
        let actors = log.entities().translated_to(&self.actors);
        sample.keys.len() <= SAMPLE_SIZE.min(usize::try_from(counts.sessions()).unwrap_or(usize::MAX))
            && sample.keys.len() == sessions.len()
            && log.parameters().is_some() == counts.parameters().is_some()
            && sample.is_canonical()
            && log.entities().columns() == self.actors.columns()
            && actors.iter().all(Option::is_some)
            && self
                .has_sampled(counts, &actors.into_iter().flatten().map(|actor| actor.0).collect::<Vec<_>>())
    }

    /// All steps, volumes and lengths of the sample's sessions together are among those that were counted.
    fn has_sampled(&self, counts: &Counts, actors: &[u32]) -> bool {
        let (log, sessions) = (&self.sample.log, &self.sample.sessions);
        let symbols = log.commands().translated_to(counts.commands());
        let (mut steps, mut volumes, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        for session in sessions.iter() {
            let actor = actors[session.entity.index()];
            let mut commands: Vec<Symbol> = session.commands.iter().map(|old| symbols[old.index()]).collect();
            let walk = [&[Symbol::START], &commands[..], &[Symbol::END]].concat();
            steps.extend(walk.windows(2).map(|step| (actor, step[0], step[1])));
            commands.sort_unstable();
            volumes.extend(commands.chunk_by(|a, b| a == b).map(|run| (actor, run[0], run.len() as u32)));
            lengths.push((actor, commands.len() as u32));
        }
        contains(&self.steps, steps) && contains(&self.volumes, volumes) && contains(&self.lengths, lengths)
    }
}

impl Sums {
    fn new(symbols: usize) -> Self {
        let zeros = || vec![0; symbols];
        Self { seen: zeros(), given: zeros(), uses: zeros(), sessions: zeros() }
    }

    /// Adds one actor's up and forgets them again.
    fn join(
        &mut self,
        steps: &[((u32, Symbol, Symbol), u64)],
        volumes: &[((u32, Symbol, u32), u64)],
        lengths: &[((u32, u32), u64)],
        sessions: u64,
    ) -> bool {
        for ((_, given, seen), count) in steps {
            self.given[given.index()] += count;
            self.seen[seen.index()] += count;
        }
        let mut sums = true;
        for ((_, command, times), count) in volumes {
            let (uses, with) = (&mut self.uses[command.index()], &mut self.sessions[command.index()]);
            sums &= count.checked_mul(u64::from(*times)).is_some_and(|product| add(uses, product))
                && add(with, *count);
        }
        let (mut events, mut of_lengths) = (0, 0);
        for ((_, length), count) in lengths {
            let product = count.checked_mul(u64::from(*length));
            sums &= *length > 0
                && product.is_some_and(|product| add(&mut events, product))
                && add(&mut of_lengths, *count);
        }
        let total: u64 = steps.iter().map(|(_, count)| count).sum();
        let touched = steps.iter().map(|step| step.0.2).chain(volumes.iter().map(|volume| volume.0.1));
        let touched: Vec<Symbol> =
            touched.chain(steps.iter().map(|step| step.0.1)).chain([Symbol::START, Symbol::END]).collect();
        sums &= of_lengths == sessions && events.checked_add(sessions) == Some(total);
        sums &= touched.iter().all(|&symbol| self.joins(symbol, sessions));
        touched.iter().for_each(|&symbol| self.forget(symbol));
        sums
    }

    fn joins(&self, symbol: Symbol, sessions: u64) -> bool {
        let at = symbol.index();
        match symbol {
            Symbol::START => self.given[at] == sessions && self.seen[at] == 0,
            Symbol::END => self.seen[at] == sessions && self.given[at] == 0,
            _ => {
                self.given[at] == self.seen[at]
                    && self.uses[at] == self.seen[at]
                    && self.sessions[at] <= sessions
            }
        }
    }

    fn forget(&mut self, symbol: Symbol) {
        let at = symbol.index();
        (self.seen[at], self.given[at], self.uses[at], self.sessions[at]) = (0, 0, 0, 0);
    }
}

fn ensure(sound: bool, what: &'static str) -> Result<(), &'static str> {
    if sound { Ok(()) } else { Err(what) }
}

/// Takes the entries that belong together off the front.
fn split_off<'a, K>(entries: &mut &'a [(K, u64)], belongs: impl Fn(&K) -> bool) -> &'a [(K, u64)] {
    let (first, rest) = entries.split_at(entries.partition_point(|(key, _)| belongs(key)));
    *entries = rest;
    first
}

fn take(left: &mut u64, count: u64) -> bool {
    left.checked_sub(count).map(|rest| *left = rest).is_some()
}

fn add(sum: &mut u64, count: u64) -> bool {
    sum.checked_add(count).map(|more| *sum = more).is_some()
}

fn contains<K: Copy + Ord>(table: &Table<K>, mut keys: Vec<K>) -> bool {
    keys.sort_unstable();
    table.minus(&Table::of_keys(&keys, |key| key)).is_some()
}
