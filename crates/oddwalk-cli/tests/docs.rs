//! The commands in the documents are run as they stand there, and say what is printed under them.
//!
//! They stand in code blocks marked `console`. A line that begins with `$ ` is a command for bash; a `\` or `|` at its
//! end takes in the next line. The lines below are what it prints, errors included, where `...` stands for any number of
//! lines; without such lines its output may be anything. `? 4` is an exit code other than 0. A document's commands run
//! one after the other in one empty folder. A block marked `toml NAME` is written to the file of that name.
#![cfg(unix)]

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

const END_OF_FILE: &str = "END OF FILE";

/// One command of a document.
#[derive(Debug, Default)]
struct Step {
    /// The line of the document, counted from 1.
    line: usize,
    command: String,
    prints: Vec<String>,
    exit_code: i32,
}

#[test]
fn documents_tell_the_truth() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut documents = vec![root.join("README.md")];
    find_documents(&root.join("docs"), &mut documents)?;
    let mut wrong = String::new();
    for document in &documents {
        check(document, &fs::read_to_string(document)?, &mut wrong)?;
    }
    assert!(wrong.is_empty(), "{wrong}");
    Ok(())
}

fn find_documents(folder: &Path, documents: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_documents(&path, documents)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(())
}

fn check(document: &Path, text: &str, wrong: &mut String) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    for step in steps(text) {
        let (printed, exit_code) = run(&step.command, folder.path())?;
        let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
        if exit_code != Some(step.exit_code) || !step.prints.is_empty() && !is_like(&step.prints, &lines) {
            let (place, Step { line, command, .. }) = (document.display(), &step);
            let told =
                format!("{place}:{line}: {command}\nexit code {exit_code:?}, and prints:\n{printed}\n");
            wrong.push_str(&told);
        }
    }
    Ok(())
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut in_console, mut in_file) = (false, false);
    for (index, line) in text.lines().enumerate() {
        if let Some(step) = steps.last_mut().filter(|_| in_file) {
            in_file = line != "```";
            step.command.extend(["\n", if in_file { line } else { END_OF_FILE }]);
        } else if let Some(name) = line.strip_prefix("```toml ") {
            let command = format!("cat >{name} <<'{END_OF_FILE}'");
            steps.push(Step { line: index + 1, command, ..Step::default() });
            (in_console, in_file) = (false, true);
        } else if line.starts_with("```") {
            in_console = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) {
            steps.push(Step { line: index + 1, command: command.to_owned(), ..Step::default() });
        } else if let Some(step) = steps.last_mut().filter(|_| in_console) {
            step.take(line);
        }
    }
    steps
}

impl Step {
    fn take(&mut self, line: &str) {
        if self.command.ends_with(['\\', '|']) && self.prints.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(self.command, "\n{line}");
        } else if let Some(code) = line.strip_prefix("? ").and_then(|code| code.parse().ok()) {
            self.exit_code = code;
        } else {
            self.prints.push(line.trim_end().to_owned());
        }
    }
}

/// What the command prints and its exit code. In a clone the command is not installed, and `cargo run` stands for it.
fn run(command: &str, folder: &Path) -> io::Result<(String, Option<i32>)> {
    let command = command.replace("cargo run --release -- ", "oddwalk ");
    let script = format!("set -o pipefail; exec 2>&1; {command}");
    let output =
        Command::new("bash").args(["-c", &script]).current_dir(folder).env("PATH", path()).output()?;
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code()))
}

/// With the folder of the command under test in front.
fn path() -> OsString {
    let folder = Path::new(env!("CARGO_BIN_EXE_oddwalk")).parent().unwrap_or(Path::new("."));
    let mut path = folder.as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    path
}

fn is_like(expected: &[String], lines: &[&str]) -> bool {
    match expected {
        [] => lines.is_empty(),
        [dots, rest @ ..] if dots == "..." => {
            (0..=lines.len()).any(|skipped| is_like(rest, &lines[skipped..]))
        }
        [first, rest @ ..] => {
            lines.split_first().is_some_and(|(line, lines)| first == line && is_like(rest, lines))
        }
    }
}
