//! `oddwalk report`: from saved findings to a report to look at in a browser.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use oddwalk::report::{Page, SavedError};

use super::provenance;
use crate::Exit;
use crate::args::ReportArgs;
use crate::output::{Output, check_outputs, is_stdout, to_file};
use crate::talk::Talk;

const INCOMPLETE: &str = "The saved findings end before their last line, which says what was read and what was not \
                          used: some findings may be missing.";

pub(crate) fn run(args: &ReportArgs, talk: Talk) -> Result<Exit> {
    let ReportArgs { findings, out, title } = args;
    let is_stdin = is_stdout(findings);
    let inputs = if is_stdin { &[][..] } else { std::slice::from_ref(findings) };
    check_outputs(&[Output::File("--out", out)], inputs)?;
    let name = if is_stdin { "standard input".to_owned() } else { findings.display().to_string() };
    let mut page = Page::new(title, Page::MAX_BYTES);
    let quality = read(findings, is_stdin, &mut page).context(name)?;
    if quality.is_none() {
        page.notice(INCOMPLETE.to_owned());
        talk.say(&format!("note: {INCOMPLETE}"));
    }
    to_file(out, |file| Ok(page.write(quality.as_deref(), provenance::now().as_deref(), file)?))?;
    talk.say(&format!("report: {}", out.display()));
    Ok(if quality.is_some() { Exit::Fine } else { Exit::Partial })
}

fn read(path: &Path, is_stdin: bool, page: &mut Page) -> Result<Option<String>, SavedError> {
    const BUFFER: usize = 1 << 18;
    if is_stdin {
        page.push_saved(io::stdin().lock())
    } else {
        page.push_saved(BufReader::with_capacity(BUFFER, File::open(path)?))
    }
}
