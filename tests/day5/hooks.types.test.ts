/**
 * Hooks as types. Most of this file is checked by the compiler (`npm run lint:types`): the lines under a
 * `@ts-expect-error` must not compile, all others must.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, HookSet, Router } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";

type ById = { readonly id: string };

function declare(router: Router): Router {
  const seen: string[] = [];
  const guard: HookSet<ById> = { onRequest: (c) => void seen.push(c.params.id) };
  const check = (c: AppContext<ById>) => void seen.push(c.params.id);

  // Hooks that want names are for paths that have them: a whole group, or one route.
  router.group("/g/:id").hooks(guard, check, (c) => void seen.push(c.params.id));
  router.get("/r/:id/:page", () => "").addHooks("GET", "/r/:id/:page", guard, check);
  router.group("/h/:id").addHooks("GET", "/x/:page", (c) => void seen.push(c.params.id + c.params.page));
  router.group("/h/:id").get("/x/:page", (c) => c.params.page);
  // @ts-expect-error: a request of any path has no :id
  router.hooks(guard);
  // @ts-expect-error: the same for a function
  router.hooks(check);
  // @ts-expect-error: this group has another name
  router.group("/i/:other").hooks(guard);
  // @ts-expect-error: and so has this one
  router.group("/j/:other").hooks(check);
  router.hooks({
    // @ts-expect-error: nor has a context of any path
    onResponse: (c) => void c.params.id,
  });

  // Hooks in front of a handler know the names that it knows, and no others.
  router.get("/l/:id", check, guard, (c) => c.params.id);
  router.get(
    "/m/:id",
    (c) => void c.params.id,
    { onResponse: (c) => void c.params.id },
    (c) => c.params.id,
  );
  router.group("/n/:id").post(
    "/:page",
    check,
    (c) => void c.params.page,
    (c) => c.params.id + c.params.page,
  );
  router.group("/o/:id").on(
    "PURGE",
    "/:page",
    ray.around((c, next) => (c.params.page ? next() : undefined)),
    () => 7,
  );
  // @ts-expect-error: this path has no :id
  router.get("/p/:other", check, (c) => c.params.other);
  router.get(
    "/q/:other",
    // @ts-expect-error: nor for a hook that is written here
    (c) => void c.params.id,
    (c) => c.params.other,
  );
  router.get(
    "/r2",
    // @ts-expect-error: text is no answer of a hook, though it is one of a handler
    () => "text",
    () => "text",
  );
  // @ts-expect-error: a set of hooks is no handler
  assert.throws(() => router.get("/s", { onRequest: () => {} }), TypeError);
  // @ts-expect-error: and a route has one
  assert.throws(() => router.get("/t"), TypeError);

  // around knows the names of the place it is given to.
  router.group("/k/:id").hooks(ray.around((c, next) => (c.params.id === "" ? c.string("") : next())));
  // @ts-expect-error: a request of any path has no :id
  router.hooks(ray.around((c, next) => (c.params.id === "" ? c.string("") : next())));
  // @ts-expect-error: text is no answer of a hook
  router.hooks(ray.around(() => "text"));

  // What a hook may return.
  router.hooks(
    () => {},
    async () => undefined,
    (c) => (c.path === "" ? c.string("") : undefined),
    { onResponse: async (_c, response) => void response.headers.set("x-a", "1"), onError: () => undefined },
  );
  // @ts-expect-error: a number is no response
  router.hooks(() => 7);
  // @ts-expect-error: neither is text: a hook says c.string(…)
  router.hooks({ onRequest: async () => "text" });
  // onError stands in the place of a handler: it replies as one.
  router.hooks({ onError: (_c, error) => ({ error: String(error) }) });
  // @ts-expect-error: the name is misspelt
  assert.throws(() => router.hooks({ onRequst() {} }), TypeError);

  const chained: Router = router.hooks().addHooks("GET", "/r/:id/:page");
  return chained;
}

test("hooks that the compiler takes find what their types promise", async () => {
  // Declared, but never asked: half of it is wrong on purpose.
  declare(new ray.Router());
  const router = new ray.Router().get("/r/:id/:page", () => "");
  router.addHooks("GET", "/r/:id/:page", (c) => c.string(`${c.params.id} ${c.params.page}`));
  assert.equal((await ray.inject(router, "/r/7/2")).text(), "7 2");
});
