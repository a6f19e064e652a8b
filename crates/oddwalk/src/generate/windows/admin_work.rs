//! What administrators do, at their desks and on servers.

use super::super::world::{Workflow, through, work};

/// Workflows that change machines.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    // At the desk.
    work("consoles", &["mmc.exe x1-3", "consent.exe ?40", "dllhost.exe ?20"]),
    work("help with account", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high ?60", "net.exe/user > net1.exe x1-3", "net.exe/group > net1.exe ?40", "klist.exe ?15"]),
    work("ask directory", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "net.exe/ask > net1.exe/plain x1-2", "net.exe/asks > net1.exe/plain ?50", "nltest.exe/plain ?25"]),
    work("help with logon", &["powershell.exe/high > conhost.exe/high", "nltest.exe ?60", "quser.exe ?50", "klist.exe ?40", "w32tm.exe ?20"]),
    work("who is where", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high ?70", "quser.exe | qwinsta.exe x1-5", "mstsc.exe/admin ?40"]),
    work("policy", &["powershell.exe/high > conhost.exe/high ?60", "gpresult.exe", "gpupdate.exe/force ?70", "reg.exe/query ?40"]),
    work("remote fix", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "ping.exe x1-2", "psexec.exe | wmic.exe/remote | winrs.exe x1-4"]),
    work("inventory", &["powershell.exe/high > conhost.exe/high ?60", "powershell.exe/file", "wmic.exe/local x1-4", "dsquery.exe ?40"]),
    work("groups", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "dsquery.exe x1-3", "net.exe/group > net1.exe x1-3", "net.exe/local > net1.exe ?40"]),
    work("script by hand", &["powershell_ise.exe | powershell.exe/high", "powershell.exe/file x1-3", "conhost.exe/high ?50"]),
    work("roll out", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "robocopy.exe ?40", "psexec.exe ?50 x1-6", "msiexec.exe/quiet", "certutil.exe/hash ?30"]),
    work("firewall", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high ?70", "netsh.exe/show x1-2", "netsh.exe/set ?40", "netsh.exe/proxy ?15"]),
    work("machine is slow", &["tasklist.exe ?50", "taskkill.exe ?30 x1-3", "wmic.exe/local ?40", "sfc.exe | dism.exe ?60", "chkdsk.exe ?30", "shutdown.exe ?20"]),
    work("rights of admin", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "whoami.exe/high", "net.exe/local > net1.exe ?50", "klist.exe ?30"]),
    work("registry of users", &["regedit.exe | cmd.exe/high", "reg.exe/query x1-3", "reg.exe/add ?60 x1-2", "reg.exe/save ?15"]),
    work("packed policy script", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high ?50", "powershell.exe/encoded x1-2", "gpupdate.exe/force ?40"]),
    // On servers.
    through("SRV-APP", "service trouble", &["servermanager.exe ?30", "cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "sc.exe/query x1-3", "net.exe/stop > net1.exe ?60", "net.exe/start > net1.exe ?70", "wevtutil.exe/query ?50 x1-3"]),
    through("SRV-APP", "site trouble", &["powershell.exe/high > conhost.exe/high", "appcmd.exe x1-3", "iisreset.exe ?40", "netstat.exe ?30", "procdump.exe ?15"]),
    through("SRV-APP", "new service", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "msiexec.exe/quiet ?60", "sc.exe/create", "sc.exe/config ?50", "net.exe/start > net1.exe", "netsh.exe/set ?20"]),
    through("SRV-APP", "tasks", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high ?70", "schtasks.exe/query x1-2", "schtasks.exe/create ?50", "schtasks.exe/run ?40"]),
    through("SRV-APP", "crash dump", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "tasklist.exe", "procdump.exe | rundll32.exe/dump", "7z.exe/logs ?50"]),
    through("SRV-APP", "logs of server", &["powershell.exe/high > conhost.exe/high ?60", "wevtutil.exe/query x1-5", "7z.exe/logs ?30", "wevtutil.exe/clear ?12"]),
    through("SRV-FS", "share", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "icacls.exe x1-5", "takeown.exe ?25", "net.exe/view ?20"]),
    through("SRV-FS", "move share", &["powershell.exe/high > conhost.exe/high", "robocopy.exe/move x1-4", "icacls.exe ?60 x1-3", "fsutil.exe ?30"]),
    through("SRV-FS", "disk full", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high ?60", "fsutil.exe", "vssadmin.exe/list ?60", "vssadmin.exe/delete ?35", "cipher.exe ?10", "7z.exe/logs ?30"]),
    through("SRV-FS", "backup check", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "wbadmin.exe x1-3", "vssadmin.exe/list", "sc.exe/query ?30"]),
    through("SRV-FS", "boot trouble", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "bcdedit.exe x1-2", "chkdsk.exe ?40", "shutdown.exe ?60"]),
    through("SRV-DC", "directory health", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "repadmin.exe x1-2", "dcdiag.exe", "nltest.exe ?50", "w32tm.exe ?40"]),
    through("SRV-DC", "directory upkeep", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "ntdsutil.exe", "vssadmin.exe/list ?50", "wbadmin.exe ?50"]),
    through("SRV-DC", "audit policy", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "auditpol.exe x1-3", "gpupdate.exe/force ?40", "wevtutil.exe/query ?40"]),
    through("SRV-DC", "certificates", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "certreq.exe ?60", "certutil.exe/verify x1-3", "certutil.exe/fetch ?40"]),
    through("SRV-SQL", "database server", &["cmd.exe/high > conhost.exe/high | powershell.exe/high > conhost.exe/high", "sqlcmd.exe x1-4", "sc.exe/query ?40", "net.exe/stop > net1.exe > net.exe/start > net1.exe ?25", "robocopy.exe ?20"]),
    through("SRV-APP", "updates", &["powershell.exe/high > conhost.exe/high", "wmic.exe/local", "bitsadmin.exe ?40", "dism.exe ?40", "shutdown.exe ?50"]),
];
