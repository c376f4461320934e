/** What a stream may yield: text and bytes of every kind, counted as bytes; anything else breaks its answer off. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

async function* of(...pieces: unknown[]) {
  yield* pieces as Uint8Array[];
}

const wide = new Uint16Array([0x6261, 0x6463, 0x6665]);

/** Bytes of any kind, and what they are. */
const kinds: Record<string, readonly [unknown, string]> = {
  "a Uint16Array": [wide, "abcdef"],
  "a part of a Uint16Array": [wide.subarray(1), "cdef"],
  "a Float64Array": [new Float64Array(1), "\0".repeat(8)],
  "a DataView": [new DataView(wide.buffer, 1, 3), "bcd"],
  "an ArrayBuffer": [wide.buffer, "abcdef"],
  "a SharedArrayBuffer": [new SharedArrayBuffer(2), "\0\0"],
  "a Uint8ClampedArray": [new Uint8ClampedArray([104, 105]), "hi"],
};

for (const [kind, [piece, bytes]] of Object.entries(kinds)) {
  test(`${kind} is its bytes, as a piece of a stream and as a body`, async (t) => {
    const server = await startHttpServer(t, (c) => {
      if (c.path === "/body") return c.bytes(piece as Uint8Array);
      if (c.path === "/declared") c.header("content-length", String(bytes.length + 2));
      return c.stream(of("<", piece, ">"));
    });
    const client = await server.connect();
    client.send(request("GET /") + request("GET /declared") + request("GET /body"));
    assert.equal((await readAnswer(client)).text, `<${bytes}>`);
    assert.equal((await readAnswer(client)).text, `<${bytes}>`);
    assert.equal((await readAnswer(client)).text, bytes);
  });
}

const others: Record<string, unknown> = {
  "a number": 7,
  "a boolean": true,
  "a bigint": 7n,
  "a symbol": Symbol("x"),
  "a function": () => {},
  undefined: undefined,
  null: null,
  "an object": { length: 3 },
};

for (const [name, piece] of Object.entries(others)) {
  for (const path of ["/chunked", "/declared"]) {
    test(`${path}: a stream that yields ${name} breaks off, and the log names it`, async (t) => {
      const server = await startHttpServer(t, (c) => {
        if (c.path === "/next") return c.string("next");
        if (c.path === "/declared") c.header("content-length", "8");
        return c.stream(of("before", piece));
      });
      const client = await server.connect();
      client.send(request(`GET ${path}`) + request("GET /next"));
      await client.closed;
      assert.doesNotMatch(client.received, /next|0\r\n\r\n$/);
      assert.deepEqual(server.log.messages("error"), ["response failed"]);
      const sentence = new RegExp(`must yield text or bytes; this one yielded ${name}$`);
      assert.match(String((server.log.errors("error")[0] as Error).message), sentence);
      assert.equal((await server.ask(request("GET /next"))).text, "next", "the server lives on");
    });
  }

  if (name === "null") continue;
  test(`${name} as a body is a 500, and the log names it`, async (t) => {
    const server = await startHttpServer(t, (c) => c.bytes(piece as Uint8Array));
    assert.equal((await server.ask(request("GET /"))).status, 500);
    assert.match(String(server.log.errors("error")[0]), new RegExp(`or null; not ${name}$`));
  });
}

test("a stream of several kinds in a row is counted to the byte", async (t) => {
  const server = await startHttp1Server(t, (c) =>
    c.stream(of("é", wide, "x".repeat(2_000), "é".repeat(1_000), Buffer.alloc(1_500, "b"), "")),
  );
  const client = await server.connect();
  for (let n = 0; n < 2; n += 1) {
    client.send(request("GET /"));
    const answer = await readAnswer(client);
    assert.equal(answer.text, `éabcdef${"x".repeat(2_000)}${"é".repeat(1_000)}${"b".repeat(1_500)}`);
    assert.deepEqual(answer.chunks, [2, 6, 2_000, 2_000, 1_500]);
  }
});

test("memory that a source fills again is sent as it was when it was yielded", async (t) => {
  async function* refilled(size: number) {
    const piece = Buffer.alloc(size);
    for (const letter of "abcd") yield piece.fill(letter);
  }
  const server = await startHttpServer(t, (c) => c.stream(refilled(Number(c.path.slice(1)))));
  for (const size of [1, 1_000, 5_000]) {
    const answer = await server.ask(request(`GET /${size}`));
    assert.equal(answer.text, [..."abcd"].map((letter) => letter.repeat(size)).join(""));
  }
});

/** Streams that can be read once. */
const once: Record<string, () => AsyncIterable<string | Uint8Array>> = {
  "a generator": () => of("once"),
  "a web stream": () => new Blob(["once"]).stream(),
};

for (const [kind, make] of Object.entries(once)) {
  test(`one Response with ${kind} answers once; the second time is a 500, not an empty 200`, async (t) => {
    const shared = new ray.Response(make());
    const server = await startHttpServer(t, () => shared);
    assert.equal((await server.ask(request("GET /"))).text, "once");
    assert.equal((await server.ask(request("GET /"))).status, 500);
    assert.match(String(server.log.errors("error")[0]), /sent already; make a new one for each answer/);
  });
}

test("one Response with a source that can be read again answers every time", async (t) => {
  const shared = new ray.Response({
    [Symbol.asyncIterator]: () => of("again") as AsyncGenerator<Uint8Array>,
  });
  const server = await startHttpServer(t, () => shared);
  for (let n = 0; n < 3; n += 1) assert.equal((await server.ask(request("GET /"))).text, "again");
});

for (const [name, thrown] of [["undefined", undefined] as const, ["null", null] as const]) {
  test(`a stream that throws ${name} breaks off: the next answer is not read as a part of it`, async (t) => {
    const server = await startHttpServer(t, (c) => {
      if (c.path === "/next") return c.string("next");
      return c.stream(
        (async function* () {
          yield "before";
          throw thrown;
        })(),
      );
    });
    const client = await server.connect();
    client.send(request("GET /") + request("GET /next"));
    await client.closed;
    assert.doesNotMatch(client.received, /\r\n0\r\n|next/);
    assert.deepEqual(server.log.messages("error"), ["response failed"]);
  });
}
