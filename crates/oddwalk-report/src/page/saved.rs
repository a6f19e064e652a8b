//! Saved findings: the lines of an NDJSON file read back into a page.

use std::io::{self, BufRead, Read};

use serde::Deserialize;

use super::row::{PageRow, Text};
use super::{Page, PageError};
use crate::NDJSON_VERSION;

/// No line of ours is larger: 256 MiB.
const MAX_LINE: usize = 256 << 20;

/// Why saved findings cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// A line is not what it should be.
    #[error("line {line}: {problem}")]
    Line {
        /// Which line, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// There is nothing to show.
    #[error("there are no findings in it; `oddwalk scan INPUTS --out FINDINGS.ndjson` saves them")]
    NoFindings,
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What every line has.
#[derive(Deserialize)]
struct Head<'a> {
    version: u32,
    #[serde(borrow)]
    record: Text<'a>,
}

/// What has been read so far.
#[derive(Default)]
struct State {
    findings: bool,
    sessions: bool,
    last_rank: u32,
    quality: Option<String>,
}

impl Page {
    /// Adds all findings of a saved file, and gives back its last line, which says what was read; `None` where the file
    /// ends before it. Lines of a `record` that nobody knows are passed over.
    ///
    /// # Errors
    /// If a line is no JSON, of another version, or larger than 256 MiB; if the ranks do not ascend; if there are no
    /// findings; or if `input` cannot be read.
    pub fn push_saved(&mut self, mut input: impl BufRead) -> Result<Option<String>, SavedError> {
        let (mut state, mut line, mut number) = (State::default(), Vec::new(), 0);
        loop {
            line.clear();
            if input.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            number += 1;
            match self.take(&line, &mut state) {
                // What was writing the file has not come to its end.
                Err(_) if state.findings && !line.ends_with(b"\n") => break,
                taken => taken.map_err(|problem| SavedError::Line { line: number, problem })?,
            }
        }
        match state {
            State { findings: false, quality: None, sessions: true, .. } => Err(SavedError::Line {
                line: 1,
                problem: "these are sessions that nothing has ranked; `oddwalk scan` ranks them".to_owned(),
            }),
            State { findings: false, quality: None, .. } => Err(SavedError::NoFindings),
            State { quality, .. } => Ok(quality),
        }
    }

    fn take(&mut self, line: &[u8], state: &mut State) -> Result<(), String> {
        if line.len() > MAX_LINE {
            return Err(format!("it is larger than {} MiB", MAX_LINE >> 20));
        }
        let line = str::from_utf8(line).map_err(|error| format!("it is not UTF-8: {error}"))?.trim();
        if line.is_empty() {
            return Ok(());
        }
        let Head { version, record } = serde_json::from_str(line).map_err(|error| no_line(&error))?;
        if version != NDJSON_VERSION {
            return Err(format!(
                "it is of version {version}, and this program knows version {NDJSON_VERSION} only"
            ));
        }
        match &*record.0 {
            "finding" => self.take_finding(line, state),
            "quality" => {
                state.quality = Some(line.to_owned());
                Ok(())
            }
            "session" => {
                state.sessions = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn take_finding(&mut self, line: &str, state: &mut State) -> Result<(), String> {
        if state.quality.is_some() {
            return Err("a finding after the line `quality`, which is the last one of a file".to_owned());
        }
        let row: PageRow = serde_json::from_str(line).map_err(|error| no_line(&error))?;
        if row.rank <= state.last_rank {
            let (rank, last) = (row.rank, state.last_rank);
            return Err(format!(
                "rank {rank} comes after rank {last}; the oddest finding has to be the first"
            ));
        }
        (state.last_rank, state.findings) = (row.rank, true);
        self.push_line(&row, line).map_err(|error| error.to_string())
    }

    fn push_line(&mut self, row: &PageRow, line: &str) -> Result<(), PageError> {
        if row.ignored.0 {
            return Ok(());
        }
        self.add(row)?;
        if self.lines.is_open() {
            self.lines.push(row.rank, line);
        }
        Ok(())
    }
}

/// Without the place that the library names: it is within the line, which it takes for the first.
fn no_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    format!("it is no line of oddwalk's NDJSON: {what} (column {})", error.column())
}
