import { readFileSync } from "node:fs";

import { expect, test } from "./pages";

test("the page opens from disk, and its oddest session is shown", async ({ report, page }) => {
  await report.open("demo/report");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(report.line(1)).toHaveClass(/selected/);
  await expect(report.panel.locator(".badge")).toHaveText("1");
  await expect(report.panel).toContainText("Why it is odd");
  await expect(report.panel).toContainText("Event by event");
  await expect(report.plot.locator("canvas").first()).toBeVisible();
});

test("the policy allows nothing but the page's own script", async ({ report, page }) => {
  await report.open("demo/report");
  const policy = await page.locator("meta[http-equiv]").getAttribute("content");
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/]+='; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'$/,
  );
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return "ran" in window;
  });
  expect(ran).toBe(false);
  const fetched = await page.evaluate(() => fetch("https://example.com/").then(() => "done", () => "refused"));
  expect(fetched).toBe("refused");
  const complaints = (report as unknown as { complaints: string[] }).complaints;
  expect(complaints.every((complaint) => /Content Security Policy|Fetch API cannot load|example\.com/.test(complaint))).toBe(true);
  complaints.length = 0;
});

test("wheel, drag, keys and the time fields move through time", async ({ report, page }) => {
  await report.open("demo/report");
  const { x, y } = await report.place(1);
  await page.mouse.move(x, y);
  for (let turn = 0; turn < 12; turn++) {
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(70);
  }
  await expect.poll(async () => (await report.seen()) !== null).toBe(true);
  await expect(page.locator(".hint[role=status]")).toContainText("Bars last");
  const wheel = (await report.seen()) ?? [0, 0];

  await page.mouse.down();
  await page.mouse.move(x - 200, y + 10, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => ((await report.seen()) ?? [0])[0]).toBeGreaterThan(wheel[0]);

  await report.plot.focus();
  await page.keyboard.press("0");
  await expect.poll(() => report.seen()).toBeNull();
  await page.keyboard.press("+");
  await expect.poll(async () => (await report.seen()) !== null).toBe(true);
  await page.keyboard.press("0");
  await expect.poll(() => report.seen()).toBeNull();

  const all = await report.count.textContent();
  await report.field("time from, UTC").fill("2024-04-20");
  await report.field("time from, UTC").press("Enter");
  await expect(report.count).not.toHaveText(all ?? "");
  await report.field("time to, UTC").fill("next week");
  await report.field("time to, UTC").press("Enter");
  await expect(report.field("time to, UTC")).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(report.count).toHaveText(all ?? "");
});

test("the pointer on a session says what it is, and a click shows it", async ({ report, page }) => {
  await report.open("demo/report");
  const { x, y } = await report.place(2);
  await page.mouse.move(x - 3, y);
  await page.mouse.move(x, y);
  const tip = page.locator(".tip");
  await expect(tip).toBeVisible();
  for (const word of ["begin", "duration", "likelihood", "score", "→"]) await expect(tip).toContainText(word);
  await page.mouse.click(x, y);
  await expect(report.line(2)).toHaveClass(/selected/);
  await expect(report.panel.locator(".badge")).toHaveText("2");
  await expect(page.locator(".ring")).toBeVisible();
});

test("the list shows in the plot what is chosen in it", async ({ report, page }) => {
  await report.open("demo/report");
  await report.line(3).click();
  const place = await report.place(3);
  const ring = await page.locator(".ring").boundingBox();
  expect(Math.abs((ring?.x ?? 0) + (ring?.width ?? 0) / 2 - place.x)).toBeLessThan(2);
  await page.locator(".grid").focus();
  await page.keyboard.press("End");
  await expect(page.locator(".line.selected")).toBeVisible();
  await page.keyboard.press("Home");
  await expect(report.line(1)).toHaveClass(/selected/);
});

