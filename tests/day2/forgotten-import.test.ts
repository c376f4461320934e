/**
 * Response, Headers and Request are names of the platform too. A program that forgets to import ours still compiles
 * where both are welcome: there, both must give one answer. Where ours is meant, the compiler refuses the other.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Handler } from "../../day5/src/index.ts";
import { compileLines } from "../support/compile-lines.ts";
import { ray } from "../support/stage.ts";

/** Either of the two, as a handler writes it. */
type Made = typeof globalThis.Response;

const handlers: Record<string, (Response: Made, HeadersOf: typeof globalThis.Headers) => Handler> = {
  "a text": (Response) => () => new Response("hello"),
  "an empty text": (Response) => () => new Response(""),
  "no body": (Response) => () => new Response(null, { status: 204 }),
  "a status and fields": (Response) => () =>
    new Response("no", { status: 404, headers: { "x-own": "1", "content-type": "text/markdown" } }),
  "fields from Headers": (Response, HeadersOf) => () =>
    new Response("x", {
      headers: new HeadersOf([
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ]),
    }),
  "fields of the context": (Response) => (c) => {
    c.header("x-trace", "7").header("set-cookie", "a=1");
    return new Response("x", { headers: { "set-cookie": "b=2" } });
  },
  "a content type of the context": (Response) => (c) => {
    c.header("content-type", "text/html; charset=utf-8");
    return new Response("<p>x</p>");
  },
  "an answer that was built before": (Response) => (c) => {
    c.header("etag", '"1"').html("<p>x</p>");
    return new Response("x");
  },
  bytes: (Response) => () => new Response(new Uint8Array([1, 2])),
};

for (const [name, make] of Object.entries(handlers)) {
  test(`${name}: a Response of the platform gives the answer that ours gives`, async () => {
    const [own, other] = await Promise.all(
      [make(ray.Response as never, ray.Headers as never), make(globalThis.Response, globalThis.Headers)].map(
        async (handler) => {
          const { status, headers, bytes } = await ray.inject(handler, "/");
          return { status, headers: [...headers].sort(), text: bytes.toString("latin1") };
        },
      ),
    );
    assert.deepEqual(other, own);
  });
}

test("what was fetched keeps the type that its server gave it", async () => {
  const fetched = new globalThis.Response("x", { headers: { "content-type": "text/plain;charset=UTF-8" } });
  Object.defineProperty(fetched, "type", { value: "basic" });
  const { headers } = await ray.inject(() => fetched, "/");
  assert.equal(headers.get("content-type"), "text/plain;charset=UTF-8");
});

test("where ours is meant, the other does not compile", (t) => {
  const wrong = [
    "const a: Endpoint = { call: () => new Response() };",
    "const b = (c: AppContext) => { c.response = new Response(); };",
    'const d = (c: AppContext): Response => c.text("x");',
    'const e: IntoResponse = { intoResponse: () => new Response("x") };',
    "const f = (c: AppContext) => { const request: Request = c.req; };",
    "const g = (c: AppContext) => { const headers: Headers = c.req.headers; };",
    'const h = (c: AppContext) => c.adopt(new Response("x"));',
    'const i: StateKey<number> = key<string>("a");',
    'const j = (c: AppContext) => { c.state.set(key<number>("a"), "1"); };',
    'const k = (c: AppContext) => { const n: number = c.state.get(key<string>("a")); };',
  ];
  const right = [
    'const z: Handler = () => new Response("x", { headers: new Headers({ a: "1" }) });',
    'const y = (c: AppContext) => { const n: number = c.state.get(key<number>("a")); };',
  ];
  const names = "type AppContext, type Endpoint, type Handler, type IntoResponse, key, type StateKey";
  const refused = compileLines(t, `import { ${names} } from "ray";`, [...wrong, ...right]);
  assert.deepEqual(refused, wrong);
});
