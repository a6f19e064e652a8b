//! What does not fit into memory gives the same results as what does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oddwalk::core::{LeaveOut, Modellable, ScoreOptions, SessionKind, SessionOptions};
use oddwalk::logs::{Input, Overrides, ReadOptions, Recipe};
use oddwalk::report::{Columns, write_ndjson};
use oddwalk::{
    About, Baseline, Baselines, FitOptions, Learning, Log, LogRead, MemoryLimit, Method, ScanError,
    SpillError, SpilledFindings, SpilledLog, SpilledScan, Told,
};
use proptest::collection::vec;
use proptest::prelude::*;
use tempfile::TempDir;

/// So many findings are explained.
const EXPLAINED: usize = 7;
const OPTIONS: &[(Method, LeaveOut)] = &[
    (Method::Msticpy, LeaveOut::Session),
    (Method::Oddwalk, LeaveOut::Session),
    (Method::Oddwalk, LeaveOut::Nothing),
];

/// User, address, seconds, command, and the value of a parameter.
type Written = (u8, u8, u32, u8, Option<u8>);

/// Findings as lines, the model's bytes, and what is known of all that was read.
#[derive(Debug, PartialEq)]
struct Results {
    lines: String,
    model: Vec<u8>,
    quality: String,
}

struct World {
    _folder: TempDir,
    log: Log,
    fit: FitOptions,
}

fn options() -> ScoreOptions {
    ScoreOptions::new(3).unwrap()
}

/// Some files of events; every seventh record has no time.
fn world(events: &[Written], kind: SessionKind) -> World {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<&[Written]> = events.chunks(events.len().div_ceil(3).max(1)).collect();
    let inputs: Vec<Input> =
        files.iter().enumerate().map(|(number, events)| write(folder.path(), number, events)).collect();
    let parameters = (kind != SessionKind::Commands).then(|| "parameters".to_owned());
    let wanted = Overrides {
        time: Some("time".to_owned()),
        entity: vec!["user".to_owned(), "address".to_owned()],
        actor: vec!["user".to_owned()],
        command: Some("command".to_owned()),
        parameters,
        carry: vec!["note".to_owned()],
        ..Overrides::default()
    };
    let recipe = Recipe::by_hand(&wanted).unwrap().unwrap();
    let fit = FitOptions { kind, modellable: Modellable::All, order: Some(2) };
    World { log: Log::by_hand(&inputs, &recipe), fit, _folder: folder }
}

fn write(folder: &Path, number: usize, events: &[Written]) -> Input {
    let mut text = "time,user,address,command,parameters,note\n".to_owned();
    for (row, &(user, address, seconds, command, value)) in events.iter().enumerate() {
        let time = if row % 7 == 6 { String::new() } else { (1_700_000_000 + seconds).to_string() };
        let user = if user == 0 { String::new() } else { format!("user {user}") };
        let value = value.map(|value| format!("\"{{\"\"p{}\"\":\"\"v{value}\"\"}}\"", value % 3));
        let value = value.unwrap_or_default();
        writeln!(text, "{time},{user},10.0.0.{address},do {command},{value},note {}", row % 4).unwrap();
    }
    let path: PathBuf = folder.join(format!("{number}.csv"));
    std::fs::write(&path, text).unwrap();
    Input::File(path)
}

impl World {
    fn read(&self, limit: MemoryLimit, method: Method) -> Result<LogRead, ScanError> {
        self.log.read_within(limit, method, &ReadOptions::default(), &SessionOptions::default())
    }

    fn fit(&self, method: Method) -> FitOptions {
        let order = self.fit.order.filter(|_| method == Method::Oddwalk);
        FitOptions { order, ..self.fit.clone() }
    }

    fn in_memory(&self, method: Method, leave_out: LeaveOut, baseline: Option<&Baseline>) -> Results {
        let LogRead::Held(sessionized, _) = self.read(MemoryLimit::new(u64::MAX), method).unwrap() else {
            panic!("on disk");
        };
        let scan = match (baseline, method) {
            (Some(baseline), Method::Msticpy) => sessionized.score(baseline.model.clone(), options()),
            (Some(baseline), Method::Oddwalk) => sessionized.judge_by(baseline, options()).unwrap(),
            (None, method) => {
                let model = sessionized.fit(&self.fit(method));
                match method {
                    Method::Msticpy => sessionized.score(model, options()),
                    Method::Oddwalk => sessionized.judge(model, options(), leave_out).unwrap(),
                }
            }
        };
        let (findings, mut lines) = (scan.findings(), Vec::new());
        let told = Told::new(&findings, None, EXPLAINED);
        write_ndjson(&told.columns(), told.rows(), &mut lines).unwrap();
        Results {
            lines: String::from_utf8(lines).unwrap(),
            model: bytes(&scan.model),
            quality: format!("{:?}", scan.sessionized.quality),
        }
    }

