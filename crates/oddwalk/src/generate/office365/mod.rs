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

use super::world::World;

/// The tables of this log.
pub(super) const WORLD: World = World {
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
};
