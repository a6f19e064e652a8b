//! How fast JSON records are read: `cargo bench -p oddwalk-logs --bench json`.
//!
//! The records look like those of `CloudTrail`, and are the same on every machine. `serde_json::Value` parses each whole,
//! as a program would that then looks its fields up. `fields` is all of the reader but for what becomes of the fields:
//! its time range leaves every event out as soon as its time is known. `events` is all of it.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use oddwalk_logs::{Input, ReadOptions, Table, read_events};
use serde_json::Value;

const RECORDS: u64 = 20_000;

/// What `scan` needs of such a record.
const ENTITY: [&str; 6] = [
    "userIdentity.arn",
    "userIdentity.principalId",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "sourceIPAddress",
    "userAgent",
    "awsRegion",
];

fn record(number: u64) -> String {
    let (user, bucket) = (number % 37, number % 101);
    let name =
        ["ListBuckets", "GetObject", "AssumeRole", "DescribeInstances", "PutObject"][number as usize % 5];
    let time =
        format!("2023-07-{:02}T{:02}:{:02}:{:02}Z", 1 + number % 28, number % 24, number % 60, number % 59);
    let issuer = format!(
        r#"{{"type":"Role","principalId":"AROA{user:016}","arn":"arn:aws:iam::123456789012:role/role-{user}","accountId":"123456789012","userName":"role-{user}"}}"#
    );
    let identity = format!(
        r#"{{"type":"AssumedRole","principalId":"AROA{user:016}:session","arn":"arn:aws:sts::123456789012:assumed-role/role-{user}/session","accountId":"123456789012","accessKeyId":"ASIA{user:016}","sessionContext":{{"sessionIssuer":{issuer},"webIdFederationData":{{}},"attributes":{{"creationDate":"{time}","mfaAuthenticated":"false"}}}}}}"#
    );
    let parameters = format!(
        r#"{{"bucketName":"logs-{bucket}","Host":"logs-{bucket}.s3.us-east-1.amazonaws.com","prefix":"year=2023/\"{bucket}\"","maxKeys":{bucket}}}"#
    );
    format!(
        r#"{{"eventVersion":"1.08","userIdentity":{identity},"eventTime":"{time}","eventSource":"s3.amazonaws.com","eventName":"{name}","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.{user}","userAgent":"[Boto3/1.26.165 Python/3.11.4 Linux/5.15.0-1039-aws exec-env/AWS_Lambda Botocore/1.29.165]","requestParameters":{parameters},"responseElements":null,"additionalEventData":{{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"dPvNv/h8DD5Zn8c5r9PV4TNvE0lQI2TOWerns3+YU7gW+ph1WVB3e/LrgaofSB4kyZFwMbskwNg=","bytesTransferredOut":{number}}},"requestID":"{number:016X}","eventID":"f02d00a8-9736-4fa7-9c52-{number:012x}","readOnly":true,"resources":[{{"accountId":"123456789012","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::logs-{bucket}"}}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management","tlsDetails":{{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"s3.us-east-1.amazonaws.com"}}}}"#
    )
}

fn lines() -> String {
    let mut text = String::new();
    (0..RECORDS).for_each(|number| writeln!(text, "{}", record(number)).unwrap_or_default());
    text
}

fn envelope(lines: &str) -> String {
    format!("{{\"Records\":[{}]}}", lines.trim_end().replace('\n', ","))
}

/// What `lookup-events` prints: each record is a text in another one.
fn held(lines: &str) -> String {
    let held =
        lines.lines().map(|line| serde_json::json!({ "EventId": "x", "CloudTrailEvent": line }).to_string());
    format!("{{\"Events\":[{}]}}", held.collect::<Vec<_>>().join(","))
}

fn table(prefix: &str) -> Table {
    let name = |name: &str| format!("{prefix}{name}");
    let entity = ENTITY.iter().map(|column| name(column)).collect();
    let table = Table::events(name("eventTime"), entity, name("eventName"));
    table.unwrap_or_else(|error| unreachable!("{error}")).parameters(name("requestParameters"))
}

fn ours(group: &mut BenchmarkGroup<WallTime>, path: &Path, prefix: &str) {
    let inputs = [Input::File(path.to_owned())];
    let whole = table(prefix);
    for (name, table) in [("fields", whole.clone().between(Some(i64::MAX), None)), ("events", whole)] {
        let read = || read_events(black_box(&inputs), &table, &ReadOptions::default());
        assert!(read().is_ok_and(|(_, quality)| quality.records() == RECORDS));
        group.bench_function(name, |bencher| bencher.iter(read));
    }
}

/// What a program does that parses all of it: how many records there were.
fn values(form: &str, text: &[u8]) -> usize {
    let value = |text: &[u8]| serde_json::from_slice(text).unwrap_or(Value::Null);
    let is_held =
        |event: &&Value| value(event["CloudTrailEvent"].as_str().unwrap_or_default().as_bytes()).is_object();
    match form {
        "lines" => text.split(|&byte| byte == b'\n').filter(|line| value(line).is_object()).count(),
        "envelope" => value(text)["Records"].as_array().map_or(0, Vec::len),
        _ => value(text)["Events"].as_array().map_or(0, |events| events.iter().filter(is_held).count()),
    }
}

fn forms(criterion: &mut Criterion) {
    let (folder, lines) = (std::env::temp_dir(), lines());
    let forms = [
        ("lines", lines.clone(), ""),
        ("envelope", envelope(&lines), ""),
        ("held", held(&lines), "CloudTrailEvent."),
    ];
    for (form, text, prefix) in forms {
        let path = folder.join(format!("oddwalk-bench-{}-{form}.json", std::process::id()));
        let mut group = criterion.benchmark_group(form);
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
        if std::fs::write(&path, &text).is_ok() {
            ours(&mut group, &path, prefix);
            let values = || values(form, &std::fs::read(&path).unwrap_or_default());
            assert_eq!(values() as u64, RECORDS);
            group.bench_function("serde_json::Value", |bencher| bencher.iter(values));
        }
        group.finish();
        let _ = std::fs::remove_file(path);
    }
}

criterion_group!(benches, forms);
criterion_main!(benches);
