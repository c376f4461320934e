/** What watches requests: traces and their events, numbers for Prometheus, and a time for a route. */

import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import type { TraceEvent } from "../../day5/src/middleware/index.ts";
import { gate } from "../support/gate.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { metrics, timeout, traceOf, tracing } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");

const GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("a trace that a client has begun goes on, with a span of its own (seed 004.46)", async () => {
  const app = new ray.Router().hooks(tracing()).get("/", (c) => c.json(traceOf(c)));
  const headers = { traceparent: GIVEN, tracestate: "vendor=7" };
  const trace = (await ray.inject(app, "/", { headers })).json() as Record<string, unknown>;
  assert.equal(trace.traceId, "4bf92f3577b34da6a3ce929d0e0e4736");
  assert.equal(trace.parentId, "00f067aa0ba902b7");
  assert.deepEqual([trace.isSampled, trace.state], [true, "vendor=7"]);
  assert.match(String(trace.spanId), /^[\da-f]{16}$/);
  assert.notEqual(trace.spanId, trace.parentId);
  assert.equal(trace.traceparent, `00-${trace.traceId}-${trace.spanId}-01`);
});

for (const bad of [
  "",
  "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
  "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
  `${GIVEN}-more`,
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
]) {
  test(`"${bad}" is no traceparent: a new trace begins, and nothing is taken over`, async () => {
    const headers = { traceparent: bad, tracestate: "vendor=7" };
    const trace = (await ray.inject((c) => c.json(traceOf(c)), "/", { headers })).json() as Record<
      string,
      unknown
    >;
    assert.match(String(trace.traceId), /^[\da-f]{32}$/);
    assert.notEqual(trace.traceId, "4bf92f3577b34da6a3ce929d0e0e4736");
    assert.deepEqual([trace.parentId, trace.isSampled, trace.state], [null, false, null]);
  });
}

test("a later version of the field may have more behind what we know; one trace is the same however often it is asked for", async () => {
  const later = `cc${GIVEN.slice(2)}-what-comes-later`;
  const traces = (
    await ray.inject((c) => c.json([traceOf(c), traceOf(c)]), "/", { headers: { traceparent: later } })
  ).json() as { traceId: string }[];
  assert.equal(traces[0]?.traceId, "4bf92f3577b34da6a3ce929d0e0e4736");
  assert.deepEqual(traces[0], traces[1]);
});

for (const stores of [false, true]) {
  test(`a subscriber hears the start, the error and the answer of each request; its store is ${stores ? "" : "not "}there with stores: ${stores}`, async (t) => {
    const channel = tracingChannel<object, TraceEvent>("ray:request");
    const heard: unknown[][] = [];
    const note = (what: string) => (event: unknown) => {
      const { c, error, answered } = event as TraceEvent;
      heard.push([what, c.path, what === "start" ? null : what === "error" ? error : answered]);
    };
    const nothing = () => {};
    const listeners = {
      start: note("start"),
      end: nothing,
      asyncStart: nothing,
      asyncEnd: note("asyncEnd"),
      error: note("error"),
    };
    const store = new AsyncLocalStorage<{ readonly name: string }>();
    const boom = new Error("on purpose");
    const app = new ray.Router()
      .hooks(tracing({ stores }))
      .get("/", (c) => c.string(store.getStore()?.name ?? "none", 201))
      .get("/late", async (c) => {
        await null;
        return c.string(store.getStore()?.name ?? "none");
      })
      .get("/fail", () => {
        throw boom;
      })
      .get("/rejects", () => Promise.reject(boom));
    assert.equal((await ray.inject(app, "/")).text(), "none");
    assert.deepEqual(heard, [], "before anyone listens nothing is told");
    channel.subscribe(listeners);
    channel.start.bindStore(store, (event) => ({
      name: `span ${(event as TraceEvent).trace.spanId.length}`,
    }));
    t.after(() => {
      channel.unsubscribe(listeners);
      channel.start.unbindStore(store);
    });
    for (const path of ["/", "/late"])
      assert.equal((await ray.inject(app, path)).text(), stores ? "span 16" : "none", path);
    for (const path of ["/fail", "/rejects"]) assert.equal((await ray.inject(app, path)).status, 500);
    const bytes = stores ? 7 : 4;
    assert.deepEqual(heard, [
      ["start", "/", null],
      ["asyncEnd", "/", { status: 201, complete: true, bytes }],
      ["start", "/late", null],
      ["asyncEnd", "/late", { status: 200, complete: true, bytes }],
      ...["/fail", "/rejects"].flatMap((path) => [
        ["start", path, null],
        ["error", path, boom],
        ["asyncEnd", path, { status: 500, complete: true, bytes: 22 }],
      ]),
    ]);
  });
}

test("with stores, what is answered at once costs no promise", async () => {
  const app = new ray.Router().hooks(tracing({ stores: true })).get("/", (c) => c.string("x"));
  app.prepare();
  const answers: unknown[] = [];
  const watched = {
    call(c: AppContext) {
      const answer = app.call(c);
      answers.push(answer);
      return answer;
    },
  };
  await ray.inject(watched, "/");
  assert.ok(answers[0] instanceof ray.Response);
});

