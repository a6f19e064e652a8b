//! Office 365: the unified audit log, the Management API and Sentinel's table.

use serde_json::{Value, json};

use super::made::{
    cmdlets, csv, exchange, json_text, ndjson, portal_time, purview, sharepoint, unified_audit_log,
};
use super::{Case, counts, learnt, scan};
use crate::support::Place;

const ANN: &[&str] = &["ann@contoso.com | 198.51.100.7"];
const CMDLETS: &[&str] = &["Get-Mailbox", "Set-Mailbox"];
const PARAMETERS: &[&str] = &["AuditEnabled", "Identity"];
const VALUES: &[&str] = &["True", "shared"];

fn exchange_case(log: Vec<u8>, form: &'static str, counts: [u64; 4]) -> Case {
    let recipe = "office365-exchange";
    Case {
        log,
        recipe,
        form,
        counts,
        entities: ANN,
        commands: CMDLETS,
        parameters: PARAMETERS,
        values: VALUES,
    }
}

#[test]
fn cmdlets_are_read_out_of_every_form() {
    let twice = [cmdlets(), cmdlets()].concat();
    exchange_case(unified_audit_log(&twice), "audit-log", [8, 4, 4, 0]).check();
    exchange_case(purview(&cmdlets()), "audit-log", [4, 4, 0, 0]).check();
    exchange_case(json_text(&cmdlets().into()), "management-api", [4, 4, 0, 0]).check();
    exchange_case(ndjson(&cmdlets()), "management-api", [4, 4, 0, 0]).check();
    exchange_case(sentinel(), "sentinel", [4, 4, 0, 0]).check();
}

/// An export of Sentinel's table `OfficeActivity` from the portal, whose JSON is over several lines.
fn sentinel() -> Vec<u8> {
    let header = "TenantId,SourceSystem,TimeGenerated,RecordType,Operation,OfficeWorkload,ResultStatus,OfficeObjectId,UserId,\
                  ClientIP,Parameters,ExternalAccess,OfficeId,Type";
    let row = |(minutes, record): (usize, &Value)| {
        let text = |key: &str| record[key].as_str().unwrap().to_owned();
        let parameters = serde_json::to_string_pretty(&record["Parameters"]).unwrap();
        let fixed = |text: &str| text.to_owned();
        vec![
            fixed("t"),
            fixed("OfficeActivityManager"),
            portal_time(minutes),
            fixed("ExchangeAdmin"),
            text("Operation"),
            fixed("Exchange"),
            fixed("True"),
            text("ObjectId"),
            text("UserId"),
            text("ClientIP"),
            parameters,
            fixed("False"),
            text("Id"),
            fixed("OfficeActivity"),
        ]
    };
    csv(header, &cmdlets().iter().enumerate().map(row).collect::<Vec<_>>())
}

#[test]
fn all_workloads_are_read_where_there_is_more_than_exchange() {
    let records = [cmdlets(), (0..3).map(|number| sharepoint(number, "Bob@contoso.com")).collect()].concat();
    for (log, form) in [
        (unified_audit_log(&records), "audit-log"),
        (purview(&records), "audit-log"),
        (json_text(&records.clone().into()), "management-api"),
        (json_text(&json!({ "@odata.context": "x", "value": records })), "management-api"),
    ] {
        Case {
            log,
            recipe: "office365",
            form,
            counts: [7, 7, 0, 0],
            entities: &["ann@contoso.com | 198.51.100.7", "bob@contoso.com | 192.0.2.44"],
            commands: &["FileAccessed", "Get-Mailbox", "Set-Mailbox"],
            parameters: &["AuditEnabled", "Identity", "ItemType", "ResultStatus", "SourceFileExtension"],
            values: &["File", "True", "docx", "shared"],
        }
        .check();
    }
}

