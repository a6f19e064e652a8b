use std::fs::write;
use std::path::Path;

use super::*;
use crate::find_inputs;
use crate::testing::{events, session_table, table};

const CSV: &str = "t,u,c\n1621371600,ann,Set\n1621371601,bob,New\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn read_folder(folder: &Path, table: &Table) -> Result<(EventLog, Quality), ReadError> {
    read_events(&find_inputs(&[folder.to_owned()]).unwrap(), table, &ReadOptions::default())
}

fn one(name: &str, content: &str) -> Result<(EventLog, Quality), ReadError> {
    read_folder(folder(&[(name, content)]).path(), &table())
}

fn failure(name: &str, content: &str) -> String {
    let error = one(name, content).unwrap_err().to_string();
    error.split_once(&format!("{name}: ")).map_or(error.clone(), |(_, reason)| reason.to_owned())
}

#[test]
fn the_form_is_told_by_content_and_a_name_that_says_csv() {
    let ndjson = "{\"t\":1621371600,\"u\":\"ann\",\"c\":\"Set\"}\n";
    for (name, content) in [
        ("log", CSV),
        ("log.csv", CSV),
        ("log.json", ndjson),
        ("log.txt", &format!("\u{feff} \n{ndjson}")),
        ("log", &format!("[{ndjson}]")),
        ("log.csv.txt", "{t},u,c\n"),
    ] {
        match one(name, content) {
            Ok((log, _)) => assert_eq!(events(&log)[0], "1 ann Set 1621371600", "{name}"),
            Err(error) => {
                assert!(error.to_string().contains("has no column `t` (columns: {t}, u, c)"), "{error}");
            }
        }
    }
}

#[test]
fn delimiters_are_found_out_from_the_header() {
    for delimiter in [",", "\t", ";", "|"] {
        let (log, _) = one("log", &CSV.replace(',', delimiter)).unwrap();
        assert_eq!(log.len(), 2, "{delimiter:?}");
    }
    let quoted = "\"t\";\"u\";\"c\";\"a,b,c,d,e\"\n1621371600;ann;\"S;e\";x\n";
    assert_eq!(events(&one("log", quoted).unwrap().0), ["1 ann S;e 1621371600"]);
    let options = ReadOptions { delimiter: Some(b'^'), ..ReadOptions::default() };
    let folder = folder(&[("log", &CSV.replace(',', "^"))]);
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    assert_eq!(read_events(&inputs, &table(), &options).unwrap().0.len(), 2);
}

#[test]
fn a_line_of_powershell_before_the_header_is_no_header() {
    for delimiter in [",", ";"] {
        let text =
            format!("#TYPE System.Management.Automation.PSCustomObject\n{}", CSV.replace(',', delimiter));
        let (log, quality) = one("log.csv", &text).unwrap();
        assert_eq!(events(&log), ["1 ann Set 1621371600", "2 bob New 1621371601"]);
        assert_eq!(quality.records(), 2);
    }
}

#[test]
fn rows_of_every_length_are_told_of() {
    let text = format!("{CSV}1621371602,ann\n1621371603,ann,Set,\n1621371604,ann,Set,x\n1621371605,,Set\n");
    let (log, quality) = one("log.csv", &text).unwrap();
    assert_eq!(
        events(&log)[2..],
        ["4 ann Set 1621371603", "6 - Set 1621371605"],
        "cells that are empty do not count as too many"
    );
    assert_eq!((quality.short_records, quality.records(), quality.events()), (1, 6, 4));
    let rejected: Vec<_> =
        quality.rejected.iter().map(|(reason, r)| (reason.code(), r.first[0].row)).collect();
    assert_eq!(rejected, [("too_many_cells", 5), ("missing_command", 3)]);
    assert_eq!(quality.missing_identity, [("u".to_owned(), 1)]);
}

#[test]
fn invalid_utf8_matters_where_it_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path().join("a.csv"),
        b"t,u,c,x\n1621371600,ann,Set,\xff\n1621371600,a\xff,Set,x\n1621371600,ann,\xff,x\n",
    )
    .unwrap();
    let (log, quality) = read_folder(folder.path(), &table()).unwrap();
    assert_eq!(events(&log), ["1 ann Set 1621371600"]);
    let rejected = &quality.rejected[&oddwalk_core::Reason::InvalidUtf8];
    let details: Vec<&str> = rejected.first.iter().map(|first| first.detail.as_str()).collect();
    assert_eq!((rejected.count, details), (2, vec!["column `u`", "column `c`"]));
}

