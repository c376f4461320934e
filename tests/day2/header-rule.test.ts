/** What is set on the context is on every answer that does not say otherwise, and no Response is written on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Reply } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { deliver } from "../support/http-deadlines.ts";
import { startHttpServer } from "../support/http-server.ts";
import { inject, ray } from "../support/stage.ts";
import { watched } from "../support/watched-stream.ts";

const teapot = () => new ray.HttpError(418, "short and stout");

/** Ways to an answer that is not the one which the context holds. */
const elsewhere: Readonly<Record<string, (c: AppContext) => Reply | Promise<Reply>>> = {
  "a Response": () => new ray.Response("x"),
  "a WHATWG Response": () => new Response("x"),
  "an object with intoResponse": () => ({ intoResponse: () => new ray.Response("x") }),
  "a thrown HttpError": () => {
    throw teapot();
  },
  "a thrown Error": () => {
    throw new Error("boom");
  },
  "an error from a promise": () => Promise.reject(teapot()),
  "a returned error": () => teapot(),
  "a response set by hand": (c) => {
    c.response = new ray.Response("x");
  },
  "a response of a promise": async () => new ray.Response("x"),
};

for (const [name, answerWith] of Object.entries(elsewhere)) {
  test(`fields of the context are on ${name}, over the wire and from inject`, async (t) => {
    const handler = (c: AppContext) => {
      c.header("x-trace", "7").header("set-cookie", "a=1").header("content-security-policy", "default-src");
      return answerWith(c);
    };
    const server = await startHttpServer(t, handler);
    const { fields } = await server.ask(request("GET /"));
    for (const told of [fields, [...(await ray.inject(handler, "/")).headers]]) {
      const seen = new Map(told);
      assert.equal(seen.get("x-trace"), "7");
      assert.equal(seen.get("set-cookie"), "a=1");
      assert.equal(seen.get("content-security-policy"), "default-src");
    }
  });
}

test("an Endpoint that answers with its own Response, or fails, has the fields that were set around it", async () => {
  const own = new ray.Response("x");
  for (const call of [() => own, async () => own, () => assert.fail("no"), () => Promise.reject(teapot())]) {
    const around = {
      call(c: AppContext) {
        c.header("x-trace", "7");
        return call();
      },
    };
    assert.equal((await ray.inject(around, "/")).headers.get("x-trace"), "7");
  }
  assert.deepEqual([...own.headers], []);
});

/** Set on the context, set on the answer, what goes out. */
const joined: Readonly<
  Record<string, readonly [[string, string][], [string, string][], [string, string][]]>
> = {
  "a field of both is that of the answer": [[["x-a", "c"]], [["X-A", "r"]], [["x-a", "r"]]],
  "Set-Cookie adds up, the answer's behind it": [
    [["set-cookie", "a=1"]],
    [["set-cookie", "b=2"]],
    [
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ],
  ],
  "Vary, Link and challenges add up": [
    [
      ["vary", "origin"],
      ["link", "</a>"],
      ["www-authenticate", "Basic"],
    ],
    [
      ["vary", "accept"],
      ["link", "</b>"],
      ["www-authenticate", "Bearer"],
    ],
    [
      ["vary", "origin"],
      ["link", "</a>"],
      ["www-authenticate", "Basic"],
      ["vary", "accept"],
      ["link", "</b>"],
      ["www-authenticate", "Bearer"],
    ],
  ],
  "a repeatable line that both have is said once": [
    [["vary", "origin"]],
    [["vary", "origin"]],
    [["vary", "origin"]],
  ],
  "Cache-Control is a list, but the answer's is meant to replace": [
    [["cache-control", "no-store"]],
    [["cache-control", "max-age=60"]],
    [["cache-control", "max-age=60"]],
  ],
  "a content type that was prepared is the answer's, where it has none": [
    [["content-type", "text/html"]],
    [],
    [["content-type", "text/html"]],
  ],
};

