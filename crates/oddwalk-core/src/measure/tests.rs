use proptest::prelude::*;

use super::*;
use crate::{Counts, Event, Evidence, Modellable, Parameters, SessionKind, Uncapped};

type Parameter = (&'static str, Option<&'static str>);

/// Who, when, what, and with which parameters.
type Row = (Option<&'static str>, i64, &'static str, Vec<Parameter>);

const ACTORS: [Option<&str>; 4] = [Some("ann"), Some("bob"), Some("cy"), None];
const COMMANDS: [&str; 5] = ["Get", "New", "Put", "Set", "Tag"];
const NAMES: [&str; 3] = ["Force", "Identity", "Name"];
const VALUES: [Option<&str>; 4] = [Some("x"), Some("y"), Some("z"), None];
const ORDERS: [u8; 4] = [0, 1, 2, 4];

/// What is drawn of an event: command, parameters, and how long after the one before.
type Drawn = (usize, Vec<Parameter>, i64);

fn rows() -> impl Strategy<Value = Vec<Vec<Row>>> {
    let pick = |among: usize| 0..among;
    let parameter = (pick(3), pick(4)).prop_map(|(name, value)| (NAMES[name], VALUES[value]));
    let event = (pick(5), prop::collection::vec(parameter, 0..3), 0..2_i64);
    let session = (pick(4), prop::collection::vec(event, 1..7));
    prop::collection::vec(session, 2..9).prop_map(|sessions| {
        let session = |(number, (actor, events)): (i64, (usize, Vec<Drawn>))| {
            let mut time = 1_000 * number;
            let row = |(command, parameters, step): Drawn| {
                time += step;
                (ACTORS[actor], time, COMMANDS[command], parameters)
            };
            events.into_iter().map(row).collect()
        };
        (0..).zip(sessions).map(session).collect()
    })
}

/// A log whose sessions are these; each is of an entity of its own, whose actor is its first column.
fn log(sessions: &[Vec<Row>]) -> (EventLog, Sessions) {
    let mut log = EventLog::new(Entities::new(vec!["user".into(), "number".into()], vec![0]))
        .with_parameters(Parameters::new(Uncapped::None));
    log.start_file("made.csv");
    for (number, session) in sessions.iter().enumerate() {
        let number = number.to_string();
        for (actor, time, command, parameters) in session {
            let entity = log.entities_mut().intern(&[*actor, Some(&number)]);
            let command = log.commands_mut().intern(command);
            log.push(Event { entity, time: *time, command, row: 1 }).unwrap();
            log.parameters_mut().unwrap().push(parameters.iter().copied()).unwrap();
        }
    }
    let log = log.canonical();
    let sessions = crate::sessionize(&log, &crate::SessionOptions::default());
    (log, sessions)
}

fn model(sessions: &[Vec<Row>], order: u8) -> Model {
    let (log, sessions) = log(sessions);
    let counts = Counts::of_habits(&log, &sessions, SessionKind::Values, order);
    Model::fit(counts, Modellable::Categories)
}

fn measured(model: &Model, sessions: &[Vec<Row>], leave_out: LeaveOut) -> Vec<Examined> {
    let (log, sessions) = log(sessions);
    let options = ScoreOptions::new(3).unwrap();
    let measurer = Measurer::new(model, &log, &sessions).unwrap();
    let measured = measurer.measure(leave_out, &options);
    // Canonical order is by actor; back to the order in which they were given.
    let given = |number: usize| {
        let number = log.entities().values(sessions.entity(number)).nth(1).flatten().unwrap();
        number.parse::<usize>().unwrap()
    };
    let mut by_number: Vec<_> = (0..sessions.len()).map(given).zip(measured).collect();
    by_number.sort_by_key(|(number, _)| *number);
    by_number.into_iter().map(|(_, measured)| measured).collect()
}

/// The model of fewer sessions keeps what the whole one has found out about how many commands there are.
fn refit(rest: &[Vec<Row>], whole: &Model, order: u8) -> Model {
    let mut model = model(rest, order);
    model.set_vocabulary(whole.habit_tables().unwrap().walks.vocabulary);
    model
}

fn numbers(Examined { measured, score, .. }: &Examined) -> Vec<f64> {
    let measures = measured.habit.iter().chain(&measured.others);
    let measures = measures.flat_map(|measure| [measure.value, measure.size]);
    let scores = [score.surprisal_bits, score.session_bits, measured.history as f64, measured.events as f64];
    measures.chain(scores).collect()
}

