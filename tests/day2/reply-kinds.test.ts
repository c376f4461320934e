/** What JSON would make `{}` of: it is answered as what it is, or with an error that says what to return. */

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import type { Reply } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray } from "../support/stage.ts";

const { intoResponse } =
  await load<typeof import("../../day5/src/endpoint/into-response.ts")>("endpoint/into-response.ts");

const BYTES = "application/octet-stream";
const JSON_TYPE = "application/json";

const abc = () => Uint8Array.of(96, 97, 98, 99, 100).buffer;

function* generator() {
  yield "hel";
  yield Buffer.from("lo");
}

class Point {
  readonly x = 1;
  readonly #hidden = 2;
  sum(): number {
    return this.x + this.#hidden;
  }
}

class Money {
  readonly #cents = 150;
  toJSON(): string {
    return `${this.#cents / 100} EUR`;
  }
}

/** Reply, body, content type. */
const told: Readonly<Record<string, readonly [() => unknown, string, string]>> = {
  "a Blob with a type": [() => new Blob(["a,", "b"], { type: "text/csv" }), "a,b", "text/csv"],
  "a Blob without a type": [() => new Blob(["a"]), "a", BYTES],
  "a File": [() => new File(["<svg/>"], "x.svg", { type: "image/svg+xml" }), "<svg/>", "image/svg+xml"],
  "an ArrayBuffer": [() => abc(), "`abcd", BYTES],
  "a SharedArrayBuffer": [() => new SharedArrayBuffer(2), "\0\0", BYTES],
  "a DataView of a part": [() => new DataView(abc(), 1, 3), "abc", BYTES],
  "an array of numbers of 16 bits": [() => new Uint16Array([0x6261]), "ab", BYTES],
  "a Uint8Array of another realm": [() => runInNewContext("Uint8Array.of(97)"), "a", BYTES],
  URLSearchParams: [
    () => new URLSearchParams({ a: "1 2", b: "ü" }),
    "a=1+2&b=%C3%BC",
    "application/x-www-form-urlencoded;charset=UTF-8",
  ],
  "a generator": [() => generator(), "hello", BYTES],
  "an iterator of an array": [() => ["a", "b"].values(), "ab", BYTES],
  "a node stream": [() => Readable.from(["a", "b"]), "ab", BYTES],
  "a Date": [() => new Date(0), '"1970-01-01T00:00:00.000Z"', JSON_TYPE],
  "a URL": [() => new URL("http://x/"), '"http://x/"', JSON_TYPE],
  "an instance of a class": [() => new Point(), '{"x":1}', JSON_TYPE],
  "an instance with toJSON": [() => new Money(), '"1.5 EUR"', JSON_TYPE],
  "an empty object": [() => ({}), "{}", JSON_TYPE],
  "an empty object without a prototype": [() => Object.create(null), "{}", JSON_TYPE],
  "an empty object of another realm": [() => runInNewContext("({})"), "{}", JSON_TYPE],
  "empty objects in an array": [() => [{}, { a: {} }], '[{},{"a":{}}]', JSON_TYPE],
  "an object of undefined": [() => ({ a: undefined }), "{}", JSON_TYPE],
  "a text that looks like it": [() => ({ a: "{}" }), '{"a":"{}"}', JSON_TYPE],
  "a boxed number": [() => Object(5), "5", JSON_TYPE],
};

for (const [name, [reply, body, type]] of Object.entries(told)) {
  test(`${name} is answered as what it is, now and from a promise (seed 004.14)`, async () => {
    for (const handler of [() => reply() as Reply, async () => reply() as Reply]) {
      const answer = await ray.inject(handler, "/");
      assert.deepEqual([answer.status, answer.text()], [200, body]);
      assert.equal(answer.headers.get("content-type"), type);
    }
  });
}

