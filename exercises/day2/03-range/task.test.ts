/** withRanges: a part, with the length and the place of a part. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { toEndpoint } from "../../../day2/src/index.ts";
import { inject } from "../../../day2/src/testing.ts";
import { request } from "../../../tests/support/http-client.ts";
import { startHttpServer } from "../../../tests/support/http-server.ts";
import { answer, ours } from "../../answer.ts";

const { withRanges } = await answer<typeof import("./solution.ts")>(import.meta.url, "withRanges");

const digits = withRanges(toEndpoint((c) => c.header("cache-control", "no-cache").string("0123456789")));

const ask = (range: string, method = "GET") => inject(digits, "/", { method, headers: { range } });

for (const [range, part, place] of [
  ["bytes=2-4", "234", "bytes 2-4/10"],
  ["bytes=0-0", "0", "bytes 0-0/10"],
  ["bytes=7-", "789", "bytes 7-9/10"],
  ["bytes=7-100", "789", "bytes 7-9/10"],
  ["bytes=-3", "789", "bytes 7-9/10"],
  ["bytes=-100", "0123456789", "bytes 0-9/10"],
] as const) {
  test(`${range} of ten bytes is "${part}"`, async () => {
    const got = await ask(range);
    assert.deepEqual([got.status, got.text(), got.headers.get("content-range")], [206, part, place]);
    assert.equal(got.headers.get("cache-control"), "no-cache");
    assert.equal(got.headers.get("accept-ranges"), "bytes");
  });
}

test("a range behind the end is a 416 that says how long it is", async () => {
  for (const range of ["bytes=10-", "bytes=10-12", "bytes=-0"]) {
    const got = await ask(range);
    assert.deepEqual([got.status, got.headers.get("content-range")], [416, "bytes */10"], range);
  }
});

test("what is no single range of bytes gets the whole", async () => {
  for (const range of ["lines=1-2", "bytes=4-2", "bytes=1-2,4-5", "bytes=-", "bytes=a-b", "2-4", ""]) {
    const got = await ask(range);
    assert.deepEqual([got.status, got.text()], [200, "0123456789"], range);
  }
});

test("only a 200 to a GET is cut, and no stream", async () => {
  assert.equal((await ask("bytes=2-4", "POST")).status, 200);
  const missing = withRanges(toEndpoint((c) => c.string("no such film", 404)));
  const got = await inject(missing, "/", { headers: { range: "bytes=0-1" } });
  assert.deepEqual([got.status, got.text()], [404, "no such film"]);
  async function* film() {
    yield "a film";
  }
  const streamed = await inject(withRanges(toEndpoint((c) => c.stream(film()))), "/", {
    headers: { range: "bytes=0-1" },
  });
  assert.deepEqual([streamed.status, streamed.text()], [200, "a film"]);
});

test("I4: on the wire the part is framed as a part, counted in bytes", async (t) => {
  const app = withRanges(toEndpoint((c) => c.string("äöü")));
  const server = await startHttpServer(t, ours(app));
  const got = await server.ask(request("GET /", { Range: "bytes=2-3" }));
  assert.deepEqual([got.status, got.field("content-length"), got.text], [206, "2", "ö"]);
});
