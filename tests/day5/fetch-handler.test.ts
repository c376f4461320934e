/** The WHATWG face: one app, asked over the wire, through inject and through fetch, answers the same. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { App, AppContext } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { replyCases } from "../support/reply-cases.ts";
import { inject, ray } from "../support/stage.ts";

const { fetchHandler } = ray;

interface Case {
  readonly app: App;
  readonly method?: string;
  readonly target?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What every way of asking must agree on. Framing is that of each way. */
interface Told {
  readonly status: number;
  readonly fields: readonly string[];
  readonly text: string;
}

const FRAMING = new Set(["connection", "content-length", "date", "transfer-encoding", "keep-alive"]);

function told(status: number, fields: Iterable<readonly [string, string]>, text: string): Told {
  const lines = [...fields]
    .filter(([name]) => !FRAMING.has(name))
    .map(([name, value]) => `${name}: ${value}`);
  // fetch joins the values of a name, all but cookies.
  return { status, fields: [...new Set(lines.flatMap((line) => split(line)))].sort(), text };
}

function split(line: string): string[] {
  const [name = "", value = ""] = line.split(/: (.*)/s);
  return name === "set-cookie" ? [line] : value.split(", ").map((each) => `${name}: ${each}`);
}

const limits = { maxBodyBytes: 1000 };

/** The three ways. */
const ways: Record<string, (t: TestContext, asked: Case) => Promise<Told>> = {
  async wire(t, { app, method = "GET", target = "/", fields = {}, body }) {
    const server = await startHttp1Server(t, ray.toEndpoint(app), { limits });
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`);
    const bytes = `${method} ${target} HTTP/1.1\r\nhost: example.org\r\n${lines.join("")}\r\n`;
    const answer = await server.ask(bytes + Buffer.from(body ?? "").toString("latin1"), method);
    return told(answer.status, answer.fields, answer.text);
  },
  async inject(_t, { app, method = "GET", target = "/", fields = {}, body }) {
    const headers = { host: "example.org", ...fields };
    const options = body === undefined ? { method, headers, limits } : { method, headers, body, limits };
    const answer = await inject(app, target, options);
    return told(answer.status, answer.headers, answer.text());
  },
  async fetch(_t, { app, method = "GET", target = "/", fields = {}, body }) {
    const request = new Request(`http://example.org${target}`, {
      method,
      headers: fields,
      body: body ?? null,
    });
    const answer = await fetchHandler(app, { limits })(request);
    return told(answer.status, answer.headers, await answer.text());
  },
};

const echo = async (c: AppContext) =>
  c.bytes(await c.req.bytes(), 200, c.req.headers.get("content-type") ?? "");
const about = (c: AppContext) => [
  c.method,
  c.path,
  c.query.get("q"),
  c.host,
  c.req.headers.get("x-a"),
  c.scheme,
];
const router = new ray.Router({ redirectSlash: true })
  .hooks({ onResponse: (_c, answer) => answer.headers.set("x-hook", "1") })
  .get("/p/:name", (c) => c.params.name)
  .post("/p/:name", echo);

const cases: Record<string, Case> = {
  "what is asked": { app: about, target: "/a/b%20c?q=x%26y", fields: { "x-a": "1" } },
  "a body": { app: echo, method: "POST", body: "grüße", fields: { "content-type": "text/x" } },
  "a body that is too large": { app: echo, method: "POST", body: "x".repeat(1001) },
  "a body that is no JSON": { app: (c) => c.req.json() as Promise<object>, method: "POST", body: "{" },
  "a form": {
    app: async (c) => [...(await c.req.formData()).entries()],
    method: "POST",
    body: "a=1&b=%C3%A4",
    fields: { "content-type": "application/x-www-form-urlencoded" },
  },
  "no body": { app: echo, method: "POST", fields: { "content-type": "text/x" } },
  "a route": { app: router, target: "/p/a%2Fb" },
  "a path that is not there": { app: router, target: "/nothing" },
  "a method that is not there": { app: router, target: "/p/a", method: "DELETE" },
  "the list of methods": { app: router, target: "/p/a", method: "OPTIONS" },
  "the other slash": { app: router, target: "/p/a/?x=1" },
  "bad encoding": { app: router, target: "/p/%" },
  HEAD: { app: router, target: "/p/a", method: "HEAD" },
  "HEAD of a stream": { app: replyCases["an async iterable"]?.reply as App, method: "HEAD" },
  "a status without a body": { app: (c) => c.string("never sent", 204) },
  "not modified": { app: (c) => c.header("etag", '"a"').string("never sent", 304) },
  "several cookies": {
    app: (c) =>
      c.header("set-cookie", "a=1; Path=/").header("set-cookie", "b=2").header("vary", "a").string(""),
  },
  "a redirect": { app: (c) => c.redirect("/elsewhere") },
  "an error": { app: () => Promise.reject(new Error("the password is tiger")) },
  "an HttpError": { app: () => Promise.reject(new ray.HttpError(418, "tea", { expose: true })) },
  "a field that frames": { app: (c) => c.header("transfer-encoding", "chunked").string("x") },
  "a length that is none": { app: (c) => c.header("content-length", "many").string("x") },
  "a length that is wrong, of a text": { app: (c) => c.header("content-length", "7").string("x") },
  "a takeover of nothing": { app: () => new ray.Response(null, { takeover: () => {} }) },
  "a wish to close": { app: (c) => c.header("connection", "close").string("x") },
  ...Object.fromEntries(Object.entries(replyCases).map(([name, { reply }]) => [name, { app: reply as App }])),
};

