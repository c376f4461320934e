/**
 * Asks for types in a process of its own, since the compiler takes as long as all else of a first build. Called by
 * build.ts; the other process runs this file, too. (A thread would know no TypeScript: tsx serves the first one only.)
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Asked, Found } from "./types.ts";

interface Wish {
  readonly root: string;
  /** Where answers are kept. */
  readonly file: string;
  readonly asked: readonly Asked[];
}

const HERE = fileURLToPath(import.meta.url);

/** Errors: when the other process ends without an answer; it has said why. */
export function typesApart(root: string, file: string, asked: readonly Asked[]): Promise<Found> {
  // "advanced": maps stay maps on the way.
  const child = fork(HERE, { serialization: "advanced" });
  child.send({ root, file, asked } satisfies Wish);
  return new Promise((resolve, reject) => {
    child.once("message", (found) => resolve(found as unknown as Found)).once("error", reject);
    child.once("exit", (code) => reject(new Error(`the process that asks for types ended with ${code}`)));
  });
}

if (process.argv[1] === HERE) {
  process.once("message", async ({ root, file, asked }: Wish) => {
    // Here, so that the compiler is loaded in this process alone.
    const { Types } = await import("./types.ts");
    const types = new Types(root, file);
    const found = types.of(asked);
    types.save();
    process.send?.(found, () => process.disconnect());
  });
}
