/** What helps a hunter to start: who has how many sessions, and which commands are new. */

import type { Sessions } from "./sessions";

export interface EntityCount {
  entity: number;
  sessions: number;
  /** The row of its oddest session. */
  oddest: number;
}

export interface NewCommand {
  command: number;
  sessions: number;
  /** The row of the session that has it first. */
  first: number;
}

/** Entities by their number of sessions; rows are in the order of rank. */
export function entityCounts(sessions: Sessions, rows: Uint32Array): EntityCount[] {
  const found = new Map<number, EntityCount>();
  for (const row of rows) {
    const entity = sessions.entity[row] ?? 0;
    const known = found.get(entity);
    if (known) known.sessions++;
    else found.set(entity, { entity, sessions: 1, oddest: row });
  }
  return [...found.values()].sort((a, b) => b.sessions - a.sessions || a.oddest - b.oddest);
}

/** Commands by when they were first used, the newest first. */
export function newCommands(sessions: Sessions, rows: Uint32Array): NewCommand[] {
  const found: (NewCommand | undefined)[] = [];
  for (const row of rows) {
    const commands = sessions.commands(row);
    for (let index = 0; index < commands.length; index++) {
      const command = commands[index] ?? 0;
      const known = found[command];
      if (!known) found[command] = { command, sessions: 1, first: row };
      else {
        known.sessions++;
        if ((sessions.begin[row] ?? NaN) < (sessions.begin[known.first] ?? NaN)) known.first = row;
      }
    }
  }
  const begin = ({ first }: NewCommand) => sessions.begin[first] ?? NaN;
  return found
    .filter((command) => command !== undefined)
    .sort((a, b) => begin(b) - begin(a) || a.sessions - b.sessions || a.command - b.command);
}
