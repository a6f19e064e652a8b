//! Intrusions. Every program is one that normal work starts too.

use super::super::world::Plot;

/// Intrusions from plain to hard to see.
pub(super) const PLOTS: &[Plot] = &[
    Plot {
        name: "look around",
        story: "An office worker opened an attachment. The word processor starts a shell, and \
                tools of administrators look who and where this is, which groups and which \
                domain controllers there are. Each is daily work at the help desk, not here.",
        role: "office",
        strange: false,
        tool: "",
        hours: (10, 16),
        gap: (2, 40),
        steps: &[
            "winword.exe/mail",
            "powershell.exe/office > conhost.exe",
            "whoami.exe",
            "net.exe/asks > net1.exe/plain",
            "nltest.exe/plain",
            "net.exe/ask > net1.exe/plain",
            "reg.exe/query",
            "systeminfo.exe",
            "ipconfig.exe",
        ],
    },
    Plot {
        name: "foothold",
        story: "A spreadsheet in accounting starts a prompt that fetches a file with the tool \
                for certificates, decodes it, hides it, and has it run every day by a task and \
                by the registry.",
        role: "books",
        strange: false,
        tool: "",
        hours: (9, 15),
        gap: (3, 45),
        steps: &[
            "excel.exe/mail",
            "cmd.exe/excel > conhost.exe",
            "certutil.exe/fetch",
            "certutil.exe/decode",
            "attrib.exe",
            "powershell.exe/encoded",
            "schtasks.exe/create",
            "reg.exe/add",
            "schtasks.exe/run",
        ],
    },
    Plot {
        name: "from machine to machine",
        story: "A help desk account appears on a workstation that is not its own at night and \
                starts programs on one machine after the other, faster and more often than any \
                remote fix.",
        role: "help desk",
        strange: true,
        tool: "",
        hours: (0, 3),
        gap: (3, 20),
        steps: &[
            "net.exe/view x2",
            "net.exe/use x2",
            "wmic.exe/remote x7-12",
            "psexec.exe x3-5",
            "sc.exe/create",
        ],
    },
    Plot {
        name: "keys of the kingdom",
        story: "A server administrator's account on a domain controller copies the directory \
                and the registry's secrets, packs them and clears a log. Upkeep uses every one \
                of these programs, and never together.",
        role: "servers",
        strange: true,
        tool: "SRV-DC",
        hours: (20, 23),
        gap: (5, 50),
        steps: &[
            "cmd.exe/high > conhost.exe/high",
            "ntdsutil.exe",
            "vssadmin.exe/list",
            "reg.exe/save x2",
            "rundll32.exe/dump",
            "7z.exe/logs",
            "wevtutil.exe/clear x2",
        ],
    },
    Plot {
        name: "before the ransom",
        story: "On a file server backups are deleted, recovery is switched off, services are \
                stopped and traces wiped within minutes. Two of these at a time are what a full \
                disk takes.",
        role: "servers",
        strange: true,
        tool: "SRV-FS",
        hours: (1, 3),
        gap: (1, 14),
        steps: &[
            "net.exe/stop > net1.exe x2",
            "taskkill.exe x3",
            "vssadmin.exe/delete x2",
            "wbadmin.exe",
            "bcdedit.exe x2",
            "netsh.exe/set",
            "wevtutil.exe/clear x2",
            "cipher.exe",
        ],
    },
    Plot {
        name: "packed and sent",
        story: "A developer who leaves copies shares of other teams, packs them and sends them \
                to another company's server, again and again, from the own workstation in \
                office hours.",
        role: "developer",
        strange: false,
        tool: "",
        hours: (13, 17),
        gap: (6, 40),
        steps: &["net.exe/use", "robocopy.exe > 7z.exe > curl.exe/out x8-12"],
    },
    Plot {
        name: "service at a prompt",
        story: "The account of a database server's service, which only ever exports tables, \
                asks who it is, which rights it has and who administers the machine, and \
                fetches a tool. Who does it is what is odd.",
        role: "service: sql",
        strange: true,
        tool: "SRV-SQL",
        hours: (2, 5),
        gap: (2, 30),
        steps: &[
            "cmd.exe/sql > conhost.exe/service",
            "whoami.exe/high",
            "net.exe/local > net1.exe",
            "nltest.exe",
            "certutil.exe/fetch",
            "powershell.exe/encoded > conhost.exe/service",
            "tasklist.exe",
        ],
    },
    Plot {
        name: "quiet reading",
        story: "Hard: an administrator looks through the machines of others in office hours, \
                from the own desk: who is signed in, which shares there are, one remote desktop. \
                It is a help desk's morning but for the copy of a registry and of files at its end.",
        role: "help desk",
        strange: false,
        tool: "",
        hours: (10, 15),
        gap: (8, 80),
        steps: &[
            "cmd.exe/high > conhost.exe/high",
            "quser.exe x2",
            "mstsc.exe/admin",
            "net.exe/view",
            "reg.exe/save",
            "robocopy.exe",
            "7z.exe/logs",
        ],
    },
];
