/** What is said of the session under the pointer. */

import type { Sessions } from "../data/sessions";
import { h } from "../dom";
import { clip, counted, duration, likelihood, time } from "../text";

/** At most so many carried columns. */
const CARRIED = 6;

export function tooltip(sessions: Sessions, row: number): HTMLElement {
  const facts: [string, string][] = [
    ["begin", `${time(sessions.begin[row] ?? NaN)} UTC`],
    ["duration", duration(sessions.duration[row] ?? NaN)],
    ["events", counted(sessions.events[row] ?? 0, "event")],
    ...(sessions.page.judged ? [[sessions.page.score_name ?? "score", sessions.scoreWords(row)] as [string, string]] : []),
    ...(sessions.page.score_name ? [] : [["likelihood", likelihood(sessions.surprisal[row])] as [string, string]]),
    ...sessions.carried(row).slice(0, CARRIED),
  ];
  const identity = sessions.identity(row).map(([name, value]) => [name, value ?? "(none)"]);
  return h(
    "div",
    { class: "tip" },
    h("strong", {}, `${sessions.rank[row] ?? 0}. ${clip(sessions.entityLabel(sessions.entity[row] ?? 0), 80)}`),
    h("div", { class: "tip-window" }, windowWords(sessions, row)),
    h("dl", {}, [...identity, ...facts].map(([name, value]) => [
      h("dt", {}, clip(name ?? "", 30)),
      h("dd", {}, clip(value ?? "", 80)),
    ])),
  );
}

/** `a → b → c` */
export function windowWords(sessions: Sessions, row: number): string {
  const window = sessions.window(row);
  if (window.length === 0) return "shorter than a window";
  return window.map((command) => clip(command, 60)).join(" → ");
}
