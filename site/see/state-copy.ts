/**
 * The text of connection.ts with a watch at each change of its state. The compiler's own parser finds the places, so
 * none is forgotten, and nothing else is changed. Pure. Called by state-record.ts.
 */
import ts from "typescript";

export interface Place {
  readonly line: number;
  /** "#wait": the method around it. */
  readonly method: string;
  readonly to: string;
}

export interface WatchedCopy {
  readonly text: string;
  readonly places: readonly Place[];
  /** In the order of the type: its name, and what the comment above the type says of it. */
  readonly states: readonly { readonly name: string; readonly meaning: string }[];
  readonly first: string;
}

/** `watchFrom`: where `watch` is to be imported from. Errors: the file has no states that can be read like this. */
export function watchedCopy(text: string, watchFrom: string): WatchedCopy {
  const file = ts.createSourceFile("connection.ts", text, ts.ScriptTarget.Latest, true);
  const places: Place[] = [];
  const edits: { readonly at: number; readonly end: number; readonly text: string }[] = [];
  let states: WatchedCopy["states"] = [];
  let first = "";
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;

  function note(node: ts.Node, at: ts.Node, to: string, around: (call: string) => string): void {
    const line = lineOf(node);
    places.push({ line, method: methodAround(node), to });
    const call = `watch(this.#conn, this.#state, ${JSON.stringify(to)}, ${line})`;
    edits.push({ at: at.getStart(), end: at.getEnd(), text: around(call) });
  }

  function visit(node: ts.Node): void {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === "State") states = statesOf(text, node);
    if (ts.isPropertyDeclaration(node) && node.name.getText() === "#state")
      first =
        node.initializer !== undefined && ts.isStringLiteral(node.initializer) ? node.initializer.text : "";
    if (ts.isBinaryExpression(node) && isAssignment(node) && node.left.getText() === "this.#state") {
      if (!ts.isStringLiteral(node.right))
        throw new Error(`line ${lineOf(node)}: no state can be read there`);
      note(node, node.right, node.right.text, (call) => call);
    }
    if (ts.isCallExpression(node) && node.getText() === "this.#end()")
      note(node, node, "end", (call) => `(${call}, this.#end())`);
    ts.forEachChild(node, visit);
  }
  visit(file);
  if (states.length === 0 || first === "") throw new Error("connection.ts has no states any more");
  let copy = text;
  for (const { at, end, text: own } of edits.sort((a, b) => b.at - a.at))
    copy = copy.slice(0, at) + own + copy.slice(end);
  return { text: `import { watch } from ${JSON.stringify(watchFrom)};${copy}`, places, states, first };
}

const isAssignment = (node: ts.BinaryExpression) => node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

function methodAround(node: ts.Node): string {
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (ts.isMethodDeclaration(at)) return at.name.getText();
  return "";
}

/** Errors: the comment speaks of other states than the type. */
function statesOf(text: string, node: ts.TypeAliasDeclaration): WatchedCopy["states"] {
  const parts = ts.isUnionTypeNode(node.type) ? node.type.types : [];
  const names = parts.map((part) => part.getText().replaceAll('"', ""));
  const comment = text.slice(node.getFullStart(), node.getStart()).replace(/^ *(\/\*\*|\*\/|\*) ?/gm, "");
  const told = new Map(
    [...comment.matchAll(/^- (\w+): ([\s\S]+?)\n(?=- |\s*(?![\s\S]))/gm)].map(
      ([, name = "", meaning = ""]) => [name, meaning.replace(/\s+/g, " ")],
    ),
  );
  if (names.join() !== [...told.keys()].join())
    throw new Error(`the states are ${names.join()}, and their comment speaks of ${[...told.keys()].join()}`);
  return names.map((name) => ({ name, meaning: told.get(name) ?? "" }));
}
