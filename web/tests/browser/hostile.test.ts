import { HOSTILE } from "./hostile";
import { expect, test } from "./pages";

test("hostile text is shown, and is nothing but text", async ({ report, page }) => {
  await report.open("hostile");
  const elements = () => page.evaluate(() => document.querySelectorAll("#app script, #app img, #app svg, #app iframe, #app a, #app b.x").length);
  for (const text of HOSTILE) {
    await report.field("Text").fill(text.slice(0, 20));
    await expect(page.locator(".line[data-rank]").first()).toBeVisible();
    await page.locator(".line[data-rank]").first().click();
    await expect(report.panel).toContainText("Event by event");
    await report.page.locator(".panel details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
    expect(await elements(), text).toBe(0);
  }
  await report.field("Text").fill("<script>");
  await expect(report.panel).toBeVisible();
  await expect(page.locator(".line .who").first()).toContainText("<script>alert('script')</script>");
});

test("what hides in names is made visible", async ({ report, page }) => {
  await report.open("hostile");
  await report.field("Text").fill("invoice");
  await expect(page.locator(".line .who").first()).toContainText("invoice\\u{202e}fdp.exe");
  await page.getByRole("button", { name: "Only this entity" }).click();
  const shown = await page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLOptionElement>("input, option")];
    return document.body.innerText + fields.map((field) => field.value).join(" ");
  });
  expect(shown).not.toMatch(/[\u202e\u200b\u001b\u0007]/);
});

test("long names are cut and say so", async ({ report, page }) => {
  await report.open("hostile");
  await report.field("Text").fill("AAAAAAAA");
  await page.locator(".line[data-rank]").first().click();
  const longest = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.querySelector("#app") as Node, NodeFilter.SHOW_TEXT);
    let longest = 0;
    while (texts.nextNode()) longest = Math.max(longest, texts.currentNode.textContent?.length ?? 0);
    return longest;
  });
  expect(longest).toBeLessThan(1_200);
  await expect(report.panel).toContainText("…");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(1440);
});

test("the pointer, colours and other tabs show it as text as well", async ({ report, page }) => {
  await report.open("hostile");
  await report.field("Colour by").selectOption("command");
  const { x, y } = await report.place(1);
  await page.mouse.move(x - 2, y);
  await page.mouse.move(x, y);
  await expect(page.locator(".tip")).toBeVisible();
  for (const tab of ["Where to begin", "Data quality", "Provenance"]) await report.tab(tab);
  await report.tab("Data quality");
  await expect(page.locator(".quality-tab")).toContainText("<script>alert('time')</script>");
});
