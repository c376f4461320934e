/** The first hooks: asked one by one in front of the handler, until one answers. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HookReply } from "../../day5/src/hook/hook.ts";
import type { AppContext } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

test("I1: hooks run in the order of their declaration, and before the handler", async () => {
  const seen: string[] = [];
  const router = new ray.Router();
  router.get("/", () => {
    seen.push("handler");
    return "answer";
  });
  router
    .hooks(
      () => void seen.push("a"),
      async () => void seen.push("b"),
    )
    .hooks(() => void seen.push("c"));
  assert.equal(await ask(router, "GET /"), "answer");
  assert.deepEqual(seen, ["a", "b", "c", "handler"]);
});

const answers: Readonly<Record<string, (c: AppContext) => HookReply | Promise<HookReply>>> = {
  "answers and returns nothing": (c) => void c.string("who are you?", 401),
  "returns its answer": (c) => c.string("who are you?", 401),
  "answers later": async (c) => c.string("who are you?", 401),
  "answers later and returns nothing": async (c) => void c.string("who are you?", 401),
  "has a response of its own": () => new ray.Response("who are you?", { status: 401 }),
};
for (const [how, guard] of Object.entries(answers)) {
  test(`a guard that ${how} lets nobody pass`, async () => {
    const seen: string[] = [];
    const router = new ray.Router().hooks(guard, () => void seen.push("further in"));
    router.get("/", () => {
      seen.push("handler");
      return "secret";
    });
    const answer = await ray.inject(router, "/");
    assert.deepEqual([answer.status, answer.text()], [401, "who are you?"]);
    assert.deepEqual(seen, []);
  });
}

test("a status or a field alone is no answer, and counts for the one that comes", async () => {
  const router = new ray.Router()
    .hooks((c) => void c.status(201).header("x-seen", "yes"))
    .get("/", () => "made");
  const answer = await ray.inject(router, "/");
  assert.deepEqual([answer.status, answer.headers.get("x-seen"), answer.text()], [201, "yes", "made"]);
});

test("I3: what no route matches passes the hooks too, over a socket", async (t) => {
  const seen: string[] = [];
  const router = new ray.Router().hooks(({ method, path }) => void seen.push(`${method} ${path}`));
  router.get("/a", () => "a");
  const server = await startHttpServer(t, router);
  const statuses: number[] = [];
  for (const line of ["GET /a", "GET /nope", "DELETE /a"])
    statuses.push((await server.ask(request(line))).status);
  assert.deepEqual(statuses, [200, 404, 405]);
  assert.deepEqual(seen, ["GET /a", "GET /nope", "DELETE /a"]);
});
