//! The model file: what goes in comes out, the same models are the same bytes, and nothing broken is taken for a model.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use oddwalk::core::{
    Counts, Entities, Event, EventLog, Model, Modellable, Parameters, SAMPLE_SIZE, ScoreOptions, Scorer,
    SessionKind, SessionOptions, Uncapped, sessionize,
};
use oddwalk::logs::Overrides;
use oddwalk::{About, BadModelFile, Baseline, Baselines, BatchAbout, CannotJoin, FORMAT_VERSION, InputHash};
use proptest::prelude::*;

fn counts(users: std::ops::Range<u32>, kind: SessionKind) -> Counts {
    let log = log(users);
    Counts::of_habits(&log, &sessionize(&log, &SessionOptions::default()), kind, 3)
}

fn log(users: std::ops::Range<u32>) -> EventLog {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    for user in users {
        for event in 0..5 + user % 3 {
            let entity = log.entities_mut().intern(&[Some(&format!("user {user}"))]);
            let command =
                log.commands_mut().intern(["Set-Mailbox", "New-App", "Get-ü"][(event * user % 3) as usize]);
            log.push(Event { entity, time: i64::from(event), command, row: 1 }).unwrap();
            let value = format!("v{}", event % 2);
            let parameters = [("Identity", Some(value.as_str())), ("Force", None)];
            let parameters = parameters.into_iter().take(event as usize % 3);
            log.parameters_mut().unwrap().push(parameters).unwrap();
        }
    }
    log.canonical()
}

fn baseline(users: std::ops::Range<u32>, kind: SessionKind) -> Baseline {
    let input = InputHash { sha256: format!("{:064}", users.start), name: format!("{}.csv", users.start) };
    let about = About {
        recipe: "table".into(),
        wanted: Some(Overrides {
            time: Some("t".into()),
            entity: vec!["user".into()],
            ..Overrides::default()
        }),
        sessions: SessionOptions::default(),
        time_range: Some((i64::from(users.start), i64::from(users.end))),
        inputs: BTreeSet::from([input]),
    };
    Baseline::new(about, Model::fit(counts(users, kind), Modellable::Categories))
}

fn file(baselines: impl IntoIterator<Item = Baseline>) -> Vec<u8> {
    let mut all = Baselines::default();
    baselines.into_iter().for_each(|baseline| all.add(baseline).unwrap());
    all.to_bytes()
}

#[test]
fn what_is_written_is_read() {
    for kind in [SessionKind::Commands, SessionKind::Parameters, SessionKind::Values] {
        let mut other = baseline(3..9, kind);
        other.about = About { recipe: "zeek".into(), ..baseline(0..1, kind).about };
        let bytes = file([other, baseline(0..9, kind)]);
        let read = Baselines::from_bytes(&bytes).unwrap();
        assert_eq!(
            read.all.iter().map(|one| one.about.recipe.as_str()).collect::<Vec<_>>(),
            ["table", "zeek"]
        );
        assert_eq!(read.of("table").unwrap().about, baseline(0..9, kind).about);
        assert_eq!(*read.of("table").unwrap().model.counts(), counts(0..9, kind));
        assert_eq!(read.to_bytes(), bytes);
    }
}

#[test]
fn shards_merge_to_the_bytes_of_the_whole() {
    let kind = SessionKind::Values;
    let mut whole = baseline(0..9, kind);
    whole.about.time_range = Some((0, 9));
    let parts = || [baseline(0..4, kind), baseline(4..6, kind), baseline(6..9, kind)];
    let mut reversed = parts();
    reversed.reverse();
    assert_eq!(file(parts()), file(reversed));
    whole.about.inputs = parts().into_iter().flat_map(|part| part.about.inputs).collect();
    assert_eq!(file(parts()), file([whole]));
}

#[test]
fn models_of_different_making_do_not_merge() {
    let kind = SessionKind::Values;
    let mut all = Baselines::default();
    all.add(baseline(0..4, kind)).unwrap();
    let mut other = baseline(4..6, kind);
    other.about.sessions.max_gap += 1;
    let error = all.add(other).unwrap_err().to_string();
    assert_eq!(error, "the models were made with different limits of sessions");
    let error = all.add(baseline(4..6, SessionKind::Commands)).unwrap_err().to_string();
    assert!(error.contains("commands with parameters and values"), "{error}");
}

