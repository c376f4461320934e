/** withETag: the same bytes are sent once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpError, Response, toEndpoint } from "../../../day2/src/index.ts";
import { inject } from "../../../day2/src/testing.ts";
import { request } from "../../../tests/support/http-client.ts";
import { startHttpServer } from "../../../tests/support/http-server.ts";
import { answer, ours } from "../../answer.ts";

const { withETag } = await answer<typeof import("./solution.ts")>(import.meta.url, "withETag");

const page = withETag(toEndpoint((c) => c.header("cache-control", "no-cache").string("a page")));

async function tagOf(): Promise<string> {
  return (await inject(page, "/")).headers.get("etag") ?? "";
}

test("a page has a tag in quotes, the same for the same bytes and another for others", async () => {
  const tag = await tagOf();
  assert.match(tag, /^"[!#-~]+"$/);
  assert.equal(await tagOf(), tag);
  const bytes = withETag(toEndpoint((c) => c.bytes(Buffer.from("a page"))));
  assert.equal((await inject(bytes, "/")).headers.get("etag"), tag, "a text and its bytes are one");
  const other = await inject(withETag(toEndpoint((c) => c.string("another"))), "/");
  assert.notEqual(other.headers.get("etag"), tag);
});

test("I4: a client that has it gets a 304: the fields of the 200, and no body", async (t) => {
  const { ask } = await startHttpServer(t, ours(page));
  const got = await ask(request("GET /", { "If-None-Match": await tagOf() }));
  assert.equal(got.status, 304);
  assert.equal(got.body, "");
  assert.equal(got.field("etag"), await tagOf());
  assert.equal(got.field("cache-control"), "no-cache");
});

test("a list, a weak tag and a star match, too; another tag does not", async () => {
  const tag = await tagOf();
  for (const list of [`"x", ${tag}`, `W/${tag}`, `"a,b", W/${tag}, "c"`, "*"])
    assert.equal((await inject(page, "/", { headers: { "if-none-match": list } })).status, 304, list);
  for (const list of ['"x"', `"x${tag.slice(1)}`, ""])
    assert.equal((await inject(page, "/", { headers: { "if-none-match": list } })).status, 200, list);
});

test("an error gets no tag and is never a 304", async () => {
  const missing = withETag(toEndpoint((c) => c.string("no such page", 404)));
  const thrown = withETag(
    toEndpoint(() => {
      throw new HttpError(403, "not for you");
    }),
  );
  for (const [app, status] of [
    [missing, 404],
    [thrown, 403],
  ] as const) {
    const got = await inject(app, "/", { headers: { "if-none-match": "*" } });
    assert.equal(got.status, status);
    assert.equal(got.headers.get("etag"), null);
  }
});

test("a POST and a stream pass as they are", async () => {
  const posted = await inject(page, "/", { method: "POST", headers: { "if-none-match": "*" } });
  assert.deepEqual([posted.status, posted.headers.get("etag")], [200, null]);
  async function* pieces() {
    yield "piece";
  }
  const stream = withETag(toEndpoint((c) => c.stream(pieces())));
  const streamed = await inject(stream, "/", { headers: { "if-none-match": '"x"' } });
  assert.deepEqual([streamed.text(), streamed.headers.get("etag")], ["piece", null]);
});

test("a Response that a handler keeps is not written on; a tag of its own is taken", async () => {
  const kept = new Response("kept", { headers: { "content-type": "text/plain" } });
  const shared = withETag({ call: () => kept });
  assert.match((await inject(shared, "/")).headers.get("etag") ?? "", /^"/);
  assert.equal(kept.headers.get("etag"), null);
  const tagged = withETag({ call: () => new Response("own", { headers: { etag: '"v7"' } }) });
  assert.equal((await inject(tagged, "/")).headers.get("etag"), '"v7"');
  assert.equal((await inject(tagged, "/", { headers: { "if-none-match": 'W/"v7"' } })).status, 304);
});
