/** Extractors: a handler is called with what it needs, and a client is told what it got wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { z } from "zod";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { bool, bytes, cookie, form, handler, header, int, json, path, query, remoteAddress, text } =
  await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");

const get = (target: string, fields = "") => `GET ${target} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;
const post = (body: string, type = "application/json", target = "/") =>
  `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${Buffer.from(body).toString("latin1")}`;

test("path, query and fields arrive parsed, in the order of their extractors", async (t) => {
  const router = new ray.Router().get(
    "/users/:id/:tab",
    handler(path("id", int), path("tab"), query("q"), header("x-mode"), (id, tab, q, mode) => {
      // The compiler knows each of them.
      const told: [number, string, string, string] = [id, tab, q, mode];
      return told;
    }),
  );
  const server = await startHttpServer(t, router);
  assert.equal(
    (await server.ask(get("/users/7/a%20b?q=x%26y", "X-Mode: fast\r\n"))).text,
    '[7,"a b","x&y","fast"]',
  );
});

test("a name that the route does not have, or a wrong type, does not compile", () => {
  const router = new ray.Router();
  const wantsId = handler(path("id"), (id) => id);
  const wantsOther = handler(path("other"), (other) => other);
  router.get("/a/:id", wantsId);
  // @ts-expect-error: the route has no such name
  router.get("/b/:id", wantsOther);
  // @ts-expect-error: a number is no string
  router.get("/c/:id", handler(path("id", int), number));
});

const number = (id: string) => id;

const wrong: [target: string, fields: string, told: string][] = [
  ["/x/7?n=1&b=true", "", 'the path parameter "id" is not what it should be\n'],
  ["/1?n=1e3&b=true", "", 'the query parameter "n" is not what it should be\n'],
  ["/1?b=true", "", 'the query parameter "n" is missing\n'],
  ["/1?n=1&b=yes", "", 'the query parameter "b" is not what it should be\n'],
  ["/9007199254740993?n=1&b=true", "", 'the path parameter "id" is not what it should be\n'],
];
for (const [target, fields, told] of wrong) {
  test(`${target}: 400, ${told.trim()}`, async (t) => {
    const router = new ray.Router().get(
      "/:id",
      handler(path("id", int), query("n", int), query("b", bool), () => "all good"),
    );
    router.get(
      "/x/:id",
      handler(
        path("id", (text) => {
          if (text) throw new Error("secret");
        }),
        () => "never",
      ),
    );
    const answer = await (await startHttpServer(t, router)).ask(get(target, fields));
    assert.deepEqual([answer.status, answer.text], [400, told]);
  });
}

test("what may be missing is undefined, or what stands in for it, or an empty list", async (t) => {
  const app = handler(query("a").optional(), query("n", int).or(5), query("t").many(), (a, n, t) => [
    a ?? null,
    n,
    t,
  ]);
  const server = await startHttpServer(t, app);
  assert.equal((await server.ask(get("/"))).text, "[null,5,[]]");
  assert.equal((await server.ask(get("/?a=&n=0&t=1&t=2"))).text, '["",0,["1","2"]]');
  assert.equal((await server.ask(get("/?n=x"))).status, 400, "what is there must parse");
});

test("any function of the context is an extractor, and one that fails is the answer", async (t) => {
  const user = async (c: InstanceType<typeof ray.AppContext>) => {
    const name = c.req.headers.get("authorization");
    if (name === null) throw new ray.HttpError(401);
    return { name };
  };
  const server = await startHttpServer(
    t,
    handler(user, remoteAddress, (user, from) => `${user.name} ${"host" in from && from.host}`),
  );
  assert.equal((await server.ask(get("/"))).status, 401);
  assert.equal((await server.ask(get("/", "Authorization: ann\r\n"))).text, "ann 127.0.0.1");
});

const schemas = {
  zod: z.object({ title: z.string().min(1), tags: z.array(z.string()).default([]) }),
  valibot: v.object({ title: v.pipe(v.string(), v.minLength(1)), tags: v.optional(v.array(v.string()), []) }),
};

for (const [name, schema] of Object.entries(schemas)) {
  test(`a body is as a schema of ${name} has it, or a 422 that names each place`, async (t) => {
    const server = await startHttpServer(
      t,
      handler(json(schema), ({ title, tags }) => `${title}: ${tags.length}`),
    );
    assert.equal((await server.ask(post('{"title":"a"}'))).text, "a: 0");
    assert.equal(
      (await server.ask(post('\ufeff{"title":"a"}', "application/vnd.own+json; charset=utf-8"))).text,
      "a: 0",
    );
    const bad = await server.ask(post('{"title":"","tags":["a",7]}'));
    assert.equal(bad.status, 422);
    assert.match(bad.text, /^title: .+\ntags\.1: .+\n$/);
  });
}

test("a body of another type is a 415 that says what to send, one that is no JSON a 400, one too large a 413", async (t) => {
  const server = await startHttpServer(
    t,
    handler(json(), (value) => value as object),
    { limits: { maxBodyBytes: 10 } },
  );
  for (const type of [
    "text/plain",
    "application/jsonp",
    "text/json-x",
    "application/x-www-form-urlencoded",
  ]) {
    const answer = await server.ask(post("{}", type));
    assert.deepEqual(
      [answer.status, answer.text],
      [415, "the body must be sent as application/json\n"],
      type,
    );
  }
  assert.equal((await server.ask(post("{"))).status, 400);
  assert.equal((await server.ask(post('{"a":"too large"}'))).status, 413);
});

test("a schema that complains about a million places tells twenty", async (t) => {
  const server = await startHttpServer(
    t,
    handler(json(z.array(z.string())), () => "never"),
  );
  const answer = await server.ask(post(JSON.stringify(Array.from({ length: 1_000 }, () => 1))));
  assert.equal(answer.text.trim().split("\n").length, 21);
  assert.match(answer.text, /and 980 more\n$/);
});

test("a form is an object that inherits nothing, a list where a name comes twice; a schema may have it too", async (t) => {
  const type = "application/x-www-form-urlencoded";
  const router = new ray.Router()
    .post(
      "/",
      handler(form(), (values) => [Object.entries(values), Object.getPrototypeOf(values)]),
    )
    .post(
      "/schema",
      handler(form(z.object({ age: z.coerce.number().int() })), ({ age }) => ({ age })),
    );
  const server = await startHttpServer(t, router);
  assert.equal(
    (await server.ask(post("a=1&b=2&b=3&__proto__=4", type))).text,
    '[[["a","1"],["b",["2","3"]],["__proto__","4"]],null]',
  );
  assert.equal((await server.ask(post("age=41", type, "/schema"))).text, '{"age":41}');
  assert.equal((await server.ask(post("age=x", type, "/schema"))).status, 422);
  assert.equal((await server.ask(post("age=1", "text/plain", "/schema"))).status, 415);
});

test("text and bytes are the body as it came", async (t) => {
  const router = new ray.Router()
    .post(
      "/",
      handler(text, (all) => all.toUpperCase()),
    )
    .post(
      "/b",
      handler(bytes, (all) => all),
    );
  const server = await startHttpServer(t, router);
  assert.equal((await server.ask(post("é", "text/plain"))).text, "É");
  assert.deepEqual([...(await server.ask(post("é", "text/plain", "/b"))).bytes], [0xc3, 0xa9]);
});

test("a second reader of the body is an error when the handler is made, and so is what is no function", () => {
  assert.throws(() => handler(json(), text, () => ""), /two extractors of one handler read the body/);
  assert.throws(() => handler("id" as never, () => ""), /takes extractors/);
});

test("the body is read only when all before it was good", async (t) => {
  const router = new ray.Router().post(
    "/:id",
    handler(path("id", int), json(), (id) => `${id}`),
  );
  const server = await startHttpServer(t, router);
  assert.equal(
    (await server.ask(post("no json at all", "application/json", "/x"))).text,
    'the path parameter "id" is not what it should be\n',
  );
});

test("a cookie is found by its name, parsed, and may be missing", async (t) => {
  const app = handler(cookie("sid"), cookie("n", int).or(7), cookie("x").optional(), (sid, n, x) => [
    sid,
    n,
    x ?? null,
  ]);
  const server = await startHttpServer(t, app);
  assert.equal(
    (await server.ask(get("/", "Cookie: sid=a%20b; n=3\r\nCookie: x=y\r\n"))).text,
    '["a b",3,"y"]',
  );
  assert.equal((await server.ask(get("/", "Cookie: sid=\r\n"))).text, '["",7,null]');
  const missing = await server.ask(get("/", "Cookie: other=1\r\n"));
  assert.deepEqual([missing.status, missing.text], [400, 'the cookie "sid" is missing\n']);
  const bad = await server.ask(get("/", "Cookie: sid=a; n=1e3\r\n"));
  assert.deepEqual([bad.status, bad.text], [400, 'the cookie "n" is not what it should be\n']);
});

test("a body may be missing where its extractor says so; one that is there must be right", async (t) => {
  const router = new ray.Router()
    .post(
      "/may",
      handler(json(z.object({ a: z.number() })).optional(), (body) => `${body?.a}`),
    )
    .post(
      "/or",
      handler(form(z.object({ a: z.string() })).or({ a: "x" }), ({ a }) => a),
    )
    .post(
      "/must",
      handler(json(), () => "never"),
    );
  const server = await startHttpServer(t, router);
  const none = (path: string) => server.ask(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
  assert.equal((await none("/may")).text, "undefined");
  assert.equal((await none("/or")).text, "x");
  assert.equal((await none("/must")).status, 415);
  assert.equal((await server.ask(post('{"a":7}', "application/json", "/may"))).text, "7");
  assert.equal((await server.ask(post('{"a":"7"}', "application/json", "/may"))).status, 422);
  assert.equal((await server.ask(post("", "application/json", "/may"))).status, 400);
  const filled = await server.ask(post("a=b", "application/x-www-form-urlencoded", "/or"));
  assert.equal(filled.text, "b");
  // Bytes without a type are a body all the same.
  const untyped = "POST /may HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
  assert.equal((await server.ask(untyped)).status, 415);
  assert.throws(() => handler(json().optional(), form().or({}), () => ""), TypeError);
});

test("a program reads where the mistake is from the problem that it asks for", async (t) => {
  const app = handler(query("n", int), header("x-mode"), () => "never");
  const server = await startHttpServer(t, app);
  const asks = "Accept: application/json\r\n";
  const problem = { title: "Bad Request", status: 400 };
  assert.deepEqual(JSON.parse((await server.ask(get("/?n=x", asks))).text), {
    ...problem,
    detail: 'the query parameter "n" is not what it should be',
    code: "BAD_VALUE",
    in: "query",
    name: "n",
  });
  assert.deepEqual(JSON.parse((await server.ask(get("/?n=1", asks))).text), {
    ...problem,
    detail: 'the header "x-mode" is missing',
    code: "MISSING_VALUE",
    in: "header",
    name: "x-mode",
  });
});

test("a byte order mark is no part of a text", async (t) => {
  const server = await startHttpServer(
    t,
    handler(text, (body) => `${body.length}`),
  );
  assert.equal((await server.ask(post("\ufeffab", "text/plain"))).text, "2");
});
