import { expect, test } from "vitest";

import { sorted, type SortKey } from "../../src/data/sort";
import { made } from "../made";

/** The same numbers every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test("sorts as a plain sort does, with equal ones by rank and unknown ones last", () => {
  const next = random(7);
  const sessions = made(
    Array.from({ length: 500 }, () => ({
      entity: [`user ${Math.floor(next() * 40)}`],
      begin: 1_700_000_000_000 + Math.floor(next() * 1e10),
      duration: Math.floor(next() * 5) * 1_000,
      score: Math.round(next() * 1e4) / 1e3,
      ...(next() < 0.2 ? {} : { surprisal: next() * 60 }),
      commands: Array.from({ length: 1 + Math.floor(next() * 4) }, (_, index) => `c${index}`),
    })),
  );
  const rows = Uint32Array.from({ length: 500 }, (_, row) => row);
  const value = (key: Exclude<SortKey, "likelihood">, row: number) =>
    key === "entity" ? sessions.entityLabel(sessions.entity[row] ?? 0) : (sessions[key][row] ?? NaN);
  for (const key of ["score", "surprisal", "begin", "duration", "events", "entity"] as const) {
    for (const descending of [false, true]) {
      const plain = Array.from(rows).sort((a, b) => {
        const [x, y] = [value(key, a), value(key, b)];
        const isUnknown = [Number.isNaN(x), Number.isNaN(y)];
        if (isUnknown[0] || isUnknown[1]) return Number(isUnknown[0]) - Number(isUnknown[1]) || a - b;
        const order = x < y ? -1 : x > y ? 1 : 0;
        return (descending ? -order : order) || a - b;
      });
      expect(Array.from(sorted(sessions, rows, { key, descending })), `${key} ${descending}`).toEqual(plain);
    }
  }
  expect(sorted(sessions, rows, { key: "rank", descending: true })[0]).toBe(499);
  // The less likely, the more surprising.
  const byLikelihood = sorted(sessions, rows, { key: "likelihood", descending: false });
  expect(byLikelihood).toEqual(sorted(sessions, rows, { key: "surprisal", descending: true }));
});