#[test]
fn a_table_of_sentinel_with_several_workloads_is_one_of_all() {
    let header = "TimeGenerated,UserId,ClientIP,Operation,OfficeWorkload,RecordType,Parameters,OfficeId";
    let row = |minutes: usize, operation: &str, workload: &str, kind: &str| {
        let cells = ["Ann@contoso.com", "[2001:db8::5]:443", operation, workload, kind, "", operation];
        [vec![portal_time(minutes)], cells.map(str::to_owned).to_vec()].concat()
    };
    let rows = [
        row(0, "FileAccessed", "SharePoint", "SharePointFileOperation"),
        row(1, "New-App", "Exchange", "ExchangeAdmin"),
    ];
    let place = Place::with(&[("log.csv", &csv(header, &rows))]);
    let scanned = scan(&place, &["log.csv"]);
    assert_eq!(scanned.forms(), ["log.csv: office365 sentinel"]);
    assert_eq!(scanned.entities(), ["ann@contoso.com | 2001:db8::5"]);
    let asked = scan(&place, &["log.csv", "--recipe", "office365-exchange"]);
    assert_eq!(counts(asked.only()), [2, 1, 0, 1], "the others are left out, and counted");
    assert_eq!(asked.commands(), ["New-App"]);
    assert!(
        asked.outcome.err.contains("office365-exchange: 1 file, it was asked for; most like "),
        "{}",
        asked.outcome.err
    );
}

#[test]
fn addresses_lose_their_port_and_users_their_case_in_every_spelling() {
    let ips = ["198.51.100.7:443", "198.51.100.7", "[2001:db8::5]:5190", "2001:db8::5", "[2001:db8::5]"];
    let users = ["Ann@Contoso.com", "ANN@CONTOSO.COM", "ann@contoso.com"];
    let records: Vec<Value> =
        (0..15).map(|n| exchange(n, users[n as usize % 3], ips[n as usize % 5])).collect();
    let place = Place::with(&[("log.csv", &purview(&records))]);
    let expected = ["ann@contoso.com | 198.51.100.7", "ann@contoso.com | 2001:db8::5"];
    assert_eq!(scan(&place, &["log.csv"]).entities(), expected);
    assert_eq!(scan(&place, &["log.csv", "--no-normalise"]).entities().len(), 15);
}

#[test]
fn a_cell_of_megabytes_is_read() {
    let mut large = exchange(9, "ann@contoso.com", "198.51.100.7");
    let rules: Vec<Value> =
        (0..40_000).map(|number| json!({ "Rule": number, "Text": "x\"y".repeat(10) })).collect();
    large["ModifiedProperties"] = rules.into();
    let records = [cmdlets(), vec![large]].concat();
    let place = Place::with(&[("log.csv", &unified_audit_log(&records))]);
    assert!(place.read("log.csv").len() > 2_000_000);
    assert_eq!(counts(scan(&place, &["log.csv"]).only()), [5, 5, 0, 0]);
}

#[test]
fn values_that_are_nested_or_differ_in_the_order_of_keys_are_one_text() {
    let mut records = cmdlets();
    let nested = [r#"{"b":1,"a":[true,null]}"#, r#"{ "a": [true, null], "b": 1 }"#];
    for (record, text) in records.iter_mut().zip(nested) {
        let value: Value = serde_json::from_str(text).unwrap();
        record["Parameters"] = json!([{ "Name": "Filter", "Value": value }]);
    }
    let place = Place::with(&[("log.json", &json_text(&records.into()))]);
    let [_, values] = learnt(&place, &["log.json"]);
    assert!(values.contains(&r#"{"a":[true,null],"b":1}"#.to_owned()), "{values:?}");
    assert_eq!(values.iter().filter(|value| value.contains("true")).count(), 1, "{values:?}");
}

#[test]
fn a_record_without_a_user_counts_and_its_share_is_said() {
    let mut records = cmdlets();
    records[0]["UserId"] = json!("");
    records[1].as_object_mut().unwrap().remove("ClientIP");
    let place = Place::with(&[("log.json", &json_text(&records.into()))]);
    let scanned = scan(&place, &["log.json"]);
    let missing = &scanned.only()["missing_identity"];
    let expected = json!([
        { "column": "UserId", "events": 1, "share": 0.25 },
        { "column": "ClientIP", "events": 1, "share": 0.25 },
    ]);
    assert_eq!(*missing, expected);
    for said in ["1 event without UserId (25.0 %)", "1 event without ClientIP (25.0 %)"] {
        assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
    }
    let excluding = scan(&place, &["log.json", "--exclude", "no-user"]);
    assert_eq!(counts(excluding.only()), [4, 3, 0, 1]);
}
