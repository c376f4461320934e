/**
 * The names in a path as types. Most of this file is checked by the compiler (`npm run lint:types`): the
 * lines under a `@ts-expect-error` must not compile, all others must.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Endpoint, Handler, PathParams, Router } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";

/** True only for the same type: one that is merely assignable, such as `any`, is not enough. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const proofs: true[] = [];
function same<A, B>(proof: Same<A, B>): void {
  proofs.push(proof as true);
}

same<PathParams<"/">, Record<never, string>>(true);
same<PathParams<"/p/:lang">, { readonly lang: string }>(true);
same<PathParams<"/:a/b/:c">, { readonly a: string; readonly c: string }>(true);
same<PathParams<"/files/*path">, { readonly path: string }>(true);
same<PathParams<"/files/*">, Record<never, string>>(true);
same<PathParams<"/p/:lang/*">, { readonly lang: string }>(true);
same<PathParams<"/p/:lang/*rest">, { readonly lang: string; readonly rest: string }>(true);
same<PathParams<"/a:b/12:30">, Record<never, string>>(true);
same<PathParams<"/p/:lang/">, { readonly lang: string }>(true);
same<PathParams<string>, Readonly<Record<string, string | undefined>>>(true);

function declare(router: Router): Router {
  router.get("/p/:lang/*rest", (c) => {
    const texts: string[] = [c.params.lang, c.params.rest];
    // @ts-expect-error: the path has no :nope
    c.params.nope;
    // @ts-expect-error: params are read, not written
    c.params.lang = "other";
    return texts.join(" ");
  });

  router.get("/plain", (c) => {
    // @ts-expect-error: the path has no names at all
    c.params.lang;
    return "";
  });

  const computed: string = "/c/:x";
  router.get(computed, (c) => {
    const maybe: string | undefined = c.params.x;
    // @ts-expect-error: nobody knows whether there is an x
    const surely: string = c.params.x;
    return maybe ?? surely;
  });

  // Every method knows the names.
  router.post("/1/:x", (c) => c.params.x).put("/2/:x", (c) => c.params.x);
  router.patch("/3/:x", (c) => c.params.x).delete("/4/:x", (c) => c.params.x);
  router.head("/5/:x", (c) => c.params.x).options("/6/:x", (c) => c.params.x);
  router.any("/7/:x", (c) => c.params.x).at("/8/:x", (c) => c.params.x);
  router.on("PURGE", "/9/:x", (c) => c.params.x);

  // A handler may ask for less than the path has, but not for more.
  const wantsLang: Handler<{ readonly lang: string }> = (c) => c.params.lang;
  router.get("/q/:lang/:page", wantsLang);
  // @ts-expect-error: the path has no :lang
  router.get("/q2/:language", wantsLang);

  // An endpoint fits any path; a handler gives what can be an answer, or a promise for it.
  const endpoint: Endpoint = router;
  router.at("/inner/*rest", endpoint).get("/later", async () => ({ ok: true }));
  // @ts-expect-error: a symbol is no answer
  router.get("/wrong", () => Symbol("wrong"));
  // @ts-expect-error: text is no handler
  assert.throws(() => router.get("/text", "text"));

  const chained: Router = router.get("/chain", () => "").get("/on", () => "");
  same<ReturnType<typeof router.get>, Router>(true);
  return chained;
}

test("a handler finds at run time what the types of its path promise", async () => {
  const router = declare(new ray.Router());
  assert.equal((await ray.inject(router, "/p/go/a/b")).text(), "go a/b");
  assert.equal((await ray.inject(router, "/c/1")).text(), "1");
  assert.equal((await ray.inject(router, "/q/en/2")).text(), "en");
  assert.ok(proofs.length > 0 && proofs.every((proof) => proof === true));
});
