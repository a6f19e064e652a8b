/** Filters that no field shows: each says what it is, and goes when it is pressed. */

import type { Filter } from "./data/filter";
import { fill, h } from "./dom";
import { named } from "./text";
import type { View } from "./view";

export function chips(view: View): HTMLElement {
  const element = h("div", { class: "chips" });
  const show = () => fill(element, parts(view).map(([words, without]) => chip(view, words, without)));
  view.onChange((changed) => {
    if (changed.has("filter") || changed.has("measure")) show();
  });
  return element;
}

/** What is in force, and what takes it away. */
function parts({ sessions, state }: View): [string, Partial<Filter>][] {
  const { entityIs, commandIs, rarestIs, box } = state.filter;
  const found: [string, Partial<Filter>][] = [];
  if (entityIs !== null) found.push([`only ${named(sessions.entityLabel(entityIs))}`, { entityIs: null }]);
  if (commandIs !== null) found.push([`only with ${named(sessions.command(commandIs))}`, { commandIs: null }]);
  if (rarestIs !== null) found.push([`rarest command ${named(sessions.command(rarestIs))}`, { rarestIs: null }]);
  if (box) found.push([`only the box${box.measure === state.measure ? "" : `, which was drawn by ${box.measure}`}`, { box: null }]);
  return found;
}

function chip(view: View, words: string, without: Partial<Filter>): HTMLElement {
  const title = "Take this filter away";
  return h("button", { type: "button", class: "chip", title, onclick: () => view.filter(without) }, words, h("span", { "aria-hidden": "true" }, " ✕"));
}
