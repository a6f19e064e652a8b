//! Evidence and clues as JSON, described in `docs/ndjson.md`.

use oddwalk_core::{Clue, Evidence, Fact, HabitFact, NoveltyFact, Reasons, VolumeFact};
use serde::{Serialize, Serializer};

use super::explanation::{JsonParameter, JsonStep, JsonValue, unsigned};
use crate::clue::sentence;

/// The bits of each kind of evidence by its name.
pub(crate) struct JsonEvidence(pub(crate) [Option<f64>; Evidence::COUNT]);

impl Serialize for JsonEvidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Evidence::ALL.into_iter().map(Evidence::name).zip(self.0))
    }
}

#[derive(Serialize)]
pub(super) struct JsonClue<'a> {
    evidence: &'static str,
    bits: f64,
    text: String,
    #[serde(flatten)]
    fact: JsonFact<'a>,
}

/// What kind of fact it is, and what is known about it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum JsonFact<'a> {
    Step(JsonStep<'a>),
    Parameter(JsonOf<'a, JsonParameter<'a>>),
    Value(JsonOf<'a, JsonValue<'a>>),
    Habit(JsonHabit<'a>),
    Volume(JsonVolume<'a>),
    Novelty(JsonNovelty<'a>),
}

/// Something about one command.
#[derive(Serialize)]
struct JsonOf<'a, T> {
    command: &'a str,
    parameter: T,
}

#[derive(Serialize)]
struct JsonHabit<'a> {
    command: Option<&'a str>,
    begins: bool,
    previous: Option<&'a str>,
    own: u64,
    own_of: u64,
    count: u64,
    of: u64,
}

#[derive(Serialize)]
struct JsonVolume<'a> {
    command: &'a str,
    times: u64,
    most: u64,
    own_with: u64,
    own_of: u64,
    with: u64,
    of: u64,
}

#[derive(Serialize)]
struct JsonNovelty<'a> {
    to_all: Vec<&'a str>,
    to_actor: Vec<&'a str>,
    own_commands: Option<u64>,
    own_events: Option<u64>,
}

impl<'a> JsonClue<'a> {
    pub(super) fn all_of(reasons: &'a Reasons<'a>) -> Vec<Self> {
        reasons.clues.iter().map(|clue| Self::of(clue, &reasons.first_times)).collect()
    }

    fn of(clue: &'a Clue<'a>, first_times: &[&str]) -> Self {
        Self {
            evidence: clue.evidence.name(),
            bits: unsigned(clue.bits),
            text: sentence(clue, first_times).quoted(),
            fact: JsonFact::from(&clue.fact),
        }
    }
}

impl<'a> From<&'a Fact<'a>> for JsonFact<'a> {
    fn from(fact: &'a Fact<'a>) -> Self {
        match fact {
            Fact::Step(step) => Self::Step(step.into()),
            Fact::Parameter { command, parameter } => {
                Self::Parameter(JsonOf { command, parameter: parameter.into() })
            }
            Fact::Value { command, value } => Self::Value(JsonOf { command, parameter: value.into() }),
            Fact::Habit(habit) => Self::Habit(habit.into()),
            Fact::Volume(volume) => Self::Volume(volume.into()),
            Fact::Novelty(novelty) => Self::Novelty(novelty.into()),
        }
    }
}

impl<'a> From<&HabitFact<'a>> for JsonHabit<'a> {
    fn from(fact: &HabitFact<'a>) -> Self {
        let &HabitFact { after: previous, begins, command, own, own_of, count, of } = fact;
        Self { command, begins, previous, own, own_of, count, of }
    }
}

impl<'a> From<&VolumeFact<'a>> for JsonVolume<'a> {
    fn from(fact: &VolumeFact<'a>) -> Self {
        let &VolumeFact { command, times, most, own_with, own_of, with, of } = fact;
        Self { command, times, most, own_with, own_of, with, of }
    }
}

impl<'a> From<&NoveltyFact<'a>> for JsonNovelty<'a> {
    fn from(fact: &NoveltyFact<'a>) -> Self {
        let NoveltyFact { to_all, to_actor, own } = fact;
        let (own_commands, own_events) = own.unzip();
        Self { to_all: to_all.clone(), to_actor: to_actor.clone(), own_commands, own_events }
    }
}
