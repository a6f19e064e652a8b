use std::fs;
use std::io::Write;

use oddwalk_core::Quality;

use super::made::{self, Element, FIRST_RECORD, element, text};
use super::*;
use crate::encode::FileRead;
use crate::testing::{Portions, SIZES, events, read_with, real_log, rejected};
use crate::{Format, ReadOptions, Table, find_inputs, read_events};

const REAL: &str = "data/process/sysmon.evtx";

const NAMES: [&str; 3] = [
    "Event.System.TimeCreated.#attributes.SystemTime",
    "Event.System.Computer",
    "Event.EventData.NewProcessName",
];

fn table(command: &str) -> Table {
    Table::events(NAMES[0], vec![NAMES[1].into()], command).unwrap()
}

fn event(computer: &str, image: &str) -> Element {
    let system = vec![
        element("Provider", Vec::new()).with("Name", "Made").with("Guid", "{0}"),
        text("EventID", "4688").with("Qualifiers", "7"),
        element("TimeCreated", Vec::new()).with("SystemTime", "2021-05-18T21:00:00.1234567Z"),
        text("Computer", computer),
    ];
    let data = vec![text("Data", image).with("Name", "NewProcessName")];
    element("Event", vec![element("System", system), element("EventData", data)])
}

fn two_chunks() -> Vec<u8> {
    let first = made::chunk(1, &[event("pc1", "a.exe"), event("pc2", "b.exe")]).1;
    made::file(&[first, vec![0; CHUNK], made::chunk(3, &[event("pc1", "c.exe")]).1, vec![0; CHUNK]])
}

fn read_as(command: &str, bytes: &[u8]) -> (FileRead, Option<String>) {
    read_with(&table(command), |encoder| read(bytes, 1 << 20, encoder))
}

