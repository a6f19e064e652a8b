//! Counting: many sessions at a time, in any order, to the same counts.

use rayon::prelude::*;

use super::pairs::{Pair, PairCounts, Tally};
use super::{Counts, ParameterCounts, SessionKind, ValueCounts};
use crate::{EventLog, Parameters, Session, Sessions, Symbol, Uncapped};

/// So many sessions are counted by one thread before it merges with another's.
const SESSIONS_PER_TASK: usize = 4_096;

/// `uncapped` says which parameters keep all their values, where those are not the ones that the log has read so.
pub(super) fn count(
    log: &EventLog,
    sessions: &Sessions,
    kind: SessionKind,
    uncapped: Option<&Uncapped>,
) -> Counts {
    let parameters = log.parameters().filter(|_| kind != SessionKind::Commands);
    let values = kind == SessionKind::Values;
    let symbols = log.commands().symbol_count();
    let new = || Tallies::new(symbols);
    let counted = (0..sessions.len()).into_par_iter().with_min_len(SESSIONS_PER_TASK);
    let tallies = counted
        .fold(new, |mut tallies, number| {
            let session = sessions.get(number);
            tallies.commands(session.commands);
            if let Some(parameters) = parameters {
                tallies.parameters(&session, parameters, values);
            }
            tallies
        })
        .reduce(new, Tallies::plus);
    tallies.into_counts(log, parameters, values, uncapped)
}

struct Tallies {
    sessions: u64,
    uses: Vec<u64>,
    transitions: Tally<Pair>,
    /// How often a command came with a shape of parameters.
    shapes: Tally<(Symbol, u32)>,
    values: Tally<Pair>,
}

impl Tallies {
    fn new(symbols: usize) -> Self {
        Self {
            sessions: 0,
            uses: vec![0; symbols],
            transitions: Tally::default(),
            shapes: Tally::default(),
            values: Tally::default(),
        }
    }

    fn commands(&mut self, commands: &[Symbol]) {
        self.sessions += 1;
        self.uses[Symbol::START.index()] += 1;
        self.uses[Symbol::END.index()] += 1;
        let mut given = Symbol::START;
        for &seen in commands {
            self.uses[seen.index()] += 1;
            *self.transitions.entry(Pair { given, seen }).or_default() += 1;
            given = seen;
        }
        *self.transitions.entry(Pair { given, seen: Symbol::END }).or_default() += 1;
    }

    fn parameters(&mut self, session: &Session, parameters: &Parameters, values: bool) {
        for (&command, &event) in session.commands.iter().zip(session.events) {
            let event = parameters.event(event);
            *self.shapes.entry((command, event.shape)).or_default() += 1;
            if values {
                let counted =
                    event.names.iter().zip(event.values).filter(|(_, value)| **value != Symbol::NONE);
                for (&given, &seen) in counted {
                    *self.values.entry(Pair { given, seen }).or_default() += 1;
                }
            }
        }
    }

    fn plus(mut self, other: Self) -> Self {
        if self.transitions.len() < other.transitions.len() {
            return other.plus(self);
        }
        self.sessions += other.sessions;
        self.uses.iter_mut().zip(&other.uses).for_each(|(mine, theirs)| *mine += theirs);
        add(&mut self.transitions, other.transitions);
        add(&mut self.shapes, other.shapes);
        add(&mut self.values, other.values);
        self
    }

    fn into_counts(
        self,
        log: &EventLog,
        parameters: Option<&Parameters>,
        values: bool,
        uncapped: Option<&Uncapped>,
    ) -> Counts {
        let used = |symbol: Symbol| self.uses[symbol.index()] > 0;
        let (commands, symbols) = log.commands().canonical_where(used);
        let mut uses = vec![0; commands.symbol_count()];
        let by_symbol = symbols.iter().zip(&self.uses);
        by_symbol.for_each(|(symbol, count)| uses[symbol.index()] += count);
        let parameters = parameters.map(|parameters| {
            let of_commands = expand(self.shapes, parameters);
            let values = values.then_some(self.values).map(PairCounts::of);
            let uncapped = uncapped.unwrap_or(parameters.uncapped());
            parameter_counts(parameters, &of_commands, values.map(|values| (values, uncapped)), &symbols)
        });
        let transitions = PairCounts::of(self.transitions).renumbered(&symbols, &symbols);
        Counts { sessions: self.sessions, commands, uses, transitions, parameters, habits: None }
    }
}

fn add<K: std::hash::Hash + Eq>(mine: &mut Tally<K>, theirs: Tally<K>) {
    theirs.into_iter().for_each(|(key, count)| *mine.entry(key).or_default() += count);
}

/// From shapes to the parameters in them.
fn expand(shapes: Tally<(Symbol, u32)>, parameters: &Parameters) -> PairCounts {
    let mut pairs = Tally::default();
    shapes.into_iter().for_each(|((given, shape), count)| {
        for &seen in parameters.shape_names(shape) {
            *pairs.entry(Pair { given, seen }).or_default() += count;
        }
    });
    PairCounts::of(pairs)
}

fn parameter_counts(
    parameters: &Parameters,
    of_commands: &PairCounts,
    values: Option<(PairCounts, &Uncapped)>,
    commands: &[Symbol],
) -> ParameterCounts {
    let used = of_commands.column_totals(parameters.names().symbol_count());
    let (names, symbols) = parameters.names().canonical_where(|name| used[name.index()] > 0);
    let values = values.map(|(values, uncapped)| value_counts(parameters, values, uncapped, &used, &symbols));
    ParameterCounts { names, of_commands: of_commands.renumbered(commands, &symbols), values }
}

/// Saturated is a parameter with more distinct values in the sessions that are counted than are counted of one, so that it
/// does not matter what else was read.
fn value_counts(
    parameters: &Parameters,
    counts: PairCounts,
    uncapped: &Uncapped,
    used: &[u64],
    names: &[Symbol],
) -> ValueCounts {
    let over = |&name: &Symbol| {
        let cap = uncapped.cap(parameters.names().text(name));
        parameters.is_saturated(name) || counts.row(name).len() as u64 > u64::from(cap)
    };
    let saturated: Vec<Symbol> =
        parameters.names().symbols().filter(|name| used[name.index()] > 0).filter(over).collect();
    let counts = counts.without(&saturated);
    let seen = counts.column_totals(parameters.values().symbol_count());
    let (texts, symbols) = parameters.values().canonical_where(|value| seen[value.index()] > 0);
    let mut saturated: Vec<Symbol> = saturated.into_iter().map(|name| names[name.index()]).collect();
    saturated.sort_unstable();
    let of_parameters = counts.renumbered(names, &symbols);
    ValueCounts { texts, of_parameters, saturated, uncapped: uncapped.clone() }
}
