//! `oddwalk report`: saved findings give the very page that the scan gives.

use crate::support::{COLUMNS, Place, csv};

fn place() -> Place {
    Place::with(&[("log.csv", csv().as_bytes())])
}

/// The findings of the small log, saved.
fn saved() -> (Place, String) {
    let place = place();
    assert_eq!(place.run(&format!("scan log.csv {COLUMNS} --out f.ndjson")).code, 0);
    let text = String::from_utf8(place.read("f.ndjson")).unwrap();
    (place, text)
}

#[test]
fn scan_and_report_make_the_same_page() {
    let known = "[[ignore]]\nentity = [\"eve\"]\nreason = \"known\"\n";
    let table = "t,u,c,x\n1621371600,\"<ann>\u{202e}\",\"a\u{1b}<\",\"\"\n1621371601,\"<ann>\u{202e}\",b,1\n1621371601,,b,2\n";
    let place = Place::with(&[
        ("log.csv", csv().as_bytes()),
        ("known.toml", known.as_bytes()),
        ("hostile.csv", table.as_bytes()),
    ]);
    for words in [
        "log.csv",
        "log.csv --method msticpy --window 2",
        "log.csv --explain 2",
        "log.csv --explain 0",
        "log.csv --ignore known.toml",
        "log.csv --budget 0.5",
        "hostile.csv --carry x --window 2",
    ] {
        let outcome = place.run(&format!("scan {words} {COLUMNS} --out f.ndjson --report r.html"));
        assert_eq!(outcome.code, 0, "{words}: {}", outcome.err);
        let outcome = place.run("report f.ndjson --out s.html");
        assert_eq!((outcome.code, &*outcome.err), (0, "report: s.html\n"), "{words}");
        let (scanned, saved) = (place.report("r.html"), place.report("s.html"));
        assert!(scanned.without_time() == saved.without_time(), "{words}");
        let lines = String::from_utf8(place.read("f.ndjson")).unwrap();
        let quality: serde_json::Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
        assert_eq!(saved.page["quality"], quality, "{words}");
        for finding in &saved.findings {
            let written = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            assert!(written.into_iter().any(|line| line == *finding), "{words}");
        }
    }
}

#[test]
fn a_report_is_made_from_standard_input_under_a_title_of_its_own() {
    let (place, text) = saved();
    let outcome = place.run_args(&["report", "-", "--title", "<b>Case 7"], text.as_bytes());
    assert_eq!((outcome.code, &*outcome.err), (0, "report: report.html\n"));
    let report = place.report("report.html");
    assert_eq!(report.page["title"], "<b>Case 7");
    assert!(report.text.contains("<title>&lt;b&gt;Case 7</title>"));
}

#[test]
fn findings_without_their_last_line_are_shown_with_a_notice() {
    let (place, text) = saved();
    let lines = text.trim_end().rsplit_once('\n').unwrap().0;
    // One is cut behind a line, the other within its last.
    for cut in [&format!("{lines}\n"), &lines[..lines.len() - 40]] {
        place.write("cut.ndjson", cut);
        let outcome = place.run("report cut.ndjson");
        assert_eq!(outcome.code, 4);
        assert!(outcome.err.starts_with("note: The saved findings end before"), "{}", outcome.err);
        let report = place.report("report.html");
        assert!(report.page["quality"].is_null());
        assert!(report.page["notices"][0].as_str().unwrap().starts_with("The saved findings end"));
        assert_eq!(report.findings.len(), cut.matches('\n').count().max(12));
    }
}

#[test]
fn what_nobody_knows_yet_is_passed_over() {
    let (place, text) = saved();
    place.write("f.ndjson", format!("{{\"version\":1,\"record\":\"new\",\"rank\":\"x\"}}\n\n{text}"));
    assert_eq!(place.run("report f.ndjson").code, 0);
    assert_eq!(place.report("report.html").page["rows"], 13);
}

#[test]
fn what_is_no_saved_finding_is_an_error_that_names_file_and_line() {
    let (place, text) = saved();
    let first = text.lines().next().unwrap();
    let session = first.replace("\"finding\"", "\"session\"");
    for (content, said) in [
        (String::new(), "f.ndjson: there are no findings in it; `oddwalk scan"),
        ("\n\n".to_owned(), "f.ndjson: there are no findings in it"),
        (format!("{session}\n"), "f.ndjson: line 1: these are sessions that nothing has ranked"),
        (format!("{first}\n{first}\n"), "f.ndjson: line 2: rank 1 comes after rank 1"),
        (format!("{first}\nt,u,c\n"), "f.ndjson: line 2: it is no line of oddwalk's NDJSON: "),
        (
            text.replace("{\"version\":1,", "{\"version\":2,"),
            "f.ndjson: line 1: it is of version 2, and this",
        ),
        (
            first.replace("\"session\":", "\"x\":"),
            "f.ndjson: line 1: it is no line of oddwalk's NDJSON: missing field `session`",
        ),
        (
            format!("{text}{}\n", first.replace("\"rank\":1,", "\"rank\":99,")),
            "f.ndjson: line 15: a finding after the line `quality`",
        ),
    ] {
        place.write("f.ndjson", content);
        let outcome = place.run("report f.ndjson");
        assert_eq!(outcome.code, 3, "{said}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{said}: {}", outcome.err);
    }
    place.write("f.ndjson", b"{\"version\":1,\"record\":\"finding\",\"a\":\"\xff\"}\n");
    assert!(place.run("report f.ndjson").err.contains("line 1: it is not UTF-8"));
    assert!(!place.names().contains(&"report.html".to_owned()), "nothing is written then");
    let outcome = place.run("report missing.ndjson");
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("missing.ndjson"), "{}", outcome.err);
}

#[test]
fn the_saved_findings_are_never_overwritten() {
    let (place, text) = saved();
    let outcome = place.run("report f.ndjson --out ./f.ndjson");
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("is an input"), "{}", outcome.err);
    assert_eq!(place.read("f.ndjson"), text.as_bytes());
}
