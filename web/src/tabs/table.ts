/** Small tables of the tabs. */

import { h, type Child } from "../dom";
import { counted } from "../text";

export interface TableColumn {
  name: string;
  isNumber?: boolean;
}

/** A table that shows so many rows, and the others when asked. */
export function table(columns: TableColumn[], rows: Child[][], shown = rows.length): HTMLElement {
  const head = columns.map(({ name, isNumber }) => h("th", { scope: "col", class: isNumber ? "number" : null }, name));
  const line = (cells: Child[]) =>
    h("tr", {}, cells.map((cell, index) => h("td", { class: columns[index]?.isNumber ? "number" : null }, cell)));
  const body = h("tbody", {}, rows.slice(0, shown).map(line));
  const rest = rows.slice(shown);
  const more = h("button", { type: "button", class: "more-rows" }, `show ${counted(rest.length, "more row")}`);
  more.addEventListener("click", () => {
    body.append(...rest.splice(0, 500).map(line));
    if (rest.length === 0) more.remove();
    else more.textContent = `show ${counted(rest.length, "more row")}`;
  });
  return h("div", {}, h("table", {}, h("thead", {}, h("tr", {}, head)), body), rest.length > 0 ? more : null);
}
