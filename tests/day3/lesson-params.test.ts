/** What a handler sees of a path: values cut out first, and decoded after. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask, inherited, routerOf } from "../support/told-routes.ts";

test("I3: an encoded slash is part of its segment, and never separates", async () => {
  const router = routerOf("GET /a/:x", "GET /a/:x/:y", "GET /w/*rest");
  assert.equal(await ask(router, "GET /a/1%2F2"), 'GET /a/:x {"x":"1/2"}');
  assert.equal(await ask(router, "GET /a/1%2f2/3"), 'GET /a/:x/:y {"x":"1/2","y":"3"}');
  assert.equal(await ask(router, "GET /w/1%2F2/3"), 'GET /w/*rest {"rest":"1/2/3"}');
});

test("I3: a value is decoded once, as UTF-8; a plus sign stays one", async () => {
  const router = routerOf("GET /a/:x");
  assert.equal(await ask(router, "GET /a/caf%C3%A9"), 'GET /a/:x {"x":"café"}');
  assert.equal(await ask(router, "GET /a/%252F"), 'GET /a/:x {"x":"%2F"}');
  assert.equal(await ask(router, "GET /a/1+1%20"), 'GET /a/:x {"x":"1+1 "}');
});

test("what encodes nothing is the client's mistake: 400, over a socket, and never 500", async (t) => {
  const { ask: send, log } = await startHttpServer(t, routerOf("GET /a/:x/:y"));
  for (const value of ["%", "%2", "%zz", "%FF", "%C3"]) {
    for (const path of [`/a/${value}/1`, `/a/1/${value}`]) {
      const { status, text } = await send(request(`GET ${path}`));
      assert.equal(status, 400, path);
      assert.equal(text, "the path has a percent sign that encodes nothing\n");
    }
  }
  assert.deepEqual(log.messages("error"), []);
});

test("c.params inherits nothing, and its names are names like any other", async () => {
  const seen: object[] = [];
  const router = new ray.Router().get("/x/:__proto__/:constructor", (c) => {
    seen.push(c.params);
    return JSON.stringify(c.params);
  });
  const answer = (await ray.inject(router, "/x/1/2")).text();
  assert.equal(answer, '{"__proto__":"1","constructor":"2"}');
  assert.deepEqual(inherited(seen[0] ?? {}), []);
});

test("a wildcard without a name matches the rest, and keeps no text of it", async () => {
  const router = routerOf("GET /:lang/docs/*");
  assert.equal(await ask(router, "GET /en/docs/a/b"), 'GET /:lang/docs/* {"lang":"en"}');
});
