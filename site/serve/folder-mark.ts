/** Looks at a folder while someone wants to know whether it has changed: a change counts once all is quiet again. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const LOOK_MS = 150;

/** Calls back after each change, until the returned function is called. */
export function onFolderChange(folders: readonly string[], onChange: () => void): () => void {
  let told = markOf(folders);
  let before = told;
  const timer = setInterval(() => {
    const now = markOf(folders);
    const isQuiet = now === before;
    before = now;
    if (!isQuiet || now === told) return;
    told = now;
    onChange();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Names, sizes and times. A folder that is not there is empty; what goes while we look is looked at the next time. */
function markOf(folders: readonly string[]): string {
  const lines: string[] = [];
  for (const folder of folders) {
    try {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const { size, mtimeMs } = statSync(join(folder, name));
        lines.push(`${name} ${size} ${mtimeMs}`);
      }
    } catch {
      lines.push(`${folder} is not whole`);
    }
  }
  return lines.join("\n");
}
