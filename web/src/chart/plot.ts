/** The timeline. */

import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import type { Range } from "../data/filter";
import { debounced, h } from "../dom";
import { bits, counted, time } from "../text";
import type { Part, View } from "../view";
import { BoxSelect, type Corners } from "./boxselect";
import { kinds, type Kind } from "./colouring";
import { legend } from "./legend";
import { GRID, lineStep, options } from "./options";
import { palette } from "./palette";
import { bitsOfY, Scale, yOfBits } from "./scale";
import { drawing, type Drawing } from "./series";
import { tooltip } from "./tooltip";

use([CanvasRenderer, CustomChart, DataZoomComponent, GridComponent, LineChart, ScatterChart, TooltipComponent]);

const HELP =
  "Timeline of sessions. Plus and minus zoom, left and right move, 0 shows everything, " +
  "up and down go to the next odder or less odd session, Enter looks at its events, Escape takes the selection away.";

export class Plot {
  readonly element = h("div", { class: "plot", tabindex: 0, role: "group", "aria-label": HELP });
  readonly legend = h("div", { class: "legend" });
  readonly hint = h("p", { class: "hint", role: "status" });
  private readonly chart: ECharts;
  private readonly scale: Scale;
  private readonly ring = h("div", { class: "ring", hidden: true });
  private readonly boxes: BoxSelect;
  private drawn: Drawing = { series: [], rows: new Map(), isNear: false, isSparse: false };
  private kinds: Kind[] = [];
  private seen: Range;
  private height: Range = [0, 1];
  private drawnFor: Uint32Array | null = null;
  /** The time range that the zoom is at. */
  private zoomedTo: Range | null = null;
  private isFollowing = false;

  /** `open` is called when a session is wanted whole. */
  constructor(
    private readonly view: View,
    private readonly open: () => void,
  ) {
    this.scale = new Scale(view.sessions);
    this.seen = this.scale.width;
    const canvas = h("div", { class: "canvas" });
    this.element.append(canvas, this.ring);
    this.chart = init(canvas, null, { renderer: "canvas", width: 800, height: 380 });
    this.boxes = new BoxSelect(this.element, (corners) => this.selectBox(corners));
    this.chart.on("datazoom", () => this.zoomed());
    this.chart.on("click", (event) => this.select(event as { seriesId?: string; dataIndex?: number }));
    this.element.addEventListener("keydown", (event) => this.key(event));
    view.onChange((changed) => this.update(changed));
    new ResizeObserver(() => this.resize()).observe(this.element);
  }

  /** Draws everything anew. */
  draw(): void {
    const { sessions, state, drawn } = this.view;
    this.kinds = kinds(sessions, drawn, state.colour);
    this.height = this.heightOf(drawn);
    this.drawn = this.drawing();
    const frame = options({
      scoreName: this.view.sessions.page.score_name,
      scale: this.scale,
      measure: state.measure,
      height: this.height,
      seen: this.seen,
      palette: palette(),
      tooltip: (params) => this.tooltip(params),
    });
    this.chart.setOption({ ...frame, series: this.drawn.series }, { notMerge: true });
    legend(this.legend, this.view, this.element, this.kinds);
    this.say();
    this.mark();
  }

  /** Where a session is on the page, in pixels of the plot; `null` where it is not to be seen. */
  placeOf(row: number): [number, number] | null {
    const { measure } = this.view.state;
    if (!this.scale.isShown(row, measure) || !this.view.isDrawn(row)) return null;
    const point = this.chart.convertToPixel("grid", [this.scale.x(row), this.scale.y(row, measure)]);
    const [x, y] = [point[0] ?? 0, point[1] ?? 0];
    const isInX = x >= GRID.left - 1 && x <= this.chart.getWidth() - GRID.right + 1;
    const isInY = y >= GRID.top - 1 && y <= this.chart.getHeight() - GRID.bottom + 1;
    return isInX && isInY ? [x, y] : null;
  }

  /** Whether a drag draws a box. */
  set selecting(isOn: boolean) {
    this.boxes.on = isOn;
  }

