/**
 * A learner at a desk, as a process of its own for learn-kill.test.ts: does something that replaces files, then
 * writes a text as an editor does and notes it in written.log; as often as it is told, or until it is killed.
 * Arguments: the root, a name that makes its texts its own, how often.
 */
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "../../scripts/learn/desk.ts";
import type { State } from "../../scripts/learn/state.ts";

const [root = "", name = "", times = "1000000"] = process.argv.slice(2);
const desk = new Desk(root);
process.stdout.write("ready\n");

/** More than a pipe or a page takes: a file that is written half is seen. */
const LONG = 3000;

for (let index = 0; index < Number(times); index += 1) {
  // First of all: what an earlier process, which was killed, had written is there still.
  const kind = Math.floor(Math.random() * 5);
  const tookBack = kind === 0 ? desk.takeBack("undo") : kind === 1 ? desk.takeBack("redo") : null;
  if (kind === 2) desk.note((state) => ({ ...state, done: [...new Set([...state.done, name])] }));
  if (tookBack === null) {
    desk.act(`act ${name} ${index}`, (files) => ({
      files: new Map(files)
        .set("src/a.ts", Buffer.from("the course's\n".repeat(LONG)))
        .set(`src/given-${kind}.ts`, Buffer.from(`given ${name}\n`.repeat(LONG))),
      state: { ...(desk.state as State), lesson: `${kind}.1` },
    }));
  }
  const beside = join(root, `${name}.tmp`);
  writeFileSync(beside, `${name} ${index}\n`.repeat(LONG));
  renameSync(beside, join(root, "work/src/a.ts"));
  appendFileSync(join(root, "written.log"), `${name} ${index}\n`);
}
