import { MILLION } from "./million";
import { expect, test } from "./pages";

// Times are so generous that they fail only where something grows as it must not.
test("a million sessions are drawn, found and sorted", async ({ report, page }) => {
  test.setTimeout(180_000);
  const took = async (what: string, run: () => Promise<unknown>) => {
    const start = Date.now();
    await run();
    console.log(`${what}: ${Date.now() - start} ms`);
    return Date.now() - start;
  };
  expect(await took("open", () => report.open("million"))).toBeLessThan(30_000);
  await expect(report.count).toHaveText("1,000,000 sessions");
  expect(await report.plot.getAttribute("data-sessions")).toBe(String(MILLION));
  const { x, y } = await report.place(1);
  await page.mouse.move(x - 2, y);
  expect(await took("hover", async () => {
    await page.mouse.move(x, y);
    await expect(page.locator(".tip")).toBeVisible();
  })).toBeLessThan(10_000);
  expect(await took("filter", async () => {
    await report.field("Command").fill("Command-399");
    await expect(report.count).not.toHaveText("1,000,000 sessions");
  })).toBeLessThan(10_000);
  expect(await took("all again", async () => {
    await page.getByRole("button", { name: "Show all" }).click();
    await expect(report.count).toHaveText("1,000,000 sessions");
  })).toBeLessThan(10_000);
  expect(await took("sort", async () => {
    await page.getByRole("columnheader", { name: "begin" }).getByRole("button").click();
    await expect(page.getByRole("columnheader", { name: "begin" })).toHaveAttribute("aria-sort", "ascending");
  })).toBeLessThan(10_000);
  expect(await took("zoom", async () => {
    await report.plot.focus();
    await page.keyboard.press("+");
    await expect.poll(() => report.seen()).not.toBeNull();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  })).toBeLessThan(15_000);
  expect(await took("end of the list", async () => {
    await page.locator(".grid").focus();
    await page.keyboard.press("End");
    await expect(page.locator(".line.selected")).toBeVisible();
  })).toBeLessThan(10_000);
  await report.zoomTo(1, 0.05);
  await expect(page.locator(".hint[role=status]")).toContainText("Bars last");
});
