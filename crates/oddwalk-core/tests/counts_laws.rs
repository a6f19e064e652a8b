//! Counts are a monoid: shards in any order add up to the whole, and a part can be taken out again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use oddwalk_core::{
    Counts, Entities, Event, EventLog, Model, Modellable, Parameters, SessionKind, SessionOptions, Symbol,
    Uncapped, VALUE_CAP, sessionize,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A user, a minute, a command, and parameters with values.
type Line = (u8, i64, u8, Vec<(u8, Option<u8>)>);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    vec((0..6_u8, 0..60_i64, 0..8_u8, vec((0..5_u8, option::of(0..6_u8)), 0..4)), 0..60)
}

fn kinds() -> impl Strategy<Value = SessionKind> {
    prop_oneof![Just(SessionKind::Commands), Just(SessionKind::Parameters), Just(SessionKind::Values)]
}

/// With habits, or without.
fn orders() -> impl Strategy<Value = Option<u8>> {
    option::of(0..=6_u8)
}

fn counts(lines: &[Line], kind: SessionKind) -> Counts {
    counts_with(lines, kind, None)
}

fn counts_with(lines: &[Line], kind: SessionKind, order: Option<u8>) -> Counts {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    log.start_file("log");
    for (user, minute, command, parameters) in lines {
        let entity = log.entities_mut().intern(&[Some(&format!("u{user}"))]);
        let command = log.commands_mut().intern(&format!("c{command}"));
        log.push(Event { entity, time: minute * 60_000_000_000, command, row: 1 }).unwrap();
        let texts: Vec<_> = parameters
            .iter()
            .map(|(name, value)| (format!("p{name}"), value.map(|value| format!("v{value}"))))
            .collect();
        log.parameters_mut()
            .unwrap()
            .push(texts.iter().map(|(name, value)| (name.as_str(), value.as_deref())))
            .unwrap();
    }
    let log = log.canonical();
    let sessions = sessionize(&log, &SessionOptions::default());
    match order {
        None => Counts::of(&log, &sessions, kind),
        Some(order) => Counts::of_habits(&log, &sessions, kind, order),
    }
}

/// The lines of some users, so that no session is cut.
fn shard(lines: &[Line], users: std::ops::Range<u8>) -> Vec<Line> {
    lines.iter().filter(|line| users.contains(&line.0)).cloned().collect()
}

proptest! {
    #[test]
    fn shards_in_any_order_add_up_to_the_whole(lines in lines(), kind in kinds(), order in orders()) {
        let whole = counts_with(&lines, kind, order);
        let parts = [0..2, 2..3, 3..6].map(|users| counts_with(&shard(&lines, users), kind, order));
        let [a, b, c] = &parts;
        let left = a.merge(b).unwrap().merge(c).unwrap();
        let right = c.merge(&b.merge(a).unwrap()).unwrap();
        prop_assert_eq!(&left, &whole);
        prop_assert_eq!(&right, &whole);
    }

    #[test]
    fn what_was_added_can_be_taken_away(lines in lines(), kind in kinds(), order in orders()) {
        let [a, b] = [0..3, 3..6].map(|users| counts_with(&shard(&lines, users), kind, order));
        let both = a.merge(&b).unwrap();
        prop_assert_eq!(&both.subtract(&b).unwrap(), &a);
        prop_assert_eq!(&both.subtract(&a).unwrap(), &b);
    }

    #[test]
    fn what_is_not_there_cannot_be_taken_away(
        lines in lines(), kind in kinds(), order in orders(), user in 0..6_u8,
    ) {
        let whole = counts_with(&lines, kind, order);
        let more = counts_with(&[&lines[..], &[(user, 1_000, 7, vec![(4, Some(5))])]].concat(), kind, order);
        prop_assert!(whole.subtract(&more).is_err());
    }

    #[test]
    fn probabilities_add_up(lines in lines()) {
        let model = Model::fit(counts(&lines, SessionKind::Values), Modellable::All);
        let commands = model.counts().commands();
        let known: Vec<Symbol> = commands.symbols().collect();
        let next = || known.iter().copied().chain([Symbol::END, Symbol::UNKNOWN]);
        for given in known.iter().copied().chain([Symbol::START, Symbol::UNKNOWN]) {
            let sum: f64 = next().map(|next| model.chain().transition(given, next).probability).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12, "{}", sum);
        }
        let sum: f64 = next().chain([Symbol::START]).map(|symbol| model.chain().marginal(symbol).probability).sum();
        prop_assert!((sum - 1.0).abs() < 1e-12, "{}", sum);
        let (names, values) = (&model.counts().parameters().unwrap().names, model.counts().values().unwrap());
        for name in names.symbols() {
            let seen = values.of_parameters.row(name).map(|(value, _)| value).chain([Symbol::UNKNOWN]);
            let sum: f64 = seen.map(|value| model.values().unwrap().value(name, value).unwrap().probability).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12, "{}", sum);
        }
    }
}