#[test]
fn a_file_cut_off_anywhere_is_told_from_a_foreign_one() {
    let bytes = file([baseline(0..4, SessionKind::Values)]);
    assert_eq!(Baselines::from_bytes(&[]).unwrap_err(), BadModelFile::Foreign);
    for len in 1..bytes.len() {
        let error = Baselines::from_bytes(&bytes[..len]).unwrap_err();
        assert!(matches!(error, BadModelFile::Truncated { .. }), "{len}: {error}");
    }
    for foreign in [&b"PAR1"[..], b"{}", b"oddwalk", b"odd"] {
        let error = Baselines::from_bytes(foreign).unwrap_err();
        let truncated = matches!(error, BadModelFile::Truncated { .. });
        assert_eq!(truncated, foreign.starts_with(b"odd"), "{error}");
    }
}

#[test]
fn any_altered_byte_is_seen() {
    let bytes = file([baseline(0..4, SessionKind::Values)]);
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 1;
        assert!(Baselines::from_bytes(&altered).is_err(), "byte {place}");
    }
    let longer = [&bytes[..], b"x"].concat();
    assert_eq!(Baselines::from_bytes(&longer).unwrap_err(), BadModelFile::Altered);
}

#[test]
fn a_file_of_another_version_says_so() {
    let mut bytes = file([baseline(0..4, SessionKind::Commands)]);
    bytes[8] += 1;
    assert_eq!(Baselines::from_bytes(&bytes).unwrap_err(), BadModelFile::Newer(FORMAT_VERSION + 1));
    bytes[8] -= 2;
    assert_eq!(Baselines::from_bytes(&bytes).unwrap_err(), BadModelFile::Older(FORMAT_VERSION - 1));
}

#[test]
fn habits_come_back_and_a_file_may_be_without() {
    let whole = baseline(0..9, SessionKind::Values);
    let read = Baselines::from_bytes(&file([whole.clone()])).unwrap();
    let (read, habits) = (read.all[0].model.counts().habits(), whole.model.counts().habits());
    assert!(habits.is_some_and(|habits| habits.runs.len() == 2 && !habits.sample.keys.is_empty()));
    assert_eq!(read, habits);
    let log = log(0..4);
    let counts = Counts::of(&log, &sessionize(&log, &SessionOptions::default()), SessionKind::Values);
    let without = Baseline::new(whole.about, Model::fit(counts, Modellable::Categories));
    let read = Baselines::from_bytes(&file([without.clone()])).unwrap();
    assert_eq!(read.all[0].model.counts(), without.model.counts());
}

/// One user whose parameter has these values, and who has as many sessions as events.
fn many(values: std::ops::Range<u32>) -> Counts {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    let entity = log.entities_mut().intern(&[Some("ann")]);
    let command = log.commands_mut().intern("Set-Mailbox");
    for value in values {
        let time = i64::from(value) * 3_600_000_000_000;
        log.push(Event { entity, time, command, row: 1 }).unwrap();
        let value = format!("v{value}");
        log.parameters_mut().unwrap().push([("Identity", Some(value.as_str()))].into_iter()).unwrap();
    }
    let log = log.canonical();
    Counts::of_habits(&log, &sessionize(&log, &SessionOptions::default()), SessionKind::Values, 3)
}

fn batch(number: i64) -> BatchAbout {
    let input = InputHash { sha256: format!("{number:064}"), name: format!("{number}.csv") };
    BatchAbout { time_range: Some((number, number + 9)), inputs: BTreeSet::from([input]) }
}

