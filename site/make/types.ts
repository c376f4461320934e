/**
 * What the compiler says of each name that a lesson shows, in the tree as it is behind the lesson. Called by
 * types-apart.ts. The compiler with a language service is TypeScript 6, which only the site has. What it said is kept
 * on disk: it takes most of a first build.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import ts from "typescript";
import type { Tree } from "../../scripts/lessons/course.ts";
import { readKept, writeKept } from "./cache.ts";

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
/** Grows when what is kept changes its form. */
const FORM = 1;

type KeptLines = [number, TypedName[]][];

export class Types {
  readonly #root: string;
  readonly #file: string;
  readonly #kept: ReadonlyMap<string, KeptLines>;
  readonly #used = new Map<string, KeptLines>();
  /** A folder that need not be there. */
  readonly #work: string;
  readonly #options: ts.CompilerOptions;
  /** From the first tree that is not known to the end of `of`. */
  #service: ts.LanguageService | null = null;
  /** The tree that the service sees, by full paths, and which of it is asked for. */
  #texts: ReadonlyMap<string, string> = new Map();
  #names: string[] = [];

  constructor(root: string, file: string) {
    this.#root = root;
    this.#work = join(root, "work");
    this.#file = file;
    this.#kept = new Map(readKept<[string, KeptLines][]>(file, FORM) ?? []);
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    this.#options = ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options;
  }

  of(asked: readonly Asked[]): Found {
    const found = new Map<string, TypedLines>();
    for (const one of asked) {
      const keys = keysOf(one);
      const isKnown = [...keys.values()].every((key) => this.#kept.has(key));
      if (!isKnown) this.#lay(one);
      for (const [path, key] of keys) {
        const lines = this.#kept.get(key) ?? this.#ask(path);
        this.#used.set(key, lines);
        found.set(`${one.id} ${path}`, new Map(lines));
      }
    }
    this.#service?.dispose();
    return found;
  }

  save(): void {
    writeKept(this.#file, FORM, [...this.#used]);
  }

  /**
   * As if the tree lay in work/, beside the packages of the repository. One service sees all trees, one behind the
   * other: of what two have in common it begins nothing anew.
   */
  #lay({ tree, paths }: Asked): void {
    this.#texts = new Map([...tree].map(([path, text]) => [join(this.#work, path), text]));
    this.#names = paths.map((path) => join(this.#work, path));
    this.#service ??= this.#serve();
  }

  #serve(): ts.LanguageService {
    const isOurs = (path: string) => path.startsWith(this.#work);
    const read = (path: string) =>
      this.#texts.get(path) ?? (isOurs(path) ? undefined : ts.sys.readFile(path));
    return ts.createLanguageService({
      getCompilationSettings: () => this.#options,
      // What they import is found on the way.
      getScriptFileNames: () => this.#names,
      // A text is its own version; the packages stay as they are.
      getScriptVersion: (path) => this.#texts.get(path) ?? "",
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => this.#root,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (path) => this.#texts.has(path) || (!isOurs(path) && ts.sys.fileExists(path)),
      readFile: read,
      directoryExists: (path) => isOurs(path) || ts.sys.directoryExists(path),
    });
  }

  #ask(path: string): KeptLines {
    const full = join(this.#work, path);
    const service = this.#service;
    const source = service?.getProgram()?.getSourceFile(full);
    const lines = new Map<number, TypedName[]>();
    if (service === null || source === undefined) return [];
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
