/** The ranked list. Only the lines that are seen exist, so that a million are no more work than thirty. */

import { windowWords } from "../chart/tooltip";
import { sorted, type Sort, type SortKey } from "../data/sort";
import type { Sessions } from "../data/sessions";
import { fill, h } from "../dom";
import type { Notes } from "../panel/notes";
import { bits, clip, counted, duration, likelihood, thousands, time } from "../text";
import type { View } from "../view";
import { grouped, plain, type Entries, type Entry } from "./entries";

const LINE = 46;
/** Browsers cannot make anything higher than about 30 million pixels. */
const HIGHEST = 8_000_000;
const SPARE = 6;

interface ListColumn {
  key: SortKey;
  name: string;
  className: string;
  text(sessions: Sessions, row: number): string;
}

function columns(sessions: Sessions): ListColumn[] {
  const main: ListColumn[] = sessions.page.judged
    ? [{ key: "score", name: "score", className: "number strong", text: (all, row) => bits(all.score[row]) }]
    : [{ key: "surprisal", name: "bits", className: "number strong", text: (all, row) => bits(all.surprisal[row]) }];
  return [
    { key: "rank", name: "rank", className: "number", text: (all, row) => thousands(all.rank[row] ?? 0) },
    ...main,
    { key: "likelihood", name: "likelihood", className: "number", text: (all, row) => likelihood(all.surprisal[row]) },
    { key: "begin", name: "begin (UTC)", className: "when", text: (all, row) => time(all.begin[row] ?? NaN).slice(0, 16) },
    { key: "duration", name: "duration", className: "number", text: (all, row) => duration(all.duration[row] ?? NaN) },
    { key: "events", name: "events", className: "number", text: (all, row) => thousands(all.events[row] ?? 0) },
  ];
}

export class List {
  readonly element: HTMLElement;
  private readonly count = h("p", { class: "count", role: "status" });
  private readonly head = h("div", { class: "line head", role: "row" });
  private readonly body = h("div", { class: "lines" });
  private readonly space = h("div", { class: "space" });
  private readonly scroll: HTMLElement;
  private readonly grid: HTMLElement;
  private readonly columns: ListColumn[];
  private readonly open = new Set<number>();
  private sort: Sort = { key: "rank", descending: false };
  private isGrouped: boolean;
  private entries: Entries = plain(new Uint32Array());

  constructor(
    private readonly view: View,
    private readonly notes: Notes,
  ) {
    const { sessions } = view;
    this.columns = columns(sessions);
    const hasGroups = sessions.group.some((group) => group > 0);
    this.isGrouped = hasGroups;
    this.scroll = h("div", { class: "scroll", role: "rowgroup", tabindex: -1, onscroll: () => this.paint() }, this.space, this.body);
    this.grid = h(
      "div",
      {
        class: "grid",
        tabindex: 0,
        role: "grid",
        "aria-label": "Sessions",
        onkeydown: (event: KeyboardEvent) => this.key(event),
      },
      this.head,
      this.scroll,
    );
    fill(this.head, [...this.columns.map(({ key, name, className }) => this.headCell(key, name, className)), this.headCell("entity", "who, and the rarest window", "wide")]);
    this.element = h("div", { class: "list" }, h("div", { class: "list-bar" }, this.count, hasGroups ? this.groupBox() : null), this.grid);
    view.onChange((changed) => {
      if (changed.has("filter")) this.refresh();
      if (changed.has("selected")) this.reveal();
    });
    notes.onChange(() => this.paint());
    new ResizeObserver(() => this.paint()).observe(this.scroll);
  }

  /** The lines as they now are. */
  refresh(): void {
    const { sessions, rows } = this.view;
    const ordered = sorted(sessions, rows, this.sort);
    this.entries = this.isGrouped ? grouped(sessions, ordered, this.open) : plain(ordered);
    this.grid.setAttribute("aria-rowcount", String(this.entries.length));
    this.space.style.height = `${Math.min(this.entries.length * LINE, HIGHEST)}px`;
    this.say();
    this.header();
    this.paint();
  }

  private say(): void {
    const { all } = this.view.sessions.page.sessions;
    const shown = this.view.rows.length;
    const sessions = shown === all ? counted(all, "session") : `${thousands(shown)} of ${counted(all, "session")}`;
    const lines = this.entries.length === shown ? "" : `, in ${counted(this.entries.length, "line")}`;
    this.count.textContent = sessions + lines;
  }

  private groupBox(): HTMLElement {
    const box = h("input", { type: "checkbox", checked: true, onchange: () => this.group(box.checked) });
    return h("label", { class: "check" }, box, "one line for all that are odd for the same reason");
  }

  private group(isGrouped: boolean): void {
    this.isGrouped = isGrouped;
    this.refresh();
  }

  /** Which way the list is sorted stands in its head. */
  private header(): void {
    const order = this.sort.descending ? "descending" : "ascending";
    for (const cell of this.head.children) {
      const isSorted = (cell as HTMLElement).dataset["key"] === this.sort.key;
      cell.setAttribute("aria-sort", isSorted ? order : "none");
    }
  }

  private headCell(key: SortKey, name: string, className: string): HTMLElement {
    const button = h("button", { type: "button", onclick: () => this.sortBy(key) }, name);
    return h("div", { class: `cell ${className}`, role: "columnheader", "data-key": key }, button);
  }

