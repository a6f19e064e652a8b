use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::{Entities, Event, Session, Symbol};

/// Who (nobody is a missing identity), when and what.
type Record = (Option<&'static str>, i64, &'static str);

fn log(records: &[Record]) -> EventLog {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    log.start_file("f");
    for (row, (user, time, command)) in (1..).zip(records) {
        let entity = log.entities_mut().intern(&[*user]);
        let command = log.commands_mut().intern(command);
        log.push(Event { entity, time: *time, command, row }).unwrap();
    }
    log.canonical()
}

fn limits(max_gap: i64, max_duration: i64) -> SessionOptions {
    SessionOptions { max_duration, max_gap, ..SessionOptions::default() }
}

/// The sessions as `user: command time, command time`.
fn cut(records: &[Record], options: &SessionOptions) -> Vec<String> {
    let log = log(records);
    let sessions = sessionize(&log, options);
    let text = |session: Session| {
        let user = log.entities().values(session.entity).next().flatten().unwrap_or("-");
        let event = |(&event, &command): (&u32, &Symbol)| {
            format!("{}{}", log.commands().text(command), log.times()[event as usize])
        };
        let events: Vec<String> = session.events.iter().zip(session.commands).map(event).collect();
        format!("{user}: {}", events.join(" "))
    };
    sessions.iter().map(text).collect()
}

const ANN: Option<&str> = Some("ann");
const BOB: Option<&str> = Some("bob");

#[test]
fn a_session_ends_where_the_entity_the_gap_or_the_duration_says() {
    let records = [
        (BOB, 0, "a"),
        (ANN, 1, "b"),
        (ANN, 4, "c"),
        (ANN, 8, "d"),
        (ANN, 11, "e"),
        (ANN, 14, "f"),
        (ANN, 17, "g"),
        (ANN, 20, "h"),
    ];
    assert_eq!(
        cut(&records, &limits(3, 8)),
        ["ann: b1 c4", "ann: d8 e11 f14", "ann: g17 h20", "bob: a0"],
        "8 is 4 behind c; g is 9 behind d"
    );
}

#[test]
fn a_limit_that_is_met_is_inside_or_not_as_the_boundary_says() {
    let records = [(ANN, 0, "a"), (ANN, 2, "b"), (ANN, 4, "c")];
    let cut_at = |max_gap, max_duration, boundary| {
        cut(&records, &SessionOptions { boundary, ..limits(max_gap, max_duration) }).len()
    };
    assert_eq!(cut_at(2, 4, Boundary::Over), 1);
    assert_eq!(cut_at(2, 100, Boundary::AtLeast), 3, "every gap reaches the limit");
    assert_eq!(cut_at(3, 4, Boundary::AtLeast), 2, "the duration reaches the limit at c");
    assert_eq!(cut_at(3, 5, Boundary::AtLeast), 1);
    assert_eq!(cut_at(1, 100, Boundary::Over), 3);
    assert_eq!(cut_at(2, 3, Boundary::Over), 2);
}

#[test]
fn equal_times_keep_the_order_of_the_input_and_are_counted() {
    let records = [(ANN, 5, "z"), (ANN, 1, "y"), (ANN, 5, "x"), (ANN, 1, "w"), (ANN, 5, "v")];
    assert_eq!(cut(&records, &limits(100, 100)), ["ann: y1 w1 z5 x5 v5"]);
    assert_eq!(sessionize(&log(&records), &limits(100, 100)).tied_steps(), 3);
    let session = sessionize(&log(&records), &limits(100, 100));
    assert_eq!(session.get(0).span, Some(Span { begin: 1, end: 5 }));
}

#[test]
fn a_missing_identity_is_merged_separated_or_dropped() {
    let records = [(None, 0, "a"), (ANN, 0, "b"), (None, 1, "c"), (None, 50, "d")];
    let cut_as = |missing_identity| {
        let options = SessionOptions { missing_identity, ..limits(10, 100) };
        (cut(&records, &options), sessionize(&log(&records), &options).events_without_identity())
    };
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    assert_eq!(cut_as(MissingIdentity::Merge), (texts(&["ann: b0", "-: a0 c1", "-: d50"]), 0));
    assert_eq!(cut_as(MissingIdentity::Separate), (texts(&["ann: b0", "-: a0", "-: c1", "-: d50"]), 0));
    assert_eq!(cut_as(MissingIdentity::Drop), (texts(&["ann: b0"]), 3));
}

#[test]
fn sessions_of_too_few_events_are_left_out_and_counted() {
    let records = [(ANN, 0, "a"), (ANN, 1, "b"), (ANN, 50, "c"), (BOB, 0, "d")];
    let options = SessionOptions { min_events: 2, ..limits(10, 100) };
    assert_eq!(cut(&records, &options), ["ann: a0 b1"]);
    assert_eq!(sessionize(&log(&records), &options).sessions_too_short(), 2);
    assert_eq!(sessionize(&log(&records), &options).event_count(), 2);
}

#[test]
fn times_at_both_ends_of_what_there_is_do_not_overflow() {
    let records = [(ANN, i64::MIN, "a"), (ANN, i64::MAX, "b"), (ANN, 0, "c")];
    assert_eq!(cut(&records, &limits(1, 1)).len(), 3);
    assert_eq!(cut(&records, &limits(i64::MAX, i64::MAX)).len(), 1);
}

