/** checked: pieces at once, and the truth about all of them at the end. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { AppContext } from "../../../day2/src/index.ts";
import { inject } from "../../../day2/src/testing.ts";
import { readAnswer } from "../../../tests/support/http-client.ts";
import { startHttpServer } from "../../../tests/support/http-server.ts";
import { within } from "../../../tests/support/within.ts";
import { answer, ours } from "../../answer.ts";

const { checked } = await answer<typeof import("./solution.ts")>(import.meta.url, "checked");

async function count(c: AppContext): Promise<string> {
  let bytes = 0;
  for await (const piece of checked(c)) bytes += piece.length;
  return `${bytes} bytes`;
}

const digest = (body: string | Uint8Array) =>
  `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;

const send = (body: string | Uint8Array, field?: string) =>
  inject(count, "/", {
    method: "POST",
    body,
    headers: field === undefined ? {} : { "content-digest": field },
  });

test("a body that is what its client says passes", async () => {
  assert.equal((await send("hello", digest("hello"))).text(), "5 bytes");
  assert.equal((await send("", digest(""))).text(), "0 bytes");
});

test("one that is not is a 400 with a code", async () => {
  const got = await inject(
    async (c) => {
      try {
        return await count(c);
      } catch (error) {
        return c.string((error as { code?: string }).code ?? "no code", 400);
      }
    },
    "/",
    { method: "POST", body: "hallo", headers: { "content-digest": digest("hello") } },
  );
  assert.deepEqual([got.status, got.text()], [400, "DIGEST_MISMATCH"]);
});

test("bytes that are no text are hashed as bytes", async () => {
  const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.equal((await send(body, digest(body))).text(), "256 bytes");
});

test("without SHA-256 it passes unchecked; among others it is found", async () => {
  assert.equal((await send("hello")).status, 200);
  assert.equal((await send("hello", "sha-512=:AAAA:")).status, 200);
  assert.equal((await send("hello", `sha-512=:AAAA:, ${digest("hello")}`)).status, 200);
  assert.equal((await send("hello", `sha-512=:AAAA:, ${digest("other")}`)).status, 400);
});

test("I3: a piece is passed on before the next one has come", async (t) => {
  const pieces: string[] = [];
  let first: () => void = () => {};
  const hasCome = new Promise<void>((resolve) => {
    first = resolve;
  });
  const { connect } = await startHttpServer(
    t,
    ours(async (c: AppContext) => {
      for await (const piece of checked(c)) {
        pieces.push(piece.toString());
        first();
      }
      return c.string("stored");
    }),
  );
  const client = await connect();
  client.send(
    `POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\nContent-Digest: ${digest("helloworld")}\r\n\r\nhello`,
  );
  await within(hasCome, "the first piece to be passed on", { stillMs: 1_000 });
  assert.deepEqual(pieces, ["hello"]);
  client.send("world");
  assert.equal((await readAnswer(client)).text, "stored");
});
