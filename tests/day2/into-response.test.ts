/** What a handler may return, and what becomes of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Reply } from "../../day5/src/index.ts";
import { LogBook } from "../support/log-book.ts";
import { pieces, replyCases } from "../support/reply-cases.ts";
import { load, ray } from "../support/stage.ts";

const { intoResponse } =
  await load<typeof import("../../day5/src/endpoint/into-response.ts")>("endpoint/into-response.ts");

for (const [name, row] of Object.entries(replyCases)) {
  test(`a handler that returns ${name} is answered for, now and from a promise`, async () => {
    for (const handler of [row.reply, async (c: AppContext) => row.reply(c)]) {
      const answer = await ray.inject(handler, "/");
      assert.equal(answer.text(), row.body);
      assert.equal(answer.status, row.status ?? 200);
      if (row.type !== undefined) assert.equal(answer.headers.get("content-type"), row.type);
    }
  });
}

test("what was set on the context goes with text, bytes, JSON and streams", async () => {
  for (const reply of ["text", Buffer.from("x"), { a: 1 }, pieces()] as Reply[]) {
    const answer = await ray.inject((c) => {
      c.status(201).header("x-a", "1").header("content-type", "own/type");
      return reply;
    }, "/");
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get("x-a"), "1");
    assert.equal(answer.headers.get("content-type"), "own/type");
  }
});

test("fields of the context go with a WHATWG Response and with intoResponse, which win where both speak", async () => {
  const web = new Response("x", { headers: { "x-a": "web" } });
  web.headers.append("set-cookie", "a=1");
  web.headers.append("set-cookie", "b=2");
  const own = { intoResponse: () => new ray.Response("x", { headers: { "x-a": "web" } }) };
  for (const reply of [web, own]) {
    const answer = await ray.inject((c) => {
      c.status(404).header("x-a", "context").header("x-b", "context");
      return reply;
    }, "/");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("x-a"), "web");
    assert.equal(answer.headers.get("x-b"), "context");
    if (reply === web) assert.deepEqual(answer.headers.getAll("set-cookie"), ["a=1", "b=2"]);
  }
});

test("the fields of an HttpError go with its answer, and those of the context where it does not say otherwise", async () => {
  const answer = await ray.inject((c) => {
    c.header("x-trace", "7").header("allow", "PUT").header("content-type", "text/html");
    throw new ray.HttpError(405, "no", { headers: { Allow: "GET" }, code: "NO_WAY" });
  }, "/");
  assert.deepEqual(
    [...answer.headers],
    [
      ["x-trace", "7"],
      ["allow", "GET"],
      ["content-type", "text/plain; charset=utf-8"],
    ],
  );
});

test("an HttpError has a code made of its phrase, or its own; its cause is kept", () => {
  const cause = new Error("why");
  const error = new ray.HttpError(413, undefined, { cause });
  assert.equal(error.code, "CONTENT_TOO_LARGE");
  assert.equal(error.message, "Content Too Large");
  assert.equal(error.name, "HttpError");
  assert.equal(error.cause, cause);
  assert.ok(error instanceof Error);
  assert.equal(new ray.HttpError(400, "x", { code: "OWN" }).code, "OWN");
  assert.equal(new ray.HttpError(203).code, "NON_AUTHORITATIVE_INFORMATION");
});

test("what is exposed is not logged, what is hidden is logged with its error", async () => {
  const log = new LogBook();
  await ray.inject(() => new ray.HttpError(404), "/a", { logger: log });
  assert.deepEqual(log.messages("error"), []);
  const boom = new Error("boom");
  await ray.inject(() => boom, "/b?c", { method: "PUT", logger: log });
  assert.deepEqual(log.entries, [
    { level: "error", fields: { err: boom, method: "PUT", path: "/b" }, message: "handler failed" },
  ]);
});

test("intoResponse can be called by itself", async () => {
  let context: AppContext | undefined;
  await ray.inject((c) => {
    context = c;
  }, "/");
  assert.ok(context);
  const response = intoResponse("again", context);
  assert.equal(response.body, "again");
  assert.equal(response, context.response);
});

test("a thenable that is no Promise is waited for too", async () => {
  const query = () => ({
    // biome-ignore lint/suspicious/noThenProperty: this is what query builders look like
    then: (resolve: (rows: object) => void) => resolve([1, 2]),
  });
  const answer = await ray.inject(query, "/");
  assert.equal(answer.text(), "[1,2]");
});
