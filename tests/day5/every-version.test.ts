/** What an app sees and answers does not depend on the version of HTTP: each test runs over HTTP/1.1, h2c and h2. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { Readable } from "node:stream";
import { z } from "zod";
import { overEveryVersion } from "../support/every-version.ts";
import { gate } from "../support/gate.ts";
import { load, ray } from "../support/stage.ts";
import { within } from "../support/within.ts";

const extract = await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");
const stream = await load<typeof import("../../day5/src/stream/index.ts")>("stream/index.ts");

overEveryVersion(
  "routes, params, query, fields and methods come as they were sent",
  () =>
    new ray.Router()
      .get("/p/:name", (c) =>
        c.json([c.params.name, c.query.get("q"), c.req.headers.get("x-a"), c.host, c.method, c.req.target]),
      )
      .post("/p/:name", (c) => c.string(`posted ${c.params.name}`, 201)),
  async ({ ask }) => {
    const asked = await ask({ path: "/p/a%20b?q=1%262", headers: { "x-a": ["one", "two"], cookie: "a=1" } });
    assert.deepEqual(JSON.parse(asked.text), [
      "a b",
      "1&2",
      "one, two",
      "localhost",
      "GET",
      "/p/a%20b?q=1%262",
    ]);
    const posted = await ask({ method: "POST", path: "/p/x" });
    assert.deepEqual([posted.status, posted.text], [201, "posted x"]);
    assert.equal((await ask({ path: "/nowhere" })).status, 404);
    const wrong = await ask({ method: "DELETE", path: "/p/x" });
    assert.deepEqual([wrong.status, wrong.headers.allow], [405, "GET, HEAD, OPTIONS, POST"]);
    assert.equal((await ask({ path: "/p/%zz" })).status, 400);
  },
);

overEveryVersion(
  "fields of an answer: several cookies, a length that is kept to, latin1, and none about the connection",
  () => (c) => {
    c.header("set-cookie", "a=1").header("set-cookie", "b=2").header("x-name", "caf\xe9");
    c.header("connection", "keep-alive");
    return c.string("hello");
  },
  async ({ ask }) => {
    const { headers, text } = await ask();
    assert.equal(text, "hello");
    assert.deepEqual(
      [headers["set-cookie"], headers["content-length"], headers["content-type"]],
      [["a=1", "b=2"], "5", "text/plain; charset=utf-8"],
    );
    assert.equal(Buffer.from(String(headers["x-name"]), "latin1").toString("latin1"), "caf\xe9");
  },
);

overEveryVersion(
  "HEAD, 204, 304 and 205 end with their head",
  () =>
    new ray.Router()
      .get("/head", (c) => c.string("hello"))
      .get("/s/:code", (c) => c.string("never seen", Number(c.params.code))),
  async ({ ask }) => {
    const head = await ask({ method: "HEAD", path: "/head" });
    assert.deepEqual([head.status, head.headers["content-length"], head.text], [200, "5", ""]);
    for (const [code, length] of [
      [204, undefined],
      [304, undefined],
      [205, "0"],
    ] as const) {
      const answer = await ask({ path: `/s/${code}` });
      assert.deepEqual([answer.status, answer.headers["content-length"], answer.text], [code, length, ""]);
    }
  },
);

overEveryVersion(
  "HEAD of an answer without a body has its length, and a body of no bytes is none",
  () => async (c) => {
    if (c.method === "HEAD") return new ray.Response(null, { status: 202 });
    for await (const _ of c.req.stream()) return c.string("there was a piece");
    return c.string(`${(await c.req.bytes()).length} bytes`);
  },
  async ({ ask }) => {
    const head = await ask({ method: "HEAD" });
    assert.deepEqual([head.status, head.headers["content-length"]], [202, "0"]);
    const none = { method: "POST", headers: { "content-length": "0" } };
    assert.equal((await ask(none)).text, "0 bytes");
  },
);

overEveryVersion(
  "an answer that cannot be sent is a problem for who asks for JSON",
  () => (c) => c.header("content-length", "many").string("x"),
  async ({ ask }) => {
    const answer = await ask({ headers: { accept: "application/json" } });
    assert.deepEqual(JSON.parse(answer.text), { title: "Internal Server Error", status: 500 });
  },
);

overEveryVersion(
  "bodies go both ways, of any size, whole or in pieces",
  () => async (c) => {
    if (c.path === "/stream") return c.stream(c.req.stream());
    return c.bytes(await c.req.bytes());
  },
  async ({ ask }) => {
    for (const size of [0, 1, 65_535, 900_000]) {
      const body = Buffer.alloc(size, "body ");
      for (const path of ["/", "/stream"])
        assert.deepEqual((await ask({ method: "POST", path, body })).body, body, `${size} to ${path}`);
    }
    const pieces = Readable.from(["a", "b", Buffer.from("c")]);
    assert.equal((await ask({ method: "POST", path: "/stream", body: pieces })).text, "abc");
  },
);

overEveryVersion(
  "a body over its bound is a 413, and an answer may come before the body does",
  () => async (c) => {
    if (c.path === "/early") return c.string("I know enough", 422);
    if (c.path === "/nothing") return c.status(204).bytes(new Uint8Array());
    return c.string(await c.req.text());
  },
  async ({ ask }) => {
    const large = await ask({
      method: "POST",
      body: Buffer.alloc(1_001),
      headers: { "content-length": "1001" },
    });
    assert.equal(large.status, 413);
    const pieces = Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
    assert.equal((await ask({ method: "POST", body: pieces })).status, 413);
    assert.equal((await ask({ method: "POST", body: "fits" })).text, "fits");
    const early = await ask({ method: "POST", path: "/early", body: Buffer.alloc(500) });
    assert.deepEqual([early.status, early.text], [422, "I know enough"]);
    assert.equal((await ask({ method: "POST", path: "/nothing", body: Buffer.alloc(500_000) })).status, 204);
  },
  { limits: { maxBodyBytes: 1_000 } },
);

overEveryVersion(
  "what a handler throws is its status or a 500, and never a stack trace",
  () =>
    new ray.Router()
      .get("/teapot", () => {
        throw new ray.HttpError(418, "short and stout", { headers: { "x-pot": "1" } });
      })
      .get("/bug", () => {
        throw new Error("secret");
      })
      .get("/bad-answer", (c) => {
        c.header("transfer-encoding", "gzip");
        return c.string("x");
      }),
  async ({ ask, log }) => {
    const pot = await ask({ path: "/teapot" });
    assert.deepEqual([pot.status, pot.text, pot.headers["x-pot"]], [418, "short and stout\n", "1"]);
    for (const path of ["/bug", "/bad-answer"]) {
      const answer = await ask({ path });
      assert.deepEqual([answer.status, answer.text], [500, "Internal Server Error\n"], path);
    }
    assert.deepEqual(log.messages("error"), ["handler failed", "handler failed"]);
  },
);

overEveryVersion(
  "hooks run in their order, and what became of an answer is told: status, bytes, whether it is whole",
  () => {
    const told: unknown[] = [];
    return new ray.Router()
      .hooks({
        onRequest: (c) => c.req.onAnswered((answered) => told.push(answered)),
        onResponse: (c) => void c.header("x-hook", "1"),
      })
      .get("/", (c) => c.string("hello"))
      .get("/stream", (c) => c.stream(Readable.from(["one", "four"])))
      .get("/told", (c) => c.json(told));
  },
  async ({ ask }) => {
    assert.equal((await ask()).headers["x-hook"], "1");
    await ask({ path: "/stream" });
    await ask({ method: "HEAD" });
    await ask({ path: "/none" });
    assert.deepEqual(JSON.parse((await ask({ path: "/told" })).text), [
      { status: 200, complete: true, bytes: 5 },
      { status: 200, complete: true, bytes: 7 },
      { status: 200, complete: true, bytes: 0 },
      { status: 404, complete: true, bytes: 30 },
    ]);
  },
);

overEveryVersion(
  "extractors read a body that is JSON, and say what is wrong with one that is not",
  () =>
    new ray.Router().post(
      "/",
      extract.handler(extract.json(z.object({ a: z.number() })), ({ a }) => ({ b: a + 1 })),
    ),
  async ({ ask }) => {
    const headers = { "content-type": "application/json" };
    assert.equal((await ask({ method: "POST", body: '{"a":1}', headers })).text, '{"b":2}');
    assert.equal((await ask({ method: "POST", body: "{", headers })).status, 400);
    assert.equal((await ask({ method: "POST", body: "{}", headers })).status, 422);
  },
);

overEveryVersion(
  "an answer that streams comes piece by piece",
  () => {
    const next = gate();
    async function* pieces() {
      yield "one";
      await next.promise;
      yield "two";
    }
    return (c) => {
      if (c.path !== "/go") return c.stream(pieces());
      next.open();
      return c.string("gone");
    };
  },
  async ({ ask, open }) => {
    const pieces = (await open()).body[Symbol.asyncIterator]();
    assert.equal(String((await within(pieces.next(), "a piece")).value), "one");
    await ask({ path: "/go" });
    assert.equal(String((await within(pieces.next(), "another")).value), "two");
    assert.equal((await pieces.next()).done, true);
  },
);

overEveryVersion(
  "a client that leaves aborts the signal, ends the source, and is told of as broken off",
  () => {
    const ended: string[] = [];
    const told = gate();
    const tell = (what: string) => {
      ended.push(what);
      if (ended.length === 3) told.open();
    };
    /** It says one word, and then nothing more: only its `return` can end it. */
    const sleeper = (): AsyncIterable<string> => {
      const words = [{ done: false, value: "begun" }];
      const next = async () => words.pop() ?? (await new Promise<never>(() => {}));
      const end = async () => {
        tell("source");
        return { done: true as const, value: undefined };
      };
      return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
    };
    return (c) => {
      if (c.path === "/told") return told.promise.then(() => c.json(ended.sort()));
      c.signal.addEventListener("abort", () => tell("signal"));
      c.req.onAnswered(({ complete }) => tell(complete ? "whole" : "broken"));
      return c.stream(sleeper());
    };
  },
  async ({ ask, open }) => {
    const { body, leave } = await open();
    body.on("error", () => {});
    await once(body, "data");
    leave();
    const { text } = await within(ask({ path: "/told" }), "the end of the source");
    assert.deepEqual(JSON.parse(text), ["broken", "signal", "source"]);
  },
);

