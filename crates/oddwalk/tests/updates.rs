//! Updates: a model that learns day by day does not take a repeated intrusion for normal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use oddwalk::core::{
    Entities, EventLog, Finding, LeaveOut, Modellable, Quality, ScoreOptions, SessionKind, SessionOptions,
    sessionize,
};
use oddwalk::generate::{Event, Kind, Options};
use oddwalk::{
    About, Accepting, Alerts, Baseline, CannotJoin, FitOptions, Scan, Sessionized, Wanted, alerts,
};

const DAY: i64 = 86_400_000_000_000;
const UPDATES: i64 = 10;

fn sessionized<'a>(events: impl Iterator<Item = (&'a str, &'a str, &'a str, i64)>) -> Sessionized {
    let mut log = EventLog::new(Entities::new(vec!["user".into(), "origin".into()], vec![0]));
    for (user, origin, command, time) in events {
        let entity =
            log.entities_mut().intern(&[user, origin].map(|value| Some(value).filter(|it| !it.is_empty())));
        let command = log.commands_mut().intern(command);
        log.push(oddwalk::core::Event { entity, time, command, row: 1 }).unwrap();
    }
    let log = log.canonical();
    let sessions = sessionize(&log, &SessionOptions::default());
    Sessionized { log, sessions, quality: Quality::default() }
}

fn of_events<'a>(events: impl Iterator<Item = (&'a Event, i64)>) -> Sessionized {
    sessionized(events.map(|(event, time)| (&*event.user, event.origin.as_str(), event.command, time)))
}

fn baseline(base: &Sessionized) -> Baseline {
    let about = About {
        recipe: "table".into(),
        wanted: None,
        sessions: SessionOptions::default(),
        time_range: base.sessions.time_range(),
        inputs: BTreeSet::new(),
    };
    let options =
        FitOptions { kind: SessionKind::Commands, modellable: Modellable::Categories, order: Some(2) };
    Baseline::new(about, base.fit(&options))
}

fn judged(day: Sessionized, baseline: &Baseline) -> Scan {
    let options = ScoreOptions::new(3).unwrap();
    day.judge(baseline.model.clone(), options, LeaveOut::Nothing).unwrap()
}

fn learn(baseline: &Baseline, name: &str, scan: &Scan, accepting: Accepting) -> (Baseline, oddwalk::Learnt) {
    baseline.learn(name, scan, BTreeSet::new(), &accepting).unwrap()
}

fn learn_all(baseline: &Baseline, name: &str, scan: &Scan) -> (Baseline, oddwalk::Learnt) {
    learn(baseline, name, scan, Accepting::default())
}

/// Of each session that begins at one of these times its score, if that is within 20 alerts a day.
fn alerted(scan: &Scan, alerts: &Alerts, begins: &[i64]) -> Vec<Option<f64>> {
    let findings = scan.findings();
    let score = |finding: Finding| {
        let span = finding.session.session.span?;
        Some((span.begin, finding.judgement?.verdict.score_bits))
    };
    let kept: Vec<(i64, f64)> = findings.iter().take(alerts.kept).filter_map(score).collect();
    let at = |begin: &i64| kept.iter().find(|(at, _)| at == begin).map(|(_, bits)| *bits);
    begins.iter().map(at).collect()
}

/// The scores of the planted sessions that are alerts: of the first day, and when they have been repeated on ten more, on
/// each of which the model has learnt. What is an alert is not learnt, if so.
fn repeated(learns_alerts: bool) -> [Vec<Option<f64>>; 2] {
    let log = Kind::Office365.log(Options { events: 40_000, seed: 7, ..Options::default() });
    let begins: Vec<i64> = log.planted().iter().map(|intrusion| intrusion.begin).collect();
    let events: Vec<Event> = log.collect();
    let first = events[0].time.div_euclid(DAY) * DAY;
    let base_days = 24;
    let ordinary = || events.iter().filter(|event| event.planted.is_none());
    let on_day = |event: &&Event, day: i64| event.time.div_euclid(DAY) == (first + day * DAY).div_euclid(DAY);
    let base = of_events(
        ordinary().filter(|event| event.time < first + base_days * DAY).map(|event| (event, event.time)),
    );
    let mut model = baseline(&base);
    let (mut first_day, mut last) = (Vec::new(), Vec::new());
    for day in base_days..=base_days + UPDATES {
        // Every planted session happens every day, at its own time of the day.
        let moved = |time: i64, begin: i64| time - begin.div_euclid(DAY) * DAY + first + day * DAY;
        let attack = events.iter().filter_map(|event| {
            let begin = begins[usize::from(event.planted?)];
            Some((event, moved(event.time, begin)))
        });
        let work = ordinary().filter(|event| on_day(event, day)).map(|event| (event, event.time));
        let scan = judged(of_events(work.chain(attack)), &model);
        let todays: Vec<i64> = begins.iter().map(|&begin| moved(begin, begin)).collect();
        let wanted = Wanted { per_day: Some(20.0), fdr: None };
        let alerts = alerts([&scan].into_iter(), model.time_range(), wanted).unwrap();
        last = alerted(&scan, &alerts, &todays);
        if first_day.is_empty() {
            first_day.clone_from(&last);
        }
        let usual = Accepting::default();
        let threshold = alerts.budget.unwrap().cut.threshold_bits;
        let accepting = if learns_alerts { usual } else { usual.below(threshold) };
        let (updated, learnt) = learn(&model, &format!("{day}"), &scan, accepting);
        assert!(
            learnt.learnt > 0 && learnt.odd + learnt.over_share + learnt.learnt == learnt.read,
            "{learnt:?}"
        );
        model = updated;
    }
    [first_day, last]
}

