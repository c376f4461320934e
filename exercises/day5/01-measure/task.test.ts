/** metrics: every request counts once, until its answer is out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day5/src/index.ts";
import { inject } from "../../../day5/src/testing.ts";
import { answer } from "../../answer.ts";

const { metrics } = await answer<typeof import("./solution.ts")>(import.meta.url, "metrics");

function setUp() {
  const clock = { time: 1_000 };
  const { hook, text } = metrics(() => clock.time);
  const router = new Router()
    .hooks(hook)
    .get("/", (c) => {
      clock.time += 2.25;
      return c.string("hello");
    })
    .get("/boom", () => {
      throw new Error("boom");
    })
    .get("/stream", (c) => {
      async function* pieces() {
        for (let piece = 1; piece <= 3; piece += 1) {
          clock.time += 10;
          yield `piece ${piece}`;
        }
      }
      return c.stream(pieces());
    });
  const ask = (target: string, method = "GET") => inject(router, target, { method });
  return { router, text, ask };
}

test("requests are counted by method and class of status, with their time", async () => {
  const { text, ask } = setUp();
  assert.equal(text(), "");
  await ask("/");
  await ask("/?x=1");
  assert.equal(
    text(),
    'http_requests_ms{method="GET",status="2xx"} 4.5\nhttp_requests_total{method="GET",status="2xx"} 2\n',
  );
});

test("I3: a 404, a 405 and an error count, too", async () => {
  const { text, ask } = setUp();
  await ask("/nothing");
  await ask("/", "POST");
  await ask("/boom");
  for (const line of [
    'http_requests_total{method="GET",status="4xx"} 1',
    'http_requests_total{method="POST",status="4xx"} 1',
    'http_requests_total{method="GET",status="5xx"} 1',
  ])
    assert.ok(text().includes(line), `${line} in\n${text()}`);
});

test("a stream counts to its last piece", async () => {
  const { text, ask } = setUp();
  await ask("/stream");
  assert.match(text(), /^http_requests_ms\{method="GET",status="2xx"\} 30$/m);
});

test("a method that a client has invented is OTHER", async () => {
  const { text, ask } = setUp();
  for (const method of ["BREW", "X1", "X2", "GETT"]) await ask("/", method);
  assert.deepEqual(
    text()
      .split("\n")
      .filter((line) => line.includes("total")),
    ['http_requests_total{method="OTHER",status="4xx"} 4'],
  );
});
