/** What other frameworks were told in 2025 and 2026 of paths that walk round a guard, and that it is not so here. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { basicAuth } = await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");
const { staticFiles } = await load<typeof import("../../day5/src/static/index.ts")>("static/index.ts");

/** A public folder with a guarded one in it: the guard is a hook of the group that the folder is mounted in. */
async function serve(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), "ray-advisory-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "admin"));
  writeFileSync(join(root, "admin", "x"), "secret");
  writeFileSync(join(root, "open.txt"), "open");
  const files = staticFiles(root);
  const router = new ray.Router();
  const guard = basicAuth({ users: { root: "word" } });
  router.group("/admin").hooks(guard).at("/*rest", files);
  router.at("/*rest", files);
  return startHttpServer(t, router);
}

const ways = [
  "/admin/x",
  "//admin/x",
  "///admin/x",
  "/admin//x",
  "/admin%2Fx",
  "/admin%2fx",
  "/%61dmin/x",
  "/%61%64%6d%69%6e/x",
  "/%2561dmin/x",
  "/./admin/x",
  "/open/../admin/x",
  "/%2e/admin/x",
  "/x/%2e%2e/admin/x",
  "/admin%5Cx",
  "/\\admin/x",
  "/admin;/x",
  "/Admin/x",
  "/admin/x/",
  "/admin/x%00",
  "/admin/x%20",
  "/admin/x.",
  "http://x/admin/x",
  "http://x//admin/x",
];
for (const way of ways) {
  for (const method of ["GET", "HEAD", "POST"]) {
    test(`CVE-2026-39406, CVE-2026-29087: ${method} ${way} reads no guarded file without the password`, async (t) => {
      const server = await serve(t);
      const answer = await server.ask(`${method} ${way} HTTP/1.1\r\nHost: x\r\n\r\n`, method);
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
      assert.doesNotMatch(answer.body, /secret/);
    });
  }
}

test("CVE-2026-39406: the guarded file is there for who has the password, and the open one for all", async (t) => {
  const server = await serve(t);
  const key = Buffer.from("root:word").toString("base64");
  const asRoot = await server.ask(`GET /admin/x HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${key}\r\n\r\n`);
  assert.equal(asRoot.body, "secret");
  assert.equal((await server.ask("GET /open.txt HTTP/1.1\r\nHost: x\r\n\r\n")).body, "open");
});

for (const [prefix, path, seen] of [
  ["/caf%C3%A9", "/caf%c3%a9/x", "/x"],
  ["/café", "/caf%C3%A9/x", "/x"],
  ["/admin", "/%61dmin/x", "/x"],
  ["/admin", "/admin/%78", "/x"],
  ["/a%20b", "/a%20b/x%2Fy", "/x%2Fy"],
  ["/admin", "/admin", "/"],
] as const) {
  test(`CVE-2026-47676: of ${path} the app behind ${prefix} sees ${seen}, however the prefix is spelled`, async () => {
    const told: string[] = [];
    const app = new ray.Router().nest(prefix, (c) => {
      told.push(c.path);
      return "inside";
    });
    const { status } = await ray.inject(app, path);
    assert.deepEqual([status, told], [200, [seen]]);
  });
}

test("CVE-2026-47676: a prefix is cut off at whole segments, never in the middle of an encoded one", async () => {
  const app = new ray.Router().nest("/admin", (c) => c.string(c.path));
  for (const path of ["/admin%2Fx", "/administrator", "/admi%6E%20"])
    assert.equal((await ray.inject(app, path)).status, 404, path);
});