    fn on_disk(
        &self,
        limit: MemoryLimit,
        method: Method,
        leave_out: LeaveOut,
        baseline: Option<&Baseline>,
    ) -> Result<Results, ScanError> {
        // What fits is put on disk all the same.
        let log = match self.read(limit, method)? {
            LogRead::Spilled(log) => *log,
            LogRead::Held(sessionized, _) => SpilledLog::of(*sessionized, limit, SessionOptions::default())?,
        };
        let fit = self.fit(method);
        let learning = baseline.map_or(Learning::Fit(&fit, leave_out), Learning::Baseline);
        let scan = log.scan(learning, method, options(), EXPLAINED)?;
        Ok(Results { lines: lines(&scan), model: bytes(&scan.model), quality: format!("{:?}", scan.quality) })
    }

    /// The least memory that does.
    fn least(&self, method: Method, leave_out: LeaveOut) -> u64 {
        let mut limit = MemoryLimit::new(0);
        loop {
            match self.on_disk(limit, method, leave_out, None) {
                Err(ScanError::Spill(SpillError::TooSmall { least, .. })) => {
                    assert!(least > limit.bytes(), "what does not do is no answer");
                    limit = MemoryLimit::new(least);
                }
                Err(error) => panic!("{error}"),
                Ok(_) => return limit.bytes(),
            }
        }
    }
}

fn bytes(model: &std::sync::Arc<oddwalk::core::Model>) -> Vec<u8> {
    let mut models = Baselines::default();
    models.add(baseline(model)).unwrap();
    models.to_bytes()
}

fn baseline(model: &std::sync::Arc<oddwalk::core::Model>) -> Baseline {
    let about = About {
        recipe: "table".into(),
        wanted: None,
        sessions: SessionOptions::default(),
        time_range: None,
        inputs: std::collections::BTreeSet::new(),
    };
    Baseline::new(about, model.clone())
}

fn lines(scan: &SpilledScan) -> String {
    let (mut lines, mut explained) = (Vec::new(), EXPLAINED);
    let findings = SpilledFindings::new([(oddwalk::logs::BY_HAND, scan)]);
    let written = findings.each_batch(EXPLAINED, |batch| {
        let some = batch.findings();
        let told = Told::of_batch(&some, batch.first_times(), std::mem::take(&mut explained));
        write_ndjson(&Columns::of(&some), told.rows(), &mut lines).unwrap();
        Ok::<_, SpillError>(())
    });
    written.unwrap();
    String::from_utf8(lines).unwrap()
}

fn events() -> impl Strategy<Value = Vec<Written>> {
    vec((0..9_u8, 0..3_u8, 0..9_000_u32, 0..6_u8, prop::option::of(0..8_u8)), 40..400)
}

fn kind() -> impl Strategy<Value = SessionKind> {
    prop::sample::select(vec![SessionKind::Commands, SessionKind::Parameters, SessionKind::Values])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// By either method, at the least memory that does and at somewhat more.
    #[test]
    fn the_same_findings_and_the_same_model(events in events(), kind in kind()) {
        let world = world(&events, kind);
        for &(method, leave_out) in OPTIONS {
            let expected = world.in_memory(method, leave_out, None);
            let least = world.least(method, leave_out);
            for limit in [least, least + 700, least + 3_000] {
                let found = world.on_disk(MemoryLimit::new(limit), method, leave_out, None);
                prop_assert_eq!(&found.unwrap(), &expected);
            }
        }
    }

    /// Compared with what was learnt before, from a part of the events.
    #[test]
    fn the_same_findings_by_a_baseline(events in events(), kind in kind()) {
        let known = world(&events[..events.len() / 2], kind);
        let LogRead::Held(before, _) = known.read(MemoryLimit::new(u64::MAX), Method::Oddwalk).unwrap() else {
            panic!("on disk");
        };
        let baseline = baseline(&before.fit(&known.fit).into());
        let world = world(&events, kind);
        for method in [Method::Msticpy, Method::Oddwalk] {
            let expected = world.in_memory(method, LeaveOut::Nothing, Some(&baseline));
            let least = world.least(method, LeaveOut::Session) + (1 << 20);
            let found = world.on_disk(MemoryLimit::new(least), method, LeaveOut::Nothing, Some(&baseline));
            prop_assert_eq!(found.unwrap(), expected);
        }
    }
}

#[test]
fn nothing_left_is_told_as_in_memory() {
    let events: Vec<Written> = (0..400).map(|number| (1 + number as u8 % 40, 1, number, 1, None)).collect();
    let world = world(&events, SessionKind::Commands);
    let options = SessionOptions { min_events: 1_000, ..SessionOptions::default() };
    let LogRead::Held(sessionized, _) = world.read(MemoryLimit::new(u64::MAX), Method::Msticpy).unwrap()
    else {
        panic!("on disk");
    };
    let log = SpilledLog::of(*sessionized, MemoryLimit::new(1 << 30), options).unwrap();
    let fit = world.fit(Method::Msticpy);
    let learning = Learning::Fit(&fit, LeaveOut::Session);
    let error = log.scan(learning, Method::Msticpy, self::options(), EXPLAINED).unwrap_err().to_string();
    assert!(error.starts_with("no sessions are left of 344 events"), "{error}");
}
