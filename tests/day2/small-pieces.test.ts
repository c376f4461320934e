/** Memory is bounded by the bytes of a body, not by the number of its pieces, which the client chooses. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Child } from "../support/child.ts";
import { srcDir } from "../support/stage.ts";

const url = pathToFileURL(join(srcDir, "http", "request.ts")).href;

/** A body of `COUNT` pieces of one byte, and what is held of it before its end: bytes of heap and of buffers. */
const program = `
  import { setFlagsFromString } from "node:v8";
  import { runInNewContext } from "node:vm";
  import { Request } from ${JSON.stringify(url)};
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const used = () => { collect(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return heapUsed + arrayBuffers; };
  const COUNT = 200_000;
  let left = COUNT;
  let before = 0;
  let held = 0;
  const body = {
    length: null,
    next() {
      if (left === COUNT) before = used();
      if (left === 0) { held = used() - before; return null; }
      left -= 1;
      return Buffer.from([left & 0xff]);
    },
  };
  const init = { method: "POST", target: "/", version: "1.1", fields: "", body, maxBodyBytes: COUNT };
  const bytes = await new Request(init, {}).bytes();
  const right = bytes.length === COUNT && bytes.every((byte, n) => byte === ((COUNT - 1 - n) & 0xff));
  console.log(right, held);`;

test("a body of 200,000 pieces of one byte holds less than ten times its bytes, and comes out right", async (t) => {
  const { stdout, stderr } = await Child.code(t, program).exited;
  assert.equal(stderr, "");
  const [, right, held] = /^(\w+) (-?\d+)\n$/.exec(stdout) ?? [];
  assert.equal(right, "true");
  assert.ok(Number(held) < 2_000_000, `${held} bytes are held`);
});
