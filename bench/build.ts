/** ray as JavaScript, the way one would deploy it: tsx would add work of its own to what is measured. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Compiles day5/src into bench/.build. False: it does not compile, and the compiler has said why. */
export function build(): boolean {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const tsc = here("../node_modules/typescript/bin/tsc");
  const done = spawnSync(process.execPath, [tsc, "--project", here("tsconfig.build.json")], {
    stdio: "inherit",
  });
  return done.status === 0;
}