fn read_made(bytes: &[u8]) -> (Vec<String>, Vec<(&'static str, u64)>, Option<String>) {
    let (file, problem) = read_as(NAMES[2], bytes);
    (events(&file.log), rejected(&file), problem)
}

#[test]
fn events_are_records_with_dotted_names() {
    for size in SIZES {
        let bytes = &two_chunks();
        let (file, problem) =
            read_with(&table(NAMES[2]), |encoder| read(Portions { bytes, size }, 1 << 20, encoder));
        assert_eq!(problem, None);
        assert_eq!(
            events(&file.log),
            ["1 pc1 a.exe 1621371600", "2 pc2 b.exe 1621371600", "3 pc1 c.exe 1621371600"]
        );
        assert_eq!(file.log.times()[0] % 1_000_000_000, 123_456_700, "a tenth of a microsecond counts");
    }
}

#[test]
fn an_element_with_attributes_means_its_text() {
    let (file, problem) = read_as("Event.System.EventID", &two_chunks());
    assert_eq!((problem, events(&file.log)[0].as_str()), (None, "1 pc1 4688 1621371600"));
    let attribute = "Event.System.Provider.#attributes.Name";
    assert_eq!(events(&read_as(attribute, &two_chunks()).0.log)[0], "1 pc1 Made 1621371600");
}

/// As `evtx_dump -o jsonl` writes it.
#[test]
fn a_dump_of_events_is_read_the_same() {
    let dump = r##"{"Event":{"System":{"EventID":{"#attributes":{"Qualifiers":7},"#text":4688},"TimeCreated":{"#attributes":{"SystemTime":"2021-05-18T21:00:00.1234567Z"}},"Computer":"pc1"}}}"##;
    let (file, problem) = read_with(&table("Event.System.EventID"), |encoder| {
        json::read_lines(dump.as_bytes(), 1 << 20, encoder)
    });
    assert_eq!((problem, events(&file.log)), (None, vec!["1 pc1 4688 1621371600".to_owned()]));
}

/// Old programs write their data without names.
#[test]
fn data_without_names_is_read_over() {
    let mut old = event("pc1", "a.exe");
    old.children[1].children = vec![text("Data", "x"), text("Data", "y"), text("Binary", "00ff")];
    let bytes = made::file(&[made::chunk(1, &[old, event("pc1", "b.exe")]).1]);
    assert_eq!(read_made(&bytes).0, ["2 pc1 b.exe 1621371600"]);
    assert_eq!(read_made(&bytes).1, [("missing_command", 1)]);
    assert_eq!(read_as("Event.EventData.Data", &bytes).1, None);
}

#[test]
fn damage_is_rejected_and_the_rest_is_read() {
    let (begins, mut first) = made::chunk(1, &[event("pc1", "a"), event("pc1", "b"), event("pc1", "c")]);
    let second = made::chunk(4, &[event("pc1", "d")]).1;
    first[begins[1] + 24 + 4] = 0xee;
    let rest = ["1 pc1 a 1621371600", "3 pc1 c 1621371600", "4 pc1 d 1621371600"].map(str::to_owned);
    let damaged = made::file(&[first.clone(), second.clone()]);
    assert_eq!(read_made(&damaged), (rest.to_vec(), vec![("malformed", 1)], None));
    first[..4].fill(b'x');
    let damaged = made::file(&[first, second]);
    assert_eq!(read_made(&damaged), (vec!["2 pc1 d 1621371600".to_owned()], vec![("malformed", 1)], None));
    let detail = &read_as(NAMES[2], &damaged).0.quality;
    assert!(first_detail(detail).starts_with("a chunk: "), "{}", first_detail(detail));
}

fn first_detail(quality: &Quality) -> &str {
    &quality.rejected[&Reason::Malformed].first[0].detail
}

#[test]
fn a_file_that_ends_early_says_so() {
    let whole = two_chunks();
    let cut = |len: usize| read_made(&whole[..len]);
    assert_eq!(cut(HEADER + CHUNK), (events_until(2), Vec::new(), None));
    let in_first = cut(HEADER + CHUNK - 9);
    assert_eq!(in_first.0, events_until(2));
    assert_eq!(in_first.2.unwrap(), "breaks off after 2 records: the file ends in a chunk");
    let second = made::chunk(1, &[event("pc1", "a.exe"), event("pc2", "b.exe")]).0[1];
    let in_second_record = cut(HEADER + second + 200);
    assert_eq!((in_second_record.0, in_second_record.1), (events_until(1), vec![("malformed", 1)]));
    assert!(cut(HEADER + FIRST_RECORD - 1).2.unwrap().contains("the file ends in a chunk"));
    assert!(cut(9).2.unwrap().contains("the file ends in a chunk"));
    assert_eq!(cut(HEADER).2.unwrap(), "is empty");
    assert_eq!(cut(0).2.unwrap(), "is not readable as EVTX: it does not begin with `ElfFile`");
}

fn events_until(count: usize) -> Vec<String> {
    read_made(&two_chunks()).0[..count].to_vec()
}

fn garbage() -> Vec<u8> {
    (0..CHUNK).map(|at| (at * at % 251) as u8).collect()
}

#[test]
fn room_behind_the_last_chunk_may_hold_anything() {
    let mut room = two_chunks();
    let whole = read_made(&room);
    room.extend(garbage());
    room.extend(&garbage()[..99]);
    assert_eq!(read_made(&room), whole);
    room[HEADER + CHUNK..HEADER + 2 * CHUNK].copy_from_slice(&garbage());
    let between = read_made(&room);
    assert_eq!((between.0.len(), between.1, between.2), (3, vec![("malformed", 1)], None));
}

#[test]
fn a_file_of_garbage_is_no_log() {
    let (none, rejected, problem) = read_made(&made::file(&[garbage(), garbage()]));
    assert_eq!((none, rejected), (Vec::new(), Vec::new()));
    assert_eq!(problem.unwrap(), "is not readable as EVTX: nothing behind its header is a chunk of events");
    let mut damaged = made::chunk(1, &[event("pc1", "a.exe")]).1;
    damaged[..8].fill(0);
    let (_, rejected, problem) = read_made(&made::file(&[damaged]));
    assert_eq!(rejected, [("malformed", 1)]);
    assert_eq!(problem.unwrap(), "has no readable record: every event is damaged");
}

#[test]
fn what_is_needed_has_to_be_there() {
    let problem = read_as("Event.EventData.NewProcesName", &two_chunks()).1.unwrap();
    assert!(problem.contains("did you mean `Event.EventData.NewProcessName`?"), "{problem}");
}

#[test]
fn an_event_over_the_limit_is_not_kept() {
    let (file, _) = read_with(&table(NAMES[2]), |encoder| read(&two_chunks()[..], 100, encoder));
    assert_eq!((file.log.len(), rejected(&file)), (0, vec![("too_long", 3)]));
}

#[test]
fn the_form_is_told_by_the_first_bytes_and_compressed_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&two_chunks()).unwrap();
    fs::write(folder.path().join("a"), two_chunks()).unwrap();
    fs::write(folder.path().join("b.gz"), gzip.finish().unwrap()).unwrap();
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    for format in [None, Some(Format::Evtx)] {
        let options = ReadOptions { format, ..ReadOptions::default() };
        let (log, quality) = read_events(&inputs, &table(NAMES[2]), &options).unwrap();
        assert_eq!((log.len(), quality.problems().count()), (6, 0));
    }
}

