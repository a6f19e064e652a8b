/** Notes on sessions. They live as long as the page, and can be saved to a file and loaded from it. */

import type { Sessions } from "../data/sessions";
import { baseName, isoTime } from "../text";

/** What says which session a note is on, whatever its rank in another report. */
export interface Key {
  recipe: string;
  entity: Record<string, string | null>;
  begin: string | null;
  file: string;
  row: number;
}

export interface NotesFile {
  oddwalk_notes: 1;
  report: string;
  notes: (Key & { rank: number; note: string })[];
}

export class Notes {
  private readonly texts = new Map<number, string>();
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly sessions: Sessions) {}

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  get count(): number {
    return this.texts.size;
  }

  has(row: number): boolean {
    return this.texts.has(row);
  }

  of(row: number): string {
    return this.texts.get(row) ?? "";
  }

  set(row: number, text: string): void {
    if (text.trim() === "") this.texts.delete(row);
    else this.texts.set(row, text);
    this.tell();
  }

  /** All notes, for a file. */
  toFile(): NotesFile {
    const notes = [...this.texts].sort(([a], [b]) => a - b).map(([row, note]) => ({
      rank: this.sessions.rank[row] ?? 0,
      ...this.key(row),
      note,
    }));
    return { oddwalk_notes: 1, report: this.sessions.page.title, notes };
  }

  /** Takes in a file's notes behind those that are there, and says how many, and how many belong to no session. */
  load(text: string): { loaded: number; unknown: number } {
    const rows = this.rowsByKey();
    let [loaded, unknown] = [0, 0];
    for (const { note, ...key } of parse(text).notes) {
      const row = rows.get(fingerprint(key));
      if (row === undefined) unknown++;
      else {
        this.texts.set(row, joined(this.of(row), note));
        loaded++;
      }
    }
    this.tell();
    return { loaded, unknown };
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private key(row: number): Key {
    const begin = this.sessions.begin[row] ?? NaN;
    return {
      recipe: this.sessions.recipeName(row),
      entity: Object.fromEntries(this.sessions.identity(row)),
      begin: isoTime(begin),
      ...this.sessions.source(row),
    };
  }

  private rowsByKey(): Map<string, number> {
    const rows = new Map<string, number>();
    for (let row = 0; row < this.sessions.count; row++) rows.set(fingerprint(this.key(row)), row);
    return rows;
  }
}

/** The same log may lie in another folder now. */
function fingerprint({ recipe, entity, begin, file, row }: Key): string {
  return JSON.stringify([recipe, Object.entries(entity), begin, baseName(String(file)), row]);
}

function joined(own: string, loaded: string): string {
  return own === "" || own.includes(loaded) ? own || loaded : `${own}\n${loaded}`;
}

/** A file of notes, or an error that says what is wrong with it. */
function parse(text: string): NotesFile {
  let file: Partial<NotesFile>;
  try {
    file = JSON.parse(text) as Partial<NotesFile>;
  } catch {
    throw new Error("it is no JSON");
  }
  if (file?.oddwalk_notes !== 1 || !Array.isArray(file.notes)) throw new Error("it has no notes of oddwalk");
  file.notes.forEach((note, index) => {
    const isNote = typeof note?.note === "string" && typeof note.entity === "object" && note.entity !== null;
    if (!isNote) throw new Error(`its note ${index + 1} is damaged`);
  });
  return file as NotesFile;
}
