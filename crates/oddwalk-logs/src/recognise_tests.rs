use std::fs::write;

use oddwalk_core::{EventLog, Quality};

use super::*;
use crate::{find_inputs, read_forms};

fn recipe(name: &str, columns: &str, more: &str) -> Recipe {
    let text = format!(
        "name = \"{name}\"\ntitle = \"t\"\ntime = \"t\"\nentity = [\"u\"]\ncommand = \"c\"\n{more}\n[[forms]]\n\
         name = \"f\"\ntitle = \"the form {name}\"\nrecognise = [{columns}]\n"
    );
    Recipe::parse(&text).unwrap()
}

fn recognised(files: &[(&str, &str)], recipes: &[Recipe], asked_for: bool) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let one = |(name, content): &(&str, &str)| {
        let path = folder.path().join(name);
        write(&path, content).unwrap();
        let inputs = find_inputs(&[path]).unwrap();
        match &recognise(&inputs, recipes, asked_for, &ReadOptions::default())[0] {
            Recognised::Events { recipe, form, .. } => {
                format!("{} {}", recipes[*recipe].name, recipes[*recipe].forms[*form].name)
            }
            Recognised::Sessions { recipe, .. } => format!("{} sessions", recipes[*recipe].name),
            Recognised::NoEvents(what) => format!("no events: {what}"),
            Recognised::Unknown(why) => format!("unknown: {why}"),
        }
    };
    files.iter().map(one).collect()
}

/// What the recipes that come with oddwalk make of a file.
fn embedded(name: &str, content: &str) -> String {
    recognised(&[(name, content)], Recipe::embedded(), false).remove(0)
}

/// The beginning of a file, and the recipe and form that read it.
const FORMS: &[(&str, &str)] = &[
    ("type=SYSCALL msg=audit(1714550400.123:7): auid=0 ses=1 exe=\"/bin/ls\"\n", "linux-process audit-log"),
    (
        "----\ntime->Wed May  1 08:00:00 2024\ntype=SYSCALL msg=audit(1714550400.123:7): auid=0 ses=1 exe=\"/bin/ls\"\n",
        "linux-process audit-log",
    ),
    (
        "TimeGenerated,UserId,ClientIP,Operation,Parameters\n2021-01-01,a,b,c,\n",
        "office365-exchange sentinel",
    ),
    (
        "TimeGenerated,UserId,ClientIP,Operation,Parameters,RecordType,OfficeWorkload\n2021-01-01,a,b,c,,ExchangeAdmin,Exchange\n",
        "office365-exchange sentinel",
    ),
    (
        "TimeGenerated,UserId,ClientIP,Operation,Parameters,RecordType,OfficeWorkload\n2021-01-01,a,b,c,,SharePoint,x\n",
        "office365 sentinel",
    ),
    (
        "RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n1,2021-01-01,1,New-App,a,\"{\"\"RecordType\"\":1}\"\n",
        "office365-exchange audit-log",
    ),
    (
        "RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n1,2021-01-01,15,Login,a,\"{\"\"RecordType\"\":15}\"\n",
        "office365 audit-log",
    ),
    (
        r#"[{"CreationTime":"2021-01-01T00:00:00","Id":"1","Operation":"x","RecordType":1,"UserId":"a"}]"#,
        "office365-exchange management-api",
    ),
    (
        r#"{"Records":[{"eventVersion":"1","userIdentity":{"type":"x"},"eventTime":"2021-01-01T00:00:00Z","eventName":"x","eventSource":"y"}]}"#,
        "aws-cloudtrail records",
    ),
    (
        r#"{"detail-type":"x","detail":{"userIdentity":{},"eventTime":"2021-01-01T00:00:00Z","eventName":"x","eventSource":"y","eventVersion":"1"}}"#,
        "aws-cloudtrail event-bridge",
    ),
    ("TimeGenerated,EventName,EventSource,SourceIpAddress\n2021-01-01,x,y,z\n", "aws-cloudtrail sentinel"),
    (
        r#"{"awsAccountId":"1","digestStartTime":"x","digestS3Object":"y","logFiles":[]}"#,
        "no events: a CloudTrail digest, which signs log files and holds no events",
    ),
    (
        r#"{"Records":[{"eventVersion":"1","userIdentity":{},"eventTime":"x","eventName":"x","eventSource":"y","eventType":"AwsCloudTrailInsight","insightDetails":{}}]}"#,
        "no events: CloudTrail Insights, which are findings about events and no events",
    ),
    (
        "TimeGenerated,Computer,ExecutableName,UserName,UserDomain\n2021-01-01,a,b,c,d\n",
        "vm-process sentinel",
    ),
    ("TimeGenerated,EventID,Computer,NewProcessName\n2021-01-01,4688,b,c\n", "windows-process sentinel"),
    (
        "Timestamp,DeviceName,FileName,ProcessCommandLine,InitiatingProcessFileName\n2021-01-01,a,b,c,d\n",
        "windows-process defender-hunting",
    ),
    (
        "TimeGenerated,DeviceName,FileName,ProcessCommandLine,InitiatingProcessFileName\n2021-01-01,a,b,c,d\n",
        "windows-process defender",
    ),
    (
        r#"{"Event":{"System":{"EventID":4688,"Channel":"Security"},"EventData":{}}}"#,
        "windows-process evtx-security",
    ),
    (
        r#"{"Event":{"System":{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational"},"EventData":{}}}"#,
        "windows-process evtx-sysmon",
    ),
    ("EventType,TimeGenerated,exe,auid,ses\nSYSCALL_EXECVE,2021-01-01,a,b,c\n", "linux-process table"),
    ("recipe,begin,end,session\nvm-process,2021-01-01,2021-01-01,[]\n", "vm-process sessions"),
];

