/** One of several parts at a time. */

import { h } from "../dom";

export interface Tab {
  name: string;
  element: HTMLElement;
  /** Stands behind the name where it is not 0. */
  mark?: number;
  shown?(): void;
}

export interface Tabs {
  element: HTMLElement;
  readonly current: number;
  show(index: number): void;
}

export function tabs(all: Tab[]): Tabs {
  let current = 0;
  const buttons = all.map(({ name, mark }, index) =>
    h(
      "button",
      { type: "button", role: "tab", id: `tab-${index}`, "aria-controls": `tabpanel-${index}`, onclick: () => show(index) },
      name,
      mark ? h("span", { class: "mark" }, mark) : null,
    ),
  );
  const panels = all.map(({ element }, index) =>
    h("div", { role: "tabpanel", id: `tabpanel-${index}`, "aria-labelledby": `tab-${index}` }, element),
  );
  const show = (index: number) => {
    const isNew = index !== current;
    current = index;
    buttons.forEach((button, other) => {
      button.setAttribute("aria-selected", String(other === index));
      button.tabIndex = other === index ? 0 : -1;
    });
    panels.forEach((panel, other) => (panel.hidden = other !== index));
    if (isNew) all[index]?.shown?.();
  };
  const bar = h("div", { class: "tabs", role: "tablist", onkeydown: (event: KeyboardEvent) => step(event) }, buttons);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    show((current + by + all.length) % all.length);
    buttons[current]?.focus();
  };
  show(0);
  return {
    element: h("section", { class: "pages" }, bar, panels),
    get current() {
      return current;
    },
    show,
  };
}
