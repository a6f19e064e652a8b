//! Every field of a recipe can be had otherwise, by a flag.

use serde_json::json;

use super::made::{call, calls, cmdlets, json_text, ndjson, purview, sharepoint, unified_audit_log};
use super::{counts, learnt, scan};
use crate::support::Place;

/// Cmdlets and files, exported twice.
fn place() -> Place {
    let records = [cmdlets(), (0..3).map(|number| sharepoint(number, "Bob@contoso.com")).collect()].concat();
    Place::with(&[("log.csv", &purview(&[records.clone(), records].concat()))])
}

#[test]
fn conditions_take_what_meets_all_of_them() {
    let place = place();
    for (words, expected) in [
        (&["--where", "Workload is Exchange"][..], [14, 4, 4, 6]),
        (&["--where", "Workload is Exchange,OneDrive"], [14, 7, 7, 0]),
        (&["--where", "Workload is not Exchange"], [14, 3, 3, 8]),
        (&["--where", "ObjectId starts with https://"], [14, 3, 3, 8]),
        (&["--where", "ObjectId does not contain contoso-my"], [14, 4, 4, 6]),
        (&["--where", "Parameters is empty"], [14, 3, 3, 8]),
        (&["--where", "Workload is Exchange", "--where", "Operation contains Set-"], [14, 2, 2, 10]),
        (&["--where", "UserId is ann@contoso.com"], [14, 4, 4, 6]),
    ] {
        let scanned = scan(&place, &[&["log.csv"], words].concat());
        assert_eq!(counts(scanned.only()), expected, "{words:?}");
    }
}

#[test]
fn a_condition_on_what_no_file_has_is_skipped_and_said() {
    let scanned = scan(&place(), &["log.csv", "--where", "Nothing is x"]);
    assert_eq!(counts(scanned.only()), [14, 7, 7, 0]);
    assert_eq!(scanned.only()["skipped_conditions"], json!([{ "condition": "Nothing is `x`", "files": 1 }]));
    let said = "Nothing is `x` not asked of 1 file without that column";
    assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
}

/// Fields of JSON are there where they have something to say: a file of which no record has one is no other kind of file.
#[test]
fn what_no_record_of_a_file_has_is_empty() {
    let named = calls();
    let mut nameless = call(90, "Decrypt");
    nameless["userIdentity"] = json!({ "type": "AWSService" });
    let place = Place::with(&[("a.ndjson", &ndjson(&named)), ("b.ndjson", &ndjson(&[nameless]))]);
    let refused = scan(&place, &[".", "--where", "errorCode is not empty"]);
    assert_eq!(counts(refused.only()), [7, 1, 0, 6]);
    let excluding = scan(&place, &[".", "--exclude", "no-principal"]);
    assert_eq!(counts(excluding.only()), [7, 5, 0, 2]);
    let nothing = place.run_args(&["scan", ".", "--where", "Nothing is not empty"], b"");
    assert_eq!(nothing.code, 3);
    assert!(nothing.err.contains("7 records left out by"), "{}", nothing.err);
}

#[test]
fn steps_change_texts_and_can_be_left_away() {
    let place = place();
    let normalised = ["ann@contoso.com | 198.51.100.7", "bob@contoso.com | 192.0.2.44"];
    assert_eq!(scan(&place, &["log.csv"]).entities(), normalised);
    let raw = scan(&place, &["log.csv", "--no-normalise"]).entities();
    assert!(raw.contains(&"Ann@Contoso.com | 198.51.100.7:4000".to_owned()), "{raw:?}");
    let words = ["log.csv", "--no-normalise", "--normalise", "ClientIP:without-port"];
    let some = scan(&place, &words).entities();
    let expected =
        ["Ann@Contoso.com | 198.51.100.7", "Bob@contoso.com | 192.0.2.44", "ann@contoso.com | 198.51.100.7"];
    assert_eq!(some, expected);
    let commands = scan(&place, &["log.csv", "--normalise", "Operation:lower"]).commands();
    assert_eq!(commands, ["fileaccessed", "get-mailbox", "set-mailbox"]);
}

#[test]
fn copies_are_told_by_another_field_or_kept() {
    let place = place();
    assert_eq!(counts(scan(&place, &["log.csv", "--keep-duplicates"]).only()), [14, 14, 0, 0]);
    assert_eq!(counts(scan(&place, &["log.csv", "--id", "Operation"]).only()), [14, 3, 11, 0]);
    assert_eq!(
        counts(scan(&place, &["log.csv", "--id", "RecordId"]).only()),
        [14, 7, 7, 0],
        "a column beside the JSON"
    );
    assert_eq!(place.run("scan log.csv --id Id --keep-duplicates").code, 2);
}

