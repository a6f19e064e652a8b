//! What is known: one line of the file, and which clues it covers.

use crate::groups::STRONG_BITS;
use crate::{Clue, Context, Entities, Entity, Evidence, Fact};

/// A file of what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IgnoreFile {
    /// The file's name as it was given.
    pub name: String,
    /// What is known, in the order of the file.
    pub lines: Vec<IgnoreLine>,
}

/// Something that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IgnoreLine {
    /// The line of the file where it begins, counted from 1.
    pub line: usize,
    /// Whose sessions it is about: a text that is one of the values of the actor, or several that are all of them, in order;
    /// anybody's where there is none.
    pub actor: Vec<String>,
    /// The values of the entity, in order, where missing ones are empty; any entity where there is none.
    pub entity: Vec<String>,
    /// The clues that it is about.
    pub known: Known,
    /// Why it is no news.
    pub reason: String,
    /// Until when that holds; for ever if not given.
    pub expires: Option<Expiry>,
}

/// Clues that somebody knows; each list is of alternatives, and one that is empty takes anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What a clue is about.
    pub command: Vec<String>,
    /// What comes before it.
    pub after: Vec<String>,
    /// Which of its parameters.
    pub parameter: Vec<String>,
    /// What kind of evidence.
    pub evidence: Vec<Evidence>,
}

/// When a line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// The last day, as it is written.
    pub day: String,
    /// The end of that day, in nanoseconds.
    pub end: i64,
}

impl IgnoreLine {
    /// Whether the log goes beyond the line's last day. Without a time nobody knows, and it has not.
    pub fn has_expired(&self, last: Option<i64>) -> bool {
        self.expires.as_ref().zip(last).is_some_and(|(expiry, last)| last >= expiry.end)
    }

    /// Whether it is about the sessions of this entity.
    pub(super) fn is_of(&self, entities: &Entities, entity: Entity) -> bool {
        let is_actor = match self.actor.as_slice() {
            [] => true,
            [one] => entities.actor_values(entity).any(|value| value == Some(one)),
            several => are_equal(entities.actor_values(entity), several),
        };
        is_actor && (self.entity.is_empty() || are_equal(entities.values(entity), &self.entity))
    }
}

fn are_equal<'a>(values: impl Iterator<Item = Option<&'a str>>, texts: &[String]) -> bool {
    values.map(Option::unwrap_or_default).eq(texts.iter().map(String::as_str))
}

impl Known {
    /// Whether it is about all sessions, whatever is odd about them.
    pub fn is_everything(&self) -> bool {
        let Self { command, after, parameter, evidence } = self;
        command.is_empty() && after.is_empty() && parameter.is_empty() && evidence.is_empty()
    }

    /// Whether nothing but this is odd: it covers the strongest clue and every other strong one, or where none is strong, all of
    /// them. Where there is no clue, nothing is known.
    pub(super) fn is_all(&self, clues: &[Clue]) -> bool {
        let is_any_strong = clues.iter().any(|clue| clue.bits >= STRONG_BITS);
        let mut counting = clues.iter().filter(|clue| !is_any_strong || clue.bits >= STRONG_BITS);
        !clues.is_empty() && counting.all(|clue| self.covers(clue))
    }

    /// Whether it is what the clue is about.
    pub fn covers(&self, clue: &Clue) -> bool {
        let Self { command, after, parameter, evidence } = self;
        (evidence.is_empty() || evidence.contains(&clue.evidence))
            && (command.is_empty() || self.is_of_commands(&clue.fact))
            && (after.is_empty() || previous(&clue.fact).is_some_and(|previous| has(after, previous)))
            && (parameter.is_empty() || parameter_of(&clue.fact).is_some_and(|name| has(parameter, name)))
    }

