/** Compression: who gets it, what is left alone, and what becomes of fields, streams and clients that leave. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import * as zlib from "node:zlib";
import type { Handler } from "../../day5/src/index.ts";
import type { CompressOptions } from "../../day5/src/middleware/index.ts";
import { gate } from "../support/gate.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { compress, etag } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");
const { codings } = await load<typeof import("../../day5/src/middleware/content-coding.ts")>(
  "middleware/content-coding.ts",
);
const { events } = await load<typeof import("../../day5/src/stream/index.ts")>("stream/index.ts");

const text = "the quick brown fox jumps over the lazy dog\n".repeat(500);
const DECODE: Record<string, (bytes: Uint8Array) => Buffer> = {
  br: zlib.brotliDecompressSync,
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  zstd: (bytes) =>
    (zlib as unknown as { zstdDecompressSync(bytes: Uint8Array): Buffer }).zstdDecompressSync(bytes),
};

function appOf(handler: Handler, options?: CompressOptions) {
  return new ray.Router().hooks(compress(options)).get("/", handler);
}

function ask(
  handler: Handler,
  accept = "gzip",
  options?: CompressOptions,
  fields: Record<string, string> = {},
) {
  return ray.inject(appOf(handler, options), "/", { headers: { "accept-encoding": accept, ...fields } });
}

for (const coding of codings) {
  test(`a text is sent as ${coding} to who asks for it, and is the same text`, async () => {
    const answer = await ask((c) => c.header("etag", '"7"').string(text), coding);
    assert.equal(answer.headers.get("content-encoding"), coding);
    assert.equal(answer.headers.get("vary"), "accept-encoding");
    assert.equal(answer.headers.get("etag"), 'W/"7"', "other bytes of the same content");
    assert.equal(answer.headers.get("content-length"), null);
    assert.ok(answer.bytes.length < text.length / 10, `${answer.bytes.length} bytes`);
    assert.equal(DECODE[coding]?.(answer.bytes).toString(), text);
  });

  test(`each piece of a stream reaches its client as ${coding} before the next one is there`, async (t) => {
    const second = gate();
    const server = await startHttpServer(
      t,
      appOf((c) =>
        c.stream(
          (async function* () {
            yield text;
            await second.promise;
            yield Buffer.from("the end");
          })(),
          200,
          "text/plain",
        ),
      ),
    );
    const controller = new AbortController();
    t.after(() => controller.abort());
    const decoded = await fetchDecoded(server.url, coding, controller.signal);
    let seen = "";
    for await (const piece of decoded) {
      seen += piece;
      if (seen === text) second.open();
    }
    assert.equal(seen, `${text}the end`);
  });
}

/** What a client of Node's decodes, as it arrives. */
async function fetchDecoded(
  url: string,
  coding: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Buffer>> {
  const { get } = await import("node:http");
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    get(url, { headers: { "accept-encoding": coding }, signal }, resolve).on("error", reject);
  });
  assert.equal(response.headers["content-encoding"], coding);
  const { createBrotliDecompress, createGunzip, createInflate } = zlib;
  const { createZstdDecompress = createGunzip } = zlib as { createZstdDecompress?: typeof createGunzip };
  const make = {
    br: createBrotliDecompress,
    gzip: createGunzip,
    deflate: createInflate,
    zstd: createZstdDecompress,
  };
  return response.pipe(make[coding as keyof typeof make]());
}

test("the client's own order decides, and then ours", async () => {
  const codingOf = async (accept: string) => (await ask(() => text, accept)).headers.get("content-encoding");
  assert.equal(await codingOf("gzip;q=0.5, deflate;q=0.9"), "deflate");
  assert.equal(await codingOf("gzip, deflate, br"), "br");
  assert.equal(await codingOf("identity;q=0.5, gzip;q=0.1"), null);
  assert.equal(await codingOf("br;q=0"), null);
  const own = await ask(() => text, "gzip, br", { codings: ["gzip", "br"] });
  assert.equal(own.headers.get("content-encoding"), "gzip");
});

test("who cannot decode gets it as it is, and a cache is told that others would not", async () => {
  const answer = await ray.inject(
    appOf(() => text),
    "/",
  );
  assert.equal(answer.text(), text);
  assert.equal(answer.headers.get("content-encoding"), null);
  assert.equal(answer.headers.get("vary"), "accept-encoding");
});

const large = Buffer.from(text);
const untouched: [what: string, handler: Handler][] = [
  ["what is tiny", () => "x".repeat(1023)],
  ["what is encoded already", (c) => c.header("content-encoding", "gzip").bytes(large, 200, "text/plain")],
  ["a part of a file", (c) => c.header("content-range", "bytes 0-9/10").status(206).string(text)],
  ["what has a digest", (c) => c.header("content-digest", "sha-256=:x:").string(text)],
  ["what says no-transform", (c) => c.header("cache-control", "public, No-Transform").string(text)],
  ["a picture", (c) => c.bytes(large, 200, "image/png")],
  ["what has no type", () => new ray.Response(large)],
  ["what has no content", (c) => c.status(204)],
  [
    "a stream that says it is tiny",
    (c) => {
      c.header("content-length", "1");
      return c.stream(
        (async function* () {
          yield "x";
        })(),
        200,
        "text/plain",
      );
    },
  ],
];
for (const [what, handler] of untouched) {
  test(`${what} is left alone`, async () => {
    const plain = await ray.inject(handler, "/");
    const answer = await ask(handler);
    assert.deepEqual([...answer.headers], [...plain.headers]);
    assert.deepEqual(answer.bytes, plain.bytes);
  });
}

