/** Pages, and what every test does with them. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, test as base, type Locator, type Page } from "@playwright/test";

/** Where the pages are. */
export const PAGES = join(import.meta.dirname, "../../../target/browser-tests/pages");

export type PageName = "demo/report" | "several" | "msticpy" | "hostile" | "timeless" | "single" | "million";

/** A page in the browser. Whatever it asks of a network, or complains about, makes its test fail. */
export class Report {
  readonly plot: Locator;
  readonly panel: Locator;
  readonly count: Locator;
  private readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    this.plot = page.locator(".plot");
    this.panel = page.locator(".panel");
    this.count = page.locator(".count");
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("dialog", (dialog) => {
      this.complaints.push(`a script ran: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) this.complaints.push(`asked for ${request.url()}`);
    });
  }

  async open(name: PageName): Promise<void> {
    await this.page.goto(pathToFileURL(join(PAGES, `${name}.html`)).href);
    await expect(this.line(1)).toBeVisible({ timeout: 30_000 });
  }

  line(rank: number): Locator {
    return this.page.locator(`.line[data-rank="${rank}"]`);
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
  }

  /** Where a session is drawn, on the page. */
  async place(rank: number): Promise<{ x: number; y: number }> {
    const inside = await this.page.evaluate((row) => {
      const { oddwalk } = document.querySelector("#app") as unknown as { oddwalk: { plot: { placeOf(row: number): [number, number] | null } } };
      return oddwalk.plot.placeOf(row);
    }, rank - 1);
    const box = await this.plot.boundingBox();
    if (!inside || !box) throw new Error(`session ${rank} is not in the plot`);
    return { x: box.x + inside[0], y: box.y + inside[1] };
  }

  /** How much of the time is seen, in milliseconds; `null` for all of it. */
  async seen(): Promise<[number, number] | null> {
    return this.page.evaluate(() => {
      const { oddwalk } = document.querySelector("#app") as unknown as { oddwalk: { view: { state: { filter: { time: [number, number] | null } } } } };
      return oddwalk.view.state.filter.time;
    });
  }

  async zoomTo(rank: number, hours: number): Promise<void> {
    await this.page.evaluate(
      ([row, half]) => {
        type View = { sessions: { begin: ArrayLike<number> }; filter(change: object): void };
        const { view } = (document.querySelector("#app") as unknown as { oddwalk: { view: View } }).oddwalk;
        const begin = view.sessions.begin[row as number] ?? 0;
        view.filter({ time: [begin - (half as number), begin + (half as number)] });
      },
      [rank - 1, hours * 1_800_000],
    );
    await this.page.waitForTimeout(400);
  }

  check(): void {
    expect(this.complaints).toEqual([]);
  }
}

export const test = base.extend<{ report: Report }>({
  report: async ({ page }, use) => {
    const report = new Report(page);
    await use(report);
    report.check();
  },
});

export { expect };
