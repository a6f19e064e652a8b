//! `CloudTrail`: files of records, what passes them on, and Sentinel's table.

use serde_json::{Value, json};

use super::made::{call, calls, csv, digest, gzip, insight, json_text, ndjson, portal_time, refused};
use super::{Case, counts, scan};
use crate::support::Place;

const ENTITIES: &[&str] = &[
    "AROAEXAMPLE:i-0 | 198.51.100.7 | aws-cli/2.2.0 | arn:aws:sts::111122223333:assumed-role/Deploy",
    "AROAEXAMPLE:i-1 | 198.51.100.7 | aws-cli/2.2.0 | arn:aws:sts::111122223333:assumed-role/Deploy",
];

const NESTED: &str = r#"{"and":[1,{"a":2,"z":1}],"prefix":"b"}"#;

fn case(log: Vec<u8>, form: &'static str) -> Case {
    Case {
        log,
        recipe: "aws-cloudtrail",
        form,
        counts: [6, 5, 0, 1],
        entities: ENTITIES,
        commands: &["GetObject", "ListBucket"],
        parameters: &["bucketName", "errorCode", "filter", "readOnly"],
        values: &["AccessDenied", "logs", "true", NESTED],
    }
}

fn records() -> Value {
    json!({ "Records": calls() })
}

/// As `EventBridge` passes a record on.
fn event_bridge(record: &Value) -> Value {
    json!({
        "version": "0",
        "id": record["requestID"],
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws.s3",
        "account": "111122223333",
        "time": record["eventTime"],
        "region": "us-east-1",
        "resources": [],
        "detail": record,
    })
}

/// As `aws cloudtrail lookup-events` prints it.
fn looked_up(record: &Value) -> Value {
    json!({
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "ReadOnly": "true",
        "EventTime": "2021-05-18T12:00:00+02:00",
        "EventSource": record["eventSource"],
        "Username": "i-0",
        "Resources": [],
        "CloudTrailEvent": record.to_string(),
    })
}

#[test]
fn calls_are_read_out_of_every_form() {
    let pretty = serde_json::to_vec_pretty(&records()).unwrap();
    case(json_text(&records()), "records").check();
    case(pretty, "records").check();
    case(gzip(&json_text(&records())), "records").check();
    case(ndjson(&calls()), "records").check();
    let wrapped: Vec<Value> = calls().iter().map(event_bridge).collect();
    case(ndjson(&wrapped), "event-bridge").check();
    case(json_text(&wrapped.into()), "event-bridge").check();
    let looked_up = json!({ "Events": calls().iter().map(looked_up).collect::<Vec<_>>(), "NextToken": "x" });
    case(serde_json::to_vec_pretty(&looked_up).unwrap(), "lookup-events").check();
}

#[test]
fn a_table_of_sentinel_has_its_json_in_texts() {
    let header = "TenantId,SourceSystem,AwsEventId,EventVersion,EventTypeName,EventName,EventSource,AWSRegion,SourceIpAddress,\
                  UserAgent,ErrorCode,UserIdentityType,UserIdentityPrincipalid,UserIdentityArn,RecipientAccountId,\
                  RequestParameters,ReadOnly,TimeGenerated,Type";
    let row = |(minutes, record): (usize, Value)| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let identity = &record["userIdentity"];
        let parameters = &record["requestParameters"];
        let fixed = |text: &str| text.to_owned();
        vec![
            fixed("t"),
            fixed("AWS"),
            text(&record["eventID"]),
            fixed("1.08"),
            text(&record["eventType"]),
            text(&record["eventName"]),
            text(&record["eventSource"]),
            fixed("us-east-1"),
            text(&record["sourceIPAddress"]),
            text(&record["userAgent"]),
            text(&record["errorCode"]),
            text(&identity["type"]),
            text(&identity["principalId"]),
            text(&identity["arn"]),
            fixed("111122223333"),
            if parameters.is_null() { String::new() } else { parameters.to_string() },
            fixed("true"),
            portal_time(minutes),
            fixed("AWSCloudTrail"),
        ]
    };
    let rows: Vec<Vec<String>> = calls().into_iter().enumerate().map(row).collect();
    case(csv(header, &rows), "sentinel").check();
}

/// The folders of a bucket that a trail writes to.
fn bucket() -> Place {
    let place = Place::new();
    let (one, other) = (&calls()[..3], &calls()[3..]);
    let root = "AWSLogs/111122223333";
    let day = "us-east-1/2021/05/18";
    place.write(&format!("{root}/CloudTrail/{day}/a.json.gz"), gzip(&json_text(&json!({ "Records": one }))));
    place.write(&format!("{root}/CloudTrail/{day}/b.json"), json_text(&json!({ "Records": other })));
    place.write(&format!("{root}/CloudTrail-Digest/{day}/d.json.gz"), gzip(&json_text(&digest())));
    place.write(
        &format!("{root}/CloudTrail-Insight/{day}/i.json.gz"),
        gzip(&json_text(&json!({ "Records": [insight()] }))),
    );
    place
}

