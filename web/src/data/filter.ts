/** Which sessions are wanted. */

import { visible } from "../text";
import { rarestCommand } from "./rarest";
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
  /** This entity and no other. */
  entityIs: number | null;
  /** Sessions with this command. */
  commandIs: number | null;
  /** Sessions whose rarest command it is. */
  rarestIs: number | null;
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
  entityIs: null,
  commandIs: null,
  rarestIs: null,
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
  const { recipe, entityIs, commandIs, rarestIs, score, rank } = filter;
  const tests: Test[] = [];
  if (recipe !== null) tests.push((row) => sessions.recipe[row] === recipe);
  if (entityIs !== null) tests.push((row) => sessions.entity[row] === entityIs);
  if (commandIs !== null) tests.push(withCommand(sessions, (command) => command === commandIs));
  if (rarestIs !== null) tests.push(ofRarest(sessions, rarestIs));
  if (rank) tests.push((row) => isIn(sessions.rank[row], rank));
  if (score) tests.push((row) => isIn(sessions.bitsOf(sessions.mainMeasure)[row], score));
  if (filter.entity.trim()) tests.push(ofEntity(sessions, filter.entity));
  if (filter.command.trim()) tests.push(ofCommand(sessions, filter.command));
  if (filter.text.trim()) tests.push(ofText(sessions, filter.text));
  return tests;
}

/** Sessions overlap the range. One without a time among others that have one is in every range. */
function inTime(sessions: Sessions, time: Range | null): Test[] {
  return time ? [(row) => !(sessions.x(row) > time[1] || sessions.xEnd(row) < time[0])] : [];
}

/** What is not drawn is in no box. */
function inBox(sessions: Sessions, box: Box | null): Test[] {
  if (!box) return [];
  const bits = sessions.bitsOf(box.measure);
  const [from, to] = box.time;
  return [(row) => isIn(bits[row], box.bits) && sessions.x(row) <= to && sessions.xEnd(row) >= from];
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
  return withCommand(sessions, (command) => found[command] === 1);
}

function withCommand(sessions: Sessions, isWanted: (command: number) => boolean): Test {
  return (row) => {
    const commands = sessions.commands(row);
    for (let index = 0; index < commands.length; index++) {
      if (isWanted(commands[index] ?? 0)) return true;
    }
    return false;
  };
}

function ofRarest(sessions: Sessions, command: number): Test {
  const rarest = rarestCommand(sessions);
  return (row) => rarest(row) === command;
}

function ofText(sessions: Sessions, wanted: string): Test {
  const places = [ofEntity(sessions, wanted), ofCommand(sessions, wanted), ...ofCarried(sessions, wanted)];
  const files = matches(sessions.page.files.length, (file) => sessions.page.files[file] ?? "", wanted);
  places.push((row) => files[sessions.file[row] ?? 0] === 1);
  return (row) => places.some((test) => test(row));
}

function ofCarried(sessions: Sessions, wanted: string): Test[] {
  return sessions.page.carried.map(({ texts }, index) => {
    const found = matches(texts.length, (text) => texts[text] ?? "", wanted);
    const column = sessions.carriedColumn(index);
    return (row) => found[column[row] ?? texts.length] === 1;
  });
}

/** 1 for each text that has the wanted one in it, whatever its case, as it is or as it is shown. */
function matches(count: number, text: (index: number) => string, wanted: string): Uint8Array {
  const needle = wanted.trim().toLowerCase();
  const has = (known: string) => known.toLowerCase().includes(needle);
  return Uint8Array.from({ length: count }, (_, index) => (has(text(index)) || has(visible(text(index))) ? 1 : 0));
}
