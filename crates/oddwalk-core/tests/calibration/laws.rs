//! What holds of every verdict.

use oddwalk_core::{Calibration, Evidence, Measure, Measured, Verdict, false_discovery_cut};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::simulate::World;

/// Numbers of all kinds, and few enough of them that some are equal.
fn number() -> impl Strategy<Value = f64> {
    let extreme = [
        0.0,
        -0.0,
        1.0,
        1e300,
        -1e300,
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    prop_oneof![
        proptest::sample::select(extreme.to_vec()),
        any::<f64>(),
        -10.0..10.0,
        (0..3_u8).prop_map(f64::from)
    ]
}

fn measure() -> impl Strategy<Value = Measure> {
    (number(), number()).prop_map(|(value, size)| Measure { value, size })
}

fn session() -> impl Strategy<Value = Measured> {
    let count = || prop_oneof![0..3_u64, Just(u64::MAX), 0..1000_u64];
    let measures = (proptest::array::uniform2(measure()), proptest::array::uniform5(measure()));
    (option::of(0..3_u32), count(), count(), measures).prop_map(
        |(actor, history, events, (habit, others))| Measured { actor, history, events, habit, others },
    )
}

fn is_sound(verdict: &Verdict) -> bool {
    let sound = |bits: f64| (0.0..=1000.0).contains(&bits);
    sound(verdict.score_bits) && verdict.evidence_bits.into_iter().all(sound) && verdict.p() > 0.0
}

/// A session all of whose measures are the same.
fn uniform(value: f64, size: f64) -> Measured {
    let measure = Measure { value, size };
    Measured { actor: Some(0), history: 10, events: 10, habit: [measure; 2], others: [measure; 5] }
}

/// A session with one evidence only.
fn alone(session: &Measured, evidence: Evidence) -> Measured {
    let mut one = Measured { habit: [Measure::NONE; 2], others: [Measure::NONE; 5], ..*session };
    match evidence {
        Evidence::Habit => one.habit = session.habit,
        other => one.others[other as usize - 1] = session.others[other as usize - 1],
    }
    one
}

fn raise(session: &mut Measured, evidence: Evidence, by: f64) {
    match evidence {
        Evidence::Habit => session.habit.iter_mut().for_each(|measure| measure.value += by),
        other => session.others[other as usize - 1].value += by,
    }
}

proptest! {
    #[test]
    fn every_verdict_is_sound(sessions in vec(session(), 0..60), other in session()) {
        let calibration = Calibration::fit(&sessions);
        for session in sessions.iter().chain([&other]) {
            for left_out in [true, false] {
                let verdict = calibration.judge(session, left_out);
                prop_assert!(is_sound(&verdict), "{:?}", verdict);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn many_copies_are_sound(sessions in vec(session(), 1..12), other in session()) {
        let many: Vec<Measured> = sessions.iter().cycle().take(2_000).copied().collect();
        let calibration = Calibration::fit(&many);
        for session in sessions.iter().chain([&other]) {
            prop_assert!(is_sound(&calibration.judge(session, true)));
            prop_assert!(is_sound(&calibration.judge(session, false)));
        }
    }
}

#[test]
fn nothing_is_unusual_where_nothing_was_learnt() {
    let verdict = Calibration::fit(&[]).judge(&uniform(1e300, 1.0), false);
    assert_eq!(verdict, Verdict { evidence_bits: [0.0; 6], score_bits: 0.0 });
}

#[test]
fn what_is_alike_is_not_unusual() {
    for count in [1, 2, 50, 2_000] {
        for value in [0.0, 3.7, 1e300] {
            let sessions = vec![uniform(value, 7.0); count];
            let verdict = Calibration::fit(&sessions).judge(&sessions[0], true);
            assert_eq!(verdict, Verdict { evidence_bits: [0.0; 6], score_bits: 0.0 }, "{count} of {value}");
        }
    }
}

#[test]
fn what_is_alike_at_every_size_is_not_unusual() {
    let sessions: Vec<_> = (0..2_000).map(|size| uniform(3.7, f64::from(size))).collect();
    let calibration = Calibration::fit(&sessions);
    assert!(sessions.iter().all(|session| calibration.judge(session, true).score_bits == 0.0));
}

#[test]
fn nothing_measured_is_nothing_unusual() {
    let mut sessions = World::new(1).sessions(1_000);
    let none = Measured { habit: [Measure::NONE; 2], others: [Measure::NONE; 5], ..sessions[0] };
    sessions.push(none);
    let verdict = Calibration::fit(&sessions).judge(&none, true);
    assert_eq!(verdict, Verdict { evidence_bits: [0.0; 6], score_bits: 0.0 });
}

#[test]
fn a_newcomer_has_no_habits_and_no_novelty() {
    let sessions = World::new(2).sessions(1_000);
    let calibration = Calibration::fit(&sessions);
    let nobody = Measured { actor: None, ..uniform(1e3, 5.0) };
    let newcomer = Measured { actor: Some(9_999), history: 0, ..nobody };
    for session in [nobody, newcomer] {
        let verdict = calibration.judge(&session, false);
        assert!(verdict.bits(Evidence::Habit) == 0.0 && verdict.bits(Evidence::Novelty) == 0.0);
        assert!(verdict.bits(Evidence::Walk) > 3.0);
    }
}

#[test]
fn equal_sessions_have_equal_verdicts() {
    let mut sessions = World::new(3).sessions(3_000);
    let same: Vec<usize> =
        sessions.iter().enumerate().filter(|(_, s)| s.actor == Some(0)).map(|(at, _)| at).collect();
    let [first, second, third] = [same[0], same[10], same[20]];
    (sessions[second], sessions[third]) = (sessions[first], sessions[first]);
    let calibration = Calibration::fit(&sessions);
    let verdicts = [first, second, third].map(|at| calibration.judge(&sessions[at], true));
    assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]));
}

#[test]
fn larger_values_are_never_less_unusual() {
    let mut world = World::new(4);
    let sessions = world.sessions(3_000);
    let fresh = world.fresh(40, &sessions);
    let calibration = Calibration::fit(&sessions);
    for (session, evidence) in
        fresh.iter().flat_map(|session| Evidence::ALL.map(|evidence| (*session, evidence)))
    {
        let mut session = session;
        let mut before = 0.0;
        for step in 0..60 {
            let bits = calibration.judge(&session, false).bits(evidence);
            assert!(bits >= before, "{} at step {step}: {bits} after {before}", evidence.name());
            before = bits;
            raise(&mut session, evidence, 0.05 * 1.2_f64.powi(step));
        }
    }
}

/// All kinds of evidence with the same numbers are as unusual as the habits alone.
#[test]
fn copies_of_one_evidence_count_once() {
    let mut copies = World::new(5).sessions(3_000);
    for session in &mut copies {
        let one = session.habit[0];
        (session.habit, session.others) = ([one; 2], [one; 5]);
    }
    let habits: Vec<Measured> = copies.iter().map(|session| alone(session, Evidence::Habit)).collect();
    let [of_copies, of_habits] = [&copies, &habits].map(|sessions| Calibration::fit(sessions));
    let mut sums = [0.0; 2];
    for (copy, habit) in copies.iter().zip(&habits) {
        let [many, one] =
            [of_copies.judge(copy, true), of_habits.judge(habit, true)].map(|verdict| verdict.score_bits);
        if one > 6.0 {
            assert!(many < one + 1.0, "{many} bits of copies, {one} bits alone");
            sums = [sums[0] + many, sums[1] + one];
        }
    }
    assert!(sums[0] < 1.03 * sums[1], "{sums:?}");
}

/// One session far longer and odder than all others: it is found, and it changes little about those of other actors.
#[test]
fn one_session_of_extreme_size_hides_no_other() {
    let mut sessions = World::new(6).sessions(5_000);
    let without = Calibration::fit(&sessions);
    let mut planted = sessions[0];
    planted.events = 1_000_000;
    for measure in planted.habit.iter_mut().chain(&mut planted.others) {
        *measure = Measure { value: measure.value + 3.0, size: 1e6 };
    }
    sessions.push(planted);
    let with = Calibration::fit(&sessions);
    let verdict = with.judge(&planted, true);
    assert!(verdict.p() < 1e-4, "{verdict:?}");
    for session in sessions.iter().filter(|session| session.actor != planted.actor) {
        let [before, after] =
            [&without, &with].map(|calibration| calibration.judge(session, true).score_bits);
        assert!((before - after).abs() < 0.3 + 0.05 * before, "{before} bits became {after}");
    }
}

/// The habits of one actor, of whom one session is an intrusion, are not blurred for the others.
#[test]
fn one_intrusion_hides_no_other_of_its_actor() {
    let mut sessions = World::new(9).sessions(5_000);
    let own: Vec<usize> = (0..5_000).filter(|&at| sessions[at].actor == Some(20)).take(2).collect();
    raise(&mut sessions[own[0]], Evidence::Habit, 5.0);
    let alone = Calibration::fit(&sessions).judge(&sessions[own[0]], true);
    raise(&mut sessions[own[1]], Evidence::Habit, 1e6);
    let beside = Calibration::fit(&sessions).judge(&sessions[own[0]], true);
    let [alone_bits, beside_bits] = [&alone, &beside].map(|verdict| verdict.bits(Evidence::Habit));
    assert!(alone_bits > 13.0 && beside_bits > 10.0, "{alone:?} {beside:?}");
    assert!(alone.p() < 1e-3 && beside.score_bits > alone.score_bits - 3.0, "{alone:?} {beside:?}");
}

/// Values that are 0 but for a few sessions are as unusual as they are few, however large they are.
#[test]
fn rare_values_are_as_unusual_as_they_are_rare() {
    let mut sessions = World::new(10).sessions(5_000);
    for (at, session) in sessions.iter_mut().enumerate() {
        session.others[2].value = if at % 125 == 0 { 1e6 } else { 0.0 };
    }
    let calibration = Calibration::fit(&sessions);
    let bits = |session| calibration.judge(session, true).bits(Evidence::Content);
    let rare = sessions.iter().step_by(125).map(bits).filter(|&bits| bits > 10.0).count();
    assert!(rare <= 4, "{rare} of 40 that are 0.8 % of all");
}

fn discoveries(seed: u64, count: usize) -> bool {
    let sessions = World::new(seed).sessions(count);
    let calibration = Calibration::fit(&sessions);
    let scores: Vec<f64> =
        sessions.iter().map(|session| calibration.judge(session, true).score_bits).collect();
    false_discovery_cut(&scores, 0.05).is_some()
}

#[test]
fn where_nothing_is_planted_little_is_discovered() {
    let seeds = (500..560).filter(|&seed| discoveries(seed, 1_000)).count();
    assert!(seeds <= 6, "{seeds} of 60");
}

/// `cargo test --release -p oddwalk-core --test calibration -- --ignored --nocapture discovered`
#[test]
#[ignore = "prints, and takes its time"]
#[allow(clippy::print_stdout, reason = "the figures are what it is for")]
fn figures_how_much_is_discovered_where_nothing_is_planted() {
    for count in [50, 300, 500, 1_600, 5_000] {
        let seeds = (2_000..2_200).filter(|&seed| discoveries(seed, count)).count();
        println!("{count} sessions: something is discovered in {seeds} of 200 seeds");
    }
}

/// `cargo test --release -p oddwalk-core --test calibration -- --ignored --nocapture half_a_million`
#[test]
#[ignore = "measures time"]
#[allow(clippy::print_stdout, reason = "the time is what it is for")]
fn figures_half_a_million() {
    let sessions = World::new(7).sessions(500_000);
    let start = std::time::Instant::now();
    let calibration = Calibration::fit(&sessions);
    let fitted = start.elapsed();
    let start = std::time::Instant::now();
    let sum: f64 = sessions.iter().map(|session| calibration.judge(session, true).score_bits).sum();
    println!("fit {fitted:?}, judge all on one thread {:?}, {sum} bits", start.elapsed());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let sessions = World::new(8).sessions(4_000);
    let verdicts = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let calibration = pool.install(|| Calibration::fit(&sessions));
        let bits = |session| calibration.judge(session, true).score_bits.to_bits();
        sessions.iter().map(bits).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(1), verdicts(3));
}