overEveryVersion(
  "a client that leaves while the handler works aborts the signal",
  () => {
    const told = gate();
    return async (c) => {
      if (c.path === "/told") return told.promise.then(() => c.string("aborted"));
      await once(c.signal, "abort");
      told.open();
      return c.string("too late");
    };
  },
  async ({ ask }) => {
    const abort = new AbortController();
    const asked = ask({ signal: abort.signal });
    asked.catch(() => {});
    const other = ask({ path: "/told" });
    setTimeout(() => abort.abort(), 50);
    assert.equal((await within(other, "the abort")).text, "aborted");
    await assert.rejects(asked);
  },
);

overEveryVersion(
  "an answer that breaks off does not look whole",
  () => (c) =>
    c.stream(
      (async function* () {
        yield "half";
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error("the source failed");
      })(),
    ),
  async ({ ask, log }) => {
    await assert.rejects(ask());
    assert.deepEqual(log.messages("error"), ["response failed"]);
  },
);

overEveryVersion(
  "server-sent events arrive when they happen",
  () => {
    const room = new stream.Broadcast<{ data: string }>();
    return (c) => {
      if (c.path === "/say") {
        room.send({ data: "hello" });
        return c.string("said");
      }
      return stream.events(c, room.subscribe({ signal: c.signal }));
    };
  },
  async ({ ask, open }) => {
    const { body, leave } = await open({ path: "/events" });
    const pieces = body[Symbol.asyncIterator]();
    await ask({ path: "/say" });
    let heard = "";
    while (!heard.includes("data: hello\n\n")) heard += (await within(pieces.next(), "the event")).value;
    body.on("error", () => {});
    leave();
  },
);

