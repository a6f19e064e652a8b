//! Several kinds of logs in one folder: one model for each recipe, one ranked list.

use serde_json::Value;

use super::made::{calls, cmdlets, json_text, ndjson, purview};
use super::{counts, scan, scan_with_code};
use crate::support::{Place, lines};

pub(super) fn mixed() -> Place {
    Place::with(&[
        ("logs/aws/a.ndjson", &ndjson(&calls())),
        ("logs/office/audit.csv", &purview(&cmdlets())),
        ("logs/office/page.json", &json_text(&cmdlets().into())),
    ])
}

#[test]
fn each_file_goes_to_its_recipe_and_all_sessions_into_one_list() {
    let scanned = scan(&mixed(), &["logs"]);
    assert_eq!(
        scanned.forms(),
        [
            "logs/aws/a.ndjson: aws-cloudtrail records",
            "logs/office/audit.csv: office365-exchange audit-log",
            "logs/office/page.json: office365-exchange management-api",
        ]
    );
    let ranks: Vec<u64> = scanned.findings.iter().map(|finding| finding["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, (1..=scanned.findings.len() as u64).collect::<Vec<_>>());
    let scores: Vec<f64> =
        scanned.findings.iter().filter_map(|finding| finding["surprisal_bits"].as_f64()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let mut recipes: Vec<&str> =
        scanned.findings.iter().map(|finding| finding["recipe"].as_str().unwrap()).collect();
    recipes.sort_unstable();
    assert_eq!(recipes, ["aws-cloudtrail", "aws-cloudtrail", "office365-exchange"]);
    assert_eq!(counts(scanned.quality("office365-exchange")), [8, 4, 4, 0]);
    assert_eq!(counts(scanned.quality("aws-cloudtrail")), [6, 5, 0, 1]);
    for said in [
        "aws-cloudtrail: 6 records in 1 file: 5 events, 0 rejected",
        "office365-exchange: 8 records in 2 files",
    ] {
        assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
    }
}

#[test]
fn a_log_scores_among_others_as_it_does_alone() {
    let place = mixed();
    let of = |findings: Vec<Value>, recipe: &str| {
        let own = findings.into_iter().filter(|finding| finding["recipe"] == recipe);
        own.map(|finding| format!("{} {}", finding["entity"], finding["likelihood"])).collect::<Vec<_>>()
    };
    let together = scan(&place, &["logs"]).findings;
    let alone = scan(&place, &["logs/aws"]).findings;
    assert_eq!(of(together, "aws-cloudtrail"), of(alone, "aws-cloudtrail"));
}

#[test]
fn every_output_has_the_recipe() {
    let place = mixed();
    let outcome = place.run("scan logs --out f.csv --report r.html");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.starts_with("rank  recipe"), "{}", outcome.out);
    let table = String::from_utf8(place.read("f.csv")).unwrap();
    assert!(
        table.lines().next().unwrap().contains("recipe") && table.contains("office365-exchange"),
        "{table}"
    );
    let report = place.report("r.html");
    let recipes = report.page["recipes"].as_array().unwrap().iter();
    let mut names: Vec<&str> = recipes.map(|recipe| recipe["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["aws-cloudtrail", "office365-exchange"]);
    assert_eq!(place.run("scan logs --out f.parquet --top 0").code, 0);
    let sessions = lines(&place.run("sessionize logs").out);
    assert_eq!(sessions.len(), 3);
}

#[test]
fn what_belongs_to_no_recipe_is_named_and_the_rest_is_read() {
    let place = mixed();
    place.write("logs/README.md", "These are logs.\n");
    place.write("logs/firewall.csv", "when,src,dst\n2021-01-01T00:00:00Z,a,b\n");
    place.write("logs/empty.csv", "");
    let scanned = scan_with_code(&place, &["logs"], 4);
    assert_eq!(scanned.findings.len(), 3);
    let files = scanned.quality(Value::Null)["files"].as_array().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file["file"].as_str().unwrap()).collect();
    assert_eq!(names, ["logs/README.md", "logs/empty.csv", "logs/firewall.csv"]);
    for said in [
        "logs/empty.csv: is empty",
        "logs/firewall.csv: has no columns by which a recipe knows it",
        "logs/README.md: ",
    ] {
        assert!(scanned.outcome.err.contains(said), "{}", scanned.outcome.err);
    }
}

#[test]
fn recipes_that_are_asked_for_are_the_only_ones() {
    let place = mixed();
    let one = scan_with_code(&place, &["logs", "--recipe", "office365-exchange"], 4);
    assert!(one.findings.iter().all(|finding| finding["recipe"] == "office365-exchange"));
    assert!(one.outcome.err.contains("logs/aws/a.ndjson: "), "{}", one.outcome.err);
    let both = scan(&place, &["logs", "--recipe", "office365", "--recipe", "aws-cloudtrail"]);
    assert_eq!(
        both.forms().iter().filter(|form| form.contains("office365 ")).count(),
        2,
        "{:?}",
        both.forms()
    );
}

/// Files of one collection differ by chance in what their first records are.
#[test]
fn parts_of_a_collection_are_read_with_the_whole() {
    let record = |id: &str, kind: u32, operation: &str| {
        serde_json::json!([{
            "CreationTime": "2021-05-18T21:13:33", "Id": id, "Operation": operation, "RecordType": kind,
            "UserId": "ann@contoso.com", "ClientIP": "192.0.2.1"
        }])
        .to_string()
    };
    let (part, more) = (record("1", 1, "Set-Mailbox"), record("2", 15, "UserLoggedIn"));
    let place = Place::with(&[("logs/part.json", part.as_bytes()), ("logs/more.json", more.as_bytes())]);
    let scanned = scan(&place, &["logs"]);
    assert_eq!(counts(scanned.quality("office365")), [2, 2, 0, 0]);
    assert_eq!(scanned.findings.len(), 1, "one session of both files");
    let alone = scan(&place, &["logs/part.json"]);
    assert_eq!(counts(alone.quality("office365-exchange")), [1, 1, 0, 0]);
}

#[test]
fn sessions_of_a_query_beside_events_are_named_and_the_events_are_read() {
    let query = "recipe,begin,end,user,Computer,session\nvm-process,2024-05-01T08:00:00Z,2024-05-01T08:00:00Z,a,b,\"[\"\"x\"\"]\"\n";
    let events = "TimeGenerated,Computer,ExecutableName,UserName,UserDomain\n2024-05-01T08:00:00Z,b,sh,a,d\n";
    let place = Place::with(&[("logs/events.csv", events.as_bytes()), ("logs/query.csv", query.as_bytes())]);
    let outcome = place.run("scan logs --top 0");
    assert_eq!(outcome.code, 4, "{}", outcome.err);
    let said = "query.csv: holds sessions that are cut already, while logs/events.csv holds events";
    assert!(outcome.err.contains(said), "{}", outcome.err);
}
