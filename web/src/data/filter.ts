/** Which sessions are wanted. */

import type { Measure, Sessions } from "./sessions";

export type Range = [number, number];

/** A part of the plot. */
export interface Box {
  time: Range;
  bits: Range;
  measure: Measure;
}

export interface Filter {
  /** In the entity, a command, a carried text or a file's name. */
  text: string;
  entity: string;
  command: string;
  recipe: number | null;
  /** Of the bits that the list is ranked by. */
  score: Range | null;
  rank: Range | null;
  time: Range | null;
  box: Box | null;
}

export const EVERYTHING: Filter = {
  text: "",
  entity: "",
  command: "",
  recipe: null,
  score: null,
  rank: null,
  time: null,
  box: null,
};

type Test = (row: number) => boolean;

/** The rows that pass, in order. Texts are looked for once each, not once a session. */
export function filtered(sessions: Sessions, filter: Filter): Uint32Array {
  const tests = testsOf(sessions, filter);
  const rows = new Uint32Array(sessions.count);
  let count = 0;
  for (let row = 0; row < sessions.count; row++) {
    if (tests.every((test) => test(row))) rows[count++] = row;
  }
  return rows.slice(0, count);
}

/** Those of the rows that are in the time range and the box. */
export function within(sessions: Sessions, rows: Uint32Array, { time, box }: Filter): Uint32Array {
  const tests = [...inTime(sessions, time), ...inBox(sessions, box)];
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)));
}

function testsOf(sessions: Sessions, filter: Filter): Test[] {
  const { recipe, score, rank } = filter;
  const tests: Test[] = [];
  if (recipe !== null) tests.push((row) => sessions.recipe[row] === recipe);
  if (rank) tests.push((row) => isIn(sessions.rank[row], rank));
  if (score) tests.push((row) => isIn(sessions.bitsOf(sessions.mainMeasure)[row], score));
  if (filter.entity.trim()) tests.push(ofEntity(sessions, filter.entity));
  if (filter.command.trim()) tests.push(ofCommand(sessions, filter.command));
  if (filter.text.trim()) tests.push(ofText(sessions, filter.text));
  return tests;
}

/** Sessions overlap the range. Those without times are in every one. */
function inTime(sessions: Sessions, time: Range | null): Test[] {
  if (!time) return [];
  return [(row) => !((sessions.begin[row] ?? NaN) > time[1] || sessions.end(row) < time[0])];
}

function inBox(sessions: Sessions, box: Box | null): Test[] {
  if (!box) return [];
  const bits = sessions.bitsOf(box.measure);
  return [(row) => isIn(bits[row], box.bits), ...inTime(sessions, box.time)];
}

function isIn(value: number | undefined, [low, high]: Range): boolean {
  return value !== undefined && value >= low && value <= high;
}

function ofEntity(sessions: Sessions, wanted: string): Test {
  const found = matches(sessions.page.entities.length, (entity) => sessions.entityLabel(entity), wanted);
  return (row) => found[sessions.entity[row] ?? 0] === 1;
}

function ofCommand(sessions: Sessions, wanted: string): Test {
  const found = matches(sessions.page.commands.length, (command) => sessions.command(command), wanted);
  return (row) => {
    const commands = sessions.commands(row);
    for (let index = 0; index < commands.length; index++) {
      if (found[commands[index] ?? 0] === 1) return true;
    }
    return false;
  };
}

function ofText(sessions: Sessions, wanted: string): Test {
  const places = [ofEntity(sessions, wanted), ofCommand(sessions, wanted), ...ofCarried(sessions, wanted)];
  const files = matches(sessions.page.files.length, (file) => sessions.page.files[file] ?? "", wanted);
  if (files.includes(1)) places.push((row) => sessions.source(row).file.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (row) => places.some((test) => test(row));
}

function ofCarried(sessions: Sessions, wanted: string): Test[] {
  return sessions.page.carried.map(({ texts }, index) => {
    const found = matches(texts.length, (text) => texts[text] ?? "", wanted);
    const column = sessions.carriedColumn(index);
    return (row) => found[column[row] ?? texts.length] === 1;
  });
}

/** 1 for each text that has the wanted one in it, whatever its case. */
function matches(count: number, text: (index: number) => string, wanted: string): Uint8Array {
  const needle = wanted.trim().toLowerCase();
  return Uint8Array.from({ length: count }, (_, index) => (text(index).toLowerCase().includes(needle) ? 1 : 0));
}
