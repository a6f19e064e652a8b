//! One line of the generated log.

use std::borrow::Cow;
use std::sync::Arc;

/// One parameter of a command, as the audit log lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name without a leading dash, such as `Identity`.
    pub name: &'static str,
    /// Value as text; lists are joined by `;` as in the real log.
    pub value: Cow<'static, str>,
}

/// One logged command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Counts up from 0; identifiers of records follow from it.
    pub number: u64,
    /// Nanoseconds since the Unix epoch, UTC; always a whole second, because
    /// the real log has no finer time.
    pub time: i64,
    /// Who ran the command, as the log names it; in `CloudTrail` by the ARN.
    /// Empty for some work of the service itself.
    pub user: Arc<str>,
    /// Where from: in Office 365 address and source port, `203.0.113.7:51234`
    /// or `[2001:db8::7]:50000`; in `CloudTrail` the address alone; in Windows
    /// the computer. Empty for work of the service itself.
    pub origin: String,
    /// With what: in `CloudTrail` the user agent, in Windows the number of the
    /// logon, in Office 365 nothing.
    pub client: String,
    /// The command, such as `Set-Mailbox`, `s3:GetObject` or `whoami.exe`.
    pub command: &'static str,
    /// The command's parameters in the order given.
    pub parameters: Vec<Parameter>,
    /// Place of this event's intrusion in the list of planted ones, or `None`
    /// for normal work. This is the answer key: no writer puts it in the log.
    pub planted: Option<u16>,
}

/// An intrusion hidden in the log: one session of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// Short name, such as `audit blackout`.
    pub name: &'static str,
    /// What the intruder does and what gives it away.
    pub story: &'static str,
    /// The account that was misused, as in [`Event::user`].
    pub user: String,
    /// Where the intruder came from, as in [`Event::origin`].
    pub origin: String,
    /// With what, as in [`Event::client`].
    pub client: String,
    /// The columns of the session's entity with their values, as the recipe
    /// for this kind of log has them after normalisation.
    pub entity: Vec<(&'static str, String)>,
    /// Time of the first event, nanoseconds since the Unix epoch.
    pub begin: i64,
    /// Time of the last event, nanoseconds since the Unix epoch.
    pub end: i64,
    /// The commands in the order they were run.
    pub commands: Vec<&'static str>,
}

/// A planned event whose parameters are not written out yet.
///
/// A day is planned as these small records and each becomes an [`Event`] only
/// when it is asked for, so a busy day costs little memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beat {
    /// Seconds since the Unix epoch.
    pub(super) at: i64,
    /// Counts up as beats are planned; settles the order within one second.
    pub(super) order: u64,
    /// Number of the piece of work; the values of parameters follow from it.
    pub(super) job: u64,
    /// Place in the list of actors.
    pub(super) actor: u32,
    /// Place in the library's list of forms.
    pub(super) form: u16,
    /// Which round of a repeated step this is.
    pub(super) item: u16,
    /// Through what it is done, as the workflow says.
    pub(super) tool: &'static str,
    /// The opener before it in the same piece of work, or nothing.
    pub(super) within: &'static str,
    /// Source port of the connection.
    pub(super) port: u16,
    /// Where the actor sits.
    pub(super) spot: Spot,
    /// Place in the list of planted intrusions.
    pub(super) planted: Option<u16>,
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// No address is logged.
    Nowhere,
    /// The actor's office or data centre.
    Office,
    /// The actor's home.
    Home,
    /// A hotel or train, another one every week.
    Travel,
    /// The address an intruder uses.
    Strange,
}