test("metrics count what went out by method and status, with bytes and durations, and are one page", async (t) => {
  const counted = metrics({ buckets: [1000, 2000] });
  const router = new ray.Router()
    .hooks(counted.hook)
    .get("/metrics", counted.page)
    .get("/", () => "four");
  router.get("/fail", () => {
    throw new Error("on purpose");
  });
  const server = await startHttpServer(t, router);
  for (const line of ["GET /", "GET /", "GET /fail", "GET /nothing", "HEAD /", "BREW /"])
    await server.ask(`${line} HTTP/1.1\r\nHost: x\r\n\r\n`, line.split(" ")[0]);
  const page = await server.ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.equal(page.field("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const lines = page.text.split("\n");
  for (const line of [
    "# TYPE http_requests_total counter",
    'http_requests_total{method="GET",status="200"} 2',
    'http_requests_total{method="GET",status="500"} 1',
    'http_requests_total{method="GET",status="404"} 1',
    'http_requests_total{method="HEAD",status="200"} 1',
    'http_requests_total{method="other",status="405"} 1',
    'http_response_bytes_total{method="GET",status="200"} 8',
    'http_response_bytes_total{method="HEAD",status="200"} 0',
    'http_broken_off_total{method="GET",status="200"} 0',
    "http_requests_in_flight 1",
    "# TYPE http_request_duration_seconds histogram",
    'http_request_duration_seconds_bucket{method="GET",le="1000"} 4',
    'http_request_duration_seconds_bucket{method="GET",le="2000"} 4',
    'http_request_duration_seconds_bucket{method="GET",le="+Inf"} 4',
    'http_request_duration_seconds_count{method="GET"} 4',
  ])
    assert.ok(lines.includes(line), line);
  // The form that Prometheus reads: a name, labels, a number; or a comment.
  for (const line of lines.slice(0, -1))
    assert.match(line, /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? [\d.e+-]+)$/);
  assert.equal(lines.at(-1), "");
});

test("metrics count what a deadline has answered, and what broke off", async (t) => {
  const counted = metrics();
  const begun = gate();
  const router = new ray.Router().hooks(counted.hook).get("/metrics", counted.page);
  router.get("/slow", () => {
    begun.open();
    return new Promise<string>(() => {});
  });
  router.get("/breaks", (c) =>
    c.stream(
      (async function* () {
        yield "half";
        throw new Error("on purpose");
      })(),
    ),
  );
  const server = await startHttp1Server(t, router, { limits: { handlerTimeoutMs: 100 } });
  const client = await server.connect();
  client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  await begun.promise;
  await server.clock.pass(100);
  await client.closed;
  const broken = await server.connect();
  broken.send("GET /breaks HTTP/1.1\r\nHost: x\r\n\r\n");
  await broken.closed;
  const { text } = await server.ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(text, /^http_requests_total\{method="GET",status="503"\} 1$/m);
  assert.match(text, /^http_broken_off_total\{method="GET",status="200"\} 1$/m);
  assert.match(text, /^http_response_bytes_total\{method="GET",status="200"\} 4$/m);
});

test("metrics that cannot be are refused when they are made", () => {
  assert.throws(() => metrics({ prefix: "no dots." }), /cannot begin the name of a metric/);
  for (const buckets of [[0], [2, 1], [1, 1], [Number.NaN]])
    assert.throws(() => metrics({ buckets }), /buckets/);
});

test("a handler that is late for its route is told by its signal, and its client by a 503", async (t) => {
  const told = gate<unknown>();
  const router = new ray.Router()
    .get("/fast", timeout(10_000), () => "in time")
    .get("/slow", timeout(5), async (c) => {
      await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
      told.open(c.signal.reason);
      return c.string("too late");
    });
  const server = await startHttp1Server(t, router);
  assert.equal((await server.ask("GET /fast HTTP/1.1\r\nHost: x\r\n\r\n")).text, "in time");
  const late = await server.ask("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.deepEqual(
    [late.status, late.text, late.field("connection")],
    [503, "Service Unavailable\n", "close"],
  );
  assert.equal(((await told.promise) as { code: string }).code, "HANDLER_TIMEOUT");
});

test("the stream of an answer that comes too late is let go of", async () => {
  const ended = gate();
  const late = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false as const, value: "x" }),
      return: async () => {
        ended.open();
        return { done: true as const, value: undefined };
      },
    }),
  };
  const router = new ray.Router().get("/", timeout(5), async (c) => {
    await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
    return c.stream(late);
  });
  assert.equal((await ray.inject(router, "/")).status, 503);
  await ended.promise;
});

test("an error of a handler that is in time is its own, and a time that is none is refused", async () => {
  const router = new ray.Router().get("/", timeout(10_000), () => Promise.reject(new ray.HttpError(409)));
  assert.equal((await ray.inject(router, "/")).status, 409);
  for (const ms of [0, -1, Number.NaN, 2 ** 31])
    assert.throws(() => timeout(ms), /number of milliseconds above 0/);
});
