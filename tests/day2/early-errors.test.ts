/** ND4: an answer that comes before the request is over reaches a client that only reads when all is sent. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";

const MORE = "x".repeat(8 * 1024 * 1024);

/** What is sent, and the status that it gets. */
const cases: Record<string, readonly [bytes: string, status: string]> = {
  "a malformed head": [`GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n${MORE}`, "400 Bad Request"],
  "a request line that is none": [`GET /\r\n${MORE}`, "400 Bad Request"],
  "both kinds of framing": [
    request("POST /", { "Content-Length": "5", "Transfer-Encoding": "chunked" }, MORE),
    "400 Bad Request",
  ],
  "a target without end": [`GET /${MORE}`, "414 URI Too Long"],
  "a field without end": [`GET / HTTP/1.1\r\nX: ${MORE}`, "431 Request Header Fields Too Large"],
  "an unknown expectation": [request("POST /", { Expect: "more" }, MORE), "417 Expectation Failed"],
  "an unknown coding": [
    request("POST /", { "Transfer-Encoding": "x, chunked" }, MORE),
    "501 Not Implemented",
  ],
  "another protocol": [`GET / HTTP/2.0\r\n\r\n${MORE}`, "505 HTTP Version Not Supported"],
  "chunks that break off": [
    request("POST /", { "Transfer-Encoding": "chunked" }, `5\r\nhello\r\n${MORE}`),
    "400 Bad Request",
  ],
  "trailers without end": [
    request("POST /", { "Transfer-Encoding": "chunked" }, `0\r\nX: ${MORE}`),
    "431 Request Header Fields Too Large",
  ],
  "a body that nobody asked for": [request("POST /unread", {}, MORE), "200 OK"],
};

for (const [name, [bytes, status]] of Object.entries(cases)) {
  test(`${name}, and 8 MiB behind it: the client reads ${status}, and no reset`, async (t) => {
    const server = await startHttp1Server(t, async (c) => {
      if (c.path === "/unread") return "early";
      return c.req.text();
    });
    const client = await server.connect({ reading: false });
    await new Promise((sent) => client.socket.write(bytes, "latin1", sent));
    client.resume();
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, `HTTP/1.1 ${status}`);
    assert.equal(answer.field("connection"), "close");
    assert.equal(await client.readAll(), "");
    assert.equal(client.error, null);
  });
}
