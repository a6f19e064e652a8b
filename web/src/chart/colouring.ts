/** Which colour a session has. */

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
  /** What to look for to see this kind alone. */
  value: { entity?: string; command?: string; recipe?: number };
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
    ...named_(sessions, colour, key),
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

function named_(sessions: Sessions, colour: Colour, key: number): Pick<Kind, "name" | "value"> {
  if (colour === "recipe") return { name: sessions.page.recipes[key]?.name ?? "", value: { recipe: key } };
  const name = colour === "entity" ? sessions.entityLabel(key) : sessions.command(key);
  return { name, value: colour === "entity" ? { entity: name } : { command: name } };
}

const rarest = new WeakMap<Sessions, Uint32Array>();

/** Of each session's rarest window the command that is in the fewest sessions; of the session where there is no window. */
export function rarestCommand(sessions: Sessions): (row: number) => number {
  let found = rarest.get(sessions);
  if (!found) {
    const uses = commandUses(sessions);
    found = Uint32Array.from({ length: sessions.count }, (_, row) => {
      const window = sessions.windowCommands(row);
      return fewest(window.length > 0 ? window : sessions.commands(row), uses);
    });
    rarest.set(sessions, found);
  }
  const commands = found;
  return (row) => commands[row] ?? 0;
}

function fewest(commands: ArrayLike<number>, uses: Uint32Array): number {
  let best = commands[0] ?? 0;
  for (let index = 1; index < commands.length; index++) {
    const command = commands[index] ?? 0;
    if ((uses[command] ?? 0) < (uses[best] ?? 0)) best = command;
  }
  return best;
}

/** In how many sessions each command is. */
function commandUses(sessions: Sessions): Uint32Array {
  const uses = new Uint32Array(sessions.page.commands.length);
  for (let row = 0; row < sessions.count; row++) {
    const commands = sessions.commands(row);
    for (let index = 0; index < commands.length; index++) {
      const command = commands[index] ?? 0;
      uses[command] = (uses[command] ?? 0) + 1;
    }
  }
  return uses;
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
