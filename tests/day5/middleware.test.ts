/** What stands in front of handlers: ids, the access log, careful fields, bounds of bodies and of haste. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gate } from "../support/gate.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { MemoryRateStore, accessLog, bodyLimit, rateLimit, requestId, requestIdOf, securityHeaders } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");

const get = (path = "/", fields = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

test("each request has an id of its own, in the answer and for the handler; also where nothing is found", async (t) => {
  const router = new ray.Router().hooks(requestId()).get("/", (c) => c.string(requestIdOf(c)));
  const server = await startHttpServer(t, router);
  const [first, second] = [await server.ask(get()), await server.ask(get())];
  assert.match(first.text, UUID);
  assert.equal(first.field("x-request-id"), first.text);
  assert.notEqual(first.text, second.text);
  assert.match((await server.ask(get("/nothing"))).field("x-request-id") ?? "", UUID);
});

test("an id from outside is taken only where that is asked for, and only when it is harmless", async (t) => {
  const open = new ray.Router().hooks(requestId()).get("/", (c) => c.string(requestIdOf(c)));
  const behind = new ray.Router()
    .hooks(requestId({ trusted: true, make: () => "ours" }))
    .get("/", (c) => c.string(requestIdOf(c)));
  const [outside, inside] = [await startHttpServer(t, open), await startHttpServer(t, behind)];
  assert.match((await outside.ask(get("/", "X-Request-Id: theirs\r\n"))).text, UUID);
  assert.equal((await inside.ask(get("/", "X-Request-Id: theirs-1.2:3\r\n"))).text, "theirs-1.2:3");
  for (const bad of ["a b", "<script>", "a".repeat(129), ""])
    assert.equal((await inside.ask(get("/", `X-Request-Id: ${bad}\r\n`))).text, "ours");
});

test("the access log tells what went out, of misses and failures too, and never the query", async (t) => {
  const router = new ray.Router()
    .hooks(accessLog({ fields: (c) => ({ agent: c.req.headers.get("user-agent") }) }))
    .get("/", (c) => c.string("x"))
    .get("/fail", () => {
      throw new Error("on purpose");
    });
  const server = await startHttpServer(t, router);
  for (const path of ["/?password=1", "/fail", "/nothing"])
    await server.ask(get(path, "User-Agent: test\r\n"));
  const lines = server.log.entries
    .filter(({ message }) => message === "answered")
    .map(({ fields }) => fields as Record<string, unknown>);
  assert.deepEqual(
    lines.map(({ path, status, bytes, agent }) => [path, status, bytes, agent]),
    [
      ["/", 200, 1, "test"],
      ["/fail", 500, 22, "test"],
      ["/nothing", 404, 30, "test"],
    ],
  );
  for (const { ms } of lines) assert.ok(Number.isInteger(ms));
});

test("the access log tells the 503 of a deadline, the 500 of a refused head and an answer that broke off, each with its bytes", async (t) => {
  const begun = gate();
  const router = new ray.Router()
    .hooks(accessLog())
    .get("/slow", () => {
      begun.open();
      return new Promise<string>(() => {});
    })
    .get("/refused", (c) => c.header("content-length", "x").string("never"))
    .get("/breaks", (c) =>
      c.stream(
        (async function* () {
          yield "half";
          throw new Error("on purpose");
        })(),
      ),
    );
  const server = await startHttp1Server(t, router, { limits: { handlerTimeoutMs: 100 } });
  const slow = await server.connect();
  slow.send(get("/slow"));
  await begun.promise;
  await server.clock.pass(100);
  await slow.closed;
  await server.ask(get("/refused"));
  const broken = await server.connect();
  broken.send(get("/breaks"));
  await broken.closed;
  const lines = server.log.entries.filter(({ message }) => message === "answered" || message === "broke off");
  assert.deepEqual(
    lines.map(({ message, fields }) => [message, fields.path, fields.status, fields.bytes, typeof fields.ms]),
    [
      ["answered", "/slow", 503, 20, "number"],
      ["answered", "/refused", 500, 22, "number"],
      ["broke off", "/breaks", 200, 4, "number"],
    ],
  );
});

test("careful fields stand on every answer, errors too; HTTPS is not asked for over HTTP; each can be another or none", async (t) => {
  const strict = new ray.Router().hooks(securityHeaders());
  const server = await startHttp1Server(t, strict);
  const answer = await server.ask(get("/nothing"));
  assert.equal(answer.status, 404);
  assert.equal(answer.field("x-content-type-options"), "nosniff");
  assert.match(answer.field("content-security-policy") ?? "", /default-src 'self'.*frame-ancestors 'none'/);
  assert.equal(answer.field("strict-transport-security"), null);
  const own = new ray.Router().hooks(
    securityHeaders({ contentSecurityPolicy: "default-src *", referrerPolicy: false }),
  );
  const looser = await (await startHttp1Server(t, own)).ask(get());
  assert.equal(looser.field("content-security-policy"), "default-src *");
  assert.equal(looser.field("referrer-policy"), null);
  assert.throws(() => securityHeaders({ strictTransportSeconds: 1.5 }), /whole number of seconds/);
});

test("over HTTPS browsers are told to stay there", async (t) => {
  const router = new ray.Router().hooks(securityHeaders({ strictTransportSeconds: 60 }));
  const server = await startHttpServer(t, router, { trustProxy: ["127.0.0.1"] });
  const answer = await server.ask(get("/", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.1\r\n"));
  assert.equal(answer.field("strict-transport-security"), "max-age=60; includeSubDomains");
});

test("a route may take larger bodies than the server, or smaller ones, also in chunks", async (t) => {
  const router = new ray.Router();
  const echo = async (c: InstanceType<typeof ray.AppContext>) =>
    c.string(String((await c.req.bytes()).length));
  router.post("/", echo);
  router.group("/large").hooks(bodyLimit(30)).post("/", echo);
  router.group("/small").hooks(bodyLimit(5)).post("/", echo);
  const server = await startHttpServer(t, router, { limits: { maxBodyBytes: 10 } });
  const post = (path: string, length: number) =>
    server.ask(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n${"x".repeat(length)}`);
  const chunked = (path: string, length: number) =>
    server.ask(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${`1\r\nx\r\n`.repeat(length)}0\r\n\r\n`,
    );
  for (const send of [post, chunked]) {
    assert.equal((await send("/", 11)).status, 413);
    assert.equal((await send("/large", 30)).text, "30");
    assert.equal((await send("/large", 31)).status, 413);
    assert.equal((await send("/small", 6)).status, 413);
  }
  for (const bytes of [-1, 1.5, Number.NaN]) assert.throws(() => bodyLimit(bytes), RangeError);
});

test("a client that is too quick is told when to come again, and others are served", async (t) => {
  let now = 0;
  const store = new MemoryRateStore({ now: () => now });
  const key = (c: InstanceType<typeof ray.AppContext>) => c.req.headers.get("x-client") ?? "";
  const router = new ray.Router()
    .hooks(rateLimit({ requests: 2, windowMs: 10_000, key, store }))
    .get("/", (c) => c.string("x"));
  const server = await startHttpServer(t, router);
  const ask = (client: string) => server.ask(get("/", `X-Client: ${client}\r\n`));
  assert.equal((await ask("a")).field("ratelimit"), '"default";r=1;t=10');
  assert.equal((await ask("a")).status, 200);
  now = 4_500;
  const late = await ask("a");
  assert.deepEqual(
    [late.status, late.field("retry-after"), late.field("ratelimit")],
    [429, "6", '"default";r=0;t=6'],
  );
  assert.equal((await ask("b")).status, 200);
  now = 10_000;
  assert.equal((await ask("a")).status, 200);
  for (const requests of [0, 1.5, Number.NaN])
    assert.throws(() => rateLimit({ requests, windowMs: 1 }), /requests must be a whole number/);
});

test("one household of IPv6 is one client, whatever way its address is written", async () => {
  const { hooks, keys } = watchKeys();
  const hosts = [
    "2001:db8:1:2::1",
    "2001:db8:1:2:ffff::9",
    "2001:db8:1:3::1",
    "::1",
    "192.0.2.7",
    "::ffff:192.0.2.8",
    "::FFFF:192.0.2.9",
    "fe80::1:2:3:4",
  ];
  for (const host of hosts)
    await hooks.onRequest?.({ remoteAddress: { host, port: 1 }, header() {} } as never);
  assert.deepEqual(keys, [
    "2001:db8:1:2",
    "2001:db8:1:2",
    "2001:db8:1:3",
    "0:0:0:0",
    "192.0.2.7",
    "192.0.2.8",
    "192.0.2.9",
    "fe80:0:0:0",
  ]);
});

function watchKeys() {
  const keys: string[] = [];
  const store = { hit: (key: string) => ({ count: keys.push(key) * 0, leftMs: 1 }) };
  return { hooks: rateLimit({ requests: 1, windowMs: 1, store }), keys };
}

test("a million addresses cost no more memory than there is room for", () => {
  const store = new MemoryRateStore({ maxClients: 100, now: () => 0 });
  for (let client = 0; client < 10_000; client++) store.hit(`${client}`, 1_000);
  assert.equal(store.size, 100);
});