fn assert_same(a: &Examined, b: &Examined) {
    for (place, (a, b)) in numbers(a).into_iter().zip(numbers(b)).enumerate() {
        assert!((a - b).abs() < 1e-9 || (a.is_nan() && b.is_nan()), "number {place}: {a} is not {b}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_session_left_out_is_a_session_never_counted(sessions in rows(), order in 0..4_usize) {
        let order = ORDERS[order];
        let whole = model(&sessions, order);
        let left_out = measured(&whole, &sessions, LeaveOut::Session);
        for (number, left_out) in left_out.iter().enumerate() {
            let mut rest = sessions.clone();
            let one = vec![rest.remove(number)];
            let expected = measured(&refit(&rest, &whole, order), &one, LeaveOut::Nothing);
            assert_same(left_out, &expected[0]);
        }
    }

    #[test]
    fn an_actor_left_out_is_an_actor_never_counted(sessions in rows(), order in 0..4_usize) {
        let order = ORDERS[order];
        let whole = model(&sessions, order);
        let left_out = measured(&whole, &sessions, LeaveOut::Actor);
        for (number, session) in sessions.iter().enumerate() {
            let actor = session[0].0;
            let is_other = |other: &usize| if actor.is_some() { sessions[*other][0].0 != actor } else { *other != number };
            let rest: Vec<_> = (0..sessions.len()).filter(is_other).map(|other| sessions[other].clone()).collect();
            if rest.is_empty() {
                continue;
            }
            let expected = measured(&refit(&rest, &whole, order), std::slice::from_ref(session), LeaveOut::Nothing);
            assert_same(&left_out[number], &expected[0]);
        }
    }

    /// Whatever comes next, the chances of all that could come add up to 1: everybody's, and the actor's.
    #[test]
    fn the_chances_of_all_that_could_follow_add_up(sessions in rows(), order in 0..4_usize, number in 0..9_usize, len in 0..6_usize) {
        let model = model(&sessions, ORDERS[order]);
        let session = &sessions[number % sessions.len()];
        let start = &session[..len.min(session.len())];
        let actor = session[0].0;
        let with = |command: &'static str| {
            let mut events = start.to_vec();
            events.push((actor, 1_000_000, command, Vec::new()));
            events
        };
        let known: Vec<&str> = COMMANDS.into_iter().filter(|command| model.counts().commands().get(command).is_some()).collect();
        let mut all: Vec<Vec<Row>> = known.into_iter().chain(["Unheard-Of"]).map(with).collect();
        if !start.is_empty() {
            all.push(start.to_vec());
        }
        let (log, cut) = log(&all);
        let measurer = Measurer::new(&model, &log, &cut).unwrap();
        let mut sums = [0.0; 5];
        let mut scratch = Scratch::default();
        for number in 0..cut.len() {
            measurer.load(&mut scratch, number, LeaveOut::Nothing);
            let step = scratch.chances[start.len()];
            let chances = [step.everybody[0], step.everybody[1], step.actor[0], step.actor[1], (-step.bits).exp2()];
            sums.iter_mut().zip(chances).for_each(|(sum, chance)| *sum += chance);
        }
        // No session is empty, so that END cannot be tried there; it never follows START.
        if !start.is_empty() {
            prop_assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-9), "{sums:?}");
        }
    }

    #[test]
    fn how_ties_are_written_does_not_matter_where_most_steps_are(sessions in rows(), seed in 0..1_000_u64) {
        let model = model(&sessions, 2);
        let tied: Vec<Row> = sessions.iter().flatten().take(6).map(|(_, _, command, _)| (Some("ann"), 5, *command, Vec::new())).collect();
        let mut other = tied.clone();
        let len = other.len();
        // One tied step fewer than events, of one step more.
        prop_assume!(len >= 4);
        (0..len).for_each(|place| other.swap(place, (seed as usize / (place + 1)) % len));
        let scores = [tied, other].map(|session| measured(&model, &[session], LeaveOut::Nothing)[0]);
        let measures = scores.map(|scores| numbers(&scores)[..2 * (Evidence::COUNT + 1)].iter().map(|number| number.to_bits()).collect::<Vec<_>>());
        prop_assert_eq!(&measures[0], &measures[1]);
    }
}
