/** What `:name` and `*name` match and what handlers see of it; and paths that mean harm. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { ask, inherited, routerOf } from "../support/told-routes.ts";

/** Asks `routes` for each path and compares who answers. */
async function answers(routes: readonly string[], expected: Readonly<Record<string, string>>): Promise<void> {
  const router = routerOf(...routes);
  for (const [path, answer] of Object.entries(expected)) {
    assert.equal(await ask(router, `GET ${path}`), answer, path);
  }
}

test(":name takes one whole segment that is not empty", () =>
  answers(["GET /p/:lang/x"], {
    "/p/go/x": 'GET /p/:lang/x {"lang":"go"}',
    "/p/a.b-c_d~!$&'()+,;=:@/x": 'GET /p/:lang/x {"lang":"a.b-c_d~!$&\'()+,;=:@"}',
    "/p//x": "404",
    "/p/x": "404",
    "/p/a/b/x": "404",
    "/p/go/": "404",
  }));

test("*name takes the rest, slashes and all; it is empty only after a trailing slash", () =>
  answers(["GET /files/*path"], {
    "/files/a": 'GET /files/*path {"path":"a"}',
    "/files/a/b/c": 'GET /files/*path {"path":"a/b/c"}',
    "/files/a/": 'GET /files/*path {"path":"a/"}',
    "/files//a": 'GET /files/*path {"path":"/a"}',
    "/files/": 'GET /files/*path {"path":""}',
    "/files": "404",
    "/filesystem": "404",
  }));

test("I3: %2F in a segment is part of it: split first, decoded after", () =>
  answers(["GET /a/:x", "GET /a/:x/:y", "GET /w/*rest", "GET /a%2Fb"], {
    "/a/1%2F2": 'GET /a/:x {"x":"1/2"}',
    "/a/1%2f2/3": 'GET /a/:x/:y {"x":"1/2","y":"3"}',
    "/w/1%2F2/3": 'GET /w/*rest {"rest":"1/2/3"}',
    "/a%2Fb": "GET /a%2Fb {}",
    "/a/b": 'GET /a/:x {"x":"b"}',
  }));

test("I3: values are decoded once, as UTF-8; a plus sign stays one", () =>
  answers(["GET /a/:x"], {
    "/a/%C3%A9%E2%82%AC": 'GET /a/:x {"x":"é€"}',
    "/a/%F0%9F%91%BB": 'GET /a/:x {"x":"👻"}',
    "/a/%2541": 'GET /a/:x {"x":"%41"}',
    "/a/1+1%20": 'GET /a/:x {"x":"1+1 "}',
    "/a/%00": 'GET /a/:x {"x":"\\u0000"}',
  }));

for (const [what, value] of [
  ["a percent sign by itself", "%"],
  ["half an encoded byte", "%2"],
  ["what is no hex number", "%zz"],
  ["bytes that are no UTF-8", "%FF"],
  ["a character that is cut off", "%C3"],
  ["a character in too many bytes", "%C0%AF"],
  ["half a surrogate pair", "%ED%A0%80"],
] as const) {
  test(`bad encoding: ${what} in a value is 400, wherever it stands`, () =>
    answers(["GET /a/:x/:y", "GET /w/*rest"], {
      [`/a/${value}/1`]: "400",
      [`/a/1/${value}`]: "400",
      [`/w/1/${value}/2`]: "400",
    }));
}

test("bad encoding names itself to the client and not to the log of errors", async () => {
  const router = routerOf("GET /a/:x");
  const answer = await ray.inject(router, "/a/%zz");
  assert.equal(answer.status, 400);
  assert.equal(answer.text(), "the path has a percent sign that encodes nothing\n");
});

