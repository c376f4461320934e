/**
 * typeCheck: all states of all lessons in one run of the compiler, under the repository's own settings: one run reads
 * Node's types once, and costs little more than one state alone. Called by lessons-check.ts.
 */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnv, startChild } from "../test/child.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = fileURLToPath(import.meta.resolve("typescript/package.json"));

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
  const script = join(dirname(PACKAGE), "bin", "tsc");
  const child = startChild(process.execPath, [script, "--noEmit", "--pretty", "false", "-p", folder], {
    cwd: folder,
    env: childEnv({}),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
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
