/**
 * What the compiler says of each name that a lesson shows, in the tree as it is behind the lesson. Called by
 * types-apart.ts. The compiler with a language service is TypeScript 6, which only the site has. What it said is kept
 * on disk: it takes most of a first build.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Tree } from "../../scripts/lessons/course.ts";

/** A name in a line: columns from 0, the end not included, and what it is. */
export type TypedName = readonly [from: number, to: number, type: string];

/** By line, from 0. */
export type TypedLines = ReadonlyMap<number, readonly TypedName[]>;

/** Files of a lesson, in the tree behind it. */
export interface Asked {
  readonly id: string;
  readonly tree: Tree;
  readonly paths: readonly string[];
}

/** By "ID PATH". */
export type Found = ReadonlyMap<string, TypedLines>;

const MOST = 300;

export class Types {
  readonly #root: string;
  readonly #file: string;
  readonly #kept: ReadonlyMap<string, [number, TypedName[]][]>;
  readonly #used = new Map<string, [number, TypedName[]][]>();
  /** A folder that need not be there. */
  readonly #work: string;
  readonly #options: ts.CompilerOptions;

  constructor(root: string, file: string) {
    this.#root = root;
    this.#work = join(root, "work");
    this.#file = file;
    this.#kept = new Map(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []);
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    this.#options = ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options;
  }

  /**
   * By "ID PATH". All that is not known is asked of one program: to begin one costs more than most of its answers.
   */
  of(asked: readonly Asked[]): Found {
    const missing: Asked[] = [];
    const found = new Map<string, TypedLines>();
    const keys = asked.map((one) => keysOf(one));
    for (const [index, one] of asked.entries())
      if ([...(keys[index]?.values() ?? [])].some((key) => !this.#kept.has(key))) missing.push(one);
    const service = missing.length === 0 ? null : this.#serviceFor(missing);
    for (const [index, one] of asked.entries()) {
      for (const [path, key] of keys[index] ?? []) {
        const lines =
          this.#kept.get(key) ?? (service === null ? [] : this.#ask(service, `${one.id}/${path}`));
        this.#used.set(key, lines);
        found.set(`${one.id} ${path}`, new Map(lines));
      }
    }
    service?.dispose();
    return found;
  }

  save(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify([...this.#used]));
  }

  /** As if each tree lay in a folder of the repository, beside its packages. */
  #serviceFor(asked: readonly Asked[]): ts.LanguageService {
    const texts = new Map<string, string>();
    for (const { id, tree } of asked)
      for (const [path, text] of tree) texts.set(join(this.#work, id, path), text);
    const isOurs = (path: string) => path.startsWith(this.#work);
    const read = (path: string) => texts.get(path) ?? (isOurs(path) ? undefined : ts.sys.readFile(path));
    return ts.createLanguageService({
      getCompilationSettings: () => this.#options,
      // What they import is found on the way.
      getScriptFileNames: () =>
        asked.flatMap(({ id, paths }) => paths.map((path) => join(this.#work, id, path))),
      getScriptVersion: () => "1",
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => this.#root,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (path) => texts.has(path) || (!isOurs(path) && ts.sys.fileExists(path)),
      readFile: read,
      directoryExists: (path) => isOurs(path) || ts.sys.directoryExists(path),
    });
  }

  #ask(service: ts.LanguageService, path: string): [number, TypedName[]][] {
    const full = join(this.#work, path);
    const source = service.getProgram()?.getSourceFile(full);
    const lines = new Map<number, TypedName[]>();
    if (source === undefined) return [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
        const start = node.getStart(source);
        const parts = service.getQuickInfoAtPosition(full, start)?.displayParts ?? [];
        const type = shorten(parts.map(({ text }) => text).join(""));
        const { line, character } = source.getLineAndCharacterOfPosition(start);
        const own = lines.get(line) ?? [];
        if (type !== "") own.push([character, character + node.getText(source).length, type]);
        lines.set(line, own);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return [...lines];
  }
}

/** Path → the name under which its answer is kept: other files of the tree decide, too. */
function keysOf({ tree, paths }: Asked): Map<string, string> {
  const all = createHash("sha256");
  for (const [path, text] of tree) all.update(`${path}\n${text}\n`);
  const hash = all.digest("base64url").slice(0, 16);
  return new Map(paths.map((path) => [path, `${hash} ${path}`]));
}

/** That a name was imported, the first lines of the file say. */
function shorten(type: string): string {
  const plain = type
    .replace(/\s+/g, " ")
    .replace(/^\(alias\) /, "")
    .replace(/ import [\w$]+$/, "");
  return plain.length > MOST ? `${plain.slice(0, MOST)} …` : plain;
}
