//! Processes started on a company's Windows machines, as event 4688 records
//! them in Microsoft Sentinel's table `SecurityEvent`.
//!
//! A form's name is `program.exe/variant`. Its parameters are `parent`, the
//! program that starts it; `line`, what stands behind the program's name on
//! the command line; and `level`, the integrity: `low`, `medium` if not given,
//! `high` or `system`. A workflow's tool is the kind of server on which it
//! runs; without one it runs on the person's workstation.

mod admin_forms;
mod admin_work;
mod desk_forms;
mod desk_work;
mod paths;
mod plots;
mod roles;
mod routines;
mod write;

use super::actor::{Actor, hideout};
use super::dice::{mix, part};
use super::event::{Beat, Spot};
use super::world::World;

pub use write::{WINDOWS_COLUMNS, write_windows};

/// The tables of this log.
pub(super) const WORLD: World = World {
    origin,
    entity,
    domain: "northgale.example",
    forms: &[desk_forms::FORMS, admin_forms::FORMS],
    workflows: &[desk_work::WORK, admin_work::WORK, routines::WORK],
    roles: roles::ROLES,
    chores: roles::CHORES,
    routines: routines::ROUTINES,
    plots: plots::PLOTS,
    openers: &[
        "cmd.exe",
        "powershell.exe",
        "bash.exe",
        "winword.exe",
        "excel.exe",
        "acrobat.exe",
        "code.exe",
        "devenv.exe",
        "node.exe",
        "w3wp.exe",
    ],
};

/// Workstations have four digits.
const STATIONS: u64 = 9_000;
/// The logon of a machine's own account, on every machine.
const MACHINE_LOGON: &str = "0x3e7";
/// Servers of one kind.
const SERVERS: u64 = 4;

/// The computer and the number of the logon. Somebody's workstation has one
/// logon a day; on a server each piece of work has its own.
fn origin(actor: &Actor, beat: &Beat) -> (String, String) {
    let domain = WORLD.domain;
    if let Some(machine) = machine(actor) {
        return (format!("{machine}.{domain}"), MACHINE_LOGON.to_owned());
    }
    let logon = if beat.tool.is_empty() && beat.spot != Spot::Strange {
        mix(actor.style, actor.local_day(beat.at))
    } else {
        mix(actor.style, beat.job)
    };
    (format!("{}.{domain}", computer(actor, beat)), format!("0x{:x}", 0x10_000 + (logon >> 36)))
}

/// The computer whose own account this is.
fn machine(actor: &Actor) -> Option<&str> {
    actor.user.strip_suffix('$')?.rsplit('\\').next()
}

/// An intruder is on a workstation that is not the victim's.
fn computer(actor: &Actor, beat: &Beat) -> String {
    if !beat.tool.is_empty() {
        let word = if actor.clockwork { actor.style } else { mix(beat.job, 91) };
        return format!("{}{:02}", beat.tool, 1 + part(word, SERVERS));
    }
    let word = if beat.spot == Spot::Strange { hideout(actor.style) } else { actor.style };
    format!("WS-{:04}", 1_000 + part(word, STATIONS))
}

fn entity(user: &str, origin: &str, client: &str) -> Vec<(&'static str, String)> {
    vec![("account", user.to_lowercase()), ("host", origin.to_lowercase()), ("logon", client.to_owned())]
}
