//! What office workers and developers do.

use super::super::world::{Workflow, work};

/// Workflows at a workstation.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    // Everybody.
    work("sign in", &["userinit.exe > explorer.exe", "onedrive.exe ?80", "teams.exe > teams.exe/child > teams.exe/child ?75", "runtimebroker.exe x1-4", "outlook.exe ?60", "taskhostw.exe ?40"]),
    work("unlock", &["lockapp.exe > logonui.exe", "smartscreen.exe ?30", "backgroundtaskhost.exe ?50"]),
    work("background", &["backgroundtaskhost.exe | runtimebroker.exe | dllhost.exe x1-3", "searchprotocolhost.exe ?40", "taskhostw.exe ?20", "msoia.exe ?10", "filecoauth.exe ?20"]),
    work("browse", &["chrome.exe | msedge.exe", "chrome.exe/child x1-9", "dllhost.exe ?10"]),
    work("browse in edge", &["msedge.exe", "msedge.exe/child x2-8", "smartscreen.exe ?40"]),
    work("link in mail", &["msedge.exe/mail", "msedge.exe/child x1-4", "smartscreen.exe ?60"]),
    work("write", &["winword.exe", "ai.exe ?50", "splwow64.exe ?25", "filecoauth.exe ?30"]),
    work("calculate", &["excel.exe", "ai.exe ?40", "splwow64.exe ?20", "calc.exe ?15"]),
    work("attachment", &["winword.exe/mail | excel.exe/mail | acrobat.exe", "splwow64.exe ?20", "ai.exe ?30"]),
    work("read a document", &["acrobat.exe", "acrocef.exe x1-3", "splwow64.exe ?30"]),
    work("present", &["powerpnt.exe", "teams.exe/child ?40 x1-2", "snippingtool.exe ?20"]),
    work("notes", &["onenote.exe | notepad.exe", "snippingtool.exe | mspaint.exe ?30"]),
    work("call", &["teams.exe/child x1-3", "dllhost.exe ?30"]),
    work("books", &["ledger.exe", "ledgerprint.exe x1-8", "splwow64.exe ?40", "excel.exe ?40"]),
    work("month end", &["excel.exe", "cmd.exe/excel", "conhost.exe", "ledger.exe", "ledgerprint.exe x2-12"]),
    work("letter template", &["winword.exe", "powershell.exe/office", "conhost.exe", "splwow64.exe ?50"]),
    work("archive file", &["7zfm.exe", "dllhost.exe ?40", "notepad.exe ?20"]),
    work("printer", &["control.exe", "rundll32.exe/control", "rundll32.exe/print | printui.exe ?60"]),
    work("install", &["msiexec.exe", "consent.exe", "dllhost.exe ?40"]),
    work("no network", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "ipconfig.exe x1-3", "ping.exe x1-4", "tracert.exe ?20", "nslookup.exe ?30", "gpupdate.exe ?20"]),
    work("map share", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "net.exe/use", "net.exe/view ?30", "robocopy.exe ?20"]),
    work("remote desk", &["mstsc.exe"]),
    // Developers.
    work("edit", &["code.exe", "code.exe/child x2-5", "git.exe x2-9", "powershell.exe/code > conhost.exe ?40"]),
    work("studio", &["devenv.exe", "vctip.exe ?50", "git.exe x1-5", "msbuild.exe > conhost.exe ?60"]),
    work("build", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe ?60", "msbuild.exe | dotnet.exe", "csc.exe > cvtres.exe x1-7", "dotnet.exe ?50"]),
    work("node build", &["node.exe", "cmd.exe/script > conhost.exe > node.exe x1-5", "git.exe ?40"]),
    work("commit", &["git.exe x1-4", "git.exe/push x1-2", "ssh.exe ?50"]),
    work("shell work", &["bash.exe | powershell.exe", "conhost.exe", "git.exe x1-6", "curl.exe ?35 x1-4", "where.exe ?15", "findstr.exe ?30"]),
    work("containers", &["powershell.exe > conhost.exe", "docker.exe x1-8", "curl.exe ?50 x1-3"]),
    work("script", &["python.exe x1-4", "pip.exe ?25", "cmd.exe/script ?20"]),
    work("on server", &["ssh.exe | scp.exe x1-3", "7z.exe ?20"]),
    work("database", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe ?50", "sqlcmd.exe x1-5", "notepad.exe ?20"]),
    work("port in use", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "netstat.exe", "tasklist.exe", "taskkill.exe x1-2"]),
    work("which machine", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "whoami.exe | hostname.exe", "systeminfo.exe ?40", "ipconfig.exe ?40", "tree.com ?10"]),
    work("project script", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "attrib.exe ?35", "powershell.exe/profile", "robocopy.exe ?40"]),
    work("pack", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe ?60", "7z.exe x1-3", "certutil.exe/hash ?40", "curl.exe/out ?30"]),
    work("crash", &["procexp.exe", "tasklist.exe ?30", "taskkill.exe ?60"]),
    work("settings in registry", &["cmd.exe > conhost.exe | powershell.exe > conhost.exe", "reg.exe/query x1-3"]),
    work("trust certificate", &["powershell.exe > conhost.exe", "certutil.exe/verify | certutil.exe/decode", "curl.exe ?50"]),
];
