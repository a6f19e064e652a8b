use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use super::*;
use crate::encode::FileRead;
use crate::testing::{Portions, SIZES, events, read_with, real_log, rejected};
use crate::{Format, ReadOptions, Table, find_inputs, read_events};

const REAL: &str = "data/process/auditd_raw.log";

const CALL: &str = r#"type=SYSCALL msg=audit(1621371600.250:7): arch=c000003e syscall=59 success=yes a0=55D0 ppid=9 pid=10 auid=1000 uid=0 ses=4294967295 tty=(none) comm="sh" exe="/bin/sh" key=(null)
type=EXECVE msg=audit(1621371600.250:7): argc=3 a0="/bin/sh" a1="-c" a2=6C73202F
type=CWD msg=audit(1621371600.250:7): cwd="/root"
type=PATH msg=audit(1621371600.250:7): item=0 name="/bin/sh" ouid=0
type=PATH msg=audit(1621371600.250:7): item=1 name="/lib/ld.so" ouid=4294967295 cap_fp=0
type=PROCTITLE msg=audit(1621371600.250:7): proctitle=2F62696E2F7368002D63006C73202F
"#;

const LOGIN: &str = "type=USER_LOGIN msg=audit(1621371601.000:8): pid=15 uid=0 auid=4294967295 msg='op=login acct=\"root\" \
                     exe=\"/usr/sbin/sshd\" hostname=? addr=192.0.2.7 res=failed'\u{1d}UID=\"root\" AUID=\"unset\"\n";

fn table(entity: &str, command: &str) -> Table {
    Table::events("time", vec![entity.into()], command).unwrap()
}

fn read_with_limit(bytes: &[u8], names: [&str; 2], max_record: usize) -> (FileRead, Option<String>) {
    read_with(&table(names[0], names[1]), |encoder| read(bytes, max_record, encoder))
}

fn read_text(text: &str, entity: &str, command: &str) -> (FileRead, Option<String>) {
    read_with_limit(text.as_bytes(), [entity, command], 1 << 20)
}

/// The field of the only event; `None` where it has none.
fn field(text: &str, name: &str) -> Option<String> {
    let (file, problem) = read_text(text, "serial", name);
    let missing = problem.is_some() || file.quality.rejected.contains_key(&Reason::MissingCommand);
    let command = || file.log.commands().text(file.log.event_commands()[0]).to_owned();
    (!missing).then(command)
}

/// What stands in the list of arguments of the first event, each text once, in the order of their bytes.
fn argument_list(text: &str) -> Vec<String> {
    let table = table("serial", "types").parameters("args");
    let (file, _) = read_with(&table, |encoder| read(text.as_bytes(), 1 << 20, encoder));
    let parameters = file.log.parameters().unwrap();
    let name = |symbol: &oddwalk_core::Symbol| parameters.names().text(*symbol).to_owned();
    let mut names: Vec<String> = parameters.shape_names(0).iter().map(name).collect();
    names.sort_unstable();
    names
}

#[test]
fn lines_of_one_event_are_one_record() {
    for size in SIZES {
        let bytes = format!("{CALL}{LOGIN}");
        let (file, problem) = read_with(&table("auid", "types"), |encoder| {
            read(Portions { bytes: bytes.as_bytes(), size }, 1 << 20, encoder)
        });
        assert_eq!(problem, None);
        let read = events(&file.log);
        assert_eq!(
            read,
            ["1 1000 SYSCALL EXECVE CWD PATH PROCTITLE 1621371600", "2 unset USER_LOGIN 1621371601"]
        );
        assert_eq!(file.log.times()[0], 1_621_371_600_250_000_000);
    }
}

#[test]
fn each_name_of_a_call() {
    for (name, value) in [
        ("serial", "7"),
        ("auid", "1000"),
        ("ses", "unset"),
        ("key", "unset"),
        ("tty", "(none)"),
        ("exe", "/bin/sh"),
        ("a0", "55D0"),
        ("execve.argc", "3"),
        ("execve.a0", "/bin/sh"),
        ("execve.a2", "ls /"),
        ("cmdline", "/bin/sh -c ls /"),
        ("cwd", "/root"),
        ("proctitle", "/bin/sh -c ls /"),
        ("path.name", "/bin/sh"),
        ("path.ouid", "0"),
    ] {
        assert_eq!(field(CALL, name).as_deref(), Some(value), "{name}");
    }
    for name in ["name", "path.cap_fp", "execve.a3", "syscall.pid", "node", "argc"] {
        assert_eq!(field(CALL, name), None, "{name}");
    }
}

