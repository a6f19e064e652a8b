//! Small logs in the shape that their makers write, made here.

use std::io::Write;

use serde_json::{Value, json};

/// Records as CSV under this header.
pub(crate) fn csv(header: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let lines = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n");
    format!("{header}\r\n{}", lines.collect::<String>()).into_bytes()
}

/// One object on each line.
pub(crate) fn ndjson(records: &[Value]) -> Vec<u8> {
    records.iter().map(|record| format!("{record}\n")).collect::<String>().into_bytes()
}

pub(crate) fn json_text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record of the Office 365 Management Activity API about a cmdlet of Exchange.
pub(crate) fn exchange(number: u32, user: &str, ip: &str) -> Value {
    let cmdlet = ["Get-Mailbox", "Set-Mailbox"][number as usize % 2];
    json!({
        "CreationTime": format!("2021-05-18T21:{:02}:{:02}", number / 60, number % 60),
        "Id": format!("00000000-0000-0000-0000-{number:012}"),
        "Operation": cmdlet,
        "OrganizationId": "11111111-1111-1111-1111-111111111111",
        "RecordType": 1,
        "ResultStatus": "True",
        "UserKey": "100320000000",
        "UserType": 2,
        "Version": 1,
        "Workload": "Exchange",
        "ClientIP": ip,
        "ObjectId": "Mailboxes/shared",
        "UserId": user,
        "ExternalAccess": false,
        "Parameters": [{ "Name": "Identity", "Value": "shared" }, { "Name": "AuditEnabled", "Value": "True" }],
    })
}

/// One about a file of `SharePoint`, which has no parameters.
pub(crate) fn sharepoint(number: u32, user: &str) -> Value {
    json!({
        "CreationTime": format!("2021-05-18T22:00:{number:02}"),
        "Id": format!("00000000-0000-0000-1111-{number:012}"),
        "Operation": "FileAccessed",
        "OrganizationId": "11111111-1111-1111-1111-111111111111",
        "RecordType": 6,
        "UserKey": "i:0h.f|membership|1003@live.com",
        "UserType": 0,
        "Version": 1,
        "Workload": "OneDrive",
        "ClientIP": "192.0.2.44",
        "ObjectId": "https://contoso-my.sharepoint.com/personal/bob/Documents/a.docx",
        "UserId": user,
        "ItemType": "File",
        "SourceFileExtension": "docx",
    })
}

/// Four cmdlets of one person, who is written in two ways at an address with its port.
pub(crate) fn cmdlets() -> Vec<Value> {
    let user = |number: u32| if number < 2 { "Ann@Contoso.com" } else { "ann@contoso.com" };
    (0..4).map(|number| exchange(number, user(number), &format!("198.51.100.7:{}", 4_000 + number))).collect()
}

/// What `Search-UnifiedAuditLog | Export-Csv -NoTypeInformation` writes.
pub(crate) fn unified_audit_log(records: &[Value]) -> Vec<u8> {
    let header = "PSComputerName,RunspaceId,PSShowComputerName,RecordType,CreationDate,UserIds,Operations,AuditData,\
                  ResultIndex,ResultCount,Identity,IsValid,ObjectState";
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |(index, record): (usize, &Value)| {
        let kind = if record["RecordType"] == 1 { "ExchangeAdmin" } else { "SharePointFileOperation" };
        let cells = ["outlook.office365.com", "2f0c", "False", kind, "5/18/2021 9:13:33 PM"];
        let mut row: Vec<String> = cells.map(str::to_owned).to_vec();
        row.extend([text(&record["UserId"]), text(&record["Operation"]), record.to_string()]);
        row.extend([(index + 1).to_string(), records.len().to_string(), text(&record["Id"])]);
        row.extend(["True", "Unchanged"].map(str::to_owned));
        row
    };
    csv(header, &records.iter().enumerate().map(row).collect::<Vec<_>>())
}

/// What the portal of Purview exports.
pub(crate) fn purview(records: &[Value]) -> Vec<u8> {
    let header = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames";
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |record: &Value| {
        let time = format!("{}.0000000Z", text(&record["CreationTime"]));
        let (kind, data) = (record["RecordType"].to_string(), record.to_string());
        let (operation, user) = (text(&record["Operation"]), text(&record["UserId"]));
        vec![text(&record["Id"]), time, kind, operation, user, data, String::new(), String::new()]
    };
    csv(header, &records.iter().map(row).collect::<Vec<_>>())
}

/// A call as `CloudTrail` records it, by a role in some session.
pub(crate) fn call(number: u32, name: &str) -> Value {
    let session = format!("i-{}", number % 2);
    json!({
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": format!("AROAEXAMPLE:{session}"),
            "arn": format!("arn:aws:sts::111122223333:assumed-role/Deploy/{session}"),
            "accountId": "111122223333",
        },
        "eventTime": format!("2021-05-18T10:{:02}:{:02}Z", number / 60, number % 60),
        "eventSource": "s3.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-cli/2.2.0",
        "requestParameters": { "bucketName": "logs", "filter": { "prefix": "b", "and": [1, { "z": 1, "a": 2 }] } },
        "responseElements": null,
        "requestID": "EXAMPLE",
        "eventID": format!("00000000-0000-0000-2222-{number:012}"),
        "readOnly": true,
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": "111122223333",
        "eventCategory": "Management",
    })
}

/// One that was refused.
pub(crate) fn refused(number: u32, name: &str) -> Value {
    let mut call = call(number, name);
    call["errorCode"] = json!("AccessDenied");
    call["requestParameters"] = Value::Null;
    call
}

/// Six calls: five, and one that a service made on its own, which is no call.
pub(crate) fn calls() -> Vec<Value> {
    let mut calls: Vec<Value> = (0..4).map(|number| call(number, "ListBucket")).collect();
    calls.push(refused(4, "GetObject"));
    let mut event = call(5, "RotateKey");
    event["eventType"] = json!("AwsServiceEvent");
    calls.push(event);
    calls
}

/// What Insights write, in files like those of calls.
pub(crate) fn insight() -> Value {
    json!({
        "eventVersion": "1.07",
        "eventTime": "2021-05-18T10:00:00Z",
        "awsRegion": "us-east-1",
        "eventID": "00000000-0000-0000-3333-000000000000",
        "eventType": "AwsCloudTrailInsight",
        "recipientAccountId": "111122223333",
        "sharedEventID": "00000000-0000-0000-3333-000000000001",
        "insightDetails": {
            "state": "Start",
            "eventSource": "ec2.amazonaws.com",
            "eventName": "RunInstances",
            "insightType": "ApiCallRateInsight",
        },
        "eventCategory": "Insight",
    })
}

/// The signed list of an hour's files.
pub(crate) fn digest() -> Value {
    json!({
        "awsAccountId": "111122223333",
        "digestStartTime": "2021-05-18T10:00:00Z",
        "digestEndTime": "2021-05-18T11:00:00Z",
        "digestS3Bucket": "trail",
        "digestS3Object": "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2021/05/18/d.json.gz",
        "newestEventTime": "2021-05-18T10:59:00Z",
        "logFiles": [{ "s3Bucket": "trail", "s3Object": "AWSLogs/a.json.gz", "hashValue": "00" }],
    })
}

/// What the portal writes for half past three in the afternoon and some minutes.
pub(crate) fn portal_time(minutes: usize) -> String {
    format!("4/28/2021, 3:{:02}:26.000 PM", 30 + minutes)
}
