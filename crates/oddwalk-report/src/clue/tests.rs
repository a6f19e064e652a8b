use oddwalk_core::{Evidence, Expected};

use super::*;
use crate::text::is_hidden;

fn told(evidence: Evidence, fact: Fact, first_times: &[&str]) -> String {
    let clue = Clue { evidence, bits: 8.14, fact };
    sentence(&clue, first_times).quoted()
}

fn step<'a>(context: Context<'a>, command: Option<&'a str>, (count, of): (u64, u64)) -> StepExplanation<'a> {
    let expected = vec![
        Expected { command: Some("Set-Mailbox"), probability: 0.7, count: of * 74 / 100 },
        Expected { command: None, probability: 0.1, count: of / 10 },
    ];
    StepExplanation {
        event: 1,
        command,
        context,
        probability: 0.003,
        transition_bits: 8.2,
        usual_bits: Some(2.0),
        count,
        of,
        seen: count + 4,
        expected,
        content: None,
    }
}

fn parameter(present: bool, count: u64, of: u64) -> Fact<'static> {
    let name = if present { "ForwardingSmtpAddress" } else { "Name" };
    let parameter = ParameterExplanation { name, present, probability: Some(0.01), bits: 8.1, count, of };
    Fact::Parameter { command: "Set-Mailbox", parameter }
}

fn value(value: Option<&str>, count: u64) -> Fact<'_> {
    let value =
        ValueExplanation { name: "AuditEnabled", value, probability: 0.01, bits: 6.6, count, of: 120 };
    Fact::Value { command: "Set-Mailbox", value }
}

fn habit(after: Option<&str>, begins: bool, own_of: u64) -> Fact<'_> {
    let command = Some("New-InboxRule");
    Fact::Habit(HabitFact { after, begins, command, own: 0, own_of, count: 30, of: 1_000 })
}

fn volume(times: u64, most: u64, with: u64) -> Fact<'static> {
    let command = "GetObject";
    Fact::Volume(VolumeFact { command, times, most, own_with: 41, own_of: 43, with, of: 5_000 })
}

#[test]
fn steps() {
    let after = Context::After("Set-Mailbox");
    let rule = Some("New-MailboxRule");
    let steps = [
        step(after, rule, (1, 300)),
        step(after, rule, (0, 300)),
        step(after, rule, (0, 0)),
        step(after, None, (2, 300)),
        step(Context::Start, rule, (1, 43)),
        step(Context::None, rule, (12, 3_000)),
        StepExplanation { seen: 0, ..step(after, rule, (0, 300)) },
    ];
    let told = steps.map(|step| told(Evidence::Walk, Fact::Step(step), &["New-MailboxRule"]));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn contents() {
    let facts = [
        parameter(true, 0, 135),
        parameter(true, 2, 135),
        parameter(false, 118, 120),
        value(Some("False"), 0),
        value(Some("False"), 1),
        value(None, 0),
    ];
    let told = facts.map(|fact| told(Evidence::Content, fact, &[]));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn habits_and_volumes() {
    let habits = [
        habit(None, false, 2_100),
        habit(None, true, 43),
        habit(Some("Set-Mailbox"), false, 40),
        habit(Some("Set-Mailbox"), false, 0),
    ];
    let volumes = [volume(312, 40, 900), volume(312, 0, 0), volume(2, 40, 12), volume(0, 40, 900)];
    let habits = habits.map(|fact| told(Evidence::Habit, fact, &["New-InboxRule"]));
    let volumes = volumes.map(|fact| told(Evidence::Volume, fact, &[]));
    insta::assert_snapshot!([habits, volumes].concat().join("\n"));
}

#[test]
fn novelties() {
    let fact = |to_all: &[&'static str], to_actor: &[&'static str]| {
        let (to_all, to_actor) = (to_all.to_vec(), to_actor.to_vec());
        Fact::Novelty(NoveltyFact { to_all, to_actor, own: Some((12, 340)) })
    };
    let facts =
        [fact(&[], &["A", "B", "C", "D", "E"]), fact(&["A"], &[]), fact(&["A"], &["B"]), fact(&[], &[])];
    insta::assert_snapshot!(facts.map(|fact| told(Evidence::Novelty, fact, &[])).join("\n"));
}

#[test]
fn hostile_names_are_harmless() {
    const EVIL: &str = "\u{1b}[2J\u{202e}`x`\r\n";
    let parameter =
        ParameterExplanation { name: EVIL, present: true, probability: None, bits: 0.0, count: 0, of: 0 };
    let value =
        ValueExplanation { name: EVIL, value: Some(EVIL), probability: 1.0, bits: -0.0, count: 0, of: 0 };
    let habit = HabitFact {
        after: Some(EVIL),
        begins: false,
        command: Some(EVIL),
        own: 0,
        own_of: 0,
        count: 0,
        of: 0,
    };
    let volume = VolumeFact { command: "", times: 0, most: 0, own_with: 0, own_of: 0, with: 0, of: 0 };
    let facts = [
        Fact::Step(step(Context::After(EVIL), Some(EVIL), (0, 0))),
        Fact::Step(step(Context::Start, Some(EVIL), (0, 0))),
        Fact::Parameter { command: EVIL, parameter },
        Fact::Value { command: EVIL, value },
        Fact::Habit(habit),
        Fact::Volume(volume),
        Fact::Novelty(NoveltyFact { to_all: vec![EVIL; 9], to_actor: vec![""], own: None }),
    ];
    for fact in facts {
        let told = told(Evidence::Content, fact, &[EVIL]);
        assert!(!told.contains(is_hidden) && !told.contains("-0.0"), "{told}");
        assert!(told.contains('`'), "{told}");
    }
}

#[test]
fn the_strongest_clue_says_which_evidence_it_is() {
    let clue = Clue { evidence: Evidence::Habit, bits: 11.24, fact: habit(None, false, 2_100) };
    let reasons = Reasons { clues: vec![clue], first_times: Vec::new() };
    assert!(strongest_clue(&reasons).starts_with("habit 11.2: `New-InboxRule` is 0 of this actor's"));
    assert_eq!(strongest_clue(&Reasons::default()), "");
}
