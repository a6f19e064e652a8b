//! Recipes as users meet them: a log in every form that it is found in, read without a word about its columns.

mod bad;
mod cloudtrail;
mod command;
mod evtx;
mod flags;
mod folders;
mod linux;
mod made;
mod models;
mod office;
mod own;
mod real;
mod windows;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Outcome, Place, lines, quality};

/// What a scan came to.
struct Scanned {
    outcome: Outcome,
    findings: Vec<Value>,
    /// One for each recipe, and one for files of none.
    qualities: Vec<Value>,
}

/// A scan that ends well, or with this code.
fn scan_with_code(place: &Place, words: &[&str], code: i32) -> Scanned {
    let args: Vec<&str> = ["scan"].into_iter().chain(words.iter().copied()).chain(["--out", "-"]).collect();
    let outcome = place.run_args(&args, b"");
    assert_eq!(outcome.code, code, "{words:?}: {}", outcome.err);
    let (findings, last) = (lines(&outcome.out), quality(&outcome.out));
    let qualities = last["recipes"].as_array().unwrap().clone();
    Scanned { outcome, findings, qualities }
}

fn scan(place: &Place, words: &[&str]) -> Scanned {
    scan_with_code(place, words, 0)
}

impl Scanned {
    /// The quality of the recipe's logs, or with `null` that of files of no recipe.
    fn quality(&self, recipe: impl Into<Value>) -> &Value {
        let recipe = recipe.into();
        let found = self.qualities.iter().find(|quality| quality["recipe"] == recipe);
        found.unwrap_or_else(|| panic!("{recipe}: {:?}", self.qualities))
    }

    /// The quality where there is one recipe.
    fn only(&self) -> &Value {
        assert_eq!(self.qualities.len(), 1, "{:?}", self.qualities);
        &self.qualities[0]
    }

    /// `file: recipe form` of each file that was recognised.
    fn forms(&self) -> Vec<String> {
        let files = self.qualities.iter().flat_map(|quality| quality["files"].as_array().unwrap());
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let all = files.filter(|file| !file["form"].is_null());
        let mut all: Vec<String> = all
            .map(|file| format!("{}: {} {}", text(&file["file"]), text(&file["recipe"]), text(&file["form"])))
            .collect();
        all.sort_unstable();
        all
    }

    /// Each entity once, its values with bars between them.
    fn entities(&self) -> Vec<String> {
        let all = self.findings.iter().map(|finding| {
            let values = finding["entity"].as_object().unwrap().values();
            values.map(|value| value.as_str().unwrap_or("-")).collect::<Vec<_>>().join(" | ")
        });
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Each command once.
    fn commands(&self) -> Vec<String> {
        let all = self.findings.iter().flat_map(|finding| finding["session"].as_array().unwrap());
        all.map(|command| command.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Records, events, duplicates and records left out by conditions.
fn counts(quality: &Value) -> [u64; 4] {
    let number = |key: &str| quality[key].as_u64().unwrap();
    let filtered =
        quality["filtered"].as_array().unwrap().iter().map(|one| one["records"].as_u64().unwrap()).sum();
    [number("records"), number("events"), number("duplicates"), filtered]
}

/// Parameters, and behind them values, that a model learns from the input.
fn learnt(place: &Place, words: &[&str]) -> [Vec<String>; 2] {
    let args: Vec<&str> =
        ["fit"].into_iter().chain(words.iter().copied()).chain(["--out", "learnt.model", "-q"]).collect();
    let outcome = place.run_args(&args, b"");
    assert_eq!(outcome.code, 0, "{words:?}: {}", outcome.err);
    let shown = place.run("model show learnt.model --strings").out;
    ["parameter\t", "value\t"].map(|kind| {
        let texts = shown.lines().filter_map(|line| line.strip_prefix(kind));
        texts.map(str::to_owned).collect()
    })
}

/// A log in one form, and what is read of it.
struct Case {
    /// What is in the file.
    log: Vec<u8>,
    recipe: &'static str,
    form: &'static str,
    /// Records, events, duplicates and records left out by conditions.
    counts: [u64; 4],
    entities: &'static [&'static str],
    commands: &'static [&'static str],
    parameters: &'static [&'static str],
    values: &'static [&'static str],
}

impl Case {
    /// From a file, without an ending that would say what it is, and from standard input.
    fn check(&self) {
        let Self { recipe, form, .. } = self;
        let place = Place::with(&[("log", &self.log)]);
        let scanned = scan(&place, &["log"]);
        assert_eq!(scanned.forms(), [format!("log: {recipe} {form}")]);
        let said = format!("{recipe}: 1 file, ");
        assert!(scanned.outcome.err.starts_with(&said), "{form}: {}", scanned.outcome.err);
        assert!(scanned.outcome.err.contains(": it has "), "{form}: why is said: {}", scanned.outcome.err);
        let quality = scanned.only();
        assert_eq!(counts(quality), self.counts, "{form}: {quality}");
        assert_eq!(quality["rejected"], serde_json::json!({}), "{form}");
        assert_eq!(quality["unreadable_parameters"]["count"], 0, "{form}: {quality}");
        assert_eq!(scanned.entities(), self.entities, "{form}");
        assert_eq!(scanned.commands(), self.commands, "{form}");
        let [parameters, values] = learnt(&place, &["log"]);
        assert_eq!((parameters, values), (texts(self.parameters), texts(self.values)), "{form}");
        let piped = place.run_args(&["scan", "-", "--out", "-"], &self.log);
        assert_eq!(piped.code, 0, "{form}: {}", piped.err);
        let without = |findings: Vec<Value>| crate::support::without_sources(findings);
        assert_eq!(without(lines(&piped.out)), without(scanned.findings), "{form} from standard input");
    }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|&text| text.to_owned()).collect()
}