test("events are never compressed, whatever their fields say", async () => {
  const source = async function* () {
    yield text;
  };
  const answer = await ask((c) => events(c, source()));
  assert.equal(answer.headers.get("content-encoding"), null);
  const bare = await ask((c) => c.stream(source(), 200, "text/event-stream; charset=utf-8"));
  assert.equal(bare.headers.get("content-encoding"), null);
});

test("HEAD has the fields of GET", async (t) => {
  const server = await startHttpServer(
    t,
    appOf((c) => c.string(text)),
  );
  const head = "HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n";
  const [get, bare] = [await server.ask(`GET / ${head}`), await server.ask(`HEAD / ${head}`, "HEAD")];
  assert.equal(bare.field("content-encoding"), "gzip");
  assert.equal(bare.field("content-length"), get.field("content-length"));
});

test("a length that was declared for the stream as it is, is not that of the compressed one", async (t) => {
  const server = await startHttpServer(
    t,
    appOf((c) => {
      c.header("content-length", String(text.length));
      return c.stream(
        (async function* () {
          yield text;
        })(),
        200,
        "text/plain",
      );
    }),
  );
  const answer = await fetch(server.url, { headers: { "accept-encoding": "gzip" } });
  assert.deepEqual([answer.headers.get("content-encoding"), await answer.text()], ["gzip", text]);
});

test("a Response that is returned again and again stays as its maker made it", async () => {
  const shared = new ray.Response(text, { headers: { "content-type": "text/plain" } });
  for (let n = 0; n < 2; n++)
    assert.deepEqual(zlib.gunzipSync((await ask(() => shared)).bytes).toString(), text);
  assert.deepEqual([...shared.headers], [["content-type", "text/plain"]]);
  assert.equal(shared.body, text);
});

test("a stream that fails breaks the compressed answer off, and one that is not read to its end is ended", async (t: TestContext) => {
  const ended = gate();
  const server = await startHttpServer(
    t,
    new ray.Router()
      .hooks(compress())
      .get("/fails", (c) =>
        c.stream(
          (async function* () {
            yield text;
            throw new Error("no more");
          })(),
          200,
          "text/plain",
        ),
      )
      .get("/endless", (c) =>
        c.stream(
          (async function* () {
            try {
              for (;;) yield text;
            } finally {
              ended.open();
            }
          })(),
          200,
          "text/plain",
        ),
      ),
  );
  const head = "HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n";
  const broken = await server.connect();
  broken.send(`GET /fails ${head}`);
  await broken.closed;
  assert.doesNotMatch(broken.received, /\r\n0\r\n\r\n$/);
  const left = await server.connect();
  left.send(`GET /endless ${head}`);
  await left.readUntil("\r\n\r\n");
  left.reset();
  await ended.promise;
});

test("a stream behind HEAD is let go of", async () => {
  const ended = gate();
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false as const, value: text }),
      return: async () => {
        ended.open();
        return { done: true as const, value: undefined };
      },
    }),
  };
  await ray.inject(
    appOf((c) => c.stream(source, 200, "text/plain")),
    "/",
    {
      method: "HEAD",
      headers: { "accept-encoding": "gzip" },
    },
  );
  await ended.promise;
});

test("with etag further in, a client that has the compressed answer is told so", async () => {
  const router = new ray.Router().hooks(compress(), etag()).get("/", () => text);
  const first = await ray.inject(router, "/", { headers: { "accept-encoding": "gzip" } });
  const tag = first.headers.get("etag") ?? "";
  assert.match(tag, /^W\/"/);
  const again = await ray.inject(router, "/", {
    headers: { "accept-encoding": "gzip", "if-none-match": tag },
  });
  assert.deepEqual(
    [again.status, again.headers.get("etag")],
    [304, tag],
    "a cache finds what it keeps by its tag",
  );
  assert.equal(again.headers.get("vary"), "accept-encoding");
  const plain = (await ray.inject(router, "/")).headers.get("etag") ?? "";
  const asIs = await ray.inject(router, "/", { headers: { "if-none-match": plain } });
  assert.deepEqual([asIs.status, asIs.headers.get("etag")], [304, plain]);
});

test("what cannot be is refused when it is made", () => {
  assert.throws(
    () => compress({ codings: ["lzma" as never] }),
    /compress: this Node has .*gzip, deflate, no lzma/,
  );
  assert.throws(() => compress({ minBytes: -1 }), /minBytes must be a whole number/);
});
