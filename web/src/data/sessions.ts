/** The page's sessions: numbers by row, the oddest first, and texts by number. */

import type { Page } from "./page";
import type { Lines } from "./read";
import { bits } from "../text";

export type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;
export type Columns = Record<string, Column>;

/** Stands for "nothing", and behind a window for "and more". */
const NONE = 0xffff_ffff;

/** What sessions are drawn and sorted by. */
export type Measure = "score" | "surprisal" | "likelihood";

export class Sessions {
  readonly count: number;
  readonly rank: Column;
  readonly recipe: Column;
  readonly entity: Column;
  readonly begin: Column;
  readonly duration: Column;
  readonly events: Column;
  readonly score: Column;
  readonly surprisal: Column;
  readonly group: Column;
  readonly file: Column;
  /** Earliest beginning and latest end, `null` where sessions have no times. */
  readonly times: [number, number] | null;
  private readonly labels = new Map<number, string>();

  constructor(
    readonly page: Page,
    private readonly columns: Columns,
    readonly lines: Lines,
  ) {
    this.count = page.rows;
    this.rank = this.column("rank");
    this.recipe = this.column("recipe");
    this.entity = this.column("entity");
    this.begin = this.column("begin");
    this.duration = this.column("duration");
    this.events = this.column("events");
    this.score = this.column("score");
    this.surprisal = this.column("surprisal");
    this.group = this.column("group");
    this.file = this.column("file");
    this.times = this.wholeTime();
  }

  private column(name: string): Column {
    const column = this.columns[name];
    if (!column) throw new Error(`the page has no column "${name}": the file is damaged`);
    return column;
  }

  /** The entity's values, those that it has, one behind the other. */
  entityLabel(entity: number): string {
    let label = this.labels.get(entity);
    if (label === undefined) {
      const values = this.page.entities[entity]?.[1] ?? [];
      label = values.map((value) => value ?? "(nobody)").join(" · ");
      this.labels.set(entity, label);
    }
    return label;
  }

  /** Name and value of each identity column. */
  identity(row: number): [string, string | null][] {
    const [recipe, values] = this.page.entities[this.entity[row] ?? 0] ?? [0, []];
    const names = this.page.recipes[recipe]?.entity_columns ?? [];
    return values.map((value, index) => [names[index] ?? "", value]);
  }

  recipeName(row: number): string {
    return this.page.recipes[this.recipe[row] ?? 0]?.name ?? "";
  }

  /** The numbers of the rarest window's commands. */
  windowCommands(row: number): ArrayLike<number> {
    const commands = this.part("window", row);
    return commands[commands.length - 1] === NONE ? commands.subarray(0, -1) : commands;
  }

  /** The rarest window's commands, `…` behind them where there are more. */
  window(row: number): string[] {
    return Array.from(this.part("window", row), (command) => (command === NONE ? "…" : this.command(command)));
  }

  /** The numbers of the session's distinct commands. */
  commands(row: number): ArrayLike<number> {
    return this.part("session_commands", row);
  }

  private part(name: "window" | "session_commands", row: number): Column {
    const offsets = this.column(name === "window" ? "window_offsets" : "command_offsets");
    return this.column(name).subarray(offsets[row] ?? 0, offsets[row + 1] ?? 0);
  }

  command(number: number): string {
    return this.page.commands[number] ?? "";
  }

  /** Each carried column that the session has a text in. */
  carried(row: number): [string, string][] {
    const texts: [string, string][] = [];
    this.page.carried.forEach(({ name, texts: all }, index) => {
      const text = all[this.column(`carried_${index}`)[row] ?? NONE];
      if (text !== undefined) texts.push([name, text]);
    });
    return texts;
  }

  /** For each of the carried columns the numbers of the rows' texts. */
  carriedColumn(index: number): Column {
    return this.column(`carried_${index}`);
  }

  /** Where the first event is from. */
  source(row: number): { file: string; row: number } {
    return { file: this.page.files[this.file[row] ?? 0] ?? "", row: this.column("source_row")[row] ?? 0 };
  }

  /** When it ends, in milliseconds since 1970. */
  end(row: number): number {
    return (this.begin[row] ?? NaN) + (this.duration[row] ?? NaN);
  }

  /** Where it begins: in time, or by its rank where no session has a time. */
  x(row: number): number {
    return (this.times ? this.begin[row] : this.rank[row]) ?? NaN;
  }

  xEnd(row: number): number {
    return this.times ? this.end(row) : this.x(row);
  }

  /** The bits that a measure goes by. */
  bitsOf(measure: Measure): Column {
    return measure === "score" ? this.score : this.surprisal;
  }

  /** What the list is ranked by. */
  get mainMeasure(): Measure {
    return this.page.judged ? "score" : "surprisal";
  }

  /** What is drawn at first: likelihoods where something else has scored by them. */
  get firstMeasure(): Measure {
    return this.page.marks && !this.page.judged ? "likelihood" : this.mainMeasure;
  }

  /** The score in words. */
  scoreWords(row: number): string {
    const score = bits(this.score[row]);
    return this.page.score_name ? score : `${score} bits`;
  }

  private wholeTime(): [number, number] | null {
    let [first, last] = [Infinity, -Infinity];
    for (let row = 0; row < this.count; row++) {
      const [begin, end] = [this.begin[row] ?? NaN, this.end(row)];
      // What is not a number is neither less nor greater.
      if (begin < first) first = begin;
      if (end > last) last = end;
    }
    return last >= first ? [first, last] : null;
  }
}
