/** The answer to a balancer: ready, not ready, draining. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

test("it is 200 while the server serves, and 503 from the first moment of the stop on", async (t) => {
  const work = gate();
  const router = new ray.Router().get("/ready", ray.readiness()).get("/work", async (c) => {
    await work.promise;
    return c.string("done");
  });
  const server = await startHttpServer(t, router, { limits: { drainGraceMs: 1_000 } });
  const [balancer, client] = [await server.connect(), await server.connect()];
  balancer.send(request("GET /ready"));
  const ready = await readAnswer(balancer);
  assert.deepEqual([ready.status, ready.text, ready.field("cache-control")], [200, "ready\n", "no-store"]);
  client.send(request("GET /work"));
  await rounds(3);
  const draining = server.server.shutdown();
  balancer.send(request("GET /ready"));
  const refusing = await readAnswer(balancer);
  assert.deepEqual([refusing.status, refusing.text], [503, "draining\n"]);
  work.open();
  assert.equal((await readAnswer(client)).text, "done", "what had begun is answered");
  assert.deepEqual(await draining, { finished: 2, forced: 0 });
});

for (const [what, check] of [
  ["says no", () => false],
  ["says no later", async () => false],
  [
    "throws",
    () => {
      throw new Error("no database");
    },
  ],
  ["rejects", () => Promise.reject(new Error("no database"))],
] as const) {
  test(`a check that ${what} is a 503`, async () => {
    const answer = await ray.inject(ray.readiness(check), "/ready");
    assert.deepEqual([answer.status, answer.text()], [503, "not ready\n"]);
  });
}

test("behind a balancer: ready says 503 and live 200 while new connections are still served", async (t) => {
  const router = new ray.Router().get("/ready", ray.readiness()).get("/live", ray.liveness());
  const server = await startHttp1Server(t, router, { acceptGraceMs: 1_000 });
  const live = await server.ask(request("GET /live"));
  assert.deepEqual([live.status, live.text, live.field("cache-control")], [200, "alive\n", "no-store"]);
  const draining = server.server.shutdown();
  for (const [path, status] of [
    ["/ready", 503],
    ["/live", 200],
    ["/ready", 503],
  ] as const) {
    const answer = await server.ask(request(`GET ${path}`));
    assert.deepEqual([answer.status, answer.field("connection")], [status, "close"]);
  }
  await server.clock.pass(1_000);
  assert.equal((await draining).forced, 0);
});

test("a check that passes is a 200", async () => {
  assert.equal(
    (
      await ray.inject(
        ray.readiness(async () => true),
        "/ready",
      )
    ).status,
    200,
  );
});
