//! Outputs appear whole or not at all, say the same in every form, and harm nobody who looks at them.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{COLUMNS, Place, csv, lines, quality, without_command_line};

fn place() -> Place {
    Place::with(&[("log.csv", csv().as_bytes())])
}

fn scan(words: &str) -> String {
    format!("scan log.csv {COLUMNS} {words}")
}

#[test]
fn all_outputs_are_written_and_nothing_else_is_left() {
    let place = place();
    for name in ["f.ndjson", "f.csv", "f.parquet"] {
        let outcome = place.run(&scan(&format!("--out {name} --report r.html")));
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        assert!(
            outcome.err.contains(&format!("findings: {name}\n")) && outcome.err.contains("report: r.html\n")
        );
        assert!(
            outcome.out.starts_with("rank  score"),
            "the ranking is printed all the same: {}",
            outcome.out
        );
    }
    assert_eq!(place.names(), ["f.csv", "f.ndjson", "f.parquet", "log.csv", "r.html"]);
    let report = place.report("r.html");
    assert!(report.text.contains("New-InboxRule") && report.text.trim_end().ends_with("</html>"));
}

#[test]
fn csv_has_the_columns_and_rows_of_ndjson() {
    let place = place();
    place.run(&scan("--out f.ndjson"));
    place.run(&scan("--out f.csv"));
    let ndjson = String::from_utf8(place.read("f.ndjson")).unwrap();
    let findings = lines(&ndjson);
    let table = String::from_utf8(place.read("f.csv")).unwrap();
    let header = "rank,recipe,u,begin,end,duration_ms,n_events,n_distinct,score_bits,habit_bits,walk_bits,window_bits,\
                  content_bits,volume_bits,novelty_bits,order_uncertain,history,reason,likelihood,surprisal_bits,\
                  window_start,window,session,sources,session_likelihood,session_surprisal_bits";
    assert_eq!(table.lines().next(), Some(header));
    assert_eq!(table.lines().count(), findings.len() + 1);
    for (row, finding) in table.lines().skip(1).zip(&findings) {
        let start = format!(
            "{},table,{},{},{},{},{},{},",
            finding["rank"],
            finding["entity"]["u"].as_str().unwrap(),
            finding["begin"].as_str().unwrap(),
            finding["end"].as_str().unwrap(),
            finding["duration_ms"],
            finding["n_events"],
            finding["n_distinct"],
        );
        assert!(row.starts_with(&start), "{row}\n{start}");
        let score = row.split(',').nth(8).unwrap();
        let line = ndjson.lines().nth(finding["rank"].as_u64().unwrap() as usize - 1).unwrap();
        assert!(line.contains(&format!("\"score_bits\":{score},")), "{line}");
    }
}

#[test]
fn data_goes_to_standard_output_and_talk_to_standard_error() {
    let place = place();
    let outcome = place.run(&scan("--out -"));
    let findings = lines(&outcome.out);
    let is_finding =
        |line: &Value| line["version"] == 1 && line["record"] == "finding" && line["recipe"] == "table";
    assert!(findings.len() == 13 && findings.iter().all(is_finding), "nothing but findings");
    assert!(outcome.err.contains("147 records read"));
    let quiet = place.run(&format!("--quiet {}", scan("--out -")));
    let [quiet_out, out] = [&quiet.out, &outcome.out].map(|out| without_command_line(out.as_bytes()));
    assert_eq!((quiet.err.as_str(), quiet_out), ("", out));
    let sessions = place.run(&format!("sessionize log.csv {COLUMNS}"));
    let sessions = lines(&sessions.out);
    assert_eq!(sessions.len(), 13);
    let unranked = |session: &Value| session.get("rank").is_none() && session.get("likelihood").is_none();
    assert!(sessions.iter().all(|session| unranked(session) && session["record"] == "session"));
}

