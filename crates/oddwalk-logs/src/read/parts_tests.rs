use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::file::properties::WriterProperties;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use oddwalk_core::{Parameters, Symbol};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::condition::{Condition, Lacking, Rule};
use crate::source::Source;
use crate::testing::table;

/// Everything about what was read: the events with their files, rows and texts, and what became of the rest.
type Seen = Result<(Vec<String>, Quality), String>;

const WHOLE: Division = Division { threads: 1, events: usize::MAX, block: 0 };

fn seen(files: &[(Input, usize)], tables: &[Table], options: &ReadOptions, division: Division) -> Seen {
    let mut log = tables[0].empty_log();
    let reader = Reader::new(tables, options);
    let quality = read_divided(files, &reader, division, |part| {
        assert!(part.len() < division.events.saturating_add(1 << 16));
        log.append(part).map_err(ReadError::from)
    });
    let quality = quality.map_err(|error| error.to_string())?;
    Ok((described(&log.canonical()), quality))
}

fn described(log: &EventLog) -> Vec<String> {
    let of_event = |event: u32| {
        let (index, source) = (event as usize, log.source(event));
        let values: Vec<_> = log.entities().values(log.event_entities()[index]).collect();
        let command = log.event_commands()[index];
        let text = log.commands().text(command);
        let carried: Vec<_> =
            (0..log.carried_columns().len()).map(|column| log.carried_text(event, column)).collect();
        let given = log.parameters().map(|all| named(all, event));
        format!(
            "{} {} {values:?} {text} {command:?} {} {given:?} {carried:?}",
            source.file,
            source.row,
            log.times()[index]
        )
    };
    (0..log.len() as u32).map(of_event).collect()
}

fn named(all: &Parameters, event: u32) -> Vec<(&str, Option<&str>)> {
    let parameters = all.event(event);
    let text = |value: Symbol| (value != Symbol::NONE).then(|| all.values().text(value));
    parameters
        .names
        .iter()
        .zip(parameters.values)
        .map(|(name, value)| (all.names().text(*name), text(*value)))
        .collect()
}

/// However reading is divided, the same is read; gives what.
fn everywhere_the_same(files: &[(Input, usize)], tables: &[Table], options: &ReadOptions) -> Seen {
    let whole = seen(files, tables, options, WHOLE);
    for threads in [1, 2, 3] {
        for events in [1, 3, 1_000] {
            for block in [1, 40, 1 << 10] {
                let division = Division { threads, events, block };
                assert_eq!(seen(files, tables, options, division), whole, "{division:?}");
            }
        }
    }
    whole
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> (Input, usize) {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    (Input::File(path), 0)
}

fn same_of(files: &[(&str, &[u8])], table: Table, options: &ReadOptions) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = files.iter().map(|(name, bytes)| file(folder.path(), name, bytes)).collect();
    everywhere_the_same(&files, &[table], options)
}

