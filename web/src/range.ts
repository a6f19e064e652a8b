/** A slider with two handles. */

import type { Range } from "./data/filter";
import { h } from "./dom";

const STEPS = 1000;

export interface RangeOptions {
  label: string;
  range: Range;
  /** Small values have most of the room. */
  isLogarithmic?: boolean;
  isWhole?: boolean;
  words(value: number): string;
  changed(range: Range): void;
}

export class RangeSlider {
  readonly element: HTMLElement;
  private readonly low: HTMLInputElement;
  private readonly high: HTMLInputElement;
  private readonly track = h("div", { class: "track" });
  private readonly output = h("output");

  constructor(private readonly options: RangeOptions) {
    this.low = this.handle("from", 0);
    this.high = this.handle("to", STEPS);
    this.element = h(
      "div",
      { class: "range", role: "group", "aria-label": options.label },
      h("span", { class: "label" }, options.label),
      h("div", { class: "handles" }, this.track, this.low, this.high),
      this.output,
    );
    this.show();
  }

  /** Puts the handles where the range is, without telling anybody. */
  set(range: Range | null): void {
    const [low, high] = range ?? this.options.range;
    // Several steps can mean the same value: a handle that says it already stays where it is, so that keys can go on.
    if (this.value(Number(this.low.value)) !== low) this.low.value = String(this.step(low));
    if (this.value(Number(this.high.value)) !== high) this.high.value = String(this.step(high));
    this.show();
  }

  private handle(name: string, value: number): HTMLInputElement {
    const input = h("input", {
      type: "range",
      min: 0,
      max: STEPS,
      step: 1,
      value,
      "aria-label": `${this.options.label}, ${name}`,
      oninput: () => this.moved(input),
    });
    return input;
  }

  private moved(input: HTMLInputElement): void {
    const [low, high] = [Number(this.low.value), Number(this.high.value)];
    if (low > high) input.value = String(input === this.low ? high : low);
    this.show();
    this.options.changed([this.value(Number(this.low.value)), this.value(Number(this.high.value))]);
  }

  private show(): void {
    const [low, high] = [Number(this.low.value), Number(this.high.value)];
    this.track.style.setProperty("--from", `${(100 * low) / STEPS}%`);
    this.track.style.setProperty("--to", `${(100 * high) / STEPS}%`);
    // The handle that can still move lies on top.
    this.low.style.zIndex = low > STEPS / 2 ? "1" : "0";
    const words = [this.value(low), this.value(high)].map((value) => this.options.words(value));
    this.output.textContent = words.join(" – ");
    this.low.setAttribute("aria-valuetext", words[0] ?? "");
    this.high.setAttribute("aria-valuetext", words[1] ?? "");
  }

  /** At the ends the very ends, so that nothing is lost by rounding. */
  private value(step: number): number {
    const [low, high] = this.options.range;
    if (step <= 0) return low;
    if (step >= STEPS) return high;
    const share = step / STEPS;
    const value = this.options.isLogarithmic ? low * (high / low) ** share : low + share * (high - low);
    return this.options.isWhole ? Math.round(value) : value;
  }

  private step(value: number): number {
    const [low, high] = this.options.range;
    if (high <= low) return value > low ? STEPS : 0;
    const share = this.options.isLogarithmic
      ? Math.log(value / low) / Math.log(high / low)
      : (value - low) / (high - low);
    return Math.round(Math.min(Math.max(share, 0), 1) * STEPS);
  }
}