#[test]
fn an_event_without_a_call_has_its_keys_under_both_names() {
    for (name, value) in [
        ("pid", "15"),
        ("auid", "unset"),
        ("acct", "root"),
        ("exe", "/usr/sbin/sshd"),
        ("hostname", "?"),
        ("addr", "192.0.2.7"),
        ("res", "failed"),
        ("UID", "root"),
        ("AUID", "unset"),
        ("user_login.op", "login"),
        ("user_login.UID", "root"),
    ] {
        assert_eq!(field(LOGIN, name).as_deref(), Some(value), "{name}");
    }
}

#[test]
fn no_key_takes_a_name_of_the_record() {
    let text =
        "type=USER_TEST msg=audit(1621371600.000:1): node=x types=y time=z msg='args=1 cmdline=2 serial=3'\n";
    for (name, value) in
        [("types", Some("USER_TEST")), ("serial", Some("1")), ("node", None), ("cmdline", None)]
    {
        assert_eq!(field(text, name).as_deref(), value, "{name}");
    }
    assert_eq!(field(text, "user_test.cmdline").as_deref(), Some("2"));
}

#[test]
fn hosts_are_told_apart() {
    let hosts = format!("node=a {0}node=b {0}{0}", "type=X msg=audit(1621371600.000:1): key=\"k\"\n");
    let (file, problem) = read_text(&hosts, "node", "key");
    assert_eq!(problem, None);
    assert_eq!(events(&file.log), ["1 a k 1621371600", "2 b k 1621371600", "3 - k 1621371600"]);
}

#[test]
fn arguments_are_joined_from_pieces_and_lines() {
    let text = "type=EXECVE msg=audit(1621371600.000:1): argc=12 a0=\"ls\" a1_len=10 a1[0]=2FC3\n\
                type=EXECVE msg=audit(1621371600.000:1): a1[1]=A9 a10=\"last\" a2=\"\" a3=\"1234\" a4=31\n";
    assert_eq!(field(text, "execve.a1").as_deref(), Some("/é"));
    assert_eq!(field(text, "execve.a1_len").as_deref(), Some("10"));
    assert_eq!(field(text, "cmdline").as_deref(), Some("ls /é  1234 1 last"));
    assert_eq!(argument_list(text), ["/é", "1", "1234", "last", "ls"]);
    assert_eq!(field(text, "a0"), None, "it would be a register of a call");
}

#[test]
fn events_that_interleave_are_told_apart_and_keep_their_order() {
    let line = |serial: u32, kind: &str| format!("type={kind} msg=audit(1621371600.000:{serial}): a=1\n");
    let text = [(5, "SYSCALL"), (6, "SYSCALL"), (6, "EOE"), (5, "CWD"), (7, "X"), (6, "CWD")];
    let text: String = text.iter().map(|(serial, kind)| line(*serial, kind)).collect();
    let (file, _) = read_text(&text, "serial", "types");
    assert_eq!(
        events(&file.log),
        ["1 5 SYSCALL CWD 1621371600", "2 6 SYSCALL CWD 1621371600", "3 7 X 1621371600"]
    );
}

fn single_lines(serials: impl Iterator<Item = usize>) -> String {
    let line = |serial| format!("type=X msg=audit(1621371600.000:{serial}): a=1\n");
    serials.map(line).collect()
}

#[test]
fn a_line_that_comes_too_late_is_counted() {
    let open = single_lines(0..OPEN_EVENTS);
    let (file, _) = read_text(&format!("{open}{}", single_lines(0..1)), "serial", "types");
    assert_eq!((file.quality.events(), rejected(&file)), (OPEN_EVENTS as u64, Vec::new()));
    let (file, _) = read_text(&format!("{open}{}", single_lines([600, 0, 1].into_iter())), "serial", "types");
    assert_eq!((file.quality.events(), rejected(&file)), (OPEN_EVENTS as u64 + 1, vec![("malformed", 1)]));
    let first = &file.quality.rejected[&Reason::Malformed].first[0];
    assert_eq!((first.row, first.line), (514, Some(514)));
    assert!(first.detail.starts_with("a line of event 0 that comes too late"), "{}", first.detail);
}

