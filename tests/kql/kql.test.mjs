// The queries of all recipes, held against the official Kusto language service and the documented columns of the tables.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { diagnostics, literals, nodes, result, words, workspace } from "./kusto.mjs";
import { disorder, listIsOrdered } from "./order.mjs";
import { embedded, query, queryOf } from "./program.mjs";

const schemas = JSON.parse(readFileSync(new URL("schemas.json", import.meta.url), "utf8"));
const globals = workspace(schemas);

const ENTITY = {
  "aws-cloudtrail": ["principal", "sourceIPAddress", "userAgent", "role"],
  office365: ["UserId", "ClientIP"],
  "office365-exchange": ["UserId", "ClientIP"],
  "vm-process": ["user", "Computer"],
  "windows-process": ["account", "host", "logon"],
};

function columnsWith(entity) {
  const names = [["recipe", "string"], ["begin", "datetime"], ["end", "datetime"]];
  return [...names, ...entity.map((name) => [name, "string"]), ["session", "dynamic"], ["n_events", "long"]];
}

function assertSound(text, known = globals) {
  assert.deepEqual(diagnostics(text, known), []);
  assert.deepEqual(disorder(text, known), []);
  assert.ok(listIsOrdered(text, known));
  assert.ok(!/^\s*$/m.test(text.trimEnd()), "an empty line ends a query in the portals");
  assert.ok(!/\bmakelist\b/.test(text));
}

