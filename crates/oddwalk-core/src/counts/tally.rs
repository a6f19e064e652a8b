//! Counting: many sessions at a time, in any order, to the same counts.

use rayon::prelude::*;

use super::pairs::{Pair, PairCounts, Tally};
use super::{Counts, ParameterCounts, SessionKind, ValueCounts};
use crate::{EventLog, Parameters, Session, Sessions, Symbol, Uncapped};

/// So many distinct contents are counted before they are taken apart.
const CONTENTS_KEPT: usize = 1 << 18;
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
                tallies.parameters(&session, parameters);
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
    /// How often a command came with a content of parameters, as far as these are not taken apart.
    contents: Tally<(Symbol, u32)>,
    of_commands: Tally<Pair>,
    of_parameters: Tally<Pair>,
}

impl Tallies {
    fn new(symbols: usize) -> Self {
        Self {
            sessions: 0,
            uses: vec![0; symbols],
            transitions: Tally::default(),
            contents: Tally::default(),
            of_commands: Tally::default(),
            of_parameters: Tally::default(),
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

    fn parameters(&mut self, session: &Session, parameters: &Parameters) {
        for (&command, &event) in session.commands.iter().zip(session.events) {
            *self.contents.entry((command, parameters.event_content(event))).or_default() += 1;
        }
        if self.contents.len() >= CONTENTS_KEPT {
            self.take_apart(parameters);
        }
    }

    /// From contents to the parameters and values in them.
    fn take_apart(&mut self, parameters: &Parameters) {
        self.contents.drain().for_each(|((command, content), count)| {
            let content = parameters.content(content);
            for &seen in content.names {
                *self.of_commands.entry(Pair { given: command, seen }).or_default() += count;
            }
            for (given, seen) in content.valued() {
                *self.of_parameters.entry(Pair { given, seen }).or_default() += count;
            }
        });
    }

    fn plus(mut self, other: Self) -> Self {
        if self.transitions.len() < other.transitions.len() {
            return other.plus(self);
        }
        self.sessions += other.sessions;
        self.uses.iter_mut().zip(&other.uses).for_each(|(mine, theirs)| *mine += theirs);
        add(&mut self.transitions, other.transitions);
        add(&mut self.contents, other.contents);
        add(&mut self.of_commands, other.of_commands);
        add(&mut self.of_parameters, other.of_parameters);
        self
    }

    fn into_counts(
        mut self,
        log: &EventLog,
        parameters: Option<&Parameters>,
        values: bool,
        uncapped: Option<&Uncapped>,
    ) -> Counts {
        let (commands, symbols) = log.commands().canonical_where(|symbol| self.uses[symbol.index()] > 0);
        let mut uses = vec![0; commands.symbol_count()];
        let by_symbol = symbols.iter().zip(&self.uses);
        by_symbol.for_each(|(symbol, count)| uses[symbol.index()] += count);
        let parameters = parameters.map(|parameters| {
            self.take_apart(parameters);
            let of_commands = PairCounts::of(std::mem::take(&mut self.of_commands));
            let values = values.then(|| PairCounts::of(std::mem::take(&mut self.of_parameters)));
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
