//! Groups of findings that are odd for the same reason.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use oddwalk_core::{
    Clue, Counts, Entities, Event, EventLog, Evidence, Fact, Findings, Group, Judged, Judgement, LeaveOut,
    Model, Modellable, NoveltyFact, ParameterExplanation, Part, Reasons, ScoreOptions, Scorer, SessionKind,
    SessionOptions, Sessions, Verdict, VolumeFact, grouped, sessionize,
};

const HOUR: i64 = 3_600_000_000_000;

fn log(sessions: &[(&str, &[&str])]) -> (EventLog, Sessions) {
    let mut log = EventLog::new(Entities::new(vec!["user".to_owned()], vec![0]));
    log.start_file("a.csv");
    for (hour, (user, commands)) in (0..).zip(sessions) {
        let entity = log.entities_mut().intern(&[Some(*user)]);
        for command in *commands {
            let command = log.commands_mut().intern(command);
            log.push(Event { entity, time: hour * HOUR, command, row: 1 }).unwrap();
        }
    }
    let sessions = sessionize(&log, &SessionOptions::default());
    (log, sessions)
}

/// The groups' ranks, where the finding of each rank has these clues.
fn groups(sessions: &[(&str, &[&str])], clues: &[Vec<Clue>]) -> Vec<(Vec<usize>, usize)> {
    let (log, sessions) = log(sessions);
    let model = Model::fit(Counts::of(&log, &sessions, SessionKind::Commands), Modellable::Categories);
    let options = ScoreOptions::new(2).unwrap();
    let scores = Scorer::new(&model, &log, &sessions).score(&options);
    // The earlier a session, the odder it is.
    let judgement = |number: usize| {
        let score_bits = 50.0 - sessions.get(number).span.map_or(0, |span| span.begin / HOUR) as f64;
        let verdict = Verdict { evidence_bits: [0.0; Evidence::COUNT], score_bits };
        Judgement { verdict, order_uncertain: false, history: Some(1) }
    };
    let judgements: Vec<Judgement> = (0..sessions.len()).map(judgement).collect();
    let judged = Some(Judged { judgements: &judgements, leave_out: LeaveOut::Session });
    let part = Part {
        recipe: "table",
        log: &log,
        sessions: &sessions,
        scores: &scores,
        model: &model,
        options,
        judged,
    };
    let findings = Findings::rank([part]);
    let reasons: Vec<Reasons> =
        clues.iter().map(|clues| Reasons { clues: clues.clone(), first_times: Vec::new() }).collect();
    let groups = grouped(findings.iter().zip(&reasons));
    assert!(groups.iter().all(|group| group.rank() == group.members[0].rank && group.begins.is_some()));
    let told = |group: &Group| (group.members.iter().map(|member| member.rank).collect(), group.actors);
    groups.iter().map(told).collect()
}

fn parameter(name: &str, bits: f64) -> Clue<'_> {
    let parameter =
        ParameterExplanation { name, present: true, probability: Some(0.1), bits, count: 1, of: 9 };
    Clue { evidence: Evidence::Content, bits, fact: Fact::Parameter { command: "Set", parameter } }
}

fn flood(bits: f64) -> Clue<'static> {
    let fact = VolumeFact { command: "Get", times: 99, most: 3, own_with: 1, own_of: 2, with: 1, of: 2 };
    Clue { evidence: Evidence::Volume, bits, fact: Fact::Volume(fact) }
}

fn new(commands: &[&'static str]) -> Clue<'static> {
    let fact = NoveltyFact { to_all: Vec::new(), to_actor: commands.to_vec(), own: Some((1, 2)) };
    Clue { evidence: Evidence::Novelty, bits: 12.0, fact: Fact::Novelty(fact) }
}

#[test]
fn the_same_strongest_clue_is_the_same_group() {
    let sessions: [(&str, &[&str]); 4] =
        [("ann", &["Set", "Get"]), ("bob", &["Set", "Get"]), ("ann", &["Set"]), ("bob", &["Get"])];
    let clues = [vec![parameter("A", 9.0)], vec![parameter("B", 9.0)], vec![parameter("A", 8.0)], vec![]];
    assert_eq!(groups(&sessions, &clues), [(vec![1, 3], 1), (vec![2], 1), (vec![4], 1)]);
}

#[test]
fn another_strong_clue_is_not_swallowed() {
    let sessions: [(&str, &[&str]); 4] =
        [("ann", &["Set"]), ("bob", &["Set"]), ("eve", &["Set"]), ("kim", &["Set"])];
    let clues = [
        vec![parameter("A", 12.0)],
        vec![parameter("A", 12.0), flood(9.0)],
        vec![parameter("A", 12.0), flood(3.0)],
        vec![parameter("A", 12.0), flood(8.0)],
    ];
    assert_eq!(groups(&sessions, &clues), [(vec![1, 3], 2), (vec![2, 4], 2)]);
}

#[test]
fn one_new_command_alone_is_like_any_other() {
    let sessions: [(&str, &[&str]); 4] =
        [("ann", &["A"]), ("bob", &["B"]), ("eve", &["B", "C"]), ("kim", &["A", "A"])];
    let clues = [vec![new(&["A"])], vec![new(&["B"])], vec![new(&["B", "C"])], vec![new(&["A"])]];
    assert_eq!(groups(&sessions, &clues), [(vec![1, 2, 4], 3), (vec![3], 1)]);
}
