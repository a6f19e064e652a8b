import { describe, expect, test } from "vitest";

import { bits, clip, counted, duration, likelihood, percent, readTime, time, visible } from "../../src/text";

describe("log text", () => {
  test("what hides or acts becomes visible", () => {
    expect(visible("\u001b[2J\u0007 a\r\n\u007f")).toBe("␛[2J␇ a␍␊␡");
    expect(visible("invoice\u202efdp.exe")).toBe("invoice\\u{202e}fdp.exe");
    expect(visible("Set\u200b-Mailbox\u{e0041}\u2066")).toBe("Set\\u{200b}-Mailbox\\u{e0041}\\u{2066}");
    expect(visible("Set-Mailbox é 日本 → 👍")).toBe("Set-Mailbox é 日本 → 👍");
  });

  test("what is visible stays as it is", () => {
    for (let code = 0; code < 0x11_0000; code += code < 0x3000 ? 1 : 97) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const shown = visible(String.fromCodePoint(code));
      expect(visible(shown)).toBe(shown);
    }
  });

  test("long texts are cut, whatever they are made of", () => {
    expect(clip("x".repeat(100_000))).toHaveLength(300);
    expect(clip("\u202e".repeat(100_000)).length).toBeLessThanOrEqual(300);
    expect(clip("👍".repeat(400))).toMatch(/^(👍)+…$/u);
    expect(clip("x".repeat(300))).toBe("x".repeat(300));
  });
});

describe("numbers", () => {
  test("bits and likelihoods", () => {
    expect([bits(12.34), bits(-0.01), bits(NaN), bits(null)]).toEqual(["12.3", "0.0", "–", "–"]);
    expect([likelihood(0), likelihood(1), likelihood(10), likelihood(NaN)]).toEqual(["1", "0.5", "0.00098", "–"]);
    expect(likelihood(20)).toBe("9.5e-7");
    expect(likelihood(5_000)).toBe("7.1e-1506");
  });

  test("a likelihood's mantissa is never ten", () => {
    for (let value = 13; value < 400; value += 0.01) expect(likelihood(value)).not.toMatch(/^10/);
  });

  test("shares and counts", () => {
    expect([0, 1, 0.0001, 0.99999, 0.054, 0.34, 0.955].map(percent)).toEqual(["0 %", "100 %", "< 0.1 %", "> 99.9 %", "5.4 %", "34 %", "95.5 %"]);
    expect([counted(1, "session"), counted(2_000, "entity", "entities")]).toEqual(["1 session", "2,000 entities"]);
  });
});

describe("times", () => {
  test("are read as they are written", () => {
    const now = Date.UTC(2024, 4, 21, 2, 14, 18);
    expect(time(now)).toBe("2024-05-21 02:14:18");
    expect(readTime(time(now))).toBe(now);
    expect(readTime("2024-05-21")).toBe(Date.UTC(2024, 4, 21));
    expect(readTime("2024-05-21T02:14Z")).toBe(Date.UTC(2024, 4, 21, 2, 14));
    expect(readTime("2024-05-21", true)).toBe(Date.UTC(2024, 4, 22) - 1);
    expect(readTime("2024-05-21 02:14:18", true)).toBe(now + 999);
    expect([readTime("yesterday"), readTime("2024-13-40"), readTime("5/4/2024")]).toEqual([null, null, null]);
    expect([time(NaN), time(1e300)]).toEqual(["–", "–"]);
  });

  test("durations have two units at most", () => {
    expect([0, 850, 3_000, 125_000, 4_800_000, 277_200_000, NaN].map(duration)).toEqual(["0ms", "850ms", "3s", "2m 5s", "1h 20m", "3d 5h", "–"]);
  });
});
