/** The events of a session, each with the bits that it adds. */

import type { Content, Explanation, Line, Parameter, Source, Step, Value } from "../data/page";
import { h } from "../dom";
import { baseName, bits, clip, counted, percent, thousands } from "../text";

/** So many events are listed where nothing explains them. */
const LISTED = 500;

/** Bits by where they come from. */
interface Shares {
  transition: number;
  parameters: number;
  values: number;
}

export function shares(step: Step): Shares {
  const sum = (all: { bits: number }[]) => all.reduce((total, { bits }) => total + bits, 0);
  const { content } = step;
  return {
    transition: step.transition_bits,
    parameters: content ? content.unknown_bits + sum(content.parameters) : 0,
    values: content ? sum(content.values) : 0,
  };
}

export function total({ transition, parameters, values }: Shares): number {
  return transition + parameters + values;
}

/** All events of a session that is explained. */
export function explained(line: Line, explanation: Explanation): HTMLElement {
  const { steps } = explanation;
  const largest = Math.max(1e-9, ...steps.map((step) => total(shares(step))));
  const hasContent = steps.some((step) => step.content !== null);
  const hidden = line.session.length - steps.filter((step) => step.command !== null).length;
  return h(
    "section",
    { class: "steps" },
    h("h3", {}, "Event by event"),
    hasContent ? key() : null,
    hiddenNotice(hidden),
    h("table", {}, header(), h("tbody", {}, steps.map((step) => stepRows(line, step, largest)))),
    h("p", { class: "total" }, `The whole session: ${bits(explanation.bits)} bits.`),
  );
}

function key(): HTMLElement {
  const parts = ["transition", "parameters", "values"];
  return h("p", { class: "key" }, parts.map((part) => [h("span", { class: `dot part-${part}` }), part]));
}

function header(): HTMLElement {
  const names = ["", "command", "bits", "", "usual instead", "record"];
  return h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col" }, name))));
}

function stepRows(line: Line, step: Step, largest: number): HTMLElement[] {
  const parts = shares(step);
  const row = h(
    "tr",
    { class: rowClass(line, step.event) },
    h("td", { class: "number" }, step.command === null ? "" : thousands(step.event + 1)),
    h("td", { class: "command" }, command(step.command), h("small", {}, often(step))),
    h("td", { class: "number strong" }, bits(total(parts))),
    h("td", { class: "bar-cell" }, bar(parts, largest), usualMark(step)),
    h("td", {}, expected(step)),
    h("td", { class: "record" }, step.command === null ? "" : record(line.sources[step.event])),
  );
  return step.content ? [row, contentRow(line, step, step.content)] : [row];
}

/** Whether the event is of the rarest window. */
function rowClass({ window_start: start, window }: Line, event: number): string {
  return start !== null && event >= start && event < start + window.length ? "rare" : "";
}

function hiddenNotice(hidden: number): HTMLElement | null {
  const words = `${counted(hidden, "event")} further from the rarest window not shown.`;
  return hidden > 0 ? h("p", { class: "notice" }, words) : null;
}

function command(name: string | null): HTMLElement {
  return name === null ? h("span", { class: "end" }, "end of the session") : h("code", {}, clip(name));
}

/** How often the model saw it there. */
function often(step: Step): string {
  const { context, count, of, seen } = step;
  const times = count === 0 ? "never" : `${thousands(count)} of ${thousands(of)} times`;
  if (context === "none") return `${thousands(seen)} of ${counted(of, "event")}`;
  if (context === "start") return `${times} at the beginning`;
  return `${times} after ${clip(step.previous ?? "", 40)}`;
}

function bar(parts: Shares, largest: number): HTMLElement {
  const share = (name: keyof Shares) => {
    const value = Math.max(0, parts[name]);
    const width = (100 * value) / largest;
    return h("span", { class: `part-${name}`, style: `width:${width.toFixed(2)}%`, title: `${name}: ${bits(value)} bits` });
  };
  return h("div", { class: "bar" }, share("transition"), share("parameters"), share("values"));
}

