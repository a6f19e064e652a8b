/** Light and dark: as the system has it, unless the reader chooses. */

import { h } from "./dom";

export function themeButton(changed: () => void): HTMLElement {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => root.dataset["theme"] === "dark";
  let isChosen = false;
  const button = h("button", { type: "button", class: "theme", onclick: () => toggle() });
  const show = (dark: boolean) => {
    root.dataset["theme"] = dark ? "dark" : "light";
    button.textContent = isDark() ? "Light" : "Dark";
    button.title = isDark() ? "Light colours" : "Dark colours";
  };
  const toggle = () => {
    isChosen = true;
    show(!isDark());
    changed();
  };
  system.addEventListener("change", () => {
    if (isChosen) return;
    show(system.matches);
    changed();
  });
  show(system.matches);
  return button;
}
