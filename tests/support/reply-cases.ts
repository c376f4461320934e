/** What a handler may return, and the answer it makes. A type of null means that there is no content-type. */

import type { AppContext, Reply } from "../../day5/src/index.ts";
import { ray } from "./stage.ts";

/** Types that the answer methods give. */
const TEXT = "text/plain; charset=utf-8";
const JSON_TYPE = "application/json";
const BYTES = "application/octet-stream";

export async function* pieces() {
  yield "hel";
  yield Buffer.from("lo");
}

export interface ReplyCase {
  readonly reply: (c: AppContext) => Reply;
  readonly body: string;
  readonly type?: string | null;
  readonly status?: number;
}

export const replyCases: Readonly<Record<string, ReplyCase>> = {
  "a string": { reply: () => "hello", body: "hello", type: TEXT },
  "an empty string": { reply: () => "", body: "", type: TEXT },
  "a Uint8Array": { reply: () => new Uint8Array([104, 105]), body: "hi", type: BYTES },
  "a Buffer": { reply: () => Buffer.from("hi"), body: "hi", type: BYTES },
  "an object": { reply: () => ({ a: 1 }), body: '{"a":1}', type: JSON_TYPE },
  "an object that looks like a response": {
    reply: () => ({ status: 403 }),
    body: '{"status":403}',
    type: JSON_TYPE,
  },
  "an object without a prototype": { reply: () => Object.create(null), body: "{}", type: JSON_TYPE },
  "an object with toJSON": { reply: () => new Date(0), body: '"1970-01-01T00:00:00.000Z"', type: JSON_TYPE },
  "an array": { reply: () => [1, "a", null], body: '[1,"a",null]', type: JSON_TYPE },
  null: { reply: () => null, body: "null", type: JSON_TYPE },
  "a number": { reply: () => 0, body: "0", type: JSON_TYPE },
  true: { reply: () => true, body: "true", type: JSON_TYPE },
  false: { reply: () => false, body: "false", type: JSON_TYPE },
  "an async iterable": { reply: () => pieces(), body: "hello", type: BYTES },
  "a ReadableStream": { reply: () => new Blob(["hello"]).stream(), body: "hello", type: BYTES },
  undefined: { reply: () => undefined, body: "", type: null },
  "undefined, after an answer method": {
    reply: (c) => {
      c.string("from the context", 201);
    },
    body: "from the context",
    type: TEXT,
    status: 201,
  },
  "the context's own answer": { reply: (c) => c.json([1]), body: "[1]", type: JSON_TYPE },
  "a value, which wins over an answer method": {
    reply: (c) => {
      c.json({ no: true });
      return "yes";
    },
    body: "yes",
    type: TEXT,
  },
  "a Response": {
    reply: () => new ray.Response("own", { status: 299, headers: { "content-type": "x/y" } }),
    body: "own",
    type: "x/y",
    status: 299,
  },
  "a WHATWG Response": {
    reply: () => new Response("web", { status: 201, headers: { "content-type": "x/y" } }),
    body: "web",
    type: "x/y",
    status: 201,
  },
  "a WHATWG Response of JSON": { reply: () => Response.json({ a: 1 }), body: '{"a":1}', type: JSON_TYPE },
  "a WHATWG Response without a body": {
    reply: () => new Response(null, { status: 204 }),
    body: "",
    type: null,
    status: 204,
  },
  "an object with intoResponse": {
    reply: () => ({ intoResponse: () => new ray.Response("told", { status: 202 }), hidden: 1 }),
    body: "told",
    type: TEXT,
    status: 202,
  },
  "an object whose intoResponse is no function": {
    reply: () => ({ intoResponse: 1 }),
    body: '{"intoResponse":1}',
    type: JSON_TYPE,
  },
  "an HttpError": {
    reply: () => new ray.HttpError(404, "no ghost here"),
    body: "no ghost here\n",
    type: TEXT,
    status: 404,
  },
  "an HttpError with its default message": {
    reply: () => new ray.HttpError(404),
    body: "Not Found\n",
    type: TEXT,
    status: 404,
  },
  "an HttpError that is not exposed": {
    reply: () => new ray.HttpError(403, "the key is 42", { expose: false }),
    body: "Forbidden\n",
    type: TEXT,
    status: 403,
  },
  "an HttpError of 500, which is not exposed": {
    reply: () => new ray.HttpError(503, "db1 is down"),
    body: "Service Unavailable\n",
    type: TEXT,
    status: 503,
  },
  "an HttpError of 500 that is exposed": {
    reply: () => new ray.HttpError(503, "back at noon", { expose: true }),
    body: "back at noon\n",
    type: TEXT,
    status: 503,
  },
  "an Error": {
    reply: () => new Error("the key is 42"),
    body: "Internal Server Error\n",
    type: TEXT,
    status: 500,
  },
  "a function": { reply: () => () => "late", body: "Internal Server Error\n", type: TEXT, status: 500 },
  "a symbol": {
    reply: () => Symbol("x") as unknown as string,
    body: "Internal Server Error\n",
    type: TEXT,
    status: 500,
  },
  "a BigInt": {
    reply: () => 5n as unknown as string,
    body: "Internal Server Error\n",
    type: TEXT,
    status: 500,
  },
  "a cycle": {
    reply: () => {
      const cycle: { self?: object } = {};
      cycle.self = cycle;
      return cycle;
    },
    body: "Internal Server Error\n",
    type: TEXT,
    status: 500,
  },
};
