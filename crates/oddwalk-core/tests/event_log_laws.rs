//! What is done to a log of events is what it would be on plain rows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use oddwalk_core::{
    CarriedTexts, Counts, Entities, Event, EventLog, Parameters, Session, SessionKind, SessionOptions,
    SessionText, Uncapped, VALUE_CAP, sessionize,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

/// A user, a second, a command, parameters with values, and what is carried.
type Line = (Option<u8>, i64, u8, BTreeMap<u8, Option<u8>>, [Option<u8>; 2]);

/// Lines by file.
fn files() -> impl Strategy<Value = Vec<Vec<Line>>> {
    let parameters = btree_map(0..4_u8, option::of(0..5_u8), 0..3);
    let carried = [option::of(0..4_u8), option::of(0..3_u8)];
    vec(vec((option::of(0..3_u8), 0..9_i64, 0..5_u8, parameters, carried), 0..9), 1..5)
}

fn empty() -> EventLog {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    EventLog::new(entities)
        .with_parameters(Parameters::new(Uncapped::None))
        .with_carried(vec!["error".into(), "region".into()])
}

fn push(log: &mut EventLog, row: u32, (user, second, command, parameters, carried): &Line) {
    let text = |prefix: &str, number: &u8| format!("{prefix}{number}");
    let user = user.map(|user| text("u", &user));
    let entity = log.entities_mut().intern(&[user.as_deref()]);
    let command = log.commands_mut().intern(&text("c", command));
    log.push(Event { entity, time: second * 1_000_000_000, command, row }).unwrap();
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(name, value)| (text("p", name), value.map(|value| text("v", &value))))
        .collect();
    let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value.as_deref()));
    log.parameters_mut().unwrap().push(parameters).unwrap();
    let carried = carried.map(|cell| cell.map(|cell| text("x", &cell)));
    log.push_carried(&carried.each_ref().map(Option::as_deref));
}

/// The lines that are kept, each with the row that it has among all of its file.
fn log_where(files: &[Vec<Line>], mut kept: impl FnMut() -> bool) -> EventLog {
    let mut log = empty();
    for (file, lines) in files.iter().enumerate() {
        log.start_file(&format!("f{file}"));
        for (row, line) in (1..).zip(lines) {
            if kept() {
                push(&mut log, row, line);
            }
        }
    }
    log
}

fn log(files: &[Vec<Line>]) -> EventLog {
    log_where(files, || true)
}

/// Everything that can be seen of a log, numbers and texts.
fn seen(log: &EventLog) -> Vec<String> {
    let parameters = log.parameters().unwrap();
    let names: Vec<_> = parameters.names().texts().collect();
    let values: Vec<_> = parameters.values().texts().collect();
    let commands: Vec<_> = log.commands().texts().collect();
    let mut seen = vec![format!("{names:?} {values:?} {commands:?} {}", parameters.shape_count())];
    seen.extend((0..log.len() as u32).map(|event| {
        let index = event as usize;
        let (entity, command) = (log.event_entities()[index], log.event_commands()[index]);
        let user: Vec<_> = log.entities().values(entity).collect();
        let carried = [0, 1].map(|column| log.carried_text(event, column));
        let (time, source) = (log.times()[index], log.source(event));
        let parameters = parameters.event(event);
        format!("{entity:?} {user:?} {time} {command:?} {parameters:?} {carried:?} {source:?}")
    }));
    seen
}

