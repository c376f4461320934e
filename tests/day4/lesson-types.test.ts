/** Names in prefixes and paths, as the compiler knows them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileLines } from "../support/compile-lines.ts";
import { ray } from "../support/stage.ts";

const head = 'import { Router } from "ray"; const team = new Router().group("/teams/:team");';

const right = [
  'team.get("/members/:member", (c) => c.params.team.trim() + c.params.member.trim());',
  'team.get("/", (c) => c.params.team.trim());',
  'team.group("/areas/:area").post("/*path", (c) => [c.params.team, c.params.area, c.params.path.trim()]);',
  'new Router().group("/:lang", (docs) => docs.on("PURGE", "/:page", (c) => c.params.lang + c.params.page));',
  'const prefix: string = "/x"; new Router().group(prefix).get("/:x", (c) => c.params.x.trim());',
];

const wrong = [
  'team.get("/members/:member", (c) => c.params.nope);',
  'team.group("/areas/:area").get("/", (c) => c.params.path);',
  'team.get("/:x", (c) => (c.params.team = "written"));',
  'const computed: string = "/:x"; team.get(computed, (c) => c.params.team.trim());',
];

test("I3: c.params has the names of all prefixes and of the path, and no others", (t) => {
  assert.deepEqual(compileLines(t, head, [...right, ...wrong]), wrong);
});

test("I3: the values agree with the types, in the order of the whole path", async () => {
  const router = new ray.Router();
  const team = router.group("/teams/:team");
  team.get("/", (c) => JSON.stringify(c.params));
  team.group("/areas/:area").get("/*path", (c) => JSON.stringify(c.params));
  assert.equal((await ray.inject(router, "/teams/red")).text(), '{"team":"red"}');
  const { text } = await ray.inject(router, "/teams/red/areas/a/b/c");
  assert.equal(text(), '{"team":"red","area":"a","path":"b/c"}');
});
