/** Names in the path of a route, as the compiler knows them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileLines } from "../support/compile-lines.ts";

const head = 'import { type PathParams, Router } from "ray";';

const right = [
  'new Router().get("/ghost/:id", (c) => c.params.id.trim());',
  'new Router().post("/:a/b/:c", (c) => c.params.a + c.params.c);',
  'new Router().on("PURGE", "/p/:lang/*rest", (c) => [c.params.lang.length, c.params.rest.length]);',
  'const computed: string = "/:x"; new Router().get(computed, (c) => c.params.x ?? "");',
  'const params: PathParams<"/files/*path"> = { path: "a/b" };',
];

const wrong = [
  'new Router().get("/ghost/:id", (c) => c.params.name);',
  'new Router().get("/plain", (c) => c.params.id);',
  'new Router().get("/a:b/12:30", (c) => c.params.b);',
  'new Router().get("/:x", (c) => (c.params.x = "written"));',
  'const computed: string = "/:x"; new Router().get(computed, (c) => c.params.x.trim());',
  'new Router().get("/files/*", (c) => c.params.path);',
];

test("I5: a name that a path does not have is refused by the compiler, and one that it has is known", (t) => {
  assert.deepEqual(compileLines(t, head, [...right, ...wrong]), wrong);
});
