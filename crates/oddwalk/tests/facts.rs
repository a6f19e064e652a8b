//! Facts that the method `oddwalk` keeps to, from events to scores.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use oddwalk::core::{
    Entities, Event, EventLog, Evidence, Examined, Judgement, LeaveOut, Measurer, Modellable, Parameters,
    Quality, ScoreOptions, SessionKind, SessionOptions, Uncapped, sessionize,
};
use oddwalk::logs::{Input, ReadOptions, Recipe};
use oddwalk::{FitOptions, Logs, Scan, Sessionized};

const MINUTE: i64 = 60_000_000_000;

/// Whose session, and its commands with their parameters.
type Work = (Option<String>, Vec<(&'static str, Vec<&'static str>)>);

/// One session after the other, an hour apart.
fn sessionized(work: &[Work]) -> Sessionized {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    for ((user, events), number) in work.iter().zip(0..) {
        let entity = log.entities_mut().intern(&[user.as_deref()]);
        for ((command, names), place) in events.iter().zip(0..) {
            let command = log.commands_mut().intern(command);
            let time = 60 * number * MINUTE + place;
            log.push(Event { entity, time, command, row: 1 }).unwrap();
            log.parameters_mut().unwrap().push(names.iter().map(|name| (*name, None))).unwrap();
        }
    }
    let log = log.canonical();
    let sessions = sessionize(&log, &SessionOptions::default());
    Sessionized { log, sessions, quality: Quality::default() }
}

fn options(kind: SessionKind) -> FitOptions {
    FitOptions { kind, modellable: Modellable::Categories, ..FitOptions::default() }
}

fn scanned(sessionized: Sessionized, kind: SessionKind) -> Scan {
    let model = sessionized.fit(&options(kind));
    sessionized.judge(model, ScoreOptions::new(3).unwrap(), LeaveOut::Session).unwrap()
}

fn judgements(scan: &Scan) -> &[Judgement] {
    &scan.judged.as_ref().unwrap().judgements
}

fn examined(scan: &Scan) -> Vec<Examined> {
    let Scan { sessionized: Sessionized { log, sessions, .. }, model, options, .. } = scan;
    Measurer::new(model, log, sessions).unwrap().measure(LeaveOut::Session, options)
}

/// How many bits more than usual the content of the session with this begin has, and how unusual that is.
fn content(scan: &Scan, begin: i64) -> (f64, f64) {
    let sessions = &scan.sessionized.sessions;
    let number = sessions.iter().position(|session| session.span.unwrap().begin == begin).unwrap();
    let measures = examined(scan)[number].measured.others;
    (measures[Evidence::Content as usize - 1].value, judgements(scan)[number].verdict.bits(Evidence::Content))
}

/// Administrators of mailboxes.
fn exchange() -> Vec<Work> {
    let work = |number: u32| {
        let mut set = vec!["Identity", "ForwardingAddress"];
        if number.is_multiple_of(7) {
            set.push("Type");
        }
        let mut events = vec![("Get-Mailbox", vec!["Identity"]), ("Set-Mailbox", set)];
        if number.is_multiple_of(3) {
            events.push(("New-InboxRule", vec!["Name", "Mailbox"]));
        }
        (Some(format!("admin {}", number % 9)), events)
    };
    (0..400).map(work).collect()
}

