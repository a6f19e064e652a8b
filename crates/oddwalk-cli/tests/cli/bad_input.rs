//! Bad input is told with its file, its row or column and what to do, is counted, and ends with the code that is promised.

use crate::support::{COLUMNS, Outcome, Place, csv, lines, ndjson};

fn scan(place: &Place, words: &str) -> Outcome {
    place.run(&format!("scan {words} {COLUMNS} --out -"))
}

/// The scan of a file with any name.
fn scan_file(place: &Place, name: &str) -> Outcome {
    let args = ["scan", name].into_iter().chain(COLUMNS.split(' ')).chain(["--out", "-"]);
    place.run_args(&args.collect::<Vec<_>>(), b"")
}

/// One file, how the scan of it ends, and what is said.
fn check(name: &str, content: impl AsRef<[u8]>, code: i32, said: &[&str]) -> Outcome {
    let place = Place::with(&[(name, content.as_ref())]);
    let outcome = scan_file(&place, name);
    assert_eq!(outcome.code, code, "{name}: {}", outcome.err);
    for words in said {
        assert!(outcome.err.contains(words), "{name}: `{words}` is not in: {}", outcome.err);
    }
    if code == 3 {
        assert!(outcome.out.is_empty() && outcome.err.starts_with("error: "), "{name}: {}", outcome.err);
    }
    assert_eq!(place.names(), [name]);
    outcome
}

/// The counts of `records = events + rejected + outside the time range`.
fn counts(outcome: &Outcome) -> [usize; 4] {
    let number = |before: &str, text: &str| -> usize {
        let word = text.split(before).next().unwrap().split_whitespace().next_back().unwrap_or("0");
        word.replace(',', "").parse().unwrap()
    };
    let line = outcome.err.lines().find(|line| line.contains(" read from ")).unwrap();
    let outside = outcome.err.lines().find(|line| line.contains("outside the time range"));
    [
        number(" record", line),
        number(" event", line.split(": ").last().unwrap()),
        number(" rejected", line),
        outside.map_or(0, |line| number(" record", line)),
    ]
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let place = Place::with(&[("log.csv", csv().as_bytes())]);
    for words in ["missing.csv", "log.csv missing.csv", "*.xyz", "missing/*.csv"] {
        let outcome = scan(&place, words);
        let name = words.split(' ').next_back().unwrap();
        assert_eq!(outcome.code, 3, "{words}");
        assert_eq!(outcome.err, format!("error: {name}: no such file, folder or pattern\n"));
    }
    std::fs::create_dir(place.path("empty")).unwrap();
    assert_eq!(scan(&place, "empty").err, "error: no file in empty\n");
}

#[test]
fn a_file_without_records_says_so() {
    check("empty.csv", "", 3, &["empty.csv: is empty"]);
    check("white.csv", " \n\t\n\n", 3, &["white.csv: is empty"]);
    check("header.csv", "t,u,c\n", 3, &["header.csv: has columns but no records"]);
    check("array.json", "[]", 3, &["array.json: is empty"]);
    check("empty.csv.gz", [0x1f, 0x8b], 3, &["empty.csv.gz: cannot be read"]);
}

#[test]
fn a_column_that_is_not_there_is_told_with_the_nearest_and_all_there_are() {
    let renamed = csv().replace("t,u,c", "t,usr,c");
    check("log.csv", renamed, 3, &["log.csv: has no column `u`; did you mean `usr`? (columns: t, usr, c)"]);
    let renamed = ndjson().replace("\"c\":", "\"cmd\":");
    check("log.json", renamed, 3, &["has no column `c`", "did you mean `cmd`?", "(columns: cmd, t, u, x)"]);
    let renamed = ndjson().replace("\"u\":", "\"usr\":");
    check("log.json", renamed, 3, &["no record of any file has a field `u`; did you mean `usr`?"]);
    check("log.csv", "t,u,u,c\n1,2,3,4\n", 3, &["log.csv: has more than one column `u`"]);
}