#[test]
fn a_file_that_is_no_table_says_what_it_is() {
    assert_eq!(failure("a.csv", ""), "is empty");
    assert_eq!(failure("a.csv", " \n\n"), "is empty");
    assert_eq!(failure("a.csv", "t,u,c\n"), "has columns but no records");
    assert_eq!(
        failure("a.csv", "t,user,c\n1,2,3\n"),
        "has no column `u`; did you mean `user`? (columns: t, user, c)"
    );
    assert_eq!(failure("a.csv", "t,u,u,c\n1,2,3,4\n"), "has more than one column `u`");
    assert!(failure("a.csv", &CSV.replace('\n', "\r")).contains("carriage returns alone"));
    let utf16: String = CSV.chars().flat_map(|c| [c, '\0']).collect();
    assert!(failure("a.csv", &utf16).contains("UTF-16 without a byte order mark"));
    let long = failure("a.csv", &format!("{},x\n", "y".repeat(1 << 20)));
    assert!(long.len() < 300, "{} bytes", long.len());
    assert!(failure("a.csv", "\"t,u,c\n").contains("has no readable header: a quote is never closed"));
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_read() {
    let folder = folder(&[("a.csv", ""), ("b.csv", CSV), ("c.csv", "x,y\n1,2\n"), ("d.json", "{\"x\":1}")]);
    let (log, quality) = read_folder(folder.path(), &table()).unwrap();
    assert_eq!(log.len(), 2);
    let problems: Vec<&str> = quality.problems().map(|(name, _)| name.rsplit('/').next().unwrap()).collect();
    assert_eq!(problems, ["a.csv", "c.csv", "d.json"]);
    assert_eq!(quality.records(), quality.events() + quality.rejected_count());
}

#[test]
fn an_ambiguous_time_ends_the_scan_and_says_where() {
    let error = one("a.csv", &format!("{CSV}4/5/2021 10:00:00,ann,Set\n")).unwrap_err();
    let ReadError::AmbiguousTime { row, column, value, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*row, column.as_str(), value.as_str()), (3, "t", "4/5/2021 10:00:00"));
    assert!(error.to_string().contains("--time-format"));
    let day_first = table().time_format("%d/%m/%Y %H:%M:%S".parse().unwrap());
    let folder = folder(&[("a.csv", "t,u,c\n4/5/2021 10:00:00,ann,Set\n")]);
    assert_eq!(events(&read_folder(folder.path(), &day_first).unwrap().0), ["1 ann Set 1620122400"]);
}

#[test]
fn since_is_inside_and_until_is_not() {
    let folder = folder(&[("a.csv", CSV)]);
    let read = |since: Option<i64>, until: Option<i64>| {
        let nanoseconds = |seconds: i64| seconds * 1_000_000_000;
        let table = table().between(since.map(nanoseconds), until.map(nanoseconds));
        let (log, quality) = read_folder(folder.path(), &table).unwrap();
        assert_eq!(quality.records(), quality.events() + quality.out_of_range);
        events(&log).iter().map(|event| event[..1].to_owned()).collect::<String>()
    };
    assert_eq!(read(None, None), "12");
    assert_eq!(read(Some(1_621_371_601), None), "2");
    assert_eq!(read(None, Some(1_621_371_601)), "1");
    assert_eq!(read(Some(1_621_371_602), None), "");
}

#[test]
fn an_identity_that_no_record_has_is_a_wrong_name() {
    let without = "{\"t\":1621371600,\"usr\":\"ann\",\"c\":\"Set\"}\n";
    let error = one("a.json", without).unwrap_err().to_string();
    assert_eq!(error, "no record of any file has a field `u`; did you mean `usr`? (columns: c, t, usr)");
    let with = without.replace("usr", "u");
    assert_eq!(one("a.json", &format!("{without}{with}")).unwrap().0.len(), 2);
    let folder = folder(&[("a.json", without), ("b.json", &with)]);
    assert_eq!(read_folder(folder.path(), &table()).unwrap().1.missing_identity, [("u".to_owned(), 1)]);
}

