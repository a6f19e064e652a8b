/** The parts of the page, and how they lie. */

import { Plot } from "./chart/plot";
import { drawingControls, filterControls } from "./controls";
import type { Sessions } from "./data/sessions";
import { fill, h, type Child } from "./dom";
import { List } from "./list/list";
import { Notes } from "./panel/notes";
import { notesBar } from "./panel/notesbar";
import { Panel } from "./panel/panel";
import { provenance } from "./tabs/provenance";
import { quality } from "./tabs/quality";
import { summary } from "./tabs/summary";
import { tabs } from "./tabs/tabs";
import { counted, thousands, time, visible } from "./text";
import { themeButton } from "./theme";
import { chips } from "./chips";
import { View } from "./view";

export function app(place: HTMLElement, sessions: Sessions): void {
  const view = new View(sessions);
  const notes = new Notes(sessions);
  const panel = new Panel(view, notes);
  const plot = new Plot(view, () => panel.element.focus());
  const list = new List(view, notes);
  const overview = summary(view);
  const pages = tabs([
    { name: "Sessions", element: h("div", { class: "sessions-tab" }, list.element, panel.element), shown: () => list.show() },
    { name: "Where to begin", element: overview.element, shown: () => overview.refresh() },
    { name: "Data quality", element: quality(sessions.page), mark: problems(sessions) },
    { name: "Provenance", element: provenance(sessions.page) },
  ]);
  fill(place, header(sessions, notes, plot), notices(sessions), timeline(view, plot), pages.element);
  view.onChange((changed) => {
    if (changed.has("selected") && view.state.selected !== null) pages.show(0);
    if (changed.has("filter") && pages.current === 1) overview.refresh();
  });
  plot.draw();
  list.refresh();
  // The oddest session says more than an empty panel.
  if (sessions.count > 0) view.change({ selected: view.rows[0] ?? null });
  // For tests, and for those who look at reports from the browser's console.
  (place as HTMLElement & { oddwalk?: object }).oddwalk = { view, plot };
}

function header(sessions: Sessions, notes: Notes, plot: Plot): HTMLElement {
  return h(
    "header",
    { class: "top" },
    h("div", {}, h("h1", {}, visible(sessions.page.title)), h("p", { class: "summary" }, sentence(sessions))),
    h("div", { class: "top-buttons" }, notesBar(notes), themeButton(() => plot.draw())),
  );
}

function sentence(sessions: Sessions): string {
  const { page, times } = sessions;
  const when = times ? `, ${time(times[0])} to ${time(times[1])} UTC` : "";
  const kinds = page.recipes.length > 1 ? ` in ${thousands(page.recipes.length)} kinds of logs` : "";
  const of = counted(page.sessions.entities, "entity", "entities");
  return `${counted(page.sessions.all, "session")} of ${of}${kinds}${when}`;
}

function notices({ page }: Sessions): HTMLElement | null {
  if (page.notices.length === 0) return null;
  return h("div", { class: "notices", role: "note" }, page.notices.map((notice) => h("p", {}, visible(notice))));
}

function timeline(view: View, plot: Plot): HTMLElement {
  const parts: Child[] = [drawingControls(view, plot), plot.legend, plot.element, plot.hint, filterControls(view), chips(view)];
  return h("section", { class: "timeline", "aria-label": "Timeline" }, parts);
}

/** How many kinds of problems the data has, for the tab. */
function problems({ page }: Sessions): number {
  const recipes = page.quality?.recipes ?? [];
  const rejected = recipes.flatMap(({ rejected }) => Object.values(rejected)).filter(({ count }) => count > 0);
  const files = recipes.flatMap(({ files }) => files).filter(({ problem }) => problem !== null);
  const unreadable = recipes.filter((recipe) => recipe.unreadable_parameters.count > 0);
  return rejected.length + files.length + unreadable.length + (page.quality || page.marks ? 0 : 1);
}
