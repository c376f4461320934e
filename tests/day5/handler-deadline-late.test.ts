/** What stands around the 503 of a deadline: its fields, who is told, what becomes of the late answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { inject, load, ray } from "../support/stage.ts";
import { kinds, toldStream } from "../support/told-streams.ts";

const { HandlerDeadline } = await load<typeof import("../../day5/src/endpoint/handler-deadline.ts")>(
  "endpoint/handler-deadline.ts",
);

test("the answer of the deadline has the fields of the context, and a late handler cannot write on it", async (t) => {
  const clock = new FakeClock();
  const overdue = new HandlerDeadline(new ray.LoopReactor({ clock }), 100);
  t.after(() => overdue.dispose());
  const made: AppContext[] = [];
  await ray.inject((c) => void made.push(c), "/");
  const c = made[0] as AppContext;
  c.header("x-trace", "7").header("etag", '"1"');
  const answer = overdue.ask({ call: () => new Promise(() => {}) }, c);
  await clock.pass(100);
  const response = await answer;
  c.header("x-late", "1").string("late");
  assert.equal(response.status, 503);
  assert.equal(response.body, "Service Unavailable\n");
  assert.deepEqual([...response.headers].map(([name]) => name).sort(), [
    "connection",
    "content-type",
    "x-trace",
  ]);
});

test("onAnswered tells the 503 of a deadline, not what the handler returns later", async (t) => {
  const told: unknown[] = [];
  const entered = gate();
  const first = gate();
  const late = gate();
  const server = await startHttpServer(
    t,
    async (c) => {
      c.req.onAnswered((answered) => {
        told.push(answered);
        first.open();
      });
      entered.open();
      await late.promise;
      return "too late";
    },
    { limits: { handlerTimeoutMs: 100 } },
  );
  const client = await server.connect();
  client.send(request("GET /"));
  await entered.promise;
  await server.clock.pass(100);
  assert.equal((await readAnswer(client)).status, 503);
  await first.promise;
  late.open();
  await rounds(3);
  assert.deepEqual(told, [{ status: 503, complete: true, bytes: 20 }]);
});

test("inject: a handler that takes too long is a 503, as from a server", async () => {
  const clock = new FakeClock();
  const reactor = new ray.LoopReactor({ clock });
  let reason: unknown = null;
  const asked = inject(
    (c) => {
      c.signal.addEventListener("abort", () => {
        reason = c.signal.reason;
      });
      return new Promise(() => {});
    },
    "/",
    { limits: { handlerTimeoutMs: 100 }, reactor },
  );
  await clock.pass(100);
  assert.equal((await asked).status, 503);
  assert.equal((reason as { code: string }).code, "HANDLER_TIMEOUT");
  assert.equal(clock.pending, 0);
});

for (const kind of kinds) {
  test(`${kind} of an answer that comes after its deadline is let go of`, async (t) => {
    const late = toldStream(kind, "never sent");
    const dropped = toldStream(kind, "never sent");
    const entered = gate();
    const due = gate();
    const server = await startHttpServer(
      t,
      async (c) => {
        c.stream(dropped.body);
        entered.open();
        await due.promise;
        return new ray.Response(late.body);
      },
      { limits: { handlerTimeoutMs: 100 } },
    );
    const answer = server.ask(request("GET /"));
    await entered.promise;
    await server.clock.pass(100);
    assert.equal((await answer).status, 503);
    due.open();
    await late.ended;
    await dropped.ended;
  });
}
