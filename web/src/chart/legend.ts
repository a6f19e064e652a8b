/** What the colours mean; a click shows one kind alone. */

import { fill, h } from "../dom";
import { counted, named, thousands } from "../text";
import type { View } from "../view";
import type { Kind } from "./colouring";

export function legend(element: HTMLElement, view: View, plot: HTMLElement, kinds: Kind[]): void {
  fill(element, view.state.colour === "none" ? [] : kinds.map((kind) => entry(view, plot, kind)));
}

function entry(view: View, plot: HTMLElement, kind: Kind): HTMLElement {
  const dot = h("span", { class: `dot kind-${kind.colour}` });
  const words = [dot, h("span", { class: "log" }, named(kind.name)), h("small", {}, thousands(kind.rows.length))];
  if (Object.keys(kind.value).length === 0) return h("span", { class: "kind" }, words);
  const title = `Only these ${counted(kind.rows.length, "session")}`;
  const only = () => {
    view.filter(kind.value);
    // The legend is made anew, and the focus must not get lost with it.
    plot.focus();
  };
  return h("button", { class: "kind", type: "button", title, onclick: only }, words);
}