/// A log in which one session's `Set-Mailbox` has these parameters, and what is behind that.
fn with_parameters(names: &[&'static str], behind: &[Work]) -> (f64, f64) {
    let mut work = exchange();
    work[200].1[1].1 = names.to_vec();
    work.extend_from_slice(behind);
    content(&scanned(sessionized(&work), SessionKind::Parameters), 60 * 200 * MINUTE)
}

const USUAL: [&str; 2] = ["Identity", "ForwardingAddress"];
const MORE: [&str; 4] = ["Identity", "ForwardingAddress", "AuditEnabled", "DeliverToMailboxAndForward"];

#[test]
fn strange_parameters_and_missing_ones_are_odd() {
    let usual = with_parameters(&USUAL, &[]);
    for names in [&MORE[..], &MORE[..3], &USUAL[..1], &[]] {
        let strange = with_parameters(names, &[]);
        assert!(strange.0 > usual.0 + 1.0 && strange.1 > usual.1 + 1.0, "{names:?}: {strange:?}, {usual:?}");
    }
    assert!(with_parameters(&MORE, &[]) > with_parameters(&MORE[..3], &[]));
    assert!(with_parameters(&[], &[]) > with_parameters(&USUAL[..1], &[]));
}

/// What other commands do says nothing about the parameters of this one.
#[test]
fn unrelated_commands_do_not_change_what_parameters_add() {
    let other = |number: u32| {
        let events = vec![("Get-MessageTrace", vec!["Sender"]); 3];
        (Some(format!("tracer {}", number % 20)), events)
    };
    let behind: Vec<Work> = (0..100).map(other).collect();
    for names in [&USUAL[..], &MORE, &USUAL[..1]] {
        let [without, with] = [&[][..], &behind].map(|behind| with_parameters(names, behind).0);
        assert!((without - with).abs() < 1e-9, "{names:?}: {without} became {with}");
    }
}

/// Nine users, who get up to 40 objects in a session.
fn downloads() -> Vec<Work> {
    let work = |number: u32| {
        let mut events = vec![("ListObjects", Vec::new())];
        events.resize(2 + (number * number % 40) as usize, ("GetObject", Vec::new()));
        (Some(format!("user {}", number % 9)), events)
    };
    (0..600).map(work).collect()
}

#[test]
fn more_than_ever_is_the_odder_the_more_it_is() {
    let volume = |times: usize| {
        let mut work = downloads();
        work.push((Some("user 3".to_owned()), vec![("GetObject", Vec::new()); times]));
        let scan = scanned(sessionized(&work), SessionKind::Commands);
        let is_it = |it: oddwalk::core::Session| it.span.unwrap().begin == 60 * 600 * MINUTE;
        let number = scan.sessionized.sessions.iter().position(is_it).unwrap();
        judgements(&scan)[number].verdict.bits(Evidence::Volume)
    };
    let bits = [40, 41, 400, 1_000].map(volume);
    assert!(bits.is_sorted_by(|a, b| a < b), "{bits:?}");
}

#[test]
fn everything_has_a_score_and_nobody_has_no_habits() {
    let mut work = downloads();
    work.push((Some("user 3".to_owned()), vec![("GetObject", Vec::new())]));
    work.push((Some("newcomer".to_owned()), vec![("Unheard-Of", vec!["Name"])]));
    work.extend((0..5).map(|_| (None, vec![("GetObject", Vec::new()), ("ListObjects", Vec::new())])));
    let scan = scanned(sessionized(&work), SessionKind::Parameters);
    for (judgement, examined) in judgements(&scan).iter().zip(examined(&scan)) {
        let bits = judgement.verdict.evidence_bits.iter().chain([&judgement.verdict.score_bits]);
        assert!(bits.clone().all(|bits| bits.is_finite() && *bits >= 0.0), "{judgement:?}");
        assert_eq!(examined.is_nobody, judgement.history.is_none());
        if examined.is_nobody {
            assert!(examined.measured.habit.iter().all(|habit| habit.value.is_nan()), "{examined:?}");
            assert!(judgement.verdict.bits(Evidence::Habit) <= 0.0);
        }
    }
    let nobody = judgements(&scan).iter().filter(|judgement| judgement.history.is_none()).count();
    assert_eq!((nobody, scan.sessionized.sessions.of_length(1)), (5, 2));
}

#[test]
fn equal_sessions_of_one_actor_have_equal_scores() {
    let mut work = exchange();
    let odd = ["Identity", "AuditEnabled"].to_vec();
    for number in [100, 180, 300] {
        work[number] =
            (Some("admin 4".into()), vec![("Set-Mailbox", odd.clone()), ("New-Thing", Vec::new())]);
    }
    let scan = scanned(sessionized(&work), SessionKind::Parameters);
    let begins = [100, 180, 300].map(|number| 60 * number * MINUTE);
    let equal = scan.sessionized.sessions.iter().zip(judgements(&scan));
    let equal = equal.filter(|(session, _)| begins.contains(&session.span.unwrap().begin));
    let bits: Vec<u64> = equal.map(|(_, judgement)| judgement.verdict.score_bits.to_bits()).collect();
    assert!(bits.len() == 3 && bits.iter().all(|other| *other == bits[0]), "{bits:?}");
}

/// A log that is not of this project, or `None`, and says so, where this machine has none.
#[expect(clippy::print_stderr, reason = "a test that is left out has to say so")]
fn real(path: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = std::env::var_os("ODDWALK_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no real log {} (set ODDWALK_SHARED)", path.display());
    None
}

fn read_exchange(path: PathBuf) -> (Sessionized, SessionKind) {
    let recipe = Recipe::embedded().iter().find(|recipe| recipe.name == "office365-exchange").unwrap();
    let recipes = std::slice::from_ref(recipe);
    let logs = Logs::recognise(&[Input::File(path)], recipes, true, &ReadOptions::default());
    let log = &logs.logs[0];
    log.read(&ReadOptions::default(), &log.sessions).unwrap()
}

/// What the mailboxes of the real log usually have set together.
const REAL: [&str; 14] = [
    "Arbitration",
    "Force",
    "HiddenFromAddressListsEnabled",
    "Identity",
    "IssueWarningQuota",
    "ProhibitSendQuota",
    "ProhibitSendReceiveQuota",
    "QuarantineMessageStore",
    "RecoverableItemsQuota",
    "RecoverableItemsWarningQuota",
    "SCLDeleteEnabled",
    "SCLJunkEnabled",
    "SCLQuarantineEnabled",
    "UseDatabaseQuotaDefaults",
];

fn row(day: u32, user: &str, command: &str, names: &[&str]) -> String {
    let parameter = |name: &&str| format!(r#"{{""Name"":""{name}"",""Value"":""""}}"#);
    let parameters: Vec<String> = names.iter().map(parameter).collect();
    format!("2020-07-{day:02}T00:00:00Z,{user},,{command},\"[{}]\"\n", parameters.join(","))
}

/// The content of a session behind the real log: one `Set-Mailbox` with these parameters.
fn real_content(log: &str, names: &[&str]) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("exchange.csv");
    std::fs::write(&path, format!("{}\n{}", log.trim_end(), row(1, "eve", "Set-Mailbox", names))).unwrap();
    let (sessionized, kind) = read_exchange(path);
    let scan = scanned(sessionized, kind);
    assert!(judgements(&scan).iter().all(|judgement| judgement.verdict.score_bits.is_finite()));
    let nobody = judgements(&scan).iter().filter(|judgement| judgement.history.is_none()).count();
    assert!(nobody > 0 && nobody < scan.sessionized.sessions.len(), "{nobody}");
    content(&scan, FIRST_OF_JULY).0
}

/// In nanoseconds since 1970.
const FIRST_OF_JULY: i64 = 1_593_561_600_000_000_000;

#[test]
fn a_real_export_of_exchange_keeps_to_the_facts() {
    let Some(path) = real("office365/exchange_admin_demo.csv") else { return };
    let text = std::fs::read_to_string(&path).unwrap();
    let usual = real_content(&text, &REAL);
    let more = [&REAL[..], &["ForwardingSmtpAddress", "DeliverToMailboxAndForward"]].concat();
    let [more, fewer] = [&more[..], &REAL[..4]].map(|names| real_content(&text, names));
    assert!(more > usual + 5.0 && fewer > usual + 5.0, "{usual}, {more} of more, {fewer} of fewer");
    let unrelated = |number: u32| row(2 + number % 20, "tracer", "Trace-Unheard-Of", &["Unheard-Of"]);
    let behind: String = (0..300).map(unrelated).collect();
    let longer = format!("{}\n{behind}", text.trim_end());
    assert!((real_content(&longer, &REAL) - usual).abs() < 1e-9);
}