#[test]
fn no_events_are_no_sessions() {
    assert!(sessionize(&log(&[]), &SessionOptions::default()).is_empty());
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let user = prop::sample::select(vec![ANN, BOB, Some("cy"), Some(""), None]);
    let command = prop::sample::select(vec!["a", "b", "c"]);
    vec((user, 0..40_i64, command), 0..40)
}

fn options() -> impl Strategy<Value = SessionOptions> {
    let boundary = prop::sample::select(vec![Boundary::Over, Boundary::AtLeast]);
    let missing =
        prop::sample::select(vec![MissingIdentity::Merge, MissingIdentity::Separate, MissingIdentity::Drop]);
    (0..8_i64, 0..20_i64, boundary, missing, 0..4_usize).prop_map(
        |(max_gap, max_duration, boundary, missing_identity, min_events)| SessionOptions {
            max_duration,
            max_gap,
            boundary,
            missing_identity,
            min_events,
        },
    )
}

/// The definition, event by event.
fn belongs(options: &SessionOptions, begin: i64, previous: i64, now: i64) -> bool {
    match options.boundary {
        Boundary::Over => now - previous <= options.max_gap && now - begin <= options.max_duration,
        Boundary::AtLeast => now - previous < options.max_gap && now - begin < options.max_duration,
    }
}

proptest! {
    #[test]
    fn every_event_is_in_one_session_or_counted_out(records in records(), options in options()) {
        let log = log(&records);
        let all = sessionize(&log, &SessionOptions { min_events: 1, ..options });
        let mut seen: Vec<u32> = all.iter().flat_map(|session| session.events.to_vec()).collect();
        seen.sort_unstable();
        let kept = |event: &u32| {
            options.missing_identity != MissingIdentity::Drop || records[*event as usize].0.is_some()
        };
        prop_assert_eq!(&seen, &(0..records.len() as u32).filter(kept).collect::<Vec<_>>());
        prop_assert_eq!(all.events_without_identity() as usize, records.len() - seen.len());
        let some = sessionize(&log, &options);
        let long = all.iter().filter(|session| session.events.len() >= options.min_events);
        prop_assert!(long.map(|session| session.events).eq(some.iter().map(|session| session.events)));
        prop_assert_eq!(some.len() + some.sessions_too_short() as usize, all.len());
    }

    #[test]
    fn a_session_keeps_its_limits_and_could_not_be_longer(records in records(), options in options()) {
        let options = SessionOptions { min_events: 1, ..options };
        let log = log(&records);
        let sessions = sessionize(&log, &options);
        let time = |event: u32| log.times()[event as usize];
        let mut previous: Option<Session> = None;
        for session in sessions.iter() {
            let times: Vec<i64> = session.events.iter().map(|&event| time(event)).collect();
            prop_assert_eq!(session.span, Some(Span { begin: times[0], end: times[times.len() - 1] }));
            for (index, step) in times.windows(2).enumerate() {
                prop_assert!(belongs(&options, times[0], step[0], step[1]));
                prop_assert!(step[0] < step[1] || session.events[index] < session.events[index + 1], "ties are stable");
            }
            for (&event, &command) in session.events.iter().zip(session.commands) {
                prop_assert_eq!(log.event_entities()[event as usize], session.entity);
                prop_assert_eq!(log.event_commands()[event as usize], command);
            }
            if let Some((before, (begin, end))) = previous.filter(|before| before.entity == session.entity)
                .and_then(|before| Some((before, before.span.map(|span| (span.begin, span.end))?)))
            {
                let alone = options.missing_identity == MissingIdentity::Separate
                    && log.entities().has_missing(before.entity);
                prop_assert!(alone || !belongs(&options, begin, end, times[0]), "two that are one");
            }
            previous = Some(session);
        }
        let entities: Vec<Entity> = sessions.iter().map(|session| session.entity).collect();
        prop_assert!(entities.is_sorted());
    }

    /// Where no two events of an entity share a time, the order of the input says nothing.
    #[test]
    fn the_order_of_records_changes_nothing_but_ties(
        (records, shuffled) in records().prop_flat_map(|mut records| {
            let mut seen = std::collections::BTreeSet::new();
            records.retain(|(user, time, _)| seen.insert((*user, *time)));
            (Just(records.clone()), Just(records).prop_shuffle())
        }),
        options in options(),
    ) {
        prop_assert_eq!(cut(&records, &options), cut(&shuffled, &options));
    }

    /// Many files are one log.
    #[test]
    fn where_files_are_cut_changes_nothing(records in records(), at in 0..41_usize, options in options()) {
        let at = at.min(records.len());
        let mut joined = log(&records[..at]);
        joined.append(log(&records[at..])).unwrap();
        let joined = sessionize(&joined.canonical(), &options);
        let whole = sessionize(&log(&records), &options);
        prop_assert!(joined.iter().map(|s| (s.entity, s.span, s.commands, s.events))
            .eq(whole.iter().map(|s| (s.entity, s.span, s.commands, s.events))));
    }

    /// A log is cut as its columns are.
    #[test]
    fn columns_are_cut_as_a_log_of_them(records in records(), options in options()) {
        let options = SessionOptions { min_events: 1, missing_identity: MissingIdentity::Merge, ..options };
        let log = log(&records);
        let cutting = super::cut(log.event_entities(), log.times(), &options);
        let sessions = sessionize(&log, &options);
        let mut start = 0;
        for (session, &end) in sessions.iter().zip(&cutting.ends) {
            prop_assert_eq!(session.events, &cutting.events[start..end as usize]);
            start = end as usize;
        }
        prop_assert_eq!((sessions.len(), start), (cutting.ends.len(), log.len()));
    }
}
