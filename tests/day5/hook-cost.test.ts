/** What hooks cost, and what they share: no promise where nobody waits, and no context between two requests. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Endpoint, Router } from "../../day5/src/index.ts";
import { gate } from "../support/gate.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { ray } from "../support/stage.ts";

/** What the router itself gives back for a request: a response, or a promise for one. */
async function given(
  router: Router,
  path: string,
  method = "GET",
): Promise<{ reply: unknown; text: string }> {
  let reply: unknown;
  const app: Endpoint = {
    call(c) {
      const response = router.call(c);
      reply = response;
      return response;
    },
  };
  const answer = await ray.inject(app, path, { method });
  return { reply, text: answer.text() };
}

/** Three levels of hooks around `/g/sync` and `/g/async`. */
function hooked(): Router {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(trace.hook("G"));
  const group = router.group("/g").hooks(trace.hook("g"));
  group.get("/sync", (c) => c.string("sync")).addHooks("GET", "/sync", trace.hook("r"));
  group.get("/async", async (c) => c.string("async"));
  return router;
}

test("where handler and hooks return no promise, the router returns the response itself", async () => {
  const plain = new ray.Router().get("/", (c) => c.string("plain"));
  assert.ok((await given(plain, "/")).reply instanceof ray.Response);
  const router = hooked();
  // The first request is the start of the app; what it finds out then must not make it wait.
  for (let i = 0; i < 2; i += 1) {
    const { reply, text } = await given(router, "/g/sync");
    assert.ok(reply instanceof ray.Response);
    assert.equal(text, "sync");
  }
  assert.ok((await given(router, "/g/sync", "OPTIONS")).reply instanceof ray.Response);
});

test("an answer of a hook that is no promise costs none either", async () => {
  const answering = new ray.Router().hooks((c) => c.string("hook"), {
    onResponse: () => new ray.Response("x"),
  });
  answering.get("/", () => assert.fail("the handler must not run"));
  assert.ok((await given(answering, "/")).reply instanceof ray.Response);
});

test("one that waits makes it a promise", async () => {
  assert.ok((await given(hooked(), "/g/async")).reply instanceof Promise);
  const waiting = new ray.Router().hooks(async () => {}).get("/", (c) => c.string(""));
  assert.ok((await given(waiting, "/")).reply instanceof Promise);
});

test("a route without hooks gets no chain around it: the handler is called directly", async () => {
  const depth = { plain: 0, hooked: 0 };
  const lines = () =>
    new Error().stack?.split("\n").filter((line) => line.includes("hook-chain.")).length ?? 0;
  const router = new ray.Router().get("/plain", (c) => {
    depth.plain = lines();
    return c.string("");
  });
  router.get("/hooked", (c) => {
    depth.hooked = lines();
    return c.string("");
  });
  router.addHooks("GET", "/hooked", () => {});
  await given(router, "/plain");
  await given(router, "/hooked");
  assert.equal(depth.plain, 0);
  assert.ok(depth.hooked > 0);
});

test("a hundred requests at once, answered in another order than asked, keep their contexts apart", async () => {
  const count = 100;
  const gates = Array.from({ length: count }, () => gate());
  const contexts = new Set<AppContext>();
  const router = new ray.Router().hooks({
    onRequest(c) {
      contexts.add(c as AppContext);
      c.header("x-path", c.path);
    },
    onResponse: (c, response) => response.headers.set("x-late", c.query.get("n") ?? ""),
  });
  const group = router.group("/g/:group").hooks(async (c) => {
    await gates[Number(c.params.group)]?.promise;
  });
  group.get("/:id", async (c) => {
    await Promise.resolve();
    return c.json({ ...c.params, n: c.query.get("n") });
  });
  const answers = Array.from({ length: count }, (_, i) => ray.inject(router, `/g/${i}/id${i}?n=${i}`));
  // From both ends to the middle: neither first come, first served nor the reverse.
  for (let i = 0; i < count; i += 1) gates[i % 2 === 0 ? i / 2 : count - (i + 1) / 2]?.open();
  for (const [i, answer] of (await Promise.all(answers)).entries()) {
    assert.deepEqual(answer.json(), { group: `${i}`, id: `id${i}`, n: `${i}` });
    assert.equal(answer.headers.get("x-path"), `/g/${i}/id${i}`);
    assert.equal(answer.headers.get("x-late"), `${i}`);
  }
  assert.equal(contexts.size, count);
});
