//! Writes calls as `CloudTrail` records.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::super::calendar::{NANOS, push_iso};
use super::super::dice::{mix_text, part};
use super::super::event::{Event, Parameter};
use super::identity::{self, ACCOUNT};

/// Writes `events` as NDJSON, one record a line, and returns how many were
/// written.
///
/// # Errors
///
/// Gives back whatever error `out` gives.
pub fn write_cloudtrail(mut out: impl Write, events: impl IntoIterator<Item = Event>) -> io::Result<u64> {
    let mut count = 0;
    for event in events {
        serde_json::to_writer(&mut out, &record(&event))?;
        out.write_all(b"\n")?;
        count += 1;
    }
    Ok(count)
}

/// Writes `events` as one file in the form that `CloudTrail` delivers,
/// `{"Records":[...]}`, and returns how many were written.
///
/// # Errors
///
/// Gives back whatever error `out` gives.
pub fn write_cloudtrail_records(
    mut out: impl Write,
    events: impl IntoIterator<Item = Event>,
) -> io::Result<u64> {
    let mut count = 0;
    out.write_all(b"{\"Records\":[")?;
    for event in events {
        if count > 0 {
            out.write_all(b",")?;
        }
        serde_json::to_writer(&mut out, &record(&event))?;
        count += 1;
    }
    out.write_all(b"]}\n")?;
    Ok(count)
}

fn record(event: &Event) -> Value {
    let (service, action) = event.command.split_once(':').unwrap_or(("", event.command));
    let mut id = String::new();
    identity::push_uuid(&mut id, event.number);
    let mut time = String::new();
    push_iso(&mut time, event.time.div_euclid(NANOS));
    let mut record = json!({
        "eventVersion": "1.09",
        "userIdentity": user_identity(&event.user),
        "eventTime": time,
        "eventSource": format!("{service}.amazonaws.com"),
        "eventName": action,
        "awsRegion": region(service, event),
        "sourceIPAddress": event.origin,
        "userAgent": event.client,
        "requestParameters": request(&event.parameters),
        "responseElements": null,
        "eventID": id,
        "readOnly": is_read_only(action),
        "eventType": "AwsApiCall",
        "managementEvent": !is_of_data(action),
        "recipientAccountId": ACCOUNT,
    });
    if let Some(code) = given(&event.parameters, "errorCode") {
        record["errorCode"] = json!(code);
    }
    record
}

fn user_identity(arn: &str) -> Value {
    if !arn.starts_with("arn:") {
        return json!({ "type": "AWSService", "invokedBy": arn });
    }
    let principal = identity::principal(arn);
    let Some((role, _)) = identity::assumed(arn) else {
        let name = arn.rsplit('/').next().unwrap_or_default();
        return json!({
            "type": "IAMUser", "principalId": principal, "arn": arn, "accountId": ACCOUNT,
            "accessKeyId": identity::identifier("AKIA", arn), "userName": name,
        });
    };
    json!({
        "type": "AssumedRole", "principalId": principal, "arn": arn, "accountId": ACCOUNT,
        "accessKeyId": identity::identifier("ASIA", arn),
        "sessionContext": { "sessionIssuer": {
            "type": "Role", "principalId": identity::identifier("AROA", role),
            "arn": identity::role_arn(role), "accountId": ACCOUNT, "userName": role,
        } },
    })
}

/// Services without regions log in one; everybody else has one at home.
fn region<'a>(service: &str, event: &'a Event) -> &'a str {
    let home = if part(mix_text(&event.user), 5) == 0 { "us-east-1" } else { "eu-west-1" };
    match service {
        "iam" | "ce" | "budgets" | "route53" => "us-east-1",
        _ => given(&event.parameters, "awsRegion").unwrap_or(home),
    }
}

fn given<'a>(parameters: &'a [Parameter], name: &str) -> Option<&'a str> {
    parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value.as_ref())
}

fn request(parameters: &[Parameter]) -> Value {
    let own = parameters.iter().filter(|parameter| !matches!(parameter.name, "errorCode" | "awsRegion"));
    let request: Map<String, Value> =
        own.map(|parameter| (parameter.name.to_owned(), value(&parameter.value))).collect();
    if request.is_empty() { Value::Null } else { Value::Object(request) }
}

fn value(text: &str) -> Value {
    match text.as_bytes().first() {
        Some(b'{' | b'[') => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        _ => json!(text),
    }
}

fn is_read_only(action: &str) -> bool {
    [
        "Get",
        "List",
        "Decrypt",
        "AssumeRole",
        "Simulate",
        "Describe",
        "Head",
        "Lookup",
        "BatchGet",
        "Query",
        "Scan",
        "FilterLog",
    ]
    .iter()
    .any(|verb| action.starts_with(verb))
}

fn is_of_data(action: &str) -> bool {
    matches!(action, "GetObject" | "PutObject" | "HeadObject" | "ListObjects" | "DeleteObject" | "Invoke")
}
