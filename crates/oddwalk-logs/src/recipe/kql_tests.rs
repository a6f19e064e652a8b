use std::io::Write;
use std::path::Path;

use oddwalk_core::{Boundary, EventLog, MissingIdentity, Sessions, Symbol, sessionize};
use serde_json::{Value, json};

use super::*;
use crate::{ReadOptions, Table, find_inputs, read_events, read_sessions};

fn recipe(name: &str) -> Recipe {
    Recipe::embedded().iter().find(|recipe| recipe.name == name).unwrap().clone()
}

fn options(table: Option<&str>) -> KqlOptions {
    KqlOptions { lookback: "60d".parse().unwrap(), table: table.map(str::to_owned) }
}

#[test]
fn every_table_of_every_recipe_as_it_was_read_by_people() {
    for recipe in Recipe::embedded() {
        for table in recipe.tables() {
            let query = recipe.kql(&options(Some(table))).unwrap();
            insta::assert_snapshot!(format!("{}-{table}", recipe.name), query);
        }
    }
}

#[test]
fn tables_are_found_or_told() {
    let windows = recipe("windows-process");
    assert_eq!(windows.tables(), ["SecurityEvent", "DeviceProcessEvents"]);
    assert_eq!(windows.kql(&options(None)), windows.kql(&options(Some("SecurityEvent"))));
    assert_eq!(
        windows.kql(&options(Some("SecurityEvents"))).unwrap_err().to_string(),
        "the recipe windows-process has no table `SecurityEvents`; did you mean `SecurityEvent`?; it has SecurityEvent, \
         DeviceProcessEvents"
    );
    assert_eq!(
        recipe("linux-process").kql(&options(None)).unwrap_err().to_string(),
        "the recipe linux-process has no query: none of its forms has a `table`"
    );
}

#[test]
fn an_entity_keeps_off_the_names_of_the_query() {
    for name in ["session", "event_time", "param_1", "max_duration"] {
        let mut recipe = recipe("vm-process");
        recipe.entity.push(name.to_owned());
        assert_eq!(recipe.kql(&options(None)), Err(BadKql::TakenName(name.to_owned())));
    }
}

#[test]
fn limits_and_missing_identities_are_as_the_recipe_has_them() {
    let mut recipe = recipe("vm-process");
    recipe.sessions.max_gap = 250;
    let has = |recipe: &Recipe, part: &str| {
        let query = recipe.kql(&options(None)).unwrap();
        assert!(query.contains(part), "no `{part}` in\n{query}");
    };
    has(&recipe, "let max_gap = 2tick;");
    has(&recipe, "row_window_session(event_time, max_duration + 1tick, max_gap + 1tick,");
    recipe.sessions.boundary = Boundary::AtLeast;
    has(&recipe, "let max_gap = 3tick;");
    has(&recipe, "row_window_session(event_time, max_duration, max_gap,");
    recipe.sessions.missing_identity = MissingIdentity::Separate;
    has(&recipe, "| extend event_alone = iff(isempty(user) or isempty(Computer), event_place, long(0))");
    recipe.sessions.max_gap = 0;
    has(&recipe, "| extend event_alone = event_place\n");
    recipe.sessions.missing_identity = MissingIdentity::Drop;
    has(&recipe, "| where isnotempty(user) and isnotempty(Computer)\n");
    recipe.sessions.min_events = 5;
    has(&recipe, "| where n_events >= 5\n");
    recipe.exclusions[0].applies = true;
    has(
        &recipe,
        "// Left out: processes that run under no known user.\n| where not(isempty(tostring(UserName)))\n",
    );
}

