/** Errors under hooks: who is asked for an answer, and what the client may see. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HookSet } from "../../day5/src/index.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const boom = new Error("the password is tiger");

/** Hooks G, g and r, each with its own extras, around a handler that sets two fields and throws. */
function failing(trace: HookTrace, extras: Readonly<Record<string, HookSet>>, error: unknown = boom) {
  const set = (name: string) => trace.hook(name, extras[name]);
  const router = new ray.Router().hooks(set("G"));
  const group = router.group("/g").hooks(set("g"));
  group.addHooks("GET", "/r", set("r"));
  group.get("/r", (c) => {
    c.header("x-trace", "7").header("etag", '"half an answer"').string("half an answer");
    throw error;
  });
  return router;
}

const INTO = "G.onRequest g.onRequest r.onRequest";
const OUT = "r.onResponse g.onResponse G.onResponse";

test("I1: without a reply an error passes all onError, innermost first, and is a plain 500 that tells nothing", async () => {
  const trace = new HookTrace();
  const log = new LogBook();
  const answer = await ray.inject(failing(trace, {}), "/g/r", { logger: log });
  assert.equal(trace.take(), `${INTO} r.onError g.onError G.onError ${OUT}`);
  assert.equal(answer.status, 500);
  assert.equal(answer.text(), "Internal Server Error\n");
  assert.deepEqual(
    [...answer.headers],
    [
      ["x-trace", "7"],
      ["content-type", "text/plain; charset=utf-8"],
    ],
  );
  assert.deepEqual(log.errors("error"), [boom]);
});

for (const [how, onError] of Object.entries<NonNullable<HookSet["onError"]>>({
  "returned text": () => "mended",
  "an answer of the context": (c) => void c.string("mended"),
  "a response": () => new ray.Response("mended"),
  "a promise": async () => "mended",
  "an async answer of the context": async (c) => void c.string("mended"),
})) {
  test(`the innermost onError replies with ${how}: nobody else is asked, and nothing is logged`, async () => {
    const trace = new HookTrace();
    const log = new LogBook();
    const answer = await ray.inject(failing(trace, { r: { onError } }), "/g/r", { logger: log });
    assert.equal(trace.take(), `${INTO} r.onError ${OUT}`);
    assert.deepEqual([answer.status, answer.text()], [200, "mended"]);
    assert.equal(answer.headers.get("etag"), null, "what was said of the dropped answer is dropped");
    assert.equal(answer.headers.get("x-trace"), "7", "what was said of the request is not");
    assert.deepEqual(log.errors("error"), []);
  });
}

test("an onError without a reply passes the error outward, and each gets the same one", async () => {
  const seen: unknown[] = [];
  const note = (_c: unknown, error: unknown) => void seen.push(error);
  const trace = new HookTrace();
  const extras = { r: { onError: note }, g: { onError: async (c: unknown, e: unknown) => note(c, e) } };
  const router = failing(trace, { ...extras, G: { onError: (c) => c.json({ code: 1 }, 503) } });
  const answer = await ray.inject(router, "/g/r");
  assert.deepEqual(seen, [boom, boom]);
  assert.deepEqual([answer.status, answer.json()], [503, { code: 1 }]);
});

test("an onError may throw a better error, which takes the place of the first", async () => {
  const seen: unknown[] = [];
  const better = new ray.HttpError(409, "try again later");
  const trace = new HookTrace();
  const router = failing(trace, {
    r: {
      onError(c) {
        c.header("x-half", "kept").html("<p>dropped");
        throw better;
      },
    },
    g: { onError: (_c, error) => void seen.push(error) },
  });
  const answer = await ray.inject(router, "/g/r");
  assert.deepEqual(seen, [better]);
  assert.deepEqual([answer.status, answer.text()], [409, "try again later\n"]);
  assert.equal(answer.headers.get("x-half"), "kept");
  assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
});

test("an onError that fails by itself is a plain 500", async () => {
  const log = new LogBook();
  const second = new Error("the hook is broken as well");
  const onError = () => Promise.reject(second);
  const answer = await ray.inject(failing(new HookTrace(), { G: { onError } }), "/g/r", { logger: log });
  assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
  assert.deepEqual(log.errors("error"), [second]);
});

