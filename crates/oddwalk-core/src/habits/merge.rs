//! Adding habits up, and taking a part out of them again.

use super::runs::{self, Part};
use super::{Habits, Table};
use crate::{CannotMerge, Counts, Entities, Entity, NotContained, PairCounts, Symbol, Vocabulary};

/// A command, a parameter of it, and the parameter's value.
type Triple = (Symbol, Symbol, Symbol);

/// The numbers that a part's symbols have among other counts; UNKNOWN is none.
struct Symbols {
    commands: Vec<Symbol>,
    names: Vec<Symbol>,
    texts: Vec<Symbol>,
}

impl Symbols {
    fn new(part: &Counts, other: &Counts) -> Self {
        let names = |counts: &Counts| counts.parameters().map(|parameters| parameters.names.clone());
        let texts = |counts: &Counts| counts.values().map(|values| values.texts.clone());
        Self {
            commands: part.commands().translated_to(other.commands()),
            names: translated(names(part), names(other)),
            texts: translated(texts(part), texts(other)),
        }
    }

    /// The values in the other's numbers, without those of parameters that it has no values of.
    fn values(&self, values: &Table<Triple>, other: &Counts) -> Table<Triple> {
        let saturated = other.values().map_or(&[][..], |values| &values.saturated);
        values.rekeyed(|(command, name, text)| {
            let name = self.names[name.index()];
            let kept = saturated.binary_search(&name).is_err();
            kept.then(|| (self.commands[command.index()], name, self.texts[text.index()]))
        })
    }
}

fn translated(part: Option<Vocabulary>, other: Option<Vocabulary>) -> Vec<Symbol> {
    part.zip(other).map(|(part, other)| part.translated_to(&other)).unwrap_or_default()
}

/// The tables by actor.
struct ByActor {
    sessions: Vec<u64>,
    steps: Table<(u32, Symbol, Symbol)>,
    volumes: Table<(u32, Symbol, u32)>,
    lengths: Table<(u32, u32)>,
}

impl ByActor {
    fn of(habits: &Habits) -> Self {
        let Habits { sessions, steps, volumes, lengths, .. } = habits;
        let (sessions, steps) = (sessions.clone(), steps.clone());
        Self { sessions, steps, volumes: volumes.clone(), lengths: lengths.clone() }
    }

    /// In other numbers, of so many actors; `None` where an actor has something and no number.
    fn renumbered(&self, actors: &[Option<Entity>], commands: &[Symbol], count: usize) -> Option<Self> {
        let actor = |old: u32| actors[old as usize].map(|actor| actor.0);
        let command = |old: Symbol| commands[old.index()];
        let mut sessions = vec![0; count];
        let numbered =
            actors.iter().zip(&self.sessions).filter_map(|(actor, count)| Some((actor.as_ref()?, count)));
        numbered.for_each(|(actor, count)| sessions[actor.index()] += count);
        let steps =
            self.steps.rekeyed(|(who, given, seen)| Some((actor(who)?, command(given), command(seen))));
        let volumes = self.volumes.rekeyed(|(who, what, times)| Some((actor(who)?, command(what), times)));
        let lengths = self.lengths.rekeyed(|(who, events)| Some((actor(who)?, events)));
        let all = (steps.len(), volumes.len(), lengths.len())
            == (self.steps.len(), self.volumes.len(), self.lengths.len());
        all.then_some(Self { sessions, steps, volumes, lengths })
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            sessions: self.sessions.iter().zip(&other.sessions).map(|(mine, theirs)| mine + theirs).collect(),
            steps: self.steps.plus(&other.steps),
            volumes: self.volumes.plus(&other.volumes),
            lengths: self.lengths.plus(&other.lengths),
        }
    }

    fn minus(&self, other: &Self) -> Option<Self> {
        let sessions = self.sessions.iter().zip(&other.sessions);
        Some(Self {
            sessions: sessions.map(|(mine, theirs)| mine.checked_sub(*theirs)).collect::<Option<_>>()?,
            steps: self.steps.minus(&other.steps)?,
            volumes: self.volumes.minus(&other.volumes)?,
            lengths: self.lengths.minus(&other.lengths)?,
        })
    }
}