#[test]
fn a_batch_that_is_taken_out_leaves_no_trace() {
    let base = baseline(0..4, SessionKind::Values);
    let small = base.update("may", batch(100), counts(4..9, SessionKind::Values), &options()).unwrap();
    // So many values and sessions that the parameter loses its values and the sample is full.
    let large = small.update("june", batch(200), many(0..(SAMPLE_SIZE as u32 + 10)), &options()).unwrap();
    let all = large.model.counts();
    assert_eq!(all.values().unwrap().saturated.len(), 1);
    assert_eq!(all.habits().unwrap().sample.keys.len(), SAMPLE_SIZE);
    let read = Baselines::from_bytes(&file([large.clone()])).unwrap();
    assert_eq!(read.to_bytes(), file([large.clone()]));
    assert_eq!(read.all[0].model.counts(), all);
    let names: Vec<&str> = read.all[0].batches().iter().map(|batch| batch.name.as_str()).collect();
    assert_eq!(names, ["june", "may"]);
    let without = read.all[0].subtract("june").unwrap();
    assert_eq!(file([without.clone()]), file([small]));
    assert_eq!(file([without.subtract("may").unwrap()]), file([base]));
}

#[test]
fn batches_have_names_of_their_own_and_overlap_as_the_base_does() {
    let more = || counts(4..6, SessionKind::Values);
    let base = baseline(0..4, SessionKind::Values);
    let updated = base.update("may", batch(100), more(), &options()).unwrap();
    let error = updated.update("may", batch(100), more(), &options()).unwrap_err();
    assert_eq!(error, CannotJoin::SameBatch("may".into()));
    let error = base.update("may", batch(100), counts(4..6, SessionKind::Commands), &options()).unwrap_err();
    assert!(matches!(error, CannotJoin::Counts(_)), "{error}");
    let error = updated.subtract("june").unwrap_err();
    assert_eq!(error.to_string(), "there is no batch `june`; there are: may");
    let error = base.subtract("june").unwrap_err();
    assert_eq!(error.to_string(), "there is no batch `june`; there are none");

    let overlap = updated.overlap(&batch(100).inputs, Some((105, 300)));
    assert_eq!((overlap.files, overlap.time_range), (vec!["100.csv".to_owned()], Some((105, 109))));
    assert_eq!(updated.overlap(&BTreeSet::new(), Some((50, 60))).time_range, None);
    assert_eq!((updated.time_range(), updated.inputs().count()), (Some((0, 109)), 2));
}

#[test]
fn merging_makes_batches_a_part_of_the_base() {
    let kind = SessionKind::Values;
    let updated = baseline(0..4, kind).update("may", batch(100), counts(4..6, kind), &options()).unwrap();
    let merged = updated.merge(&baseline(6..9, kind)).unwrap();
    assert_eq!(*merged.model.counts(), counts(0..9, kind));
    assert_eq!((merged.batches().len(), merged.about.inputs.len()), (0, 3));
    assert_eq!(merged.about.time_range, Some((0, 109)));
}

proptest! {
    /// Somebody may make a file with a right checksum around wrong data.
    #[test]
    fn no_body_makes_the_program_panic(place in 0..20_000_usize, byte in any::<u8>(), cut in 0..50_usize) {
        let updated = baseline(0..4, SessionKind::Values);
        let updated = updated.update("may", batch(100), counts(4..5, SessionKind::Values), &options()).unwrap();
        let bytes = file([updated]);
        let mut body = bytes[20..bytes.len() - 32].to_vec();
        let place = place % body.len();
        body[place] = byte;
        body.truncate(body.len() - cut.min(body.len()));
        let forged = sealed(&body);
        if let Ok(read) = Baselines::from_bytes(&forged) {
            let log = log(0..4);
            let sessions = sessionize(&log, &SessionOptions::default());
            for one in &read.all {
                for batch in one.batches() {
                    prop_assert!(one.subtract(&batch.name).is_ok());
                }
                let scorer = Scorer::new(&one.model, &log, &sessions);
                let options = ScoreOptions::new(2).unwrap();
                for (session, score) in sessions.iter().zip(scorer.score(&options)) {
                    prop_assert!(score.likelihood > 0.0 && score.session_bits.is_finite(), "{score:?}");
                    let bits = scorer.explain_window(&session, &score, &options).bits();
                    prop_assert!((bits - score.surprisal_bits).abs() < 1e-9);
                }
            }
        }
    }
}

fn sealed(body: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut bytes = b"oddwalk\0".to_vec();
    bytes.extend(FORMAT_VERSION.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(body);
    let checksum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

fn options() -> ScoreOptions {
    ScoreOptions::new(3).unwrap()
}