for (const [name, asked] of Object.entries(cases)) {
  test(`the same over the wire, by inject and by fetch: ${name} (seed 004.50)`, async (t) => {
    const wire = await ways.wire?.(t, asked);
    assert.deepEqual(await ways.inject?.(t, asked), wire, "inject");
    assert.deepEqual(await ways.fetch?.(t, asked), wire, "fetch");
  });
}

const get = (target = "/", init: RequestInit = {}) => new Request(`https://example.org${target}`, init);

test("a handler knows that it was asked by https, and no address", async () => {
  const app = (c: AppContext) => [c.scheme, c.host, c.remoteAddress, c.isDraining];
  const answer = await fetchHandler(app)(get());
  assert.deepEqual(await answer.json(), ["https", "example.org", { path: "fetch" }, false]);
  const named = await fetchHandler(app)(get("/", { headers: { host: "other.org:1" } }));
  assert.equal(((await named.json()) as string[])[1], "other.org:1");
});

test("the app starts when the handler is made, once; state and options are those of a server", async () => {
  let starts = 0;
  const db = ray.key<string>("db");
  const app = { prepare: () => void starts++, call: (c: AppContext) => c.string(c.state.get(db)) };
  const ask = fetchHandler(app, { state: [ray.provide(db, "pool")] });
  for (let i = 0; i < 2; i++) assert.equal(await (await ask(get())).text(), "pool");
  assert.equal(starts, 1);
  const wrong = new ray.Router().addHooks("GET", "/nowhere", () => {});
  assert.throws(() => fetchHandler(wrong), { name: "RouteError" });
  assert.throws(() => fetchHandler(app, { state: 7 as never }), /state must be a list/);
  assert.throws(() => fetchHandler(app, { limits: { maxBodyBytes: -1 } }), RangeError);
  assert.throws(() => fetchHandler(app, { port: 1 } as never), TypeError);
});

test("a request body that streams is read piece by piece, and one that fails is a 400", async () => {
  const sends = gate();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(Buffer.from("one "));
      await sends.promise;
      controller.enqueue(Buffer.from("two"));
      controller.close();
    },
  });
  const app = async (c: AppContext) => {
    const seen: string[] = [];
    for await (const piece of c.req.stream()) {
      seen.push(String(piece));
      sends.open();
    }
    return seen;
  };
  const streamed = { method: "POST", body, duplex: "half" } as RequestInit;
  assert.deepEqual(await (await fetchHandler(app)(get("/", streamed))).json(), ["one ", "two"]);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
  const failed = await fetchHandler(app)(
    get("/", { method: "POST", body: broken, duplex: "half" } as RequestInit),
  );
  assert.equal(failed.status, 400);
});

test("a body of which enough has been read is cancelled, one that was not asked for is left alone", async () => {
  const cancelled: string[] = [];
  const endless = (name: string) =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(600)),
      cancel: () => void cancelled.push(name),
    });
  const post = (body: ReadableStream) => get("/", { method: "POST", body, duplex: "half" } as RequestInit);
  const reads = fetchHandler(async (c) => (await c.req.bytes()).length, { limits });
  assert.equal((await reads(post(endless("read")))).status, 413);
  const left = post(endless("left"));
  assert.equal(await (await fetchHandler(() => "no need")(left)).text(), "no need");
  assert.deepEqual([cancelled, left.bodyUsed], [["read"], false]);
  const locked = post(endless("locked"));
  locked.body?.getReader();
  assert.equal((await reads(locked)).status, 500);
});

/** An app that answers with a stream of "hello" and notes what became of it. */
function streaming(source: AsyncIterable<string>): {
  app: App;
  became: { complete: boolean }[];
  signals: AbortSignal[];
} {
  const became: { complete: boolean }[] = [];
  const signals: AbortSignal[] = [];
  const app = (c: AppContext) => {
    signals.push(c.signal);
    c.req.onAnswered((answered) => became.push(answered));
    return c.stream(source);
  };
  return { app, became, signals };
}

test("a stream is asked for nothing before its reader asks, and over when it has been read", async () => {
  let asked = 0;
  async function* source() {
    asked += 1;
    yield "hello";
  }
  const { app, became } = streaming(source());
  const answer = await fetchHandler(app)(get());
  await rounds();
  assert.deepEqual([asked, became], [0, []]);
  assert.equal(await answer.text(), "hello");
  assert.deepEqual(
    became.map(({ complete }) => complete),
    [true],
  );
});

