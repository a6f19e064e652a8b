//! Paths: one session's commands as places among everybody's runs.

use super::Measurer;
use crate::Symbol;
use crate::habits::MAX_ORDER;

/// No such run.
const NOWHERE: u32 = u32::MAX;

/// A session's commands with END behind them, and where each run that ends with one of them is.
#[derive(Default)]
pub(crate) struct Path {
    /// The model's symbols.
    symbols: Vec<Symbol>,
    /// The log's.
    own: Vec<Symbol>,
    /// For each step, by level, the place of the run that ends there.
    places: Vec<[u32; MAX_ORDER as usize]>,
    /// The log's commands, each once, with how often each is there.
    distinct: Vec<(Symbol, u32)>,
    levels: usize,
}

impl Path {
    pub(crate) fn take(&mut self, measurer: &Measurer, commands: &[Symbol]) {
        self.levels = measurer.tables.walks.levels.len();
        self.symbols.clear();
        self.symbols.extend(commands.iter().map(|&command| measurer.command(command)));
        self.symbols.push(Symbol::END);
        self.own.clear();
        self.own.extend_from_slice(commands);
        self.own.push(Symbol::END);
        self.places.clear();
        for step in 0..self.symbols.len() {
            let places = self.find(measurer, step);
            self.places.push(places);
        }
        self.count(commands);
    }

    fn find(&self, measurer: &Measurer, step: usize) -> [u32; MAX_ORDER as usize] {
        let mut places = [NOWHERE; MAX_ORDER as usize];
        for (level, table) in measurer.tables.walks.levels.iter().enumerate() {
            let place = self.given(step, level).and_then(|given| table.find(given, self.symbols[step]));
            places[level] = place.unwrap_or(NOWHERE);
        }
        places
    }

    fn count(&mut self, commands: &[Symbol]) {
        let mut sorted: Vec<Symbol> = commands.to_vec();
        sorted.sort_unstable();
        self.distinct.clear();
        self.distinct.extend(sorted.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)));
    }

    /// How many steps there are, the one to END among them.
    pub(crate) fn steps(&self) -> usize {
        self.symbols.len()
    }

    pub(crate) fn levels(&self) -> usize {
        self.levels
    }

    /// What the step leads to.
    pub(crate) fn symbol(&self, step: usize) -> Symbol {
        self.symbols[step]
    }

    /// What the step comes from: the command before it, or START.
    pub(crate) fn previous(&self, step: usize) -> Symbol {
        step.checked_sub(1).map_or(Symbol::START, |previous| self.symbols[previous])
    }

    /// From what to what the step leads in the log's own symbols, which differ also where the model knows none of them.
    pub(crate) fn own_step(&self, step: usize) -> (Symbol, Symbol) {
        (step.checked_sub(1).map_or(Symbol::START, |previous| self.own[previous]), self.own[step])
    }

    /// What the step's run at a level begins with: a command's index, or the place of a run of the level below. `None`
    /// where nobody has ever done that, or where the session is not that old.
    pub(crate) fn given(&self, step: usize, level: usize) -> Option<u32> {
        match level {
            0 => Some(self.previous(step).index() as u32),
            // The run of two that begins with START is one command old.
            _ => step
                .checked_sub(1)
                .map(|previous| self.places[previous][level - 1])
                .filter(|place| *place != NOWHERE),
        }
    }

    /// Where the run that ends with this step is.
    pub(crate) fn place(&self, step: usize, level: usize) -> Option<u32> {
        Some(self.places[step][level]).filter(|place| *place != NOWHERE)
    }

    /// The log's commands, each once, with how often each is there; sorted.
    pub(crate) fn distinct(&self) -> &[(Symbol, u32)] {
        &self.distinct
    }
}
