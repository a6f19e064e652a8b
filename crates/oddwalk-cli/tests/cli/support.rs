//! What all tests share: a folder to work in, the command, and a small log.

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::read::GzDecoder;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const COLUMNS: &str = "--time t --entity u --command c";

/// A folder of its own, in which the command runs.
pub(crate) struct Place(TempDir);

/// What the command left behind.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The text of a report, and two of its blocks of data.
pub(crate) struct Report {
    pub(crate) text: String,
    pub(crate) page: Value,
    pub(crate) findings: Vec<Value>,
}

impl Report {
    /// The values of an option that was in force.
    pub(crate) fn option(&self, name: &str) -> Vec<&str> {
        let options = self.page["quality"]["provenance"]["options"].as_array().unwrap().iter();
        options
            .filter(|option| option["name"] == name)
            .map(|option| option["value"].as_str().unwrap())
            .collect()
    }

    /// The text without the time at which it was made.
    pub(crate) fn without_time(&self) -> String {
        let time = self.page["made_at"].as_str().unwrap();
        assert_eq!(time.len(), "2021-05-18T21:00:00Z".len(), "{time}");
        assert_eq!(self.text.matches(time).count(), 1);
        self.text.replace(time, "")
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A place with these files.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let place = Self::new();
        for (name, content) in files {
            place.write(name, content);
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names of all files, hidden ones too.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    /// Runs `oddwalk` with these words. Nothing may ever end in a panic.
    pub(crate) fn run(&self, words: &str) -> Outcome {
        self.run_args(&words.split_whitespace().collect::<Vec<_>>(), b"")
    }

    pub(crate) fn run_args(&self, args: &[&str], stdin: &[u8]) -> Outcome {
        self.outcome(args, stdin, &[])
    }

    /// Runs `oddwalk` with these words in an environment of these variables.
    pub(crate) fn run_with(&self, words: &str, variables: &[(&str, &str)]) -> Outcome {
        self.outcome(&words.split_whitespace().collect::<Vec<_>>(), b"", variables)
    }

    fn outcome(&self, args: &[&str], stdin: &[u8], variables: &[(&str, &str)]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oddwalk"));
        command.args(args).current_dir(self.folder()).env_remove("NO_COLOR").write_stdin(stdin);
        command.env_remove("ODDWALK_MEMORY_LIMIT").envs(variables.iter().copied());
        let output = command.timeout(Duration::from_secs(120)).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let outcome = Outcome {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(matches!(outcome.code, 0..=4), "{args:?}: {}: {}", outcome.code, outcome.err);
        assert!(!outcome.err.contains("panicked"), "{}", outcome.err);
        outcome
    }

    /// What a report is made of.
    pub(crate) fn report(&self, name: &str) -> Report {
        let text = String::from_utf8(self.read(name)).unwrap();
        let block = |id: &str| {
            let (_, rest) = text.split_once(&format!(" id=\"{id}\">")).unwrap();
            rest.split_once("</script>").unwrap().0
        };
        let page = serde_json::from_str(block("page")).unwrap();
        let packed = BASE64_STANDARD.decode(block("findings")).unwrap();
        let mut lines = String::new();
        GzDecoder::new(&packed[..]).read_to_string(&mut lines).unwrap();
        let findings = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Report { text, page, findings }
    }

    /// Scans and gives the findings line by line.
    pub(crate) fn findings(&self, words: &str) -> Vec<Value> {
        let outcome = self.run(&format!("scan {words} {COLUMNS} --out -"));
        assert_eq!(outcome.code, 0, "{words}: {}", outcome.err);
        lines(&outcome.out)
    }
}

/// NDJSON as values, but for the line about the quality.
pub(crate) fn lines(text: &str) -> Vec<Value> {
    let values = text.lines().map(|line| serde_json::from_str(line).unwrap());
    values.filter(|value: &Value| value["record"] != "quality").collect()
}

/// The line about the quality, which is the last one.
pub(crate) fn quality(text: &str) -> Value {
    let last: Value = serde_json::from_str(text.lines().next_back().unwrap()).unwrap();
    assert_eq!(last["record"], "quality");
    assert_eq!(text.matches("\"record\":\"quality\"").count(), 1);
    last
}

/// What an output says apart from the command that made it.
pub(crate) fn without_command_line(ndjson: &[u8]) -> String {
    let text = String::from_utf8_lossy(ndjson);
    let Some((before, rest)) = text.split_once("\"command_line\":\"") else { return text.into_owned() };
    let (_, after) = rest.split_once("\",\"inputs\":").unwrap();
    format!("{before}{after}")
}

/// The findings without where their events came from.
pub(crate) fn without_sources(mut findings: Vec<Value>) -> Vec<Value> {
    for finding in &mut findings {
        finding.as_object_mut().unwrap().remove("sources").unwrap();
    }
    findings
}

/// Seconds since 1970, user and command of some hundred events: two people at work, and one odd session.
pub(crate) fn records() -> Vec<(i64, &'static str, &'static str)> {
    let mut records = Vec::new();
    for day in 0..6 {
        for step in 0..12_u8 {
            let time = 1_621_371_600 + day * 86_400 + i64::from(step) * 30;
            records.push((time, "ann", ["Get-Mailbox", "Set-Mailbox", "Get-User"][usize::from(step % 3)]));
            records.push((time + 7, "bob", ["New-User", "Set-User"][usize::from(step % 2)]));
        }
    }
    let odd = ["Get-Mailbox", "New-InboxRule", "Remove-AuditLog"];
    records.extend(odd.iter().zip(0..).map(|(command, step)| (1_622_000_000 + step * 10, "eve", *command)));
    records
}

/// The records as CSV.
pub(crate) fn csv() -> String {
    let mut text = "t,u,c\n".to_owned();
    for (time, user, command) in records() {
        writeln!(text, "{time},{user},{command}").unwrap();
    }
    text
}

/// The records as JSON objects.
pub(crate) fn objects() -> Vec<Value> {
    let object = |(time, user, command)| serde_json::json!({ "t": time, "u": user, "c": command, "x": [{}] });
    records().into_iter().map(object).collect()
}

/// The records as NDJSON.
pub(crate) fn ndjson() -> String {
    objects().iter().map(|object| format!("{object}\n")).collect()
}
