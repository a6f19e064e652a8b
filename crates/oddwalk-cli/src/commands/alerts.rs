//! Alerts: cutting the list of findings, and saying where.

use anyhow::{Result, anyhow};
use oddwalk::core::{Cut, Findings};
use oddwalk::report::{counted, thousands};
use oddwalk::{Alerts, Budget, Wanted, alerts};

use super::job::{Job, Read, Scored};
use crate::options::{Alerting, usage};
use crate::talk::Talk;

/// Keeps those findings that are wanted.
pub(crate) fn cut(
    findings: &mut Findings,
    alerting: &Alerting,
    job: &Job,
    scored: &Read<Scored>,
    talk: Talk,
) -> Result<()> {
    let wanted = alerting.wanted;
    if wanted == Wanted::default() {
        return Ok(());
    }
    let alerts = of(job, scored, wanted)?;
    lines(&alerts, wanted).iter().for_each(|line| talk.say(line));
    findings.keep(alerts.kept);
    Ok(())
}

/// Where the list is to be cut.
pub(crate) fn of(job: &Job, scored: &Read<Scored>, wanted: Wanted) -> Result<Alerts> {
    let no_times = |error| usage(anyhow!("--budget: {error}"));
    let logs = scored.parts.iter().map(|part| part.log);
    let learnt = wanted.per_day.map_or(Ok(None), |_| job.learnt_over(logs)).map_err(no_times)?;
    let scans = scored.parts.iter().map(|part| &part.scan);
    alerts(scans, learnt, wanted).map_err(no_times)
}

fn lines(alerts: &Alerts, wanted: Wanted) -> Vec<String> {
    let budget = alerts.budget.zip(wanted.per_day).map(|(budget, per_day)| {
        const DAY_NS: f64 = 86_400e9;
        let Budget { cut, span_ns, by_model } = budget;
        let over = if by_model { ", as on the model's" } else { " over" };
        format!("budget of {per_day} a day{over} {:.1} days: {}", span_ns as f64 / DAY_NS, kept(&cut))
    });
    let discoveries = alerts.discoveries.zip(wanted.fdr);
    let discoveries = discoveries.map(|(cut, fdr)| format!("false discovery rate of {fdr}: {}", kept(&cut)));
    let both = budget.is_some() && discoveries.is_some();
    let both = both.then(|| format!("within both: {}", counted(alerts.kept as u64, "session", "sessions")));
    [budget, discoveries, both].into_iter().flatten().collect()
}

fn kept(cut: &Cut) -> String {
    let [kept, all, rest] = [cut.kept, cut.kept + cut.cut, cut.cut].map(|number| thousands(number as u64));
    if cut.threshold_bits.is_finite() {
        format!("{kept} of {all} sessions, from {:.1} bits up; {rest} cut", cut.threshold_bits)
    } else {
        format!("none of {all} sessions; {rest} cut")
    }
}
