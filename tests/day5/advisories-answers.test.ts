/** What other frameworks were told in 2025 and 2026 of what goes out and what comes in, and that it is not so here. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { bodyLimit, compress, cors, etag, requestId, securityHeaders } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");
const { cookies } = await load<typeof import("../../day5/src/cookie/index.ts")>("cookie/index.ts");

for (const [what, name, options] of [
  ["a name that ends the cookie", "a=b; admin", {}],
  ["a name that ends the line", "a\r\nset-cookie: admin", {}],
  ["a name with a control", "a\0", {}],
  ["sameSite with more behind it", "a", { sameSite: "lax; domain=evil.example" }],
  ["sameSite of a prototype", "a", { sameSite: "constructor" }],
  ["priority with more behind it", "a", { priority: "high\r\nx: y" }],
  ["a domain with more behind it", "a", { domain: "a.example; secure" }],
  ["a path with more behind it", "a", { path: "/; httponly" }],
] as const) {
  test(`GHSA-26pp-8wgv-hjvm, CVE-2026-47675: ${what} writes no cookie, and the client gets a 500`, async () => {
    const answer = await ray.inject((c) => {
      cookies(c).set(name, "1", options as never);
      return "set";
    }, "/");
    assert.equal(answer.status, 500);
    assert.deepEqual(answer.headers.getAll("set-cookie"), []);
    assert.equal(answer.headers.get("x"), null);
  });
}

/** A body of `sizes`, in chunks. */
function chunked(...sizes: readonly number[]): string {
  const chunks = sizes.map((size) => `${size.toString(16)}\r\n${"x".repeat(size)}\r\n`);
  return `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join("")}0\r\n\r\n`;
}

for (const [what, sizes, status] of [
  ["ten bytes at once", [10], 200],
  ["ten bytes one by one", Array.from({ length: 10 }, () => 1), 200],
  ["eleven at once", [11], 413],
  ["eleven one by one", Array.from({ length: 11 }, () => 1), 413],
  ["a small one and a large one", [1, 100_000], 413],
] as const) {
  for (const [where, options, hook] of [
    ["of the server", { limits: { maxBodyBytes: 10 } }, null],
    ["of the route", {}, bodyLimit(10)],
  ] as const) {
    test(`GHSA-92vj-g62v-jqhh: the bound ${where} counts chunks: ${what} is ${status}`, async (t) => {
      const router = new ray.Router();
      if (hook !== null) router.hooks(hook);
      router.post("/", async (c) => `${(await c.req.bytes()).length}`);
      const server = await startHttpServer(t, router, options);
      const answer = await server.ask(chunked(...sizes));
      assert.equal(answer.status, status);
      if (status === 200) assert.equal(answer.text, "10");
    });
  }
}

const SCRIPT = "<script>alert(1)</script>";

for (const accept of ["*/*", "text/html", "application/json"]) {
  test(`GHSA-9r54-q6cx-xmh5: no error is a page, whatever of a request stands in it, for ${accept}`, async (t) => {
    const app = new ray.Router()
      .get("/echo/*rest", (c) => {
        throw new ray.HttpError(400, `there is no ${c.params.rest} here`);
      })
      .get("/only", () => "");
    const server = await startHttpServer(t, app);
    for (const target of [`/echo/${SCRIPT}`, `/${SCRIPT}`, "/%zz<b>", `/only?${SCRIPT}`]) {
      const method = target.startsWith("/only") ? "POST" : "GET";
      const answer = await server.ask(
        request(`${method} ${encodeURI(target).replace("%25zz", "%zz")}`, { Accept: accept }),
      );
      assert.ok(answer.status >= 400, target);
      assert.match(
        answer.field("content-type") ?? "",
        /^(?:text\/plain; charset=utf-8|application\/problem\+json)$/,
      );
    }
  });
}

test("GHSA-9r54-q6cx-xmh5: the page of a nested miss and of a failure says nothing that the client sent", async () => {
  const app = new ray.Router().get("/fail", () => {
    throw new Error(SCRIPT);
  });
  for (const path of ["/fail", `/${encodeURIComponent(SCRIPT)}`]) {
    const answer = await ray.inject(app, path);
    assert.doesNotMatch(answer.text(), /script/);
  }
});

test("GHSA-6wqw-2p9w-4vw4: an answer that is private stays private behind all that we ship, as 200 and as 304", async () => {
  const app = new ray.Router()
    .hooks(compress(), etag(), requestId(), securityHeaders(), cors({ origin: "*" }))
    .get("/", (c) => c.header("cache-control", "private, max-age=60").string("mine ".repeat(1000)));
  const first = await ray.inject(app, "/", { headers: { "accept-encoding": "gzip" } });
  assert.equal(first.headers.get("cache-control"), "private, max-age=60");
  const again = await ray.inject(app, "/", {
    headers: { "accept-encoding": "gzip", "if-none-match": first.headers.get("etag") ?? "" },
  });
  assert.deepEqual([again.status, again.headers.get("cache-control")], [304, "private, max-age=60"]);
  assert.match(again.headers.get("vary") ?? "", /accept-encoding/);
});

test("GHSA-6wqw-2p9w-4vw4: nothing that we ship keeps an answer of one client for another", async () => {
  let asked = 0;
  const app = new ray.Router().hooks(compress(), etag()).get("/", (c) => {
    asked += 1;
    return c.header("cache-control", "public, max-age=60").string(`for ${c.req.headers.get("cookie")}`);
  });
  for (const cookie of ["sid=1", "sid=2", "sid=1"])
    assert.equal((await ray.inject(app, "/", { headers: { cookie } })).text(), `for ${cookie}`);
  assert.equal(asked, 3);
});
