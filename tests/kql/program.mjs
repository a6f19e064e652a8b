// The program under test: the environment variable ODDWALK_BIN says where it is.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const recipes = new URL("../../crates/oddwalk-logs/recipes/", import.meta.url);
const here = (name) => new URL(`recipes/${name}`, import.meta.url);

// The query of a recipe, which is a name or a file's path.
export function query(recipe, { lookback = "60d", table, more = [] } = {}) {
  const program = process.env.ODDWALK_BIN;
  if (program === undefined) throw new Error("ODDWALK_BIN names no program: set it to target/debug/oddwalk");
  const wanted = table === undefined ? [] : ["--table", table];
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  return execFileSync(program, ["recipes", "kql", recipe, "--lookback", lookback, ...wanted, ...more], options);
}

// The query of a recipe of these tests.
export function queryOf(name, options) {
  return query(here(name).pathname, options);
}

// The names and tables of the recipes that come with oddwalk, as they stand in their files.
export const embedded = readdirSync(recipes)
  .sort()
  .flatMap((file) => {
    const text = readFileSync(new URL(file, recipes), "utf8");
    const tables = [...text.matchAll(/^table = "(\w+)"$/gm)].map((match) => match[1]);
    return tables.map((table) => [file.replace(".toml", ""), table]);
  });
