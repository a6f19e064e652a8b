// The official Kusto language service, as far as these tests need it.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");

const { Editor, GlobalState, KustoCode, KustoDialect, Symbols, Syntax } = Kusto.Language;

// Its lists are not iterable.
function array(list) {
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}

function column([name, type]) {
  return new Symbols.ColumnSymbol(name, Symbols.ScalarTypes.GetSymbol(type));
}

// A workspace with these tables: { table: { column: type } }.
export function workspace(schemas) {
  const tables = Object.entries(schemas).map(
    ([name, columns]) => new Symbols.TableSymbol.$ctor4(name, Object.entries(columns).map(column)),
  );
  return GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor3("workspace", null, tables, false));
}

function message(diagnostic) {
  return `${diagnostic.Code} ${diagnostic.Severity}: ${diagnostic.Message}`;
}

// What the language service has against a query, errors and warnings and suggestions of its analyzers alike.
export function diagnostics(query, globals) {
  const own = array(KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics());
  const service = new Editor.KustoCodeService.$ctor1(query, globals);
  return [...own, ...array(service.GetAnalyzerDiagnostics(true))].map(message);
}

// The names and types of the columns of a query's result, in order.
export function result(query, globals) {
  const columns = KustoCode.ParseAndAnalyze(query, globals).ResultType.Columns;
  return array(columns).map((column) => [column.Name, column.Type.Name]);
}

function walk(node, visit) {
  visit(node);
  for (let index = 0; index < node.ChildCount; index += 1) {
    const child = node.GetChild(index);
    if (child !== null) walk(child, visit);
  }
}

// Every node of a query's syntax tree of this kind.
export function nodes(query, globals, kind) {
  const found = [];
  walk(KustoCode.ParseAndAnalyze(query, globals).Syntax, (node) => {
    if (node.Kind === Syntax.SyntaxKind[kind]) found.push(node);
  });
  return found;
}

// What the string literals of a query stand for.
export function literals(query, globals) {
  return nodes(query, globals, "StringLiteralExpression").map((node) => node.LiteralValue);
}

// A node as it is written, without what stands around it.
export function text(node) {
  return node.ToString(Syntax.IncludeTrivia.Interior);
}

// The operators of a query in the order in which rows go through them.
export function operators(query, globals) {
  const pipes = nodes(query, globals, "PipeExpression").reverse();
  return pipes.map(({ Operator: node }) => ({ kind: node.$$fullname.split(".").pop(), node }));
}

// The calls of functions below a node.
export function calls(node) {
  const found = [];
  walk(node, (below) => {
    if (below.$$fullname === "Kusto.Language.Syntax.FunctionCallExpression") found.push(below);
  });
  return found;
}

// Every word that the language could take for something else than a name.
export function words() {
  const kinds = Object.values(Syntax.SyntaxKind).filter((kind) => typeof kind === "number");
  const texts = kinds.map((kind) => Syntax.SyntaxFacts.GetText(kind));
  return [...new Set(texts.filter((word) => /^[A-Za-z_]\w*$/.test(word ?? "")))].sort();
}
