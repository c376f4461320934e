/** RFC 9112 §3.2.2: in the absolute form, the host in the target counts, and the Host field does not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { startHttpServer } from "../support/http-server.ts";

/** A request, and what a handler sees of it: the target, then all fields but Connection. */
const cases: Record<string, readonly [bytes: string, seen: string]> = {
  "the same host": ["GET http://a/b HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", "/b x=y host=a"],
  "another host": [
    "GET http://b:81/c?d HTTP/1.1\r\nX: y\r\nHOST: a\r\nZ: host: c\r\n\r\n",
    "/c?d x=y z=host: c host=b:81",
  ],
  "Host alone": ["GET http://b HTTP/1.1\r\nHost: a\r\n\r\n", "/ host=b"],
  "no Host on 1.0": ["GET http://b/ HTTP/1.0\r\n\r\n", "/ host=b"],
  "the origin form": ["GET /b HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", "/b host=a x=y"],
};

for (const [name, [bytes, seen]] of Object.entries(cases)) {
  test(`${name}: the handler sees ${seen}`, async (t) => {
    const server = await startHttpServer(t, (c) => {
      const fields = [...c.req.headers].map(([field, value]) => `${field}=${value}`);
      return [c.req.target, ...fields].join(" ");
    });
    assert.equal((await server.ask(bytes)).text, seen);
  });
}