    fn is_of_commands(&self, fact: &Fact) -> bool {
        let is_known = |command: &str| has(&self.command, command);
        match fact {
            Fact::Step(step) => step.command.map_or_else(|| self.ends(fact), is_known),
            Fact::Habit(habit) => habit.command.map_or_else(|| self.ends(fact), is_known),
            Fact::Parameter { command, .. } | Fact::Value { command, .. } => is_known(command),
            // That something is missing is another matter than that it is there.
            Fact::Volume(volume) => {
                is_known(volume.command) && (volume.times > 0 || self.evidence.contains(&Evidence::Volume))
            }
            Fact::Novelty(new) => {
                let mut all = new.to_all.iter().chain(&new.to_actor).peekable();
                all.peek().is_some() && all.all(|command| is_known(command))
            }
        }
    }

    /// Whether the session ends right after a command that is known.
    fn ends(&self, fact: &Fact) -> bool {
        previous(fact).is_some_and(|previous| has(&self.command, previous))
    }
}

fn has(texts: &[String], text: &str) -> bool {
    texts.iter().any(|known| known == text)
}

/// What comes before, where that matters.
fn previous<'a>(fact: &Fact<'a>) -> Option<&'a str> {
    match fact {
        Fact::Step(step) => match step.context {
            Context::After(previous) => Some(previous),
            Context::None | Context::Start => None,
        },
        Fact::Habit(habit) => habit.after,
        _ => None,
    }
}