#[test]
fn every_form_is_recognised() {
    for (content, expected) in FORMS {
        assert_eq!(embedded("log", content), *expected, "{content}");
    }
}

#[test]
fn what_is_nothing_says_what_it_is_most_like() {
    assert_eq!(
        embedded("log", "TimeGenerated,EventName,EventSource\n2021-01-01,x,y\n"),
        "unknown: is no log that a recipe knows; it is most like an export of Microsoft Sentinel's table AWSCloudTrail \
         (aws-cloudtrail), but has no SourceIpAddress"
    );
    assert_eq!(embedded("log", "a,b\n1,2\n"), "unknown: has no columns by which a recipe knows it");
    assert_eq!(embedded("log", ""), "unknown: is empty");
    assert_eq!(
        embedded("log", r#"{"Event":{"System":{"EventID":1,"Channel":"Application"}}}"#),
        "unknown: is like the Security log in Windows' own format, or as JSON made from it; event 4688 \
         (windows-process), but its records are of another kind"
    );
}

#[test]
fn recipes_that_fit_equally_well_are_an_error_that_lists_them() {
    let recipes =
        [recipe("one", "\"t\", \"c\"", ""), recipe("two", "\"c\", \"u\"", ""), recipe("three", "\"c\"", "")];
    let file = ("log", "t,u,c\n1621371600,ann,Set\n");
    assert_eq!(
        recognised(&[file], &recipes, false),
        ["unknown: the recipes one and two fit equally well: name only one with --recipe"]
    );
    assert_eq!(recognised(&[file], &recipes[1..], false), ["two f"], "what says more wins");
}

#[test]
fn a_recipe_that_is_asked_for_needs_only_what_it_reads() {
    let recipes = [recipe("one", "\"t\", \"c\", \"x\"", "")];
    let files = [("a", "t,u,c\n1621371600,ann,Set\n"), ("b", "t,u\n1621371600,ann\n")];
    let verdicts = recognised(&files, &recipes, true);
    assert_eq!(verdicts[0], "one f");
    assert!(verdicts[1].starts_with("unknown: is no log that a recipe knows"), "{verdicts:?}");
    assert!(recognised(&files, &recipes, false)[0].starts_with("unknown"));
}

/// What the recipe reads of one file: `entity | command | parameters`, and the quality.
fn read(name: &str, content: &str, recipe: &Recipe) -> (Vec<String>, EventLog, Quality) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path().join(name), content).unwrap();
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    let recipes = [recipe.clone()];
    let tables: Vec<Table> = recipe.forms.iter().map(|form| Table::of(recipe, form)).collect();
    let verdicts = recognise(&inputs, &recipes, true, &ReadOptions::default());
    let forms = inputs.into_iter().zip(verdicts).map(|(input, verdict)| match verdict {
        Recognised::Events { form, .. } => (input, form),
        other => panic!("{other:?}"),
    });
    let (log, quality) = read_forms(&forms.collect::<Vec<_>>(), &tables, &ReadOptions::default()).unwrap();
    assert_eq!(quality.accounted_for(), quality.records(), "{quality:?}");
    ((0..log.len() as u32).map(|event| described(&log, event)).collect(), log, quality)
}

