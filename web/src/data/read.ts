/** From the blocks of the page to its sessions. */

import { ARRAYS, type Line, type Page } from "./page";
import { Sessions, type Columns } from "./sessions";

/** The page that the document carries. */
export async function readPage(from: Document): Promise<Sessions> {
  const page = JSON.parse(block(from, "page")) as Page;
  if (page.version !== 1) throw new Error(`the page's data are of version ${page.version}, and this reads version 1`);
  const [columns, lines] = [unpacked(block(from, "columns")), unpacked(block(from, "findings"))];
  return new Sessions(page, columnsOf(page, await columns.arrayBuffer()), new Lines(await lines.text()));
}

function block(from: Document, id: string): string {
  const element = from.getElementById(id);
  if (!element) throw new Error(`the page has no data called "${id}": the file is damaged`);
  return element.textContent ?? "";
}

/** What base64 has of gzip. */
function unpacked(base64: string): Response {
  const text = atob(base64.trim());
  const packed = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) packed[index] = text.charCodeAt(index);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream);
}

/** The page's columns as they lie in the bytes. */
export function columnsOf(page: Page, bytes: ArrayBuffer): Columns {
  const columns: Columns = {};
  for (const [name, { type, offset, length }] of Object.entries(page.columns)) {
    columns[name] = new ARRAYS[type](bytes, offset, length);
  }
  return columns;
}

/** The findings' lines, each read when it is asked for. */
export class Lines {
  private readonly text: string;
  private readonly starts: number[] = [];

  constructor(text: string) {
    this.text = text;
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n", start);
      const next = end < 0 ? text.length : end;
      if (next > start) this.starts.push(start);
      start = next + 1;
    }
  }

  get length(): number {
    return this.starts.length;
  }

  /** As it was written; `null` where the page has no line for the row. */
  json(row: number): string | null {
    const start = this.starts[row];
    if (start === undefined) return null;
    const end = this.text.indexOf("\n", start);
    return this.text.slice(start, end < 0 ? undefined : end);
  }

  /** `null` also where the line was too large for the page. */
  line(row: number): Line | null {
    const json = this.json(row);
    const line = json === null ? null : (JSON.parse(json) as Line & { record?: string });
    return line?.record === "left_out" ? null : line;
  }
}