#[test]
fn given_sessions_of_many_files_keep_their_events() {
    let folder = folder(&[
        (
            "a.json",
            "{\"s\":[\"a\",\"b\"],\"u\":\"ann\",\"b\":1621371600,\"e\":1621371600}\n{\"s\":[],\"b\":null,\"e\":null}\n",
        ),
        ("b.csv", "s,u,b,e\n\"[\"\"c\"\"]\",bob,,\nno list,bob,,\n"),
    ]);
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    let SessionsRead { log, sessions, kind, quality } =
        read_sessions(&inputs, &session_table(), &ReadOptions::default()).unwrap();
    assert_eq!(kind, SessionKind::Commands);
    let texts: Vec<Vec<&str>> = sessions
        .iter()
        .map(|session| session.commands.iter().map(|&command| log.commands().text(command)).collect())
        .collect();
    assert_eq!(texts, [vec!["a", "b"], vec!["c"]]);
    assert_eq!(sessions.get(1).span, None);
    assert_eq!((quality.records(), quality.events(), quality.rejected_count()), (4, 2, 2));
}

/// What sessions are made of, how many there are, and why and where others were rejected.
fn sessions(files: &[(&str, &str)]) -> (SessionKind, usize, Vec<(String, u64, String)>) {
    let folder = folder(files);
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    let table = Table::sessions("s", Vec::new(), None, None).unwrap();
    let read = read_sessions(&inputs, &table, &ReadOptions::default()).unwrap();
    assert_eq!(read.quality.events() + read.quality.rejected_count(), read.quality.records());
    let first = read.quality.rejected.values().flat_map(|rejected| &rejected.first);
    let name = |file: &str| file.rsplit('/').next().unwrap().to_owned();
    let places = first.map(|first| (name(&first.file), first.row, first.detail.clone())).collect();
    (read.kind, read.sessions.len(), places)
}

const TEXTS: &str = "{\"s\":[\"a\",\"b\"]}\n";
const OBJECTS: &str = "{\"s\":[{\"name\":\"a\",\"params\":{\"p\":1}}]}\n";
const NAMES: &str = "{\"s\":[{\"name\":\"a\",\"params\":[\"p\"]}]}\n";

#[test]
fn a_rejected_session_does_not_say_what_sessions_are_made_of() {
    let nameless = "{\"s\":[{\"foo\":1}]}\n";
    let (kind, count, rejected) = sessions(&[("a.json", &format!("{nameless}{TEXTS}{TEXTS}"))]);
    assert_eq!((kind, count, rejected[0].1, rejected.len()), (SessionKind::Commands, 2, 1, 1));
    let (kind, count, _) = sessions(&[("a.json", nameless), ("b.json", TEXTS), ("c.json", TEXTS)]);
    assert_eq!((kind, count), (SessionKind::Commands, 2));
}

/// One file or several: the first event of all decides.
#[test]
fn sessions_of_the_other_family_are_rejected_across_files() {
    let mixed = format!("{TEXTS}{OBJECTS}");
    let object = "event 1: an object, where the events before are texts".to_owned();
    let text = "event 1: a text, where the events before are objects".to_owned();
    let one = sessions(&[("a.json", &format!("{TEXTS}{OBJECTS}{mixed}"))]);
    assert_eq!((one.0, one.1, one.2.len()), (SessionKind::Commands, 2, 2));
    let (kind, count, rejected) = sessions(&[("a.json", TEXTS), ("b.json", OBJECTS), ("c.json", &mixed)]);
    assert_eq!((kind, count), (SessionKind::Commands, 2));
    assert_eq!(rejected, [("b.json".into(), 1, object.clone()), ("c.json".into(), 2, object)]);
    let (kind, count, rejected) = sessions(&[("a.json", OBJECTS), ("b.json", &mixed), ("c.json", NAMES)]);
    assert_eq!((kind, count), (SessionKind::Values, 3));
    assert_eq!(rejected, [("b.json".into(), 1, text)]);
}
