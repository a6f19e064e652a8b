/** Saving and loading notes. */

import { h } from "../dom";
import { counted } from "../text";
import type { Notes } from "./notes";

export function notesBar(notes: Notes): HTMLElement {
  const said = h("span", { role: "status", class: "said" });
  const file = h("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "file of notes" });
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (chosen) said.textContent = await load(notes, chosen);
    file.value = "";
  });
  const saveButton = h("button", { type: "button", disabled: true, onclick: () => save(notes) }, "Save notes");
  notes.onChange(() => {
    saveButton.disabled = notes.count === 0;
    saveButton.textContent = notes.count === 0 ? "Save notes" : `Save ${counted(notes.count, "note")}`;
  });
  const loadButton = h("button", { type: "button", onclick: () => file.click() }, "Load notes");
  return h("div", { class: "notes-bar" }, said, saveButton, loadButton, file);
}

async function load(notes: Notes, file: File): Promise<string> {
  try {
    const { loaded, unknown } = notes.load(await file.text());
    const lost = unknown === 0 ? "" : `; ${counted(unknown, "is", "are")} on sessions that are not in this report`;
    return `${counted(loaded, "note")} loaded${lost}`;
  } catch (error) {
    return `The file cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function save(notes: Notes): void {
  const text = JSON.stringify(notes.toFile(), null, 2);
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/json" }));
  h("a", { href: url, download: "oddwalk-notes.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