#[test]
fn a_repeated_intrusion_that_is_too_odd_to_be_learnt_stays_an_alert() {
    let [first_day, last] = repeated(true);
    // What is less odd than that is learnt, as anything is that nobody would look at in a larger log.
    let accepted = -Accepting::default().accept.log2();
    let refused = |bits: &Option<f64>| bits.is_some_and(|bits| bits >= accepted);
    let refused = first_day.iter().zip(&last).filter(|(first, _)| refused(first));
    assert!(refused.clone().count() >= 2, "{first_day:?}");
    assert!(refused.clone().all(|(_, last)| last.is_some()), "at first {first_day:?}, at last {last:?}");
}

#[test]
fn a_repeated_intrusion_stays_within_the_budget_that_updates_know() {
    let [first_day, last] = repeated(false);
    let found = first_day.iter().zip(&last).filter(|(first, _)| first.is_some());
    assert!(found.clone().count() >= 4, "{first_day:?}");
    assert!(found.clone().all(|(_, last)| last.is_some()), "at first {first_day:?}, at last {last:?}");
}

/// Users at work, five sessions a day each.
fn office(days: std::ops::Range<i64>, users: i64) -> Vec<(String, i64, &'static str)> {
    let mut events = Vec::new();
    for day in days {
        for user in 0..users {
            for session in 0..5 {
                for (command, step) in ["open", "read", "write", "close"].into_iter().zip(0..) {
                    let time = day * DAY + (session * 3_600 + user * 60) * 1_000_000_000 + step;
                    events.push((format!("user {user}"), time, command));
                }
            }
        }
    }
    events
}

fn log_of(events: &[(String, i64, &'static str)]) -> Sessionized {
    sessionized(events.iter().map(|(user, time, command)| (user.as_str(), "here", *command, *time)))
}

#[test]
fn whoever_floods_a_log_gives_their_share_and_of_all_the_day() {
    let model = baseline(&log_of(&office(0..20, 25)));
    let mut day = office(20..21, 25);
    for session in 0..400 {
        for command in ["open", "read", "write", "close"] {
            day.push(("eve".into(), 20 * DAY + session * 200_000_000_000, command));
        }
    }
    // Eve is new, and where all are alike any difference is odd.
    let all = Accepting { accept: 1e-9, ..Accepting::default() };
    let (updated, learnt) = learn(&model, "day", &judged(log_of(&day), &model), all);
    let batch = &updated.batches()[0];
    let habits = batch.counts.habits().unwrap();
    let most = habits.sessions.iter().max().unwrap();
    let all: u64 = habits.sessions.iter().sum();
    assert!(learnt.over_share > 0 && learnt.cap.is_share_of_taken, "{learnt:?}");
    assert!(*most <= learnt.cap.most && learnt.cap.most as f64 <= 0.05 * all as f64, "{most} of {all}");
    assert_eq!(batch.about.time_range.unwrap().1, 20 * DAY + 399 * 200_000_000_000);
}

/// A new session has one session more to be compared with than those had that it is compared with.
#[test]
fn what_is_as_everything_before_is_not_odd() {
    for (days, users) in [(20, 25), (6, 3), (100, 2)] {
        let model = baseline(&log_of(&office(0..days, users)));
        let scan = judged(log_of(&office(days..days + 1, users)), &model);
        for judgement in &scan.judged.unwrap().judgements {
            assert!(judgement.verdict.score_bits < 0.1, "{days} days of {users}: {judgement:?}");
        }
    }
}

#[test]
fn few_actors_give_a_share_of_what_is_normal() {
    let model = baseline(&log_of(&office(0..20, 3)));
    let (_, learnt) = learn_all(&model, "day", &judged(log_of(&office(20..60, 3)), &model));
    assert!(!learnt.cap.is_share_of_taken);
    assert_eq!((learnt.cap.most, learnt.learnt), (30, 90), "5 % of 600 for each of three");
}

#[test]
fn what_was_learnt_can_be_taken_out_again_to_the_bit() {
    let model = baseline(&log_of(&office(0..20, 25)));
    let (updated, learnt) = learn_all(&model, "day", &judged(log_of(&office(20..21, 25)), &model));
    assert_eq!((learnt.read, learnt.learnt), (125, 125));
    assert_eq!(updated.model.counts().sessions(), 125 * 21);
    let file = |baseline: &Baseline| {
        let mut all = oddwalk::Baselines::default();
        all.add(baseline.clone()).unwrap();
        all.to_bytes()
    };
    assert_eq!(file(&updated.subtract("day").unwrap()), file(&model));
    let again = updated.learn(
        "day",
        &judged(log_of(&office(21..22, 25)), &updated),
        BTreeSet::new(),
        &Accepting::default(),
    );
    assert_eq!(again.unwrap_err(), CannotJoin::SameBatch("day".into()));
}

#[test]
fn nothing_is_learnt_where_all_is_odd_or_nobody_has_judged() {
    let model = baseline(&log_of(&office(0..20, 25)));
    let scan = judged(log_of(&office(20..21, 25)), &model);
    let picky = Accepting { accept: 1.0, ..Accepting::default() };
    let (same, learnt) = model.learn("day", &scan, BTreeSet::new(), &picky).unwrap();
    assert_eq!((learnt.learnt, learnt.odd, same.batches().len()), (0, 125, 0));
    assert!(learnt.oddest_bits.is_some());
    let scored = log_of(&office(20..21, 25)).score(model.model.clone(), ScoreOptions::new(3).unwrap());
    let error = model.learn("day", &scored, BTreeSet::new(), &picky).unwrap_err();
    assert_eq!(error, CannotJoin::NotJudged);
}
