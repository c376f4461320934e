/**
 * skeletonOf: a file of the course without what the learner is to write: header, comments in front of names, types and
 * signatures stay, each body becomes an error that names the lesson. Made anew from the lesson's own file each time,
 * so that it can never be old. Null for a file that exports nothing: a program is the learner's from its first line.
 */
import { createRequire } from "node:module";
import type * as syntax from "@babel/types";

/** Loaded when it is needed: most commands lay no skeleton, and it costs more than all else that they load. */
const loadParser = () => createRequire(import.meta.url)("@babel/parser") as typeof import("@babel/parser");

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function skeletonOf(text: string, lesson: string): string | null {
  const { program } = loadParser().parse(text, { sourceType: "module", plugins: ["typescript"] });
  if (!program.body.some((statement) => statement.type.startsWith("Export"))) return null;
  const skeleton = new Skeleton(text, lesson);
  for (const statement of program.body) skeleton.statement(statement);
  return skeleton.done();
}

class Skeleton {
  readonly #text: string;
  readonly #lesson: string;
  readonly #edits: Edit[] = [];

  constructor(text: string, lesson: string) {
    this.#text = text;
    this.#lesson = lesson;
  }

  done(): string {
    let made = this.#text;
    for (const { start, end, text } of this.#edits.sort((a, b) => b.start - a.start))
      made = made.slice(0, start) + text + made.slice(end);
    return made;
  }

  statement(node: syntax.Statement): void {
    if (node.type === "ExportNamedDeclaration" && node.declaration) this.statement(node.declaration);
    else if (node.type === "ExportDefaultDeclaration") {
      const { declaration } = node;
      const name = "id" in declaration ? declaration.id?.name : undefined;
      this.#value(declaration, name ?? "default");
    } else if (node.type === "FunctionDeclaration") this.#value(node, node.id?.name ?? "default");
    else if (node.type === "ClassDeclaration") this.#value(node, node.id?.name ?? "default");
    else if (node.type === "VariableDeclaration") {
      for (const { id, init } of node.declarations)
        if (init && id.type === "Identifier") this.#value(init, id.name);
    }
  }

  /** Bodies in what a name stands for: a function, a class, an object with functions. */
  #value(node: syntax.Node, name: string): void {
    if (isFunction(node)) this.#body(node, node.body, name);
    else if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression")
      this.#value(node.expression, name);
    else if (node.type === "ObjectExpression") this.#object(node, name);
    else if (node.type === "ClassDeclaration" || node.type === "ClassExpression")
      for (const member of node.body.body) this.#member(member, name);
  }

  #object(node: syntax.ObjectExpression, name: string): void {
    for (const property of node.properties) {
      if (property.type === "SpreadElement") continue;
      const key = `${name}.${this.#source(property.key)}`;
      if (property.type === "ObjectMethod") this.#body(property, property.body, key);
      else this.#value(property.value, key);
    }
  }

  #member(node: syntax.ClassBody["body"][number], name: string): void {
    if (node.type === "ClassMethod" && node.kind === "constructor")
      this.#body(node, node.body, `new ${name}`);
    else if (node.type === "ClassMethod" || node.type === "ClassPrivateMethod")
      this.#body(node, node.body, `${name}.${this.#source(node.key)}`);
    else if ((node.type === "ClassProperty" || node.type === "ClassPrivateProperty") && node.value)
      this.#value(node.value, `${name}.${this.#source(node.key)}`);
  }

  #body(owner: syntax.Node, body: syntax.Node, name: string): void {
    if (body.type === "BlockStatement" && body.body.length === 0) return;
    const [start, end] = [body.start ?? 0, body.end ?? 0];
    const line = this.#text.slice(this.#text.lastIndexOf("\n", (owner.start ?? 0) - 1) + 1);
    const indent = /^ */.exec(line)?.[0] ?? "";
    // A class that extends another does not compile without this call.
    const kept = body.type === "BlockStatement" ? body.body.filter(isSuperCall) : [];
    const lines = [
      ...kept.map((node) => this.#source(node)),
      `throw new Error("lesson ${this.#lesson}: ${name}");`,
    ];
    const text = ["{", ...lines.map((one) => `${indent}  ${one}`), `${indent}}`].join("\n");
    // The parentheses around an object that an arrow function returns are no part of the node.
    const around = body.extra?.parenthesized === true;
    const from = around ? Number(body.extra?.parenStart) : start;
    this.#edits.push({ start: from, end: around ? this.#text.indexOf(")", end) + 1 : end, text });
  }

  #source(node: syntax.Node): string {
    return this.#text.slice(node.start ?? 0, node.end ?? 0);
  }
}

type Callable = syntax.FunctionDeclaration | syntax.FunctionExpression | syntax.ArrowFunctionExpression;

function isFunction(node: syntax.Node): node is Callable {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function isSuperCall(node: syntax.Statement): boolean {
  const call = node.type === "ExpressionStatement" ? node.expression : null;
  return call?.type === "CallExpression" && call.callee.type === "Super";
}
