//! What is said to the person at the terminal, on standard error.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use oddwalk::ScanError;
use oddwalk::logs::{BY_HAND, Progress, ReadError};
use oddwalk::report::{RecipeQuality, Style, neutralise, quality_lines};

use crate::Exit;
use crate::options::UsageError;

/// The arguments as they were typed, for the report.
pub(crate) fn command_line(args: &[OsString]) -> String {
    let words = args.iter().map(|arg| arg.to_string_lossy());
    let quoted = words.map(|word| {
        let plain = |c: char| c.is_alphanumeric() || "-_./,:=+%@".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    });
    let words: Vec<String> = quoted.skip(1).collect();
    format!("oddwalk {}", words.join(" "))
}

/// Arguments that cannot be parsed; also `--help` and `--version`, which are no failure.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    // Nothing can be said where even this cannot be printed.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Fine }
}

/// An error with all its causes; file names and values in it may be hostile.
pub(crate) fn failure(error: &anyhow::Error) -> Exit {
    tell(&format!("error: {}", neutralise(&format!("{error:#}"))));
    if let Some(quality) = error.downcast_ref().and_then(ScanError::quality) {
        for line in quality_lines(&[(BY_HAND, quality)]) {
            tell(&format!("  {line}"));
        }
    }
    match error.downcast_ref() {
        Some(UsageError(_)) => Exit::Usage,
        None if matches!(error.downcast_ref(), Some(ReadError::StdinTwice)) => Exit::Usage,
        None => Exit::Input,
    }
}

/// A line on standard error. That nobody can hear it, since it is closed or full, is no reason to fail.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Tells of progress and of what was read, unless it is to be quiet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    pub(crate) quiet: bool,
}

impl Talk {
    /// A time for people, to the second.
    pub(crate) fn time(nanoseconds: i64) -> String {
        let time = Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or_default();
        time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
    }

    /// A time as it is: no digit too many, none missing.
    pub(crate) fn rfc3339(nanoseconds: i64) -> String {
        Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or_default().to_string()
    }

    pub(crate) fn say(self, line: &str) {
        if !self.quiet {
            tell(&neutralise(line));
        }
    }

    pub(crate) fn quality(self, qualities: &[RecipeQuality]) {
        if !self.quiet {
            // The lines are neutralised where they are made.
            for line in quality_lines(qualities) {
                tell(&line);
            }
        }
    }

    /// Shows how far reading has come while `work` runs, where standard error is a terminal.
    pub(crate) fn with_progress<T>(self, progress: &Progress, total: u64, work: impl FnOnce() -> T) -> T {
        if self.quiet || !std::io::stderr().is_terminal() {
            return work();
        }
        let bar = ProgressBar::new(total);
        let style = "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec}";
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        thread::scope(|scope| {
            let (done, wait) = mpsc::channel::<()>();
            scope.spawn(|| {
                let wait = wait;
                while wait.recv_timeout(Duration::from_millis(100)) == Err(mpsc::RecvTimeoutError::Timeout) {
                    bar.set_position(progress.load(Ordering::Relaxed));
                }
                bar.finish_and_clear();
            });
            let result = work();
            drop(done);
            result
        })
    }
}

/// How wide standard output is; 80 columns where it is no terminal.
pub(crate) fn width() -> usize {
    const WIDTH: usize = 80;
    terminal_size::terminal_size_of(std::io::stdout()).map_or(WIDTH, |(width, _)| width.0.into())
}

/// Colours on a terminal, unless `NO_COLOR` says otherwise.
pub(crate) fn style() -> Style {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if std::io::stdout().is_terminal() && !no_color && !dumb { Style::Colour } else { Style::Plain }
}
