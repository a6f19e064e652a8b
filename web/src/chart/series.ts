/** What the plot draws: far away points without end, near by bars from begin to end, and marks on the rarest. */

import type { Range } from "../data/filter";
import type { Measure, Sessions } from "../data/sessions";
import { clip } from "../text";
import type { Kind } from "./colouring";
import type { Palette } from "./palette";
import type { Scale } from "./scale";

/** At most so many sessions are drawn as bars. */
const NEAR = 1_500;
/** So many of the rarest are marked. */
const MARKED = 12;
/** What is ordinary is not marked, even where it is the rarest that is seen. */
const LAST_MARKED = 100;
const BAR_HEIGHT = 7;
const DOT = 3.5;

export interface Scene {
  sessions: Sessions;
  scale: Scale;
  measure: Measure;
  kinds: Kind[];
  /** The part of the time that is seen. */
  seen: Range;
  /** What the plot is high. */
  height: Range;
  /** Its pixels. */
  pixels: { width: number; height: number };
  /** All rows of the kinds, the rarest first. */
  rows: Uint32Array;
  palette: Palette;
}

/** Series for ECharts, and by their ids the rows that they draw. */
export interface Drawing {
  series: object[];
  rows: Map<string, ArrayLike<number>>;
  isNear: boolean;
  /** Whether sessions that others would cover are left out. */
  isSparse: boolean;
}

export function drawing(scene: Scene): Drawing {
  const near = scene.kinds.map((kind) => seenRows(scene, kind.rows));
  const isNear = near.reduce((sum, rows) => sum + rows.length, 0) <= NEAR;
  const rows = new Map<string, ArrayLike<number>>();
  const series: object[] = [density(scene)];
  scene.kinds.forEach((kind, index) => {
    const drawn = isNear ? (near[index] ?? []) : farRows(scene, kind.rows);
    const id = `${isNear ? "bars" : "points"}-${index}`;
    rows.set(id, drawn);
    const colour = kind.colour < 0 ? scene.palette.others : (scene.palette.kinds[kind.colour] ?? scene.palette.others);
    series.push(isNear ? bars(scene, id, drawn, colour) : points(scene, id, drawn, colour));
  });
  const marked = markedRows(scene);
  rows.set("marks", marked);
  series.push(marks(scene, marked));
  const isSparse = !isNear && scene.kinds.some((kind) => kind.rows.length > MANY);
  return { series, rows, isNear, isSparse };
}

function seenRows({ scale, seen, measure }: Scene, rows: Uint32Array): number[] {
  const found: number[] = [];
  for (const row of rows) {
    if (scale.x(row) > seen[1] || scale.xEnd(row) < seen[0] || !scale.isShown(row, measure)) continue;
    found.push(row);
    // More are not drawn as bars anyway.
    if (found.length > NEAR) break;
  }
  return found;
}

/** More than these are not drawn one by one. */
const MANY = 50_000;
/** Pixels that one dot stands for then. */
const GRAIN = 1.5;

function farRows(scene: Scene, rows: Uint32Array): ArrayLike<number> {
  const { scale, measure } = scene;
  return rows.length > MANY ? uncovered(scene, rows) : rows.filter((row) => scale.isShown(row, measure));
}

/** Of sessions that would be drawn on the very same pixels the rarest: the others could not be seen. */
function uncovered({ scale, measure, seen, height, pixels }: Scene, rows: Uint32Array): Uint32Array {
  const [columns, lines] = [Math.ceil(pixels.width / GRAIN), Math.ceil(pixels.height / GRAIN)];
  const taken = new Uint8Array((columns + 1) * (lines + 1));
  const place = (value: number, [low, high]: Range, cells: number) => Math.floor(((value - low) / (high - low)) * cells);
  return rows.filter((row) => {
    const [x, y] = [place(scale.x(row), seen, columns), place(scale.y(row, measure), height, lines)];
    // A row that has no place has no cell either.
    const cell = x >= 0 && x <= columns && y >= 0 && y <= lines ? y * (columns + 1) + x : -1;
    if (taken[cell] !== 0) return false;
    taken[cell] = 1;
    return true;
  });
}