/** Yields once, and never again. */
function sleeping(): { seen: { returned: number }; stream: AsyncIterable<string> } {
  const seen = { returned: 0, asked: 0 };
  const pieces: AsyncIterator<string> = {
    next: () => (seen.asked++ === 0 ? Promise.resolve({ value: "one", done: false }) : new Promise(() => {})),
    return: async () => {
      seen.returned += 1;
      return { done: true, value: undefined };
    },
  };
  return { seen, stream: { [Symbol.asyncIterator]: () => pieces } };
}

for (const [what, leave] of Object.entries({
  "cancels the body": async (answer: Response, _leaves: AbortController) => {
    const reader = (answer.body as ReadableStream).getReader();
    await reader.read();
    await reader.cancel();
  },
  "cancels it before it has begun": async (answer: Response, _leaves: AbortController) => {
    await answer.body?.cancel();
  },
  "aborts the request": async (answer: Response, leaves: AbortController) => {
    const reader = (answer.body as ReadableStream).getReader();
    await reader.read();
    // The source sleeps now, and is not waited for.
    const pending = reader.read();
    leaves.abort();
    await assert.rejects(pending, /does not wait/);
  },
})) {
  test(`a reader that ${what} ends the source, and the signal of the request says so`, async () => {
    const { seen, stream } = sleeping();
    const { app, became, signals } = streaming(stream);
    const leaves = new AbortController();
    const answer = await fetchHandler(app)(get("/", { signal: leaves.signal }));
    await leave(answer, leaves);
    await rounds();
    assert.equal(seen.returned, 1);
    assert.deepEqual(
      became.map(({ complete }) => complete),
      [false],
    );
    assert.ok(signals[0]?.aborted);
  });
}

test("a client that has left before its answer is known by the signal", async () => {
  const leaves = new AbortController();
  const asked = gate();
  const answer = fetchHandler(async (c) => {
    asked.open();
    await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
    return "late";
  })(get("/", { signal: leaves.signal }));
  await asked.promise;
  leaves.abort();
  assert.equal(await (await answer).text(), "late");
  const gone = await fetchHandler((c) => String(c.signal.aborted))(get("/", { signal: AbortSignal.abort() }));
  assert.equal(await gone.text(), "true");
});

test("a stream that fails, or is not as long as it says, breaks the answer off", async () => {
  async function* failing() {
    yield "a";
    throw new Error("boom");
  }
  async function* hello() {
    yield "hello";
  }
  const { app, became } = streaming(failing());
  await assert.rejects((await fetchHandler(app)(get())).text(), /boom/);
  assert.deepEqual(
    became.map(({ complete }) => complete),
    [false],
  );
  for (const [length, words] of [
    ["4", /longer than its content-length/],
    ["6", /shorter than its content-length/],
  ] as const) {
    const answer = await fetchHandler((c) => c.header("content-length", length).stream(hello()))(get());
    await assert.rejects(answer.text(), words);
  }
  const right = await fetchHandler((c) => c.header("content-length", "5").stream(hello()))(get());
  assert.deepEqual([right.headers.get("content-length"), await right.text()], ["5", "hello"]);
});

test("a handler that takes too long is a 503, and what the app logs goes to the logger", async () => {
  const log = new LogBook();
  const slow = fetchHandler(() => new Promise(() => {}), { logger: log, limits: { handlerTimeoutMs: 1 } });
  assert.equal((await slow(get())).status, 503);
  const failing = fetchHandler(() => Promise.reject(new Error("boom")), { logger: log });
  assert.equal((await failing(get())).status, 500);
  assert.match(String(log.errors("error")), /boom/);
});

test("a router has it as a function of its own, which may stand alone; the start comes with the first question", async () => {
  let starts = 0;
  const inner = { prepare: () => starts++, call: () => Promise.resolve(new ray.Response("inside")) };
  const { fetch } = new ray.Router().get("/ghost/:id", (c) => c.params).at("/inner", inner);
  assert.equal(starts, 0);
  const ghost = await fetch(new Request("http://example.org/ghost/7"));
  assert.deepEqual([ghost.status, await ghost.json()], [200, { id: "7" }]);
  assert.equal(await (await fetch(new Request("http://example.org/inner"))).text(), "inside");
  assert.equal((await fetch(new Request("http://example.org/nothing"))).status, 404);
  assert.equal(starts, 1);
});

test("a router that cannot start rejects, and says why", async () => {
  const broken = new ray.Router().at("/x", {
    prepare() {
      throw new ray.RouteError("not today");
    },
    call: () => Promise.resolve(new ray.Response("")),
  });
  await assert.rejects(broken.fetch(new Request("http://example.org/x")), /not today/);
});