#[test]
fn bad_records_are_counted_with_their_first_place_and_the_rest_is_read() {
    let good = csv().lines().count() - 1;
    let text = format!(
        "{}soon,ann,Set\n,ann,Set\n1621371600,ann,\n1621371600,ann,Set,x,y\n1621371600,ann\n\"1621371600\" x,ann,Set\n",
        csv()
    );
    let outcome = check(
        "log.csv",
        text,
        4,
        &[
            "1 record with an unreadable time, first at log.csv:148 (line 149): soon",
            "1 record without a time, first at log.csv:149 (line 150)",
            "2 records without a command, first at log.csv:150 (line 151)",
            "1 record with more cells than the header, first at log.csv:151 (line 152): 5 cells under a header of 3",
            "1 record malformed, first at log.csv:153 (line 154): text behind a closing quote",
            "1 record with fewer cells than the header",
        ],
    );
    assert_eq!(counts(&outcome), [good + 6, good, 6, 0]);
    assert_eq!(lines(&outcome.out).len(), 13, "all sessions are there");
}

#[test]
fn bad_json_is_counted_and_the_rest_is_read() {
    let good = ndjson().lines().count();
    let text = format!("{}{{\"t\":1,\n[1]\n{{\"t\":NaN}}\n{}\n", ndjson(), "[".repeat(10_000));
    let outcome = check("log.ndjson", text, 4, &["4 records malformed, first at log.ndjson:148 (line 148)"]);
    assert_eq!(counts(&outcome), [good + 4, good, 4, 0]);
    check("no-object.json", "{\n", 3, &["a JSON object on a line of its own, or in one array"]);
    check(
        "cut.json",
        format!("[{},{{\"t\"", ndjson().lines().next().unwrap()),
        4,
        &["the last record is cut off"],
    );
}

#[test]
fn an_ambiguous_time_is_an_error_that_names_it() {
    let said = ["log.csv, row 1, column `t`: the time `4/5/2021 10:00:00`", "--time-format"];
    check("log.csv", "t,u,c\n4/5/2021 10:00:00,ann,Set\n", 3, &said);
}

#[test]
fn what_breaks_off_is_used_as_far_as_it_goes() {
    let records = csv().replace("t,u,c\n", "").repeat(200);
    let sound = zstd::encode_all(format!("t,u,c\n{records}").as_bytes(), 1).unwrap();
    let outcome = check("log.csv.zst", &sound[..sound.len() - 9], 4, &["log.csv.zst", "breaks off after"]);
    let [records, events, rejected, _] = counts(&outcome);
    assert!(records > 1_000 && records - events == rejected && rejected <= 1, "{}", outcome.err);
}

#[test]
fn a_wrong_checksum_is_told() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(csv().as_bytes()).unwrap();
    let mut bytes = encoder.finish().unwrap();
    let checksum = bytes.len() - 8;
    bytes[checksum] ^= 1;
    check("log.csv.gz", bytes, 4, &["log.csv.gz", "checksum", "147 events"]);
}

#[test]
fn text_in_other_encodings_is_rejected_record_by_record_or_named() {
    let text = [csv().as_bytes(), b"1621371600,a\xffb,Set\n1621371600,ann,S\xff\n"].concat();
    let outcome = check(
        "log.csv",
        text,
        4,
        &["2 records with invalid UTF-8, first at log.csv:148 (line 149): column `u`"],
    );
    assert_eq!(counts(&outcome)[2], 2);
    let without_mark: Vec<u8> = csv().bytes().flat_map(|byte| [byte, 0]).collect();
    check("log.csv", without_mark, 3, &["UTF-16 without a byte order mark"]);
    check("log.csv", csv().replace('\n', "\r"), 3, &["carriage returns alone"]);
}

