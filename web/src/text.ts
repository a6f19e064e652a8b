/** Text and numbers for people's eyes. Log text is written by attackers: nothing of it may hide or turn the direction. */

/** So many characters of a log text are shown. */
const LONGEST = 300;

// What acts on its surroundings or has no shape of its own: as the other reports of oddwalk have it.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** The text with every hidden character made visible: ESC is `␛`, a bidi override `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : `\\u{${code.toString(16)}}`;
  });
}

/** The text made visible, and cut where it is long. */
export function clip(text: string, longest = LONGEST): string {
  const shown = visible(text.length > 4 * longest ? text.slice(0, 4 * longest) : text);
  if (shown.length <= longest && text.length <= 4 * longest) return shown;
  return `${Array.from(shown).slice(0, longest - 1).join("")}…`;
}

/** A name that can be seen, even where it is empty. */
export function named(text: string): string {
  return text === "" ? "(empty)" : clip(text, 60);
}

/** A file's name without its folders. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `1,234,567`. */
export function thousands(value: number): string {
  return whole.format(value);
}

/** `1 session`, `2,000 sessions`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${thousands(value)} ${value === 1 ? one : many}`;
}

/** Bits with one decimal, `–` where there are none. */
export function bits(value: number | null | undefined): string {
  if (value == null || Number.isNaN(value)) return "–";
  return value.toFixed(1).replace(/^-0\.0$/, "0.0");
}

/** 2^-bits in scientific notation, also where a double would be 0. */
export function likelihood(surprisal: number | null | undefined): string {
  if (surprisal == null || Number.isNaN(surprisal)) return "–";
  if (surprisal < 13) return trimmed((2 ** -surprisal).toPrecision(2));
  const log10 = -surprisal * Math.LOG10E * Math.LN2;
  let exponent = Math.floor(log10);
  let mantissa = (10 ** (log10 - exponent)).toFixed(1);
  if (mantissa === "10.0") [mantissa, exponent] = ["1.0", exponent + 1];
  return `${mantissa}e${exponent}`;
}

function trimmed(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
}

/** A share as a percentage, precise where it is small or near all. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value === 0 || value === 100) return `${value} %`;
  if (value < 0.1) return "< 0.1 %";
  if (value > 99.9) return "> 99.9 %";
  return `${value < 10 || value > 90 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** `2024-05-01 10:00:00` in UTC. */
export function time(ms: number): string {
  if (Number.isNaN(ms)) return "–";
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "–" : date.toISOString().slice(0, 19).replace("T", " ");
}

/** As NDJSON has it; `null` where there is none. */
export function isoTime(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * What `time` writes, a day, or a day and minutes, in milliseconds; `null` where it is none of them. As the end of a range
 * it is the last millisecond of what is written.
 */
export function readTime(text: string, isEnd = false): number | null {
  const form = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?(\.\d{1,3})?Z?)?$/.exec(text.trim());
  if (!form) return null;
  const [, day, minutes, seconds, fraction] = form;
  const ms = Date.parse(`${day}T${minutes ?? "00:00"}${seconds ?? ""}${fraction ?? ""}Z`);
  const length = fraction ? 1 : seconds ? 1_000 : minutes ? 60_000 : 86_400_000;
  return Number.isNaN(ms) ? null : ms + (isEnd ? length - 1 : 0);
}

/** `850ms`, `3s`, `2m 5s`, `1h 20m`, `3d 4h`. */
export function duration(ms: number): string {
  if (Number.isNaN(ms)) return "–";
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const seconds = Math.round(ms / 1000);
  const units: [string, number][] = [["d", 86_400], ["h", 3_600], ["m", 60], ["s", 1]];
  const largest = units.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  return units
    .slice(largest, largest + 2)
    .map(([name, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count > 0 ? `${count}${name}` : "";
    })
    .filter((part) => part !== "")
    .join(" ");
}
