/** The lines of the list: sessions, or groups of those that are odd for the same reason. */

import type { Sessions } from "../data/sessions";

export interface Entry {
  row: number;
  /** How many more of the group are hidden behind this one; 0 where it stands for itself. */
  more: number;
  /** Whether it is shown below the first of its group. */
  isMember: boolean;
}

/** Lines by number, so that a million need no objects. */
export interface Entries {
  length: number;
  at(index: number): Entry | null;
}

export function plain(rows: Uint32Array): Entries {
  return {
    length: rows.length,
    at: (index) => {
      const row = rows[index];
      return row === undefined ? null : { row, more: 0, isMember: false };
    },
  };
}

/** One line for each group, and below those that are open one for each other member. */
export function grouped(sessions: Sessions, rows: Uint32Array, open: Set<number>): Entries {
  const members = new Map<number, number[]>();
  for (const row of rows) {
    const group = sessions.group[row] ?? 0;
    if (group === 0) continue;
    const known = members.get(group);
    if (known) known.push(row);
    else members.set(group, [row]);
  }
  const entries: Entry[] = [];
  const done = new Set<number>();
  for (const row of rows) {
    const group = sessions.group[row] ?? 0;
    if (group === 0) entries.push({ row, more: 0, isMember: false });
    if (group === 0 || done.has(group)) continue;
    done.add(group);
    const [first, ...others] = members.get(group) ?? [row];
    entries.push({ row: first ?? row, more: others.length, isMember: false });
    if (open.has(group)) entries.push(...others.map((other) => ({ row: other, more: 0, isMember: true })));
  }
  return { length: entries.length, at: (index) => entries[index] ?? null };
}
