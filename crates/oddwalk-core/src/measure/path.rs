//! Paths: one session's commands as places among everybody's runs.

use super::Measurer;
use crate::Symbol;
use crate::model::ActorCommand;

/// No such run.
const NOWHERE: u32 = u32::MAX;

/// What is known of all that follows what a run begins with, and of the run.
#[derive(Clone, Copy)]
pub(crate) struct PathRow {
    /// A command's index, or the place of a run of the level below; [`NOWHERE`] where nobody has ever done that, or where
    /// the session is not that old.
    pub(crate) given: u32,
    place: u32,
    /// How often anything follows, and how many different commands.
    pub(crate) total: u64,
    pub(crate) types: u64,
    /// How often the run itself was seen.
    pub(crate) count: u64,
}

impl PathRow {
    const NONE: Self = Self { given: NOWHERE, place: NOWHERE, total: 0, types: 0, count: 0 };
}

/// A session's commands with END behind them, and where each run that ends with one of them is.
#[derive(Default)]
pub(crate) struct Path {
    /// The model's symbols.
    symbols: Vec<Symbol>,
    /// The log's.
    logged: Vec<Symbol>,
    /// Step by step, for each level what the run that ends there begins with, and where it is.
    rows: Vec<PathRow>,
    /// The log's commands, each once, with how often each is there.
    distinct: Vec<(Symbol, u32)>,
    /// By step: which of the distinct commands it leads to; behind the last, the step to END.
    which: Vec<u32>,
    /// What the actor has done with each distinct command, and behind those with END and START.
    own: Vec<ActorCommand>,
    /// Room for sorting.
    sorted: Vec<(Symbol, u32)>,
    levels: usize,
}

impl Path {
    pub(crate) fn take(&mut self, measurer: &Measurer, commands: &[Symbol]) {
        self.levels = measurer.tables.walks.levels.len();
        self.symbols.clear();
        self.symbols.extend(commands.iter().map(|&command| measurer.command(command)));
        self.symbols.push(Symbol::END);
        self.logged.clear();
        self.logged.extend_from_slice(commands);
        self.logged.push(Symbol::END);
        self.rows.clear();
        for step in 0..self.symbols.len() {
            for level in 0..self.levels {
                self.rows.push(self.find(measurer, step, level));
            }
        }
        self.count(commands);
    }

    fn find(&self, measurer: &Measurer, step: usize, level: usize) -> PathRow {
        let (walks, table) = (&measurer.tables.walks, &measurer.tables.walks.levels[level]);
        let below = step.checked_sub(1).zip(level.checked_sub(1));
        let (given, total) = match (level, below) {
            (0, _) => {
                let given = self.previous(step).index() as u32;
                (given, walks.total(0, given))
            }
            // A run is followed as often as it is seen.
            (_, Some((step, level))) => (self.at(step, level).place, self.at(step, level).count),
            // The run of two that begins with START is one command old.
            (_, None) => (NOWHERE, 0),
        };
        if given == NOWHERE {
            return PathRow::NONE;
        }
        let place = table.find(given, self.symbols[step]);
        let count = place.map_or(0, |place| table.count(place));
        PathRow { given, place: place.unwrap_or(NOWHERE), total, types: table.types(given), count }
    }

    fn count(&mut self, commands: &[Symbol]) {
        self.sorted.clear();
        self.sorted.extend(commands.iter().copied().zip(0..));
        self.sorted.sort_unstable();
        self.distinct.clear();
        self.which.clear();
        self.which.resize(commands.len() + 1, 0);
        for same in self.sorted.chunk_by(|a, b| a.0 == b.0) {
            same.iter().for_each(|(_, step)| self.which[*step as usize] = self.distinct.len() as u32);
            self.distinct.push((same[0].0, same.len() as u32));
        }
        self.which[commands.len()] = self.distinct.len() as u32;
    }

    /// Looks up what the actor has done with these commands.
    pub(crate) fn take_actor(&mut self, measurer: &Measurer, actor: Option<u32>) {
        self.own.clear();
        let Some(actor) = actor else { return };
        let commands = self.distinct.iter().map(|(command, _)| measurer.command(*command));
        let commands = commands.chain([Symbol::END, Symbol::START]);
        let find = |command| measurer.tables.actors.find(actor, command).cloned();
        self.own.extend(commands.map(|command| find(command).unwrap_or(ActorCommand::NEVER)));
    }

    /// What the actor has done with the command that the step comes from, and with the one that it leads to. An actor was
    /// looked up.
    pub(crate) fn own(&self, step: usize) -> [&ActorCommand; 2] {
        let start = self.distinct.len() + 1;
        let given = step.checked_sub(1).map_or(start, |previous| self.which[previous] as usize);
        [&self.own[given], &self.own[self.which[step] as usize]]
    }

    /// The same by the place among the distinct commands; `None` where there is no actor.
    pub(crate) fn own_distinct(&self, place: usize) -> Option<&ActorCommand> {
        self.own.get(place)
    }

    /// By step: which of the distinct commands it leads to, END as one more.
    pub(crate) fn which(&self, step: usize) -> u32 {
        self.which[step]
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
        (step.checked_sub(1).map_or(Symbol::START, |previous| self.logged[previous]), self.logged[step])
    }

    fn at(&self, step: usize, level: usize) -> &PathRow {
        &self.rows[step * self.levels + level]
    }

    /// What the step's run at a level begins with and what is known of it. `None` where nobody has ever done that, or where
    /// the session is not that old.
    pub(crate) fn row(&self, step: usize, level: usize) -> Option<&PathRow> {
        Some(self.at(step, level)).filter(|row| row.given != NOWHERE)
    }

    /// Where the run that ends with this step is.
    pub(crate) fn place(&self, step: usize, level: usize) -> Option<u32> {
        Some(self.at(step, level).place).filter(|place| *place != NOWHERE)
    }

    /// The log's commands, each once, with how often each is there; sorted.
    pub(crate) fn distinct(&self) -> &[(Symbol, u32)] {
        &self.distinct
    }
}
