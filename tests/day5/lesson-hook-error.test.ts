/** Errors under hooks: who is asked, what goes out, and that it passes all who have seen the request. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HookReply } from "../../day5/src/hook/hook.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const boom = new Error("the password is tiger");

/** Notes every function that is called. */
function noted(seen: string[], name: string) {
  return {
    onRequest: () => void seen.push(`${name}+`),
    onResponse: () => void seen.push(`${name}-`),
    onError: () => void seen.push(`${name}!`),
  };
}

for (const [how, fail] of Object.entries({
  throws: () => assert.fail(boom),
  rejects: () => Promise.reject(boom),
})) {
  test(`I1: a handler that ${how} is a plain 500, which passes all hooks`, async () => {
    const seen: string[] = [];
    const log = new LogBook();
    const router = new ray.Router().hooks(noted(seen, "a"), noted(seen, "b")).get("/", fail);
    const answer = await ray.inject(router, "/", { logger: log });
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
    assert.equal(seen.join(" "), "a+ b+ b! a! b- a-");
    assert.deepEqual(log.errors("error"), [boom]);
  });

  test(`I1: of a hook that ${how} on the way in, those hear that have been asked`, async () => {
    const seen: string[] = [];
    const router = new ray.Router().get("/", () => "answer");
    router.hooks(noted(seen, "a"), { ...noted(seen, "b"), onRequest: fail }, noted(seen, "c"));
    assert.equal((await ray.inject(router, "/")).status, 500);
    assert.equal(seen.join(" "), "a+ b! a! b- a-");
  });

  test(`I1: of a hook that ${how} on the way out, those further out see a 500`, async () => {
    const seen: number[] = [];
    const router = new ray.Router().get("/", (c) => c.header("etag", '"1"').string("good"));
    router.hooks({ onResponse: (_c, { status }) => void seen.push(status) }, { onResponse: fail });
    const answer = await ray.inject(router, "/");
    assert.deepEqual(
      [answer.status, answer.text(), answer.headers.get("etag")],
      [500, "Internal Server Error\n", null],
    );
    assert.deepEqual(seen, [500]);
  });
}

test("I1: the innermost reply is the answer, it passes all hooks, and nothing is logged", async () => {
  const seen: string[] = [];
  const log = new LogBook();
  const router = new ray.Router().hooks(
    noted(seen, "a"),
    { onError: () => ({ sorry: true }) },
    noted(seen, "b"),
  );
  router.get("/", (c) => {
    c.header("x-trace", "7").header("etag", '"half"').status(201);
    throw boom;
  });
  const answer = await ray.inject(router, "/", { logger: log });
  assert.deepEqual([answer.status, answer.text()], [200, '{"sorry":true}']);
  assert.deepEqual([answer.headers.get("x-trace"), answer.headers.get("etag")], ["7", null]);
  assert.equal(seen.join(" "), "a+ b+ b! b- a-");
  assert.deepEqual(
    log.entries.filter(({ level }) => level === "error"),
    [],
  );
});

test("a hook may throw a better error, which goes on outwards in the place of the first", async () => {
  const errors: unknown[] = [];
  const better = new ray.HttpError(409, "try again later");
  const router = new ray.Router().get("/", () => Promise.reject(boom));
  router.hooks({ onError: (_c, error) => void errors.push(error) }, { onError: () => assert.fail(better) });
  const answer = await ray.inject(router, "/");
  assert.deepEqual([answer.status, answer.text()], [409, "try again later\n"]);
  assert.deepEqual(errors, [better]);
});

test("I1: what is thrown on the way out is asked of those further out, and its answer passes them", async () => {
  const seen: string[] = [];
  const router = new ray.Router().get("/", () => "good");
  router.hooks(
    noted(seen, "a"),
    { onError: (c, error) => c.string(error === boom ? "mended" : "another", 503) },
    { onResponse: () => assert.fail(boom) },
    noted(seen, "d"),
  );
  const answer = await ray.inject(router, "/");
  assert.deepEqual([answer.status, answer.text()], [503, "mended"]);
  assert.equal(seen.join(" "), "a+ d+ d- a-");
});

test("I3: 404, 405 and errors pass the hooks", async () => {
  const seen: number[] = [];
  const router = new ray.Router().hooks({ onResponse: (_c, { status }) => void seen.push(status) });
  router.get("/a", () => Promise.reject(boom));
  for (const [method, path] of [
    ["GET", "/nope"],
    ["POST", "/a"],
    ["OPTIONS", "/a"],
    ["GET", "/a"],
  ] as const)
    await ray.inject(router, path, { method });
  assert.deepEqual(seen, [404, 405, 204, 500]);
});

for (const point of ["onRequest", "onResponse"] as const) {
  test(`a reply of ${point} that is no response is a 500, and the log says why`, async () => {
    const log = new LogBook();
    const count = (() => 7) as unknown as () => HookReply;
    const router = new ray.Router().hooks({ [point]: count }).get("/", () => "secret");
    const answer = await ray.inject(router, "/", { logger: log });
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
    const [error] = log.errors("error") as [TypeError];
    assert.equal(
      error.message,
      "a hook returned a value of type number; return a response, such as c.string(…), or nothing",
    );
  });
}