proptest! {
    #[test]
    fn appended_logs_are_the_log_of_all_rows(files in files()) {
        let mut appended = empty();
        for (number, lines) in files.iter().enumerate() {
            let mut one = empty();
            one.start_file(&format!("f{number}"));
            (1..).zip(lines).for_each(|(row, line)| push(&mut one, row, line));
            appended.append(one).unwrap();
        }
        prop_assert_eq!(seen(&appended.canonical()), seen(&log(&files).canonical()));
    }

    #[test]
    fn retaining_is_never_having_had_the_others(files in files(), mask in vec(any::<bool>(), 40)) {
        let mut log = log(&files);
        log.retain(&mask[..log.len()]);
        let mut places = mask.iter();
        let plain = log_where(&files, || *places.next().unwrap()).canonical();
        prop_assert_eq!(seen(&log.clone().canonical()), seen(&plain));
        let counts = |log: &EventLog| {
            Counts::of(log, &sessionize(log, &SessionOptions::default()), SessionKind::Values)
        };
        let nobody = mask.iter().zip(files.iter().flatten()).filter(|(kept, line)| **kept && line.0.is_none());
        prop_assert_eq!(log.missing_identity(), [("user".to_owned(), nobody.count() as u64)]);
        prop_assert_eq!(counts(&log.canonical()), counts(&plain));
    }

    #[test]
    fn a_log_can_be_retained_then_appended_to(files in files(), mask in vec(any::<bool>(), 40)) {
        let kept = |log: &mut EventLog| log.retain(&mask[..log.len()]);
        let (mut both, mut first) = (log(&files), log(&files));
        kept(&mut both);
        kept(&mut first);
        both.append(log(&files)).unwrap();
        let (first, whole) = (first.len(), log(&files));
        prop_assert_eq!(both.len(), first + whole.len());
        for event in 0..whole.len() as u32 {
            prop_assert_eq!(both.source(first as u32 + event), whole.source(event));
            prop_assert_eq!(both.carried_text(first as u32 + event, 1), whole.carried_text(event, 1));
        }
    }

    #[test]
    fn a_cleared_log_is_a_new_one_of_the_same_file(files in files()) {
        let mut cleared = log(&files);
        cleared.clear_events();
        prop_assert!(cleared.is_empty());
        let mut new = empty();
        new.start_file(&format!("f{}", files.len() - 1));
        for log in [&mut cleared, &mut new] {
            (1..).zip(&files[0]).for_each(|(row, line)| push(log, row, line));
        }
        prop_assert_eq!(seen(&cleared.canonical()), seen(&new.canonical()));
    }

    #[test]
    fn a_session_carries_its_distinct_texts_in_order(files in files()) {
        let log = log(&files).canonical();
        for session in sessionize(&log, &SessionOptions::default()).iter() {
            let told: Vec<CarriedTexts> = SessionText::new(&log, session).carried().collect();
            prop_assert_eq!(told, carried(&log, &session));
        }
    }

    #[test]
    fn tied_events_are_those_that_share_entity_and_time(files in files()) {
        let log = log(&files).canonical();
        let mut moments = BTreeMap::new();
        for (entity, time) in log.event_entities().iter().zip(log.times()) {
            *moments.entry((entity, time)).or_insert(0_u64) += 1;
        }
        let tied: u64 = moments.values().filter(|count| **count > 1).sum();
        for missing in ["merge", "drop"] {
            let mut options = SessionOptions { min_events: 3, ..SessionOptions::default() };
            if missing == "drop" {
                options.missing_identity = oddwalk_core::MissingIdentity::Drop;
            }
            prop_assert_eq!(sessionize(&log, &options).tied_events(), tied);
        }
    }
}

/// The same by looking at each event.
fn carried<'a>(log: &'a EventLog, session: &Session) -> Vec<CarriedTexts<'a>> {
    let of = |(column, name): (usize, &'a String)| {
        let all: Vec<&str> =
            session.events.iter().filter_map(|&event| log.carried_text(event, column)).collect();
        let mut texts: Vec<(&str, usize)> = Vec::new();
        for text in &all {
            if texts.iter().all(|(known, _)| known != text) {
                texts.push((text, all.iter().filter(|other| *other == text).count()));
            }
        }
        CarriedTexts { column: name, texts }
    };
    log.carried_columns().iter().enumerate().map(of).collect()
}

#[test]
fn without_carried_columns_nothing_is_carried() {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0])).with_carried(Vec::new());
    let entity = log.entities_mut().intern(&[Some("ann")]);
    let command = log.commands_mut().intern("Set");
    log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
    log.push_carried(&[Some("x")]);
    let sessions = sessionize(&log, &SessionOptions::default());
    assert!(log.carried_columns().is_empty());
    assert_eq!(SessionText::new(&log, sessions.get(0)).carried().count(), 0);
}

#[test]
fn a_parameter_that_has_lost_its_values_has_them_back_in_a_new_log_only() {
    let mut log = empty();
    log.start_file("f");
    let entity = log.entities_mut().intern(&[None]);
    let command = log.commands_mut().intern("c");
    let push = |log: &mut EventLog, value: &str| {
        log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        log.parameters_mut().unwrap().push([("p", Some(value))].into_iter()).unwrap();
        log.push_carried(&[]);
    };
    for value in 0..=16 * VALUE_CAP {
        push(&mut log, &format!("v{value}"));
    }
    let saturated = |log: &EventLog| {
        let parameters = log.parameters().unwrap();
        parameters.is_saturated(parameters.names().get("p").unwrap())
    };
    assert!(saturated(&log));
    let mut first = vec![false; log.len()];
    first[0] = true;
    log.retain(&first);
    assert!(saturated(&log) && saturated(&log.clone().canonical()));
    log.clear_events();
    push(&mut log, "v1");
    assert!(!saturated(&log) && !saturated(&log.canonical()));
}
