/**
 * Names in prefixes as types. Most of this file is checked by the compiler (`npm run lint:types`): the lines
 * under a `@ts-expect-error` must not compile, all others must.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Router, RouterGroup } from "../../day5/src/index.ts";
import type { JoinPath } from "../../day5/src/router/join-path.ts";
import { ray } from "../support/stage.ts";

/** True only for the same type: one that is merely assignable, such as `any`, is not enough. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const proofs: true[] = [];
function same<A, B>(proof: Same<A, B>): void {
  proofs.push(proof as true);
}

same<JoinPath<"", "/a">, "/a">(true);
same<JoinPath<"", "/">, "/">(true);
same<JoinPath<"/a", "/">, "/a">(true);
same<JoinPath<"/a", "/b">, "/a/b">(true);
same<JoinPath<"/a", string>, string>(true);
same<JoinPath<"/:a/b", "/:c/*d">, "/:a/b/:c/*d">(true);

function declare(router: Router): void {
  const team = router.group("/teams/:team");
  same<typeof team, RouterGroup<"/teams/:team">>(true);
  team.get("/members/:member", (c) => {
    // @ts-expect-error: neither prefix nor path has a :nope
    c.params.nope;
    return `${c.params.team} ${c.params.member}`;
  });
  // The group's own path has the names of the prefix.
  team.get("/", (c) => c.params.team);

  const files = team.group("/areas/:area");
  same<typeof files, RouterGroup<"/teams/:team/areas/:area">>(true);
  files.get("/*path", (c) => {
    const { team, area, path } = c.params;
    return [team, area, path].join(" ");
  });

  router.group("/:lang/docs", (docs) => {
    docs.get("/:page", (c) => `${c.params.lang} ${c.params.page}`);
    docs.group("/old", (old) => old.get("/", (c) => c.params.lang));
    // @ts-expect-error: :page belongs to the route above only
    docs.get("/index", (c) => c.params.page);
  });

  const computed: string = "/c/:x";
  router.group("/computed/:y").get(computed, (c) => {
    const maybe: string | undefined = c.params.x;
    // @ts-expect-error: nobody knows which names the whole path has
    const surely: string = c.params.y;
    return `${maybe} ${surely}`;
  });
  // A computed prefix takes nothing away from the path behind it.
  const prefix: string = "/prefix";
  router.group(prefix).get("/:x", (c) => c.params.x.toUpperCase());

  // Answers to misses know the names of the prefix, and a url wants them.
  team.notFound((c) => c.params.team).methodNotAllowed((c) => c.params.team);
  // @ts-expect-error: the prefix has no :nope
  router.group("/other/:team").notFound((c) => c.params.nope);
  team.url("/members/:member", { team: "a", member: "b" });
  // @ts-expect-error: the name of the prefix is missing
  assert.throws(() => team.url("/members/:member", { member: "b" }), ray.RouteError);
  // @ts-expect-error: the group's own path has names as well
  assert.throws(() => team.url("/"), ray.RouteError);

  const chained = team.get("/1", () => "").post("/2", () => "");
  same<typeof chained, typeof team>(true);
}

test("I3: a handler in a group finds at run time what the types of prefix and path promise", async () => {
  const router = new ray.Router();
  declare(router);
  const answer = async (path: string) => (await ray.inject(router, path)).text();
  assert.equal(await answer("/teams/a/members/b"), "a b");
  assert.equal(await answer("/teams/a"), "a");
  assert.equal(await answer("/teams/a/areas/b/c/d"), "a b c/d");
  assert.equal(await answer("/en/docs/intro"), "en intro");
  assert.equal(await answer("/en/docs/old"), "en");
  assert.equal(await answer("/computed/1/c/2"), "2 1");
  assert.equal(await answer("/prefix/a"), "A");
  assert.equal(await answer("/teams/a/nobody"), "a");
  assert.ok(proofs.length > 0 && proofs.every((proof) => proof === true));
});
