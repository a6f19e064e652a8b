/** A page of a million sessions: the program's own page with other data in it. */

import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import type { Page } from "../../src/data/page";
import { packed } from "../made";

export const MILLION = 1_000_000;
const ENTITIES = 40_000;
const COMMANDS = 400;

export function millionPage(from: string, to: string): void {
  const template = readFileSync(from, "utf8");
  const { page, columns } = million();
  const texts = template
    .replace(block("page"), (_, open: string, close: string) => open + JSON.stringify(page).replaceAll("<", "\\u003c") + close)
    .replace(block("findings"), (_, open: string, close: string) => open + gzipSync("").toString("base64") + close)
    .replace(block("columns"), (_, open: string, close: string) => open + columns + close);
  writeFileSync(to, texts);
}

function block(id: string): RegExp {
  return new RegExp(`(<script type="[^"]*" id="${id}">)[\\s\\S]*?(</script>)`);
}

function million(): { page: Page; columns: string } {
  let state = 7;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const numbers = (make: (row: number) => number) => Float64Array.from({ length: MILLION }, (_, row) => make(row));
  const lists = Array.from({ length: 4 }, () => 0);
  const { bytes, places } = packed({
    rank: ["u32", numbers((row) => row + 1)],
    recipe: ["u8", numbers(() => 0)],
    entity: ["u32", numbers(() => Math.floor(ENTITIES * next() ** 3))],
    begin: ["f64", numbers(() => Date.UTC(2024, 0, 1) + Math.floor(next() * 90 * 86_400_000))],
    duration: ["f32", numbers(() => Math.floor(next() ** 4 * 1_200_000))],
    events: ["u32", numbers(() => 1 + Math.floor(next() * 30))],
    score: ["f32", numbers((row) => Math.log2((MILLION + 1) / (row + 1)))],
    surprisal: ["f32", numbers(() => 60 * next() ** 2)],
    group: ["u32", numbers(() => 0)],
    file: ["u32", numbers(() => 0)],
    source_row: ["u32", numbers((row) => row + 1)],
    window_offsets: ["u32", Float64Array.from({ length: MILLION + 1 }, (_, row) => 3 * row)],
    window: ["u32", Float64Array.from({ length: 3 * MILLION }, () => Math.floor(COMMANDS * next() ** 2))],
    command_offsets: ["u32", Float64Array.from({ length: MILLION + 1 }, (_, row) => lists.length * row)],
    session_commands: ["u16", Float64Array.from({ length: lists.length * MILLION }, () => Math.floor(COMMANDS * next() ** 2))],
  });
  const page: Page = {
    version: 1,
    title: "a million",
    made_at: null,
    judged: true,
    sessions: { all: MILLION, shown: MILLION, with_line: 0, explained: 0, entities: ENTITIES },
    rows: MILLION,
    recipes: [{ name: "table", entity_columns: ["user"] }],
    commands: Array.from({ length: COMMANDS }, (_, index) => `Command-${index}`),
    entities: Array.from({ length: ENTITIES }, (_, index) => [0, [`user${index}@example.com`]]),
    carried: [],
    files: ["log.csv"],
    transitions: [],
    columns: places,
    notices: [],
    quality: null,
  };
  return { page, columns: gzipSync(Buffer.from(bytes), { level: 1 }).toString("base64") };
}
