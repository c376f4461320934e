/**
 * Random programs: hooks, handlers and streams that throw, replace, abort and return odd things, under clients
 * that leave. The programs are seeded, so a failure comes again. `npm run fuzz` does more of them.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzzPrograms } from "../support/program-fuzz.ts";

test("1,000 random programs: the process lives, permits come back, no answer has a byte of another", async () => {
  assert.equal(await fuzzPrograms({ seed: 20_260_114, runs: 1_000 }), 1_000);
});