/// The parameter that a clue is about, there or missing, or its value.
fn parameter_of<'a>(fact: &Fact<'a>) -> Option<&'a str> {
    match fact {
        Fact::Parameter { parameter, .. } => Some(parameter.name),
        Fact::Value { value, .. } => Some(value.name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HabitFact, NoveltyFact, ParameterExplanation, VolumeFact};

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    fn known(command: &[&str]) -> Known {
        Known { command: texts(command), ..Known::default() }
    }

    fn habit<'a>(command: Option<&'a str>, after: Option<&'a str>) -> Fact<'a> {
        Fact::Habit(HabitFact { after, begins: false, command, own: 0, own_of: 9, count: 4, of: 90 })
    }

    fn volume(command: &str, times: u64) -> Fact<'_> {
        Fact::Volume(VolumeFact { command, times, most: 1, own_with: 8, own_of: 9, with: 8, of: 90 })
    }

    fn content<'a>(command: &'a str, name: &'a str) -> Fact<'a> {
        let parameter =
            ParameterExplanation { name, present: true, probability: None, bits: 3.0, count: 0, of: 9 };
        Fact::Parameter { command, parameter }
    }

    fn novelty<'a>(to_all: &[&'a str], to_actor: &[&'a str]) -> Fact<'a> {
        Fact::Novelty(NoveltyFact { to_all: to_all.to_vec(), to_actor: to_actor.to_vec(), own: None })
    }

    fn clue(evidence: Evidence, bits: f64, fact: Fact) -> Clue {
        Clue { evidence, bits, fact }
    }

    #[test]
    fn a_command_covers_what_is_about_it() {
        let rule = known(&["New-InboxRule"]);
        let of = |fact| clue(Evidence::Habit, 9.0, fact);
        assert!(rule.covers(&of(habit(Some("New-InboxRule"), Some("Set-Mailbox")))));
        assert!(rule.covers(&of(habit(None, Some("New-InboxRule")))), "it ends the session");
        assert!(
            !rule.covers(&of(habit(Some("Set-Mailbox"), Some("New-InboxRule")))),
            "what follows is another"
        );
        assert!(rule.covers(&of(content("New-InboxRule", "MoveToFolder"))));
        assert!(rule.covers(&of(volume("New-InboxRule", 7))));
        assert!(!rule.covers(&of(volume("New-InboxRule", 0))), "that it is missing is another matter");
        assert!(rule.covers(&of(novelty(&["New-InboxRule"], &[]))));
        assert!(
            !rule.covers(&of(novelty(&["New-InboxRule"], &["Remove-AuditLog"]))),
            "not all of the new ones"
        );
        assert!(!rule.covers(&of(novelty(&[], &[]))));
        let missing = Known { evidence: vec![Evidence::Volume], ..rule };
        assert!(missing.covers(&clue(Evidence::Volume, 9.0, volume("New-InboxRule", 0))));
    }

    #[test]
    fn all_that_is_said_must_be_so() {
        let after = Known { after: texts(&["Set-Mailbox"]), ..known(&["New-InboxRule"]) };
        let of = |previous| clue(Evidence::Habit, 9.0, habit(Some("New-InboxRule"), previous));
        assert!(after.covers(&of(Some("Set-Mailbox"))));
        assert!(!after.covers(&of(Some("Get-Mailbox"))) && !after.covers(&of(None)));
        let parameter = Known { parameter: texts(&["Name", "MoveToFolder"]), ..known(&["New-InboxRule"]) };
        let of = |command, name| clue(Evidence::Content, 9.0, content(command, name));
        assert!(parameter.covers(&of("New-InboxRule", "MoveToFolder")));
        assert!(!parameter.covers(&of("New-InboxRule", "ForwardTo")));
        assert!(!parameter.covers(&of("Set-Mailbox", "Name")));
        let walk = Known { evidence: vec![Evidence::Walk, Evidence::Window], ..Known::default() };
        assert!(walk.covers(&clue(Evidence::Walk, 9.0, habit(None, None))));
        assert!(!walk.covers(&of("Set-Mailbox", "Name")));
    }

    #[test]
    fn one_known_thing_never_hides_another() {
        let rule = known(&["New-InboxRule"]);
        let of = |bits, command| clue(Evidence::Habit, bits, habit(Some(command), None));
        let is_all = |clues: &[(f64, &'static str)]| {
            let clues: Vec<Clue> = clues.iter().map(|&(bits, command)| of(bits, command)).collect();
            rule.is_all(&clues)
        };
        assert!(is_all(&[(12.0, "New-InboxRule"), (7.0, "New-InboxRule"), (6.5, "Set-Mailbox")]));
        assert!(!is_all(&[(12.0, "New-InboxRule"), (6.6, "Set-Mailbox")]));
        assert!(!is_all(&[(12.0, "Set-Mailbox"), (7.0, "New-InboxRule")]));
        assert!(is_all(&[(5.0, "New-InboxRule")]));
        assert!(!is_all(&[(5.0, "New-InboxRule"), (2.0, "Set-Mailbox")]), "where none is strong, all count");
        assert!(!is_all(&[]));
    }

    #[test]
    fn identities_are_equal_or_not() {
        let mut entities = Entities::new(texts(&["user", "host", "address"]), vec![0, 1]);
        let ann = entities.intern(&[Some("ann"), Some("web01"), None]);
        let line = |actor: &[&str], entity: &[&str]| IgnoreLine {
            actor: texts(actor),
            entity: texts(entity),
            ..IgnoreLine::default()
        };
        for (actor, entity) in [
            (&["ann"][..], &[][..]),
            (&["web01"], &[]),
            (&["ann", "web01"], &[]),
            (&[], &["ann", "web01", ""]),
            (&["ann"], &["ann", "web01", ""]),
            (&[], &[]),
        ] {
            assert!(line(actor, entity).is_of(&entities, ann), "{actor:?} {entity:?}");
        }
        for (actor, entity) in [
            (&["Ann"][..], &[][..]),
            (&["web01", "ann"], &[]),
            (&[], &["ann", "web01"]),
            (&["bob"], &["ann", "web01", ""]),
        ] {
            assert!(!line(actor, entity).is_of(&entities, ann), "{actor:?} {entity:?}");
        }
    }

    #[test]
    fn a_line_holds_until_the_end_of_its_day() {
        let expires = Some(Expiry { day: "2026-12-31".into(), end: 100 });
        let line = IgnoreLine { expires, ..IgnoreLine::default() };
        assert!(!line.has_expired(Some(99)) && line.has_expired(Some(100)) && !line.has_expired(None));
        assert!(!IgnoreLine::default().has_expired(Some(i64::MAX)));
    }
}