  private drawing(): Drawing {
    const { sessions, state, drawn } = this.view;
    return drawing({
      sessions,
      scale: this.scale,
      measure: state.measure,
      kinds: this.kinds,
      seen: this.seen,
      height: this.height,
      pixels: {
        width: this.chart.getWidth() - GRID.left - GRID.right,
        height: this.chart.getHeight() - GRID.top - GRID.bottom,
      },
      rows: drawn,
      palette: palette(),
    });
  }

  private heightOf(rows: Uint32Array): Range {
    const { sessions, state } = this.view;
    const bits = sessions.bitsOf(state.measure);
    let highest = 0;
    for (const row of rows) {
      const value = bits[row] ?? NaN;
      if (value > highest) highest = value;
    }
    const top = Math.max(highest * 1.06, 1);
    return state.measure === "likelihood" ? [-rounded(-yOfBits(top, "likelihood")), 0] : [0, rounded(top)];
  }

  private update(changed: Set<Part>): void {
    const { filter } = this.view.state;
    const before = this.drawnFor;
    this.drawnFor = this.view.drawn;
    if (changed.has("measure") || changed.has("colour") || before !== this.view.drawn) this.draw();
    if (changed.has("filter") && filter.time !== this.zoomedTo) this.follow(filter.time);
    if (changed.has("filter")) this.showBox();
    if (changed.has("selected")) this.mark();
  }

  /** Goes where somebody else wants the zoom to be, and does not tell them. */
  private follow(time: Range | null): void {
    this.zoomedTo = time;
    this.isFollowing = true;
    this.zoomTo(time ?? this.scale.width);
    this.isFollowing = false;
  }

  private zoomTo([from, to]: Range): void {
    const [low, high] = this.seen;
    const isClose = (a: number, b: number) => Math.abs(a - b) <= (high - low) / 1000;
    if (isClose(low, from) && isClose(high, to)) return;
    this.chart.dispatchAction({ type: "dataZoom", startValue: from, endValue: to });
  }

  private readonly tellZoom = debounced(120, () => {
    const [low, high] = this.scale.width;
    const isWhole = this.seen[1] - this.seen[0] >= (high - low) * 0.999;
    this.zoomedTo = isWhole ? null : this.seen;
    this.view.filter({ time: this.zoomedTo });
  });

  private zoomed(): void {
    const width = this.chart.getWidth();
    const from = this.chart.convertFromPixel({ xAxisIndex: 0 }, GRID.left) as number;
    const to = this.chart.convertFromPixel({ xAxisIndex: 0 }, width - GRID.right) as number;
    this.seen = [from, to];
    this.mark();
    this.redraw();
    if (!this.isFollowing) this.tellZoom();
  }

  /** What is seen may be near enough for bars now, and other sessions the rarest of it. */
  private readonly redraw = debounced(80, () => {
    this.drawn = this.drawing();
    this.chart.setOption({ series: this.drawn.series }, { replaceMerge: ["series"] });
    this.say();
    this.mark();
  });

  private tooltip(params: unknown): HTMLElement {
    const row = this.rowOf(params as { seriesId?: string; dataIndex?: number });
    return row === null ? h("div") : tooltip(this.view.sessions, row);
  }

  private rowOf({ seriesId, dataIndex }: { seriesId?: string; dataIndex?: number }): number | null {
    return this.drawn.rows.get(seriesId ?? "")?.[dataIndex ?? -1] ?? null;
  }

  private select(event: { seriesId?: string; dataIndex?: number }): void {
    const row = this.rowOf(event);
    if (row !== null) this.view.change({ selected: row });
  }

  private selectBox({ left, right, top, bottom }: Corners): void {
    const { measure } = this.view.state;
    const at = (x: number, y: number) => this.chart.convertFromPixel("grid", [x, y]);
    const [[from, high], [to, low]] = [at(left, top), at(right, bottom)] as [[number, number], [number, number]];
    const bits = [bitsOfY(low, measure), bitsOfY(high, measure)].sort((a, b) => a - b) as Range;
    this.view.filter({ box: { time: [from, to], bits, measure } });
  }

