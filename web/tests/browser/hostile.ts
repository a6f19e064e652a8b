/** What attackers write into logs. */

export const HOSTILE = [
  "<script>alert('script')</script>",
  "</script><script>alert('closed')</script>",
  "<!--<script>alert('comment')//",
  "<img src=x onerror=alert('img')>",
  "\"'><svg onload=alert('svg')>",
  "javascript:alert('link')",
  "{{constructor.constructor('alert(1)')()}}",
  "invoice\u202efdp.exe",
  "\u001b]0;title\u0007\u001b[2J",
  "zero\u200bwidth\u2028line",
  "__proto__",
  "constructor",
  "`back` ticks ` odd",
  "=cmd|' /C calc'!A0",
];

/** A name of 100 kB. */
export const LONG = "A".repeat(100_000);

/** Each of the texts as a user, a host, a command, a parameter and a value, among ordinary sessions. */
export function hostileLog(): string {
  const lines: object[] = [];
  const add = (minute: number, user: string, host: string, command: string, parameters: object) => {
    const time = new Date(Date.UTC(2024, 4, 1, 0, minute)).toISOString();
    lines.push({ time, user, host, command, parameters });
  };
  for (let day = 0; day < 60; day++) {
    for (const [step, command] of ["Get-Mailbox", "Set-Mailbox", "Get-User"].entries()) {
      add(day * 200 + step, `user${day % 5}`, "host", command, { Identity: "a" });
    }
  }
  for (const [index, text] of [...HOSTILE, LONG].entries()) {
    const minute = 15_000 + index * 200;
    add(minute, text, text, "Get-Mailbox", { [text]: text });
    add(minute + 1, text, text, text, { [text]: text });
    add(minute + 2, text, text, "Get-User", {});
  }
  const file = lines.map((line) => JSON.stringify(line)).join("\n");
  return `${file}\n{"time":"<script>alert('time')</script>","user":"x","host":"y","command":"z"}\n`;
}
