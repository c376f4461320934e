/** What a large upload holds while it comes in: a few pieces, whatever its size. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Busboy } from "@fastify/busboy";
import { readAnswer } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load } from "../support/stage.ts";

const { handler, multipart } =
  await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");

const MIB = 1024 * 1024;
const SIZE = 96 * MIB;

test("an upload of 96 MiB never holds a quarter of it", async (t) => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const held = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  let before = 0;
  let most = 0;
  const app = handler(
    multipart({
      parser: Busboy,
      limits: { fileBytes: SIZE, totalBytes: SIZE + MIB },
      async file({ stream }) {
        let size = 0;
        before = held();
        for await (const piece of stream) {
          const until = Math.floor(size / (8 * MIB));
          size += piece.length;
          if (Math.floor(size / (8 * MIB)) > until) most = Math.max(most, held() - before);
        }
        return size;
      },
    }),
    ({ files }) => files,
  );
  const server = await startHttpServer(t, app);
  const client = await server.connect();
  const first = '--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n';
  const last = "\r\n--x--\r\n";
  client.send(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${first.length + SIZE + last.length}\r\n\r\n${first}`,
  );
  const piece = Buffer.alloc(64 * 1024, "y");
  for (let sent = 0; sent < SIZE; sent += piece.length)
    if (!client.socket.write(piece)) await once(client.socket, "drain");
  client.send(last);
  assert.equal((await readAnswer(client)).text, `[${SIZE}]`);
  assert.ok(most < SIZE / 4, `${(most / MIB).toFixed(1)} MiB were held`);
  t.diagnostic(`${(most / MIB).toFixed(1)} MiB held at most`);
});