#[test]
fn bad_lines_are_counted_with_their_place() {
    let text = format!("----\ntime->now\n{CALL}no line\n\n{LOGIN}type=CWD cwd=\"/\"\n");
    let (file, problem) = read_text(&text, "pid", "exe");
    assert_eq!(problem, None);
    assert_eq!(events(&file.log), ["1 10 /bin/sh 1621371600", "3 15 /usr/sbin/sshd 1621371601"]);
    let places = file.quality.rejected[&Reason::Malformed].first.iter().map(|first| (first.row, first.line));
    assert_eq!(places.collect::<Vec<_>>(), [(2, Some(9)), (4, Some(12))]);
}

#[test]
fn lines_may_end_as_they_like() {
    let whole = read_text(CALL, "exe", "cmdline").0;
    for text in [CALL.replace('\n', "\r\n"), CALL.trim_end().to_owned(), format!("\u{feff}{CALL}")] {
        let (file, problem) = read_text(&text, "exe", "cmdline");
        assert_eq!((problem, events(&file.log)), (None, events(&whole.log)));
    }
}

#[test]
fn long_lines_and_events_are_bounded() {
    let long = "41".repeat(1 << 19);
    let text = format!("type=EXECVE msg=audit(1621371600.000:1): argc=1 a0={long}\n");
    let (file, problem) = read_with_limit(text.as_bytes(), ["serial", "cmdline"], 2 << 20);
    assert_eq!((problem, file.log.commands().text(file.log.event_commands()[0]).len()), (None, 1 << 19));
    let (file, problem) = read_with_limit(text.as_bytes(), ["serial", "cmdline"], 1 << 20);
    assert_eq!((rejected(&file), problem.is_some()), (vec![("too_long", 1)], true));
    let (file, _) = read_with_limit(format!("{LOGIN}{CALL}").as_bytes(), ["pid", "exe"], 400);
    assert_eq!(rejected(&file), [("too_long", 1)]);
    let place = &file.quality.rejected[&Reason::TooLong].first[0];
    assert_eq!((file.quality.events(), place.row, place.line), (1, 2, Some(2)));
}

/// Events that are short on their own are given out before they are too much together.
#[test]
fn open_events_together_are_bounded() {
    let (file, _) = read_with_limit(single_lines(0..40).as_bytes(), ["serial", "types"], 100);
    assert_eq!((file.quality.events(), rejected(&file)), (40, Vec::new()));
    let late = format!("{}{}", single_lines(0..40), single_lines(0..1));
    let (file, _) = read_with_limit(late.as_bytes(), ["serial", "types"], 100);
    assert_eq!(rejected(&file), [("malformed", 1)]);
}

#[test]
fn a_file_without_events_says_what_it_is() {
    let problem = |text: &str| read_text(text, "pid", "exe").1.unwrap();
    assert_eq!(problem(""), "is empty");
    assert!(problem("no\nlog\n").starts_with("has no readable record: each line has to begin with"));
    let wrong = read_text(CALL, "pid", "exee").1.unwrap();
    assert!(wrong.starts_with("has no column `exee`; did you mean `exe`?"), "{wrong}");
    assert!(wrong.contains("path.name"), "{wrong}");
}

#[test]
fn the_form_is_told_by_the_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("audit.log", &format!("\n{CALL}"));
    write("audit.log.1", &format!("\u{feff}node=web-1 {LOGIN}"));
    write("other", &CALL.replace('\n', "\r\n"));
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    for format in [None, Some(Format::Auditd)] {
        let options = ReadOptions { format, ..ReadOptions::default() };
        let (log, quality) = read_events(&inputs, &table("auid", "exe"), &options).unwrap();
        assert_eq!((log.len(), quality.problems().count()), (3, 0));
    }
    assert!(!begins(b"time,node,type\n"));
    assert!(!begins(b"type=x\n"));
}