fn described(log: &EventLog, event: u32) -> String {
    let index = event as usize;
    let entity: Vec<&str> =
        log.entities().values(log.event_entities()[index]).map(|value| value.unwrap_or("-")).collect();
    let command = log.commands().text(log.event_commands()[index]);
    format!("{} | {command}", entity.join(", "))
}

fn embedded_recipe(name: &str) -> &'static Recipe {
    Recipe::embedded().iter().find(|recipe| recipe.name == name).unwrap()
}

#[test]
fn audit_data_is_read_out_of_cells_once_for_each_id() {
    let record = |id: &str, kind: u32, user: &str, ip: &str, parameters: &str| {
        let json = format!(
            r#"{{"CreationTime":"2021-05-18T21:13:33","Id":"{id}","Operation":"Set-Mailbox","RecordType":{kind},"UserId":"{user}","ClientIP":"{ip}","Parameters":{parameters}}}"#
        );
        format!("5/18/2021 9:13:33 PM,{user},Set-Mailbox,\"{}\"\n", json.replace('"', "\"\""))
    };
    let csv = [
        "CreationDate,UserIds,Operations,AuditData\n".to_owned(),
        record("1", 1, "Ann@X.com", "1.2.3.4:55", r#"[{"Name":"Identity","Value":"y"}]"#),
        record("1", 1, "Ann@X.com", "1.2.3.4:55", r#"[{"Name":"Identity","Value":"y"}]"#),
        record("2", 1, "ANN@x.com", "[2603:1036::5]:51902", "[]"),
        record("3", 15, "bob@x.com", "1.2.3.4", "[]"),
        "5/18/2021 9:13:33 PM,x,y,\"{\"\"Operation\"\":\"\n".to_owned(),
    ]
    .concat();
    let (events, log, quality) = read("ual.csv", &csv, embedded_recipe("office365-exchange"));
    assert_eq!(events, ["ann@x.com, 1.2.3.4 | Set-Mailbox", "ann@x.com, 2603:1036::5 | Set-Mailbox"]);
    assert_eq!(log.parameters().unwrap().names().texts().collect::<Vec<_>>(), ["Identity"]);
    assert_eq!((quality.duplicates, quality.rejected_count()), (1, 0));
    assert_eq!(quality.filtered, [("RecordType is `ExchangeAdmin` or `1` or `1.0`".to_owned(), 2)]);
    let (all, _, quality) = read("ual.csv", &csv, embedded_recipe("office365"));
    assert_eq!(all[3], "x, - | y", "a broken cell takes nothing from the cells beside it");
    assert_eq!((all.len(), quality.unreadable_parameters.count), (4, 1));
}

#[test]
fn copies_are_removed_across_files_and_forms() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"eventVersion":"1","userIdentity":{"type":"x","principalId":"p"},"eventType":"AwsApiCall","eventTime":"2021-01-01T00:00:00Z","eventName":"List","eventSource":"y","eventID":"e1"}"#;
    write(folder.path().join("a.json"), format!("{{\"Records\":[{record}]}}")).unwrap();
    write(folder.path().join("b.json"), format!("{{\"detail-type\":\"x\",\"detail\":{record}}}")).unwrap();
    let text = serde_json::to_string(record).unwrap();
    let looked_up =
        format!("{{\"Events\":[{{\"EventId\":\"e1\",\"EventName\":\"List\",\"CloudTrailEvent\":{text}}}]}}");
    write(folder.path().join("c.json"), looked_up).unwrap();
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    let recipe = embedded_recipe("aws-cloudtrail");
    let verdicts = recognise(&inputs, std::slice::from_ref(recipe), false, &ReadOptions::default());
    let forms = inputs.into_iter().zip(verdicts).map(|(input, verdict)| match verdict {
        Recognised::Events { form, .. } => (input, form),
        other => panic!("{other:?}"),
    });
    let tables: Vec<Table> = recipe.forms.iter().map(|form| Table::of(recipe, form)).collect();
    let (log, quality) = read_forms(&forms.collect::<Vec<_>>(), &tables, &ReadOptions::default()).unwrap();
    assert_eq!((log.len(), quality.duplicates, quality.events()), (1, 2, 1));
    assert_eq!(described(&log, 0), "p, -, -, - | List");
    assert_eq!(quality.missing_identity[1], ("sourceIPAddress".to_owned(), 1), "of what is left");
}

