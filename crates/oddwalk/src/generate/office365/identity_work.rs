//! What identity, role and tenant administrators do.

use super::super::world::{Workflow, work};

/// Workflows about roles, applications and settings of the whole tenant.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    work("helper joins", &["Add-RoleGroupMember x1-3", "Update-RoleGroupMember ?8", "Set-User/shell ?30"]),
    work("helper leaves", &["Remove-RoleGroupMember x1-3", "Remove-ManagementRoleAssignment ?25", "Set-User/shell ?40"]),
    work("custom role", &[
        "New-ManagementRole",
        "Remove-ManagementRoleEntry x1-6",
        "Add-ManagementRoleEntry | Set-ManagementRoleEntry ?60",
        "New-ManagementScope ?35",
        "New-RoleGroup ?50",
        "New-ManagementRoleAssignment",
        "Add-RoleGroupMember ?45",
    ]),
    work("assign role", &["New-ManagementRoleAssignment", "Set-ManagementRoleAssignment ?35", "Add-RoleGroupMember ?20"]),
    work("borrow search rights", &[
        "Add-RoleGroupMember/me | New-ManagementRoleAssignment/search",
        "New-AdminAuditLogSearch | New-MailboxAuditLogSearch ?25",
        "Remove-RoleGroupMember/me ?85",
    ]),
    work("review roles", &[
        "Remove-ManagementRoleAssignment x1-4",
        "Set-RoleGroup ?40",
        "Remove-RoleGroupMember ?50 x1-3",
        "Set-ManagementScope ?15",
        "Remove-RoleGroup ?10",
        "Remove-ManagementRole > Remove-ManagementScope ?6",
    ]),
    work("user role policy", &["New-RoleAssignmentPolicy ?20", "Set-RoleAssignmentPolicy", "Set-Mailbox/roleless x1-10"]),
    work("offer app", &[
        "New-App | New-App/store",
        "Set-App ?60",
        "Enable-App ?35 x1-4",
        "Set-OrganizationConfig/ews ?10",
    ]),
    work("trouble with app", &["Disable-App x1-3", "Set-CASMailbox/ews ?30", "Enable-App ?50", "Remove-App ?20"]),
    work("connect service", &[
        "New-ServicePrincipal",
        "New-DistributionGroup/security ?40",
        "New-ApplicationAccessPolicy",
        "Add-MailboxPermission ?50 x1-3",
        "Set-CASMailbox/ews ?20",
    ]),
    work("limit service", &["Remove-ApplicationAccessPolicy ?60", "New-ApplicationAccessPolicy", "Set-App ?15"]),
    work("block old sign-in", &["New-AuthenticationPolicy ?15", "Set-AuthenticationPolicy ?40", "Set-User/auth x1-12", "Set-OrganizationConfig/auth ?20"]),
    work("web mail policy", &["New-OwaMailboxPolicy ?20", "Set-OwaMailboxPolicy", "Set-CASMailbox/owa x1-8"]),
    work("partner calendar", &["New-OrganizationRelationship | Set-OrganizationRelationship", "New-SharingPolicy ?30", "Set-SharingPolicy ?40"]),
    work("phone policy", &["New-MobileDeviceMailboxPolicy ?20", "Set-MobileDeviceMailboxPolicy", "Set-ActiveSyncOrganizationSettings ?25", "Remove-ActiveSyncDeviceAccessRule ?15"]),
    work("tenant settings", &["Set-OrganizationConfig/tips | Set-OrganizationConfig/auth | Set-OrganizationConfig/ews", "Set-TransportConfig ?20"]),
    work("access rules", &["New-ClientAccessRule | Set-ClientAccessRule", "Set-ClientAccessRule ?40", "Set-PerimeterConfig ?10"]),
    work("conditional access", &["New-ConditionalAccessPolicy ?25", "Set-ConditionalAccessPolicy x1-3", "Remove-ConditionalAccessPolicy ?12"]),
    work("licences", &["Set-Mailbox/sku x1-4", "Set-User/title ?30", "Set-MailboxPlan ?5"]),
    work("name change", &["Set-User/title", "Set-Mailbox/alias", "Set-UserPhoto ?10", "Set-MailboxMessageConfiguration ?20"]),
    work("new domain", &["New-AcceptedDomain", "Set-AcceptedDomain ?40", "New-DkimSigningConfig ?60", "Set-DkimSigningConfig ?45"]),
];
