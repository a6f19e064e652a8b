//! Differences: what one model has learnt and another has not, and which steps are far more or less usual.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Counts, Entity, PairCounts, Vocabulary};

/// A share has changed where it is so many times what it was.
const FACTOR: u128 = 4;

/// Of fewer cases nobody knows a share.
const CASES: u64 = 20;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compared {
    /// A command.
    Command,
    /// A command after another, START and END among them.
    Transition,
    /// A parameter of a command.
    Parameter,
    /// A value of a parameter.
    Value,
    /// Somebody, and how many sessions they have.
    Actor,
}

impl Compared {
    /// All of them in their order.
    pub const ALL: [Self; 5] = [Self::Command, Self::Transition, Self::Parameter, Self::Value, Self::Actor];
}

/// How something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Only the second model has it.
    New,
    /// Only the first one has it.
    Gone,
    /// Both have it, and its share of what it depends on has changed by a factor of 4 or more.
    Shifted,
}

/// Something that two models do not agree about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// What it is.
    pub compared: Compared,
    /// How it differs.
    pub kind: ChangeKind,
    /// Its texts, what it depends on first; of an actor the values, `None` where missing.
    pub texts: Vec<Option<&'a str>>,
    /// How often the first model has it.
    pub before: u64,
    /// How often the second one has it.
    pub after: u64,
    /// Of a transition: how often the command before it is in either.
    pub given: Option<(u64, u64)>,
}

type Texts<'a> = Vec<Option<&'a str>>;

/// How often both models have something, by its texts.
type Both<'a> = BTreeMap<Texts<'a>, [u64; 2]>;

/// What the models do not agree about: by what it is, then how it differs, then what is most frequent. `None` is a model that
/// has learnt nothing. Values of a parameter of which one model has too many to keep are not compared.
pub fn differences<'a>(before: Option<&'a Counts>, after: Option<&'a Counts>) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    for compared in Compared::ALL {
        let mut both = Both::new();
        for (side, counts) in [before, after].into_iter().enumerate() {
            let rows = counts.map(|counts| rows(compared, counts)).unwrap_or_default();
            rows.into_iter().for_each(|(texts, count)| both.entry(texts).or_default()[side] += count);
        }
        if compared == Compared::Value {
            let saturated: BTreeSet<&str> = before.into_iter().chain(after).flat_map(saturated).collect();
            both.retain(|texts, _| texts[0].is_none_or(|name| !saturated.contains(name)));
        }
        changes.extend(changes_of(compared, both));
    }
    changes.sort_by(|a, b| {
        let frequency = |change: &Change| change.before.max(change.after);
        let kind = |change: &Change| (change.compared, change.kind);
        kind(a).cmp(&kind(b)).then(frequency(b).cmp(&frequency(a))).then_with(|| a.texts.cmp(&b.texts))
    });
    changes
}

fn changes_of<'a>(compared: Compared, both: Both<'a>) -> Vec<Change<'a>> {
    let mut totals: BTreeMap<Option<&str>, [u64; 2]> = BTreeMap::new();
    for (texts, counts) in &both {
        let total = totals.entry(texts[0]).or_default();
        total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    let change = |(texts, [before, after]): (Texts<'a>, [u64; 2])| {
        let given = totals.get(&texts[0]).copied().unwrap_or_default();
        let of_transition = compared == Compared::Transition;
        let kind = match (before, after) {
            (0, _) => ChangeKind::New,
            (_, 0) => ChangeKind::Gone,
            _ if of_transition && has_shifted([before, after], given) => ChangeKind::Shifted,
            _ => return None,
        };
        let given = of_transition.then_some((given[0], given[1]));
        Some(Change { compared, kind, texts, before, after, given })
    };
    both.into_iter().filter_map(change).collect()
}

/// Both contexts, and the step where it is more frequent, need enough cases.
fn has_shifted(counts: [u64; 2], given: [u64; 2]) -> bool {
    let [before, after] = [0, 1].map(|side| u128::from(counts[side]) * u128::from(given[1 - side]));
    let are_enough = given.iter().all(|&cases| cases >= CASES) && counts.iter().any(|&count| count >= CASES);
    are_enough && (after >= FACTOR * before || before >= FACTOR * after)
}

