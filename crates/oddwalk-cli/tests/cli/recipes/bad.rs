//! Bad input: what can be read is read, what cannot is told, and nothing ends in a silent zero.

use serde_json::{Value, json};

use super::made::{call, calls, gzip, json_text, ndjson};
use super::{counts, scan_with_code};
use crate::support::{Outcome, Place};

fn many() -> Vec<Value> {
    (0..2_000).map(|number| call(number, "ListBucket")).collect()
}

/// What is said of a file of which nothing can be used.
fn refused(content: &[u8]) -> Outcome {
    let outcome = Place::with(&[("log", content)]).run("scan log");
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.out.is_empty() && outcome.err.starts_with("error: "), "{}", outcome.err);
    outcome
}

#[test]
fn records_before_a_break_are_kept_and_the_break_is_told() {
    let whole = json_text(&json!({ "Records": many() }));
    let compressed = gzip(&whole);
    for (log, why) in [
        (&whole[..whole.len() - 100], "breaks off after 1999 records: the last record is cut off"),
        (&compressed[..compressed.len() - 50], "breaks off after"),
        (&compressed[..compressed.len() - 8], "breaks off after 2000 records"),
    ] {
        let place = Place::with(&[("log", log)]);
        let scanned = scan_with_code(&place, &["log"], 4);
        let [records, events, ..] = counts(scanned.only());
        assert!(records > 1_000 && records == events, "{why}: {records}");
        assert!(scanned.outcome.err.contains(&format!("log: {why}")), "{}", scanned.outcome.err);
        let problem = scanned.only()["files"][0]["problem"].as_str().unwrap();
        assert!(problem.starts_with(why), "{problem}");
    }
}

#[test]
fn records_that_lack_what_a_recipe_needs_are_rejected_and_counted() {
    let mut records = calls();
    records[0].as_object_mut().unwrap().remove("eventTime");
    records[1]["eventTime"] = json!("soon");
    records[2].as_object_mut().unwrap().remove("eventName");
    let place = Place::with(&[("log", &json_text(&json!({ "Records": records })))]);
    let scanned = scan_with_code(&place, &["log"], 4);
    assert_eq!(counts(scanned.only()), [6, 2, 0, 1]);
    let rejected = scanned.only()["rejected"].as_object().unwrap();
    assert_eq!(rejected.len(), 3, "{rejected:?}");
    for said in [
        "1 record without a time, first at log:1",
        "unreadable time, first at log:2 (line 1): soon",
        "1 record without a command, first at log:3",
    ] {
        assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
    }
    let allowed = place.run("scan log --max-rejected 3");
    assert_eq!(allowed.code, 0, "{}", allowed.err);
}

#[test]
fn a_log_without_any_time_says_what_it_is_most_like() {
    let mut records = calls();
    records.iter_mut().for_each(|record| drop(record.as_object_mut().unwrap().remove("eventTime")));
    let outcome = refused(&json_text(&json!({ "Records": records })));
    assert!(outcome.err.contains("(aws-cloudtrail), but has no eventTime"), "{}", outcome.err);
    assert!(outcome.err.contains("--time, --entity and --command"), "{}", outcome.err);
}

#[test]
fn nothing_that_is_no_log_is_a_silent_zero() {
    for (content, said) in [
        (&b"a,b\n1,2\n"[..], "log: has no columns by which a recipe knows it"),
        (b"", "log: is empty"),
        (b"{\"Records\":[]}", "log: it holds no records"),
        (b"[]", "log: it holds no records"),
        (b"TimeGenerated,UserId,Operation,Parameters\n", "log: it holds no records"),
        (b"{\"a\":", "log: "),
        (b"\x89PNG\r\n\x1a\n\0\0", "log: "),
    ] {
        let outcome = refused(content);
        assert!(outcome.err.contains(said), "{said}: {}", outcome.err);
    }
}

#[test]
fn ten_thousand_objects_in_one_another_are_rejected_and_others_read() {
    let nest = |open: &str, close: &str| [open.repeat(10_000), "1".to_owned(), close.repeat(10_000)].concat();
    for text in [nest("[", "]"), nest("{\"a\":", "}")] {
        let outcome = refused(text.as_bytes());
        assert!(outcome.err.contains("log: "), "{}", outcome.err);
    }
    let deep = call(7, "ListBucket").to_string().replace("\"logs\"", &nest("[", "]"));
    let skipped = call(8, "ListBucket").to_string().replace("null", &nest("[", "]"));
    let log =
        [ndjson(&calls()), deep.into_bytes(), b"\n".to_vec(), skipped.into_bytes(), b"\n".to_vec()].concat();
    let place = Place::with(&[("log", &log)]);
    let scanned = scan_with_code(&place, &["log"], 4);
    assert_eq!(counts(scanned.only()), [8, 6, 0, 1]);
    let said = "1 record malformed, first at log:7 (line 7): too many objects and lists";
    assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
}

#[test]
fn a_file_whose_first_records_are_damaged_is_known_by_the_others() {
    let log = [b"{\"eventTime\":\n{]\n\xff\n".to_vec(), ndjson(&calls())].concat();
    let place = Place::with(&[("log.ndjson", &log)]);
    let args = ["log.ndjson", "--format", "ndjson"];
    let scanned = scan_with_code(&place, &args, 4);
    let [records, events, ..] = counts(scanned.only());
    assert_eq!((records, events), (9, 5));
    assert_eq!(scanned.only()["rejected"]["malformed"]["count"], 3, "{}", scanned.only());
}

#[test]
fn parameters_that_are_none_do_not_cost_the_event() {
    let mut records = calls();
    records[0]["requestParameters"] = json!("HIDDEN_DUE_TO_SECURITY_REASONS {");
    let place = Place::with(&[("log", &ndjson(&records))]);
    let scanned = scan_with_code(&place, &["log"], 4);
    assert_eq!(counts(scanned.only()), [6, 5, 0, 1]);
    assert_eq!(scanned.only()["unreadable_parameters"]["count"], 1);
    let said = "1 event with unreadable parameters, kept without any, first at log:1";
    assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
}

#[test]
fn names_and_texts_of_a_log_cannot_write_to_the_terminal() {
    let mut records = calls();
    records[0]["eventName"] = json!("\u{1b}[2JListBucket");
    records[1]["eventTime"] = json!("\u{1b}]0;title\u{7}");
    let place = Place::with(&[("log", &ndjson(&records))]);
    let outcome = place.run("scan log");
    assert!(!outcome.out.contains('\u{1b}') && !outcome.err.contains(['\u{1b}', '\u{7}']), "{}", outcome.err);
}