/** Reply, what the log says. */
const refused: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
  "a Map": [() => new Map([["a", 1]]), /^a Map has no JSON form but {}: return Object.fromEntries\(map\)/],
  "a Set": [() => new Set([1]), /^a Set has no JSON form but {}: return \[\.\.\.set\]$/],
  "a WeakMap": [() => new WeakMap(), /^a WeakMap .*toJSON\(\)$/],
  "a RegExp": [() => /x/, /^a RegExp has no JSON form/],
  "an instance that hides all it has": [
    () =>
      new (class Vault {
        readonly #key = 42;
        open(): number {
          return this.#key;
        }
      })(),
    /^a Vault has no JSON form but {}: return its values in a plain object or an array, or give it toJSON\(\)$/,
  ],
  "a promise in an object": [() => ({ user: Promise.resolve(1) }), /^"user" is a Promise, .*: await it$/],
  "a Map deep in an object": [() => [{ a: { b: new Map() } }], /^"b" is a Map, which has no JSON form/],
  "a BigInt": [() => 5n, /^a bigint has no JSON form/],
  "a BigInt in an object": [() => ({ a: 5n }), /BigInt/],
  "a function": [() => () => 1, /^a function has no JSON form/],
  "a symbol": [() => Symbol("x"), /^a symbol has no JSON form/],
  "an intoResponse that gives no Response": [
    () => ({ intoResponse: () => "text" }),
    /^intoResponse\(\) must return a Response of ray, not string$/,
  ],
  "an intoResponse that gives null": [() => ({ intoResponse: () => null }), /not null$/],
};

for (const [name, [reply, words]] of Object.entries(refused)) {
  test(`${name} is a 500, and the log says what to return`, async () => {
    for (const handler of [() => reply() as Reply, async () => reply() as Reply]) {
      const log = new LogBook();
      const answer = await ray.inject(handler, "/", { logger: log });
      assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
      const [error] = log.errors("error") as [TypeError];
      assert.equal(error.name, "TypeError");
      assert.match(error.message, words);
    }
  });
}

test("c.json refuses what it would lose, as a returned value does", async () => {
  const answer = await ray.inject((c) => c.json({ users: new Map() }), "/");
  assert.equal(answer.status, 500);
});

test("a FormData goes out as a form that fetch reads, with its boundary", async (t) => {
  const server = await startHttpServer(t, () => {
    const form = new FormData();
    form.set("name", "Grüße");
    form.set("file", new File(["<svg/>"], "x.svg", { type: "image/svg+xml" }));
    return form;
  });
  const form = await (await fetch(server.url)).formData();
  assert.equal(form.get("name"), "Grüße");
  assert.equal(await (form.get("file") as File).text(), "<svg/>");
});

test("what was set on the context counts for each of these too", async () => {
  for (const reply of [
    new Blob(["x"], { type: "text/csv" }),
    abc(),
    new URLSearchParams("a=1"),
    generator(),
  ]) {
    const answer = await ray.inject((c) => {
      c.status(201).header("x-a", "1").header("content-type", "own/type");
      return reply;
    }, "/");
    assert.deepEqual(
      [answer.status, answer.headers.get("x-a"), answer.headers.get("content-type")],
      [201, "1", "own/type"],
    );
  }
});

test("a generator is asked for its next piece when the one before it is out, and let go with its answer", async (t) => {
  const seen: string[] = [];
  function* watched() {
    try {
      seen.push("asked");
      yield "a";
      yield "b";
    } finally {
      seen.push("over");
    }
  }
  const server = await startHttpServer(t, () => watched());
  assert.deepEqual(seen, []);
  assert.equal((await server.ask(request("GET /"))).text, "ab");
  assert.deepEqual(seen, ["asked", "over"]);
  const open = watched();
  open.next();
  await ray.inject((c) => {
    intoResponse(open, c);
    return "another";
  }, "/");
  assert.deepEqual(seen.slice(2), ["asked", "over"]);
});

test("bytes and stream take a media type, which an own content type still beats", async () => {
  const png = await ray.inject((c) => c.bytes(Buffer.from("x"), 201, "image/png"), "/");
  assert.deepEqual([png.status, png.headers.get("content-type")], [201, "image/png"]);
  const csv = await ray.inject((c) => c.stream(Readable.from(["x"]), undefined, "text/csv"), "/");
  assert.deepEqual([csv.status, csv.headers.get("content-type")], [200, "text/csv"]);
  const own = await ray.inject(
    (c) => c.header("content-type", "own/type").bytes(Buffer.from("x"), 200, "image/png"),
    "/",
  );
  assert.equal(own.headers.get("content-type"), "own/type");
  const evil = await ray.inject((c) => c.bytes(Buffer.from("x"), 200, "a\r\nb: c"), "/");
  assert.equal(evil.status, 500);
});