#[test]
fn columns_of_an_export_can_be_named_beside_its_json() {
    let place = Place::with(&[("log.csv", &unified_audit_log(&cmdlets()))]);
    for words in [
        &["--time", "CreationDate"][..],
        &["--command", "Operations"],
        &["--entity", "UserIds"],
        &["--time", "AuditData.CreationTime"],
    ] {
        let scanned = scan(&place, &[&["log.csv"], words].concat());
        assert_eq!(counts(scanned.only()), [4, 4, 0, 0], "{words:?}");
        assert_eq!(scanned.commands(), ["Get-Mailbox", "Set-Mailbox"], "{words:?}");
    }
    let ranged = scan(&place, &["log.csv", "--time", "CreationDate"]);
    let time = "2021-05-18T21:13:33Z";
    assert_eq!(ranged.only()["time_range"], json!({ "begin": time, "end": time }));
}

#[test]
fn an_entity_and_its_actor_can_be_others() {
    let place = place();
    let workloads = scan(&place, &["log.csv", "--entity", "Workload,UserId", "--actor", "Workload"]);
    assert_eq!(workloads.entities(), ["Exchange | ann@contoso.com", "OneDrive | bob@contoso.com"]);
    let outcome = place.run("scan log.csv --actor Operation");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.err.contains("the actor `Operation` is not among the entity's fields"),
        "{}",
        outcome.err
    );
}

#[test]
fn parameters_are_others_or_none() {
    let place = place();
    let [parameters, values] = learnt(&place, &["log.csv", "--no-parameters"]);
    assert_eq!((parameters.len(), values.len()), (0, 0));
    let [parameters, values] = learnt(&place, &["log.csv", "--no-values"]);
    assert_eq!((parameters.len(), values.len()), (5, 0));
    let [parameters, _] = learnt(&place, &["log.csv", "--parameters", "Parameters"]);
    assert_eq!(parameters, ["AuditEnabled", "Identity"]);
    for flag in ["--parameters", "--id", "--carry", "--entity"] {
        let nothing = place.run_args(&["scan", "log.csv", flag, "Nothing"], b"");
        assert_eq!(nothing.code, 3, "{flag}");
        assert!(
            nothing.err.contains("no record of any file has a field `AuditData.Nothing`"),
            "{}",
            nothing.err
        );
    }
}

#[test]
fn carried_columns_come_into_ndjson_and_the_report() {
    let place = place();
    let scanned = scan(&place, &["log.csv", "--carry", "ItemType,UserType"]);
    let bob =
        scanned.findings.iter().find(|finding| finding["entity"]["UserId"] == "bob@contoso.com").unwrap();
    let expected = json!({
        "Workload": ["OneDrive"],
        "ObjectId": ["https://contoso-my.sharepoint.com/personal/bob/Documents/a.docx"],
        "ResultStatus": [],
        "ItemType": ["File"],
        "UserType": ["0"],
    });
    assert_eq!(bob["carried"], expected);
    assert_eq!(place.run("scan log.csv --carry ItemType --report r.html --top 0").code, 0);
    let report = place.report("r.html");
    let carried = report.page["carried"].as_array().unwrap();
    assert!(carried.iter().any(|column| column["name"] == "ItemType"));
    assert!(report.page["carried"].to_string().contains("contoso-my.sharepoint.com"));
}

#[test]
fn limits_of_sessions_are_the_recipes_until_others_are_given() {
    let place = place();
    let sessions = |words: &[&str]| scan(&place, &[&["log.csv"], words].concat()).findings.len();
    assert_eq!((sessions(&[]), sessions(&["--max-gap", "0s"])), (2, 7));
    let own = super::own::office().replace("max_gap = \"2m\"", "max_gap = \"0s\"");
    place.write("own.toml", own);
    assert_eq!(
        (sessions(&["--recipe", "own.toml"]), sessions(&["--recipe", "own.toml", "--max-gap", "1m"])),
        (7, 2)
    );
}

#[test]
fn what_makes_no_sense_is_the_arguments_fault() {
    let place = place();
    place.write("page.json", json_text(&cmdlets().into()));
    for (words, said) in [
        (
            &["--where", "Workload = Exchange"][..],
            "--where: `Workload = Exchange` is no condition: write FIELD is TEXT",
        ),
        (
            &["--exclude", "no-users"],
            "--exclude: no recipe has an exclusion `no-users`; there are aws-services,",
        ),
        (
            &["--recipe", "office365", "--exclude", "no-users"],
            "the recipe office365 has no exclusion `no-users`; did you mean `no-user`?",
        ),
        (&["--normalise", "UserId:upper"], "--normalise: `upper` is no step: there are lower, without-port,"),
        (&["--normalise", "lower"], "--normalise `lower`: name a field, then `:`, then a step"),
        (&["--normalise", "Nothing:lower"], "--normalise: no recipe reads a field `Nothing`"),
        (&["--recipe", "office"], "no recipe is called `office`: there are aws-cloudtrail, linux-process,"),
        (&["--recipe", "office365", "--recipe", "office365"], "--recipe: office365 is there twice"),
        (&["--entity", "UserId,UserId"], "the entity field `UserId` is named twice"),
    ] {
        let args = [&["scan", "log.csv"], words].concat();
        let outcome = place.run_args(&args, b"");
        assert_eq!(outcome.code, 2, "{words:?}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{words:?}: {}", outcome.err);
    }
}
