//! Clues: for each kind of evidence, what in the session speaks for it.

use crate::{Evidence, ParameterExplanation, StepExplanation, ValueExplanation};

/// Why one kind of evidence finds a session odd.
#[derive(Clone, Debug, PartialEq)]
pub struct Clue<'a> {
    /// The kind of evidence.
    pub evidence: Evidence,
    /// -log2 of its p-value.
    pub bits: f64,
    /// What speaks for it most.
    pub fact: Fact<'a>,
}

/// Why a session is odd.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons<'a> {
    /// What speaks for each kind of evidence that is unusual, the most unusual first.
    pub clues: Vec<Clue<'a>>,
    /// The commands that the session's actor uses for the first time in it.
    pub first_times: Vec<&'a str>,
}

/// What speaks for something, with how often it was seen elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<'a> {
    /// The step of the largest surprisal.
    Step(StepExplanation<'a>),
    /// A parameter that is there, or is not.
    Parameter {
        /// The command.
        command: &'a str,
        /// The parameter.
        parameter: ParameterExplanation<'a>,
    },
    /// A parameter's value.
    Value {
        /// The command.
        command: &'a str,
        /// The value.
        value: ValueExplanation<'a>,
    },
    /// What everybody does, but not this actor.
    Habit(HabitFact<'a>),
    /// How often a command is used in the session.
    Volume(VolumeFact<'a>),
    /// Commands that are new.
    Novelty(NoveltyFact<'a>),
}

/// A command, or a step from one to the other, that is everybody's rather than the actor's.
#[derive(Clone, Debug, PartialEq)]
pub struct HabitFact<'a> {
    /// What comes before it, where that matters; START is `None` as well.
    pub after: Option<&'a str>,
    /// Whether it is the session's first command that matters.
    pub begins: bool,
    /// The command, or `None` for END.
    pub command: Option<&'a str>,
    /// How often the actor did it.
    pub own: u64,
    /// Of how many times.
    pub own_of: u64,
    /// How often everybody did it, the actor among them.
    pub count: u64,
    /// Of how many times.
    pub of: u64,
}

/// How often a command is used in one session.
#[derive(Clone, Debug, PartialEq)]
pub struct VolumeFact<'a> {
    /// The command.
    pub command: &'a str,
    /// How often it is there; 0 where the actor's sessions usually have it.
    pub times: u64,
    /// How often it is in any other session at most.
    pub most: u64,
    /// How many other sessions of the actor have it.
    pub own_with: u64,
    /// How many other sessions the actor has.
    pub own_of: u64,
    /// How many other sessions have it at all.
    pub with: u64,
    /// How many other sessions there are.
    pub of: u64,
}

/// Commands that are new.
#[derive(Clone, Debug, PartialEq)]
pub struct NoveltyFact<'a> {
    /// Those that nobody else has used.
    pub to_all: Vec<&'a str>,
    /// Those that the actor has not used in any other session, the ones before not among them.
    pub to_actor: Vec<&'a str>,
    /// How many different commands the actor has used in how many events, this session not among them.
    pub own: Option<(u64, u64)>,
}
