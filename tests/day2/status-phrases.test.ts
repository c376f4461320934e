/** Reason phrases, held against Node's own list and RFC 9110 §15: not against the table that makes them. */

import assert from "node:assert/strict";
import { STATUS_CODES } from "node:http";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { load } from "../support/stage.ts";

const { reasonPhrase } = await load<typeof import("../../day5/src/http/status.ts")>("http/status.ts");

/** Codes of RFC 9110 §15, and those that browsers and proxies act on. */
const known = [
  ...[200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 307, 308],
  ...[
    400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 425, 426,
  ],
  ...[428, 429, 431, 451, 500, 501, 502, 503, 504, 505],
];

/** RFC 9110 gave them new names, which Node has not taken over. */
const renamed: Readonly<Record<number, string>> = { 413: "Content Too Large", 422: "Unprocessable Content" };

test("every known code has its phrase, on the wire too; every other one has that of its class", async (t) => {
  const server = await startHttp1Server(t, (c) => c.string("", Number(c.path.slice(1))));
  for (let code = 200; code < 600; code += 1) {
    const unknown = code < 400 ? "Unknown Status" : "Unknown Error";
    const phrase = known.includes(code) ? (renamed[code] ?? STATUS_CODES[code]) : unknown;
    assert.equal(reasonPhrase(code), phrase, String(code));
    if (!known.includes(code)) continue;
    assert.equal((await server.ask(request(`GET /${code}`))).statusLine, `HTTP/1.1 ${code} ${phrase}`);
  }
});
