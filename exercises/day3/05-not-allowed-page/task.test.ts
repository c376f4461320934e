/** notAllowedPage: a 405 that one can read, and that runs nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day3/src/index.ts";
import { inject } from "../../../day3/src/testing.ts";
import { answer } from "../../answer.ts";

const { notAllowedPage } = await answer<typeof import("./solution.ts")>(import.meta.url, "notAllowedPage");

const ok = () => "ok";
const router = new Router().get("/tag/:name", ok).post("/tag/:name", ok).methodNotAllowed(notAllowedPage);

const ask = (target: string, accept?: string) =>
  inject(router, target, { method: "DELETE", headers: accept === undefined ? {} : { accept } });

test("a page names the method, the path and what is allowed", async () => {
  const got = await ask("/tag/news");
  assert.equal(got.headers.get("content-type"), "text/html; charset=utf-8");
  for (const part of ["DELETE", "/tag/news", "<code>GET</code>", "<code>POST</code>"])
    assert.ok(got.text().includes(part), `${part} in ${got.text()}`);
});

test("I4: it is a 405 with Allow, as a page and as JSON", async () => {
  for (const accept of ["text/html", "application/json"]) {
    const got = await ask("/tag/news", accept);
    assert.equal(got.status, 405, accept);
    assert.match(got.headers.get("allow") ?? "", /GET.*POST/, accept);
  }
});

test("who wants JSON gets JSON", async () => {
  const got = await ask("/tag/news", "text/plain, application/json;q=0.9");
  const { error, allow } = got.json() as { error: string; allow: string[] };
  assert.equal(error, "method not allowed");
  assert.deepEqual(
    ["GET", "POST"].filter((method) => allow.includes(method)),
    ["GET", "POST"],
  );
});

test("a path is shown decoded, and never becomes a part of the page", async () => {
  const text = (await ask("/tag/%3Cscript%3Ealert(1)%3C%2Fscript%3E")).text();
  assert.ok(text.includes("/tag/&lt;script&gt;alert(1)&lt;/script&gt;"), text);
  assert.ok((await ask("/tag/caf%C3%A9")).text().includes("/tag/café"));
  assert.ok(
    (await ask("/tag/%22a%22%20%26amp;%20'b'")).text().includes("/tag/&quot;a&quot; &amp;amp; &#39;b&#39;"),
  );
});
