/** ETag and 304 for any answer, and the list of tags in a condition. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Handler } from "../../day5/src/index.ts";
import { load, ray } from "../support/stage.ts";

const { etag } = await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");
const { listsTag } = await load<typeof import("../../day5/src/kit/index.ts")>("kit/index.ts");

const ask = (handler: Handler, headers: Record<string, string> = {}, method = "GET") =>
  ray.inject(new ray.Router().hooks(etag()).any("/", handler), "/", { method, headers });

test("an answer has a strong tag of its bytes, and who has it gets a 304 with what a cache renews", async () => {
  const handler: Handler = (c) =>
    c.header("cache-control", "private, max-age=1").header("vary", "cookie").string("page");
  const first = await ask(handler);
  const tag = first.headers.get("etag") ?? "";
  assert.match(tag, /^"[\w-]{27}"$/);
  const again = await ask(handler, { "if-none-match": `"other", W/${tag}` });
  assert.deepEqual([again.status, again.text()], [304, ""]);
  assert.deepEqual(Object.fromEntries(again.headers), {
    "cache-control": "private, max-age=1",
    vary: "cookie",
    etag: tag,
  });
  assert.equal((await ask(handler, { "if-none-match": "*" })).status, 304);
  assert.equal((await ask(handler, { "if-none-match": tag }, "HEAD")).status, 304);
});

test("other bytes have another tag, and the same bytes the same, as text or not", async () => {
  const tags = await Promise.all(
    ["a", "b", Buffer.from("a")].map(async (body) => (await ask(() => body)).headers.get("etag")),
  );
  assert.notEqual(tags[0], tags[1]);
  assert.equal(tags[0], tags[2]);
});

for (const [what, handler, method] of [
  [
    "a stream",
    (c) =>
      c.stream(
        (async function* () {
          yield "x";
        })(),
      ),
    "GET",
  ],
  ["an error", () => new ray.HttpError(404), "GET"],
  ["a redirect", (c) => c.redirect("/x"), "GET"],
  ["an answer to POST", () => "done", "POST"],
] satisfies [string, Handler, string][]) {
  test(`${what} has no tag, and If-None-Match changes nothing`, async () => {
    const plain = await ask(handler, {}, method);
    assert.equal(plain.headers.get("etag"), null);
    assert.equal((await ask(handler, { "if-none-match": "*" }, method)).status, plain.status);
  });
}

test("a tag that the handler has set is kept and compared", async () => {
  const handler: Handler = (c) => c.header("etag", 'W/"v7"').string("page");
  assert.equal((await ask(handler)).headers.get("etag"), 'W/"v7"');
  assert.equal((await ask(handler, { "if-none-match": '"v7"' })).status, 304);
  assert.equal((await ask(handler, { "if-none-match": '"v8"' })).status, 200);
});

test("a shared Response is not changed", async () => {
  const shared = new ray.Response("x", { headers: { "content-type": "text/plain" } });
  const tag = (await ask(() => shared)).headers.get("etag") ?? "";
  assert.equal((await ask(() => shared, { "if-none-match": tag })).status, 304);
  assert.deepEqual([shared.status, shared.body, [...shared.headers].length], [200, "x", 1]);
});

for (const [list, tag, weakly, expected] of [
  ['"a"', '"a"', false, true],
  ['"b", "a"', '"a"', false, true],
  ['W/"a"', '"a"', false, false],
  ['W/"a"', '"a"', true, true],
  ['"a"', 'W/"a"', true, true],
  ['"a"', 'W/"a"', false, false],
  ['"a,b"', '"a,b"', false, true],
  ['"a,b"', '"a"', true, false],
  ["a", '"a"', true, false],
  ["*", '"a"', false, true],
  ["", '"a"', true, false],
] as const) {
  test(`the list ${list || "of nothing"} ${expected ? "has" : "has not"} ${tag}${weakly ? ", compared weakly" : ""}`, () => {
    assert.equal(listsTag(list, tag, weakly), expected);
  });
}
