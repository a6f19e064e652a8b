//! The tables that describe one kind of log.
//!
//! Everything else in this module is about people and time and knows no
//! command by name. Another kind of log is another value of [`World`].
//!
//! # How steps are written
//!
//! A workflow is a list of lines, run from top to bottom. Each line is
//! `form > form | form > form ?60 x1-4`: `>` runs forms one after the other,
//! `|` separates alternatives, `?60` means that the line is run in 60 of 100
//! cases and `x1-4` repeats it one to four times, leaning towards fewer.
//!
//! # How forms are written
//!
//! A form is a command with its parameters: the command's name, with
//! `/variant` after it where there are several, and `Name=value&Name=value`.
//! Placeholders in values stand in angle brackets; see the template file.

use super::actor::Actor;
use super::event::Beat;

/// A name and its parameters, both in the notation above.
pub(super) type Form = (&'static str, &'static str);

/// A piece of work: its name and its lines of steps.
#[derive(Debug)]
pub(super) struct Workflow {
    /// Name by which roles and routines refer to it.
    pub(super) name: &'static str,
    /// Through what it is done, if that shows in the log; what it means the
    /// world's `origin` says.
    pub(super) tool: &'static str,
    /// Steps in the notation above.
    pub(super) steps: &'static [&'static str],
}

/// Shorthand for tables of workflows.
pub(super) const fn work(name: &'static str, steps: &'static [&'static str]) -> Workflow {
    Workflow { name, tool: "", steps }
}

/// Shorthand for tables of workflows that say through what they are done.
pub(super) const fn through(
    tool: &'static str,
    name: &'static str,
    steps: &'static [&'static str],
) -> Workflow {
    Workflow { name, tool, steps }
}

/// Starting times that are spread evenly over the day.
pub(super) const fn every<const N: usize>() -> [u16; N] {
    let mut at = [0; N];
    let mut index = 0;
    while index < N {
        at[index] = (index * 1_440 / N) as u16;
        index += 1;
    }
    at
}

/// A kind of job that several people hold.
#[derive(Debug)]
pub(super) struct Role {
    /// Name by which plots refer to it.
    pub(super) name: &'static str,
    /// How many of 100 people hold it.
    pub(super) share: u32,
    /// How the log names the account, with `<me>` for the person's own name.
    pub(super) account: &'static str,
    /// How many of 100 sittings are at any time of the day.
    pub(super) on_call: u32,
    /// Workflows with their weights; higher is more frequent.
    pub(super) duties: &'static [(&'static str, u32)],
}

/// Work that runs by the clock, without a person.
#[derive(Debug)]
pub(super) struct Routine {
    /// Account name; `<copy>` becomes `-02`, `-03` and so on for further copies.
    pub(super) user: &'static str,
    /// Whether an address is logged.
    pub(super) address: bool,
    /// One copy of the routine serves this many people.
    pub(super) serves: u32,
    /// There are never more copies than this.
    pub(super) copies: u32,
    /// Starting times, minutes after midnight UTC.
    pub(super) at: &'static [u16],
    /// How often a due run really happens, of 100.
    pub(super) chance: u32,
    /// Shortest and longest wait between commands, in seconds.
    pub(super) gap: (u32, u32),
    /// Name of the workflow.
    pub(super) work: &'static str,
}

/// An intrusion to be planted.
#[derive(Debug)]
pub(super) struct Plot {
    /// Short name.
    pub(super) name: &'static str,
    /// What happens and what gives it away.
    pub(super) story: &'static str,
    /// Role of the person whose account is misused, or workflow of the routine.
    pub(super) role: &'static str,
    /// True when it comes from an address that the person never used.
    pub(super) strange: bool,
    /// Through what it is done, as for a workflow.
    pub(super) tool: &'static str,
    /// Earliest and latest local hour of its beginning.
    pub(super) hours: (u32, u32),
    /// Shortest and longest wait between commands, in seconds, under 120.
    pub(super) gap: (u32, u32),
    /// Steps in the notation above.
    pub(super) steps: &'static [&'static str],
}

/// All tables of one kind of log.
#[derive(Debug)]
pub(super) struct World {
    /// Where the connection of a beat comes from, and with what: an event's
    /// `origin` and `client`.
    pub(super) origin: fn(&Actor, &Beat) -> (String, String),
    /// Columns and values of the entity that a user, an origin and a client
    /// make, as the recipe has them.
    pub(super) entity: fn(&str, &str, &str) -> Vec<(&'static str, String)>,
    /// Mail or account domain of the organisation.
    pub(super) domain: &'static str,
    /// Every form that workflows and plots use.
    pub(super) forms: &'static [&'static [Form]],
    /// Every workflow.
    pub(super) workflows: &'static [&'static [Workflow]],
    /// Every role; the shares should add up to 100.
    pub(super) roles: &'static [Role],
    /// Work that anybody may do now and then, with weights.
    pub(super) chores: &'static [(&'static str, u32)],
    /// Work that runs by the clock.
    pub(super) routines: &'static [Routine],
    /// Intrusions.
    pub(super) plots: &'static [Plot],
    /// Commands in which others run until the next of these: a placeholder
    /// that leaves a choice takes it, where it is one of the texts.
    pub(super) openers: &'static [&'static str],
}
