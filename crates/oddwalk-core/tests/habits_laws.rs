//! Habits are what plain maps of texts say, and a monoid as all counts are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use oddwalk_core::{
    CannotMerge, Counts, Entities, Event, EventLog, Habits, NotContained, Parameters, SAMPLE_SIZE,
    SessionKind, SessionOptions, Sessions, Span, Symbol, Uncapped, VALUE_CAP, sessionize,
};
use proptest::collection::vec;
use proptest::prelude::*;

const MINUTE: i64 = 60_000_000_000;

/// A user (or none), an address, a minute, a command, and a value.
type Line = (Option<u8>, u8, i64, u8, u8);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let user = prop_oneof![3 => (0..3_u8).prop_map(Some), 1 => Just(None)];
    vec((user, 0..3_u8, 0..40_i64, 0..4_u8, 0..3_u8), 0..60)
}

fn log(lines: &[Line]) -> (EventLog, Sessions) {
    let entities = Entities::new(vec!["user".into(), "ip".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    for (user, ip, minute, command, value) in lines {
        let user = user.map(|user| format!("u{user}"));
        let entity = log.entities_mut().intern(&[user.as_deref(), Some(&format!("ip{ip}"))]);
        let command = log.commands_mut().intern(&format!("c{command}"));
        log.push(Event { entity, time: minute * MINUTE, command, row: 1 }).unwrap();
        let value = format!("v{value}");
        log.parameters_mut().unwrap().push([("p", Some(value.as_str())), ("q", None)].into_iter()).unwrap();
    }
    let log = log.canonical();
    let sessions = sessionize(&log, &SessionOptions::default());
    (log, sessions)
}

fn counted(lines: &[Line], order: u8) -> Counts {
    let (log, sessions) = log(lines);
    Counts::of_habits(&log, &sessions, SessionKind::Values, order)
}

/// One user's sessions, one after the other, each given as its commands.
fn of_sessions(user: &str, sessions: &[&str], order: u8) -> Counts {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    let entity = log.entities_mut().intern(&[Some(user)]);
    let mut ends = Vec::new();
    for session in sessions {
        for command in session.split(' ') {
            let command = log.commands_mut().intern(command);
            log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        }
        ends.push(log.len() as u32);
    }
    let log = log.canonical();
    let spans = vec![None; ends.len()];
    Counts::of_habits(&log, &Sessions::given(&log, &ends, &spans), SessionKind::Commands, order)
}

/// Every run by its commands' texts, level by level.
fn run_texts(counts: &Counts) -> Vec<BTreeMap<String, u64>> {
    let text = |symbol: Symbol| counts.commands().text(symbol).replace('#', "");
    let pairs = counts.transitions().iter();
    let mut shorter: Vec<String> =
        pairs.map(|(pair, _)| format!("{} {}", text(pair.given), text(pair.seen))).collect();
    let mut levels = Vec::new();
    for level in &counts.habits().unwrap().runs {
        let name = |&((parent, symbol), _): &((u32, Symbol), u64)| {
            format!("{} {}", shorter[parent as usize], text(symbol))
        };
        let names: Vec<String> = level.entries().iter().map(name).collect();
        levels.push(names.iter().cloned().zip(level.entries().iter().map(|entry| entry.1)).collect());
        shorter = names;
    }
    levels
}

fn expected<const N: usize>(runs: [(&str, u64); N]) -> BTreeMap<String, u64> {
    runs.map(|(run, count)| (run.to_owned(), count)).into()
}

#[test]
fn runs_begin_with_start_end_with_end_and_cross_neither() {
    let counts = of_sessions("ann", &["a b a b", "a b", "c"], 4);
    let runs = run_texts(&counts);
    assert_eq!(
        runs[0],
        expected([("START a b", 2), ("START c END", 1), ("a b a", 1), ("b a b", 1), ("a b END", 2)])
    );
    assert_eq!(
        runs[1],
        expected([("START a b a", 1), ("START a b END", 1), ("a b a b", 1), ("b a b END", 1)])
    );
    assert_eq!(runs[2], expected([("START a b a b", 1), ("a b a b END", 1)]));
    assert_eq!(runs.len(), 3);
    assert!(run_texts(&of_sessions("ann", &["a b"], 1)).is_empty());
}

#[test]
fn an_actor_has_steps_volumes_and_lengths() {
    let counts = of_sessions("ann", &["a b a b", "a b", "b"], 1);
    let habits = counts.habits().unwrap();
    let [a, b] = ["a", "b"].map(|text| counts.commands().get(text).unwrap());
    let (start, end) = (Symbol::START, Symbol::END);
    let steps = [((0, start, a), 2), ((0, start, b), 1), ((0, a, b), 3), ((0, b, end), 3), ((0, b, a), 1)];
    assert_eq!(habits.steps.entries(), steps);
    assert_eq!(habits.steps_after(0, b), &steps[3..]);
    assert_eq!(habits.volumes.entries(), [((0, a, 1), 1), ((0, a, 2), 1), ((0, b, 1), 2), ((0, b, 2), 1)]);
    assert_eq!(habits.lengths.entries(), [((0, 1), 1), ((0, 2), 1), ((0, 4), 1)]);
    assert_eq!((&habits.sessions[..], habits.is_nobody(0)), (&[3][..], false));
}

/// An actor's name and all its sessions' commands, in no order.
type Plain = BTreeMap<(Option<String>, Vec<String>), u64>;

fn plain(
    log: &EventLog,
    sessions: &Sessions,
    actor: impl Fn(&oddwalk_core::Session) -> Option<String>,
) -> Plain {
    let mut plain = Plain::new();
    for session in sessions.iter() {
        let commands = session.commands.iter().map(|&command| log.commands().text(command).to_owned());
        *plain.entry((actor(&session), commands.collect())).or_default() += 1;
    }
    plain
}

/// What the habits say of each actor, by texts.
fn by_actor(counts: &Counts, habits: &Habits) -> BTreeMap<(Option<String>, String), u64> {
    let names: Vec<Option<String>> = habits
        .actors
        .iter()
        .map(|actor| habits.actors.values(actor).next().flatten().map(str::to_owned))
        .collect();
    let text = |symbol: Symbol| counts.commands().text(symbol);
    let name = |actor: u32| names[actor as usize].clone();
    let steps = habits.steps.entries().iter().map(|&((actor, given, seen), count)| {
        ((name(actor), format!("{} then {}", text(given), text(seen))), count)
    });
    let volumes = habits.volumes.entries().iter().map(|&((actor, command, times), count)| {
        ((name(actor), format!("{} x {times}", text(command))), count)
    });
    let lengths = habits
        .lengths
        .entries()
        .iter()
        .map(|&((actor, length), count)| ((name(actor), format!("{length}")), count));
    steps.chain(volumes).chain(lengths).collect()
}

/// The same, counted with texts alone.
fn by_hand(plain: &Plain) -> BTreeMap<(Option<String>, String), u64> {
    let mut counts = BTreeMap::new();
    for ((actor, commands), &sessions) in plain {
        let mut add = |what: String| *counts.entry((actor.clone(), what)).or_default() += sessions;
        let walk = [vec!["##START##".to_owned()], commands.clone(), vec!["##END##".to_owned()]].concat();
        walk.windows(2).for_each(|step| add(format!("{} then {}", step[0], step[1])));
        add(format!("{}", commands.len()));
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        commands.iter().for_each(|command| *times.entry(command).or_default() += 1);
        times.iter().for_each(|(command, times)| add(format!("{command} x {times}")));
    }
    counts
}

fn runs_by_hand(plain: &Plain, order: u8) -> Vec<BTreeMap<String, u64>> {
    let lengths = 3..=usize::from(order) + 1;
    let level = |length: usize| {
        let mut runs = BTreeMap::new();
        for ((_, commands), sessions) in plain {
            let walk = [vec!["START".to_owned()], commands.clone(), vec!["END".to_owned()]].concat();
            walk.windows(length).for_each(|run| *runs.entry(run.join(" ")).or_default() += sessions);
        }
        runs
    };
    lengths.map(level).collect()
}

proptest! {
    #[test]
    fn habits_are_what_plain_maps_say(lines in lines(), order in 0..=6_u8) {
        let (log, sessions) = log(&lines);
        let counts = Counts::of_habits(&log, &sessions, SessionKind::Values, order);
        let habits = counts.habits().unwrap();
        let user = |session: &oddwalk_core::Session| {
            log.entities().actor_values(session.entity).next().flatten().map(str::to_owned)
        };
        let plain = plain(&log, &sessions, user);
        prop_assert_eq!(by_actor(&counts, habits), by_hand(&plain));
        prop_assert_eq!(run_texts(&counts), runs_by_hand(&plain, order));
        prop_assert_eq!(habits.sessions.iter().sum::<u64>(), sessions.len() as u64);
        prop_assert_eq!(habits.values.entries().iter().map(|entry| entry.1).sum::<u64>(), lines.len() as u64);
        // The sample is all of the sessions.
        let (sampled, of_sample) = (&habits.sample.log, &habits.sample.sessions);
        let user = |session: &oddwalk_core::Session| {
            sampled.entities().values(session.entity).next().flatten().map(str::to_owned)
        };
        let mut spans: Vec<Option<Span>> = of_sample.iter().map(|session| session.span).collect();
        let mut all: Vec<Option<Span>> = sessions.iter().map(|session| session.span).collect();
        spans.sort_unstable();
        all.sort_unstable();
        prop_assert_eq!(spans, all);
        prop_assert_eq!(self::plain(sampled, of_sample, user), plain);
    }

    #[test]
    fn stored_habits_are_sound(lines in lines(), order in 0..=6_u8) {
        let counts = counted(&lines, order);
        prop_assert_eq!(&again(&counts, counts.habits().cloned()).unwrap(), &counts);
    }

    #[test]
    fn it_does_not_matter_how_many_threads_count(lines in lines(), order in 0..=6_u8) {
        let whole = counted(&lines, order);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(5).build().unwrap();
        prop_assert_eq!(pool.install(|| counted(&lines, order)), whole);
    }

    /// The same sessions twice, as files that overlap make them.
    #[test]
    fn twins_count_twice_and_one_of_them_can_go(lines in lines(), order in 0..=6_u8) {
        let once = counted(&lines, order);
        let twice = once.merge(&once).unwrap();
        prop_assert_eq!(twice.habits().unwrap().sample.keys.len(), 2 * once.habits().unwrap().sample.keys.len());
        prop_assert_eq!(&twice.subtract(&once).unwrap(), &once);
    }
}

fn again(counts: &Counts, habits: Option<Habits>) -> Result<Counts, oddwalk_core::BadCounts> {
    let (commands, uses) = (counts.commands().clone(), counts.uses().to_vec());
    let transitions = counts.transitions().clone();
    Counts::from_parts(counts.sessions(), commands, uses, transitions, counts.parameters().cloned(), habits)
}

#[test]
fn habits_of_different_making_do_not_merge() {
    let a = of_sessions("ann", &["a b"], 1);
    assert_eq!(a.merge(&of_sessions("ann", &["a b"], 2)).unwrap_err(), CannotMerge::Orders(1, 2));
    let (log, sessions) = log(&[]);
    let none = Counts::of(&log, &sessions, SessionKind::Commands);
    assert_eq!(a.merge(&none).unwrap_err(), CannotMerge::Habits);
    let empty = EventLog::new(Entities::new(vec!["account".into()], vec![0]));
    let other = Counts::of_habits(&empty, &Sessions::default(), SessionKind::Commands, 1);
    assert_eq!(a.merge(&other).unwrap_err(), CannotMerge::Actors("user".into(), "account".into()));
}

#[test]
fn habits_of_another_actor_cannot_be_taken_away() {
    let ann = of_sessions("ann", &["a b", "a b"], 2);
    let bob = of_sessions("bob", &["a b"], 2);
    assert_eq!(ann.subtract(&bob).unwrap_err(), NotContained::More("actors"));
}

/// One-event sessions of a user, one a minute, from the minute `first` on.
fn many(first: u32, count: u32) -> Counts {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    let entity = log.entities_mut().intern(&[Some("ann")]);
    let command = log.commands_mut().intern("a");
    for minute in first..first + count {
        log.push(Event { entity, time: i64::from(minute) * 10 * MINUTE, command, row: 1 }).unwrap();
    }
    let log = log.canonical();
    Counts::of_habits(&log, &sessionize(&log, &SessionOptions::default()), SessionKind::Commands, 2)
}

#[test]
fn a_full_sample_is_the_same_however_its_sessions_came_together() {
    let size = SAMPLE_SIZE as u32;
    let whole = many(0, 2 * size);
    let parts = [many(0, size / 2), many(size / 2, size), many(size / 2 * 3, size / 2)];
    let merged = parts[2].merge(&parts[0]).unwrap().merge(&parts[1]).unwrap();
    assert_eq!(merged, whole);
    assert_eq!(whole.habits().unwrap().sample.keys.len(), SAMPLE_SIZE);
    let left = merged.subtract(&parts[1]).unwrap();
    let (left, rest) = (left.habits().unwrap(), parts[0].merge(&parts[2]).unwrap());
    let rest = rest.habits().unwrap();
    assert_eq!(left.steps, rest.steps);
    // What gave way does not come back, and the others are the lowest of those that are left.
    assert!(left.sample.keys.len() < SAMPLE_SIZE);
    assert_eq!(left.sample.keys, rest.sample.keys[..left.sample.keys.len()]);
}

/// A parameter with this many values from `first` on.
fn many_values(first: u32, count: u32) -> Counts {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    let entity = log.entities_mut().intern(&[Some("ann")]);
    let command = log.commands_mut().intern("a");
    for value in first..first + count {
        log.push(Event { entity, time: i64::from(value), command, row: 1 }).unwrap();
        let value = format!("v{value}");
        log.parameters_mut().unwrap().push([("p", Some(value.as_str()))].into_iter()).unwrap();
    }
    let log = log.canonical();
    Counts::of_habits(&log, &sessionize(&log, &SessionOptions::default()), SessionKind::Values, 2)
}

#[test]
fn a_saturated_parameter_has_no_values_in_habits_either() {
    let (a, b) = (many_values(0, VALUE_CAP), many_values(VALUE_CAP, 1));
    assert_eq!(a.habits().unwrap().values.len() as u32, VALUE_CAP);
    let merged = a.merge(&b).unwrap();
    let habits = merged.habits().unwrap();
    assert!(habits.values.is_empty());
    let parameters = habits.sample.log.parameters().unwrap();
    assert_eq!((parameters.names().len(), parameters.values().len()), (1, 0));
    assert_eq!(again(&merged, Some(habits.clone())).unwrap(), merged);
    let left = merged.subtract(&b).unwrap();
    assert_eq!(left.habits().unwrap().steps, a.habits().unwrap().steps);
}

#[test]
fn habits_that_do_not_fit_are_no_habits() {
    let (counts, other) =
        (of_sessions("ann", &["a b a b", "a b"], 3), of_sessions("ann", &["a b", "a b"], 3));
    let (habits, other) = (counts.habits().unwrap(), other.habits().unwrap());
    let wrong: [(&str, Habits); 8] = [
        ("actors", Habits { sessions: vec![3], ..habits.clone() }),
        ("actors", Habits { actors: Entities::of_actors(vec!["user".into()]), ..habits.clone() }),
        ("actors' steps", Habits { steps: other.steps.clone(), ..habits.clone() }),
        ("actors' volumes", Habits { volumes: other.volumes.clone(), ..habits.clone() }),
        ("actors' volumes", Habits { lengths: other.lengths.clone(), ..habits.clone() }),
        ("runs", Habits { runs: other.runs.clone(), ..habits.clone() }),
        ("runs", Habits { order: 2, ..habits.clone() }),
        ("sample", Habits { sample: other.sample.clone(), ..habits.clone() }),
    ];
    for (what, habits) in wrong {
        let error = again(&counts, Some(habits)).unwrap_err().to_string();
        assert_eq!(error, format!("the counts of {what} do not fit together"));
    }
}
