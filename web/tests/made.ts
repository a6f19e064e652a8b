/** Makes the data of pages, in the very form in which the program writes them. */

import type { Page } from "../src/data/page";
import { columnsOf, Lines } from "../src/data/read";
import { Sessions } from "../src/data/sessions";

export interface Made {
  entity: (string | null)[];
  begin?: number;
  duration?: number;
  score?: number;
  surprisal?: number;
  commands: string[];
  window?: string[];
  group?: number;
  carried?: (string | null)[];
  file?: string;
  line?: object;
}

type Kind = keyof typeof SIZES;
const SIZES = { u8: 1, u16: 2, u32: 4, f32: 4, f64: 8 };

/** Texts by number, each once. */
class Texts {
  readonly all: string[] = [];
  private readonly numbers = new Map<string, number>();

  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.all.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }
}

/** Columns one behind the other, each at a multiple of 8. */
export function packed(columns: Record<string, [Kind, ArrayLike<number>]>): { bytes: ArrayBuffer; places: Page["columns"] } {
  const places: Page["columns"] = {};
  let size = 0;
  for (const [name, [type, values]] of Object.entries(columns)) {
    places[name] = { type, offset: size, length: values.length };
    size += Math.ceil((values.length * SIZES[type]) / 8) * 8;
  }
  const bytes = new ArrayBuffer(size);
  const views = columnsOf({ columns: places } as Page, bytes);
  for (const [name, [, values]] of Object.entries(columns)) views[name]?.set(values);
  return { bytes, places };
}

/** The page of these sessions, the oddest first, and its columns. */
export function pageOf(rows: Made[], change: Partial<Page> = {}): { page: Page; bytes: ArrayBuffer; lines: string } {
  const [commands, entities, files] = [new Texts(), new Texts(), new Texts()];
  const carriedNames = (change.carried ?? []).map(({ name }) => name);
  const carried = carriedNames.map(() => new Texts());
  const number = (made: Made, index: number) => {
    const text = made.carried?.[index];
    return text == null ? 0xffff_ffff : (carried[index]?.number(text) ?? 0);
  };
  const distinct = rows.map((row) => [...new Set(row.commands.map((name) => commands.number(name)))].sort((a, b) => a - b));
  const windows = rows.map((row) => (row.window ?? row.commands.slice(0, 2)).map((name) => (name === "…" ? 0xffff_ffff : commands.number(name))));
  const offsets = (lists: number[][]) => {
    let end = 0;
    return [0, ...lists.map((list) => (end += list.length))];
  };
  const { bytes, places } = packed({
    rank: ["u32", rows.map((_, index) => index + 1)],
    recipe: ["u8", rows.map(() => 0)],
    entity: ["u32", rows.map(({ entity }) => entities.number(JSON.stringify([0, entity])))],
    begin: ["f64", rows.map(({ begin }) => begin ?? NaN)],
    duration: ["f32", rows.map(({ begin, duration }) => (begin === undefined ? NaN : (duration ?? 0)))],
    events: ["u32", rows.map((row) => row.commands.length)],
    score: ["f32", rows.map(({ score }) => score ?? NaN)],
    surprisal: ["f32", rows.map(({ surprisal }) => surprisal ?? NaN)],
    group: ["u32", rows.map(({ group }) => group ?? 0)],
    file: ["u32", rows.map(({ file }) => files.number(file ?? "log.csv"))],
    source_row: ["u32", rows.map((_, index) => index + 1)],
    window_offsets: ["u32", offsets(windows)],
    window: ["u32", windows.flat()],
    command_offsets: ["u32", offsets(distinct)],
    session_commands: ["u16", distinct.flat()],
    ...Object.fromEntries(carriedNames.map((_, index): [string, [Kind, number[]]] => [`carried_${index}`, ["u32", rows.map((row) => number(row, index))]])),
  });
  const lines = rows.flatMap(({ line }) => (line ? [JSON.stringify(line)] : [])).join("\n");
  const page: Page = {
    version: 1,
    title: "made",
    made_at: null,
    judged: rows.some(({ score }) => score !== undefined),
    sessions: { all: rows.length, shown: rows.length, with_line: 0, explained: 0, entities: entities.all.length },
    rows: rows.length,
    recipes: [{ name: "table", entity_columns: ["user", "host"] }],
    commands: commands.all,
    entities: entities.all.map((text) => JSON.parse(text) as Page["entities"][number]),
    files: files.all,
    transitions: [],
    columns: places,
    notices: [],
    quality: null,
    ...change,
    carried: carriedNames.map((name, index) => ({ name, texts: carried[index]?.all ?? [] })),
  };
  return { page, bytes, lines };
}

export function made(rows: Made[], change: Partial<Page> = {}): Sessions {
  const { page, bytes, lines } = pageOf(rows, change);
  return new Sessions(page, columnsOf(page, bytes), new Lines(lines));
}