/// 100 MB in one field: rejected, and never in memory.
#[cfg(target_os = "linux")]
#[test]
fn a_field_of_a_hundred_megabytes_is_rejected() {
    let place = Place::new();
    for (quote, size) in [("", 100_000_000), ("\"", 20_000_000)] {
        let mut text = csv().into_bytes();
        text.extend_from_slice(format!("1621371600,ann,{quote}").as_bytes());
        text.resize(text.len() + size, b'x');
        text.extend_from_slice(format!("{quote}\n1621371600,zoe,After\n").as_bytes());
        place.write("log.csv", text);
        let limited =
            "ulimit -v 250000 && exec \"$0\" --threads 1 scan log.csv --time t --entity u --command c";
        let mut command = std::process::Command::new("sh");
        command.args(["-c", limited, env!("CARGO_BIN_EXE_oddwalk")]).current_dir(place.folder());
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{err}");
        assert!(err.contains("149 records read from 1 file: 148 events, 1 rejected"), "{err}");
        assert!(err.contains("1 record over the size limit, first at log.csv:148 (line 149)"), "{err}");
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_one_record() {
    let half = csv().len() / 2;
    let at = half + csv()[half..].find('\n').unwrap() + 1;
    let text = format!("{}1621371600,\"ann,Set\n{}", &csv()[..at], &csv()[at..]);
    let outcome = check("log.csv", text, 4, &["1 record malformed", "a quote is never closed"]);
    assert_eq!(counts(&outcome), [148, 147, 1, 0]);
}

#[test]
fn nothing_left_says_why() {
    let place = Place::with(&[("log.csv", csv().as_bytes())]);
    let after = scan(&place, "log.csv --since 2030-01-01");
    assert_eq!((after.code, counts(&after)), (3, [147, 0, 0, 147]));
    assert!(after.err.starts_with("error: no events are left of 147 records\n"), "{}", after.err);
    let short = scan(&place, "log.csv --min-events 100");
    assert_eq!(short.code, 3);
    assert!(
        short.err.starts_with("error: no sessions are left of 147 events: 13 sessions have too few events\n")
    );
    let nobody = Place::with(&[("log.csv", b"t,u,c\n1621371600,,Set\n")]);
    let dropped = scan(&nobody, "log.csv --null-entity drop");
    assert_eq!(dropped.code, 3);
    assert!(
        dropped.err.contains("no sessions are left of 1 events: 1 events lack an identity"),
        "{}",
        dropped.err
    );
}

#[test]
fn one_bad_file_among_good_ones_is_named_and_ends_with_4() {
    let place =
        Place::with(&[("a/log.csv", csv().as_bytes()), ("a/README.md", b"words\n"), ("a/empty.csv", b"")]);
    let outcome = scan(&place, "a");
    assert_eq!((outcome.code, counts(&outcome)), (4, [147, 147, 0, 0]));
    for words in [
        "147 records read from 3 files",
        "a/README.md: ",
        "has no column `t` (columns: words)",
        "a/empty.csv: ",
    ] {
        assert!(outcome.err.contains(words), "{}", outcome.err);
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_and_pipes_do_not_stop_a_folder() {
    use std::os::unix::fs::symlink;
    let place = Place::with(&[("a/log.csv", csv().as_bytes())]);
    symlink("nowhere", place.path("a/dangling.csv")).unwrap();
    symlink("..", place.path("a/up")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(place.path("a/pipe")).status().unwrap();
    assert!(made.success());
    let outcome = scan(&place, "a");
    assert_eq!((outcome.code, counts(&outcome)), (4, [147, 147, 0, 0]));
    assert!(
        outcome.err.contains("a/dangling.csv: ") && outcome.err.contains("No such file"),
        "{}",
        outcome.err
    );
}

#[test]
fn rejected_records_are_accepted_up_to_what_was_said() {
    let place = Place::with(&[("log.csv", format!("{}soon,ann,Set\nlater,ann,Set\n", csv()).as_bytes())]);
    for (most, code) in
        [("1", 4), ("2", 0), ("1%", 4), ("2%", 0), ("100%", 0), ("x", 2), ("NaN%", 2), ("-1", 2)]
    {
        assert_eq!(scan(&place, &format!("log.csv --max-rejected={most}")).code, code, "{most}");
    }
    let skipped = Place::with(&[("a/log.csv", csv().as_bytes()), ("a/b.csv", b"")]);
    assert_eq!(scan(&skipped, "a --max-rejected 100%").code, 4, "a file is no record");
}

#[test]
fn arguments_that_make_no_sense_end_with_2_before_any_work() {
    let place = Place::with(&[("log.csv", csv().as_bytes())]);
    for (words, said) in [
        ("--window 1", "a window has at least 2 events"),
        ("--max-gap soon", "--max-gap `soon`"),
        ("--max-gap=-2m", "--max-gap `-2m`"),
        ("--since yesterday", "--since `yesterday`"),
        ("--since 2022-01-01 --until 2021-01-01", "--since is not before --until"),
        ("--time-format x", "`x` is not a time format"),
        ("--actor x", "the actor `x` is not among the entity's fields (u)"),
        ("--entity u", "the entity field `u` is named twice"),
        ("--delimiter ab", "--delimiter `ab`"),
        ("--threads 0", "--threads"),
        ("--threads 100000", "--threads"),
        ("--out findings.txt", "findings.txt: the name must end in .ndjson, .csv or .parquet"),
        ("--boundary near", "--boundary"),
        ("--max-record 0", "--max-record"),
        ("-", "standard input"),
    ] {
        let words = if words == "-" { "- -" } else { words };
        let outcome = place.run(&format!("scan log.csv {COLUMNS} {words}"));
        assert_eq!(outcome.code, 2, "{words}: {}", outcome.err);
        assert!(outcome.err.contains(said) && outcome.out.is_empty(), "{words}: {}", outcome.err);
    }
    for words in ["--rank 0", "--row log.csv", "--row log.csv:x"] {
        let outcome = place.run(&format!("explain log.csv {COLUMNS} {words}"));
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{words}: {}", outcome.err);
    }
    assert_eq!(
        place.run("scan log.csv --time t --command c").code,
        3,
        "no recipe knows it, and nobody is named"
    );
    assert_eq!(place.run("").code, 2);
    assert_eq!(place.run("--help").code, 0);
}

#[test]
fn a_session_that_is_not_there_is_told() {
    let place = Place::with(&[("log.csv", csv().as_bytes()), ("one.csv", b"t,u,c\n1621371600,ann,Set\n")]);
    for (words, said) in [
        ("log.csv --rank 99 -q", "error: --rank 99: there are 13 sessions\n"),
        ("one.csv --rank 2 -q", "error: --rank 2: there is 1 session\n"),
        ("log.csv --row log.csv:148 -q", "error: --row log.csv:148: no session has this record"),
    ] {
        let outcome = place.run(&format!("explain {words} {COLUMNS}"));
        assert!(outcome.code == 3 && outcome.err.starts_with(said), "{words}: {}", outcome.err);
    }
    let outcome = place.run(&format!("explain log.csv --row log.csv:147 {COLUMNS}"));
    assert!(outcome.code == 0 && outcome.out.contains("\neve\n"), "{}{}", outcome.out, outcome.err);
}

#[cfg(unix)]
#[test]
fn hostile_names_and_values_are_shown_and_not_obeyed() {
    let text =
        format!("{}\u{1b}[2Jsoon,ann,Set\n1621371600,\u{1b}[31mred\u{202e}evil,\u{1b}]0;title\u{7}\n", csv());
    let outcome =
        check("ev\u{1b}[31mil\u{202e}\n.csv", text, 4, &["ev␛[31mil\\u{202e}␊.csv:148", "␛[2Jsoon"]);
    let harmless = |text: &str| !text.contains(['\u{1b}', '\u{7}', '\u{202e}']);
    assert!(harmless(&outcome.err) && harmless(&outcome.out));
    let header = Place::with(&[("log.csv", "\u{1b}[2J,u\u{202e},c\n1,2,3\n".as_bytes())]);
    assert!(harmless(&scan(&header, "log.csv").err));
}
