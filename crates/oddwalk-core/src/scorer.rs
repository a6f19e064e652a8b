//! The scorer: a model looking at a log, which may have texts that the model does not know.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Chance, SetChance};
use crate::parameters::Parameters;
use crate::steps::Steps;
use crate::{EventLog, Model, Score, ScoreOptions, Session, Sessions, Symbol};

const SESSIONS_PER_TASK: usize = 256;
/// So many contents' chances are remembered by one thread.
const CONTENTS_KEPT: usize = 1 << 16;
const CERTAIN: Chance = Chance { probability: 1.0, bits: 0.0 };

/// A model and a log with its sessions, the log's symbols translated to the model's.
pub struct Scorer<'a> {
    pub(crate) model: &'a Model,
    pub(crate) log: &'a EventLog,
    sessions: &'a Sessions,
    /// The model's symbols by the log's.
    commands: Vec<Symbol>,
    contents: Option<Contents<'a>>,
}

/// The parameters of the log in the model's terms.
pub(crate) struct Contents<'a> {
    parameters: &'a Parameters,
    names: Vec<Symbol>,
    values: Vec<Symbol>,
}

/// Everything about parameters that does not depend on their values, once for each command and shape that there is.
type Sets = FxHashMap<(Symbol, u32), SetOfShape>;

struct SetOfShape {
    set: SetChance,
    root: Chance,
    /// Which of the shape's parameters have their values modelled: the place in the shape, and the model's symbol.
    modelled: Vec<(usize, Symbol)>,
}

/// Room that is used again for each session.
#[derive(Default)]
struct Scratch {
    steps: Steps,
    /// How likely a content of parameters and values is, given its command.
    contents: FxHashMap<(Symbol, u32), Chance>,
}

impl<'a> Scorer<'a> {
    /// Makes the model ready for the sessions of this log. Parameters count where both have them.
    pub fn new(model: &'a Model, log: &'a EventLog, sessions: &'a Sessions) -> Self {
        let commands = log.commands().translated_to(model.counts().commands());
        let contents = log.parameters().and_then(|parameters| Contents::new(model, parameters));
        Self { model, log, sessions, commands, contents }
    }

    /// Scores every session; the result is in the order of the sessions.
    pub fn score(&self, options: &ScoreOptions) -> Vec<Score> {
        let sets = self.contents.as_ref().map(|contents| self.sets(contents)).unwrap_or_default();
        let score = |scratch: &mut Scratch, number: usize| {
            self.load(scratch, &sets, &self.sessions.get(number), options);
            scratch.steps.score(options)
        };
        let numbers = (0..self.sessions.len()).into_par_iter().with_min_len(SESSIONS_PER_TASK);
        numbers.map_init(Scratch::default, score).collect()
    }

    /// How likely each event's parameters and values are, given its command, in the order of the sessions: all factors
    /// before the root. An event is a certainty where the model or the log has no parameters.
    pub fn sets_of_events(&self) -> Vec<SetChance> {
        let Some(contents) = &self.contents else {
            return vec![SetChance::EMPTY; self.sessions.event_count()];
        };
        let sets = self.sets(contents);
        let events = self.sessions.iter().flat_map(|session| session.commands.iter().zip(session.events));
        let of_event = |(&command, &event): (&Symbol, &u32)| {
            let event = contents.parameters.event(event);
            let set = sets.get(&(self.command(command), event.shape));
            set.map_or(SetChance::EMPTY, |set| contents.factors(self.model, set, event.values))
        };
        events.map(of_event).collect()
    }

    /// The model's symbol for one of the log's.
    pub(crate) fn command(&self, command: Symbol) -> Symbol {
        self.commands[command.index()]
    }

