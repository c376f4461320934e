/** Pipelined requests (RFC 9112 §9.3.2): answered in the order in which they came, whatever they cost. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";

const SIXTEEN = Array.from({ length: 16 }, (_, n) => n);

test("I2: sixteen requests in one piece are answered in order, in one piece", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.path));
  const client = await server.connect();
  let pieces = 0;
  client.socket.on("data", () => {
    pieces += 1;
  });
  client.send(SIXTEEN.map((n) => request(`GET /${n}`)).join(""));
  const answers = await readAnswers(client, 16);
  assert.deepEqual(
    answers.map((answer) => answer.text),
    SIXTEEN.map((n) => `/${n}`),
  );
  assert.equal(pieces, 1, "all answers to one read leave in one write");
});

test("I2: sixteen requests whose handlers take different times are answered in order", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const n = Number(c.path.slice(1));
    // Every third answers at once, the others after some rounds of the loop, the first the latest.
    if (n % 3 !== 0) await rounds(17 - n);
    return c.string(c.path);
  });
  const client = await server.connect();
  client.send(SIXTEEN.map((n) => request(`GET /${n}`)).join(""));
  const answers = await readAnswers(client, 16);
  assert.deepEqual(
    answers.map((answer) => answer.text),
    SIXTEEN.map((n) => `/${n}`),
  );
});

test("I2: an answer that is ready early waits for the one before it", async (t) => {
  const first = gate();
  const server = await startHttpServer(t, async (c) => {
    if (c.path === "/slow") await first.promise;
    return c.string(c.path);
  });
  const client = await server.connect();
  client.send(request("GET /slow") + request("GET /fast"));
  await rounds(5);
  assert.equal(client.received, "");
  first.open();
  assert.equal((await readAnswer(client)).text, "/slow");
  assert.equal((await readAnswer(client)).text, "/fast");
});

/** Every kind of body, and its text. */
function withBody(n: number): { readonly bytes: string; readonly text: string } {
  const text = `body ${n}`;
  const chunk = `${text.length.toString(16)}\r\n${text}\r\n`;
  switch (n % 4) {
    case 0:
      return { bytes: request(`GET /${n}`), text: "" };
    case 1:
      return { bytes: request(`POST /${n}`, {}, text), text };
    case 2:
      return { bytes: request(`POST /${n}`, { "Transfer-Encoding": "chunked" }, `${chunk}0\r\n\r\n`), text };
    default: {
      const twice = `${chunk}${chunk}0\r\nX: y\r\n\r\n`;
      return { bytes: request(`POST /${n}`, { "Transfer-Encoding": "chunked" }, twice), text: text + text };
    }
  }
}

for (const reads of [true, false]) {
  const how = reads ? "read by their handlers" : "left unread";
  test(`I2: sixteen requests with bodies of every kind in between, ${how}, are answered in order`, async (t) => {
    const server = await startHttpServer(t, async (c: AppContext) =>
      reads ? c.string(`${c.path} ${await c.req.text()}`) : c.string(c.path),
    );
    const client = await server.connect();
    client.send(SIXTEEN.map((n) => withBody(n).bytes).join(""));
    const answers = await readAnswers(client, 16);
    assert.deepEqual(
      answers.map((answer) => answer.text),
      SIXTEEN.map((n) => (reads ? `/${n} ${withBody(n).text}` : `/${n}`)),
    );
  });
}

test("I2: a thousand requests in one piece are all answered", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.path));
  const client = await server.connect();
  const numbers = Array.from({ length: 1_000 }, (_, n) => n);
  client.send(numbers.map((n) => request(`GET /${n}`)).join(""));
  const answers = await readAnswers(client, 1_000);
  assert.equal(answers.at(-1)?.text, "/999");
});

test("I3: a client that pipelines and does not read its answers gets no more of them made", async (t) => {
  let made = 0;
  // Small enough to be written without waiting, each by itself.
  const answer = "x".repeat(60 * 1024);
  const server = await startHttpServer(t, (c) => {
    made += 1;
    return c.string(answer);
  });
  const client = await server.connect({ reading: false });
  const all = 600;
  client.send(request("GET /").repeat(all));
  // Until nothing more happens: the kernel's buffers take a few of them, the server none.
  for (let before = -1; before !== made; ) {
    before = made;
    await rounds(50);
  }
  assert.ok(made >= 1 && made < all / 2, `${made} answers of 60 KiB were made for a client that reads none`);
  client.resume();
  for (let n = 0; n < all; n += 1) assert.equal((await readAnswer(client)).body.length, answer.length);
  assert.equal(made, all);
});
