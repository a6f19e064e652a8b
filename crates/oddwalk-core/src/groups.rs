//! Groups: findings that are odd for the same reason, of which a reader needs to see one.

use std::collections::BTreeMap;

use crate::{Clue, Context, Evidence, Fact, Finding, HabitFact, NoveltyFact, Reasons, Span};

/// A clue of more bits is found in one session of a hundred: a second one makes a finding of its own.
const STRONG_BITS: f64 = 6.6;

/// Findings that are odd for the same reason.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// The findings by rank, at least one: the first is the rarest.
    pub members: Vec<Finding<'a>>,
    /// How many actors they are of; nobody is none.
    pub actors: usize,
    /// From where the first of them begins to where the last one begins; `None` where none has a time.
    pub begins: Option<Span>,
}

impl Group<'_> {
    /// The rank of its rarest finding, by which a group is known.
    pub fn rank(&self) -> usize {
        self.members[0].rank
    }
}

/// Groups findings that are given by rank with their reasons; the groups are in the order of their first.
///
/// A finding goes to the first group whose rarest finding has the same strongest clue: kind of evidence, command, and what
/// comes before it or which parameter. But one that has another strong clue, of a kind and about something that the group's
/// rarest has none about, is more than that, and begins a group. One without a clue is alone. More findings behind the last
/// change nothing but that groups grow.
pub fn grouped<'a, 'r>(findings: impl IntoIterator<Item = (Finding<'a>, &'r Reasons<'r>)>) -> Vec<Group<'a>> {
    let mut groups: Vec<(Vec<Finding<'a>>, Vec<Topic<'r>>)> = Vec::new();
    let mut by_topic: BTreeMap<(usize, Topic<'r>), Vec<usize>> = BTreeMap::new();
    for (finding, reasons) in findings {
        let topics: Vec<Topic> = reasons.clues.iter().map(Topic::of).collect();
        let alike =
            reasons.clues.first().map(|_| by_topic.entry((finding.part, topics[0].clone())).or_default());
        let is_all = |&&group: &&usize| has_all(&groups[group].1, &topics, &reasons.clues);
        match alike.as_ref().and_then(|alike| alike.iter().find(is_all)) {
            Some(&group) => groups[group].0.push(finding),
            None => {
                alike.into_iter().for_each(|alike| alike.push(groups.len()));
                groups.push((vec![finding], topics));
            }
        }
    }
    groups.into_iter().map(|(members, _)| Group::of(members)).collect()
}

impl<'a> Group<'a> {
    fn of(members: Vec<Finding<'a>>) -> Self {
        let is_somebody = |finding: &&Finding| finding.judgement.is_some_and(|known| known.history.is_some());
        let mut actors: Vec<(usize, u32)> = members
            .iter()
            .filter(is_somebody)
            .map(|finding| (finding.part, finding.session.actor()))
            .collect();
        actors.sort_unstable();
        actors.dedup();
        let begins =
            || members.iter().filter_map(|finding| finding.session.session.span).map(|span| span.begin);
        let begins = begins().min().zip(begins().max()).map(|(begin, end)| Span { begin, end });
        Self { members, actors: actors.len(), begins }
    }
}

/// Whether a group's rarest finding has everything that is strong about another one. The order of commands is one matter,
/// by whatever evidence; so is a command that the strongest clue is about already.
fn has_all(known: &[Topic], topics: &[Topic], clues: &[Clue]) -> bool {
    let strongest = &topics[0];
    clues.iter().zip(topics).skip(1).filter(|(clue, _)| clue.bits >= STRONG_BITS).all(|(_, topic)| {
        topic.is_order() && strongest.is_order()
            || topic.is_within(strongest)
            || known.iter().any(|one| topic.is_within(one))
    })
}

/// What a clue is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Topic<'a> {
    evidence: Evidence,
    commands: Vec<Option<&'a str>>,
    detail: Detail<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Detail<'a> {
    Itself,
    Begins,
    After(&'a str),
    With(&'a str),
    Without(&'a str),
}

impl<'a> Topic<'a> {
    fn of(clue: &Clue<'a>) -> Self {
        let (commands, detail) = match &clue.fact {
            Fact::Step(step) => (vec![step.command], Detail::before(step.context)),
            Fact::Parameter { command, parameter } => {
                let detail = if parameter.present { Detail::With } else { Detail::Without };
                (vec![Some(*command)], detail(parameter.name))
            }
            Fact::Value { command, value } => (vec![Some(*command)], Detail::With(value.name)),
            Fact::Habit(HabitFact { command, begins: true, .. }) => (vec![*command], Detail::Begins),
            Fact::Habit(habit) => (vec![habit.command], habit.after.map_or(Detail::Itself, Detail::After)),
            Fact::Volume(volume) => {
                let is_there = volume.times > 0;
                let detail = if is_there { Detail::Itself } else { Detail::Without(volume.command) };
                (vec![Some(volume.command)], detail)
            }
            Fact::Novelty(NoveltyFact { to_all, to_actor, .. }) => {
                (to_all.iter().chain(to_actor).map(|&command| Some(command)).collect(), Detail::Itself)
            }
        };
        Self { evidence: clue.evidence, commands, detail }
    }

    fn is_order(&self) -> bool {
        matches!(self.evidence, Evidence::Habit | Evidence::Walk | Evidence::Window)
    }

    /// Whether there is nothing in it that the other is not about.
    fn is_within(&self, other: &Self) -> bool {
        let is_the_same = (self.evidence, &self.detail) == (other.evidence, &other.detail);
        let is_new = self.evidence == Evidence::Novelty;
        (is_the_same || is_new) && self.commands.iter().all(|command| other.commands.contains(command))
    }
}

impl<'a> Detail<'a> {
    fn before(context: Context<'a>) -> Self {
        match context {
            Context::None => Self::Itself,
            Context::Start => Self::Begins,
            Context::After(previous) => Self::After(previous),
        }
    }
}
