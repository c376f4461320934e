/** requestIds: one id, on every answer, and through two servers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day5/src/index.ts";
import { inject } from "../../../day5/src/testing.ts";
import { answer } from "../../answer.ts";

const { requestIds, outgoing } = await answer<typeof import("./solution.ts")>(
  import.meta.url,
  "requestIds",
  "outgoing",
);

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const back = new Router().hooks(requestIds()).get("/stock", (c) => c.json(outgoing(c)));
const front = new Router()
  .hooks(requestIds())
  .get("/", async (c) => (await inject(back, "/stock", { headers: outgoing(c) })).json() as object)
  .get("/boom", () => {
    throw new Error("boom");
  });

const idOf = async (target: string, id?: string, method = "GET") => {
  const got = await inject(front, target, {
    method,
    headers: id === undefined ? {} : { "x-request-id": id },
  });
  return got.headers.get("x-request-id") ?? "";
};

test("a request without an id gets one of its own", async () => {
  assert.match(await idOf("/"), UUID);
  assert.notEqual(await idOf("/"), await idOf("/"));
});

test("I3: a 404, a 405 and a 500 have one as well", async () => {
  assert.match(await idOf("/nothing"), UUID);
  assert.match(await idOf("/", undefined, "POST"), UUID);
  assert.match(await idOf("/boom"), UUID);
});

test("the id goes along to the second server", async () => {
  const got = await inject(front, "/");
  assert.deepEqual(got.json(), { "x-request-id": got.headers.get("x-request-id") });
  const given = await inject(front, "/", { headers: { "x-request-id": "edge-2026_11" } });
  assert.deepEqual(given.json(), { "x-request-id": "edge-2026_11" });
});

test("an id that is not sound is not taken over", async () => {
  for (const id of [
    "short",
    "x".repeat(65),
    'a"quoted"id',
    "with blanks in it",
    "<script>alert(1)</script>",
    "",
  ])
    assert.match(await idOf("/", id), UUID, id);
  assert.equal(await idOf("/", "x".repeat(64)), "x".repeat(64));
});

test("without the hook, outgoing says what is missing", async () => {
  const router = new Router().get("/", (c) => {
    assert.throws(() => outgoing(c), /requestIds/);
    return "said";
  });
  assert.equal((await inject(router, "/")).text(), "said");
});
