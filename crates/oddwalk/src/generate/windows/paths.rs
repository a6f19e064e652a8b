//! Where programs lie.

/// Programs that are not in `System32`, with their folders; `<me>` is the name
/// of the account.
const FOLDERS: &[(&str, &[&str])] = &[
    (r"C:\Windows\", &["explorer.exe", "notepad.exe", "regedit.exe", "hh.exe", "splwow64.exe"]),
    (r"C:\Windows\System32\WindowsPowerShell\v1.0\", &["powershell.exe", "powershell_ise.exe"]),
    (r"C:\Windows\System32\wbem\", &["wmic.exe", "wmiprvse.exe"]),
    (r"C:\Windows\System32\inetsrv\", &["w3wp.exe", "appcmd.exe"]),
    (r"C:\Windows\System32\OpenSSH\", &["ssh.exe", "scp.exe"]),
    (r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\", &["csc.exe", "cvtres.exe", "ngen.exe"]),
    (
        r"C:\Program Files\Microsoft Office\root\Office16\",
        &["winword.exe", "excel.exe", "outlook.exe", "powerpnt.exe", "onenote.exe", "msoia.exe", "ai.exe"],
    ),
    (r"C:\Program Files\Google\Chrome\Application\", &["chrome.exe"]),
    (r"C:\Program Files (x86)\Microsoft\Edge\Application\", &["msedge.exe"]),
    (r"C:\Program Files\Adobe\Acrobat DC\Acrobat\", &["acrobat.exe", "acrocef.exe"]),
    (r"C:\Users\<me>\AppData\Local\Microsoft\Teams\current\", &["teams.exe"]),
    (r"C:\Users\<me>\AppData\Local\Microsoft\OneDrive\", &["onedrive.exe", "filecoauth.exe"]),
    (r"C:\Users\<me>\AppData\Local\Programs\Microsoft VS Code\", &["code.exe"]),
    (r"C:\Program Files\Git\cmd\", &["git.exe"]),
    (r"C:\Program Files\Git\bin\", &["bash.exe"]),
    (r"C:\Program Files\nodejs\", &["node.exe"]),
    (r"C:\Program Files\Python312\", &["python.exe", "pip.exe"]),
    (r"C:\Program Files\dotnet\", &["dotnet.exe"]),
    (
        r"C:\Program Files\Microsoft Visual Studio\2022\Professional\Common7\IDE\",
        &["devenv.exe", "msbuild.exe", "vctip.exe"],
    ),
    (r"C:\Program Files\Docker\Docker\resources\bin\", &["docker.exe"]),
    (r"C:\Program Files\7-Zip\", &["7z.exe", "7zfm.exe"]),
    (
        r"C:\Program Files\Microsoft SQL Server\MSSQL16.MSSQLSERVER\MSSQL\Binn\",
        &["sqlservr.exe", "sqlagent.exe"],
    ),
    (r"C:\Program Files\Microsoft SQL Server\Client SDK\ODBC\170\Tools\Binn\", &["sqlcmd.exe", "bcp.exe"]),
    (r"C:\Program Files\Backup\Agent\", &["backupagent.exe", "vssagent.exe"]),
    (r"C:\Program Files\Monitor\", &["monitor.exe"]),
    (r"C:\Program Files\Ledger\", &["ledger.exe", "ledgerprint.exe"]),
    (r"C:\Tools\SysinternalsSuite\", &["psexec.exe", "procdump.exe", "procexp.exe"]),
];

const SYSTEM: &str = r"C:\Windows\System32\";

/// The program's full path for the account with this alias.
pub(super) fn path(program: &str, alias: &str) -> String {
    let known = FOLDERS.iter().find(|(_, programs)| programs.contains(&program));
    let folder = known.map_or(SYSTEM, |(folder, _)| folder);
    format!("{}{program}", folder.replace("<me>", alias))
}
