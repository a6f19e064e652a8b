/** Where a session is in the plot: its time, or its rank where sessions have no times, and its height. */

import type { Measure, Sessions } from "../data/sessions";
import type { Range } from "../data/filter";

export class Scale {
  readonly hasTimes: boolean;
  /** The whole width, with a little room on both sides. */
  readonly width: Range;

  constructor(private readonly sessions: Sessions) {
    const times = sessions.times;
    this.hasTimes = times !== null;
    const [first, last] = times ?? [1, Math.max(2, sessions.rank[sessions.count - 1] ?? 2)];
    const room = Math.max((last - first) / 60, this.hasTimes ? 500 : 0.5);
    this.width = [first - room, last + room];
  }

  x(row: number): number {
    return this.sessions.x(row);
  }

  xEnd(row: number): number {
    return this.sessions.xEnd(row);
  }

  /** Bits, or for likelihoods their logarithm to the base of 10. */
  y(row: number, measure: Measure): number {
    return yOfBits(this.sessions.bitsOf(measure)[row] ?? NaN, measure);
  }

  isShown(row: number, measure: Measure): boolean {
    return !Number.isNaN(this.y(row, measure)) && !Number.isNaN(this.x(row));
  }
}

const LOG10_OF_2 = Math.log10(2);

export function yOfBits(bits: number, measure: Measure): number {
  return measure === "likelihood" ? -bits * LOG10_OF_2 : bits;
}

export function bitsOfY(y: number, measure: Measure): number {
  return measure === "likelihood" ? -y / LOG10_OF_2 : y;
}
