/** A request gives the same bytes wherever it is cut: in two at every place, and byte by byte. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { assertBytes } from "../support/bytes.ts";
import { rounds } from "../support/fake-clock.ts";
import { request, withoutDates } from "../support/http-client.ts";
import { type HttpServer, startHttp1Server } from "../support/http-server.ts";

/** All that a handler can know of the request. */
async function tellAll(c: AppContext) {
  const fields = [...c.req.headers].map(([name, value]) => `${name}=${value}`);
  return c.string(`${c.method} ${c.req.target} [${fields.join("; ")}] ${await c.req.text()}\n`);
}

const chunked = { "Transfer-Encoding": "chunked" };

const valid: Record<string, string> = {
  "a GET": request("GET /a?b=c", { Accept: "x/y" }),
  "a GET behind empty lines": `\r\n\r\n${request("GET /")}`,
  "a HEAD": request("HEAD /"),
  "a POST with a length": request("POST /", { A: " \t b \t" }, "hello\r\n\r\nworld"),
  "a POST in chunks with extensions and trailers": request(
    "POST /",
    chunked,
    "5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nX: y\r\n\r\n",
  ),
  "a POST that expects 100": request("POST /", { Expect: "100-continue" }, "hello"),
  "a GET on HTTP/1.0 with keep-alive": "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
  "a pipeline of three": request("GET /1") + request("POST /2", {}, "two") + request("GET /3"),
  "a pipeline with an empty line between": `${request("POST /1", chunked, "3\r\none\r\n0\r\n\r\n")}\r\n${request("GET /2")}`,
  "a good request and a bad one": `${request("GET /1")}GET /2 HTTP/1.1\r\nNo colon\r\n\r\n${request("GET /3")}`,
};

/** Everything that comes back for `pieces`, sent one after the other. */
async function answersTo(server: HttpServer, bytes: string, at: number): Promise<string> {
  const client = await server.connect();
  await client.sendSplit(bytes, at);
  client.end();
  const received = await client.readAll();
  client.destroy();
  return withoutDates(received);
}

for (const [name, bytes] of Object.entries(valid)) {
  test(`I2: ${name}, cut in two at every byte, gives the same bytes as whole`, async (t) => {
    const server = await startHttp1Server(t, tellAll);
    const whole = await answersTo(server, bytes, 0);
    assert.match(whole, /^HTTP\/1\.1 (200|100) /);
    for (let at = 1; at < bytes.length; at += 1) {
      assertBytes(await answersTo(server, bytes, at), whole, `${name} cut at ${at}`);
    }
  });
}

test("I2: every request byte by byte gives the same bytes as whole", async (t) => {
  const server = await startHttp1Server(t, tellAll);
  const drip = async (bytes: string) => {
    const client = await server.connect();
    for (const byte of bytes) {
      client.send(byte);
      // Long enough for the server, which lives in this process, to read it before the next one leaves.
      await rounds(2);
    }
    client.end();
    return withoutDates(await client.readAll());
  };
  const dripped = Object.entries(valid).map(async ([name, bytes]) => {
    assertBytes(await drip(bytes), await answersTo(server, bytes, 0), `${name} byte by byte`);
  });
  await Promise.all(dripped);
});
