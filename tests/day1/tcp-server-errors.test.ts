/** What goes wrong stays where it is: an accept that fails for good (MR4), a handler that fails (MR5). */

import assert from "node:assert/strict";
import type { Conn } from "../../day5/src/net.ts";
import { FailingListener } from "../support/failing-listener.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { test } from "../support/grounds.ts";
import { echoLines, startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

test("MR4: when accept fails for good, the connections that are served may finish first", async (t) => {
  const logger = new LogBook();
  const { clock, connect, running } = await startLineServer(t, {
    logger,
    wrap: (inner) => new FailingListener(inner, (n) => (n === 1 ? null : new Error("final"))),
    handler: async (conn, shutdown) => {
      conn.write("going down\n");
      await shutdown.recv();
      conn.write("but not without an answer\n");
    },
  });
  const client = await connect();
  assert.equal(await client.readAll(), "going down\nbut not without an answer\n");
  await assert.rejects(running, /final/);
  assert.deepEqual(
    logger.entries.map(({ level, message }) => [level, message]),
    [
      ["error", "cannot accept connections any more; draining"],
      ["info", "draining"],
      ["info", "stopped"],
    ],
  );
  await clock.pass(0);
});

const boom = new Error("boom");
const failures: Record<string, () => Promise<void>> = {
  throws: () => {
    throw boom;
  },
  rejects: () => Promise.reject(boom),
};

for (const [how, fail] of Object.entries(failures)) {
  test(`I3: a handler that ${how} is logged, loses its own connection only, and returns its permit (MR5)`, async (t) => {
    const logger = new LogBook();
    let served = 0;
    const { server, connect } = await startLineServer(t, {
      logger,
      maxConnections: 2,
      handler: (conn, shutdown) => {
        served += 1;
        return served === 2 ? fail() : echoLines(conn, shutdown);
      },
    });
    const first = await connect();
    first.send("before\n");
    await first.readUntil("\n");
    const unlucky = await connect();
    await unlucky.readAll();
    first.send("after\n");
    assert.equal(await first.readUntil("\n"), "after\n");
    const third = await connect();
    third.send("third\n");
    assert.equal(await third.readUntil("\n"), "third\n", "the permit came back");
    assert.equal(server.connections, 2);
    assert.deepEqual(
      logger.entries.map(({ message, fields }) => [message, fields.err]),
      [["connection failed", boom]],
    );
    assert.match(String(logger.entries[0]?.fields.remote), /^127\.0\.0\.1:\d+$/);
  });
}

test("I3: a client that resets gives its permit back too, with no word on stderr (MR5)", async (t) => {
  const entered = gate<Conn>();
  const { server, connect } = await startLineServer(t, {
    maxConnections: 1,
    handler: async (conn) => {
      entered.open(conn);
      await conn.readFrame(new ray.LineCodec());
    },
  });
  const client = await connect();
  const conn = await entered.promise;
  client.reset();
  await conn.close();
  await rounds();
  assert.deepEqual([server.connections, server.availablePermits], [0, 0]);
});

test("a handler that returns no promise is one too", async (t) => {
  const { connect } = await startLineServer(t, {
    handler: (conn) => conn.write("the time is now\n"),
  });
  assert.equal(await (await connect()).readAll(), "the time is now\n");
});

test("ND5: a connection that is over is told of no shutdown: the server does not hold on to it", async (t) => {
  const told: string[] = [];
  const { server, connect } = await startLineServer(t, {
    handler: async (conn, shutdown) => {
      const name = String(await conn.readFrame(new ray.LineCodec()));
      shutdown.onShutdown(() => told.push(name));
      conn.write("ready\n");
      if (name === "stays") await shutdown.recv();
    },
  });
  for (const name of ["leaves", "stays"]) {
    const client = await connect();
    client.send(`${name}\n`);
    await (name === "leaves" ? client.readAll() : client.readUntil("\n"));
  }
  await server.shutdown();
  assert.deepEqual(told, ["stays"]);
});