fn csv(rows: usize) -> String {
    let row = |row: usize| format!("{},user {},command {}\n", 1_621_371_600 + row, row % 7, row % 11);
    std::iter::once("t,u,c\n".to_owned()).chain((0..rows).map(row)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn parquet(rows: usize, group: usize) -> Vec<u8> {
    let texts = |modulus: usize| (0..rows).map(|row| Some(format!("text {}", row % modulus))).collect();
    let (users, commands): (StringArray, StringArray) = (texts(7), texts(11));
    let times: Int64Array =
        (0_i64..).take(rows).map(|row| (row % 5 > 0).then_some(1_621_371_600 + row)).collect();
    let columns: [(&str, ArrayRef); 3] =
        [("t", Arc::new(times)), ("u", Arc::new(users)), ("c", Arc::new(commands))];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn json(rows: usize) -> String {
    let row = |row: usize| {
        format!(
            "{{\"t\":{},\"u\":\"u{}\",\"c\":\"c{}\",\"i\":{}}}\n",
            1_621_371_600 + row,
            row % 3,
            row % 5,
            row % 13
        )
    };
    (0..rows).map(row).collect()
}

#[test]
fn many_files_of_every_form_are_one_log_in_their_order() {
    let (long, short) = (csv(60), csv(2));
    let files: [(&str, &[u8]); 8] = [
        ("a.csv", long.as_bytes()),
        ("b.csv", b""),
        ("c.json", json(20).leak().as_bytes()),
        ("d.csv.gz", &gzip(long.as_bytes())),
        ("e.parquet", &parquet(40, 7)),
        ("f.csv", b"x,y\n1,2\n"),
        ("g.csv", short.as_bytes()),
        ("h.json", b"{\"t\":1621371600,\"u\":\"ann\",\"c\":\"last\"}\n{}\n5\n"),
    ];
    let (events, quality) = same_of(&files, table(), &ReadOptions::default()).unwrap();
    assert_eq!((events.len(), quality.problems().count()), (60 + 20 + 60 + 32 + 2 + 1, 2));
    assert_eq!(quality.files.len(), files.len());
    assert_eq!(quality.accounted_for(), quality.records());
}

#[test]
fn what_events_bring_along_stays_with_them() {
    let mut table = table().parameters("p");
    table.carried = vec![("x".to_owned(), Source::column("i"))];
    let with = |value: &str| json(20).replace("\"i\"", &format!("\"p\":{{\"k\":\"{value}\",\"l\":1}},\"i\""));
    let text = format!("{}{}{}", with("a"), json(9), with("b").replace("\"k\"", "\"m\""));
    let cells = csv(30).replace("t,u,c", "i,p,t,u,c").replace("\n16", "\n7,\"{\"\"k\"\":3}\",16");
    let files: [(&str, &[u8]); 2] = [("a.json", text.as_bytes()), ("b.csv", cells.as_bytes())];
    let (events, _) = same_of(&files, table, &ReadOptions::default()).unwrap();
    assert!(
        events[0].ends_with("Some([(\"k\", Some(\"a\")), (\"l\", Some(\"1\"))]) [Some(\"0\")]"),
        "{}",
        events[0]
    );
    assert!(events[78].ends_with("Some([(\"k\", Some(\"3\"))]) [Some(\"7\")]"), "{}", events[78]);
}

#[test]
fn what_is_wrong_is_told_from_its_place() {
    let bad = "x,ann,Set\n\n1621371600,\"a\nb\",Set\n1,2\n\r\n1,2,3,4\n";
    let text = format!("#TYPE x\n{}{}{}{bad}", csv(20), bad.repeat(3), csv(20).replace("t,u,c\n", "\n"));
    let (_, quality) = same_of(&[("a.csv", text.as_bytes())], table(), &ReadOptions::default()).unwrap();
    assert_eq!((quality.records(), quality.short_records), (40 + 4 * 4, 4));
    let long = format!("{}{}\n{}", csv(20), "y".repeat(400), csv(20));
    let options = ReadOptions { max_record: 100, ..ReadOptions::default() };
    let (events, quality) = same_of(&[("a.csv", long.as_bytes())], table(), &options).unwrap();
    let rejected: Vec<_> = quality.rejected.values().map(|of| (of.count, of.first[0].row)).collect();
    assert_eq!((events.len(), rejected), (40, vec![(1, 21), (1, 22)]));
}

#[test]
fn the_first_ambiguous_time_ends_reading() {
    let ambiguous = "4/5/2021 10:00:00,ann,Set\n";
    let text = format!("{}{ambiguous}{}{ambiguous}", csv(30), csv(30));
    let files: [(&str, &[u8]); 3] =
        [("a.csv", csv(9).leak().as_bytes()), ("b.csv", text.as_bytes()), ("c.csv", text.as_bytes())];
    let error = same_of(&files, table(), &ReadOptions::default()).unwrap_err();
    assert!(error.contains("b.csv, row 31"), "{error}");
}

#[test]
fn of_events_with_one_id_the_first_of_all_stays() {
    let mut table = table().parameters("p");
    table.id = Some(Source::column("i"));
    let bad = json(30).replace("\"i\"", "\"p\":5,\"i\"");
    let with_id = csv(40).replace("u,c", "u,i").replace("t,u", "t,u,c");
    let files: [(&str, &[u8]); 3] =
        [("a.json", json(9).leak().as_bytes()), ("b.json", bad.as_bytes()), ("c.csv", with_id.as_bytes())];
    let (events, quality) = same_of(&files, table, &ReadOptions::default()).unwrap();
    assert_eq!((events.len(), quality.duplicates), (13, 26));
    assert_eq!(quality.accounted_for(), quality.records());
}

/// A record may take back all before it, which can then not be given away.
#[test]
fn a_condition_waits_for_its_column() {
    let condition = "k is yes".parse::<Condition>().unwrap();
    let rule = Rule::keeping(&Condition { lacking: Lacking::Skip, ..condition }, |name| Source::column(name));
    let with_rule = || {
        let mut table = table();
        table.rules = vec![rule.clone()];
        table
    };
    let late = format!("{}{}{}", json(20), json(5).replace("\"i\"", "\"k\":\"yes\",\"i\""), json(5));
    let (events, _) = same_of(&[("a.json", late.as_bytes())], with_rule(), &ReadOptions::default()).unwrap();
    assert_eq!(events.len(), 5);
    let (events, quality) = same_of(
        &[("a.json", json(20).as_bytes()), ("b.csv", csv(20).as_bytes())],
        with_rule(),
        &ReadOptions::default(),
    )
    .unwrap();
    assert_eq!((events.len(), quality.skipped_conditions[0].1), (40, 2));
}

#[test]
fn a_file_that_breaks_off_is_read_up_to_there() {
    let whole = gzip(csv(9_000).as_bytes());
    let (events, quality) =
        same_of(&[("a.csv.gz", &whole[..whole.len() / 2])], table(), &ReadOptions::default()).unwrap();
    let (_, problem) = quality.problems().next().unwrap();
    assert!(problem.contains(&format!("breaks off after {} records", events.len())), "{problem}");
}

#[test]
fn names_that_no_file_has_are_told_of() {
    let files: [(&str, &[u8]); 2] =
        [("a.json", b"{\"t\":1,\"c\":\"x\"}\n{\"t\":2,\"c\":\"x\"}\n"), ("b.json", b"{\"t\":1,\"c\":\"x\"}")];
    let error = same_of(&files, table(), &ReadOptions::default()).unwrap_err();
    assert!(error.contains("no record of any file has a field `u`"), "{error}");
    let error = same_of(&[("a.csv", b"t,u\n1,2\n")], table(), &ReadOptions::default()).unwrap_err();
    assert!(error.contains("has no column `c`"), "{error}");
}

#[test]
fn an_error_of_the_taker_ends_reading() {
    #[derive(Debug, PartialEq)]
    struct Enough(String);
    impl From<ReadError> for Enough {
        fn from(error: ReadError) -> Self {
            Self(error.to_string())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> =
        (0..9).map(|n| file(folder.path(), &format!("{n}.csv"), csv(300).as_bytes())).collect();
    let tables = [table()];
    let options = ReadOptions::default();
    let reader = Reader::new(&tables, &options);
    for threads in [1, 2, 4] {
        let mut events = 0;
        let division = Division { threads, events: 10, block: 100 };
        let ended = read_divided(&files, &reader, division, |part| {
            events += part.len();
            if events > 500 { Err(Enough("enough".to_owned())) } else { Ok(()) }
        });
        assert_eq!(ended, Err(Enough("enough".to_owned())));
        assert!(events < 1_000, "{events}");
    }
}

#[test]
fn without_events_there_is_one_log_without_any() {
    let folder = tempfile::tempdir().unwrap();
    let files = [file(folder.path(), "a.csv", b"t,u,c\nx,y,z\n")];
    let mut logs = Vec::new();
    let quality = read_parts(&files, &[table()], &ReadOptions::default(), |part| {
        logs.push(part);
        Ok::<(), ReadError>(())
    });
    assert_eq!((quality.unwrap().rejected_count(), logs.len(), logs[0].len()), (1, 1, 0));
    assert_eq!(logs[0].entities().columns(), ["u"]);
}

/// Pieces of which logs are made, and of which none should be.
fn piece() -> impl Strategy<Value = &'static [u8]> {
    prop_oneof![
        4 => Just(&b"1621371600,ann,Set\n"[..]),
        4 => Just(&b"2021-05-18T21:00:00Z,ann,Set\n"[..]),
        4 => Just(&b"\"2021-05-18T21:00:00.5Z\",\"bob\",\"New\"\r\n"[..]),
        3 => prop::sample::select(vec![
            &b"1621371600,bob,\"a, b\"\r\n"[..], b"\n", b"\r\n", b"\r", b",", b"\"", b"\"\"", b"x", b"\xff", b"\xef\xbb\xbf",
            b"1621371600,\"a\nb\",c\n", b"1,2,3,4,5,6\n", b"1\n", b"2021-05-18 21:00:00,,Set\n", b"#TYPE x\n",
            b"1621371600,ann,a long command that is over the limit of what a record may have in it\n",
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 96 } else { 2_000 }))]

    #[test]
    fn hostile_text_is_read_the_same_however_it_is_divided(
        pieces in vec(piece(), 0..60),
        packed: bool,
        small: bool,
    ) {
        let text = [b"t,u,c\n", pieces.concat().as_slice()].concat();
        let bytes = if packed { gzip(&text) } else { text };
        let max_record = if small { 60 } else { 1 << 20 };
        let _ = same_of(&[("a.csv", &bytes)], table(), &ReadOptions { max_record, ..ReadOptions::default() });
    }

    /// Plain events go a way of their own, which leads to the same place.
    #[test]
    fn plain_events_are_those_that_any_table_reads(
        pieces in vec(piece(), 0..60),
        since in prop::option::of(Just(1_621_371_600_000_000_000)),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = [file(folder.path(), "a.csv", &[b"t,u,c\n", pieces.concat().as_slice()].concat())];
        let plain = table().between(since, None);
        let mut carrying = plain.clone();
        carrying.carried = vec![("x".to_owned(), Source::column("c"))];
        let [plain, other] = [plain, carrying].map(|table| {
            let (mut events, quality) = seen(&files, &[table], &ReadOptions::default(), WHOLE)?;
            for event in &mut events {
                event.truncate(event.rfind(" None [").unwrap());
            }
            Ok::<_, String>((events, quality))
        });
        prop_assert_eq!(plain, other);
    }

    #[test]
    fn a_damaged_parquet_file_is_read_the_same_however_it_is_divided(
        places in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        group in 1_usize..20,
    ) {
        let mut bytes = parquet(50, group);
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = same_of(&[("a.parquet", &bytes), ("b.csv", csv(3).as_bytes())], table(), &ReadOptions::default());
    }
}
