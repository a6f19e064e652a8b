import { expect, test } from "vitest";

import { kinds } from "../../src/chart/colouring";
import { Lines } from "../../src/data/read";
import { entityCounts, newCommands } from "../../src/data/summary";
import { grouped, plain } from "../../src/list/entries";
import { Notes } from "../../src/panel/notes";
import { shares, total } from "../../src/panel/steps";
import { made } from "../made";

const sessions = made([
  { entity: ["ann", "web1"], begin: 3_000, score: 9, commands: ["ls", "curl"], window: ["curl", "…"], group: 1 },
  { entity: ["bob", "db"], begin: 2_000, score: 5, commands: ["ls"] },
  { entity: ["ann", "web1"], begin: 1_000, score: 4, commands: ["ls", "sh"], group: 1 },
  { entity: ["ann", "web1"], begin: 4_000, score: 1, commands: ["sh"], group: 4 },
]);
const all = Uint32Array.from([0, 1, 2, 3]);

test("sessions say what they are", () => {
  expect(sessions.identity(0)).toEqual([["user", "ann"], ["host", "web1"]]);
  expect(sessions.window(0)).toEqual(["curl", "…"]);
  expect(Array.from(sessions.commands(0), (command) => sessions.command(command))).toEqual(["ls", "curl"]);
  expect(sessions.source(1)).toEqual({ file: "log.csv", row: 2 });
  expect(sessions.times).toEqual([1_000, 4_000]);
  expect(made([{ entity: ["x"], commands: ["a"] }]).times).toBeNull();
});

test("lines are read when they are asked for", () => {
  const lines = new Lines('{"rank":1}\n{"rank":2}\n');
  expect([lines.length, lines.json(1), lines.line(0)?.rank, lines.line(2)]).toEqual([2, '{"rank":2}', 1, null]);
  expect(new Lines("").length).toBe(0);
});

test("groups stand behind their oddest member", () => {
  const list = (open: Set<number>) => {
    const entries = grouped(sessions, all, open);
    return Array.from({ length: entries.length }, (_, index) => entries.at(index));
  };
  expect(list(new Set())).toEqual([
    { row: 0, more: 1, isMember: false },
    { row: 1, more: 0, isMember: false },
    { row: 3, more: 0, isMember: false },
  ]);
  expect(list(new Set([1])).map((entry) => entry?.row)).toEqual([0, 2, 1, 3]);
  expect([plain(all).length, plain(all).at(4)]).toEqual([4, null]);
});

test("summaries count every session once", () => {
  expect(entityCounts(sessions, all)).toEqual([
    { entity: 0, sessions: 3, oddest: 0 },
    { entity: 1, sessions: 1, oddest: 1 },
  ]);
  const found = newCommands(sessions, all).map(({ command, sessions: count, first }) => [sessions.command(command), count, first]);
  expect(found).toEqual([["curl", 1, 0], ["sh", 2, 2], ["ls", 3, 2]]);
});

test("colours part the sessions", () => {
  for (const colour of ["none", "entity", "command", "recipe"] as const) {
    const parts = kinds(sessions, all, colour);
    expect(parts.flatMap(({ rows }) => Array.from(rows)).sort()).toEqual([0, 1, 2, 3]);
  }
  const many = made(Array.from({ length: 30 }, (_, index) => ({ entity: [`user ${index % 15}`], score: 1, commands: ["ls"] })));
  const parts = kinds(many, Uint32Array.from({ length: 30 }, (_, row) => row), "entity");
  expect(parts).toHaveLength(9);
  expect(parts.at(-1)).toMatchObject({ name: "all others", colour: -1 });
});

test("notes survive a file, and another report", () => {
  const notes = new Notes(sessions);
  notes.set(2, "asked ann");
  notes.set(1, "gone");
  notes.set(1, " ");
  const file = JSON.stringify(notes.toFile());
  const others = new Notes(sessions);
  expect(others.load(file)).toEqual({ loaded: 1, unknown: 0 });
  expect([others.of(2), others.has(1), others.count]).toEqual(["asked ann", false, 1]);
  expect(new Notes(made([{ entity: ["eve", null], commands: ["ls"] }])).load(file)).toEqual({ loaded: 0, unknown: 1 });
});

test("loaded notes join those that are there, also where the log lies elsewhere", () => {
  const there = made([{ entity: ["ann", null], begin: 5, commands: ["ls"], file: "/cases/7/log.csv" }]);
  const here = made([{ entity: ["ann", null], begin: 5, commands: ["ls"], file: "log.csv" }]);
  const [notes, others] = [new Notes(there), new Notes(here)];
  notes.set(0, "from there");
  others.set(0, "from here");
  const file = JSON.stringify(notes.toFile());
  others.load(file);
  others.load(file);
  expect(others.of(0)).toBe("from here\nfrom there");
});

test("what is no file of notes is refused and changes nothing", () => {
  const notes = new Notes(sessions);
  for (const bad of ["", "[]", "null", "{}", '{"oddwalk_notes":2,"notes":[]}', '{"oddwalk_notes":1,"notes":[{"note":5}]}']) {
    expect(() => notes.load(bad), bad).toThrow(/^(it|its) /);
  }
  expect(notes.count).toBe(0);
});

test("a step's bits come from three places", () => {
  const step = {
    event: 0,
    command: "Set",
    context: "start" as const,
    previous: null,
    probability: 0.5,
    transition_bits: 1,
    count: 1,
    of: 2,
    seen: 2,
    expected: [],
    content: {
      factors: 3,
      parameters: [{ name: "a", present: true, probability: 0.5, bits: 2, count: 1, of: 2 }],
      unknown_bits: 0.5,
      values: [{ name: "a", value: "x", probability: 0.1, bits: 4, count: 0, of: 2 }],
    },
  };
  expect(shares(step)).toEqual({ transition: 1, parameters: 2.5, values: 4 });
  expect(total(shares(step))).toBe(7.5);
  expect(total(shares({ ...step, content: null }))).toBe(1);
});
