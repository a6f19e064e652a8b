//! The crates use each other in one direction only, and Arrow stays out of the mathematics.

use std::path::Path;
use std::{fs, io};

/// Each crate and those of this workspace that it may use.
const ALLOWED: [(&str, &[&str]); 6] = [
    ("oddwalk-core", &[]),
    ("oddwalk-logs", &["oddwalk-core"]),
    ("oddwalk-report", &["oddwalk-core"]),
    ("oddwalk", &["oddwalk-core", "oddwalk-logs", "oddwalk-report"]),
    ("oddwalk-cli", &["oddwalk"]),
    ("oddwalk-python", &["oddwalk", "oddwalk-cli"]),
];

fn crates() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names of everything in the crate's tables of dependencies, those for tests and builds included.
fn dependencies(name: &str) -> io::Result<Vec<String>> {
    let manifest = fs::read_to_string(crates().join(name).join("Cargo.toml"))?;
    let mut in_table = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            in_table = table.trim_end_matches(']').ends_with("dependencies");
        } else if in_table && line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            names.extend(line.split(['.', ' ', '=']).next().map(str::to_owned));
        }
    }
    Ok(names)
}

#[test]
fn crates_use_only_what_is_below_them() -> io::Result<()> {
    for (name, allowed) in ALLOWED {
        for used in dependencies(name)?.iter().filter(|used| used.starts_with("oddwalk")) {
            assert!(allowed.contains(&used.as_str()), "{name} uses {used}");
        }
    }
    Ok(())
}

#[test]
fn every_crate_has_its_place() -> io::Result<()> {
    for entry in fs::read_dir(crates())? {
        let name = entry?.file_name();
        assert!(ALLOWED.iter().any(|(known, _)| name == *known), "{}", name.display());
    }
    Ok(())
}

#[test]
fn the_mathematics_reads_and_writes_nothing() -> io::Result<()> {
    let strangers = ["arrow", "parquet", "csv", "serde", "jiff", "tempfile"];
    for used in dependencies("oddwalk-core")? {
        assert!(!strangers.iter().any(|stranger| used.starts_with(stranger)), "oddwalk-core uses {used}");
    }
    Ok(())
}
