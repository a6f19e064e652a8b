/** The bars above and below the plot: what is drawn, and which sessions. */

import type { Plot } from "./chart/plot";
import { EVERYTHING, type Range } from "./data/filter";
import type { Measure } from "./data/sessions";
import { debounced, h } from "./dom";
import { RangeSlider } from "./range";
import { bits, clip, readTime, thousands, time, visible } from "./text";
import type { Colour, View } from "./view";

/** So many names are offered while one is typed. */
const OFFERED = 300;

/** Height, colour and the box. */
export function drawingControls(view: View, plot: Plot): HTMLElement {
  const { judged, recipes, score_name: scoreName } = view.sessions.page;
  const bits: [Measure, string][] = [
    ["surprisal", "Surprisal"],
    ["likelihood", "Likelihood"],
  ];
  const scores: [Measure, string][] = judged ? [["score", clip(scoreName ?? "Score", 40)]] : [];
  const measures = scoreName ? scores : [...scores, ...bits];
  const colours: [Colour, string][] = [["none", "nothing"], ["entity", "entity"], ["command", "rarest command"]];
  if (recipes.length > 1) colours.push(["recipe", "kind of log"]);
  return h(
    "div",
    { class: "controls" },
    choice("Height", measures, view.state.measure, (measure) => view.change({ measure })),
    pick("Colour by", colours, (colour) => view.change({ colour })),
    boxButton(plot),
  );
}

function choice<T extends string>(label: string, values: [T, string][], now: T, chosen: (value: T) => void): HTMLElement {
  const buttons = values.map(([value, name]) =>
    h("button", { type: "button", "aria-pressed": value === now ? "true" : "false", onclick: () => press(value) }, name),
  );
  const press = (value: T) => {
    values.forEach(([other], index) => buttons[index]?.setAttribute("aria-pressed", String(other === value)));
    chosen(value);
  };
  return h("div", { class: "choice", role: "group", "aria-label": label }, h("span", { class: "label" }, label), buttons);
}

function pick<T extends string>(label: string, values: [T, string][], chosen: (value: T) => void): HTMLElement {
  const select = h(
    "select",
    { "aria-label": label, onchange: () => chosen(select.value as T) },
    values.map(([value, name]) => h("option", { value }, name)),
  );
  return h("label", {}, h("span", { class: "label" }, label), select);
}

function boxButton(plot: Plot): HTMLElement {
  let isOn = false;
  const title = "Drag a box around sessions to list them alone; Shift and drag does so too";
  const button = h(
    "button",
    {
      type: "button",
      class: "toggle",
      "aria-pressed": "false",
      title,
      onclick: () => {
        isOn = !isOn;
        plot.selecting = isOn;
        button.setAttribute("aria-pressed", String(isOn));
      },
    },
    "Select a box",
  );
  return button;
}

/** The sliders, the texts and the time. */
export function filterControls(view: View): HTMLElement {
  return h(
    "div",
    { class: "filters" },
    textFilter(view, "text", "Text", "anything"),
    textFilter(view, "entity", "Entity", "who", entityNames(view)),
    textFilter(view, "command", "Command", "what", commandNames(view)),
    recipeFilter(view),
    timeFilter(view),
    scoreFilter(view),
    rankFilter(view),
    h("button", { type: "button", class: "reset", onclick: () => view.change({ filter: EVERYTHING }) }, "Show all"),
  );
}

function textFilter(
  view: View,
  key: "text" | "entity" | "command",
  label: string,
  placeholder: string,
  offered: string[] = [],
): HTMLElement {
  const tell = debounced(150, () => view.filter({ [key]: input.value }));
  const list = offered.length > 0 ? `offered-${key}` : null;
  const input = h("input", { type: "search", placeholder, list, autocomplete: "off", spellcheck: "false", oninput: tell });
  view.onChange(() => {
    if (input !== document.activeElement) input.value = visible(view.state.filter[key]);
  });
  const names = list ? h("datalist", { id: list }, offered.map((value) => h("option", { value: visible(value) }))) : null;
  return h("label", {}, h("span", { class: "label" }, label), input, names);
}

