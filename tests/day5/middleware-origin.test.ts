/** Who may: other sites' pages (CORS, CSRF), and users with a password or a token. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { CorsOptions } from "../../day5/src/middleware/index.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { basicAuth, bearerAuth, cors, csrf, userName } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");

const OWN = "https://app.example";
type Fields = Record<string, string>;

async function serve(t: TestContext, router: InstanceType<typeof ray.Router>) {
  const server = await startHttpServer(t, router);
  return (method: string, path: string, fields: Fields = {}) => {
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    return server.ask(
      `${method} ${path} HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 0\r\n${lines.join("")}\r\n`,
      method,
    );
  };
}

const withCors = (t: TestContext, options: CorsOptions) =>
  serve(
    t,
    new ray.Router()
      .hooks(cors(options))
      .get("/", (c) => c.string("x"))
      .put("/", (c) => c.string("y")),
  );

const PREFLIGHT = { "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-own" };

test("a preflight of an allowed site says what it may do, and no handler runs", async (t) => {
  const ask = await withCors(t, { origin: [OWN], credentials: true, maxAge: 5 });
  const answer = await ask("OPTIONS", "/", { Origin: OWN, ...PREFLIGHT });
  assert.equal(answer.status, 204);
  assert.equal(answer.field("access-control-allow-origin"), OWN);
  assert.equal(answer.field("access-control-allow-credentials"), "true");
  assert.match(answer.field("access-control-allow-methods") ?? "", /\bPUT\b/);
  assert.equal(answer.field("access-control-allow-headers"), "x-own");
  assert.equal(answer.field("access-control-max-age"), "5");
});

test("another site gets no allowance: neither in the preflight nor in the answer, and caches know why", async (t) => {
  const ask = await withCors(t, { origin: [OWN] });
  for (const Origin of [
    "https://evil.example",
    "null",
    "https://app.example.evil.example",
    "http://app.example",
    "https://APP.example",
  ]) {
    for (const answer of [
      await ask("OPTIONS", "/", { Origin, ...PREFLIGHT }),
      await ask("GET", "/", { Origin }),
    ]) {
      assert.equal(answer.field("access-control-allow-origin"), null, Origin);
      assert.equal(answer.field("access-control-allow-methods"), null, Origin);
    }
  }
  const varies = (answer: { fields: readonly (readonly [string, string])[] }) =>
    answer.fields.some(([name, value]) => name.toLowerCase() === "vary" && value === "origin");
  assert.ok(varies(await ask("GET", "/")), "a client without an origin may fill the cache for one that has");
  assert.ok(varies(await ask("GET", "/nothing", { Origin: OWN })));
});

test("an OPTIONS that is no preflight goes on, and says Allow", async (t) => {
  const ask = await withCors(t, { origin: "*" });
  assert.equal((await ask("OPTIONS", "/", { Origin: OWN })).field("allow"), "GET, HEAD, OPTIONS, PUT");
});

test("for all sites it is a star, without a word about who asks; errors can be read too", async (t) => {
  const ask = await withCors(t, { origin: "*", exposed: ["x-total"] });
  const miss = await ask("GET", "/nothing", { Origin: OWN });
  assert.deepEqual([miss.status, miss.field("access-control-allow-origin")], [404, "*"]);
  assert.equal(miss.field("access-control-expose-headers"), "x-total");
  const unasked = await ask("GET", "/");
  assert.equal(unasked.field("access-control-allow-origin"), "*", "a cache may give this one to a page");
});

test("a function may know the sites; what can never fit is an error when it is made", async (t) => {
  const ask = await withCors(t, { origin: (origin) => origin.endsWith(".example") });
  assert.equal(
    (await ask("GET", "/", { Origin: "https://a.example" })).field("access-control-allow-origin"),
    "https://a.example",
  );
  assert.throws(() => cors({ origin: "*", credentials: true }), /name the origins/);
  for (const origin of ["https://a.example/", "a.example", "https://A.example", "*"])
    assert.throws(() => cors({ origin: [origin] }), /is no origin/);
});

const cases: [method: string, fields: Fields, status: number][] = [
  ["GET", { "Sec-Fetch-Site": "cross-site" }, 200],
  ["POST", {}, 200],
  ["POST", { "Sec-Fetch-Site": "same-origin" }, 200],
  ["POST", { "Sec-Fetch-Site": "none" }, 200],
  ["POST", { "Sec-Fetch-Site": "same-site" }, 403],
  ["POST", { "Sec-Fetch-Site": "cross-site" }, 403],
  ["POST", { "Sec-Fetch-Site": "Same-Origin" }, 403],
  ["POST", { "Sec-Fetch-Site": "cross-site", Origin: OWN }, 200],
  ["POST", { Origin: "https://shop.example" }, 200],
  ["POST", { Origin: "http://shop.example" }, 200],
  ["POST", { Origin: "https://evil.example" }, 403],
  ["POST", { Origin: "https://shop.example.evil.example" }, 403],
  ["POST", { Origin: "https://shop.example:444" }, 403],
  ["POST", { Origin: "null" }, 403],
  ["DELETE", { Origin: "https://evil.example" }, 403],
];
for (const [method, fields, status] of cases) {
  test(`${method} with ${JSON.stringify(fields)}: ${status}, with or without a content type`, async (t) => {
    const router = new ray.Router().hooks(csrf({ trustedOrigins: [OWN] })).any("/", (c) => c.string("x"));
    const ask = await serve(t, router);
    assert.equal((await ask(method, "/", fields)).status, status);
    assert.equal((await ask(method, "/", { ...fields, "Content-Type": "text/plain" })).status, status);
  });
}

const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString("base64")}` });

test("a name and its password get in; anything else is asked for them", async (t) => {
  const router = new ray.Router()
    .hooks(basicAuth({ users: { ann: "pass:word", é: "ü" }, realm: 'a "b"' }))
    .get("/", (c) => c.string(userName(c)));
  const ask = await serve(t, router);
  assert.equal((await ask("GET", "/", basic("ann:pass:word"))).text, "ann");
  assert.equal((await ask("GET", "/", basic("é:ü"))).text, "é");
  const bad: Fields[] = [
    {},
    basic("ann:wrong"),
    basic("bob:pass:word"),
    basic("ann"),
    basic(":"),
    basic("__proto__:x"),
    basic("constructor:x"),
    { Authorization: "Basic" },
    { Authorization: "Basic %%%" },
    { Authorization: "Basicx YW5uOnBhc3M6d29yZA==" },
    { Authorization: "Bearer YW5uOnBhc3M6d29yZA==" },
    { Authorization: "Basic YW5uOnBhc3M6d29yZA== x" },
    { Authorization: "Basic /////w==" },
  ];
  for (const fields of bad) {
    const answer = await ask("GET", "/", fields);
    assert.equal(answer.status, 401, JSON.stringify(fields));
    assert.equal(answer.field("www-authenticate"), 'Basic realm="a \\"b\\"", charset="UTF-8"');
  }
});

test("a token gets in, of several any; one that is nearly one does not", async (t) => {
  const ask = await serve(
    t,
    new ray.Router().hooks(bearerAuth({ tokens: ["abc.def", "second~1"] })).get("/", (c) => c.string("in")),
  );
  for (const token of ["abc.def", "second~1"])
    assert.equal((await ask("GET", "/", { Authorization: `Bearer ${token}` })).text, "in");
  assert.equal(
    (await ask("GET", "/", { Authorization: "bearer abc.def" })).text,
    "in",
    "RFC 9110 §11.1: schemes have no case",
  );
  for (const Authorization of [
    "Bearer abc.de",
    "Bearer abc.defg",
    "Bearerabc.def",
    "BearerX abc.def",
    "Basic abc.def",
    "abc.def",
    "Bearer",
    "Bearer ",
  ]) {
    assert.equal((await ask("GET", "/", { Authorization })).status, 401, Authorization);
  }
  assert.match(
    (await ask("GET", "/", { Authorization: "Bearer x" })).field("www-authenticate") ?? "",
    /error="invalid_token"/,
  );
  assert.equal((await ask("GET", "/")).field("www-authenticate"), 'Bearer realm="restricted"');
});

test("functions may know users and tokens, and may take their time", async (t) => {
  const router = new ray.Router();
  router
    .group("/basic")
    .hooks(basicAuth({ users: async (name, password) => name === password }))
    .get("/", (c) => c.string(userName(c)));
  router
    .group("/bearer")
    .hooks(bearerAuth({ tokens: async (token) => token === "good" }))
    .get("/", (c) => c.string("in"));
  const ask = await serve(t, router);
  assert.equal((await ask("GET", "/basic", basic("a:a"))).text, "a");
  assert.equal((await ask("GET", "/basic", basic("a:b"))).status, 401);
  assert.equal((await ask("GET", "/bearer", { Authorization: "Bearer good" })).text, "in");
  assert.equal((await ask("GET", "/bearer", { Authorization: "Bearer bad" })).status, 401);
});

test("who asks for the user where nobody has let one in is told what to do", () => {
  assert.throws(() => userName({ state: { has: () => false } as never }), /put basicAuth\(\) into the hooks/);
});

test("a guard of a group hides its methods from OPTIONS, and CORS of a group answers its preflights", async () => {
  const router = new ray.Router();
  router
    .group("/api")
    .hooks(cors({ origin: ["https://a.example"] }), basicAuth({ users: { me: "word" } }))
    .post("/x", () => "");
  const preflight = {
    method: "OPTIONS",
    headers: { origin: "https://a.example", "access-control-request-method": "POST" },
  };
  const answer = await ray.inject(router, "/api/x", preflight);
  assert.equal(answer.headers.get("access-control-allow-origin"), "https://a.example");
  assert.equal(answer.status, 204);
  const guarded = await ray.inject(router, "/api/x", { method: "OPTIONS" });
  assert.deepEqual([guarded.status, guarded.headers.get("allow")], [401, null]);
});