#[test]
fn findings_end_with_the_quality_of_what_was_read() {
    let text = format!("{}not a time,ann,Set-User\n1621371600,,Set-User\n1621371600,,Get-User\n", csv());
    let place = Place::with(&[("log.csv", text.as_bytes())]);
    assert_eq!(place.run(&scan("--out f.ndjson")).code, 4);
    let last = quality(&String::from_utf8(place.read("f.ndjson")).unwrap());
    let table = &last["recipes"][0];
    assert_eq!(last["recipes"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&table["recipe"], &table["records"], &table["events"]),
        (&"table".into(), &150.into(), &149.into())
    );
    let first = &table["rejected"]["unusable_time"]["first"][0];
    assert_eq!(
        (&first["file"], &first["row"], &first["detail"]),
        (&"log.csv".into(), &148.into(), &"not a time".into())
    );
    assert_eq!(
        table["missing_identity"][0],
        serde_json::json!({"column": "u", "events": 2, "share": 2.0 / 149.0})
    );
    assert_eq!(table["ties"]["events"], 2, "those without an identity are of one entity");
    assert_eq!(table["time_range"]["begin"], "2021-05-18T21:00:00Z");
    assert_eq!(table["files"][0]["records"], 150);
    let options = last["provenance"]["options"].as_array().unwrap();
    assert!(options.contains(&serde_json::json!({"name": "window", "value": "3"})), "{options:?}");
    assert!(last["provenance"].get("made_at").is_none());
    let sessions = place.run("sessionize log.csv --time t --entity u --command c");
    assert!(!sessions.out.contains("\"quality\""));
}

#[test]
fn sessions_given_as_full_lists_are_told() {
    let list = |len: usize| format!("{{\"session\":{}}}\n", serde_json::json!(vec!["a"; len]));
    let place = Place::with(&[("s.ndjson", format!("{}{}{}", list(128), list(127), list(129)).as_bytes())]);
    let outcome = place.run("score s.ndjson --out -");
    assert_eq!(quality(&outcome.out)["recipes"][0]["full_lists"], 1);
    assert!(outcome.err.contains("1 session of exactly 128 events: cut there, if by Kusto's makelist"));
}