fn rows(compared: Compared, counts: &Counts) -> Vec<(Texts<'_>, u64)> {
    let commands = counts.commands();
    match compared {
        Compared::Command => {
            let used = commands.symbols().map(|symbol| (symbol, counts.uses()[symbol.index()]));
            used.map(|(symbol, count)| (vec![Some(commands.text(symbol))], count)).collect()
        }
        Compared::Transition => pairs(counts.transitions(), commands, commands),
        Compared::Parameter => counts
            .parameters()
            .map(|parameters| pairs(&parameters.of_commands, commands, &parameters.names))
            .unwrap_or_default(),
        Compared::Value => {
            let known = counts.parameters().zip(counts.values());
            known
                .map(|(parameters, values)| pairs(&values.of_parameters, &parameters.names, &values.texts))
                .unwrap_or_default()
        }
        Compared::Actor => actors(counts),
    }
}

fn pairs<'a>(pairs: &PairCounts, given: &'a Vocabulary, seen: &'a Vocabulary) -> Vec<(Texts<'a>, u64)> {
    let texts = |(pair, count): (crate::Pair, u64)| {
        (vec![Some(given.text(pair.given)), Some(seen.text(pair.seen))], count)
    };
    pairs.iter().map(texts).collect()
}

fn actors(counts: &Counts) -> Vec<(Texts<'_>, u64)> {
    let Some(habits) = counts.habits() else { return Vec::new() };
    let known = (0..habits.actors.len() as u32).zip(&habits.sessions);
    // An actor of no columns has no values: there is one text at least.
    let texts = |actor| {
        let mut texts: Texts = habits.actors.values(Entity(actor)).collect();
        if texts.is_empty() {
            texts.push(None);
        }
        texts
    };
    known.map(|(actor, &sessions)| (texts(actor), sessions)).collect()
}

fn saturated(counts: &Counts) -> impl Iterator<Item = &str> {
    let known = counts.parameters().zip(counts.values());
    known
        .into_iter()
        .flat_map(|(parameters, values)| values.saturated.iter().map(|&name| parameters.names.text(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entities, Event, EventLog, Parameters, SessionKind, SessionOptions, Uncapped, sessionize};

    /// Each user's commands, one session each, so many times.
    fn counts(walks: &[(&str, &[&str], i64)]) -> Counts {
        let entities = Entities::new(vec!["user".into()], vec![0]);
        let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
        for (user, commands, times) in walks {
            let entity = log.entities_mut().intern(&[Some(user)]);
            for time in 0..*times {
                for command in *commands {
                    let symbol = log.commands_mut().intern(command);
                    log.push(Event { entity, time: time * 1_000_000_000_000, command: symbol, row: 1 })
                        .unwrap();
                    let parameters = [("Mode", Some(*command))];
                    log.parameters_mut().unwrap().push(parameters.into_iter()).unwrap();
                }
            }
        }
        let log = log.canonical();
        let sessions = sessionize(&log, &SessionOptions::default());
        Counts::of_habits(&log, &sessions, SessionKind::Values, 2)
    }

    fn told(changes: &[Change]) -> Vec<String> {
        let told = changes.iter().map(|change| {
            let texts: Vec<&str> = change.texts.iter().map(|text| text.unwrap_or("-")).collect();
            format!(
                "{:?} {:?} {} {}>{}",
                change.kind,
                change.compared,
                texts.join(","),
                change.before,
                change.after
            )
        });
        told.collect()
    }

    #[test]
    fn what_only_one_has_is_new_or_gone() {
        let a = counts(&[("ann", &["get", "set"], 3), ("bob", &["get"], 1)]);
        let b = counts(&[("ann", &["get", "set"], 3), ("eve", &["get", "rm"], 2)]);
        assert_eq!(differences(Some(&a), Some(&a)), []);
        assert_eq!(
            told(&differences(Some(&a), Some(&b))),
            [
                "New Command rm 0>2",
                "New Transition get,rm 0>2",
                "New Transition rm,##END## 0>2",
                "Gone Transition get,##END## 1>0",
                "New Parameter rm,Mode 0>2",
                "New Value Mode,rm 0>2",
                "New Actor eve 0>2",
                "Gone Actor bob 1>0",
            ]
        );
        let all = differences(None, Some(&a));
        assert!(
            all.iter().all(|change| change.kind == ChangeKind::New) && all.len() == 12,
            "{:?}",
            told(&all)
        );
    }

    #[test]
    fn a_share_has_changed_where_there_are_enough_cases() {
        let a = counts(&[("ann", &["get", "set"], 90), ("ann ", &["get", "rm"], 10)]);
        let b = counts(&[("ann", &["get", "set"], 60), ("ann ", &["get", "rm"], 40)]);
        assert_eq!(told(&differences(Some(&a), Some(&b))), ["Shifted Transition get,rm 10>40"]);
        let few = counts(&[("ann", &["get", "set"], 1), ("ann ", &["get", "rm"], 18)]);
        assert_eq!(differences(Some(&a), Some(&few)), []);
    }
}
