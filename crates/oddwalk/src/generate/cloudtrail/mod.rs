//! Calls to the programming interfaces of one AWS account, as `CloudTrail`
//! records them.
//!
//! A form's name is `service:Action/variant`. Its parameters are the request's;
//! `errorCode` and `awsRegion` are the record's own. A value that begins with
//! `{` or `[` is JSON.

mod access_forms;
mod access_work;
mod app_forms;
mod build_work;
mod identity;
mod infra_forms;
mod plots;
mod roles;
mod routines;
mod run_work;
mod watch_forms;
mod write;

use super::actor::Actor;
use super::event::Beat;
use super::world::World;

pub use write::{write_cloudtrail, write_cloudtrail_records};

/// The tables of this log.
pub(super) const WORLD: World = World {
    origin,
    entity,
    domain: "northgale.example",
    forms: &[access_forms::FORMS, app_forms::FORMS, infra_forms::FORMS, watch_forms::FORMS],
    workflows: &[access_work::WORK, build_work::WORK, run_work::WORK, routines::WORK],
    roles: roles::ROLES,
    chores: roles::CHORES,
    routines: routines::ROUTINES,
    plots: plots::PLOTS,
    openers: &[],
};

/// Address and user agent. What a service of AWS does on its own has the
/// service's name, which is the workflow's tool, for both.
fn origin(actor: &Actor, beat: &Beat) -> (String, String) {
    match actor.address(beat) {
        Some(address) => (address.trim_matches(['[', ']']).to_owned(), identity::user_agent(actor, beat)),
        None => (beat.tool.to_owned(), beat.tool.to_owned()),
    }
}

fn entity(user: &str, origin: &str, client: &str) -> Vec<(&'static str, String)> {
    vec![
        ("principal", identity::principal(user)),
        ("sourceIPAddress", origin.to_owned()),
        ("userAgent", client.to_owned()),
        ("role", identity::role(user)),
    ]
}
