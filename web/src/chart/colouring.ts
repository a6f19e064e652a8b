/** Which colour a session has. */

import type { Filter } from "../data/filter";
import { rarestCommand } from "../data/rarest";
import type { Sessions } from "../data/sessions";
import type { Colour } from "../view";

/** So many kinds have a colour of their own. */
const KINDS = 8;

/** Rows of one colour. */
export interface Kind {
  name: string;
  /** Which of the palette's colours; -1 for all the others. */
  colour: number;
  rows: Uint32Array;
  /** What to filter by to see this kind alone. */
  value: Partial<Filter>;
}

/** The rows by their colours, those of the most sessions first and all the others last. */
export function kinds(sessions: Sessions, rows: Uint32Array, colour: Colour): Kind[] {
  if (colour === "none") return [{ name: "", colour: -1, rows, value: {} }];
  const keyOf = keys(sessions, colour);
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const most = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, KINDS);
  const colours = new Map(most.map(([key], index) => [key, index]));
  const found = split(rows, (row) => colours.get(keyOf(row)) ?? KINDS, KINDS + 1);
  const named: Kind[] = most.map(([key], index) => ({
    ...nameOf(sessions, colour, key),
    colour: index,
    rows: found[index] ?? new Uint32Array(),
  }));
  const others = found[KINDS];
  if (others && others.length > 0) named.push({ name: "all others", colour: -1, rows: others, value: {} });
  return named;
}

function keys(sessions: Sessions, colour: Colour): (row: number) => number {
  if (colour === "entity") return (row) => sessions.entity[row] ?? 0;
  if (colour === "recipe") return (row) => sessions.recipe[row] ?? 0;
  return rarestCommand(sessions);
}

function nameOf(sessions: Sessions, colour: Colour, key: number): Pick<Kind, "name" | "value"> {
  if (colour === "recipe") return { name: sessions.page.recipes[key]?.name ?? "", value: { recipe: key } };
  const name = colour === "entity" ? sessions.entityLabel(key) : sessions.command(key);
  return { name, value: colour === "entity" ? { entityIs: key } : { rarestIs: key } };
}

function split(rows: Uint32Array, partOf: (row: number) => number, parts: number): Uint32Array[] {
  const counts = new Uint32Array(parts);
  for (const row of rows) counts[partOf(row)]! += 1;
  const found = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (const row of rows) {
    const part = partOf(row);
    found[part]![counts[part]!++] = row;
  }
  return found;
}
