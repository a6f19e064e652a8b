//! Clues in words: one sentence for what speaks for each kind of evidence.

#[cfg(test)]
mod tests;

use oddwalk_core::{
    Clue, Context, Fact, Finding, HabitFact, NoveltyFact, ParameterExplanation, Reasons, StepExplanation,
    ValueExplanation, VolumeFact,
};

use crate::explain::ledger::Tenths;
use crate::explain::sentence::percent;
use crate::explain::words::Words;
use crate::text::{counted, thousands};

/// How many new commands are named.
const MAX_NEW: usize = 3;

/// What a finding of nobody is told with.
pub(crate) const NOBODYS: &str = "nobody's: no habits to compare with";
/// What a finding is told with whose events share their times.
pub(crate) const UNCERTAIN: &str = "order uncertain: most of these events share their time";

/// The strongest clue with its evidence and bits: ``habit 11.2: `New-InboxRule` is 0 of this actor's 2,100 events``; empty
/// where there is none.
///
/// Names of the log stand in backticks, [neutralised](crate::neutralise) and cut where they are long.
pub fn strongest_clue(reasons: &Reasons) -> String {
    strongest(reasons).map(|words| words.quoted()).unwrap_or_default()
}

/// The strongest clue with its evidence and bits.
pub(crate) fn strongest(reasons: &Reasons) -> Option<Words> {
    let clue = reasons.clues.first()?;
    let tag = format!("{} {}: ", clue.evidence.name(), Tenths::rounded(clue.bits));
    Some(Words::new().say(tag).then(sentence(clue, &reasons.first_times)))
}

/// What else a reader of the finding must know.
pub(crate) fn notes(finding: &Finding) -> Vec<&'static str> {
    let Some(judgement) = finding.judgement else { return Vec::new() };
    let notes = [(judgement.history.is_none(), NOBODYS), (judgement.order_uncertain, UNCERTAIN)];
    notes.into_iter().filter(|(is_so, _)| *is_so).map(|(_, note)| note).collect()
}

/// One line, without evidence and bits.
pub(crate) fn sentence(clue: &Clue, first_times: &[&str]) -> Words {
    let (words, command) = match &clue.fact {
        Fact::Step(step) => (self::step(step), step.command),
        Fact::Parameter { command, parameter } => (self::parameter(command, parameter), Some(*command)),
        Fact::Value { command, value } => (self::value(command, value), Some(*command)),
        Fact::Habit(fact) => (habit(fact), None),
        Fact::Volume(fact) => (volume(fact), (fact.times > 0).then_some(fact.command)),
        Fact::Novelty(fact) => (novelty(fact), None),
    };
    let is_first = command.is_some_and(|command| first_times.contains(&command));
    if is_first { words.say("; first time for this actor") } else { words }
}

fn bits(bits: f64) -> String {
    format!(" ({} bits)", Tenths::rounded(bits))
}

fn step(step: &StepExplanation) -> Words {
    let own = bits(step.transition_bits);
    let words = match (step.context, step.command) {
        (_, Some(command)) if step.seen == 0 => {
            return Words::new().name(command).say(", never seen in any other session").say(own);
        }
        (Context::Start, command) => Words::new().say("begins with ").command(command),
        (Context::After(previous), command) => Words::new().command(command).say(" after ").name(previous),
        (Context::None, command) => Words::new().command(command),
    };
    let of = match step.context {
        Context::Start => counted(step.of, "session", "sessions"),
        Context::None => counted(step.of, "event", "events"),
        Context::After(_) => counted(step.of, "time", "times"),
    };
    let words = match (step.of, step.count) {
        (0, _) => return words.say(", which is never seen in any other session").say(own),
        (_, 0) => words.say(format!(", never in {of}{own}")),
        (_, count) => words.say(format!(" in {} of {of}{own}", thousands(count))),
    };
    words.then(usual(step))
}

/// What is likeliest there instead.
fn usual(step: &StepExplanation) -> Words {
    let likeliest = step.expected.iter().find(|expected| expected.count > 0);
    let words = |expected: &oddwalk_core::Expected| {
        let share = format!(" {}", percent(expected.count, step.of));
        Words::new().say("; usually ").command(expected.command).say(share)
    };
    likeliest.map(words).unwrap_or_default()
}