function usualMark({ usual_bits: usual }: Step): HTMLElement | null {
  return usual === undefined ? null : h("small", { title: "what commands there usually add" }, `usually ${bits(usual)}`);
}

/** How often everybody does what is usual there. */
function expected({ expected: all, of }: Step): HTMLElement[] {
  return all.map((other) =>
    h("div", { class: "expected" }, command(other.command), h("small", {}, percent(other.count / Math.max(1, of)))),
  );
}

function record(source: Source | undefined): HTMLElement | string {
  if (!source) return "";
  const { file, row } = source;
  const place = [clip(baseName(file), 28), h("span", { class: "row-number" }, `:${row}`)];
  return h("span", { title: clip(`${file}, row ${row}`) }, place);
}

/** Parameters and values, folded in where they add next to nothing. */
function contentRow(line: Line, step: Step, content: Content): HTMLElement {
  const parts = [...content.parameters.map(parameter), ...content.values.map(value)].sort((a, b) => b.bits - a.bits);
  const telling = parts.filter((part) => part.bits >= 0.5);
  const others = parts.filter((part) => part.bits < 0.5);
  return h(
    "tr",
    { class: `content ${rowClass(line, step.event)}` },
    h("td"),
    h(
      "td",
      { colspan: 5 },
      telling.length > 0 ? h("ul", {}, telling.map((part) => part.item)) : null,
      content.unknown_bits >= 0.05 ? h("small", {}, `${bits(content.unknown_bits)} bits for parameters that nobody knows`) : null,
      others.length > 0 ? folded(others.map((part) => part.item)) : null,
    ),
  );
}

function folded(items: HTMLElement[]): HTMLElement {
  const words = counted(items.length, "ordinary parameter or value", "ordinary parameters and values");
  return h("details", {}, h("summary", {}, words), h("ul", {}, items));
}

interface Part {
  bits: number;
  item: HTMLElement;
}

function parameter({ name, present, probability, bits: add, count, of }: Parameter): Part {
  const seen = count === 0 ? `never in ${counted(of, "use")}` : `in ${thousands(count)} of ${counted(of, "use")}`;
  const words = present ? ` is there: ${seen}` : ` is missing: ${seen} it is there`;
  const charge = probability === null ? "not charged" : `${bits(add)} bits`;
  return { bits: add, item: h("li", {}, h("b", {}, charge), " ", h("code", {}, clip(name, 80)), words) };
}

function value({ name, value: text, bits: add, count, of }: Value): Part {
  const seen = count === 0 ? `never in ${counted(of, "use")}` : `in ${thousands(count)} of ${counted(of, "use")}`;
  const shown = text === null ? h("span", { class: "end" }, "(a value that was not kept)") : h("code", {}, clip(text, 120));
  return { bits: add, item: h("li", {}, h("b", {}, `${bits(add)} bits`), " ", h("code", {}, clip(name, 80)), " = ", shown, `: ${seen}`) };
}

/** The events alone, where nothing explains them. */
export function unexplained(line: Line): HTMLElement {
  const start = Math.max(0, (line.window_start ?? 0) - LISTED / 2);
  const events = line.session.slice(start, start + LISTED);
  const hidden = line.session.length - events.length;
  const rows = events.map((name, offset) => {
    const event = start + offset;
    return h(
      "tr",
      { class: rowClass(line, event) },
      h("td", { class: "number" }, thousands(event + 1)),
      h("td", { class: "command" }, command(name)),
      h("td", { class: "record" }, record(line.sources[event])),
    );
  });
  return h(
    "section",
    { class: "steps" },
    h("h3", {}, "Events"),
    hiddenNotice(hidden),
    h("table", {}, h("tbody", {}, rows)),
  );
}
