/** Hooks that answer: on the way in the chain ends there, on the way out the response is another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HookReply } from "../../day5/src/hook/hook.ts";
import type { AppContext, HookSet } from "../../day5/src/index.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

/** G, g, r and a handler; the hook called `name` does `then`. */
function levels(trace: HookTrace, name: string, then: HookSet) {
  const set = (other: string) => trace.hook(other, other === name ? then : {});
  const router = new ray.Router().hooks(set("G"));
  const group = router.group("/g").hooks(set("g"));
  group.get("/r", trace.handler()).addHooks("GET", "/r", set("r"));
  return router;
}

const ENDS = {
  G: "G.onRequest G.onResponse",
  g: "G.onRequest g.onRequest g.onResponse G.onResponse",
  r: "G.onRequest g.onRequest r.onRequest r.onResponse g.onResponse G.onResponse",
};

const waysToAnswer: Readonly<Record<string, (c: AppContext) => HookReply | Promise<HookReply>>> = {
  "returned from c.string": (c) => c.string("from the hook", 403),
  "made with c.string and not returned": (c) => void c.string("from the hook", 403),
  "returned by a promise": async (c) => c.string("from the hook", 403),
  "made in an async hook and not returned": async (c) => void c.string("from the hook", 403),
  "a Response of its own": () => new ray.Response("from the hook", { status: 403 }),
  "a WHATWG Response": () => new Response("from the hook", { status: 403 }),
  "something with intoResponse": () => ({
    intoResponse: () => new ray.Response("from the hook", { status: 403 }),
  }),
};

for (const [way, onRequest] of Object.entries(waysToAnswer)) {
  test(`I1: an answer that is ${way} ends the chain at its level; onResponse runs for who was entered (seed 003.12)`, async () => {
    for (const [name, expected] of Object.entries(ENDS)) {
      const trace = new HookTrace();
      const answer = await ray.inject(levels(trace, name, { onRequest }), "/g/r");
      assert.equal(answer.status, 403);
      assert.equal(answer.text(), "from the hook");
      assert.equal(trace.take(), expected);
    }
  });
}

test("a redirect from a hook ends the chain; a status or a field alone does not, and counts later", async () => {
  const trace = new HookTrace();
  const login = levels(trace, "g", { onRequest: (c) => void c.redirect("/login") });
  const answer = await ray.inject(login, "/g/r");
  assert.deepEqual([answer.status, answer.headers.get("location")], [302, "/login"]);
  assert.equal(trace.take(), ENDS.g);
  const fields = levels(trace, "G", {
    onRequest(c) {
      c.status(201).header("x-hook", "was here");
    },
  });
  const created = await ray.inject(fields, "/g/r");
  assert.deepEqual(
    [created.status, created.headers.get("x-hook"), created.text()],
    [201, "was here", "answer"],
  );
});

test("onResponse gets the response, may change it, and the next one outwards sees that", async () => {
  const trace = new HookTrace();
  const seen: (string | null)[] = [];
  const router = levels(trace, "g", {
    onResponse(_c, response) {
      response.headers.set("x-level", "group");
      response.status = 202;
    },
  }).hooks({ onResponse: (_c, response) => void seen.push(response.headers.get("x-level")) });
  const answer = await ray.inject(router, "/g/r");
  assert.deepEqual([answer.status, answer.headers.get("x-level"), answer.text()], [202, "group", "answer"]);
  assert.deepEqual(seen, ["group"]);
});

for (const [how, onResponse] of Object.entries<NonNullable<HookSet["onResponse"]>>({
  "at once": () => new ray.Response("another", { status: 203 }),
  later: async () => new ray.Response("another", { status: 203 }),
  "by a WHATWG Response": () => new Response("another", { status: 203 }),
})) {
  test(`onResponse may put another response in the place of the first, ${how}`, async () => {
    const seen: number[] = [];
    const router = new ray.Router().hooks({ onResponse: (_c, response) => void seen.push(response.status) });
    router.get("/", (c) => c.string("first")).addHooks("GET", "/", { onResponse });
    const answer = await ray.inject(router, "/");
    assert.deepEqual([answer.status, answer.text()], [203, "another"]);
    assert.deepEqual(seen, [203]);
  });
}

for (const [what, reply] of [
  ["number", 7],
  ["string", "text"],
  ["boolean", true],
  ["object", { json: "no" }],
  ["object", null],
] as const) {
  for (const point of ["onRequest", "onResponse"] as const) {
    test(`a reply that is no response, ${JSON.stringify(reply)} from ${point}, is 500, and the log says why`, async () => {
      for (const later of [false, true]) {
        const log = new LogBook();
        const wrong = (() => (later ? Promise.resolve(reply) : reply)) as unknown as () => HookReply;
        const router = new ray.Router().get("/", (c) => c.string("secret")).hooks({ [point]: wrong });
        const answer = await ray.inject(router, "/", { logger: log });
        assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
        const [error] = log.errors("error") as [TypeError];
        assert.equal(error.name, "TypeError");
        assert.equal(
          error.message,
          `a hook returned a value of type ${what}; return a response, such as c.string(…), or nothing`,
        );
      }
    });
  }
}

test("the last word of several answers is that of the outermost onResponse", async () => {
  const replace = (text: string): HookSet => ({ onResponse: () => new ray.Response(text) });
  const router = new ray.Router().hooks(replace("outer"), replace("inner")).get("/", () => "handler");
  assert.equal(await ask(router, "GET /"), "outer");
});