for (const [name, [context, answer, expected]] of Object.entries(joined)) {
  test(`${name}`, async () => {
    for (const make of [
      // Bytes, since a text has a type also where none is set.
      () => new ray.Response(Buffer.from("x"), { headers: answer }),
      () => ({ intoResponse: () => new ray.Response(Buffer.from("x"), { headers: answer }) }),
    ]) {
      // By itself: over HTTP/2 the lines of one name stand together.
      const { headers } = await inject((c) => {
        for (const [field, value] of context) c.header(field, value);
        return make();
      }, "/");
      assert.deepEqual([...headers], expected);
    }
  });
}

test("a text is text/plain where neither the answer nor the context says what it is", async () => {
  const own = new ray.Response("x");
  const sent = async (handler: (c: AppContext) => Reply) =>
    (await ray.inject(handler, "/")).headers.get("content-type");
  assert.equal(await sent(() => own), "text/plain; charset=utf-8");
  assert.equal(await sent((c) => c.header("x-a", "1") && own), "text/plain; charset=utf-8");
  assert.equal(await sent((c) => c.header("content-type", "text/css") && own), "text/css");
  assert.equal(await sent(() => new ray.Response(Buffer.from("x"))), null);
  assert.deepEqual([...own.headers], [], "the handler's own stays as it was");
});

test("header adds a field that may be repeated, and replaces any other", async () => {
  const answer = await ray.inject((c) => {
    c.header("Set-Cookie", "a=1").header("set-cookie", "b=2").header("set-cookie", "a=1");
    c.header("vary", "origin").header("Vary", "accept").header("x-a", "1").header("X-A", "2");
    return c.string("x");
  }, "/");
  assert.deepEqual(answer.headers.getAll("set-cookie"), ["a=1", "b=2"]);
  assert.deepEqual(answer.headers.getAll("vary"), ["origin", "accept"]);
  assert.deepEqual(answer.headers.getAll("x-a"), ["2"]);
});

test("fields that speak of a content that is not sent are on no error, and on no other answer in its place", async () => {
  const speaking = {
    "accept-ranges": "bytes",
    "content-disposition": "attachment",
    "content-encoding": "gzip",
    "content-language": "de",
    "content-length": "4000",
    "content-location": "/a",
    "content-range": "bytes 0-1/2",
    "content-type": "image/png",
    etag: '"1"',
    "last-modified": "Thu, 01 Jan 1970 00:00:00 GMT",
    location: "/a",
    "repr-digest": "sha-256=:AA==:",
  };
  const prepare = (c: AppContext) => {
    for (const [name, value] of Object.entries(speaking)) c.header(name, value);
    c.header("x-trace", "7");
  };
  for (const [isAnswered, handler] of [
    [false, elsewhere["a thrown Error"]],
    [false, elsewhere["a returned error"]],
    [true, elsewhere["a Response"]],
    [true, elsewhere["a WHATWG Response"]],
    [true, elsewhere["a response set by hand"]],
  ] as const) {
    const answer = await ray.inject((c) => {
      prepare(c);
      if (isAnswered) c.string("never sent");
      return handler?.(c);
    }, "/");
    assert.equal(answer.headers.get("x-trace"), "7");
    for (const name of Object.keys(speaking)) {
      if (name !== "content-type") assert.equal(answer.headers.get(name), null, name);
      else assert.notEqual(answer.headers.get(name), "image/png");
    }
  }
});

test("the fields of an error win over those of the context", async () => {
  const { headers } = await ray.inject((c) => {
    c.header("retry-after", "1").header("www-authenticate", "Basic").header("x-trace", "7");
    throw new ray.HttpError(401, "who?", { headers: { "retry-after": "9", "www-authenticate": "Bearer" } });
  }, "/");
  assert.equal(headers.get("retry-after"), "9");
  assert.deepEqual(headers.getAll("www-authenticate"), ["Basic", "Bearer"]);
  assert.equal(headers.get("x-trace"), "7");
});