/// Every byte of a made file is wrong once, and many at once.
#[test]
fn no_damage_is_a_panic() {
    let whole = two_chunks();
    let used = (0..900).chain(HEADER..HEADER + 2_600);
    for at in used {
        for wrong in [0x00, 0xff, 0x41] {
            let mut damaged = whole.clone();
            damaged[at] = wrong;
            counts_add_up(&damaged[..HEADER + CHUNK]);
        }
    }
    for step in [7, 97, 997] {
        let mut damaged = whole.clone();
        damaged.iter_mut().skip(11).step_by(step).for_each(|byte| *byte ^= 0x55);
        counts_add_up(&damaged);
    }
}

fn counts_add_up(bytes: &[u8]) -> FileRead {
    let (file, _) = read_as(NAMES[2], bytes);
    assert_eq!(file.quality.records(), file.quality.events() + file.quality.rejected_count());
    file
}

/// How many records the chunks' own headers count.
fn counted(bytes: &[u8]) -> u64 {
    let number = |chunk: &[u8], at: usize| u64::from_le_bytes(chunk[at..at + 8].try_into().unwrap());
    let chunks = bytes[HEADER..].chunks_exact(CHUNK).filter(|chunk| chunk.starts_with(CHUNK_MAGIC));
    chunks.map(|chunk| number(chunk, 16) - number(chunk, 8) + 1).sum()
}

#[test]
fn a_real_log_is_read_whole() {
    let Some(bytes) = real_log(REAL) else { return };
    let (file, problem) = read_as("Event.System.EventID", &bytes);
    assert_eq!((problem, file.quality.events(), rejected(&file)), (None, counted(&bytes), Vec::new()));
    let mut kinds = std::collections::BTreeMap::new();
    for symbol in file.log.event_commands() {
        *kinds.entry(file.log.commands().text(*symbol)).or_insert(0) += 1;
    }
    assert_eq!(kinds["1"], 227);
    let (file, problem) = read_as("Event.EventData.Image", &bytes);
    assert_eq!((problem, file.quality.records()), (None, counted(&bytes)));
}

#[test]
fn a_real_log_may_be_damaged_anywhere() {
    let Some(whole) = real_log(REAL) else { return };
    let mut damaged = whole.clone();
    damaged.iter_mut().skip(HEADER + 600).step_by(997).for_each(|byte| *byte ^= 0xff);
    let file = counts_add_up(&damaged);
    assert!(file.quality.rejected_count() > 0);
    for seed in 0..200 {
        let mut damaged = whole[..HEADER + 3 * CHUNK].to_vec();
        damaged.iter_mut().skip(seed * 5).step_by(997).for_each(|byte| *byte ^= 1 << (seed % 8));
        counts_add_up(&damaged);
    }
    for len in (0..whole.len()).step_by(30_011) {
        counts_add_up(&whole[..len]);
    }
}
