//! Sentences: each contribution in words.

use oddwalk_core::{Context, Expected, ParameterExplanation, StepExplanation, ValueExplanation};

use super::cause::{Cause, Smoothing};
use super::words::Words;
use crate::text::{counted, thousands};

/// What happened, and how often that was seen: `` `Set-Mailbox` follows `New-InboxRule` in 3 of 5,120 cases ``.
pub(crate) fn sentence(cause: &Cause) -> Words {
    match cause {
        Cause::Command(step) => command(step),
        Cause::Parameter(step, parameter) => {
            Words::new().command(step.command).say(" came ").then(with(parameter, step))
        }
        Cause::Value(step, value) => Words::new().command(step.command).say(" had ").then(self::value(value)),
        Cause::NothingUnknown(_) => Words::new().say("no unknown parameter"),
    }
}

/// What happened in a few words, under a heading that names the command.
pub(crate) fn detail(cause: &Cause) -> Words {
    match cause {
        Cause::Parameter(step, parameter) => with(parameter, step),
        Cause::Value(_, value) => self::value(value),
        cause => sentence(cause),
    }
}

fn command(step: &StepExplanation) -> Words {
    let (words, of) = (Words::new(), thousands(step.of));
    let cases = counted(step.of, "case", "cases");
    match (step.context, step.command) {
        (_, Some(command)) if step.seen == 0 => words.name(command).say(" was never seen before"),
        (Context::After(previous), _) if step.of == 0 => {
            words.say("nothing is known of what follows ").name(previous).say(", which was never seen before")
        }
        (Context::Start, command) if step.count == 0 => {
            words.say(format!("none of {of} sessions begins with ")).command(command)
        }
        (Context::Start, command) => words.say("a session begins with ").command(command).say(in_cases(step)),
        (Context::After(previous), None) if step.count == 0 => {
            words.say("no session ends after ").name(previous).say(format!(" in {cases}"))
        }
        (Context::After(previous), None) => {
            words.say("a session ends after ").name(previous).say(in_cases(step))
        }
        (Context::After(previous), Some(command)) if step.count == 0 => {
            words.name(command).say(" never follows ").name(previous).say(format!(" in {cases}"))
        }
        (Context::After(previous), Some(command)) => {
            words.name(command).say(" follows ").name(previous).say(in_cases(step))
        }
        (Context::None, command) => {
            let count = thousands(step.count);
            words.command(command).say(format!(" is {count} of {}", counted(step.of, "event", "events")))
        }
    }
}

fn in_cases(step: &StepExplanation) -> String {
    let few = few(&Cause::Command(step));
    format!(" in {} of {}{few}", thousands(step.count), counted(step.of, "case", "cases"))
}

/// Says why something is surprising that is not rare.
fn few(cause: &Cause) -> String {
    smoothed(cause, ", too few to learn much from")
}

fn smoothed(cause: &Cause, few: &str) -> String {
    match (cause.smoothing(), cause) {
        (None, _) => String::new(),
        // The method `oddwalk` looks at more than what comes before.
        (Some(Smoothing::To(probability)), Cause::Command(step)) if step.usual_bits.is_some() => {
            let here = share(100.0 * probability);
            if here == percent(step.count, step.of) { String::new() } else { format!(", here {here}") }
        }
        (Some(Smoothing::OfFew), _) => few.to_owned(),
        (Some(Smoothing::To(probability)), _) => format!(", smoothed to {}", share(100.0 * probability)),
    }
}

fn with(parameter: &ParameterExplanation, step: &StepExplanation) -> Words {
    let (words, count) = (Words::new(), thousands(parameter.count));
    let (uses, few) = (counted(parameter.of, "use", "uses"), few(&Cause::Parameter(step, parameter)));
    match parameter {
        ParameterExplanation { probability: None, name, .. } => {
            let words = words.say("with ").name(name).say(", never seen with ").command(step.command);
            words.say(" (this method gives it no weight)")
        }
        ParameterExplanation { present: true, count: 0, name, .. } => {
            words.say("with ").name(name).say(format!(", never seen in {uses}{few}"))
        }
        ParameterExplanation { present: true, name, .. } => {
            words.say("with ").name(name).say(format!(", seen in {count} of {uses}{few}"))
        }
        ParameterExplanation { name, .. } => {
            let have = if parameter.count == 1 { "has" } else { "have" };
            words.say("without ").name(name).say(format!(", which {count} of {uses} {have}{few}"))
        }
    }
}

fn value(value: &ValueExplanation) -> Words {
    let words = Words::new().name(value.name);
    let times = counted(value.of, "time", "times");
    match value.value {
        None => words.say(" without a value, which counts as never seen"),
        Some(text) => {
            let words = words.say(" = ").name(text);
            match value.count {
                0 => words.say(format!(", never seen in {times}")),
                count => words.say(format!(", seen {} of {times}", thousands(count))),
            }
        }
    }
}

/// What is likelier in the same place: `` usually `New-InboxRule` is followed by `Set-InboxRule` 74 %, END 12 % ``.
pub(crate) fn usual(step: &StepExplanation) -> Option<Words> {
    let words = match step.context {
        Context::None => Words::new().say("the most frequent are "),
        Context::Start => Words::new().say("usually a session begins with "),
        Context::After(previous) => Words::new().say("usually ").name(previous).say(" is followed by "),
    };
    Some(words.then(expected(step)?))
}

/// A table's cell: how often it was seen there, and what is likelier.
pub(crate) fn note(step: &StepExplanation) -> Words {
    let (words, of) = (Words::new(), thousands(step.of));
    let count = if step.count == 0 { "none".into() } else { thousands(step.count) };
    let seen = match step.context {
        _ if step.seen == 0 => words.say("never seen before"),
        Context::None => words.say(format!("{count} of all {}", counted(step.of, "event", "events"))),
        Context::Start => words.say(format!("begins {count} of {}", counted(step.of, "session", "sessions"))),
        Context::After(previous) if step.of == 0 => words.name(previous).say(" was never seen before"),
        Context::After(previous) => words.say(format!("{count} of {of} after ")).name(previous),
    };
    let usual = expected(step).map(|expected| Words::new().say("; usually ").then(expected));
    let few = smoothed(&Cause::Command(step), ", few to learn from");
    seen.say(few).then(usual.unwrap_or_default())
}

fn expected(step: &StepExplanation) -> Option<Words> {
    let share = |expected: &Expected| {
        format!(" {}\u{a0}({})", percent(expected.count, step.of), thousands(expected.count))
    };
    let expected = step.expected.iter().filter(|expected| expected.count > 0);
    expected
        .map(|expected| Words::new().command(expected.command).say(share(expected)))
        .reduce(|list, next| list.say(", ").then(next))
}

pub(crate) fn percent(count: u64, of: u64) -> String {
    share(100.0 * count as f64 / of.max(count).max(1) as f64)
}

/// The space is one that no line breaks at.
fn share(percent: f64) -> String {
    match percent {
        share if share < 1.0 => "under 1\u{a0}%".into(),
        share => format!("{share:.0}\u{a0}%"),
    }
}
