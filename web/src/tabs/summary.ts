/** Where to begin: entities, rare transitions, new commands. */

import { entityCounts, newCommands } from "../data/summary";
import type { Sessions } from "../data/sessions";
import { fill, h, type Child } from "../dom";
import { bits, clip, counted, named, thousands, time } from "../text";
import type { View } from "../view";
import { table } from "./table";

const SHOWN = 15;
const MOST = 2_000;

export function summary(view: View): { element: HTMLElement; refresh(): void } {
  const element = h("div", { class: "summary-tab" });
  const refresh = () => fill(element, entities(view), transitions(view), commands(view));
  return { element, refresh };
}

function card(title: string, hint: string, content: HTMLElement): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), h("p", { class: "hint" }, hint), content);
}

function entities(view: View): HTMLElement {
  const { sessions } = view;
  const counts = entityCounts(sessions, view.rows);
  const rows = counts.slice(0, MOST).map(({ entity, sessions: number, oddest }) => [
    link(named(sessions.entityLabel(entity)), () => view.filter({ entityIs: entity })),
    thousands(number),
    toSession(view, oddest),
    bits(sessions.bitsOf(sessions.mainMeasure)[oddest]),
  ]);
  const columns = [{ name: "entity" }, { name: "sessions", isNumber: true }, { name: "oddest: rank", isNumber: true }, { name: "bits", isNumber: true }];
  return card("Sessions per entity", `${counted(counts.length, "entity", "entities")} in the sessions of the list`, table(columns, rows, SHOWN));
}

function transitions(view: View): HTMLElement {
  const { sessions } = view;
  const hasSeveral = sessions.page.recipes.length > 1;
  const rows = sessions.page.transitions.map(({ recipe, previous, command, count, of, row }) => [
    ...(hasSeveral ? [clip(sessions.page.recipes[recipe]?.name ?? "", 40)] : []),
    [name(sessions, previous, "(begins)"), " → ", name(sessions, command, "(ends)")],
    thousands(count),
    thousands(of),
    row === null ? "" : toSession(view, row),
  ]);
  const columns = [
    ...(hasSeveral ? [{ name: "kind of log" }] : []),
    { name: "from → to" },
    { name: "times", isNumber: true },
    { name: "of all steps from there", isNumber: true },
    { name: "oddest: rank", isNumber: true },
  ];
  return card("Rarest transitions", "Of all sessions of this report, whatever the list shows", table(columns, rows, SHOWN));
}

function commands(view: View): HTMLElement {
  const { sessions } = view;
  const found = newCommands(sessions, view.rows);
  const rows = found.slice(0, MOST).map(({ command, sessions: number, first }) => [
    link(named(sessions.command(command)), () => view.filter({ commandIs: command })),
    h("span", { class: "when" }, time(sessions.begin[first] ?? NaN)),
    clip(sessions.entityLabel(sessions.entity[first] ?? 0), 50),
    thousands(number),
    toSession(view, first),
  ]);
  const columns = [
    { name: "command" },
    { name: "first session (UTC)" },
    { name: "whose" },
    { name: "sessions", isNumber: true },
    { name: "rank", isNumber: true },
  ];
  return card("Newest commands", "Those that were first used last, in the sessions of the list", table(columns, rows, SHOWN));
}

function name(sessions: Sessions, command: number | null, none: string): Child {
  return command === null ? h("span", { class: "end" }, none) : h("code", {}, clip(sessions.command(command), 60));
}

function link(words: string, onclick: () => void): HTMLElement {
  return h("button", { type: "button", class: "link", onclick }, words);
}

function toSession(view: View, row: number): HTMLElement {
  return link(thousands(view.sessions.rank[row] ?? 0), () => view.change({ selected: row }));
}