for (const later of [false, true]) {
  const fail = later ? () => Promise.reject(boom) : () => assert.fail(boom);

  test(`an onRequest that ${later ? "rejects" : "throws"} is 500; only hooks that were entered hear of it`, async () => {
    const trace = new HookTrace();
    const router = failing(trace, { g: { onRequest: fail } });
    const answer = await ray.inject(router, "/g/r");
    assert.equal(trace.take(), "G.onRequest g.onRequest g.onError G.onError g.onResponse G.onResponse");
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
  });

  test(`an onResponse that ${later ? "rejects" : "throws"} makes a 500 of a good answer, and the others still run`, async () => {
    const trace = new HookTrace();
    const log = new LogBook();
    const seen: number[] = [];
    const router = new ray.Router()
      .hooks(trace.hook("G", { onResponse: (_c, response) => void seen.push(response.status) }))
      .hooks(trace.hook("H", { onResponse: fail }))
      .get("/", (c) => c.header("x-trace", "1").header("etag", '"1"').string("good"));
    const answer = await ray.inject(router, "/", { logger: log });
    assert.equal(trace.take(), "G.onRequest H.onRequest H.onResponse H.onError G.onError G.onResponse");
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
    assert.equal(answer.headers.get("etag"), null);
    assert.equal(answer.headers.get("x-trace"), "1");
    assert.deepEqual(seen, [500]);
    assert.deepEqual(log.errors("error"), [boom]);
  });
}

test("an HttpError keeps its status and its words, from every place", async () => {
  const teapot = () => {
    throw new ray.HttpError(418, "short and stout");
  };
  const places: HookSet[] = [{ onRequest: teapot }, { onResponse: teapot }];
  for (const hook of places) {
    const answer = await ray.inject(
      new ray.Router().hooks(hook).get("/", () => "good"),
      "/",
    );
    assert.deepEqual([answer.status, answer.text()], [418, "short and stout\n"]);
  }
  const thrown = failing(new HookTrace(), {}, new ray.HttpError(404, "no such ghost"));
  const answer = await ray.inject(thrown, "/g/r");
  assert.deepEqual([answer.status, answer.text()], [404, "no such ghost\n"]);
});

test("an error from an async handler takes the same way", async () => {
  const trace = new HookTrace();
  const router = new ray.Router()
    .hooks(trace.hook("G", { onError: (_c, error) => (error === boom ? "mended" : undefined) }))
    .get("/", () => Promise.reject(boom));
  assert.equal((await ray.inject(router, "/")).text(), "mended");
  assert.equal(trace.take(), "G.onRequest G.onError G.onResponse");
});

test("anything may be thrown, even nothing at all", async () => {
  for (const thrown of [undefined, null, 7, "text", { status: 200 }]) {
    const seen: unknown[] = [];
    const router = new ray.Router().hooks({ onError: (_c, error) => void seen.push(error) }).get("/", () => {
      throw thrown;
    });
    assert.equal((await ray.inject(router, "/")).status, 500);
    assert.deepEqual(seen, [thrown]);
  }
});

for (const later of [false, true]) {
  test(`an onResponse that ${later ? "rejects" : "throws"} is answered by an onError, its own first; hooks further in hear nothing more`, async () => {
    const trace = new HookTrace();
    const fail = later ? () => Promise.reject(boom) : () => assert.fail(boom);
    const router = new ray.Router()
      .hooks(trace.hook("G", { onError: (c, error) => c.json({ same: error === boom }, 503) }))
      .hooks(trace.hook("H", { onResponse: fail }), trace.hook("I"))
      .get("/", (c) => c.header("x-trace", "1").string("good"));
    const answer = await ray.inject(router, "/");
    assert.equal(
      trace.take(),
      "G.onRequest H.onRequest I.onRequest I.onResponse H.onResponse H.onError G.onError G.onResponse",
    );
    assert.deepEqual(
      [answer.status, answer.json(), answer.headers.get("x-trace")],
      [503, { same: true }, "1"],
    );
  });

  test(`an around hears of an onResponse further in that ${later ? "rejects" : "throws"}`, async () => {
    const heard: unknown[] = [];
    const fail = later ? () => Promise.reject(boom) : () => assert.fail(boom);
    const router = new ray.Router()
      .hooks(
        ray.around(async (c, next) => {
          try {
            return await next();
          } catch (error) {
            heard.push(error);
            return c.string("mended");
          }
        }),
      )
      .hooks({ onResponse: fail })
      .get("/", () => "good");
    assert.equal((await ray.inject(router, "/")).text(), "mended");
    assert.deepEqual(heard, [boom]);
  });
}

for (const [how, handler] of Object.entries({
  "at once": () => boom,
  "by a promise": async () => boom,
})) {
  test(`an error that a handler returns ${how} is heard by onError as a thrown one is`, async () => {
    const trace = new HookTrace();
    const router = new ray.Router()
      .hooks(trace.hook("G", { onError: (c, error) => c.string(error === boom ? "mended" : "other", 409) }))
      .get("/", handler);
    const answer = await ray.inject(router, "/");
    assert.equal(trace.take(), "G.onRequest G.onError G.onResponse");
    assert.deepEqual([answer.status, answer.text()], [409, "mended"]);
  });
}
