/** What made the report. */

import type { Page } from "../data/page";
import { h, type Child } from "../dom";
import { clip, thousands } from "../text";
import { table } from "./table";

export function provenance({ quality, made_at: madeAt, sessions }: Page): HTMLElement {
  const known = quality?.provenance;
  const facts: [string, Child][] = [
    ["made by", clip(known?.version ?? "unknown")],
    ...(madeAt ? [["made at", clip(madeAt)] as [string, Child]] : []),
    ["command line", h("code", { class: "command-line" }, clip(known?.command_line ?? "unknown", 4000))],
    ["sessions", `${thousands(sessions.shown)} of ${thousands(sessions.all)} in this file, ${thousands(sessions.with_line)} with their events, ${thousands(sessions.explained)} explained`],
  ];
  return h(
    "section",
    { class: "card wide" },
    h("h2", {}, "What made this report"),
    h("dl", { class: "facts" }, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("h3", {}, "Inputs"),
    table([{ name: "input" }, { name: "SHA-256" }], (known?.inputs ?? []).map(input), 50),
    h("h3", {}, "Options in force"),
    table([{ name: "option" }, { name: "value" }], (known?.options ?? []).map(({ name, value }) => [clip(name), h("code", {}, clip(value))])),
  );
}

/** `NAME sha256 HASH` where the hash is known. */
function input(text: string): Child[] {
  const found = /^(.*) sha256[ :]([0-9a-f]{64})$/s.exec(text);
  return found ? [h("code", {}, clip(found[1] ?? "")), h("code", {}, found[2])] : [h("code", {}, clip(text)), ""];
}
