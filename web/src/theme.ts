/** Light and dark: as the system has it, unless the reader chooses. */

import { h } from "./dom";

export function themeButton(changed: () => void): HTMLElement {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset["theme"] ?? (system.matches ? "dark" : "light")) === "dark";
  const button = h("button", { type: "button", class: "theme", onclick: () => toggle() });
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.title = isDark() ? "Light colours" : "Dark colours";
    changed();
  };
  const toggle = () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    show();
  };
  system.addEventListener("change", show);
  button.textContent = isDark() ? "Light" : "Dark";
  return button;
}