#[test]
fn a_condition_on_what_a_file_lacks_is_not_applied_and_this_is_said() {
    let kept = recipe("one", "\"c\"", "[[where]]\nfield = \"k\"\nequals = \"x\"\n");
    let (events, _, quality) = read("a.csv", "t,u,c\n1621371600,ann,Set\n", &kept);
    assert_eq!((events.len(), quality.skipped_conditions), (1, vec![("k is `x`".to_owned(), 1)]));
    let line = |kind: &str| format!("{{\"t\":1621371600,\"u\":\"ann\",\"c\":\"Set\"{kind}}}\n");
    let (events, _, quality) = read("a.json", &line("").repeat(3), &kept);
    assert_eq!((events.len(), quality.skipped_conditions), (3, vec![("k is `x`".to_owned(), 1)]));
    // Once a record has it, those before lacked it.
    let late = [line(""), line(""), line(",\"k\":\"y\""), line(",\"k\":\"x\""), line("")].concat();
    let (events, _, quality) = read("a.json", &late, &kept);
    assert_eq!((events.len(), quality.events()), (1, 1));
    assert_eq!(quality.filtered, [("k is `x`".to_owned(), 4)]);
    assert_eq!(quality.skipped_conditions, []);
    let always = recipe("one", "\"c\"", "[[where]]\nfield = \"k\"\nequals = \"x\"\nalways = true\n");
    let (events, _, quality) = read("a.json", &line("").repeat(3), &always);
    assert_eq!((events.len(), quality.filtered), (0, vec![("k is `x`".to_owned(), 3)]));
}

#[test]
fn exclusions_leave_out_what_meets_all_of_them() {
    let text = "[[exclude]]\nname = \"robots\"\ntitle = \"t\"\nwhere = [{ field = \"u\", starts_with = \"svc\" }, { field = \"c\", equals = \"Get\" }]\n";
    let mut excluding = recipe("one", "\"c\"", text);
    let csv = "t,u,c\n1621371600,svc1,Get\n1621371600,svc1,Set\n1621371600,ann,Get\n";
    assert_eq!(read("a.csv", csv, &excluding).0.len(), 3, "off until asked for");
    excluding.exclusions[0].applies = true;
    let (events, _, quality) = read("a.csv", csv, &excluding);
    assert_eq!(events, ["svc1 | Set", "ann | Get"]);
    assert_eq!(quality.filtered, [("exclusion `robots`".to_owned(), 1)]);
}

#[test]
fn copies_whose_parameters_cannot_be_read_count_once() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.csv", "b.csv"] {
        write(folder.path().join(name), "t,u,c,p,i\n1621371600,ann,Set,{,1\n").unwrap();
    }
    let inputs = find_inputs(&[folder.path().to_owned()]).unwrap();
    let recipe = recipe("one", "\"c\"", "parameters = { from = \"p\" }\nid = \"i\"");
    let files: Vec<_> = inputs.into_iter().map(|input| (input, 0)).collect();
    let (log, quality) =
        read_forms(&files, &[Table::of(&recipe, &recipe.forms[0])], &ReadOptions::default()).unwrap();
    assert_eq!((log.len(), quality.duplicates, quality.unreadable_parameters.count), (1, 1, 1));
}
