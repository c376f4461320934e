/** What a request carries from a wrapper to its handler. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

/** A context that has not been asked for anything. */
async function context(): Promise<AppContext> {
  const made: AppContext[] = [];
  await ray.inject((c) => void made.push(c), "/");
  return made[0] as AppContext;
}

test("what a wrapper sets, the handler gets (seed 003.13, 004.11)", async () => {
  const user = ray.key<{ readonly name: string }>("user");
  const handler = (c: AppContext) => `hello ${c.state.get(user).name}`;
  const guarded = (c: AppContext) => {
    c.state.set(user, { name: "ada" });
    return handler(c);
  };
  assert.equal((await ray.inject(guarded, "/")).text(), "hello ada");
});

test("a value that nothing has set is an error that names the key; the client reads none of it", async (t) => {
  const user = ray.key<string>("user");
  const server = await startHttpServer(t, (c) => c.state.get(user));
  const answer = await server.ask(request("GET /"));
  assert.deepEqual([answer.status, answer.text], [500, "Internal Server Error\n"]);
  assert.match(String(server.log.errors("error")), /c\.state has no "user": nothing has set it/);
});

test("has tells whether a value is there, undefined too; delete takes it away; set replaces it", async () => {
  const { state } = await context();
  const count = ray.key<number | undefined>("count");
  assert.equal(state.has(count), false);
  state.set(count, 1);
  state.set(count, 2);
  assert.equal(state.get(count), 2);
  state.set(count, undefined);
  assert.deepEqual([state.has(count), state.get(count)], [true, undefined]);
  state.delete(count);
  state.delete(count);
  assert.equal(state.has(count), false);
  assert.throws(() => state.get(count), /"count"/);
});

test("two keys of one name are two keys, and no name means anything", async () => {
  const { state } = await context();
  const [mine, yours] = [ray.key<string>("__proto__"), ray.key<string>("__proto__")];
  state.set(mine, "mine");
  assert.deepEqual([state.get(mine), state.has(yours)], ["mine", false]);
});

test("each request has its own, also on one connection", async (t) => {
  const seen = ray.key<number>("seen");
  const server = await startHttpServer(t, (c) => {
    const before = c.state.has(seen);
    c.state.set(seen, 1);
    return [before, c.state.has(seen)];
  });
  for (let n = 0; n < 2; n += 1) assert.equal((await server.ask(request("GET /"))).text, "[false,true]");
});

test("it is made when it is first asked for, and is the same from then on", async () => {
  const c = await context();
  assert.equal(c.state, c.state);
});
