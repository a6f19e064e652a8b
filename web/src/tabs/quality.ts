/** What was read, and what was not used. */

import type { Page, QualityLine, RecipeQuality, Rejected } from "../data/page";
import { h, type Child } from "../dom";
import { clip, counted, percent, thousands } from "../text";
import { table } from "./table";

export function quality(page: Page): HTMLElement {
  const { quality: line } = page;
  return h(
    "div",
    { class: "quality-tab" },
    line ? line.recipes.map(recipe) : h("p", { class: "notice" }, page.marks ? "These sessions were scored elsewhere: nothing is known here of how their log was read." : "The findings had no last line, which says what was read: their file may be cut off."),
    line?.ignored ? ignored(line.ignored) : null,
  );
}

function recipe(known: RecipeQuality): HTMLElement {
  return h(
    "section",
    { class: "card wide" },
    h("h2", {}, known.recipe === null ? "Files of no kind" : clip(known.recipe, 80)),
    h("p", {}, sentence(known)),
    used(known),
    rejections(known),
    known.files.length > 0 ? files(known) : null,
  );
}

function sentence({ unit, records, events, rejected, time_range: range }: RecipeQuality): string {
  const lost = Object.values(rejected).reduce((sum, { count }) => sum + count, 0);
  const when = range ? `, from ${range.begin} to ${range.end}` : "";
  return `${counted(records, "record")} read, ${counted(events, unit)} used${when}, ${thousands(lost)} rejected.`;
}

function used(known: RecipeQuality): HTMLElement {
  const facts: [Child, string][] = [];
  const add = (name: Child, count: number, words = thousands(count)) => count > 0 && facts.push([name, words]);
  add("outside the time range", known.out_of_range);
  for (const { condition, records } of known.filtered) add(["left out by the recipe: ", h("code", {}, clip(condition))], records);
  add("read before, by their identifier", known.duplicates);
  add("with fewer cells than the header", known.short_records);
  for (const { column, events, share } of known.missing_identity) {
    add(["events without ", h("code", {}, clip(column))], events, `${thousands(events)} (${percent(share)})`);
  }
  add("events that share entity and time: their order is the input's alone", known.ties.events, `${thousands(known.ties.events)} (${percent(known.ties.share)})`);
  add("lists of exactly 128 elements: cut there, if by Kusto's makelist", known.full_lists);
  for (const { condition, files } of known.skipped_conditions) {
    add(["not asked, since the column is missing: ", h("code", {}, clip(condition))], files, counted(files, "file"));
  }
  if (facts.length === 0) return h("p", { class: "hint" }, "Every record was used as it is.");
  return h("table", { class: "facts" }, facts.map(([name, count]) => h("tr", {}, h("td", {}, name), h("td", { class: "number" }, count))));
}

function rejections({ rejected, unreadable_parameters: unreadable }: RecipeQuality): HTMLElement[] {
  const rows = Object.entries(rejected).flatMap(([reason, places]) => placeRows(reason.replaceAll("_", " "), places));
  const used = unreadable.count > 0 ? placeRows("parameters that cannot be read", unreadable) : [];
  return [
    ...(rows.length > 0 ? [placeTable("rejected", rows)] : []),
    ...(used.length > 0 ? [placeTable("used without their parameters", used)] : []),
  ];
}

function placeTable(name: string, rows: Child[][]): HTMLElement {
  return table([{ name }, { name: "records", isNumber: true }, { name: "first at" }, { name: "what was found" }], rows);
}

/** One row for each place that is known, and one where none is. */
function placeRows(reason: string, { count, first }: Rejected): Child[][] {
  if (first.length === 0) return [[reason, thousands(count), "", ""]];
  return first.map(({ file, row, line, detail }, index) => [
    index === 0 ? reason : "",
    index === 0 ? thousands(count) : "",
    `${clip(file, 120)}:${row}${line === null ? "" : ` (line ${line})`}`,
    h("code", {}, clip(detail)),
  ]);
}

function files({ files: all }: RecipeQuality): HTMLElement {
  const rows = all.map(({ file, records, events, form, recognised, problem, skipped }) => [
    h("code", {}, clip(file)),
    thousands(records),
    thousands(events),
    clip([form, recognised].filter((word) => word !== null).join(", ")),
    problem ?? skipped ? h("span", { class: problem ? "bad" : "" }, clip(problem ?? skipped ?? "")) : "",
  ]);
  const columns = [{ name: "file" }, { name: "records", isNumber: true }, { name: "used", isNumber: true }, { name: "read as" }, { name: "problem" }];
  return table(columns, rows, 20);
}

function ignored(tallies: NonNullable<QualityLine["ignored"]>): HTMLElement {
  const rows = tallies.map(({ line, reason, sessions, expires, expired }) => [
    thousands(line),
    clip(reason),
    thousands(sessions),
    expires === null ? "" : `${clip(expires, 20)}${expired ? ", expired" : ""}`,
  ]);
  const columns = [{ name: "line", isNumber: true }, { name: "reason" }, { name: "sessions", isNumber: true }, { name: "until" }];
  return h("section", { class: "card wide" }, h("h2", {}, "Ignored"), h("p", { class: "hint" }, "Known, and not among the sessions of this report."), table(columns, rows));
}