test("a box lists the sessions in it alone", async ({ report, page }) => {
  await report.open("demo/report");
  const all = await report.count.textContent();
  const { x, y } = await report.place(1);
  await page.keyboard.down("Shift");
  await page.mouse.move(x - 30, y - 12);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 12, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect(report.count).not.toHaveText(all ?? "");
  await expect(report.line(1)).toBeVisible();
  await report.plot.focus();
  await page.keyboard.press("Escape");
  await expect(report.count).toHaveText(all ?? "");

  await page.getByRole("button", { name: "Select a box" }).click();
  await page.mouse.move(x - 25, y - 12);
  await page.mouse.down();
  await page.mouse.move(x + 25, y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(report.count).not.toHaveText(all ?? "");
});

test("filters and sliders", async ({ report, page }) => {
  await report.open("demo/report");
  const all = (await report.count.textContent()) ?? "";
  const who = (await report.line(1).locator(".who").textContent()) ?? "";
  await page.getByRole("button", { name: "Only this entity" }).click();
  await expect(page.locator(".chip")).toContainText("only");
  await page.locator(".chip").click();
  await expect(report.count).toHaveText(all);
  await report.field("Entity").fill(who);
  await expect(report.count).not.toHaveText(all);
  await expect(report.line(1)).toBeVisible();
  const owners = await page.locator(".line[data-rank] .who").allTextContents();
  expect(new Set(owners)).toEqual(new Set([who]));
  await report.field("Entity").fill("");
  await expect(report.count).toHaveText(all);

  await report.field("Command").fill("no such command");
  await expect(page.locator(".lines .empty")).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(report.field("Command")).toHaveValue("");

  await report.field("Text").fill("MAILBOX");
  await expect(report.count).not.toHaveText(all);
  await page.getByRole("button", { name: "Show all" }).click();

  await report.field("Score, to").focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press("PageDown");
  await expect(report.line(1)).toHaveCount(0);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(report.line(1)).toBeVisible();
  await report.field("Rank, to").focus();
  await page.keyboard.press("PageDown");
  await expect(report.count).not.toHaveText(all);
  await page.getByRole("button", { name: "Show all" }).click();
  await report.field("Rank, from").focus();
  // The first steps of the slider all mean rank 1.
  for (let press = 0; press < 120; press++) {
    await page.keyboard.press("ArrowRight");
    if (press % 40 === 0) await page.waitForTimeout(150);
  }
  await expect(report.line(1)).toHaveCount(0);
});

test("sorting, groups, heights and colours", async ({ report, page }) => {
  await report.open("demo/report");
  const numbers = async (column: number) => {
    const cells = await page.locator(`.line[data-rank] > :nth-child(${column})`).allTextContents();
    return cells.map((cell) => Number(cell.replaceAll(",", "")));
  };
  await page.getByRole("columnheader", { name: "events" }).getByRole("button").click();
  const events = (await numbers(6)).slice(0, 12);
  expect(events).toEqual([...events].sort((a, b) => b - a));
  expect(events[0]).toBeGreaterThan(events[11] ?? 0);
  await page.getByRole("columnheader", { name: "events" }).getByRole("button").click();
  expect((await numbers(6))[0]).toBe(1);
  await page.getByRole("columnheader", { name: "rank" }).getByRole("button").click();

  const more = page.locator(".more").first();
  const before = await page.locator(".line.member").count();
  await more.click();
  expect(await page.locator(".line.member").count()).toBeGreaterThan(before);
  await page.locator(".more").first().click();

  for (const name of ["Surprisal", "Likelihood", "Score"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
  }
  await report.field("Colour by").selectOption("entity");
  await expect(page.locator(".legend .kind")).toHaveCount(9);
  const sessions = (await page.locator(".legend .kind small").first().textContent()) ?? "";
  await page.locator(".legend button").first().click();
  await expect(page.locator(".chip")).toContainText("only");
  await expect(report.count).toContainText(`${sessions} of`);
});

test("notes go to a file and come back", async ({ report, page }) => {
  await report.open("demo/report");
  await report.line(2).click();
  await page.getByPlaceholder("What you found out").fill("talked to the owner <b>");
  await expect(report.line(2).locator(".noted")).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save 1 note" }).click();
  const file = await (await downloading).path();
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ oddwalk_notes: 1, notes: [{ rank: 2, note: "talked to the owner <b>" }] });

  await page.reload();
  await expect(report.line(2)).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.locator(".notes-bar .said")).toHaveText("1 note loaded");
  await report.line(2).click();
  await expect(page.getByPlaceholder("What you found out")).toHaveValue("talked to the owner <b>");
  await expect(report.line(2).locator(".noted")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[]") });
  await expect(page.locator(".notes-bar .said")).toContainText("cannot be used");
});

