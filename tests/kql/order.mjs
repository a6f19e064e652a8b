// What the language service does not look at: whether window functions see their rows in the order that they need.
import { calls, operators, text } from "./kusto.mjs";

const WINDOW = ["row_window_session", "prev", "row_number"];
// They hand on the order of what they get.
const KEEP_ORDER = ["ExtendOperator", "FilterOperator"];
// Columns of the query by which sessions of one entity are told apart.
const OWN = ["session_start", "event_alone"];

function sortBefore(all, index) {
  for (let at = index - 1; at >= 0; at -= 1) {
    if (all[at].kind === "SortOperator") return all[at].node;
    if (!KEEP_ORDER.includes(all[at].kind)) return null;
  }
  return null;
}

function entityOf(all) {
  const summarize = all.find(({ kind }) => kind === "SummarizeOperator").node;
  return array(summarize.ByClause.Expressions).map(text).filter((key) => !OWN.includes(key));
}

function array(separated) {
  const element = (_, index) => separated.getItem(index).Element$1 ?? separated.getItem(index).Element;
  return Array.from({ length: separated.Count }, element);
}

function keysOf(sort) {
  return array(sort.Expressions).map((key) => text(key));
}

// What is wrong with the order of a query's rows, in words.
export function disorder(query, globals) {
  const all = operators(query, globals);
  const found = [];
  for (const [index, { node }] of all.entries()) {
    const windows = calls(node).filter((call) => WINDOW.includes(call.Name.SimpleName));
    if (windows.length === 0) continue;
    const sort = sortBefore(all, index);
    if (sort === null) {
      found.push(`${windows[0].Name.SimpleName} of rows in no order`);
      continue;
    }
    found.push(...windows.flatMap((call) => againstCall(call, keysOf(sort), entityOf(all))));
  }
  return found;
}

function againstCall(call, keys, entity) {
  if (call.Name.SimpleName !== "row_window_session") return [];
  const [time, , , restart] = array(call.ArgumentList.Expressions).map(text);
  const wanted = [...entity, time].map((key) => `${key} asc`);
  const sorted = wanted.every((key, at) => keys[at] === key);
  const changes = entity.map((column) => `${column} != prev(${column})`).join(" or ");
  return [
    ...(sorted ? [] : [`sorted by ${keys.join(", ")}, not by ${wanted.join(", ")}`]),
    ...(restart === changes ? [] : [`restarts where ${restart}, not where ${changes}`]),
  ];
}

// Whether the list of a session is made of rows in order.
export function listIsOrdered(query, globals) {
  const all = operators(query, globals);
  const at = all.findIndex(({ node }) => calls(node).some((call) => call.Name.SimpleName === "make_list"));
  return sortBefore(all, at) !== null;
}
