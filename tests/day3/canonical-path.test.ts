/** One path, many spellings (RFC 3986 §6.2.2): all of them meet one route. Dot segments meet none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AppContext } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask, routerOf } from "../support/told-routes.ts";

/** For each path as declared, requests that mean it. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  "/~user": ["/~user", "/%7Euser", "/%7euser", "/%7E%75%73%65%72"],
  "/%7Eencoded": ["/~encoded", "/%7eencoded"],
  "/me": ["/me", "/m%65", "/%6D%65", "/%6de"],
  "/café": ["/caf%C3%A9", "/caf%c3%a9", "/c%61f%C3%a9"],
  "/sm%c3%b8rgås": ["/sm%C3%B8rg%C3%A5s", "/sm%c3%b8rg%c3%a5s"],
  "/[x]": ["/[x]", "/%5Bx%5D", "/%5bx]"],
  "/a|b": ["/a|b", "/a%7Cb", "/a%7cb"],
  '/"<>^`{}\\': ['/"<>^`{}\\', "/%22%3C%3E%5E%60%7B%7D%5C", "/%22<>%5e`%7b}%5c"],
  "/a@b:c;d,e=f+g&h$i!j'k(l)": [
    "/a@b:c;d,e=f+g&h$i!j'k(l)",
    "/a%40b%3Ac%3Bd%2Ce%3Df%2Bg%26h%24i%21j%27k%28l%29",
  ],
  "/%3Acolon": ["/:colon", "/%3acolon"],
  "/%2Astar": ["/*star", "/%2astar"],
  "/a%2Fb": ["/a%2Fb", "/a%2fb", "/%61%2fb"],
  "/a%3Fb%23c": ["/a%3Fb%23c", "/a%3fb%23c"],
  "/100%25": ["/100%25", "/10%30%25"],
  "/a b": ["/a%20b"],
  "/end/": ["/end/", "/%65nd/"],
};

test("every spelling of a path meets its route over a socket, and no param route of its neighbours", async (t) => {
  const { ask } = await startHttpServer(
    t,
    routerOf(...Object.keys(spellings).map((path) => `GET ${path}`), "GET /:any"),
  );
  for (const [path, targets] of Object.entries(spellings)) {
    for (const target of targets)
      assert.equal((await ask(request(`GET ${target}`))).text, `GET ${path} {}`, target);
  }
});

test("fetch reaches every path by the text with which it was declared", async (t) => {
  const paths = Object.keys(spellings).filter((path) => !path.includes("\\"));
  const { url } = await startHttpServer(t, routerOf(...paths.map((path) => `GET ${path}`)));
  for (const path of paths) {
    const answer = await fetch(url + path, { headers: { connection: "close" } });
    assert.equal(await answer.text(), `GET ${path} {}`);
  }
});

test("nobody walks round a static route by spelling it otherwise: not through a param, not through a wildcard", async () => {
  const router = routerOf(
    "GET /user/me",
    "GET /user/:name",
    "GET /user/*rest",
    "GET /files/secret.txt",
    "GET /files/*p",
  );
  for (const me of ["me", "m%65", "%6d%65", "%6D%65"]) {
    assert.equal(await ask(router, `GET /user/${me}`), "GET /user/me {}");
    assert.equal(await ask(router, `GET /%75ser/${me}`), "GET /user/me {}");
  }
  assert.equal(await ask(router, "GET /files/secret%2Etxt"), "GET /files/secret.txt {}");
  assert.equal(await ask(router, "GET /user/m%2565"), 'GET /user/:name {"name":"m%65"}');
  assert.equal(await ask(router, "GET /user/m%2Fe"), 'GET /user/:name {"name":"m/e"}');
});

test("a miss, Allow and OPTIONS know all spellings too, and getRoute tells the canonical one", async () => {
  const router = routerOf("POST /[x]", "GET /m/:x");
  for (const path of ["/[x]", "/%5bx%5D", "/%5Bx%5D"]) {
    assert.equal(await ask(router, `GET ${path}`), "405 OPTIONS, POST");
    assert.equal(await ask(router, `OPTIONS ${path}`), "204 OPTIONS, POST");
    assert.equal(router.getRoute("POST", path)?.path, "/%5Bx%5D");
  }
  assert.equal(router.getRoute("GET", "/%6d/%c3%a9%7E")?.path, "/m/%C3%A9~");
  assert.equal(router.getRoute("GET", "/m/a")?.path, "/m/a");
});

test("c.path is the path that was matched, in its canonical form; c.originalPath is what was sent", async () => {
  const tell = (c: AppContext) => c.string(`${c.path} ${c.originalPath}`);
  const router = new ray.Router().get("/~u", tell).get("/~u/:x", tell).notFound(tell);
  for (const [sent, path] of [
    ["/~u", "/~u"],
    ["/%7eu", "/~u"],
    ["/%7Eu/%5b%61", "/~u/%5Ba"],
    ["/lost/%7E%c3%a9", "/lost/~%C3%A9"],
  ] as const) {
    assert.equal((await ray.inject(router, sent)).text(), `${path} ${sent}`);
  }
});

test("routes that differ only in their spelling are in conflict", () => {
  for (const [one, other] of [
    ["/~a", "/%7Ea"],
    ["/[x]", "/%5bx%5D"],
    ["/a@b", "/a%40b"],
    ["/x/m%65", "/x/me"],
  ] as const) {
    assert.throws(() => routerOf(`GET ${one}`, `GET ${other}`), {
      name: "RouteError",
      message: `route "GET ${other}" matches the same requests as "GET ${one}"`,
    });
  }
});

test("url builds canonical paths", () => {
  const router = routerOf("GET /%7Eu/[x]/:a/*b");
  assert.equal(router.url("/%7Eu/[x]/:a/*b", { a: "a@b:c|", b: "~/é" }), "/~u/%5Bx%5D/a@b:c%7C/~/%C3%A9");
  assert.throws(() => router.url("/%7Eu/[x]/:a/*b", { a: "\ud800", b: "" }), {
    name: "RouteError",
    message: 'url of "/%7Eu/[x]/:a/*b": "a" cannot be "\\ud800"',
  });
});

test("a redirect to the other slash knows all spellings, and sends the client's own back", async () => {
  const router = new ray.Router({ redirectSlash: true }).get("/~u", () => "").get("/[x]/", () => "");
  for (const [sent, location] of [
    ["/%7eu/", "/%7eu"],
    ["/[x]?q", "/[x]/?q"],
  ] as const) {
    const { status, headers } = await ray.inject(router, sent);
    assert.deepEqual([status, headers.get("location")], [308, location]);
  }
});

for (const path of [
  "/.",
  "/..",
  "/../admin",
  "/a/../admin",
  "/a/./b",
  "/a/b/.",
  "/a/b/..",
  "/a/%2e%2e/admin",
  "/a/.%2E/admin",
  "/a/%2e",
  "/a/..%2Fadmin",
  "/a/%2E%2e%2fadmin",
  "/a/x%2F..%2F..%2Fadmin",
  "/w/x/y/../../../admin",
  "/nobody/../here",
]) {
  test(`${path} has a dot segment: 400, whether or not a route would match it`, async (t) => {
    const router = routerOf("GET /admin", "GET /a/:x", "GET /a/:x/:y", "GET /w/*rest", "POST /:x");
    const { ask } = await startHttpServer(t, router);
    for (const app of [router, routerOf("GET /*all"), new ray.Router().notFound((c) => c.string("own"))]) {
      for (const method of ["GET", "OPTIONS", "PUT"]) {
        const answer = await ray.inject(app, path, { method });
        assert.equal(answer.status, 400, method);
        assert.equal(
          answer.text(),
          'the path has a segment "." or "..": ask for the path that it stands for\n',
        );
      }
    }
    assert.equal((await ask(request(`GET ${path}`))).status, 400);
  });
}

test("dots that are no dot segment are text", async () => {
  const router = routerOf("GET /a/:x", "GET /w/*rest", "GET /.well-known/x", "GET /...");
  for (const value of ["...", "..a", "a..", ".a", "a.", "a..b", "%2E%2Ea", "a%2F...%2Fb", "%252e%252e"]) {
    const param = JSON.stringify(decodeURIComponent(value));
    assert.equal(await ask(router, `GET /a/${value}`), `GET /a/:x {"x":${param}}`);
    assert.equal(
      await ask(router, `GET /w/x/${value}/y`),
      `GET /w/*rest {"rest":"x/${JSON.parse(param)}/y"}`,
    );
  }
  assert.equal(await ask(router, "GET /.well-known/x"), "GET /.well-known/x {}");
  assert.equal(await ask(router, "GET /..."), "GET /... {}");
});

for (const path of ["/..", "/a/./b", "/%2e", "/a/%2E./b", "/a%2F..%2fb"]) {
  test(`a route at ${path} could never be asked for: refused at registration`, () => {
    assert.throws(() => routerOf(`GET ${path}`), /stands for another path: clients take dot segments out/);
  });
}

/** A segment, and one of its other spellings: any character but the slash may be percent-encoded. */
const respelled = fc
  .array(fc.tuple(fc.constantFrom(..."aZ0~-_.[]|^@:;é€👻!*'(\"%\\"), fc.nat(3)), {
    minLength: 1,
    maxLength: 6,
  })
  .filter((chars) => !/^\.\.?$/.test(chars.map(([char]) => char).join("")))
  .map((chars) => {
    const spell = (char: string, how: number): string => {
      const encoded = [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
      if (how === 0) return encoded;
      if (how === 1) return encoded.toUpperCase();
      return char.length > 1 || char > "~" || char === "%" ? encoded.toUpperCase() : char;
    };
    return [chars.map(([char]) => spell(char, 2)), chars.map(([char, how]) => spell(char, how))].map((all) =>
      all.join(""),
    ) as [string, string];
  });

test("5,000 random paths: all spellings of one meet the same route with the same params", () => {
  const router = routerOf(
    "GET /:a/me",
    "GET /:a/:b",
    "GET /x/*rest",
    "GET /x/[y]",
    "GET /a/~/:c",
    "POST /:a/:b/:c",
  );
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(respelled, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("", "/x", "/%78", "/a/%7E"),
      (segments, front) => {
        const [one, other] = [0, 1].map(
          (which) => front + segments.map((pair) => `/${pair[which]}`).join(""),
        ) as [string, string];
        for (const method of ["GET", "POST"]) {
          const [first, second] = [router.getRoute(method, one), router.getRoute(method, other)];
          assert.equal(second?.route, first?.route, `${one} and ${other}`);
          assert.equal(second?.path, first?.path);
          assert.deepEqual({ ...second?.params }, { ...first?.params });
          if (first !== null) found += 1;
        }
        // What was declared in one spelling is asked for in the other, and is never taken by a param.
        const fixed = routerOf("GET /:a", "GET /:a/:b", "GET /:a/*rest");
        const path = `/${segments.map(([text]) => text.replaceAll("*", "%2A").replace(/^:/, "%3A")).join("/")}`;
        fixed.put(path, () => "");
        assert.equal(
          fixed.getRoute("PUT", `/${segments.map(([, text]) => text).join("/")}`)?.route.path,
          path,
        );
      },
    ),
    { seed: 9, numRuns: 5000 },
  );
  assert.ok(found > 2000, `only ${found} look-ups met a route`);
});
