/** The page of a report: reads what it carries, and shows it. */

import "./style.css";

import { app } from "./app";
import { readPage } from "./data/read";
import { fill, h } from "./dom";

const place = document.getElementById("app") ?? document.body;

readPage(document)
  .then((sessions) => app(place, sessions))
  .catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    fill(place, h("p", { class: "failed", role: "alert" }, `This report cannot be shown: ${why}`));
  });
