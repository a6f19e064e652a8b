/** What is looked at: one state, and those who want to know when it changes. */

import { EVERYTHING, filtered, within, type Filter } from "./data/filter";
import type { Measure, Sessions } from "./data/sessions";

export type Colour = "none" | "entity" | "command" | "recipe";

export interface State {
  filter: Filter;
  measure: Measure;
  colour: Colour;
  /** The row of the session that is looked at. */
  selected: number | null;
}

export type Part = keyof State;
type Listener = (changed: Set<Part>) => void;

export class View {
  private readonly listeners: Listener[] = [];
  private passing: Uint32Array | null = null;
  private listed: Uint32Array | null = null;
  state: State;

  constructor(readonly sessions: Sessions) {
    this.state = { filter: EVERYTHING, measure: sessions.firstMeasure, colour: "none", selected: null };
  }

  /** Rows that pass all but the time range and the box: the plot draws them. */
  get drawn(): Uint32Array {
    this.passing ??= filtered(this.sessions, this.state.filter);
    return this.passing;
  }

  /** Rows that pass everything: the list shows them. */
  get rows(): Uint32Array {
    this.listed ??= within(this.sessions, this.drawn, this.state.filter);
    return this.listed;
  }

  /** Whether the row passes what the plot goes by. */
  isDrawn(row: number): boolean {
    const rows = this.drawn;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return rows[low] === row;
  }

  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  change(change: Partial<State>): void {
    const changed = new Set<Part>();
    for (const part of Object.keys(change) as Part[]) {
      if (change[part] !== this.state[part]) changed.add(part);
    }
    if (changed.size === 0) return;
    const before = this.state.filter;
    this.state = { ...this.state, ...change };
    if (changed.has("filter")) this.forget(before, this.state.filter);
    for (const listener of this.listeners) listener(changed);
  }

  filter(change: Partial<Filter>): void {
    const keys = Object.keys(change) as (keyof Filter)[];
    if (keys.every((key) => change[key] === this.state.filter[key])) return;
    this.change({ filter: { ...this.state.filter, ...change } });
  }

  /** Only what has changed is looked for again. */
  private forget(before: Filter, after: Filter): void {
    this.listed = null;
    const keys = Object.keys(after) as (keyof Filter)[];
    const places: (keyof Filter)[] = ["time", "box"];
    if (keys.some((key) => !places.includes(key) && before[key] !== after[key])) this.passing = null;
  }
}