test("a session is copied as its line of the findings", async ({ report, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await report.open("demo/report");
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  await expect(report.panel.locator(".said")).toHaveText("copied");
  const line = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { rank: number; record: string };
  expect(line).toMatchObject({ rank: 1, record: "finding" });
});

test("steps add up to the session's bits", async ({ report }) => {
  await report.open("demo/report");
  await report.line(2).click();
  const cells = await report.panel.locator(".steps td.strong").allTextContents();
  const total = /([\d.]+) bits/.exec((await report.panel.locator(".total").textContent()) ?? "")?.[1];
  const sum = cells.reduce((all, cell) => all + Number(cell), 0);
  expect(Math.abs(sum - Number(total))).toBeLessThan(0.05 * cells.length + 0.06);
  await expect(report.panel.locator(".steps tr.rare").first()).toBeVisible();
});

test("where to begin, data quality and provenance", async ({ report, page }) => {
  await report.open("demo/report");
  await report.tab("Where to begin");
  for (const title of ["Sessions per entity", "Rarest transitions", "Newest commands"]) {
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
  }
  await report.tab("Data quality");
  await expect(page.locator(".quality-tab")).toContainText("records read");
  await report.tab("Provenance");
  await expect(page.getByRole("tabpanel", { name: "Provenance" })).toContainText("command line");
  await expect(page.getByRole("tabpanel", { name: "Provenance" })).toContainText(/[0-9a-f]{64}/);
  await report.tab("Where to begin");
  await page.locator(".card .link").nth(1).click();
  await expect(page.getByRole("tab", { name: "Sessions" })).toHaveAttribute("aria-selected", "true");
});

test("several kinds of logs are told apart", async ({ report, page }) => {
  await report.open("several");
  await expect(page.locator(".recipe").first()).toBeVisible();
  const all = await report.count.textContent();
  await report.field("Kind of log").selectOption({ label: "aws-cloudtrail" });
  await expect(report.count).not.toHaveText(all ?? "");
  expect(new Set(await page.locator(".recipe").allTextContents())).toEqual(new Set(["aws-cloudtrail"]));
});

test("msticpy's method has likelihoods and no scores", async ({ report, page }) => {
  await report.open("msticpy");
  await expect(page.getByRole("button", { name: "Score", exact: true })).toHaveCount(0);
  await expect(page.locator(".hint[role=status]")).toContainText("without a likelihood not drawn");
  await page.getByRole("button", { name: "Likelihood", exact: true }).click();
  await expect(report.panel).toContainText("rarest window");
});

test("the box stays in the plot, and goes where its height does not fit", async ({ report, page }) => {
  await report.open("demo/report");
  const { x, y } = await report.place(1);
  await page.keyboard.down("Shift");
  await page.mouse.move(x - 30, y - 12);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 12, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await report.plot.focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press("+");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
  await page.getByRole("button", { name: "Surprisal" }).click();
  await expect(page.locator(".chip")).toContainText("drawn by score");
});

test("times that make no sense change nothing", async ({ report, page }) => {
  await report.open("demo/report");
  const all = (await report.count.textContent()) ?? "";
  for (const wrong of ["2030-01-01", "soon"]) {
    await report.field("time from, UTC").fill(wrong);
    await report.field("time from, UTC").press("Enter");
    await expect(report.field("time from, UTC")).toHaveAttribute("aria-invalid", "true");
    await expect(report.count).toHaveText(all);
  }
  await report.field("time from, UTC").fill("2024-04-20");
  await report.field("time from, UTC").press("Enter");
  await page.waitForTimeout(500);
  expect((await report.seen())?.[0]).toBe(Date.UTC(2024, 3, 20));
  await expect(report.count).not.toHaveText(all);
});

test("a folded member is shown where it is chosen elsewhere, and the focus stays where it was", async ({ report, page }) => {
  await report.open("demo/report");
  const member = await page.evaluate(() => {
    type View = { sessions: { group: ArrayLike<number>; rank: ArrayLike<number>; count: number }; change(change: object): void };
    const { view } = (document.querySelector("#app") as unknown as { oddwalk: { view: View } }).oddwalk;
    const { group, rank, count } = view.sessions;
    const row = Array.from({ length: count }, (_, row) => row).find((row) => (group[row] ?? 0) > 0 && group[row] !== rank[row]) ?? 0;
    view.change({ selected: row });
    return rank[row] ?? 0;
  });
  await expect(report.line(member)).toHaveClass(/selected/);
  await page.locator(".more").first().focus();
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("more");
  await page.getByRole("columnheader", { name: "events" }).getByRole("button").focus();
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("events");
});

test("the ring is only where the session is drawn", async ({ report, page }) => {
  await report.open("demo/report");
  await expect(page.locator(".ring")).toBeVisible();
  await report.field("Score, to").focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press("PageDown");
  await expect(page.locator(".ring")).toBeHidden();
});

test("sessions without times are drawn by rank, and a box is one of ranks", async ({ report, page }) => {
  await report.open("timeless");
  await expect(page.locator(".hint[role=status]")).toContainText("drawn by rank");
  const { x, y } = await report.place(1);
  await page.keyboard.down("Shift");
  await page.mouse.move(x - 8, y - 8);
  await page.mouse.down();
  await page.mouse.move(x + 8, y + 8, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect(report.count).toContainText("of 40 sessions");
  await report.field("Text").fill("ann");
  await expect(page.locator(".chip")).toBeVisible();
});

test("one session alone", async ({ report, page }) => {
  await report.open("single");
  await expect(report.count).toHaveText("1 session");
  await expect(report.panel.locator(".badge")).toHaveText("1");
  await report.field("Text").fill("nobody at all");
  await expect(page.locator(".lines .empty")).toBeVisible();
});

test("dark, by the system and by hand", async ({ report, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await report.open("demo/report");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground()).toBe("rgb(13, 17, 23)");
  await page.getByRole("button", { name: "Light", exact: true }).click();
  expect(await ground()).toBe("rgb(244, 245, 247)");
});