  private showBox(): void {
    const { filter, measure } = this.view.state;
    const box = filter.box;
    if (!box || (box.measure === "score") !== (measure === "score")) return this.boxes.show(null);
    const at = (x: number, bits: number) => this.chart.convertToPixel("grid", [x, yOfBits(bits, measure)]);
    const [[left, y], [right, otherY]] = [at(box.time[0], box.bits[0]), at(box.time[1], box.bits[1])] as [
      [number, number],
      [number, number],
    ];
    this.boxes.show({ left, right, top: Math.min(y, otherY), bottom: Math.max(y, otherY) });
  }

  /** A ring around the session that is looked at, and the box. */
  private mark(): void {
    const { selected } = this.view.state;
    const place = selected === null ? null : this.placeOf(selected);
    this.ring.hidden = place === null;
    if (place) Object.assign(this.ring.style, { left: `${place[0]}px`, top: `${place[1]}px` });
    this.showBox();
  }

  private say(): void {
    const { sessions, drawn, state } = this.view;
    this.element.dataset["sessions"] = String(sessions.count);
    if (sessions.count === 0) {
      this.hint.textContent = "There are no sessions.";
      return;
    }
    const without = drawn.length - this.kinds.reduce((sum, kind) => sum + shown(this.scale, kind, state.measure), 0);
    const parts = [
      this.drawn.isNear ? "Bars last from a session's first event to its last." : "Zoom in to see how long sessions last.",
      this.drawn.isSparse ? "Where sessions lie on each other, the rarest of them is drawn." : "",
      without > 0 ? `${counted(without, "session")} without ${state.measure === "score" ? "a score" : "a likelihood"} not drawn.` : "",
      this.scale.hasTimes ? "Times are UTC." : "The sessions came without times: they are drawn by rank.",
    ];
    this.hint.textContent = parts.filter((part) => part !== "").join(" ");
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0) return;
    this.chart.resize({ width: clientWidth, height: clientHeight });
    this.mark();
    this.redraw();
  }

  private key(event: KeyboardEvent): void {
    const [from, to] = this.seen;
    const span = to - from;
    const moves: Record<string, () => void> = {
      "+": () => this.zoomTo([from + span / 4, to - span / 4]),
      "=": () => this.zoomTo([from + span / 4, to - span / 4]),
      "-": () => this.zoomTo(this.limited([from - span / 2, to + span / 2])),
      ArrowLeft: () => this.zoomTo(this.moved(-span / 5)),
      ArrowRight: () => this.zoomTo(this.moved(span / 5)),
      "0": () => this.zoomTo(this.scale.width),
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.open(),
      Escape: () => this.escape(),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  private limited([from, to]: Range): Range {
    return [Math.max(from, this.scale.width[0]), Math.min(to, this.scale.width[1])];
  }

  private moved(by: number): Range {
    const [low, high] = this.scale.width;
    const shift = Math.min(Math.max(by, low - this.seen[0]), high - this.seen[1]);
    return [this.seen[0] + shift, this.seen[1] + shift];
  }

  /** To the next session of the list. */
  private step(by: number): void {
    const { rows, state, sessions } = this.view;
    const at = state.selected === null ? -1 : rows.indexOf(state.selected);
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next === undefined) return;
    this.view.change({ selected: next });
    const score = bits(sessions.bitsOf(sessions.mainMeasure)[next]);
    const said = `Rank ${sessions.rank[next]}, ${score} bits, ${time(sessions.begin[next] ?? NaN)}.`;
    this.hint.textContent = said;
  }

  private escape(): void {
    if (this.view.state.filter.box) this.view.filter({ box: null });
    else this.view.change({ selected: null });
  }
}

function shown(scale: Scale, kind: Kind, measure: View["state"]["measure"]): number {
  let count = 0;
  for (const row of kind.rows) if (scale.isShown(row, measure)) count++;
  return count;
}

/** Up to the next line of the axis. */
function rounded(value: number): number {
  const step = lineStep(value);
  return Math.ceil(value / step) * step;
}
