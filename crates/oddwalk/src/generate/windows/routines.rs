//! Scheduled tasks and services of the servers.

use super::super::world::{Routine, Workflow, every, through};

const NIGHT: &[u16] = &[65];
const SHIFTS: &[u16] = &every::<6>();
const HOURLY: &[u16] = &every::<24>();
const HALVES: &[u16] = &every::<48>();

/// Workflows that only routines run.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    through("SRV-FS", "task: clean", &["cmd.exe/task > conhost.exe/service", "forfiles.exe x1-6", "robocopy.exe/move ?30 x1-4"]),
    through("SRV-APP", "task: inventory", &["powershell.exe/task > conhost.exe/service", "wmic.exe/local x1-4", "reg.exe/query ?50 x1-3", "schtasks.exe/query ?40"]),
    through("SRV-FS", "service: backup", &["vssagent.exe x1-3", "vssadmin.exe/list", "vssadmin.exe/delete ?40", "wbadmin.exe ?30"]),
    through("SRV-SQL", "service: sql", &["cmd.exe/sql > conhost.exe/service", "bcp.exe > conhost.exe/service x1-6", "7z.exe/logs ?20"]),
    through("SRV-SQL", "job: sql nightly", &["sqlcmd.exe/job > conhost.exe/service x2-20", "robocopy.exe/move ?40 x1-2"]),
    through("SRV-WEB", "service: web", &["w3wp.exe ?40", "csc.exe/web > cvtres.exe/web ?50 x1-4", "cmd.exe/web > conhost.exe/service x1-3"]),
    through("SRV-APP", "monitor", &["cmd.exe/monitor > conhost.exe/service x1-4", "sc.exe/query x1-5", "quser.exe ?40", "netstat.exe ?30", "tasklist.exe ?30"]),
    through("SRV-APP", "robot: build", &["git.exe", "msbuild.exe", "csc.exe > cvtres.exe x1-9", "dotnet.exe x1-3", "7z.exe ?50", "certutil.exe/hash ?50"]),
    through("SRV-DC", "system: upkeep", &["taskhostw.exe/system", "wmiprvse.exe ?60", "ngen.exe ?30 x1-4", "tiworker.exe ?20", "sppsvc.exe ?30"]),
    through("SRV-APP", "system: application server", &["wmiprvse.exe", "taskhostw.exe/system ?50", "sppsvc.exe ?30"]),
];

const fn task(
    user: &'static str,
    serves: u32,
    at: &'static [u16],
    chance: u32,
    gap: (u32, u32),
    work: &'static str,
) -> Routine {
    Routine { user, address: true, serves, copies: 40, at, chance, gap, work }
}

/// Everything that runs by the clock.
#[rustfmt::skip]
pub(super) const ROUTINES: &[Routine] = &[
    task("NORTHGALE\\svc-clean<copy>", 60, SHIFTS, 70, (0, 4), "task: clean"),
    task("NORTHGALE\\svc-inventory<copy>", 40, SHIFTS, 60, (1, 8), "task: inventory"),
    task("NORTHGALE\\svc-backup<copy>", 40, SHIFTS, 80, (2, 30), "service: backup"),
    task("NORTHGALE\\svc-sql<copy>", 25, HOURLY, 40, (0, 5), "service: sql"),
    task("NORTHGALE\\svc-sqljob<copy>", 60, NIGHT, 95, (1, 20), "job: sql nightly"),
    task("NORTHGALE\\svc-web<copy>", 25, HALVES, 30, (0, 15), "service: web"),
    task("NORTHGALE\\svc-monitor<copy>", 30, HOURLY, 70, (0, 3), "monitor"),
    task("NORTHGALE\\svc-build<copy>", 30, HOURLY, 35, (0, 6), "robot: build"),
    task("NORTHGALE\\SRV-DC01$", 400, HOURLY, 60, (0, 9), "system: upkeep"),
    task("NORTHGALE\\SRV-APP01$", 400, HOURLY, 60, (0, 9), "system: application server"),
];
