/** withBye: behind the last answer, at a shutdown, and only then. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { echoLines, startLineServer } from "../../../tests/support/line-server.ts";
import { answer, ours } from "../../answer.ts";

const { withBye } = await answer<typeof import("./solution.ts")>(import.meta.url, "withBye");

test("I4: at a shutdown the client gets the last word, and then the end", async (t) => {
  const { server, connect } = await startLineServer(t, { handler: ours(withBye(ours(echoLines), "bye\n")) });
  const client = await connect();
  client.send("hello\n");
  assert.equal(await client.readUntil("\n"), "hello\n");
  const stopped = server.shutdown();
  assert.equal(await client.readAll(), "bye\n");
  assert.deepEqual(await stopped, { finished: 1, forced: 0 });
});

test("a client that leaves by itself gets no last word", async (t) => {
  const { connect } = await startLineServer(t, { handler: ours(withBye(ours(echoLines), "bye\n")) });
  const client = await connect();
  client.send("hello\n");
  client.end();
  assert.equal(await client.readAll(), "hello\n");
});

test("I4: an answer that has begun comes first", async (t) => {
  const { server, connect } = await startLineServer(t, {
    handler: ours(
      withBye(async (conn, shutdown) => {
        conn.write("first half, ");
        await conn.flush();
        await shutdown.recv();
        conn.write("second half\n");
      }, "bye\n"),
    ),
  });
  const client = await connect();
  assert.equal(await client.readUntil(", "), "first half, ");
  const stopped = server.shutdown();
  assert.equal(await client.readAll(), "second half\nbye\n");
  assert.deepEqual(await stopped, { finished: 1, forced: 0 });
});
