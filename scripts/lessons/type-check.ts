/**
 * typeCheck: all states of all lessons in one run of the compiler, under the repository's own settings: one run reads
 * Node's types once, and costs little more than one state alone. Called by lessons-check.ts.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../shared/compile.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

export interface TypeProblem {
  /** The first folder of the path: which state. */
  readonly state: string;
  /** In the tree, or predict.ts. */
  readonly path: string;
  readonly line: number;
  /** "src/net/conn.ts:12:3: error TS2304: …" */
  readonly text: string;
}

/** `folder` holds a folder for each state, with src, examples and perhaps predict.ts. */
export async function typeCheck(root: string, folder: string): Promise<TypeProblem[]> {
  const own = join(root, "tsconfig.json");
  const config = {
    extends: existsSync(own) ? own : join(REPOSITORY, "tsconfig.json"),
    compilerOptions: { typeRoots: [join(REPOSITORY, "node_modules", "@types")], noEmit: true },
    include: ["*/src", "*/examples", "*/predict.ts"],
    exclude: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { code, output } = await compile(folder, folder);
  if (code === 0) return [];
  const problems = output.split("\n").flatMap((printed) => {
    const [, path = "", place = "", text = ""] = /^(\S[^(]*)\((\d+,\d+)\): (.*)$/.exec(printed) ?? [];
    if (path === "") return [];
    const [state = "", ...rest] = relative(folder, join(folder, path)).replaceAll("\\", "/").split("/");
    const file = rest.join("/");
    const line = Number(place.split(",")[0]);
    return [{ state, path: file, line, text: `${file}:${place.replace(",", ":")}: ${text}` }];
  });
  if (problems.length === 0) throw new Error(`tsc ended with ${code}:\n${output}`);
  return problems;
}