fn parameter(command: &str, parameter: &ParameterExplanation) -> Words {
    let &ParameterExplanation { name, present, count, .. } = parameter;
    let (uses, own) = (counted(parameter.of, "use", "uses"), bits(parameter.bits));
    let words = Words::new().name(command).say(if present { " with " } else { " without " }).name(name);
    words.say(match (present, count) {
        (true, 0) => format!(", never seen in {uses}{own}"),
        (true, count) => format!(", seen in {} of {uses}{own}", thousands(count)),
        (false, count) => format!(", there in {} of {uses}{own}", thousands(count)),
    })
}

fn value(command: &str, value: &ValueExplanation) -> Words {
    let (times, own) = (counted(value.of, "time", "times"), bits(value.bits));
    let words = Words::new().name(command).say(" with ").name(value.name);
    let words = match value.value {
        Some(text) => words.say(" = ").name(text),
        None => words.say(" without a value"),
    };
    words.say(match value.count {
        0 => format!(", never seen in {times}{own}"),
        count => format!(", seen {} of {times}{own}", thousands(count)),
    })
}

fn habit(fact: &HabitFact) -> Words {
    let own = thousands(fact.own);
    let all = if fact.count == 0 { "none".into() } else { percent(fact.count, fact.of) };
    let everybody = format!(", {all} of everybody's");
    let of = fact.own_of;
    match fact.after {
        Some(previous) => {
            let words = Words::new().command(fact.command).say(" after ").name(previous);
            words.say(match of {
                0 => format!(", which this actor uses nowhere else{everybody}"),
                of => format!(": {own} of this actor's {}{everybody}", counted(of, "time", "times")),
            })
        }
        None if fact.begins => {
            let of = counted(of, "other session", "other sessions");
            let words = Words::new().say("begins with ").command(fact.command);
            words.say(format!(", as {own} of this actor's {of}{everybody}"))
        }
        None => {
            let of = counted(of, "event", "events");
            Words::new().command(fact.command).say(format!(" is {own} of this actor's {of}{everybody}"))
        }
    }
}

fn volume(fact: &VolumeFact) -> Words {
    let times = thousands(fact.times);
    let (with, of, most) = (thousands(fact.with), thousands(fact.of), thousands(fact.most));
    match fact.times {
        0 => {
            let (with, of) = (thousands(fact.own_with), thousands(fact.own_of));
            let words = Words::new().say("no ").name(fact.command);
            let have = if fact.own_with == 1 { "has" } else { "have" };
            words.say(format!(", which {with} of this actor's {of} other sessions {have}"))
        }
        _ if fact.with == 0 => {
            let words = Words::new().say(format!("{times} ")).name(fact.command);
            words.say(format!(" in one session, none in {of} others"))
        }
        own if own > fact.most => {
            let words = Words::new().say(format!("{times} ")).name(fact.command);
            words.say(format!(" in one session, at most {most} in {of} others"))
        }
        _ => {
            let words = Words::new().say(format!("{times} ")).name(fact.command);
            let have = if fact.with == 1 { "has" } else { "have" };
            words.say(format!(", which {with} of {of} other sessions {have}, at most {most}"))
        }
    }
}

fn novelty(fact: &NoveltyFact) -> Words {
    let so_far = fact.own.map_or_else(String::new, |(commands, events)| {
        let commands = counted(commands, "command", "commands");
        format!(" ({commands} in {} so far)", counted(events, "event", "events"))
    });
    match (fact.to_all.as_slice(), fact.to_actor.as_slice()) {
        ([], []) => Words::new().say("fewer new commands than usual"),
        ([], own) => Words::new().say("new to this actor: ").then(list(own)).say(so_far),
        (all, []) => Words::new().say("never used by anybody else: ").then(list(all)),
        (all, own) => {
            let words = Words::new().say("never used by anybody else: ").then(list(all));
            words.say("; new to this actor: ").then(list(own)).say(so_far)
        }
    }
}

/// `A`, `B` and 3 more.
fn list(names: &[&str]) -> Words {
    let (shown, more) = names.split_at(names.len().min(MAX_NEW));
    let words = shown.iter().map(|name| Words::new().name(name));
    let words = words.reduce(|list, next| list.say(", ").then(next)).unwrap_or_default();
    match more.len() {
        0 => words,
        more => words.say(format!(" and {} more", thousands(more as u64))),
    }
}
