/** Errors for programs: a problem of RFC 9457 where JSON is asked for by name, text otherwise, and an app's own form. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const gone = () => {
  throw new ray.HttpError(410, "this ghost has moved on", { code: "GHOST_GONE", details: { since: 1899 } });
};

const ask = (accept: string, app: Parameters<typeof ray.inject>[0] = gone) =>
  ray.inject(app, "/", { headers: { accept } });

for (const accept of [
  "application/json",
  "application/problem+json",
  "APPLICATION/JSON ; charset=utf-8",
  "application/json, text/plain, */*",
  "text/html;q=0.4, application/*;q=0.5",
]) {
  test(`"${accept}" gets a problem, and caches are told why`, async () => {
    const answer = await ask(accept);
    assert.equal(answer.status, 410);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.equal(answer.headers.get("vary"), "accept");
    assert.deepEqual(answer.json(), {
      title: "Gone",
      status: 410,
      detail: "this ghost has moved on",
      code: "GHOST_GONE",
      since: 1899,
    });
  });
}

for (const accept of [
  "",
  "*/*",
  "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "application/json;q=0",
  "application/json;q=0.5, text/plain",
  "application/jsonlines",
  ";;,,q=1",
]) {
  test(`"${accept}" gets a line of text`, async () => {
    const answer = await ask(accept);
    assert.equal(answer.text(), "this ghost has moved on\n");
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
  });
}

test("a problem tells no more than a text does: of a failure, only that it is one", async () => {
  const log = new LogBook();
  const failures = [
    new Error("the password is tiger"),
    new ray.HttpError(500, "the password is tiger", { code: "TIGER", details: { password: "tiger" } }),
  ];
  for (const error of failures) {
    const answer = await ray.inject(() => error, "/", {
      headers: { accept: "application/json" },
      logger: log,
    });
    assert.deepEqual(answer.json(), { title: "Internal Server Error", status: 500 });
  }
  assert.deepEqual(log.errors("error"), failures);
});

test("details cannot say another status; those without a JSON form are logged, and the client reads text", async () => {
  const log = new LogBook();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const answer = await ray.inject(() => new ray.HttpError(409, "twice", { details: circle }), "/", {
    headers: { accept: "application/json" },
    logger: log,
  });
  assert.deepEqual([answer.status, answer.text()], [409, "twice\n"]);
  assert.deepEqual(log.messages("error"), ["the details of an error have no JSON form"]);
  const sly = await ask("application/json", () => new ray.HttpError(409, "no", { details: { status: 200 } }));
  assert.equal((sly.json() as { status: number }).status, 409);
});

test("the fields of the error and of the context are on a problem too, and over the wire it is the same", async (t) => {
  const app = (c: import("../../day5/src/index.ts").AppContext) => {
    c.header("x-trace", "7").header("vary", "origin");
    throw new ray.HttpError(405, undefined, { headers: { allow: "GET" } });
  };
  const { ask: overWire } = await startHttpServer(t, app);
  const answer = await overWire(request("PUT /", { accept: "application/json" }));
  assert.deepEqual(JSON.parse(answer.text), {
    title: "Method Not Allowed",
    status: 405,
    code: "METHOD_NOT_ALLOWED",
  });
  assert.deepEqual([answer.field("allow"), answer.field("x-trace")], ["GET", "7"]);
});

test("an answer whose head is refused is a problem for who asks for JSON", async (t) => {
  const { ask: overWire } = await startHttpServer(t, (c) => c.header("content-length", "x").string(""));
  const answer = await overWire(request("GET /", { accept: "application/json" }));
  assert.deepEqual(JSON.parse(answer.text), { title: "Internal Server Error", status: 500 });
});

test("errorFormat gives errors the app's own form, with the fields of the error; it hears of failures as a plain 500", async () => {
  const log = new LogBook();
  const app = (fail: unknown) => (c: import("../../day5/src/index.ts").AppContext) => {
    c.state.set(ray.errorFormat, (error, { json }) => {
      assert.equal(typeof json, "function");
      return c.header("x-form", "own").json({ wrong: error.publicMessage }, error.status);
    });
    throw fail;
  };
  const known = await ray.inject(
    app(new ray.HttpError(429, "slower", { headers: { "retry-after": "1" } })),
    "/",
  );
  assert.deepEqual([known.status, known.json()], [429, { wrong: "slower" }]);
  assert.deepEqual([known.headers.get("retry-after"), known.headers.get("x-form")], ["1", "own"]);
  const secret = new Error("the password is tiger");
  const failed = await ray.inject(app(secret), "/", { logger: log });
  assert.deepEqual([failed.status, failed.json()], [500, { wrong: "Internal Server Error" }]);
  assert.deepEqual(log.errors("error"), [secret]);
});

for (const [what, format] of Object.entries({
  throws: () => assert.fail("no form today"),
  "returns no response": () => "text" as never,
})) {
  test(`an errorFormat that ${what} is logged, and the client gets the usual form`, async () => {
    const log = new LogBook();
    const answer = await ray.inject(
      (c) => {
        c.state.set(ray.errorFormat, format);
        return new ray.HttpError(404, "no such ghost");
      },
      "/",
      { logger: log },
    );
    assert.deepEqual([answer.status, answer.text()], [404, "no such ghost\n"]);
    assert.deepEqual(log.messages("error"), ["errorFormat failed"]);
  });
}

test("c.status(404) alone is an answer, with the fields of the context", async () => {
  const answer = await ray.inject((c) => c.header("x-trace", "7").status(404), "/");
  assert.deepEqual([answer.status, answer.text(), answer.headers.get("x-trace")], [404, "", "7"]);
});