// A recipe's text as a file while `use` runs.
function withRecipe(text, use) {
  const folder = mkdtempSync(join(tmpdir(), "oddwalk-kql-"));
  const path = join(folder, "recipe.toml");
  writeFileSync(path, text);
  try {
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("every table of a recipe has a schema here", () => {
  assert.deepEqual([...new Set(embedded.map(([, table]) => table))].sort(), Object.keys(schemas).sort());
  assert.deepEqual([...new Set(embedded.map(([recipe]) => recipe))].sort(), Object.keys(ENTITY).sort());
});

for (const [recipe, table] of embedded) {
  test(`${recipe} of ${table}`, async (t) => {
    for (const lookback of ["60d", "12h", "1d 30m", "1s"]) {
      await t.test(`the last ${lookback}`, () => {
        const text = query(recipe, { lookback, table });
        assertSound(text);
        assert.deepEqual(result(text, globals), columnsWith(ENTITY[recipe]));
        assert.ok(literals(text, globals).includes(recipe));
        assert.match(text, new RegExp(`^${table}$`, "m"));
      });
    }
    await t.test("with its exclusions", () => {
      const text = query(recipe, { table }).replaceAll(/^\/\/ (\| where )/gm, "$1");
      assert.equal(text.match(/^\| where not\((?!is_copy)/gm).length, [...text.matchAll(/^\/\/ To leave out /gm)].length);
      assertSound(text);
    });
    await t.test("with much of it otherwise", () => {
      const [who] = ENTITY[recipe];
      const text = query(recipe, {
        table,
        more: [
          ...["--entity", who, "--where", `${who} is not x"\\y`, "--no-normalise", "--keep-duplicates"],
          ...["--no-parameters", "--max-gap", "5m", "--boundary", "at-least", "--null-entity", "drop"],
        ],
      });
      assertSound(text);
      assert.deepEqual(result(text, globals), columnsWith([who]));
      assert.ok(literals(text, globals).includes('x"\\y'));
      assert.match(text, /^let max_gap = 5m;/m);
      assert.ok(!text.includes("is_copy") && !text.includes("1tick"));
    });
  });
}

test("the first table is the one that is meant", () => {
  assert.equal(query("windows-process"), query("windows-process", { table: "SecurityEvent" }));
});

for (const [recipe, entity] of [
  ["at-least", ["UserId"]],
  ["separate", ["user", "path"]],
  ["no-parameters", ["Computer"]],
]) {
  test(`everything that a recipe can say: ${recipe}`, () => {
    const text = queryOf(`${recipe}.toml`);
    assertSound(text);
    assert.deepEqual(result(text, globals), columnsWith(entity));
  });
}

const broken = {
  "a column that the table has not": [(text) => text.replace("tostring(Operation)", "tostring(Operations)"), /KS142.*'Operations'/],
  "a text in place of a length of time": [(text) => text.replace("let max_gap = 2m;", 'let max_gap = "2m";'), /KS\d+ Error/],
  "a text in place of a list": [(text) => text.replace("dynamic([])", '"[]"'), /KS\d+ Error/],
  "a bracket too few": [(text) => text.replace("tostring(Operation)", "tostring(Operation"), /KS\d+ Error/],
  "a literal that does not end": [(text) => text.replace('"ResultStatus"', '"ResultStatus'), /KS\d+ Error/],
  "the old spelling, which stops at 128": [(text) => text.replace("make_list(", "makelist("), /KS507 Warning.*'makelist'/],
};

for (const [what, [breaking, expected]] of Object.entries(broken)) {
  test(`the service notices ${what}`, () => {
    const whole = query("office365");
    const text = breaking(whole);
    assert.notEqual(text, whole);
    assert.match(diagnostics(text, globals).join("\n"), expected);
  });
}

test("the service notices a time that is a text", () => {
  const text = workspace({ ...schemas, OfficeActivity: { ...schemas.OfficeActivity, TimeGenerated: "string" } });
  assert.match(diagnostics(query("office365"), text).join("\n"), /KS\d+ Error/);
});

const disordered = {
  "no sort": [/^\| sort by UserId.*event_time.*\n/m, "", "prev of rows in no order"],
  "a sort by less than the entity": ["UserId asc, ClientIP asc, event_time", "UserId asc, event_time", "sorted by UserId asc, event_time"],
  "a descending time": ["event_time asc", "event_time desc", "event_time desc"],
  "a column that is not compared": [" or ClientIP != prev(ClientIP)", "", "restarts where UserId != prev(UserId)"],
  "rows that lose their order again": ["| where not(is_copy)", "| sample 1000", "row_window_session of rows in no order"],
};

for (const [what, [from, to, expected]] of Object.entries(disordered)) {
  test(`these tests notice ${what}, which the service does not`, () => {
    const whole = query("office365");
    const text = whole.replace(from, to);
    assert.notEqual(text, whole);
    assert.deepEqual(diagnostics(text, globals), []);
    assert.ok(disorder(text, globals).join("\n").includes(expected), disorder(text, globals).join("\n"));
  });
}

const HOSTILE = "\"\\'\r\n\t// | take 0 \u2028\u2029\u0085\u202e\u{e0041}\u{1f600} @\"\" ```\u0001";

test("texts of a recipe end where they end", () => {
  const strings = ["c ", "a ", "i ", "who", "p ", "f "].map((start) => start + HOSTILE);
  const names = [...strings, "where", "and", "by", "let", "union", "in", "x", "y"];
  const columns = Object.fromEntries([...names.map((name) => [name, "string"]), ["Data", "dynamic"], ["TimeGenerated", "datetime"]]);
  const known = workspace({ materialize: columns });
  const text = queryOf("hostile.toml");
  assertSound(text, known);
  assert.deepEqual(result(text, known), columnsWith([`who${HOSTILE}`, "by", "union", "True"]));
  const found = literals(text, known);
  for (const expected of [...strings, HOSTILE, ...["1 ", "2 ", "3 ", "4 "].map((start) => start + HOSTILE), "%s\\", "hostile"]) {
    assert.ok(found.includes(expected), JSON.stringify(expected));
  }
  assert.equal(nodes(text, known, "PipeExpression").length, text.match(/^\| /gm).length, "a pipe that nobody wrote");
  const excluding = text.replaceAll(/^\/\/ (\| where )/gm, "$1");
  assertSound(excluding, known);
  assert.ok(literals(excluding, known).includes(`5 ${HOSTILE}`));
});

test("every word of the language can be a name", () => {
  const all = words();
  assert.ok(all.length > 200);
  for (let at = 0; at < all.length; at += 24) {
    const entity = all.slice(at, at + 24).filter((word) => !["begin", "end", "recipe", "session"].includes(word));
    const quoted = JSON.stringify(entity);
    const recipe = `name = "words"\ntitle = "t"\ntime = "TimeGenerated"\nentity = ${quoted}\ncommand = "C"
[[forms]]\nname = "f"\ntitle = "t"\ntable = "T"\nrecognise = ["C"]\n`;
    const columns = Object.fromEntries([...entity.map((name) => [name, "string"]), ["C", "string"], ["TimeGenerated", "datetime"]]);
    const known = workspace({ T: columns });
    withRecipe(recipe, (path) => {
      const text = query(path);
      assertSound(text, known);
      assert.deepEqual(result(text, known), columnsWith(entity));
    });
  }
});

test("what makes no query is told", () => {
  const failure = (use) => {
    try {
      use();
    } catch (error) {
      return error.stderr.toString();
    }
    return "it worked";
  };
  assert.match(failure(() => query("linux-process")), /linux-process/);
  assert.match(failure(() => query("windows-process", { table: "SecurityEvents" })), /DeviceProcessEvents/);
  assert.match(failure(() => query("office365", { lookback: "60d); T" })), /60d\); T/);
});
