/** Makes the pages that are looked at, with the program itself. */

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { hostileLog } from "./hostile";
import { millionPage } from "./million";
import { PAGES } from "./pages";

const program = process.env["ODDWALK_BIN"] ?? join(import.meta.dirname, "../../../target/debug/oddwalk");

export default function setup(): void {
  rmSync(PAGES, { recursive: true, force: true });
  mkdirSync(join(PAGES, "logs"), { recursive: true });
  oddwalk("demo", "--events", "8000", "--folder", "demo", "-q");
  oddwalk("demo", "--events", "4000", "--log", "office365", "--only-log", "logs/office365.csv");
  oddwalk("demo", "--events", "4000", "--log", "cloudtrail", "--only-log", "logs/cloudtrail.ndjson");
  oddwalk("scan", "logs", "--report", "several.html", "--top", "0", "-q");
  const table = ["--time", "TimeGenerated", "--entity", "UserId", "--command", "Operation"];
  oddwalk("scan", "logs/office365.csv", ...table, "--method", "msticpy", "--report", "msticpy.html", "--top", "0", "-q");
  writeFileSync(join(PAGES, "hostile.ndjson"), hostileLog());
  const columns = ["--time", "time", "--entity", "user,host", "--command", "command", "--parameters", "parameters"];
  oddwalk("scan", "hostile.ndjson", ...columns, "--max-gap", "1h", "--max-rejected", "9", "--report", "hostile.html", "--top", "0", "-q");
  const walks = Array.from({ length: 40 }, (_, row) => ({ user: row % 2 ? "ann" : "bob", session: row === 7 ? ["sh", "nc", "sh"] : ["sh", "ls", "vi"] }));
  writeFileSync(join(PAGES, "timeless.ndjson"), walks.map((walk) => JSON.stringify(walk)).join("\n"));
  oddwalk("score", "timeless.ndjson", "--entity", "user", "--session", "session", "--report", "timeless.html", "--top", "0", "-q");
  writeFileSync(join(PAGES, "single.csv"), "time,user,command\n2024-05-01T10:00:00Z,ann,sh\n2024-05-01T10:00:09Z,ann,ls\n");
  oddwalk("scan", "single.csv", ...["--time", "time", "--entity", "user", "--command", "command"], "--report", "single.html", "--top", "0", "-q");
  millionPage(join(PAGES, "demo/report.html"), join(PAGES, "million.html"));
}

function oddwalk(...args: string[]): void {
  execFileSync(program, args, { cwd: PAGES, stdio: ["ignore", "ignore", "inherit"] });
}
