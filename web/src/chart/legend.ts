/** What the colours mean; a click shows one kind alone. */

import { fill, h } from "../dom";
import { clip, counted, thousands } from "../text";
import type { View } from "../view";
import type { Kind } from "./colouring";

export function legend(element: HTMLElement, view: View, kinds: Kind[]): void {
  const named = kinds.filter((kind) => kind.name !== "");
  fill(element, named.map((kind) => entry(view, kind)));
}

function entry(view: View, kind: Kind): HTMLElement {
  const dot = h("span", { class: `dot kind-${kind.colour}` });
  const words = [dot, h("span", { class: "log" }, clip(kind.name, 40)), h("small", {}, thousands(kind.rows.length))];
  if (Object.keys(kind.value).length === 0) return h("span", { class: "kind" }, words);
  const title = `Only these ${counted(kind.rows.length, "session")}`;
  return h("button", { class: "kind", type: "button", title, onclick: () => view.filter(kind.value) }, words);
}
