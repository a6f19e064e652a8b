//! Changes made by the administrators of an Office 365 tenant, as the unified
//! audit log records them: Exchange Online and the compliance portal.

mod compliance_forms;
mod group_forms;
mod identity_work;
mod mailbox_forms;
mod mailbox_work;
mod plots;
mod roles;
mod routines;
mod security_work;
mod tenant_forms;
mod transport_forms;
mod user_forms;

use super::actor::Actor;
use super::event::Beat;
use super::world::World;

/// The tables of this log.
pub(super) const WORLD: World = World {
    origin,
    entity,
    domain: "northgale.example",
    forms: &[
        mailbox_forms::FORMS,
        user_forms::FORMS,
        group_forms::FORMS,
        transport_forms::FORMS,
        compliance_forms::FORMS,
        tenant_forms::FORMS,
    ],
    workflows: &[mailbox_work::WORK, identity_work::WORK, security_work::WORK, routines::WORK],
    roles: roles::ROLES,
    chores: roles::CHORES,
    routines: routines::ROUTINES,
    plots: plots::PLOTS,
    openers: &[],
};

/// Address and source port; nothing says with what.
fn origin(actor: &Actor, beat: &Beat) -> (String, String) {
    let address = actor.address(beat).map(|address| format!("{address}:{}", beat.port));
    (address.unwrap_or_default(), String::new())
}

/// The recipe drops the port.
fn entity(user: &str, origin: &str, _: &str) -> Vec<(&'static str, String)> {
    let address = origin.rsplit_once(':').map_or(origin, |(address, _)| address);
    let address = address.trim_matches(['[', ']']);
    vec![("UserId", user.to_lowercase()), ("ClientIP", address.to_owned())]
}