#[test]
fn a_real_log_is_read_whole() {
    let Some(bytes) = real_log(REAL) else { return };
    let (file, problem) = read_with_limit(&bytes, ["auid", "types"], 1 << 20);
    let text = String::from_utf8(bytes).unwrap();
    let id = |line: &str| line[line.find("msg=audit(").unwrap()..].split(')').next().unwrap().to_owned();
    let mut ids: Vec<String> = text.lines().map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((problem, file.quality.events(), rejected(&file)), (None, ids.len() as u64, Vec::new()));
    let mut kinds = BTreeMap::new();
    for symbol in file.log.event_commands() {
        *kinds.entry(file.log.commands().text(*symbol)).or_insert(0) += 1;
    }
    let runs = kinds.iter().filter(|(kinds, _)| kinds.contains("EXECVE"));
    assert_eq!(runs.map(|(_, count)| count).sum::<usize>(), 146);
    let (file, problem) = read_with_limit(text.as_bytes(), ["auid", "cmdline"], 1 << 20);
    assert_eq!((problem, file.quality.events()), (None, 146));
}

/// Lines of a few events, each event's in their order.
fn shuffled_lines() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    const KINDS: &[&str] = &["SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE", "USER_X", "EOE"];
    let event = proptest::collection::vec((proptest::sample::select(KINDS), "[a-c]{0,2}"), 1..6);
    let sorted = proptest::collection::vec(event, 1..40).prop_map(|events| {
        let lines = |(serial, lines): (usize, &Vec<(&str, String)>)| {
            let line = |(kind, value): &(&str, String)| {
                format!("type={kind} msg=audit(1621371600.000:{serial}): a0=\"{value}\" exe=\"{value}\" cwd=\"{value}\"")
            };
            lines.iter().map(line).collect::<Vec<_>>()
        };
        events.iter().enumerate().flat_map(lines).collect::<Vec<_>>()
    });
    let drawn = sorted.prop_flat_map(|lines| {
        let order = proptest::collection::vec(any::<u32>(), lines.len());
        (Just(lines), order)
    });
    drawn.prop_map(|(lines, draws)| {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|&line| draws[line]);
        // The places are drawn; which line of its event stands at one is not.
        let mut next: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        lines.iter().rev().for_each(|line| next.entry(serial(line)).or_default().push(line));
        let mixed = order.iter().filter_map(|&at| next.get_mut(serial(&lines[at]))?.pop().cloned());
        let mixed = mixed.collect();
        (lines, mixed)
    })
}

fn serial(line: &str) -> &str {
    line.split([':', ')']).nth(1).unwrap()
}

fn records(lines: &[String], command: &str) -> Vec<String> {
    let (file, _) = read_text(&lines.join("\n"), "serial", command);
    let without_row = |event: String| event.split_once(' ').unwrap().1.to_owned();
    let mut records: Vec<String> = events(&file.log).into_iter().map(without_row).collect();
    records.sort_unstable();
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300), limit in 1_usize..400) {
        let mut text = LOGIN.as_bytes().to_vec();
        text.extend(&bytes);
        let (file, _) = read_with_limit(&text, ["pid", "acct"], limit);
        prop_assert_eq!(file.quality.records(), file.quality.events() + file.quality.rejected_count());
        begins(&bytes);
    }

    #[test]
    fn any_text_of_a_line_is_read(
        lines in proptest::collection::vec("(type=(SYSCALL|EXECVE|PATH) msg=audit\\(16213716[0-9]{2}.000:[0-3]\\): )?[a-e0-9=\"' ()\\[\\],\u{1d}é-]{0,60}", 0..20),
    ) {
        let text = lines.join("\n");
        for command in ["types", "cmdline", "a", "execve.a0", "path.a"] {
            let (file, _) = read_text(&text, "serial", command);
            prop_assert_eq!(file.quality.records(), file.quality.events() + file.quality.rejected_count());
        }
    }

    #[test]
    fn mixing_events_changes_their_order_only((lines, mixed) in shuffled_lines()) {
        for command in ["types", "cmdline", "exe", "cwd", "path.exe"] {
            prop_assert_eq!(records(&lines, command), records(&mixed, command));
        }
    }
}