#[test]
fn a_bucket_is_read_and_what_holds_no_events_is_skipped_and_named() {
    let scanned = scan(&bucket(), &["AWSLogs"]);
    assert_eq!(counts(scanned.quality("aws-cloudtrail")), [6, 5, 0, 1]);
    assert_eq!(scanned.entities(), ENTITIES);
    let others = scanned.quality(Value::Null)["files"].as_array().unwrap();
    let skipped: Vec<(&str, &str)> = others
        .iter()
        .map(|file| (file["file"].as_str().unwrap(), file["skipped"].as_str().unwrap()))
        .collect();
    assert!(
        skipped[0].0.ends_with("d.json.gz") && skipped[0].1.starts_with("a CloudTrail digest"),
        "{skipped:?}"
    );
    assert!(
        skipped[1].0.ends_with("i.json.gz") && skipped[1].1.starts_with("CloudTrail Insights"),
        "{skipped:?}"
    );
    assert!(scanned.outcome.err.contains("2 files skipped, first AWSLogs/"), "{}", scanned.outcome.err);
}

#[test]
fn findings_among_events_do_not_hide_these() {
    let place = Place::with(&[("log.ndjson", &ndjson(&[calls(), vec![insight()]].concat()))]);
    let scanned = scan(&place, &["log.ndjson"]);
    assert_eq!(counts(scanned.only()), [7, 5, 0, 2]);
}

#[test]
fn copies_are_removed_across_files_and_forms() {
    let place = bucket();
    place.write("other.ndjson", ndjson(&calls().iter().map(event_bridge).collect::<Vec<_>>()));
    let scanned = scan(&place, &["."]);
    assert_eq!(counts(scanned.quality("aws-cloudtrail")), [12, 5, 5, 2]);
    assert!(
        scanned.outcome.err.contains("5 records left out as duplicates of others"),
        "{}",
        scanned.outcome.err
    );
    let keeping = scan(&place, &[".", "--keep-duplicates"]);
    assert_eq!(counts(keeping.quality("aws-cloudtrail")), [12, 10, 0, 2]);
}

#[test]
fn services_can_be_left_out_and_records_of_any_type_taken() {
    let mut service = call(9, "Decrypt");
    service["sourceIPAddress"] = json!("ec2.amazonaws.com");
    service["userIdentity"] = json!({ "type": "AWSService", "invokedBy": "ec2.amazonaws.com" });
    let place = Place::with(&[("log.ndjson", &ndjson(&[calls(), vec![service]].concat()))]);
    let all = scan(&place, &["log.ndjson"]);
    let entity = "ec2.amazonaws.com | ec2.amazonaws.com | aws-cli/2.2.0 | ec2.amazonaws.com";
    assert!(all.entities().contains(&entity.to_owned()), "off until asked for: {:?}", all.entities());
    let excluding = scan(&place, &["log.ndjson", "--exclude", "aws-services"]);
    assert_eq!((excluding.entities(), counts(excluding.only())), (super::texts(ENTITIES), [7, 5, 0, 2]));
    let words = excluding.only()["filtered"].to_string();
    assert!(words.contains("exclusion `aws-services`"), "{words}");
    let any = scan(&place, &["log.ndjson", "--all-records"]);
    assert_eq!(counts(any.only()), [7, 7, 0, 0]);
    assert!(any.commands().contains(&"RotateKey".to_owned()));
}

#[test]
fn a_role_keeps_its_session_if_texts_are_to_stay() {
    let place = Place::with(&[("log.ndjson", &ndjson(&calls()))]);
    let entities = scan(&place, &["log.ndjson", "--no-normalise"]).entities();
    assert!(entities[0].ends_with("assumed-role/Deploy/i-0"), "{entities:?}");
}

#[test]
fn what_was_refused_is_explained_by_its_error() {
    let usual = (0..40).map(|number| call(number, "ListBucket"));
    let records: Vec<Value> = usual.chain([refused(40, "ListBucket")]).collect();
    let place = Place::with(&[("log.json", &json_text(&json!({ "Records": records })))]);
    let outcome = place.run("explain log.json --rank 1 --method msticpy");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("errorCode"), "{}", outcome.out);
    let carried = &scan(&place, &["log.json", "--method", "msticpy"]).findings[0]["carried"];
    assert_eq!(carried["eventSource"], json!(["s3.amazonaws.com"]));
    assert_eq!(carried["errorCode"], json!(["AccessDenied"]));
}
