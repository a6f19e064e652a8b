use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::{
    Counts, Entities, Event, EventLog, Model, Modellable, Parameters, Score, ScoreOptions, Scorer,
    SessionKind, Sessions, Uncapped,
};

/// A command, and its parameters with their values.
type Call = (u8, Vec<(u8, Option<u8>)>);

fn log(sessions: &[Vec<Call>]) -> (EventLog, Sessions) {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]))
        .with_parameters(Parameters::new(Uncapped::None));
    let entity = log.entities_mut().intern(&[Some("ann")]);
    let mut ends = Vec::new();
    for session in sessions {
        for (command, parameters) in session {
            let command = log.commands_mut().intern(&format!("C{command}"));
            log.push(Event { entity, time: 0, command, row: log.len() as u32 + 1 }).unwrap();
            let texts: Vec<(String, Option<String>)> = parameters
                .iter()
                .map(|(name, value)| (format!("P{name}"), value.map(|value| format!("v{value}"))))
                .collect();
            let pairs = texts.iter().map(|(name, value)| (name.as_str(), value.as_deref()));
            log.parameters_mut().unwrap().push(pairs).unwrap();
        }
        ends.push(log.len() as u32);
    }
    let sessions = Sessions::given(&log, &ends, &vec![None; ends.len()]);
    (log, sessions)
}

/// Commands and parameters from `first` on, so that two logs know only some of each other's.
fn sessions(first: u8) -> impl Strategy<Value = Vec<Vec<Call>>> {
    let parameter = (first..first + 5, prop::option::weighted(0.8, 0..4_u8));
    let call = (first..first + 6, prop::collection::vec(parameter, 0..5));
    prop::collection::vec(prop::collection::vec(call, 1..15), 1..10)
}

fn kind() -> impl Strategy<Value = SessionKind> {
    prop::sample::select(vec![SessionKind::Commands, SessionKind::Parameters, SessionKind::Values])
}

fn modellable() -> impl Strategy<Value = Modellable> {
    let named = Modellable::Named(["P1".into(), "P4".into()].into());
    prop::sample::select(vec![Modellable::Categories, Modellable::All, named])
}

fn options() -> impl Strategy<Value = ScoreOptions> {
    (2..8_usize, any::<bool>(), any::<bool>()).prop_map(|(window_len, tokens, geometric_mean)| {
        let options = ScoreOptions::new(window_len).unwrap();
        options.with_tokens(tokens).with_geometric_mean(geometric_mean)
    })
}

proptest! {
    #[test]
    fn bits_add_up_and_probabilities_multiply(
        learnt in sessions(0), scored in sessions(2), kind in kind(), modellable in modellable(),
        options in options(), own in any::<bool>(),
    ) {
        let (log, sessions) = log(&scored);
        let (other, others) = self::log(&learnt);
        let counts = if own { Counts::of(&log, &sessions, kind) } else { Counts::of(&other, &others, kind) };
        check(&Model::fit(counts, modellable), &log, &sessions, &options);
    }
}

#[test]
fn long_windows_are_finite_where_likelihoods_are_not_above_0() {
    let call = |index: u32| ((index * index % 251) as u8, vec![((index % 97) as u8, Some(index as u8))]);
    let (log, sessions) = log(&[(0..400).map(call).collect(), (0..260).map(call).collect()]);
    for kind in [SessionKind::Commands, SessionKind::Parameters, SessionKind::Values] {
        let model = Model::fit(Counts::of(&log, &sessions, kind), Modellable::All);
        let options = ScoreOptions::new(250).unwrap();
        let scores = check(&model, &log, &sessions, &options);
        let likelihoods = [scores[0].likelihood, scores[0].session_likelihood];
        assert!(likelihoods.iter().all(|&likelihood| likelihood <= 0.0), "{scores:?}");
    }
}

#[test]
fn a_model_that_learnt_nothing_explains() {
    let (log, sessions) = log(&[vec![(1, vec![(1, Some(1))]), (2, vec![])]]);
    let (empty, none) = self::log(&[]);
    for kind in [SessionKind::Commands, SessionKind::Parameters, SessionKind::Values] {
        let model = Model::fit(Counts::of(&empty, &none, kind), Modellable::All);
        check(&model, &log, &sessions, &ScoreOptions::new(2).unwrap());
    }
}

