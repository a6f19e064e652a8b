/** The session that is looked at. */

import type { Line } from "../data/page";
import type { Sessions } from "../data/sessions";
import { windowWords } from "../chart/tooltip";
import { fill, h, type Child } from "../dom";
import { bits, clip, counted, duration, isoTime, likelihood, thousands, time } from "../text";
import type { View } from "../view";
import { copy } from "./copy";
import type { Notes } from "./notes";
import { explained, unexplained } from "./steps";

/** In the order in which they are judged. */
const EVIDENCE = ["habit", "walk", "window", "content", "volume", "novelty"];

const MEANING: Record<string, string> = {
  habit: "what everybody does but not this actor",
  walk: "the steps from command to command, all together",
  window: "the rarest stretch of the walk",
  content: "parameters and their values",
  volume: "how often a command is used",
  novelty: "what was never used before",
};

export class Panel {
  private refreshNote: () => void = () => undefined;
  readonly element = h("aside", { class: "panel", tabindex: -1, "aria-label": "The session that is looked at" });

  constructor(
    private readonly view: View,
    private readonly notes: Notes,
  ) {
    view.onChange((changed) => {
      if (changed.has("selected")) this.show();
    });
    notes.onChange(() => this.refreshNote());
    this.show();
  }

  private show(): void {
    const row = this.view.state.selected;
    this.element.classList.toggle("empty", row === null);
    this.element.scrollTop = 0;
    if (row === null) {
      fill(this.element, h("p", { class: "empty" }, "Choose a session in the plot or in the list to see its events and what makes it odd."));
      return;
    }
    const line = this.view.sessions.lines.line(row);
    fill(this.element, this.head(row), this.facts(row, line), line ? this.reasons(line) : null, this.events(row, line), this.note(row));
  }

  private head(row: number): HTMLElement {
    const { sessions } = this.view;
    return h(
      "header",
      {},
      h("h2", {}, h("span", { class: "badge" }, thousands(sessions.rank[row] ?? 0)), h("span", { class: "log" }, clip(sessions.entityLabel(sessions.entity[row] ?? 0), 120))),
      h("p", { class: "window log" }, windowWords(sessions, row)),
      this.buttons(row),
    );
  }

