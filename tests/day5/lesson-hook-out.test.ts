/** The way out: who has seen a request sees its answer, the last one first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hook } from "../../day5/src/index.ts";
import { gate } from "../support/gate.ts";
import { ray } from "../support/stage.ts";

/** Notes when it is entered and left. */
function noted(seen: string[], name: string) {
  return {
    onRequest: () => void seen.push(`${name}+`),
    onResponse: () => void seen.push(`${name}-`),
  };
}

test("I1: in from the first hook to the last, and the same way back", async () => {
  const seen: string[] = [];
  const router = new ray.Router().hooks(noted(seen, "a"), noted(seen, "b")).hooks(noted(seen, "c"));
  router.get("/", async () => {
    seen.push("handler");
    return "answer";
  });
  for (let i = 0; i < 2; i++) {
    assert.equal((await ray.inject(router, "/")).text(), "answer");
    assert.equal(seen.splice(0).join(" "), "a+ b+ c+ handler c- b- a-");
  }
});

test("I1: where a hook answers the way turns round, and those further in see nothing of it", async () => {
  const seen: string[] = [];
  const router = new ray.Router().get("/", () => "secret");
  router.hooks(
    noted(seen, "a"),
    { ...noted(seen, "b"), onRequest: (c) => c.string("no", 403) },
    noted(seen, "c"),
  );
  const answer = await ray.inject(router, "/");
  assert.deepEqual([answer.status, answer.text()], [403, "no"]);
  assert.equal(seen.join(" "), "a+ b- a-");
});

test("a hook may put another response in the place of the one it is shown, now or later", async () => {
  const shown: number[] = [];
  const router = new ray.Router().hooks(
    { onResponse: (_c, { status }) => void shown.push(status) },
    { onResponse: async () => new ray.Response("third", { status: 203 }) },
    { onResponse: (_c, { status }) => new ray.Response("second", { status: status + shown.push(status) }) },
  );
  const answer = await ray.inject(
    router.get("/", () => "first"),
    "/",
  );
  assert.deepEqual([answer.status, answer.text()], [203, "third"]);
  assert.deepEqual(shown, [200, 203]);
});

test("what a hook changes is never the Response that a handler shares", async () => {
  const shared = new ray.Response("shared");
  const router = new ray.Router().hooks({
    onResponse: (_c, response) => response.headers.append("x-count", "1"),
  });
  router.get("/", () => shared);
  for (let i = 0; i < 2; i++) {
    assert.deepEqual((await ray.inject(router, "/")).headers.getAll("x-count"), ["1"]);
  }
});

test("I1: two requests at once are two passages", async () => {
  const open = gate();
  const seen: string[] = [];
  const router = new ray.Router().hooks({ onResponse: (c) => void seen.push(c.path) });
  router.get("/slow", async () => {
    await open.promise;
    return "slow";
  });
  router.get("/fast", () => "fast");
  const slow = ray.inject(router, "/slow");
  assert.equal((await ray.inject(router, "/fast")).text(), "fast");
  open.open();
  assert.equal((await slow).text(), "slow");
  assert.deepEqual(seen, ["/fast", "/slow"]);
});

test("a name that no hook has is a TypeError at the line that declares it", () => {
  const misspelt = { onRequst() {} } as unknown as Hook;
  assert.throws(() => new ray.Router().hooks(misspelt), {
    name: "TypeError",
    message: /^a hook has .*, but no "onRequst"$/,
  });
});