test("a static segment in any script is asked for in percent-encoding, and both spellings are one route", () =>
  answers(["GET /café/:x", "GET /caf%C3%A9", "GET /👻", "GET /a b"], {
    "/caf%C3%A9/1": 'GET /café/:x {"x":"1"}',
    "/caf%C3%A9": "GET /caf%C3%A9 {}",
    "/%F0%9F%91%BB": "GET /👻 {}",
    "/a%20b": "GET /a b {}",
    "/cafe": "404",
  }));

test("a colon inside a segment is text", () =>
  answers(["GET /a:b", "GET /t/12:30"], { "/a:b": "GET /a:b {}", "/t/12:30": "GET /t/12:30 {}" }));

test("empty segments are nothing special: nothing is collapsed", () =>
  answers(["GET /:x", "GET /a/:x", "GET /a//b", "GET /secret"], {
    "//": "404",
    "///": "404",
    "//secret": "404",
    "/a//b": "GET /a//b {}",
  }));

test("names of Object.prototype are segments, names and values like any other", () =>
  answers(["GET /a", "GET /x/:__proto__/:constructor", "GET /constructor/toString"], {
    "/__proto__": "404",
    "/constructor": "404",
    "/hasOwnProperty": "404",
    "/constructor/toString": "GET /constructor/toString {}",
    "/x/__proto__/valueOf":
      'GET /x/:__proto__/:constructor {"__proto__":"__proto__","constructor":"valueOf"}',
  }));

test("c.params inherits nothing, also where nothing was matched", async () => {
  const seen: object[] = [];
  const router = new ray.Router()
    .get("/a/:x", (c) => {
      seen.push(c.params);
      return "";
    })
    .get("/b", (c) => {
      seen.push(c.params);
      return "";
    });
  await ray.inject(router, "/a/1");
  await ray.inject(router, "/b");
  assert.deepEqual(
    seen.map((params) => [inherited(params), Object.keys(params)]),
    [
      [[], ["x"]],
      [[], []],
    ],
  );
  const [params] = seen;
  assert.ok(params !== undefined && !("constructor" in params) && !("__proto__" in params));
  assert.throws(() => Object.assign(Object.getPrototypeOf(params), { y: "for all" }), TypeError);
});

test("the query is no part of the path", () =>
  answers(["GET /a/:x", "GET /w/*rest"], {
    "/a/1?x=/2": 'GET /a/:x {"x":"1"}',
    "/w/1?y": 'GET /w/*rest {"rest":"1"}',
  }));

test("a path of 100,000 segments, and a segment of 1,000,000 characters, are found or not found as any other", async () => {
  const router = routerOf("GET /a/a/a/b", "GET /a/:x", "GET /w/*rest");
  const deep = "/a".repeat(100_000);
  assert.equal(await ask(router, `GET ${deep}`), "404");
  assert.equal(router.getRoute("GET", `/w${deep}`)?.params.rest, deep.slice(1));
  const long = "x".repeat(1_000_000);
  assert.equal(router.getRoute("GET", `/a/${long}`)?.params.x, long);
});

test("a wildcard without a name matches the rest and keeps no text of it", async () => {
  const router = routerOf("GET /files/*", "GET /:lang/docs/*");
  assert.equal(await ask(router, "GET /files/a/b"), "GET /files/* {}");
  assert.equal(await ask(router, "GET /files/"), "GET /files/* {}");
  assert.equal(await ask(router, "GET /files"), "404");
  assert.equal(await ask(router, "GET /en/docs/a%2Fb"), 'GET /:lang/docs/* {"lang":"en"}');
  assert.deepEqual(router.routes()[0]?.names, []);
  assert.throws(() => router.url("/files/*"), { message: 'url of "/files/*": no "*"' });
});

for (const path of [
  "/files/a/../b",
  "/files/..",
  "/files/a%2F..",
  "/files/%zz",
  "/en/docs/x/%zz",
  "/en/docs/x/.",
]) {
  test(`${path} is 400 also where a wildcard without a name would match it`, async () => {
    assert.equal(await ask(routerOf("GET /files/*", "GET /:lang/docs/*"), `GET ${path}`), "400");
  });
}