overEveryVersion(
  "a handler that takes too long is a 503",
  () => () => new Promise(() => {}),
  async ({ ask, clock }) => {
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.pass(1_000);
    assert.equal((await asked).status, 503);
  },
  { limits: { handlerTimeoutMs: 1_000 } },
);

overEveryVersion(
  "a body that stops coming is a 408",
  () => async (c) => c.string(await c.req.text()),
  async ({ ask, clock }) => {
    const body = (async function* () {
      yield "begun";
      await new Promise(() => {});
    })();
    const asked = ask({ method: "POST", body });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The bytes that came have earned a little.
    await clock.pass(600);
    assert.equal((await within(asked, "the 408")).status, 408);
  },
  { limits: { bodyGraceMs: 500 } },
);

overEveryVersion(
  "a client that waits for a 100 gets it when the handler asks, and not before",
  () => async (c) => c.string(c.path === "/no" ? "no need" : await c.req.text()),
  async ({ ask, version }) => {
    if (version === "HTTP/1.1") return; // held there by tests of day 2
    const headers = { expect: "100-continue" };
    assert.equal((await ask({ method: "POST", path: "/", headers, body: "the body" })).text, "the body");
    assert.equal((await ask({ method: "POST", path: "/no", headers, body: "" })).text, "no need");
    assert.equal((await ask({ method: "POST", headers: { expect: "a-miracle" } })).status, 417);
  },
);

overEveryVersion(
  "a stop answers what has begun, refuses who comes later, and counts",
  () => {
    const go = gate();
    return async (c) => {
      if (c.path === "/go") {
        go.open();
        return c.string("going");
      }
      await go.promise;
      return c.string(c.isDraining ? "the last words" : "too early");
    };
  },
  async ({ ask, server, version }) => {
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [first, stopping] = [ask({ path: "/go" }), server.shutdown()];
    if (version === "HTTP/1.1") await first.catch(() => {});
    assert.equal((await within(asked, "the answer")).text, "the last words");
    assert.equal((await stopping).forced, 0);
    await assert.rejects(ask());
  },
);
