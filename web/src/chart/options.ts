/** Axes, zoom and tooltip. */

import type { Measure } from "../data/sessions";
import type { Range } from "../data/filter";
import type { Palette } from "./palette";
import type { Scale } from "./scale";

/** Pixels around the plot. */
export const GRID = { left: 64, right: 20, top: 18, bottom: 78 };

const NAMES: Record<Measure, string> = {
  score: "score (bits)",
  surprisal: "surprisal of the rarest window (bits)",
  likelihood: "likelihood of the rarest window",
};

export interface Frame {
  scale: Scale;
  measure: Measure;
  /** What the scores are, where they are no bits. */
  scoreName: string | undefined;
  height: Range;
  seen: Range;
  palette: Palette;
  tooltip(params: unknown): HTMLElement;
}

export function options({ scale, measure, scoreName, height, seen, palette, tooltip }: Frame): object {
  const text = { color: palette.soft, fontSize: 11 };
  const line = { lineStyle: { color: palette.line } };
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: "system-ui, sans-serif", color: palette.ink },
    grid: GRID,
    xAxis: {
      type: scale.hasTimes ? "time" : "value",
      min: scale.width[0],
      max: scale.width[1],
      // At the bottom, also where the heights are below 0.
      axisLine: { ...line, onZero: false },
      axisTick: line,
      axisLabel: { ...text, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: [
      {
        type: "value",
        min: height[0],
        max: height[1],
        interval: lineStep(height[1] - height[0]),
        name: scoreName ?? NAMES[measure],
        nameLocation: "middle",
        nameGap: measure === "likelihood" ? 48 : 40,
        nameTextStyle: text,
        axisLabel: { ...text, formatter: (value: number) => label(value, measure) },
        splitLine: line,
      },
      { type: "value", show: false },
    ],
    dataZoom: zooms(scale, seen, palette),
    tooltip: {
      trigger: "item",
      confine: true,
      backgroundColor: palette.paper,
      borderColor: palette.line,
      padding: 10,
      textStyle: { color: palette.ink, fontSize: 12 },
      formatter: tooltip,
    },
  };
}

/** From one line across the plot to the next: a round number, so that there are about five. */
export function lineStep(height: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(height, 1) / 5));
  return [1, 2, 5, 10].map((factor) => factor * size).find((step) => step * 5 >= height) ?? size;
}

function label(value: number, measure: Measure): string {
  if (measure !== "likelihood") return String(Number(value.toFixed(2)));
  if (value === 0) return "1";
  return Number.isInteger(value) ? `1e${value}` : (10 ** value).toPrecision(2);
}

function zooms(scale: Scale, seen: Range, palette: Palette): object[] {
  const shared = { xAxisIndex: 0, filterMode: "none", startValue: seen[0], endValue: seen[1], throttle: 60 };
  const area = { lineStyle: { color: palette.others, width: 1 }, areaStyle: { color: palette.others, opacity: 0.25 } };
  return [
    { ...shared, type: "inside", minValueSpan: scale.hasTimes ? 1000 : 2 },
    {
      ...shared,
      type: "slider",
      left: GRID.left,
      right: GRID.right,
      bottom: 8,
      height: 34,
      brushSelect: true,
      borderColor: palette.line,
      dataBackground: area,
      selectedDataBackground: area,
      fillerColor: `color-mix(in srgb, ${palette.accent} 14%, transparent)`,
      handleStyle: { color: palette.paper, borderColor: palette.accent },
      moveHandleStyle: { color: palette.line },
      emphasis: { moveHandleStyle: { color: palette.accent }, handleStyle: { borderColor: palette.accent } },
      textStyle: { color: palette.soft, fontSize: 10 },
      showDetail: false,
      minValueSpan: scale.hasTimes ? 1000 : 2,
    },
  ];
}