  private buttons(row: number): HTMLElement {
    const { sessions } = this.view;
    const said = h("span", { class: "said", role: "status" });
    const copyLine = async () => {
      const json = sessions.lines.line(row) ? sessions.lines.json(row) : null;
      said.textContent = (await copy(json ?? JSON.stringify(this.short(row)))) ? "copied" : "the browser does not allow it";
    };
    const only = () => this.view.filter({ entityIs: sessions.entity[row] ?? null });
    return h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", onclick: copyLine }, "Copy as JSON"),
      h("button", { type: "button", onclick: only }, "Only this entity"),
      h("button", { type: "button", onclick: () => this.view.change({ selected: null }) }, "Close"),
      said,
    );
  }

  /** What is known of a session that has no line on the page, by the same names. */
  private short(row: number): object {
    const { sessions } = this.view;
    const finite = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
    return {
      rank: sessions.rank[row],
      recipe: sessions.recipeName(row),
      entity: Object.fromEntries(sessions.identity(row)),
      begin: isoTime(sessions.begin[row] ?? NaN),
      duration_ms: finite(sessions.duration[row]),
      n_events: sessions.events[row],
      score_bits: finite(sessions.score[row]),
      surprisal_bits: finite(sessions.surprisal[row]),
      window: sessions.window(row),
      sources: [sessions.source(row)],
    };
  }

  private facts(row: number, line: Line | null): HTMLElement {
    const { sessions } = this.view;
    const { judged, score_name: named } = sessions.page;
    const score = sessions.score[row];
    const facts: [string, Child][] = [
      ...sessions.identity(row).map(([name, value]): [string, Child] => [clip(name, 40), value === null ? h("span", { class: "end" }, "none") : log(value)]),
      ...(Number.isNaN(sessions.begin[row]) ? [] : times(sessions, row)),
      ["events", `${thousands(sessions.events[row] ?? 0)}${line ? `, ${counted(line.n_distinct, "different command")}` : ""}`],
      ...(judged ? [[clip(named ?? "score", 40), named ? sessions.scoreWords(row) : `${sessions.scoreWords(row)} (p = ${likelihood(score)})`] as [string, Child]] : []),
      ...(named ? [] : [["rarest window", `${bits(sessions.surprisal[row])} bits (likelihood ${likelihood(sessions.surprisal[row])})`] as [string, Child]]),
      ["kind of log", clip(sessions.recipeName(row), 60)],
      ...(line ? historyOf(line) : []),
      ...sessions.carried(row).map(([name, text]): [string, Child] => [clip(name, 40), line?.carried?.[name] ? texts(line.carried[name] ?? []) : log(text)]),
    ];
    return h("dl", { class: "facts" }, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  }

  private reasons(line: Line): HTMLElement | null {
    const { evidence, clues = [] } = line;
    if (!evidence) return null;
    const largest = Math.max(4, ...Object.values(evidence));
    return h(
      "section",
      { class: "evidence" },
      h("h3", {}, "Why it is odd"),
      h("table", {}, EVIDENCE.map((name) => evidenceRow(name, evidence[name] ?? 0, largest, clues.find((clue) => clue.evidence === name)?.text))),
      line.order_uncertain ? h("p", { class: "notice" }, "Over half of the rarest window's events have the very time of another: nobody knows their order.") : null,
      (line.first_times ?? []).length > 0 ? h("p", {}, "First time for this actor: ", joined(line.first_times ?? [])) : null,
    );
  }

  private events(row: number, line: Line | null): HTMLElement | null {
    const { sessions } = this.view;
    if (sessions.page.marks) return null;
    if (line?.session_explanation) return explained(line, line.session_explanation);
    if (line) return unexplained(line);
    const { file, row: record } = sessions.source(row);
    const { with_line: kept } = sessions.page.sessions;
    const few = `Only the ${counted(kept, "oddest session")} of this report have their events with them. This one`;
    const none = "The sessions of this report do not have their events with them. This one";
    const why = row < kept ? "The events of this session are too many for this file. It" : kept > 0 ? few : none;
    return h(
      "section",
      { class: "steps" },
      h("h3", {}, "Events"),
      h(
        "p",
        { class: "notice" },
        `${why} begins at `,
        h("code", {}, `${clip(file, 120)}:${record}`),
        "; ",
        h("code", {}, "oddwalk explain … --row FILE:ROW"),
        " explains it.",
      ),
    );
  }

  private note(row: number): HTMLElement {
    const area = h("textarea", { rows: 3, placeholder: "What you found out about it", oninput: () => this.notes.set(row, area.value) });
    this.refreshNote = () => {
      if (area !== document.activeElement) area.value = this.notes.of(row);
    };
    this.refreshNote();
    return h("label", { class: "note" }, h("h3", {}, "Note"), area);
  }
}

function evidenceRow(name: string, value: number, largest: number, why: string | undefined): HTMLElement {
  const width = `width:${((100 * value) / largest).toFixed(2)}%`;
  return h(
    "tr",
    {},
    h("th", { scope: "row", title: MEANING[name] }, name),
    h("td", { class: "number strong" }, bits(value)),
    h("td", { class: "bar-cell" }, h("div", { class: "bar" }, h("span", { class: "part-transition", style: width }))),
    h("td", { class: "why" }, why ? sentence(why) : h("span", { class: "end" }, value > 0 ? MEANING[name] ?? "" : "nothing unusual")),
  );
}

/** Names of the log stand in backticks. */
export function sentence(text: string): Child[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, clip(part)) : clip(part, 1000)));
}

function times(sessions: Sessions, row: number): [string, Child][] {
  return [["begin", `${time(sessions.begin[row] ?? NaN)} UTC`], ["duration", duration(sessions.duration[row] ?? NaN)]];
}

function historyOf({ history }: Line): [string, Child][] {
  if (history === undefined) return [];
  return [["actor", history === null ? "nobody known" : `${counted(history, "other session")} known`]];
}

function log(text: string): HTMLElement {
  return h("span", { class: "log" }, clip(text));
}

function texts(all: string[]): Child[] {
  const shown = all.slice(0, 10);
  const more = all.length - shown.length;
  return [joined(shown), more > 0 ? ` and ${thousands(more)} more` : null];
}

function joined(all: string[]): Child[] {
  return all.map((text, index) => [index > 0 ? ", " : "", h("code", {}, clip(text, 200))]);
}