function points({ scale, measure }: Scene, id: string, rows: ArrayLike<number>, colour: string): object {
  const data = new Float64Array(2 * rows.length);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    data[2 * index] = scale.x(row);
    data[2 * index + 1] = scale.y(row, measure);
  }
  const isMany = rows.length > MANY / 5;
  return {
    id,
    type: "scatter",
    data,
    dimensions: ["x", "y"],
    large: true,
    largeThreshold: 0,
    progressive: 0,
    symbolSize: isMany ? 2.5 : 4,
    itemStyle: { color: colour, opacity: isMany ? 0.45 : 0.65 },
    z: 2,
  };
}

function bars({ scale, measure }: Scene, id: string, rows: ArrayLike<number>, colour: string): object {
  const data = Array.from(rows, (row) => [scale.x(row), scale.y(row, measure), scale.xEnd(row)]);
  return {
    id,
    type: "custom",
    data,
    dimensions: ["x", "y", "end"],
    encode: { x: [0, 2], y: 1 },
    clip: true,
    itemStyle: { color: colour, opacity: 0.75 },
    emphasis: { itemStyle: { opacity: 1 } },
    renderItem: bar,
    z: 2,
  };
}

interface Api {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
  visual(name: string): string;
}

/** A bar, or a dot where it would be too small to see. */
function bar(_: unknown, api: Api): object {
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  const [end] = api.coord([api.value(2), api.value(1)]);
  const style = { fill: api.visual("color"), opacity: 0.75 };
  if (end - x < 2 * DOT) return { type: "circle", shape: { cx: x, cy: y, r: DOT }, style };
  const shape = { x, y: y - BAR_HEIGHT / 2, width: end - x, height: BAR_HEIGHT, r: 3 };
  return { type: "rect", shape, style };
}

/** The rarest last, since what is drawn last lies on top. */
function markedRows({ sessions, scale, measure, rows, seen }: Scene): number[] {
  const marked: number[] = [];
  for (const row of rows) {
    if (marked.length === MARKED || (sessions.rank[row] ?? 0) > LAST_MARKED) break;
    if (scale.isShown(row, measure) && scale.x(row) <= seen[1] && scale.xEnd(row) >= seen[0]) marked.push(row);
  }
  return marked.reverse();
}

/** The rank stands in the mark. */
function marks({ scale, measure, sessions, palette }: Scene, rows: number[]): object {
  return {
    id: "marks",
    type: "scatter",
    data: rows.map((row) => [scale.x(row), scale.y(row, measure), sessions.rank[row]]),
    symbolSize: (value: number[]) => (String(value[2]).length > 2 ? 26 : 20),
    itemStyle: { color: palette.mark, borderColor: palette.paper, borderWidth: 1.5, opacity: 1 },
    label: {
      show: true,
      formatter: ({ value }: { value: number[] }) => clip(String(value[2]), 8),
      color: palette.onMark,
      fontSize: 10,
      fontWeight: 600,
    },
    labelLayout: { hideOverlap: false },
    z: 6,
  };
}

const BINS = 240;

/** How many sessions begin when, for the slider's silhouette; nothing of it is drawn in the plot itself. */
function density({ scale, kinds }: Scene): object {
  const [low, high] = scale.width;
  const counts = new Uint32Array(BINS);
  for (const { rows } of kinds) {
    for (const row of rows) {
      const bin = Math.floor(((scale.x(row) - low) / (high - low)) * BINS);
      if (bin >= 0 && bin < BINS) counts[bin]! += 1;
    }
  }
  const data = Array.from(counts, (count, bin) => [low + ((bin + 0.5) / BINS) * (high - low), Math.sqrt(count)]);
  return {
    id: "density",
    type: "line",
    data,
    yAxisIndex: 1,
    silent: true,
    showSymbol: false,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
    animation: false,
  };
}
