//! The direction of the crates: the shells on the facade, the facade on logs and report, all on the core, which does
//! nothing but compute.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which crates of ours each crate may use.
const MAY_USE: [(&str, &[&str]); 6] = [
    ("oddwalk-core", &[]),
    ("oddwalk-logs", &["oddwalk-core"]),
    ("oddwalk-report", &["oddwalk-core"]),
    ("oddwalk", &["oddwalk-core", "oddwalk-logs", "oddwalk-report"]),
    ("oddwalk-cli", &["oddwalk"]),
    ("oddwalk-python", &["oddwalk", "oddwalk-cli"]),
];

/// Everything else that the core uses: data structures and threads, no files, clocks, formats or terminals.
const CORE_USES: [&str; 5] = ["hashbrown", "rayon", "rustc-hash", "thiserror", "twox-hash"];

/// What the core does not do: files, input and output, environment, clocks, networks, printing.
const CORE_NEVER: [&str; 9] = [
    "std::fs",
    "std::io",
    "std::env",
    "std::time",
    "std::net",
    "std::process",
    "print!",
    "println!",
    "use std::{",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Each crate of the workspace and its dependencies, by their kinds.
fn dependencies() -> BTreeMap<String, Vec<(String, Option<String>)>> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let args = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let output = Command::new(cargo).args(args).current_dir(root()).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let of = |dependency: &Value| (text(&dependency["name"]).unwrap(), text(&dependency["kind"]));
        (text(&package["name"]).unwrap(), dependencies.map(of).collect())
    });
    packages.collect()
}

#[test]
fn crates_depend_on_each_other_in_one_direction() {
    let dependencies = dependencies();
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let ours: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    assert_eq!(ours, known, "a new crate needs its place here");
    for (name, allowed) in MAY_USE {
        let used = dependencies[name].iter().map(|(used, _)| used.as_str());
        let used: Vec<&str> = used.filter(|used| used.starts_with("oddwalk")).collect();
        assert!(used.iter().all(|used| allowed.contains(used)), "{name} uses {used:?}");
    }
    let python: Vec<&(String, Option<String>)> =
        dependencies["oddwalk-python"].iter().filter(|(used, _)| used == "oddwalk-cli").collect();
    assert_eq!(python.len(), 1, "the wheel's command is the same command");
}

#[test]
fn the_core_uses_nothing_that_reaches_outside() {
    let core = dependencies().remove("oddwalk-core").unwrap();
    let used: BTreeSet<String> =
        core.into_iter().filter(|(_, kind)| kind.as_deref() != Some("dev")).map(|(name, _)| name).collect();
    assert_eq!(
        used,
        CORE_USES.map(str::to_owned).into(),
        "a new dependency of the core needs a word in its favour"
    );
}

#[test]
fn the_core_reads_no_file_no_clock_and_no_environment_and_prints_nothing() {
    let sources = sources(&root().join("crates/oddwalk-core/src"));
    assert!(sources.len() >= 10, "{sources:?}");
    for path in sources {
        let source = std::fs::read_to_string(&path).unwrap();
        for (line, number) in source.lines().zip(1..) {
            let found = CORE_NEVER.iter().find(|never| line.contains(*never));
            assert_eq!(found, None, "{}:{number}: {line}", path.display());
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| sources(folder));
    files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "rs")).chain(below).collect()
}
