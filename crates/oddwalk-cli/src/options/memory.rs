//! What the arguments about memory mean.

use anyhow::{Result, anyhow};
use oddwalk::MemoryLimit;
use oddwalk::core::LeaveOut;

use super::{Scoring, usage};
use crate::args::{FindingsArgs, MemoryArgs};

/// How much memory to take; `None` is as much as it takes, where something was asked for that needs all sessions in memory
/// and nobody set a limit.
pub(crate) fn memory_limit(
    args: &MemoryArgs,
    scoring: &Scoring,
    output: &FindingsArgs,
) -> Result<Option<MemoryLimit>> {
    let Some(text) = &args.memory_limit else {
        return Ok(needs_all(scoring, output).is_none().then(MemoryLimit::of_machine));
    };
    let limit = size(text).ok_or_else(|| {
        usage(anyhow!("--memory-limit `{text}`: no size; write it as 512MiB, 8GiB or a number of bytes"))
    })?;
    match needs_all(scoring, output) {
        Some(flag) => Err(usage(anyhow!(
            "{flag} and --memory-limit contradict each other: it needs all sessions in memory"
        ))),
        None => Ok(Some(MemoryLimit::new(limit))),
    }
}

/// What compares any session with any other.
fn needs_all(scoring: &Scoring, output: &FindingsArgs) -> Option<&'static str> {
    let all = [
        ("--ignore", output.triage.ignore.is_some()),
        ("--budget", output.alerts.budget.is_some()),
        ("--fdr", output.alerts.fdr.is_some()),
        ("--leave-out actor", scoring.leave_out == LeaveOut::Actor),
        ("--train-until", scoring.train_until.is_some()),
    ];
    all.into_iter().find(|(_, is_given)| *is_given).map(|(flag, _)| flag)
}

/// A number, of which a unit may say of what: by 1024 with an `i` in it or alone, else by 1000.
fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "t" | "tib" => 1 << 40,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    let bytes = number * factor as f64;
    #[expect(clippy::cast_sign_loss, reason = "digits have no sign")]
    (bytes >= 1.0 && bytes < u64::MAX as f64).then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        let known = [
            ("512MiB", 512 << 20),
            ("512m", 512 << 20),
            ("1.5 GiB", 3 << 29),
            ("2GB", 2_000_000_000),
            ("77", 77),
        ];
        for (text, bytes) in known {
            assert_eq!(size(text), Some(bytes), "{text}");
        }
        for bad in ["", "MiB", "-1", "0", "0.1", "5 apples", "1e9", "1.2.3G", "99999999999TiB"] {
            assert_eq!(size(bad), None, "{bad}");
        }
    }
}