    pub(crate) fn contents(&self) -> Option<&Contents<'a>> {
        self.contents.as_ref()
    }

    fn load(&self, scratch: &mut Scratch, sets: &Sets, session: &Session, options: &ScoreOptions) {
        let chain = self.model.chain();
        let Scratch { steps, contents } = scratch;
        steps.clear();
        let mut previous = Symbol::START;
        for (&command, &event) in session.commands.iter().zip(session.events) {
            let symbol = self.command(command);
            let content = self.contents.as_ref().map_or(CERTAIN, |known| {
                self.content(contents, sets, symbol, known.parameters.event_content(event))
            });
            steps.push(symbol, chain.transition(previous, symbol), chain.marginal(symbol), content);
            previous = symbol;
        }
        if options.tokens {
            let end = Symbol::END;
            steps.push(end, chain.transition(previous, end), chain.marginal(end), CERTAIN);
        } else {
            steps.without_start();
        }
    }

    /// How likely a content is, which is multiplied out where it is not among those that are remembered.
    fn content(
        &self,
        remembered: &mut FxHashMap<(Symbol, u32), Chance>,
        sets: &Sets,
        command: Symbol,
        content: u32,
    ) -> Chance {
        if remembered.len() >= CONTENTS_KEPT {
            remembered.clear();
        }
        *remembered.entry((command, content)).or_insert_with(|| {
            self.contents.as_ref().map_or(CERTAIN, |contents| {
                let content = contents.parameters.content(content);
                let set = sets.get(&(command, content.shape));
                set.map_or(CERTAIN, |set| contents.chance(self.model, set, content.values))
            })
        })
    }

    /// Multiplies each command's parameters out once for each shape that it comes with.
    fn sets(&self, contents: &Contents) -> Sets {
        let new = FxHashSet::default;
        let numbers = (0..self.sessions.len()).into_par_iter().with_min_len(SESSIONS_PER_TASK);
        let used: FxHashSet<(Symbol, u32)> = numbers
            .fold(new, |mut used, number| {
                let session = self.sessions.get(number);
                let shapes = session.events.iter().map(|&event| contents.parameters.event(event).shape);
                used.extend(session.commands.iter().map(|&command| self.command(command)).zip(shapes));
                used
            })
            .reduce(new, |a, b| if a.len() < b.len() { union(b, a) } else { union(a, b) });
        let of_shape =
            |(command, shape)| ((command, shape), contents.set_of_shape(self.model, command, shape));
        used.into_par_iter().map(of_shape).collect::<Vec<_>>().into_iter().collect()
    }
}

fn union<T: std::hash::Hash + Eq>(mut a: FxHashSet<T>, b: FxHashSet<T>) -> FxHashSet<T> {
    a.extend(b);
    a
}

impl<'a> Contents<'a> {
    fn new(model: &Model, parameters: &'a Parameters) -> Option<Self> {
        let counts = model.counts().parameters()?;
        let names = parameters.names().translated_to(&counts.names);
        let values = counts.values.as_ref().map(|values| parameters.values().translated_to(&values.texts));
        Some(Self { parameters, names, values: values.unwrap_or_default() })
    }

    /// The model's symbol for one of the log's parameters.
    pub(crate) fn name(&self, name: Symbol) -> Symbol {
        self.names[name.index()]
    }

    /// The model's symbol for one of the log's values.
    pub(crate) fn value(&self, value: Symbol) -> Symbol {
        self.values.get(value.index()).copied().unwrap_or(Symbol::UNKNOWN)
    }

    /// How likely the event's parameters and values are, given its command: a geometric mean over all factors.
    fn chance(&self, model: &Model, of_shape: &SetOfShape, values: &[Symbol]) -> Chance {
        let is_root_known = model.values().is_none() || of_shape.modelled.is_empty();
        if is_root_known { of_shape.root } else { self.factors(model, of_shape, values).root() }
    }

    /// All factors of the event's parameters and values, given its command.
    fn factors(&self, model: &Model, of_shape: &SetOfShape, values: &[Symbol]) -> SetChance {
        let modelled = model.values().into_iter().flat_map(|model| {
            let chances = of_shape.modelled.iter();
            chances.filter_map(move |&(place, name)| model.value(name, self.value(values[place])))
        });
        modelled.fold(of_shape.set, SetChance::times)
    }

    fn set_of_shape(&self, model: &Model, command: Symbol, shape: u32) -> SetOfShape {
        let mut names: Vec<(usize, Symbol)> = Vec::new();
        let shape = self.parameters.shape_names(shape);
        names.extend(shape.iter().map(|&name| self.name(name)).enumerate());
        let present: Vec<Symbol> = names.iter().map(|(_, name)| *name).collect();
        let parameters = model.parameters();
        let set = parameters.map_or(SetChance::EMPTY, |parameters| parameters.set(command, &present));
        names.retain(|&(_, name)| is_modelled(model, command, name));
        SetOfShape { set, root: set.root(), modelled: names }
    }
}

/// Values count where the parameter is modelled and the command is known to have it.
pub(crate) fn is_modelled(model: &Model, command: Symbol, name: Symbol) -> bool {
    let known = model.parameters().is_some_and(|parameters| parameters.knows(command, name));
    known && model.values().is_some_and(|values| values.is_modelled(name))
}
