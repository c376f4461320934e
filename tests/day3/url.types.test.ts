/**
 * What `url` wants behind a path, as types. The compiler reads this file in types.test.ts: the lines under a
 * `@ts-expect-error` must not compile, all others must.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Router } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";

function build(router: Router): string[] {
  const computed: string = "/ghost/:id";
  const right = [
    router.url("/ghost/:id", { id: "7" }),
    router.url("/plain"),
    router.url("/:a/*rest", { a: "1", rest: "2/3" }),
    router.url(computed, { id: "8" }),
  ];
  const wrong = [
    // @ts-expect-error: the param is missing
    () => router.url("/ghost/:id"),
    // @ts-expect-error: so is its value
    () => router.url("/ghost/:id", {}),
    // @ts-expect-error: it has another name
    () => router.url("/ghost/:id", { name: "7" }),
    // @ts-expect-error: and is text
    () => router.url("/ghost/:id", { id: 7 }),
    // @ts-expect-error: nobody knows which names a computed path has
    () => router.url(computed),
  ];
  for (const each of wrong) assert.throws(each, ray.RouteError);
  // @ts-expect-error: there are no names in this path; one too many does no harm at run time
  right.push(router.url("/plain", { id: "7" }));
  return right;
}

test("url builds at run time what the types of its path promise", () => {
  const router = new ray.Router();
  for (const path of ["/ghost/:id", "/plain", "/:a/*rest"]) router.get(path, () => "");
  assert.deepEqual(build(router), ["/ghost/7", "/plain", "/1/2/3", "/ghost/8", "/plain"]);
});