/// Rows of a table, and what its query gives for them, written by hand after the meaning of Kusto's functions: both have
/// to be read as the same sessions.
fn assert_same(name: &str, table: &str, rows: &[Value], result: &[Value]) {
    let recipe = recipe(name);
    let form = recipe.forms.iter().find(|form| form.table.as_deref() == Some(table)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let read = ReadOptions::default();
    let exported = find_inputs(&[write(folder.path(), "rows.ndjson", rows)]).unwrap();
    let (log, quality) = read_events(&exported, &Table::of(&recipe, form), &read).unwrap();
    let cut = described(&log, &sessionize(&log, &recipe.sessions));
    // A list as the API gives it, and its text as CSV has it.
    let texts: Vec<Value> = result.iter().map(with_text).collect();
    for (file, result) in [("lists.ndjson", result), ("texts.ndjson", &texts)] {
        let queried = find_inputs(&[write(folder.path(), file, result)]).unwrap();
        let given = read_sessions(&queried, &Table::of_query(&recipe), &read).unwrap();
        assert_eq!(described(&given.log, &given.sessions), cut, "{name} {file}");
        let unreadable = |quality: &oddwalk_core::Quality| quality.unreadable_parameters.count;
        assert_eq!(unreadable(&given.quality), unreadable(&quality), "{name} {file}");
        for (row, session) in result.iter().zip(given.sessions.iter()) {
            assert_eq!(row["n_events"], session.events.len());
        }
    }
    assert!(!cut.is_empty());
}

fn with_text(row: &Value) -> Value {
    let mut row = row.clone();
    row["session"] = Value::String(row["session"].to_string());
    row
}

fn write(folder: &Path, name: &str, rows: &[Value]) -> std::path::PathBuf {
    let path = folder.join(name);
    let mut file = std::fs::File::create(&path).unwrap();
    rows.iter().for_each(|row| writeln!(file, "{row}").unwrap());
    path
}

/// Each session as its entity, its times in seconds, and its events with their parameters, in an order of its own.
fn described(log: &EventLog, sessions: &Sessions) -> Vec<String> {
    let mut all: Vec<String> = sessions
        .iter()
        .map(|session| {
            let entity: Vec<&str> =
                log.entities().values(session.entity).map(|value| value.unwrap_or("-")).collect();
            let span = session.span.unwrap();
            let events: Vec<String> = session.events.iter().map(|&event| event_text(log, event)).collect();
            format!("{} {}..{}: {}", entity.join(" "), span.begin, span.end, events.join("; "))
        })
        .collect();
    all.sort();
    all
}

fn event_text(log: &EventLog, event: u32) -> String {
    let command = log.commands().text(log.event_commands()[event as usize]);
    let all = log.parameters().unwrap();
    let parameters = all.event(event);
    let pairs = parameters.names.iter().zip(parameters.values).map(|(&name, &value)| {
        let value = if value == Symbol::NONE { "" } else { all.values().text(value) };
        format!("{}={value}", all.names().text(name))
    });
    format!("{command}({})", pairs.collect::<Vec<_>>().join(", "))
}

#[test]
fn exchange() {
    let row = |time: &str, user: &str, ip: &str, what: &str, parameters: &str, id: &str| {
        json!({"TimeGenerated": time, "UserId": user, "ClientIP": ip, "Operation": what, "Parameters": parameters,
               "OfficeId": id, "RecordType": "ExchangeAdmin"})
    };
    let named = r#"[{"Name":"Identity","Value":"a\"b"},{"Name":"Size","Value":"1.0"}]"#;
    let rows = [
        row("2021-05-18T10:00:00Z", "Ann@x", "192.0.2.1:443", "Set-Mailbox", named, "1"),
        row("2021-05-18T10:00:00Z", "Ann@x", "192.0.2.1:443", "Set-Mailbox", named, "1"),
        // At the limit, and behind it.
        row("2021-05-18T10:02:00Z", "ann@x", "192.0.2.1", "Get-Mailbox", "", "2"),
        row("2021-05-18T10:04:00.0000001Z", "ann@x", "192.0.2.1:80", "New-Rule", "-Name x", "3"),
        row("2021-05-18T10:04:01Z", "", "[2001:db8::1]:80", "New-Rule", "[]", ""),
        row("2021-05-18T10:04:01Z", "", "[2001:db8::1]:80", "New-Rule", "[]", ""),
        json!({"TimeGenerated": "2021-05-18T10:00:01Z", "UserId": "bob", "Operation": "FileAccessed",
               "Parameters": "", "RecordType": "SharePoint"}),
    ];
    let session = |begin: &str, end: &str, user: &str, ip: &str, session: Value| {
        let events = session.as_array().unwrap().len();
        json!({"recipe": "office365-exchange", "begin": begin, "end": end, "UserId": user, "ClientIP": ip,
               "session": session, "n_events": events})
    };
    let result = [
        session(
            "2021-05-18T10:00:00Z",
            "2021-05-18T10:02:00Z",
            "ann@x",
            "192.0.2.1",
            json!([
                {"name": "Set-Mailbox", "params": named}, {"name": "Get-Mailbox", "params": ""},
            ]),
        ),
        session(
            "2021-05-18T10:04:00.0000001Z",
            "2021-05-18T10:04:00.0000001Z",
            "ann@x",
            "192.0.2.1",
            json!([
                {"name": "New-Rule", "params": "-Name x"},
            ]),
        ),
        session(
            "2021-05-18T10:04:01Z",
            "2021-05-18T10:04:01Z",
            "",
            "2001:db8::1",
            json!([
                {"name": "New-Rule", "params": "[]"}, {"name": "New-Rule", "params": "[]"},
            ]),
        ),
    ];
    assert_same("office365-exchange", "OfficeActivity", &rows, &result);
}

#[test]
fn office() {
    let rows = [
        json!({"TimeGenerated": "2021-05-18T10:00:00Z", "UserId": "Ann", "ClientIP": "192.0.2.1", "Operation": "FileAccessed",
               "Parameters": "", "ResultStatus": "", "ItemType": "File", "SourceFileExtension": "docx",
               "OfficeId": "1", "OfficeWorkload": "SharePoint"}),
        json!({"TimeGenerated": "2021-05-18T10:00:01Z", "UserId": "Ann", "ClientIP": "192.0.2.1", "Operation": "Set-Mailbox",
               "Parameters": "[{\"Name\":\"A\",\"Value\":\"1\"},{\"Name\":\"ResultStatus\",\"Value\":\"x\"}]",
               "ResultStatus": "True", "OfficeId": "2", "OfficeWorkload": "Exchange"}),
        json!({"TimeGenerated": "2021-05-18T10:00:02Z", "UserId": "Ann", "ClientIP": "192.0.2.1", "Operation": "Send",
               "Parameters": "cut off [{", "ResultStatus": "True", "OfficeId": "3", "OfficeWorkload": "Exchange"}),
    ];
    let result = [
        json!({"recipe": "office365", "begin": "2021-05-18T10:00:00Z", "end": "2021-05-18T10:00:02Z",
        "UserId": "ann", "ClientIP": "192.0.2.1", "n_events": 3, "session": [
            {"name": "FileAccessed", "params": r#"{"ItemType":"File","SourceFileExtension":"docx"}"#},
            {"name": "Set-Mailbox",
             "params": r#"[{"Name":"A","Value":"1"},{"Name":"ResultStatus","Value":"x"},{"Name":"ResultStatus","Value":"True"}]"#},
            {"name": "Send", "params": "cut off [{"},
        ]}),
    ];
    assert_same("office365", "OfficeActivity", &rows, &result);
}

#[test]
fn cloudtrail() {
    let deep = r#"{"key":"k","deep":{"b":2.50,"a":["2021-05-18"]}}"#;
    let row = |time: &str, name: &str, parameters: &str, error: &str, read_only: Value, id: &str| {
        json!({"TimeGenerated": time, "EventName": name, "EventTypeName": "AwsApiCall", "AwsEventId": id,
               "RequestParameters": parameters, "ErrorCode": error, "ReadOnly": read_only, "SourceIpAddress": "192.0.2.1",
               "UserAgent": "cli", "UserIdentityPrincipalid": "", "UserIdentityInvokedBy": "me",
               "SessionIssuerArn": "", "UserIdentityArn": "arn:aws:sts::1:assumed-role/R/session"})
    };
    let rows = [
        row("2021-05-18T10:00:00Z", "ListBuckets", "null", "", json!(true), "1"),
        row("2021-05-18T10:00:01Z", "GetObject", deep, "AccessDenied", json!("True"), "2"),
        row("2021-05-18T10:00:02Z", "PutObject", "", "", json!(null), "3"),
        row("2021-05-18T10:00:03Z", "Odd", r#"{"errorCode":"theirs","n":5}"#, "ours", json!(false), "4"),
        row("2021-05-18T10:00:04Z", "Cut", r#"{"a":{"b":1}"#, "", json!(false), "5"),
    ];
    let result = [
        json!({"recipe": "aws-cloudtrail", "begin": "2021-05-18T10:00:00Z", "end": "2021-05-18T10:00:04Z",
        "principal": "me", "sourceIPAddress": "192.0.2.1", "userAgent": "cli", "role": "arn:aws:sts::1:assumed-role/R",
        "n_events": 5, "session": [
            {"name": "ListBuckets", "params": r#"{"readOnly":"true"}"#},
            {"name": "GetObject",
             "params": r#"{"key":"k","deep":{"b":2.50,"a":["2021-05-18"]},"errorCode":"AccessDenied","readOnly":"true"}"#},
            {"name": "PutObject", "params": "{}"},
            {"name": "Odd", "params": r#"{"errorCode":"theirs","n":5,"errorCode":"ours","readOnly":"false"}"#},
            {"name": "Cut", "params": r#"{"a":{"b":1,"readOnly":"false"}"#},
        ]}),
    ];
    assert_same("aws-cloudtrail", "AWSCloudTrail", &rows, &result);
}

#[test]
fn virtual_machines() {
    let rows = [
        json!({"TimeGenerated": "2021-05-18T10:00:00Z", "Computer": "Host", "UserName": "Ann", "UserDomain": "D",
               "ExecutableName": "ls", "DisplayName": "ls", "ProductName": "", "Group": "g", "ProductVersion": "1.0",
               "ExecutablePath": "C:\\Bin\\LS"}),
        json!({"TimeGenerated": "2021-05-18T10:00:01Z", "Computer": "Host", "UserName": "", "UserDomain": "",
               "ExecutableName": "init", "DisplayName": "", "ExecutablePath": ""}),
    ];
    let result = [
        json!({"recipe": "vm-process", "begin": "2021-05-18T10:00:01Z", "end": "2021-05-18T10:00:01Z", "user": "",
               "Computer": "host", "n_events": 1, "session": [{"name": "init", "params": []}]}),
        json!({"recipe": "vm-process", "begin": "2021-05-18T10:00:00Z", "end": "2021-05-18T10:00:00Z", "user": "ann--d",
               "Computer": "host", "n_events": 1, "session": [{"name": "ls", "params": ["ls", "g", "1.0", "c:/bin/ls"]}]}),
    ];
    assert_same("vm-process", "VMProcess", &rows, &result);
}

#[test]
fn windows() {
    let row = |time: &str, process: &str, id: &str| {
        json!({"TimeGenerated": time, "EventID": 4688, "Computer": "Host.x", "Account": "X\\Ann", "SubjectUserName": "ann",
               "SubjectLogonId": "0x5f", "NewProcessName": process, "NewProcessId": id,
               "ParentProcessName": "C:\\Windows\\explorer.exe", "TokenElevationType": "%%1936", "MandatoryLabel": ""})
    };
    let rows = [
        row("2021-05-18T10:00:00Z", "C:\\Windows\\System32\\CMD.exe", "0x10"),
        row("2021-05-18T10:00:00Z", "C:\\Windows\\System32\\CMD.exe", "0x10"),
        row("2021-05-18T10:00:00Z", "C:\\Windows\\System32\\CMD.exe", "0x20"),
        json!({"TimeGenerated": "2021-05-18T10:00:01Z", "EventID": 4624, "Computer": "Host.x", "NewProcessName": ""}),
    ];
    let event = json!({"name": "cmd.exe", "params": ["parent=explorer.exe", "elevation=%%1936"]});
    let result =
        [json!({"recipe": "windows-process", "begin": "2021-05-18T10:00:00Z", "end": "2021-05-18T10:00:00Z",
        "account": "x\\ann", "host": "host.x", "logon": "0x5f", "n_events": 2, "session": [event, event]})];
    assert_same("windows-process", "SecurityEvent", &rows, &result);
}

#[test]
fn defender() {
    let rows = [
        json!({"TimeGenerated": "2021-05-18T10:00:00Z", "ActionType": "ProcessCreated", "DeviceId": "d", "ReportId": 7,
        "DeviceName": "Host", "AccountDomain": "x", "AccountName": "Ann", "LogonId": 12345, "FileName": "CMD.exe",
        "InitiatingProcessFileName": "Explorer.EXE", "ProcessTokenElevation": "", "ProcessIntegrityLevel": "Medium"}),
    ];
    let result =
        [json!({"recipe": "windows-process", "begin": "2021-05-18T10:00:00Z", "end": "2021-05-18T10:00:00Z",
        "account": "x\\ann", "host": "host", "logon": "12345", "n_events": 1, "session": [
            {"name": "cmd.exe", "params": ["parent=explorer.exe", "integrity=Medium"]}]})];
    assert_same("windows-process", "DeviceProcessEvents", &rows, &result);
}
