/** Accept errors, the way a whole server meets them. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { FailingListener } from "../support/failing-listener.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { LogBook } from "../support/log-book.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

/** An HTTP server on a listener whose accepts fail by script. */
async function listenOn(t: TestContext, failures: (attempt: number) => Error | null) {
  const clock = new FakeClock();
  const reactor = new ray.LoopReactor({ clock });
  const logger = new LogBook();
  const bound = await ray.TcpListener.bind("127.0.0.1:0", { reactor });
  const listener = new FailingListener(bound, failures);
  const leave = gate();
  const app = async () => {
    await leave.promise;
    return "done";
  };
  const server = await ray.listen(listener, app, { reactor, logger });
  server.closed.catch(() => {});
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  const connect = () => RawClient.connect(bound.address, { t });
  return { server, listener, clock, logger, leave, connect };
}

test("MR3, MR4: accept backs off 1, 2, 4 … 64 s; then what has begun is answered, and closed has the error (seed 004.26)", async (t) => {
  const busy = Object.assign(new Error("too many open files"), { code: "EMFILE" });
  const { server, listener, clock, logger, leave, connect } = await listenOn(t, (n) =>
    n === 1 ? null : busy,
  );
  const client = await connect();
  client.send(request("GET /"));
  await rounds(4);
  for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 64].entries()) {
    await clock.pass(seconds * 1_000 - 1);
    assert.equal(listener.attempts, index + 2);
    await clock.pass(1);
  }
  assert.equal(listener.attempts, 9);
  leave.open();
  const answer = await readAnswer(client);
  assert.equal(answer.text, "done");
  assert.equal(answer.field("connection"), "close");
  await assert.rejects(server.closed, busy);
  await assert.rejects(connect(), { code: "ECONNREFUSED" });
  assert.deepEqual(logger.messages("warn"), Array(7).fill("accept failed"));
  assert.deepEqual(logger.errors("error"), [busy]);
});
