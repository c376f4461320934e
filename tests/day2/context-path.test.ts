/** The two paths of a context: the one that routes look at, and the one that the client sent. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";

test("a path that was cut for an app inside is still there as it came, without the query", async () => {
  const answer = await ray.inject((c) => {
    c.path = "/inside";
    return c.string(`${c.path} ${c.originalPath}`);
  }, "/outside/inside?x=1");
  assert.equal(answer.text(), "/inside /outside/inside");
});
