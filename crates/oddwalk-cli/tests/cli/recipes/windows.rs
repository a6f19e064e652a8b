//! Processes of Windows and of virtual machines: tables, Windows' own format, and what agents write.

use serde_json::{Value, json};

use super::made::{csv, ndjson, portal_time};
use super::{Case, counts, evtx, learnt, scan};
use crate::support::Place;

const CMD: &str = r"C:\Windows\System32\cmd.exe";
const NET: &str = r"C:\Windows\System32\NET.exe";
const SYSMON: &str = "Microsoft-Windows-Sysmon/Operational";

const SECURITY_DATA: [(&str, &str); 8] = [
    ("SubjectUserName", "Ann"),
    ("SubjectDomainName", "CONTOSO"),
    ("SubjectLogonId", "0x77"),
    ("NewProcessName", NET),
    ("TokenElevationType", "%%1937"),
    ("CommandLine", "net user"),
    ("ParentProcessName", CMD),
    ("MandatoryLabel", "S-1-16-12288"),
];

const SYSMON_DATA: [(&str, &str); 8] = [
    ("UtcTime", "2021-04-28 15:00:05.123"),
    ("ProcessGuid", "{00000000-0000-0000-0000-000000000001}"),
    ("Image", NET),
    ("CommandLine", "net user"),
    ("User", r"CONTOSO\Ann"),
    ("LogonId", "0x77"),
    ("IntegrityLevel", "High"),
    ("ParentImage", CMD),
];

const SECURITY: &[&str] = &["elevation=%%1937", "integrity=S-1-16-12288", "parent=cmd.exe"];
const OF_SYSMON: &[&str] = &["integrity=High", "parent=cmd.exe"];

fn case(
    log: Vec<u8>,
    form: &'static str,
    entities: &'static [&'static str],
    parameters: &'static [&'static str],
) -> Case {
    let (recipe, commands, counts) = ("windows-process", &["net.exe"], [3, 3, 0, 0]);
    Case { log, recipe, form, counts, entities, commands, parameters, values: &[] }
}