/** Those of the oddest sessions. */
function entityNames({ sessions }: View): string[] {
  const found = new Set<string>();
  for (let row = 0; row < sessions.count && found.size < OFFERED; row++) {
    found.add(sessions.entityLabel(sessions.entity[row] ?? 0));
  }
  return [...found].filter((name) => name.length < OFFERED);
}

function commandNames({ sessions }: View): string[] {
  return sessions.page.commands.filter((name) => name.length < OFFERED).slice(0, 2 * OFFERED).sort();
}

function recipeFilter(view: View): HTMLElement | null {
  const { recipes } = view.sessions.page;
  if (recipes.length < 2) return null;
  const chosen = () => view.filter({ recipe: select.value === "" ? null : Number(select.value) });
  const options = recipes.map(({ name }, index) => h("option", { value: index }, clip(name, 40)));
  const select = h("select", { "aria-label": "Kind of log", onchange: chosen }, h("option", { value: "" }, "all"), options);
  view.onChange(() => (select.value = String(view.state.filter.recipe ?? "")));
  return h("label", {}, h("span", { class: "label" }, "Kind of log"), select);
}

function timeFilter(view: View): HTMLElement | null {
  const whole = view.sessions.times;
  if (!whole) return null;
  const inputs = ["from", "to"].map((name, index) =>
    h("input", {
      type: "text",
      class: "time",
      "aria-label": `time ${name}, UTC`,
      placeholder: time(whole[index] ?? NaN),
      onchange: () => tell(index),
    }),
  );
  const tell = (index: number) => {
    const input = inputs[index];
    const read = input?.value.trim() ? readTime(input.value, index === 1) : whole[index];
    const range: Range = [...(view.state.filter.time ?? whole)];
    if (read != null) range[index] = read;
    const isWrong = read == null || range[0] > range[1] || range[0] > whole[1] || range[1] < whole[0];
    input?.setAttribute("aria-invalid", String(isWrong));
    if (!isWrong) view.filter({ time: range[0] <= whole[0] && range[1] >= whole[1] ? null : range });
  };
  view.onChange((changed) => {
    if (!changed.has("filter")) return;
    inputs.forEach((input, index) => {
      const now = view.state.filter.time?.[index];
      if (input !== document.activeElement) input.value = now === undefined ? "" : time(now);
      input.removeAttribute("aria-invalid");
    });
  });
  return h("div", { class: "times" }, h("span", { class: "label" }, "Time (UTC)"), inputs[0], "–", inputs[1]);
}

function scoreFilter(view: View): HTMLElement {
  const { sessions } = view;
  const column = sessions.bitsOf(sessions.mainMeasure);
  let highest = 1;
  for (const value of column) if (value > highest) highest = value;
  const range: Range = [0, highest];
  const slider = new RangeSlider({
    label: sessions.page.judged ? "Score" : "Bits",
    range,
    words: bits,
    changed: slowly(range, (score) => view.filter({ score })),
  });
  view.onChange(() => slider.set(view.state.filter.score));
  return slider.element;
}

function rankFilter(view: View): HTMLElement {
  const { sessions } = view;
  const range: Range = [1, Math.max(1, sessions.rank[sessions.count - 1] ?? 1)];
  const slider = new RangeSlider({
    label: "Rank",
    range,
    isLogarithmic: true,
    isWhole: true,
    words: thousands,
    changed: slowly(range, (rank) => view.filter({ rank })),
  });
  view.onChange(() => slider.set(view.state.filter.rank));
  return slider.element;
}

/** While a handle is dragged the plot follows as fast as it can be drawn. */
function slowly(whole: Range, tell: (range: Range | null) => void): (range: Range) => void {
  let last = whole;
  const run = debounced(60, () => tell(last[0] <= whole[0] && last[1] >= whole[1] ? null : last));
  return (range) => {
    last = range;
    run();
  };
}