/// One user whose parameter `p` has this many distinct values, from `first` on.
fn many_values(first: u32, count: u32, uncapped: &Uncapped) -> Counts {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(uncapped.clone()));
    let entity = log.entities_mut().intern(&[Some("ann")]);
    let command = log.commands_mut().intern("Set");
    for value in first..first + count {
        log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        let value = format!("v{value}");
        log.parameters_mut()
            .unwrap()
            .push([("p", Some(value.as_str())), ("q", Some("x"))].into_iter())
            .unwrap();
    }
    let log = log.canonical();
    Counts::of(&log, &sessionize(&log, &SessionOptions::default()), SessionKind::Values)
}

#[test]
fn a_parameter_is_saturated_at_the_cap_however_its_values_come_together() {
    let none = Uncapped::None;
    let at_cap = many_values(0, VALUE_CAP, &none);
    assert!(at_cap.values().unwrap().saturated.is_empty());
    assert_eq!(at_cap.values().unwrap().texts.len() as u32, VALUE_CAP + 1);

    let over = many_values(0, VALUE_CAP + 1, &none);
    assert_eq!(over.values().unwrap().saturated.len(), 1);
    assert_eq!(over.values().unwrap().texts.texts().collect::<Vec<_>>(), ["x"]);

    let merged = many_values(0, VALUE_CAP, &none).merge(&many_values(VALUE_CAP, 1, &none)).unwrap();
    assert_eq!(merged.values(), over.values());
    assert_eq!(over.merge(&at_cap).unwrap().values().unwrap().saturated.len(), 1);
}

/// Users of one event each, whose parameter `p` has this many distinct values; and one user of two events, of which it
/// has one. Shorter sessions than two events are left out.
fn mostly_left_out(first: u32, count: u32) -> Counts {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    let command = log.commands_mut().intern("Set");
    let users = (first..first + count).map(|user| (user, format!("v{user}")));
    let kept = [(first, "kept".to_owned()), (first, "kept".to_owned())];
    for (user, value) in kept.into_iter().chain(users.map(|(user, value)| (user + 1_000_000, value))) {
        let entity = log.entities_mut().intern(&[Some(&format!("user {user}"))]);
        log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        log.parameters_mut().unwrap().push([("p", Some(value.as_str()))].into_iter()).unwrap();
    }
    let log = log.canonical();
    let sessions = sessionize(&log, &SessionOptions { min_events: 2, ..SessionOptions::default() });
    Counts::of(&log, &sessions, SessionKind::Values)
}

#[test]
fn values_of_sessions_that_are_left_out_saturate_nothing() {
    let half = VALUE_CAP / 2 + 1;
    let parts = mostly_left_out(0, half).merge(&mostly_left_out(half, half)).unwrap();
    assert_eq!(parts.values().unwrap().texts.texts().collect::<Vec<_>>(), ["kept"]);
    let whole = mostly_left_out(0, 2 * half);
    assert_eq!(whole.values().unwrap().saturated, []);
    assert_eq!(whole.values().unwrap().texts.texts().collect::<Vec<_>>(), ["kept"]);
}

#[test]
fn a_named_parameter_keeps_all_its_values() {
    let uncapped = Uncapped::Named(vec!["p".into()]);
    let counts = many_values(0, VALUE_CAP + 10, &uncapped);
    assert!(counts.values().unwrap().saturated.is_empty());
    assert!(counts.merge(&many_values(0, 1, &Uncapped::None)).is_err());
}
