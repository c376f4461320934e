/** Routes with names in them, found in a tree of segments. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Handler } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

type AnyParams = Readonly<Record<string, string | undefined>>;

const tell: Handler<AnyParams> = (c) => c.json(c.params);

test("a name in a path matches any segment, and the handler finds it in c.params", async (t) => {
  const router = new ray.Router().get("/ghost/:id/diary/:page", tell).get("/ghost/:name", tell);
  const { ask } = await startHttpServer(t, router);
  const { status, text } = await ask(request("GET /ghost/7/diary/12"));
  assert.equal(status, 200);
  assert.equal(text, '{"id":"7","page":"12"}');
  // The two share a node, and each has its own name for it.
  assert.equal((await ask(request("GET /ghost/7"))).text, '{"name":"7"}');
});

test("a path is matched as a whole: one segment less or more is another path", async () => {
  const router = new ray.Router().get("/a/:x/c", tell);
  assert.equal((await ray.inject(router, "/a/b/c")).status, 200);
  for (const path of ["/a/b", "/a/b/c/d", "/a/b/c/", "/a", "/b/c"]) {
    assert.equal((await ray.inject(router, path)).status, 404, path);
  }
});

test("I1: static text wins over a name, whichever was declared first", async () => {
  for (const order of [
    ["/ghost/new", "/ghost/:id"],
    ["/ghost/:id", "/ghost/new"],
  ]) {
    const router = new ray.Router();
    for (const path of order) router.get(path, (c) => `${path} ${c.params.id ?? ""}`);
    assert.equal((await ray.inject(router, "/ghost/new")).text(), "/ghost/new ");
    assert.equal((await ray.inject(router, "/ghost/newer")).text(), "/ghost/:id newer");
  }
});

test("a path has a handler for each of its methods", async () => {
  const router = new ray.Router().get("/a/:x", () => "get").post("/a/:y", (c) => c.params.y);
  assert.equal((await ray.inject(router, "/a/1")).text(), "get");
  assert.equal((await ray.inject(router, "/a/1", { method: "POST" })).text(), "1");
});
