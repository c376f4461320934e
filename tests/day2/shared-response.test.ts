/** One Response that several requests are answered with: it is read, and never written on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Answer, request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const shape = ({ statusLine, fields, text }: Answer) => [statusLine, fields, text];
const date = "Thu, 01 Jan 1970 00:00:00 GMT";
const again = {
  async *[Symbol.asyncIterator]() {
    yield "hello";
  },
};

for (const [kind, body] of [
  ["text", "hello"],
  ["bytes", Buffer.from("hello")],
  ["a stream", again],
  ["nothing", null],
] as const) {
  test(`a Response with ${kind} that says close and its length says so every time`, async (t) => {
    const headers = { "Content-Length": "5", Connection: "close", Date: date, "X-Own": "1" };
    const shared = new ray.Response(body, { headers });
    const before = [...shared.headers];
    const server = await startHttp1Server(t, () => shared);
    for (const method of ["GET", "HEAD"]) {
      const first = shape(await server.ask(request(`${method} /`), method));
      for (let n = 0; n < 3; n += 1) {
        assert.deepEqual(shape(await server.ask(request(`${method} /`), method)), first);
      }
      const fields = first[1] as Answer["fields"];
      assert.deepEqual(
        fields.filter(([name]) => name === "connection"),
        [["connection", "close"]],
      );
      assert.equal(fields.filter(([name]) => name === "content-length").length, 1);
    }
    assert.deepEqual([...shared.headers], before);
  });
}
