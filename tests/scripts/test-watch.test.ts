/** `npm test -- --watch`: tests again when a file changes, once for many changes, until ctrl-c. */

import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import { repository } from "./cli-fixture.ts";

const script = fileURLToPath(new URL("../../scripts/test.ts", import.meta.url));

test("--watch tests again after a change of the copy or of a test, and ends with ctrl-c", async (t) => {
  const index = "mine/index.ts";
  const root = repository(t, {
    [index]: "export const answer = 41;\n",
    "tests/day1/a.test.ts": `import assert from "node:assert/strict";
      import { test } from "node:test";
      import { answer } from "../../mine/index.ts";
      test("answers", () => assert.equal(answer, 42));`,
  });
  const args = ["--root", root, "--day", "1", "--impl", join(root, "mine"), "--watch"];
  const child = Child.run(t, script, {}, args);
  await child.printed(/^0 passed, 1 failed\nwaiting for a change \(ctrl-c ends\)$/m);
  writeFileSync(join(root, index), "export const answer = 42;\n");
  await child.printed(/mine\/index\.ts has changed: testing again\n[\s\S]*^1 passed, 0 failed\nwaiting/m);
  appendFileSync(join(root, "tests/day1/a.test.ts"), '\ntest("another", () => {});\n');
  await child.printed(/a\.test\.ts has changed: testing again\n[\s\S]*^2 passed, 0 failed\nwaiting/m);
  if (process.platform === "win32") return;
  child.kill("SIGINT");
  const { code, stdout, stderr } = await child.exited;
  assert.equal(code, 130);
  assert.equal(stderr, "");
  assert.equal(stdout.match(/testing again/g)?.length, 2);
});
