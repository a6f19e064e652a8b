//! Scheduled scripts of the tenant and the service's own upkeep.

use super::super::world::{Routine, Workflow, work};

const NIGHT: &[u16] = &[95];
const MORNING: &[u16] = &[305];
const HOURLY: &[u16] = &[
    0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 660, 720, 780, 840, 900, 960, 1020, 1080, 1140, 1200,
    1260, 1320, 1380,
];
const SHIFTS: &[u16] = &[10, 250, 490, 730, 970, 1210];
const TWICE: &[u16] = &[130, 850];

/// Workflows that only routines run.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    work("script: new staff", &[
        "New-Mailbox > Set-User/title > Set-MailboxRegionalConfiguration > Set-CASMailbox/legacy > Enable-Mailbox x1-9",
        "Set-Mailbox/retention ?60 x1-9",
    ]),
    work("script: licences", &["Set-Mailbox/sku x20-420", "Set-User/title ?25 x2-60"]),
    work("script: regional", &["Set-MailboxRegionalConfiguration > Set-MailboxCalendarConfiguration x4-110"]),
    work("script: audit on", &["Set-Mailbox/audit x20-450", "Set-CASMailbox/legacy ?20 x2-40"]),
    work("script: groups", &["Add-DistributionGroupMember/many | Remove-DistributionGroupMember/many > Add-DistributionGroupMember/many x2-50", "Update-DistributionGroupMember ?15 x1-6"]),
    work("script: calendars", &["Set-MailboxFolderPermission x8-240", "Add-MailboxFolderPermission ?12 x1-5"]),
    work("script: shared mailboxes", &["Add-MailboxPermission > Add-RecipientPermission x2-45", "Remove-MailboxPermission ?40 x1-8"]),
    work("script: stale phones", &["Remove-MobileDevice x3-200"]),
    work("script: quarantine", &["Release-QuarantineMessage ?40 x1-12", "New-TenantAllowBlockListItems x1-8"]),
    work("script: moves", &["Set-MoveRequest ?20", "Resume-MoveRequest ?60 x1-12", "Remove-MoveRequest x1-16"]),
    work("service: access policies", &["Set-ConditionalAccessPolicy x2-40", "Set-ConditionalAccessPolicy/default ?70 x1-2", "New-ConditionalAccessPolicy ?3"]),
    work("service: sync", &["Set-User/sync | Set-SyncUser x1-36", "Set-SyncMailbox ?50 x1-8", "New-SyncMailUser ?20", "Set-SyncGroup ?30 x1-5"]),
    work("service: provisioning", &["Set-Mailbox/sku x1-12", "Set-User/sync ?35", "Remove-MailboxLocation ?8 x1-6"]),
    work("service: upgrade", &[
        "Install-ResourceConfig",
        "Install-DataClassificationConfig",
        "Install-AdminAuditLogConfig",
        "Install-DefaultSharingPolicy",
        "New-ExchangeAssistanceConfig",
        "Set-ExchangeAssistanceConfig",
        "Set-RecipientEnforcementProvisioningPolicy",
        "Enable-AddressListPaging",
        "Set-TransportConfig x1-3",
        "Set-OwaMailboxPolicy ?60",
        "Set-TenantObjectVersion",
    ]),
    work("service: groups expire", &["Set-UnifiedGroup/expire x1-6", "Remove-UnifiedGroup ?25 x1-4"]),
    work("service: migration", &["Set-MailUser ?30 x1-3", "Set-Mailbox/sku x1-6", "Remove-MailboxLocation ?25"]),
];

const fn script(
    user: &'static str,
    serves: u32,
    at: &'static [u16],
    chance: u32,
    gap: (u32, u32),
    work: &'static str,
) -> Routine {
    Routine { user, address: true, serves, copies: 9_999, at, chance, gap, work }
}

const fn service(
    user: &'static str,
    serves: u32,
    at: &'static [u16],
    chance: u32,
    gap: (u32, u32),
    work: &'static str,
) -> Routine {
    Routine { user, address: false, serves, copies: 6, at, chance, gap, work }
}

/// Everything that runs by the clock. A few events carry neither user nor
/// address, as in the real log.
#[rustfmt::skip]
pub(super) const ROUTINES: &[Routine] = &[
    script("svc-provision<copy>@northgale.example", 60, SHIFTS, 45, (1, 6), "script: new staff"),
    script("svc-licence<copy>@northgale.example", 60, NIGHT, 100, (0, 4), "script: licences"),
    script("svc-regional<copy>@northgale.example", 120, MORNING, 70, (0, 3), "script: regional"),
    script("svc-auditor<copy>@northgale.example", 110, MORNING, 100, (0, 5), "script: audit on"),
    script("svc-groups<copy>@northgale.example", 60, SHIFTS, 60, (1, 5), "script: groups"),
    script("svc-calendar<copy>@northgale.example", 130, NIGHT, 65, (0, 4), "script: calendars"),
    script("svc-delegate<copy>@northgale.example", 70, TWICE, 45, (1, 9), "script: shared mailboxes"),
    script("svc-devices<copy>@northgale.example", 150, NIGHT, 30, (1, 3), "script: stale phones"),
    script("svc-soc<copy>@northgale.example", 60, HOURLY, 30, (0, 12), "script: quarantine"),
    script("svc-moves<copy>@northgale.example", 90, HOURLY, 18, (1, 8), "script: moves"),
    service("", 60, SHIFTS, 75, (0, 1), "service: access policies"),
    service("NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Management.ForwardSync)", 60, HOURLY, 28, (0, 2), "service: sync"),
    service("NT AUTHORITY\\SYSTEM (w3wp)", 50, HOURLY, 35, (0, 20), "service: provisioning"),
    service("NT AUTHORITY\\SYSTEM (MSExchangeMigrationWorkflow)", 90, SHIFTS, 50, (0, 9), "service: migration"),
    service("NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)", 90, TWICE, 40, (0, 3), "service: groups expire"),
    service("EURPR04\\Administrator (Microsoft.Office.Datacenter.Torus.PowerShellWorker)", 200, NIGHT, 25, (0, 2), "service: upgrade"),
];
