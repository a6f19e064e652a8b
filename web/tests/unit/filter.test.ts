import { expect, test } from "vitest";

import { EVERYTHING, filtered, within } from "../../src/data/filter";
import { made } from "../made";

const sessions = made(
  [
    { entity: ["ann", "web1"], begin: 1_000, duration: 500, score: 9, surprisal: 20, commands: ["ls", "curl"], carried: ["Failed"] },
    { entity: ["bob", null], begin: 2_000, score: 5, surprisal: 30, commands: ["ls"], file: "archive/May.csv" },
    { entity: ["ann", "db"], begin: 3_000, score: 1, commands: ["sh", "vi"], carried: ["Succeeded"] },
  ],
  { carried: [{ name: "Result", texts: [] }] },
);
const ranks = (change: Partial<typeof EVERYTHING>) => Array.from(filtered(sessions, { ...EVERYTHING, ...change }), (row) => row + 1);
const placed = (change: Partial<typeof EVERYTHING>) => {
  const filter = { ...EVERYTHING, ...change };
  return Array.from(within(sessions, filtered(sessions, filter), filter), (row) => row + 1);
};

test("texts are found whatever their case, in all places", () => {
  expect(ranks({})).toEqual([1, 2, 3]);
  expect(ranks({ entity: "ANN" })).toEqual([1, 3]);
  expect(ranks({ entity: "(nobody)" })).toEqual([2]);
  expect(ranks({ command: "ls" })).toEqual([1, 2]);
  expect(ranks({ text: "cur" })).toEqual([1]);
  expect(ranks({ text: "succeed" })).toEqual([3]);
  expect(ranks({ text: "may.csv" })).toEqual([2]);
  expect(ranks({ text: "nothing of the kind" })).toEqual([]);
  expect(ranks({ entity: "ann", command: "vi" })).toEqual([3]);
});

test("numbers have both their ends in", () => {
  expect(ranks({ score: [1, 5] })).toEqual([2, 3]);
  expect(ranks({ rank: [2, 2] })).toEqual([2]);
  expect(ranks({ recipe: 1 })).toEqual([]);
});

test("a session is in every time that it touches", () => {
  expect(placed({ time: [1_200, 1_300] })).toEqual([1]);
  expect(placed({ time: [1_500, 2_000] })).toEqual([1, 2]);
  expect(placed({ time: [4_000, 5_000] })).toEqual([]);
});

test("a box is made of time and height; what has no height is in none", () => {
  expect(placed({ box: { time: [0, 9_000], bits: [4, 10], measure: "score" } })).toEqual([1, 2]);
  expect(placed({ box: { time: [0, 9_000], bits: [0, 25], measure: "likelihood" } })).toEqual([1]);
});

test("where no session has a time, their ranks take its place", () => {
  const timeless = made([1, 2, 3].map((score) => ({ entity: ["ann"], score, commands: ["ls"] })));
  const filter = { ...EVERYTHING, time: [2, 3] as [number, number] };
  expect(Array.from(within(timeless, filtered(timeless, filter), filter))).toEqual([1, 2]);
});

test("a session without a time among others is in every time and in no box", () => {
  const mixed = made([{ entity: ["ann"], score: 1, commands: ["ls"] }, { entity: ["bob"], begin: 5, score: 1, commands: ["ls"] }]);
  const rows = Uint32Array.from([0, 1]);
  expect(within(mixed, rows, { ...EVERYTHING, time: [7, 9] })).toHaveLength(1);
  expect(within(mixed, rows, { ...EVERYTHING, box: { time: [0, 9], bits: [0, 9], measure: "score" } })).toHaveLength(1);
});

test("this one and no other is not the same as a part of a name", () => {
  const alike = made([
    { entity: ["user1"], commands: ["sh", "ls"] },
    { entity: ["user10"], commands: ["lsof"] },
    { entity: [""], commands: ["ls"] },
  ]);
  const only = (change: Partial<typeof EVERYTHING>) => Array.from(filtered(alike, { ...EVERYTHING, ...change }));
  expect([only({ entityIs: 0 }), only({ entityIs: 2 })]).toEqual([[0], [2]]);
  expect([only({ commandIs: 1 }), only({ rarestIs: 0 }), only({ command: "ls" })]).toEqual([[0, 2], [0], [0, 1, 2]]);
});

test("names are found as they are shown", () => {
  const hidden = made([{ entity: ["inv\u202efdp.exe"], commands: ["ls"] }]);
  const found = (text: string) => filtered(hidden, { ...EVERYTHING, text }).length;
  expect([found("inv\\u{202e}fdp"), found("inv\u202efdp"), found("invfdp")]).toEqual([1, 1, 0]);
});
