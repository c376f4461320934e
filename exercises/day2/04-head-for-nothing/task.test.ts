/** film: nothing is opened that no one reads, and what is opened is closed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Response } from "../../../day2/src/index.ts";
import { inject } from "../../../day2/src/testing.ts";
import { readAnswer, request } from "../../../tests/support/http-client.ts";
import { startHttpServer } from "../../../tests/support/http-server.ts";
import { within } from "../../../tests/support/within.ts";
import { answer, ours } from "../../answer.ts";

const { film } = await answer<typeof import("./solution.ts")>(import.meta.url, "film");

/** A film of three pieces that keeps a diary. It is no generator: it is opened when `open` is called. */
function filmOf(log: string[]) {
  let closed: () => void = () => {};
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const open = (): AsyncIterable<Uint8Array> => {
    log.push("opened");
    async function* read() {
      try {
        for (let piece = 1; piece <= 3; piece += 1) {
          log.push(`read ${piece}`);
          yield Buffer.alloc(100_000, piece);
        }
      } finally {
        log.push("closed");
        closed();
      }
    }
    return read();
  };
  const handler = (c: AppContext): Response => film(c, { length: 300_000, type: "video/mp4", open });
  return { handler, isClosed };
}

test("a GET gets the whole film, with its length and its type", async () => {
  const log: string[] = [];
  const got = await inject(filmOf(log).handler, "/");
  assert.equal(got.bytes.length, 300_000);
  assert.equal(got.headers.get("content-type"), "video/mp4");
  assert.deepEqual(log, ["opened", "read 1", "read 2", "read 3", "closed"]);
});

test("I2: a HEAD gets the same head, and nothing is opened", async (t) => {
  const log: string[] = [];
  const { connect } = await startHttpServer(t, ours(filmOf(log).handler));
  const client = await connect();
  client.send(request("HEAD /") + request("HEAD /"));
  for (let count = 0; count < 2; count += 1) {
    const got = await readAnswer(client, "HEAD");
    assert.equal(got.status, 200);
    assert.equal(got.field("content-length"), "300000");
    assert.equal(got.field("content-type"), "video/mp4");
  }
  assert.deepEqual(log, []);
});

test("nothing is opened before the first piece is wanted", async () => {
  const log: string[] = [];
  const { handler } = filmOf(log);
  const looked = await inject((c) => {
    handler(c);
    return c.string(`so far: ${log.join()}`);
  }, "/");
  assert.equal(looked.text(), "so far: ");
});

test("I2: where the client leaves in the middle, the source is closed", async (t) => {
  const log: string[] = [];
  const { handler, isClosed } = filmOf(log);
  const { connect } = await startHttpServer(t, ours(handler));
  const client = await connect({ reading: false });
  client.send(request("GET /"));
  client.socket.resume();
  await client.readUntil("\r\n\r\n");
  client.socket.destroy();
  await within(isClosed, "the source to be closed");
  assert.equal(log.at(-1), "closed");
});
