//! What the arguments about alerts mean.

use anyhow::{Result, anyhow};
use oddwalk::core::Findings;
use oddwalk::{Method, Wanted};

use super::usage;
use crate::args::AlertArgs;
use crate::words::{self, Stated, stated};

/// Which findings are kept, and which of them are a reason to fail.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Alerting {
    pub(crate) wanted: Wanted,
    fail_on: Option<FailOn>,
}

/// What is found so that the exit code says it.
#[derive(Clone, Copy, Debug)]
enum FailOn {
    /// Anything that is kept.
    Any,
    /// What is at least so many bits odd.
    Bits(f64),
}

impl Alerting {
    pub(crate) fn new(args: &AlertArgs, method: Method) -> Result<Self> {
        let given = [
            ("--budget", args.budget.is_some()),
            ("--fdr", args.fdr.is_some()),
            ("--fail-on", args.fail_on.is_some()),
        ];
        let meaningless = given.into_iter().find(|(_, is_given)| *is_given && method != Method::Oddwalk);
        if let Some((flag, _)) = meaningless {
            return Err(usage(anyhow!("{flag} means nothing to --method {}", words::method(method))));
        }
        let per_day = args.budget.as_deref().map(per_day).transpose()?;
        let fdr = args.fdr.as_deref().map(|text| share("--fdr", text)).transpose()?;
        let wanted = Wanted { per_day, fdr };
        let fail_on = args.fail_on.as_deref().map(|text| fail_on(text, wanted)).transpose()?;
        Ok(Self { wanted, fail_on })
    }

    /// Whether the list is cut, so that all of it are alerts.
    pub(crate) fn is_cutting(&self) -> bool {
        self.wanted != Wanted::default()
    }

    /// Whether anything can be a reason to fail.
    pub(crate) fn can_fail(&self) -> bool {
        self.fail_on.is_some()
    }

    /// Whether what is kept is a reason to fail.
    pub(crate) fn fails(&self, kept: &Findings) -> bool {
        let oddest = kept.iter().next();
        match self.fail_on {
            None => false,
            Some(FailOn::Any) => oddest.is_some(),
            Some(FailOn::Bits(least)) => {
                let judgement = oddest.and_then(|finding| finding.judgement);
                judgement.is_some_and(|judgement| judgement.verdict.score_bits >= least)
            }
        }
    }

    /// As they are typed.
    pub(crate) fn stated(&self) -> Vec<Stated> {
        let Wanted { per_day, fdr } = self.wanted;
        let fail_on = self.fail_on.map(|fail_on| match fail_on {
            FailOn::Any => "anything that is kept".to_owned(),
            FailOn::Bits(bits) => format!("{bits} bits"),
        });
        let all = [
            ("budget", per_day.map(|per_day| format!("{per_day}/day"))),
            ("fdr", fdr.map(|fdr| fdr.to_string())),
            ("fail-on", fail_on),
        ];
        all.into_iter().filter_map(|(name, value)| Some(stated(name, value?))).collect()
    }
}

fn fail_on(text: &str, wanted: Wanted) -> Result<FailOn> {
    let bits = text.parse().ok().filter(|bits: &f64| bits.is_finite() && *bits >= 0.0);
    match (text, bits) {
        ("any", _) if wanted == Wanted::default() => Err(usage(anyhow!(
            "--fail-on needs a number of bits, or --budget or --fdr that say what is worth an alert"
        ))),
        ("any", _) => Ok(FailOn::Any),
        (_, Some(bits)) => Ok(FailOn::Bits(bits)),
        _ => Err(usage(anyhow!("--fail-on `{text}`: a number of bits, such as 20"))),
    }
}

/// A budget.
pub(crate) fn per_day(text: &str) -> Result<f64> {
    let number = text.strip_suffix("/day").unwrap_or(text).trim();
    let number = number.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| usage(anyhow!("--budget `{text}`: sessions a day, more than 0, such as 20/day")))
}

/// A share between 0 and 1, as a number or in percent.
pub(crate) fn share(flag: &str, text: &str) -> Result<f64> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse().map(|percent: f64| percent / 100.0),
        None => text.parse(),
    };
    let share = number.ok().filter(|share| *share > 0.0 && *share < 1.0);
    share.ok_or_else(|| usage(anyhow!("{flag} `{text}`: a share between 0 and 1, such as 0.05 or 5%")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_and_shares_are_read_as_they_are_written() {
        for (text, number) in [("20", 20.0), ("20/day", 20.0), ("0.5 /day", 0.5)] {
            assert!((per_day(text).unwrap() - number).abs() < 1e-12, "{text}");
        }
        for text in ["", "0", "-1", "20/week", "inf", "NaN", "/day"] {
            assert!(per_day(text).is_err(), "{text}");
        }
        for text in ["0.05", "5%", "5 %", ".05"] {
            assert!((share("--fdr", text).unwrap() - 0.05).abs() < 1e-12, "{text}");
        }
        for text in ["", "0", "1", "100%", "-5%", "NaN", "5"] {
            assert!(share("--fdr", text).is_err(), "{text}");
        }
    }
}
