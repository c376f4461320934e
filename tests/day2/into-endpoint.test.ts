/** A type of the program's own is an app when it knows what answers for it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { App, AppContext, Endpoint } from "../../day5/src/index.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

class Greeting {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  intoEndpoint(): App {
    return this.#app;
  }
}

const endpoint: Endpoint = { call: (c) => c.string("an endpoint") };

for (const [what, app, text] of [
  ["a handler", new Greeting(() => "a handler"), "a handler"],
  ["an endpoint", new Greeting(endpoint), "an endpoint"],
  ["another one of its kind", new Greeting(new Greeting(() => "inside")), "inside"],
] as const) {
  test(`what intoEndpoint() gives answers: ${what} (seed 004.44)`, async () => {
    assert.equal((await ray.inject(app, "/")).text(), text);
  });
}

test("a server takes one, and starts what it gives", async (t) => {
  let starts = 0;
  const app = new Greeting({ ...endpoint, prepare: () => void starts++ });
  const server = await startHttpServer(t, ray.toEndpoint(app));
  assert.equal((await server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).text, "an endpoint");
  assert.equal(starts, 1);
  assert.equal(ray.toEndpoint(new Greeting(endpoint)), endpoint, "an endpoint is taken as it is");
});

test("what gives no app is refused as any other thing that is none", async () => {
  for (const bad of [{ intoEndpoint: () => 7 }, { intoEndpoint: 7 }, {}, null, 7, "text"])
    assert.throws(() => ray.toEndpoint(bad as never), /^TypeError: a handler must be a function/);
});

test("names that its app wants are names that its place must have", () => {
  const wantsId = { intoEndpoint: () => (c: AppContext<{ readonly id: string }>) => c.params.id };
  // @ts-expect-error: whoever asks it without a route gives no :id
  assert.equal(typeof ray.toEndpoint<Record<never, never>>(wantsId).call, "function");
});