  /** The other way round where it is sorted so already. */
  private sortBy(key: SortKey): void {
    const isUpFirst = key === "rank" || key === "begin" || key === "entity" || key === "likelihood";
    this.sort = { key, descending: this.sort.key === key ? !this.sort.descending : !isUpFirst };
    this.scroll.scrollTop = 0;
    this.refresh();
  }

  /** The index of the first line that is seen, a fraction where it is cut. */
  private get first(): number {
    const travel = this.scroll.scrollHeight - this.scroll.clientHeight;
    const hidden = this.entries.length - this.scroll.clientHeight / LINE;
    return travel > 0 && hidden > 0 ? (this.scroll.scrollTop / travel) * hidden : 0;
  }

  private paint(): void {
    const first = this.first;
    const from = Math.max(0, Math.floor(first) - SPARE);
    const to = Math.min(this.entries.length, Math.ceil(first + this.scroll.clientHeight / LINE) + SPARE);
    const lines: HTMLElement[] = [];
    for (let index = from; index < to; index++) {
      const entry = this.entries.at(index);
      if (entry) lines.push(this.line(entry, index));
    }
    const focused = this.body.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["group"] : undefined;
    fill(this.body, lines);
    // The lines are new, and the button that was pressed is another one.
    if (focused) this.body.querySelector<HTMLElement>(`[data-group="${focused}"]`)?.focus({ preventScroll: true });
    const top = this.scroll.scrollTop + (from - first) * LINE;
    this.body.style.transform = `translateY(${top}px)`;
    if (this.entries.length === 0) fill(this.body, h("p", { class: "empty" }, "No session is like that."));
  }

  private line(entry: Entry, index: number): HTMLElement {
    const { sessions, state } = this.view;
    const { row, isMember } = entry;
    const cells = this.columns.map(({ className, text }) =>
      h("div", { class: `cell ${className}`, role: "gridcell" }, text(sessions, row)),
    );
    const isSelected = row === state.selected;
    return h(
      "div",
      {
        class: `line${isSelected ? " selected" : ""}${isMember ? " member" : ""}`,
        id: `line-${row}`,
        role: "row",
        "aria-rowindex": index + 1,
        "aria-selected": isSelected ? "true" : "false",
        "data-rank": sessions.rank[row] ?? 0,
        onclick: () => this.view.change({ selected: row }),
      },
      cells,
      h("div", { class: "cell wide", role: "gridcell" }, this.who(row), this.window(entry)),
    );
  }

  private who(row: number): HTMLElement {
    const { sessions } = this.view;
    const hasSeveral = sessions.page.recipes.length > 1;
    return h(
      "div",
      { class: "who" },
      this.notes.has(row) ? h("span", { class: "noted", title: "there is a note on it" }, "✎") : null,
      hasSeveral ? h("span", { class: "recipe" }, clip(sessions.recipeName(row), 30)) : null,
      h("span", { class: "log" }, clip(sessions.entityLabel(sessions.entity[row] ?? 0), 120)),
    );
  }

  private window({ row, more }: Entry): HTMLElement {
    const { sessions } = this.view;
    return h("div", { class: "window" }, more > 0 ? this.opener(row, more) : null, h("span", { class: "log" }, windowWords(sessions, row)));
  }

  private opener(row: number, more: number): HTMLElement {
    const group = this.view.sessions.group[row] ?? 0;
    const isOpen = this.open.has(group);
    const press = (event: Event) => {
      event.stopPropagation();
      if (!this.open.delete(group)) this.open.add(group);
      this.refresh();
    };
    const title = `${counted(more, "more session is", "more sessions are")} odd for the same reason`;
    return h("button", { type: "button", class: "more", title, "aria-expanded": String(isOpen), "data-group": group, onclick: press }, isOpen ? `− ${more}` : `+ ${more}`);
  }

  /** The list anew, and the selected line in sight. */
  show(): void {
    this.refresh();
    this.reveal();
  }

  /** Brings the selected line into sight, and opens its group for it. */
  private reveal(): void {
    const { selected } = this.view.state;
    this.grid.setAttribute("aria-activedescendant", selected === null ? "" : `line-${selected}`);
    let index = selected === null ? -1 : this.indexOf(selected);
    const group = selected === null ? 0 : (this.view.sessions.group[selected] ?? 0);
    if (index < 0 && this.isGrouped && group > 0 && selected !== null && this.view.rows.includes(selected)) {
      this.open.add(group);
      this.refresh();
      index = this.indexOf(selected);
    }
    if (index >= 0) {
      const [first, room] = [this.first, this.scroll.clientHeight / LINE];
      if (index < first || index + 1 > first + room) this.scrollTo(index - room / 3);
    }
    this.paint();
  }

  private indexOf(row: number): number {
    for (let index = 0; index < this.entries.length; index++) {
      if (this.entries.at(index)?.row === row) return index;
    }
    return -1;
  }

  private scrollTo(index: number): void {
    const travel = this.scroll.scrollHeight - this.scroll.clientHeight;
    const hidden = this.entries.length - this.scroll.clientHeight / LINE;
    this.scroll.scrollTop = hidden > 0 ? (Math.max(0, index) / hidden) * travel : 0;
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.scroll.clientHeight / LINE) - 1);
    const moves: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const move = moves[event.key];
    if (move === undefined || event.target !== this.grid) return;
    event.preventDefault();
    const { selected } = this.view.state;
    const at = selected === null ? -1 : this.indexOf(selected);
    const next = this.entries.at(Math.min(Math.max(at + move, 0), this.entries.length - 1));
    if (next) this.view.change({ selected: next.row });
  }
}