#[test]
fn what_is_told_is_what_was_counted() {
    let call = |command: u8| (command, vec![(command, Some(0)), (9, None)]);
    let (log, sessions) =
        log(&[vec![call(1), call(2), call(1)], vec![call(1), call(2)], vec![call(1), call(3)]]);
    let model = Model::fit(Counts::of(&log, &sessions, SessionKind::Values), Modellable::All);
    let scorer = Scorer::new(&model, &log, &sessions);
    let explanation = scorer.explain_session(&sessions.get(2), &ScoreOptions::new(2).unwrap());
    let mut told = String::new();
    for step in &explanation.steps {
        let StepExplanation { event, command, context, count, of, seen, expected, .. } = step;
        let expected: Vec<_> = expected.iter().map(|expected| (expected.command, expected.count)).collect();
        writeln!(told, "{event} {command:?} {context:?} {count}/{of} {seen} {expected:?}").unwrap();
        for parameter in step.content.iter().flat_map(|content| &content.parameters) {
            let ParameterExplanation { name, present, count, of, .. } = parameter;
            writeln!(told, "  {name} {present} {count}/{of}").unwrap();
        }
        for ValueExplanation { name, value, count, of, .. } in
            step.content.iter().flat_map(|content| &content.values)
        {
            writeln!(told, "  {name} = {value:?} {count}/{of}").unwrap();
        }
    }
    assert_eq!(
        told,
        "0 Some(\"C1\") Start 3/3 4 []\n  P1 true 4/4\n  P9 true 4/4\n  P1 = Some(\"v0\") 4/4\n  P9 = None 0/0
1 Some(\"C3\") After(\"C1\") 1/4 1 [(Some(\"C2\"), 2)]\n  P3 true 1/1\n  P9 true 1/1\n  P9 = None 0/0\n  P3 = Some(\"v0\") 1/1
2 None After(\"C3\") 1/1 3 []\n"
    );
}

fn check(model: &Model, log: &EventLog, sessions: &Sessions, options: &ScoreOptions) -> Vec<Score> {
    let scorer = Scorer::new(model, log, sessions);
    let scores = scorer.score(options);
    for (session, score) in sessions.iter().zip(&scores) {
        let window = scorer.explain_window(&session, score, options);
        assert_eq!(window.steps.len(), if score.is_scored() { options.window_len } else { 0 });
        if score.is_scored() {
            let scale = if options.geometric_mean { 1.0 / options.window_len as f64 } else { 1.0 };
            compare(&window, score.likelihood, score.surprisal_bits, scale);
        }
        let whole = scorer.explain_session(&session, options);
        compare(&whole, score.session_likelihood, score.session_bits, 1.0);
    }
    scores
}

fn compare(explanation: &Explanation, likelihood: f64, bits: f64, scale: f64) {
    let difference = (explanation.bits() - bits).abs();
    assert!(difference <= 1e-9, "{} is not {bits}", explanation.bits());
    explanation.steps.iter().for_each(assert_finite);
    if likelihood > 1e-290 {
        let product: f64 = explanation.steps.iter().map(|step| probability(step, scale)).product();
        let product = product.powf(scale);
        assert!((product / likelihood - 1.0).abs() <= 1e-12, "{product} is not {likelihood}");
    }
}

/// P(the command) times the root of all factors, from probabilities alone but for UNKNOWN's, which is not told.
fn probability(step: &StepExplanation, scale: f64) -> f64 {
    step.content.as_ref().map_or(step.probability, |content| {
        let factors = f64::from(content.factors);
        let parameters: f64 =
            content.parameters.iter().filter_map(|parameter| parameter.probability).product();
        let values: f64 = content.values.iter().map(|value| value.probability).product();
        let unknown = (-content.unknown_bits * factors / scale).exp2();
        step.probability * (parameters * values * unknown).powf(1.0 / factors)
    })
}

fn assert_finite(step: &StepExplanation) {
    let contents = step.content.iter();
    let parts = contents.flat_map(|content| {
        let parameters = content.parameters.iter().map(|parameter| parameter.bits);
        parameters.chain(content.values.iter().map(|value| value.bits)).chain([content.unknown_bits])
    });
    let bits = parts.chain([step.transition_bits, step.probability]);
    bits.for_each(|bits| assert!(bits.is_finite() && bits >= 0.0, "{step:?}"));
    assert!(step.expected.len() <= 3);
    assert!(step.expected.iter().all(|expected| expected.probability > step.probability), "{step:?}");
}