test("one Response for many requests: each gets it whole, and nobody's fields", async (t) => {
  const shared = new ray.Response("shared", { headers: { "x-own": "1", connection: "close" } });
  const before = [...shared.headers];
  const server = await startHttpServer(t, (c) => {
    c.header("set-cookie", `user=${c.query.get("user")}`);
    if (c.path === "/hand") {
      c.response = shared;
      c.header("x-more", "1").status(201);
      return undefined;
    }
    return c.path === "/own" ? { intoResponse: () => shared } : shared;
  });
  for (const path of ["/", "/own", "/hand", "/"]) {
    const answers = [
      await server.ask(request(`GET ${path}?user=1`)),
      await server.ask(request(`GET ${path}?user=2`)),
    ];
    for (const [index, { fields, text }] of answers.entries()) {
      assert.equal(text, "shared");
      const cookies = fields.filter(([name]) => name === "set-cookie");
      assert.deepEqual(cookies, [["set-cookie", `user=${index + 1}`]]);
    }
  }
  assert.deepEqual(
    [...shared.headers].filter(([name]) => name !== "connection"),
    before.slice(0, 1),
  );
  assert.equal(shared.status, 200);
});

test("a WHATWG Response whose body is used up is a 500 that the log explains, and not an empty 200", async (t) => {
  const read = new Response("once");
  await read.text();
  const locked = new Response("once");
  locked.body?.getReader();
  const shared = new Response("once");
  const replies: Readonly<Record<string, globalThis.Response>> = {
    "/read": read,
    "/locked": locked,
    "/shared": shared,
  };
  const server = await startHttpServer(t, (c) => replies[c.path]);
  assert.equal((await server.ask(request("GET /shared"))).text, "once");
  for (const [index, path] of Object.keys(replies).entries()) {
    const answer = await server.ask(request(`GET ${path}`));
    assert.equal(answer.statusLine, "HTTP/1.1 500 Internal Server Error");
    assert.equal(answer.text, "Internal Server Error\n");
    assert.match(String(server.log.errors("error")[index]), /the body of this fetch Response is used up/);
  }
});

test("two requests at once that get the same WHATWG Response: one is answered, the other is a 500", async () => {
  const shared = new Response("once");
  const answers = await Promise.all([
    ray.inject(async () => shared, "/"),
    ray.inject(async () => shared, "/"),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 500]);
  assert.deepEqual(answers.map((answer) => answer.text()).sort(), ["Internal Server Error\n", "once"]);
});

test("a WHATWG Response without a body may be given to everybody, and a clone too", async () => {
  const empty = new Response(null, { status: 204 });
  const original = new Response("again");
  for (let n = 0; n < 3; n += 1) {
    assert.equal((await ray.inject(() => empty, "/")).status, 204);
    assert.equal((await ray.inject(() => original.clone(), "/")).text(), "again");
  }
});

const droppers: Readonly<Record<string, (c: AppContext) => Reply>> = {
  "another answer method": (c) => c.string("another"),
  "a redirect": (c) => c.redirect("/x"),
  "a returned value": () => "another",
  "a Response": () => new ray.Response("another"),
  "a response set by hand": (c) => {
    c.response = new ray.Response("another");
  },
  "an error": () => {
    throw teapot();
  },
  "a returned error": () => teapot(),
};

for (const [name, drop] of Object.entries(droppers)) {
  test(`a stream whose place is taken by ${name} is let go`, async () => {
    const { seen, stream } = watched({ fails: true });
    await ray.inject((c) => {
      c.stream(stream);
      return drop(c);
    }, "/");
    await rounds(1);
    assert.equal(seen.returned, 1);
  });
}

test("a stream that another one is made of is left to that one", async () => {
  async function* numbers() {
    yield "1";
    yield "2";
  }
  async function* doubled(source: AsyncIterable<string | Uint8Array>) {
    for await (const piece of source) yield `${piece}${piece}`;
  }
  const answer = await ray.inject((c) => {
    const { body } = c.stream(numbers());
    return new ray.Response(doubled(body as AsyncIterable<string>));
  }, "/");
  assert.equal(answer.text(), "1122");
  const chained = await ray.inject((c) => c.stream(doubled(c.stream(numbers()).body as never)), "/");
  assert.equal(chained.text(), "1122");
});

test("an answer that no context has been made for has no fields of others", async (t) => {
  const server = await startHttpServer(t, (c) => c.header("x-trace", "7").string("x"));
  const client = await server.connect();
  await deliver(client, `${request("GET /")}bad\r\n\r\n`);
  assert.equal((await readAnswer(client)).field("x-trace"), "7");
  const refused = await readAnswer(client);
  assert.deepEqual([refused.status, refused.field("x-trace")], [400, null]);
});
