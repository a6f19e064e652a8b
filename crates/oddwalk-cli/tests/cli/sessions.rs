//! How events are cut into sessions, as the arguments say it.

use serde_json::Value;

use crate::support::{COLUMNS, Place, lines};

/// The sessions of these rows as `user: commands`.
fn cut(rows: &str, words: &str) -> Vec<String> {
    let place = Place::with(&[("log.csv", format!("t,u,c\n{rows}").as_bytes())]);
    let outcome = place.run(&format!("sessionize log.csv {COLUMNS} --time-format epoch-s {words}"));
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let text = |session: &Value| {
        let commands: Vec<&str> =
            session["session"].as_array().unwrap().iter().map(|command| command.as_str().unwrap()).collect();
        format!("{}: {}", session["entity"]["u"].as_str().unwrap_or("-"), commands.join(" "))
    };
    lines(&outcome.out).iter().map(text).collect()
}

#[test]
fn the_usual_limits_are_two_minutes_between_and_twenty_in_all() {
    assert_eq!(cut("0,ann,a\n120,ann,b\n241,ann,c\n", ""), ["ann: a b", "ann: c"]);
    let minutes: String = (0..=21).map(|minute| format!("{},ann,m{minute}\n", minute * 60)).collect();
    let sessions = cut(&minutes, "");
    assert_eq!(sessions.len(), 2);
    assert!(sessions[0].ends_with("m20") && sessions[1] == "ann: m21", "{sessions:?}");
}

#[test]
fn limits_are_as_they_are_given() {
    let rows = "0,ann,a\n10,ann,b\n20,ann,c\n";
    assert_eq!(cut(rows, "--max-gap 10s"), ["ann: a b c"]);
    assert_eq!(cut(rows, "--max-gap 10s --boundary at-least"), ["ann: a", "ann: b", "ann: c"]);
    assert_eq!(cut(rows, "--max-gap 9s"), ["ann: a", "ann: b", "ann: c"]);
    assert_eq!(cut(rows, "--max-duration 20s"), ["ann: a b c"]);
    assert_eq!(cut(rows, "--max-duration 20s --boundary at-least"), ["ann: a b", "ann: c"]);
    assert_eq!(cut(rows, "--max-duration 19s"), ["ann: a b", "ann: c"]);
    assert_eq!(cut(rows, "--max-gap 1m30s --max-duration 1h").len(), 1);
}

#[test]
fn records_are_sorted_by_time_and_ties_keep_their_order() {
    assert_eq!(cut("20,ann,d\n0,bob,x\n10,ann,b\n10,ann,c\n0,ann,a\n", ""), ["ann: a b c d", "bob: x"]);
}

#[test]
fn a_missing_identity_is_what_the_argument_says() {
    let rows = "0,,a\n0,ann,b\n1,,c\n";
    assert_eq!(cut(rows, ""), ["ann: b", "-: a c"]);
    assert_eq!(cut(rows, "--null-entity separate"), ["ann: b", "-: a", "-: c"]);
    assert_eq!(cut(rows, "--null-entity drop"), ["ann: b"]);
}

#[test]
fn what_is_left_out_is_counted() {
    let place = Place::with(&[("log.csv", b"t,u,c\n0,,a\n0,ann,b\n1,,c\n9999,ann,d\n5,bob,x\n6,bob,y\n")]);
    for command in ["sessionize", "scan"] {
        let words = format!("{command} log.csv {COLUMNS} --time-format epoch-s --out -");
        let outcome = place.run(&format!("{words} --null-entity drop --min-events 2"));
        assert_eq!((outcome.code, lines(&outcome.out).len()), (0, 1), "{}", outcome.err);
        for said in [
            "2 sessions left out by --min-events",
            "2 events without identity dropped",
            "2 events without u (33.3 %)",
        ] {
            assert!(outcome.err.contains(said), "{command}: {}", outcome.err);
        }
        let outcome =
            place.run(&format!("{words} --since 1970-01-01T00:00:01Z --until 1970-01-01T00:00:06Z"));
        assert!(outcome.err.contains("6 records read from 1 file: 2 events, 0 rejected"), "{}", outcome.err);
        assert!(outcome.err.contains("4 records outside the time range"), "{}", outcome.err);
    }
}

#[test]
fn an_entity_is_a_tuple_of_columns() {
    let rows = b"t,u,ip,c\n0,ann,1,a\n1,ann,2,b\n2,ann,1,c\n";
    let place = Place::with(&[("log.csv", rows)]);
    for entity in ["--entity u,ip", "--entity u --entity ip"] {
        let outcome =
            place.run(&format!("sessionize log.csv --time t --command c --time-format epoch-s {entity}"));
        let entities: Vec<Value> =
            lines(&outcome.out).into_iter().map(|mut line| line["entity"].take()).collect();
        assert_eq!(
            entities,
            [serde_json::json!({ "u": "ann", "ip": "1" }), serde_json::json!({ "u": "ann", "ip": "2" })],
            "{entity}"
        );
    }
}

#[test]
fn a_comma_may_be_part_of_a_column_s_name() {
    let rows = b"t,\"u,v\",ip,c\n0,ann,1,a\n1,ann,2,b\n";
    let place = Place::with(&[("log.csv", rows)]);
    for entity in [r"--entity u\,v,ip", r"--entity u\,v --entity ip", r"--entity ip,u\,v --actor u\,v"] {
        let words = format!("sessionize log.csv --time t --command c --time-format epoch-s {entity}");
        let outcome = place.run(&words);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        assert_eq!(
            lines(&outcome.out)[0]["entity"],
            serde_json::json!({ "u,v": "ann", "ip": "1" }),
            "{entity}"
        );
    }
}

#[test]
fn a_column_may_be_several_things_and_may_be_called_like_one_of_ours() {
    let place = Place::with(&[("log.csv", b"begin,rank,session\n0,ann,a\n1,ann,b\n")]);
    let words = "scan log.csv --time begin --entity rank,session --command session --time-format epoch-s";
    let outcome = place.run(&format!("{words} --out f.csv"));
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let table = String::from_utf8(place.read("f.csv")).unwrap();
    assert!(table.starts_with("rank,recipe,entity.rank,entity.session,begin,"), "{table}");
}

#[test]
fn sessions_without_a_window_have_no_score_and_come_last() {
    let place = Place::with(&[("log.csv", b"t,u,c\n0,ann,a\n0,bob,a\n1,bob,b\n2,bob,a\n")]);
    let words = format!("scan log.csv {COLUMNS} --time-format epoch-s --method msticpy --out -");
    let findings = lines(&place.run(&format!("{words} --window 3")).out);
    assert_eq!(findings[0]["entity"]["u"], "bob");
    let last = &findings[1];
    assert!(
        last["likelihood"].is_null()
            && last["window_start"].is_null()
            && last["window"] == serde_json::json!([])
    );
    let outcome = place.run(&format!("{words} --window 3"));
    assert!(outcome.err.contains("1 session too short for a window, not scored"), "{}", outcome.err);
}