/// Whether habits, or none, can be put together with others.
pub(crate) fn check_comparable(mine: Option<&Habits>, theirs: Option<&Habits>) -> Result<(), CannotMerge> {
    let (mine, theirs) = match (mine, theirs) {
        (None, None) => return Ok(()),
        (Some(mine), Some(theirs)) => (mine, theirs),
        _ => return Err(CannotMerge::Habits),
    };
    if mine.order != theirs.order {
        return Err(CannotMerge::Orders(mine.order, theirs.order));
    }
    if mine.actors.columns() == theirs.actors.columns() {
        return Ok(());
    }
    let names = |habits: &Habits| habits.actors.columns().join(", ");
    Err(CannotMerge::Actors(names(mine), names(theirs)))
}

/// The habits of both counts together, which are `merged` but for their habits.
pub(crate) fn merged(parts: [&Counts; 2], merged: &Counts) -> Option<Habits> {
    let (a, b) = parts[0].habits().zip(parts[1].habits())?;
    let symbols = parts.map(|part| Symbols::new(part, merged));
    let (actors, numbers) = a.actors.union(&b.actors);
    let by_actor = |at: usize, habits| {
        let numbers: Vec<Option<Entity>> = numbers[at].iter().copied().map(Some).collect();
        ByActor::of(habits).renumbered(&numbers, &symbols[at].commands, actors.len())
    };
    let ByActor { sessions, steps, volumes, lengths } = by_actor(0, a)?.plus(&by_actor(1, b)?);
    let part = |at: usize, habits| Part::new(parts[at], habits, &symbols[at].commands);
    let runs = runs::merged(merged.transitions(), &[part(0, a), part(1, b)])?;
    let values = symbols[0].values(&a.values, merged).plus(&symbols[1].values(&b.values, merged));
    let sample = a.sample.merge(&b.sample, merged);
    Some(Habits { order: a.order, runs, actors, sessions, steps, volumes, lengths, values, sample })
}

/// The whole's habits without the part's, where both have some. `left` is what is left of the other counts, `transitions`
/// what is left of the transitions in the whole's symbols. Values of saturated parameters do not come back, and neither do
/// sessions that gave way to others in the sample.
///
/// # Errors
/// [`NotContained`] where the part has more of something than the whole.
pub(crate) fn subtracted(
    whole: &Counts,
    part: &Counts,
    left: &Counts,
    transitions: &PairCounts,
) -> Result<Option<Habits>, NotContained> {
    let Some((mine, theirs)) = whole.habits().zip(part.habits()) else { return Ok(None) };
    let (symbols, after) = (Symbols::new(part, whole), Symbols::new(whole, left));
    let by_actor = actors_left(mine, theirs, &symbols, &after).ok_or(NotContained::More("actors"));
    let (actors, ByActor { sessions, steps, volumes, lengths }) = by_actor?;
    let taken = Part::new(part, theirs, &symbols.commands);
    let runs = runs::subtracted(whole.transitions(), &mine.runs, &taken, transitions)
        .ok_or(NotContained::More("runs"))?;
    let renumber = |(parent, symbol): (u32, Symbol)| Some((parent, after.commands[symbol.index()]));
    let runs = runs.iter().map(|level| level.rekeyed(renumber)).collect();
    let values =
        mine.values.minus(&symbols.values(&theirs.values, whole)).ok_or(NotContained::More("values"))?;
    let values = after.values(&values, left);
    let sample = mine.sample.subtract(&theirs.sample, whole, left).ok_or(NotContained::More("sessions"))?;
    Ok(Some(Habits { order: mine.order, runs, actors, sessions, steps, volumes, lengths, values, sample }))
}

/// The actors that still have sessions, and what they did.
fn actors_left(
    mine: &Habits,
    theirs: &Habits,
    symbols: &Symbols,
    after: &Symbols,
) -> Option<(Entities, ByActor)> {
    let numbers = theirs.actors.translated_to(&mine.actors);
    let known = numbers.iter().all(Option::is_some);
    let taken = ByActor::of(theirs).renumbered(&numbers, &symbols.commands, mine.actors.len());
    let left = ByActor::of(mine).minus(&taken.filter(|_| known)?)?;
    let used: Vec<bool> = left.sessions.iter().map(|sessions| *sessions > 0).collect();
    let (actors, renumbered) = mine.actors.canonical(&used);
    let numbers: Vec<Option<Entity>> =
        renumbered.into_iter().zip(used).map(|(new, used)| used.then_some(new)).collect();
    let left = left.renumbered(&numbers, &after.commands, actors.len())?;
    Some((actors, left))
}
