//! Groups: findings that are odd for the same reason, of which a reader needs to see one.

use std::collections::BTreeMap;

use crate::{Clue, Context, Evidence, Fact, Finding, HabitFact, NoveltyFact, Reasons, Span};

/// A clue of more bits is found in one session of a hundred: a second one makes a finding of its own.
pub(crate) const STRONG_BITS: f64 = 6.6;

/// Findings that are odd for the same reason.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// The findings by rank, at least one: the first is the rarest.
    pub members: Vec<Finding<'a>>,
    /// How many actors they are of; nobody is none.
    pub actors: usize,
    /// Whether each is of one command that is new to its actor, whichever it is.
    pub of_new_commands: bool,
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
/// comes before it or which parameter. Sessions of one command alone that is new to their actor are alike, whatever the
/// command. But a finding that has another strong clue, about something that the group's rarest has none about, is more
/// than that, and begins a group. One without a clue is alone. More findings behind the last only let groups grow.
pub fn grouped<'a, 'r>(findings: impl IntoIterator<Item = (Finding<'a>, &'r Reasons<'r>)>) -> Vec<Group<'a>> {
    let mut groups: Vec<(Vec<Finding<'a>>, Vec<Topic<'r>>)> = Vec::new();
    let mut by_key: BTreeMap<(usize, Topic<'r>), Vec<usize>> = BTreeMap::new();
    for (finding, reasons) in findings {
        let topics: Vec<Topic> = reasons.clues.iter().map(Topic::of).collect();
        let key = topics.first().map(|strongest| (finding.part, strongest.key(&finding)));
        let alike = key.map(|key| by_key.entry(key).or_default());
        let is_all = |group: &&usize| has_all(&groups[**group].1, &topics, &reasons.clues);
        if let Some(&group) = alike.as_ref().and_then(|alike| alike.iter().find(is_all)) {
            groups[group].0.push(finding);
        } else {
            alike.into_iter().for_each(|alike| alike.push(groups.len()));
            groups.push((vec![finding], topics));
        }
    }
    groups.into_iter().map(|(members, topics)| Group::of(members, &topics)).collect()
}

impl<'a> Group<'a> {
    fn of(members: Vec<Finding<'a>>, topics: &[Topic]) -> Self {
        let strongest = topics.first().map(|strongest| strongest.key(&members[0]).detail);
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
        Self { members, actors: actors.len(), of_new_commands: strongest == Some(Detail::Alone), begins }
    }
}

/// Whether a group's rarest finding has everything that is strong about another one, whose strongest clue is like its own.
fn has_all(known: &[Topic], topics: &[Topic], clues: &[Clue]) -> bool {
    let Some(strongest) = topics.first() else { return true };
    let strong = clues.iter().zip(topics).skip(1).filter(|(clue, _)| clue.bits >= STRONG_BITS);
    let is_known =
        |topic: &Topic| topic.is_same_matter(strongest) || known.iter().any(|one| topic.is_within(one));
    strong.into_iter().all(|(_, topic)| is_known(topic))
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
    /// It is all of the session.
    Alone,
    /// That it is there at all: not how often, not for whom.
    Rare,
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
                let detail = match volume.times {
                    0 => Detail::Without(volume.command),
                    times if times > volume.most => Detail::Itself,
                    _ => Detail::Rare,
                };
                (vec![Some(volume.command)], detail)
            }
            Fact::Novelty(NoveltyFact { to_all, to_actor, .. }) => {
                let detail = if to_all.is_empty() { Detail::Itself } else { Detail::Rare };
                (to_all.iter().chain(to_actor).map(|&command| Some(command)).collect(), detail)
            }
        };
        Self { evidence: clue.evidence, commands, detail }
    }

    /// By what findings are alike.
    fn key(&self, finding: &Finding) -> Self {
        let is_alone = self.evidence == Evidence::Novelty && finding.session.distinct_commands() == 1;
        if is_alone && self.detail == Detail::Itself {
            Self { commands: Vec::new(), detail: Detail::Alone, ..self.clone() }
        } else {
            self.clone()
        }
    }

    /// Whether the strongest clue says it already: where a rare command stands, that it is there, and that it is new are
    /// one matter, and so is all that is about the order of commands.
    fn is_same_matter(&self, strongest: &Self) -> bool {
        let is_new = |topic: &Self| topic.evidence == Evidence::Novelty;
        match self.is_order() {
            true if strongest.is_order() => true,
            true => is_new(strongest) && self.is_about(strongest),
            false => is_new(self) && strongest.is_order() && self.is_about(strongest),
        }
    }

    fn is_order(&self) -> bool {
        let is_order = matches!(self.evidence, Evidence::Habit | Evidence::Walk | Evidence::Window);
        is_order || self.evidence == Evidence::Volume && self.detail == Detail::Rare
    }

    /// Whether there is nothing in it that the other is not about.
    fn is_within(&self, other: &Self) -> bool {
        (self.evidence, &self.detail) == (other.evidence, &other.detail) && self.is_about(other)
    }

    fn is_about(&self, other: &Self) -> bool {
        self.commands.iter().all(|command| other.commands.contains(command))
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