/// An object of these names and values.
fn object(data: &[(&str, &str)]) -> Value {
    data.iter()
        .map(|&(name, value)| (name.to_owned(), Value::from(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn three(record: impl Fn(u32) -> Value) -> Vec<u8> {
    ndjson(&(0..3).map(record).collect::<Vec<_>>())
}

#[test]
fn windows_own_format_is_read_and_so_is_json_made_of_it() {
    const WS05: &[&str] = &[r"contoso\ann | ws05.contoso.com | 0x77"];
    case(evtx::log("Security", 4688, 3, &SECURITY_DATA), "evtx-security", WS05, SECURITY).check();
    case(evtx::log(SYSMON, 1, 3, &SYSMON_DATA), "evtx-sysmon", WS05, OF_SYSMON).check();
    let dumped = |channel: &'static str, id: u32, data: &'static [(&str, &str)]| {
        three(move |number| {
            let time = format!("2021-04-28T15:{number:02}:05.123Z");
            let system = json!({
                "EventID": { "#attributes": { "Qualifiers": 0 }, "#text": id },
                "TimeCreated": { "#attributes": { "SystemTime": time } },
                "EventRecordID": 100 + number,
                "Channel": channel,
                "Computer": "WS05.contoso.com",
            });
            json!({ "Event": { "System": system, "EventData": object(data) } })
        })
    };
    case(dumped("Security", 4688, &SECURITY_DATA), "evtx-security", WS05, SECURITY).check();
    case(dumped(SYSMON, 1, &SYSMON_DATA), "evtx-sysmon", WS05, OF_SYSMON).check();
}

#[test]
fn what_agents_write_is_read() {
    const WS03: &[&str] = &[r"contoso\ann | ws03 | 0x77"];
    let flat = |id: u32, data: &'static [(&str, &str)]| {
        three(move |number| {
            let mut record = object(data);
            record["EventTime"] = json!(format!("2021-04-28 15:00:0{number}"));
            record["Hostname"] = json!("WS03");
            record["EventID"] = json!(id);
            record["RecordNumber"] = json!(100 + number);
            if id == 1 {
                record["ProcessGuid"] = json!(format!("{{{number}}}"));
            }
            record
        })
    };
    case(flat(4688, &SECURITY_DATA), "flat-security", WS03, SECURITY).check();
    case(flat(1, &SYSMON_DATA), "flat-sysmon", WS03, OF_SYSMON).check();
    let winlogbeat = |channel: &'static str, id: u32, data: &'static [(&str, &str)]| {
        three(move |number| {
            json!({
                "@timestamp": format!("2021-04-28T15:00:0{number}.123Z"),
                "winlog": {
                    "channel": channel, "event_id": id.to_string(), "computer_name": "WS03", "record_id": 100 + number,
                    "event_data": object(data),
                },
                "host": { "name": "WS03" },
                "agent": { "type": "winlogbeat" },
            })
        })
    };
    case(winlogbeat("Security", 4688, &SECURITY_DATA), "winlogbeat-security", WS03, SECURITY).check();
    case(winlogbeat(SYSMON, 1, &SYSMON_DATA), "winlogbeat-sysmon", WS03, OF_SYSMON).check();
}

/// Rows whose cells are written with bars between them.
fn rows(rows: &[String]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect()
}

#[test]
fn a_table_of_sentinel_is_read() {
    let header = "TenantId,TimeGenerated,Account,Computer,EventID,SubjectUserName,SubjectLogonId,NewProcessName,\
                  ParentProcessName,TokenElevationType,MandatoryLabel,CommandLine,NewProcessId,Type";
    let row = |minutes: usize, id: &str, process: &str| {
        let time = portal_time(minutes);
        format!(
            r"t|{time}|CONTOSO\Ann|WS01.contoso.com|{id}|Ann|0x77|{NET}|{CMD}|%%1937|S-1-16-12288|net user|{process}|SecurityEvent"
        )
    };
    let rows =
        rows(&[row(0, "4624", "0x1"), row(1, "4688", "0x2"), row(2, "4688", "0x3"), row(2, "4688", "0x3")]);
    let entities = &[r"contoso\ann | ws01.contoso.com | 0x77"];
    Case { counts: [4, 2, 1, 1], ..case(csv(header, &rows), "sentinel", entities, SECURITY) }.check();
}

#[test]
fn a_table_of_defender_is_read_from_either_portal() {
    let header = "Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,ProcessId,ProcessCommandLine,ProcessIntegrityLevel,\
                  ProcessTokenElevation,AccountDomain,AccountName,LogonId,InitiatingProcessFileName,ReportId";
    let row = |number: u32| {
        let time = format!("2021-04-28T15:00:0{number}.1234567Z");
        format!(
            r"{time}|d|WS02|ProcessCreated|NET.exe|C:\Windows|12|net user|High|TokenElevationTypeFull|contoso|Ann|999|cmd.exe|{number}"
        )
    };
    let hunted = csv(header, &rows(&[row(0), row(1), row(2), row(0), row(1), row(2)]));
    let sentinel = [b"TimeGenerated", hunted.strip_prefix(b"Timestamp").unwrap()].concat();
    let parameters = &["elevation=TokenElevationTypeFull", "integrity=High", "parent=cmd.exe"];
    for (log, form) in [(hunted, "defender-hunting"), (sentinel, "defender")] {
        Case { counts: [6, 3, 3, 0], ..case(log, form, &[r"contoso\ann | ws02 | 999"], parameters) }.check();
    }
}

#[test]
fn processes_of_virtual_machines_are_read() {
    let header = "TimeGenerated,Computer,Machine,Process,ExecutableName,DisplayName,Group,ProductName,ProductVersion,\
                  ExecutablePath,CommandLine,UserName,UserDomain";
    let row = |minutes: usize, computer: &str, user: &str| {
        let time = portal_time(minutes);
        format!(
            "{time}|{computer}|m|p|cmd.exe|Command Processor|Windows|Windows NT|10.0|{CMD}|cmd /c dir|{user}|CONTOSO"
        )
    };
    Case {
        log: csv(header, &rows(&[row(0, "WEB01", "Ann"), row(1, "web01", "ann"), row(2, "web01", "ann")])),
        recipe: "vm-process",
        form: "sentinel",
        counts: [3, 3, 0, 0],
        entities: &["ann--contoso | web01"],
        commands: &["cmd.exe"],
        parameters: &["10.0", "Command Processor", "Windows", "Windows NT", "c:/windows/system32/cmd.exe"],
        values: &[],
    }
    .check();
}

#[test]
fn an_export_without_record_numbers_loses_no_process() {
    let header = "EventID,NewProcessName,SubjectLogonId,Computer,TimeCreated,CommandLine";
    let row = |second: u32, line: &str| {
        let time = format!("2021-04-28T15:00:{second:02}Z");
        ["4688", NET, "0x77", "WS01", &time, line].map(str::to_owned).to_vec()
    };
    let rows = [row(0, "net user"), row(1, "net user"), row(1, "net view"), row(1, "net view")];
    let place = Place::with(&[("log.csv", &csv(header, &rows))]);
    assert_eq!(counts(scan(&place, &["log.csv"]).only()), [4, 4, 0, 0], "nothing tells copies from others");
}

#[test]
fn channels_number_their_records_each_on_its_own() {
    let place = Place::with(&[
        ("security.evtx", &evtx::log("Security", 4688, 3, &SECURITY_DATA)),
        ("sysmon.evtx", &evtx::log(SYSMON, 1, 3, &SYSMON_DATA)),
    ]);
    assert_eq!(counts(scan(&place, &["."]).only()), [6, 6, 0, 0]);
}

#[test]
fn accounts_of_the_machine_are_left_out_if_asked_for() {
    let mut data = SECURITY_DATA;
    data[2].1 = "0x3e7";
    let place = Place::with(&[
        ("a.evtx", &evtx::log("Security", 4688, 3, &SECURITY_DATA)),
        ("b/b.evtx", &evtx::log("Security", 4688, 2, &data)),
    ]);
    assert_eq!(counts(scan(&place, &[".", "--keep-duplicates"]).only()), [5, 5, 0, 0]);
    let excluding = scan(&place, &[".", "--keep-duplicates", "--exclude", "machine-accounts"]);
    assert_eq!(counts(excluding.only()), [5, 3, 0, 2]);
}

#[test]
fn other_events_of_a_channel_are_no_processes() {
    let place = Place::with(&[("log.evtx", &evtx::log("Security", 4624, 3, &SECURITY_DATA))]);
    let outcome = place.run("scan log.evtx");
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("no events are left of 3 records"), "{}", outcome.err);
    assert!(
        outcome.err.contains("3 records left out by the condition kind is `Security 4688`"),
        "{}",
        outcome.err
    );
    let [parameters, _] = learnt(&place, &["log.evtx", "--all-records"]);
    assert_eq!(parameters, SECURITY);
}
