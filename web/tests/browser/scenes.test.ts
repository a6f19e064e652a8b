/** Pictures that somebody has looked at. Make them anew with `npm run test:browser -- --update-snapshots`. */

import { expect, test } from "./pages";

test("overview", async ({ report, page }) => {
  await report.open("demo/report");
  await expect(page).toHaveScreenshot("overview.png");
});

test("near, by command, in the dark", async ({ report, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await report.open("demo/report");
  await report.field("Colour by").selectOption("command");
  await report.zoomTo(1, 0.5);
  const { x, y } = await report.place(1);
  await page.mouse.move(x - 2, y);
  await page.mouse.move(x, y);
  await expect(page.locator(".tip")).toBeVisible();
  await expect(page).toHaveScreenshot("near-dark.png");
});

test("a session", async ({ report, page }) => {
  await report.open("demo/report");
  await report.line(2).click();
  await page.addStyleTag({ content: ".panel { height: auto }" });
  await expect(report.panel).toHaveScreenshot("session.png");
});

test("where to begin", async ({ report, page }) => {
  await report.open("demo/report");
  await report.tab("Where to begin");
  await expect(page.locator(".pages")).toHaveScreenshot("begin.png");
});

test("narrow", async ({ report, page }) => {
  await page.setViewportSize({ width: 900, height: 1200 });
  await report.open("demo/report");
  await expect(page).toHaveScreenshot("narrow.png");
});

test("likelihoods of msticpy's method", async ({ report, page }) => {
  await report.open("msticpy");
  await page.getByRole("button", { name: "Likelihood", exact: true }).click();
  await expect(page).toHaveScreenshot("likelihood.png");
});
