import { expect, test } from "vitest";

import type { Palette } from "../../src/chart/palette";
import { Scale } from "../../src/chart/scale";
import { drawing, type Scene } from "../../src/chart/series";
import type { Range } from "../../src/data/filter";
import { made, type Made } from "../made";

const palette: Palette = { ink: "", soft: "", line: "", paper: "", accent: "", others: "grey", mark: "", onMark: "", kinds: ["blue"] };

function scene(rows: Made[], seen?: Range): Scene {
  const sessions = made(rows);
  const all = Uint32Array.from({ length: rows.length }, (_, row) => row);
  const scale = new Scale(sessions);
  return {
    sessions,
    scale,
    measure: "score",
    kinds: [{ name: "", colour: -1, rows: all, value: {} }],
    seen: seen ?? scale.width,
    height: [0, 20],
    pixels: { width: 300, height: 200 },
    rows: all,
    palette,
  };
}

const one = (begin: number, score: number): Made => ({ entity: ["ann"], begin, duration: 60_000, score, commands: ["ls"] });

test("few sessions are bars, and those that are not seen are none", () => {
  const found = drawing(scene([one(0, 9), one(1_000_000, 5), one(9_000_000, 1)], [900_000, 1_100_000]));
  expect(found.isNear).toBe(true);
  expect(Array.from(found.rows.get("bars-0") ?? [])).toEqual([1]);
  expect(Array.from(found.rows.get("marks") ?? [])).toEqual([1]);
});

test("a session that begins before what is seen is seen while it lasts", () => {
  const found = drawing(scene([one(0, 9), one(9_000_000, 1)], [30_000, 40_000]));
  expect(Array.from(found.rows.get("bars-0") ?? [])).toEqual([0]);
});

test("many are points, and what nobody could see is not drawn: the rarest of each place is", () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => one((row % 50) * 3_600_000, row % 2 === 0 ? 15 : 3));
  const found = drawing(scene(rows));
  expect([found.isNear, found.isSparse]).toEqual([false, true]);
  const drawn = Array.from(found.rows.get("points-0") ?? []);
  expect(drawn).toHaveLength(50);
  expect(drawn).toEqual(Array.from({ length: 50 }, (_, row) => row));
});

test("sessions without a height are not drawn, however many there are", () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => (row < 10 ? one(row * 60_000, 5) : { ...one(row * 60_000, 5), score: NaN }));
  const drawn = Array.from(drawing(scene(rows)).rows.get("points-0") ?? drawing(scene(rows)).rows.get("bars-0") ?? []);
  expect(drawn.every((row) => row < 10)).toBe(true);
});