#[test]
fn the_ranking_fits_the_terminal_and_its_number_of_rows() {
    let place = place();
    let all = place.run(&scan(""));
    assert!(all.out.lines().all(|line| line.chars().count() <= 80), "{}", all.out);
    assert!(all.out.contains("eve") && all.out.contains("New-InboxRule"));
    let one = place.run(&scan("--top 1"));
    assert!(one.out.contains("eve") && !one.out.contains("bob"), "{}", one.out);
    assert_eq!(place.run(&scan("--top 0")).out, "");
    assert!(!all.out.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_the_work_and_nothing_is_left() {
    let place = place();
    std::fs::create_dir(place.path("folder")).unwrap();
    for (words, said) in [
        ("--out missing/f.csv", "missing/f.csv: cannot be written: there is no folder missing"),
        ("--report missing/r.html", "missing/r.html: cannot be written: there is no folder missing"),
        ("--report folder", "folder: cannot be written: it is a folder"),
    ] {
        let outcome = place.run(&scan(words));
        assert_eq!((outcome.code, outcome.err), (3, format!("error: {said}\n")), "{words}");
    }
    let said = "error: missing/m: cannot be written: there is no folder missing\n";
    for words in ["scan log.csv --save-model missing/m", "fit log.csv --out missing/m"] {
        let outcome = place.run(&format!("{words} {COLUMNS}"));
        assert_eq!((outcome.code, outcome.err.as_str()), (3, said), "{words}");
    }
    assert_eq!(place.names(), ["folder", "log.csv"]);
}

#[test]
fn an_input_is_never_overwritten() {
    let place = place();
    for words in ["--out log.csv", "--out ./log.csv", "--report log.csv"] {
        let outcome = place.run(&scan(words));
        assert_eq!(outcome.code, 2, "{words}");
        assert!(outcome.err.contains("is an input, which would be overwritten"), "{}", outcome.err);
    }
    assert_eq!(place.run(&format!("sessionize log.csv {COLUMNS} --out log.csv")).code, 2);
    assert_eq!(place.run(&format!("fit log.csv {COLUMNS} --out log.csv")).code, 2);
    assert_eq!(place.run(&scan("--save-model log.csv")).code, 2);
    assert_eq!(place.read("log.csv"), csv().into_bytes());
}

#[test]
fn a_table_of_sessions_and_a_model_are_inputs_too() {
    let place = place();
    assert_eq!(place.run(&format!("sessionize log.csv {COLUMNS} --out s.csv")).code, 0);
    assert_eq!(place.run(&format!("fit log.csv {COLUMNS} --out m")).code, 0);
    let [sessions, model] = ["s.csv", "m"].map(|name| place.read(name));
    for words in [
        "score s.csv --save-model s.csv",
        "score s.csv --model m --report m",
        "scan log.csv --model m --report ./m",
        "model merge m --out m",
    ] {
        let outcome = place.run(words);
        assert_eq!(outcome.code, 2, "{words}: {}", outcome.err);
        assert!(outcome.err.contains("is an input, which would be overwritten"), "{}", outcome.err);
    }
    assert_eq!([place.read("s.csv"), place.read("m")], [sessions, model]);
}

#[test]
fn no_output_takes_the_place_of_another() {
    let place = place();
    for (words, said) in [
        ("--out f.csv --report ./f.csv", "--report ./f.csv: is what --out writes"),
        ("--report f --save-model f", "--save-model f: is what --report writes"),
        ("--save-model -", "--save-model -: only tables go to standard output"),
    ] {
        let outcome = place.run(&scan(words));
        assert_eq!(outcome.code, 2, "{words}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{}", outcome.err);
    }
    assert_eq!(place.names(), ["log.csv"]);
}

#[test]
fn a_scan_that_fails_leaves_the_old_output_alone() {
    let place = place();
    place.write("f.csv", "old");
    assert_eq!(place.run(&scan("--out f.csv --since 2030-01-01")).code, 3);
    assert_eq!(place.read("f.csv"), b"old");
    assert_eq!(place.run(&scan("--out f.csv")).code, 0);
    assert!(place.read("f.csv").starts_with(b"rank,"));
    assert_eq!(place.names(), ["f.csv", "log.csv"]);
}

#[test]
fn a_cell_that_looks_like_a_formula_is_neutralised() {
    let place = Place::with(&[("log.csv", b"t,u,c\n1621371600,=cmd|' /C calc'!A0,@SUM(A1)\n")]);
    place.run(&scan("--out f.csv"));
    let table = String::from_utf8(place.read("f.csv")).unwrap();
    assert!(table.contains(",'=cmd|"), "{table}");
}

#[test]
fn a_report_quotes_hostile_text() {
    let place =
        Place::with(&[("log.csv", b"t,u,c\n1621371600,</script><script>alert(1)</script>,<img src=x>\n")]);
    assert_eq!(place.run(&scan("--report r.html --window 2")).code, 0);
    let report = place.report("r.html");
    assert!(!report.text.contains("<script>alert") && !report.text.contains("<img"), "{}", report.text);
    assert_eq!(report.page["commands"], serde_json::json!(["<img src=x>"]));
    assert_eq!(report.findings[0]["entity"]["u"], "</script><script>alert(1)</script>");
}

/// The command with its standard output and error where they cannot be written.
fn code(place: &Place, words: &str, out: Stdio, err: Stdio) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oddwalk"));
    command.args(words.split(' ').filter(|word| !word.is_empty())).current_dir(place.folder());
    command.stdout(out).stderr(err).status().unwrap().code()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_deaf_listener_is_none() {
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").unwrap());
    let place = place();
    for words in ["--out -", "", "--report /dev/full --top 0"] {
        let outcome = code(&place, &scan(words), full(), Stdio::null());
        assert_eq!(outcome, Some(3), "{words}");
    }
    assert_eq!(code(&place, &scan(""), Stdio::null(), full()), Some(0));
    assert_eq!(
        code(&place, "scan missing.csv --time t --entity u --command c", Stdio::null(), full()),
        Some(3)
    );
    std::os::unix::fs::symlink("/dev/full", place.path("f.parquet")).unwrap();
    assert_eq!(code(&place, &scan("--out f.parquet"), Stdio::null(), Stdio::null()), Some(3));
    assert_eq!(code(&place, &scan("--report /dev/null"), Stdio::null(), Stdio::null()), Some(0));
}

/// `oddwalk … | head -1` and `2>&1 | true`: who has had enough is no error.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Stdio::from(writer)
    };
    let place = place();
    for words in [scan("--out -"), scan(""), format!("sessionize log.csv {COLUMNS}"), "--help".to_owned()] {
        assert_eq!(code(&place, &words, closed(), Stdio::null()), Some(0), "{words}");
    }
    assert_eq!(code(&place, &scan(""), Stdio::null(), closed()), Some(0));
}
