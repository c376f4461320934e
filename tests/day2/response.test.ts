/** Answers on the wire: every kind of body, their fields and framing, and what HEAD, 204 and 304 leave out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { assertBytes } from "../support/bytes.ts";
import { type Answer, readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

/** The fields that do not differ from run to run. */
const shape = (answer: Answer) => [
  answer.statusLine,
  ...answer.fields.filter(([name]) => name !== "date").map(([name, value]) => `${name}: ${value}`),
];

const answers: Record<string, (c: AppContext) => unknown> = {
  "/string": (c) => c.string("hello"),
  "/created": (c) => c.string("made", 201),
  "/unicode": (c) => c.string("grüße 🌍"),
  "/json": (c) => c.json({ a: [1, null, "ü"] }),
  "/html": (c) => c.html("<p>hi</p>"),
  "/bytes": (c) => c.bytes(new Uint8Array([0, 255, 13, 10])),
  "/empty": (c) => c.status(202),
  "/redirect": (c) => c.redirect("/elsewhere?a=b"),
  "/moved": (c) => c.redirect("https://example.org/", 308),
};

/** Answers of the table above, and nothing for a void one. */
function app(c: AppContext): object | undefined {
  const reply = answers[c.path]?.(c);
  return reply instanceof ray.Response ? reply : undefined;
}

const expected: Record<string, { readonly head: readonly string[]; readonly body: string }> = {
  "/string": {
    head: ["HTTP/1.1 200 OK", "content-type: text/plain; charset=utf-8", "content-length: 5"],
    body: "hello",
  },
  "/created": {
    head: ["HTTP/1.1 201 Created", "content-type: text/plain; charset=utf-8", "content-length: 4"],
    body: "made",
  },
  "/unicode": {
    head: ["HTTP/1.1 200 OK", "content-type: text/plain; charset=utf-8", "content-length: 12"],
    body: "grüße 🌍",
  },
  "/json": {
    head: ["HTTP/1.1 200 OK", "content-type: application/json", "content-length: 19"],
    body: '{"a":[1,null,"ü"]}',
  },
  "/html": {
    head: ["HTTP/1.1 200 OK", "content-type: text/html; charset=utf-8", "content-length: 9"],
    body: "<p>hi</p>",
  },
  "/empty": { head: ["HTTP/1.1 202 Accepted", "content-length: 0"], body: "" },
  "/redirect": { head: ["HTTP/1.1 302 Found", "location: /elsewhere?a=b", "content-length: 0"], body: "" },
  "/moved": {
    head: ["HTTP/1.1 308 Permanent Redirect", "location: https://example.org/", "content-length: 0"],
    body: "",
  },
};

for (const [path, { head, body }] of Object.entries(expected)) {
  test(`${path} is answered with the right fields, and the length is in bytes`, async (t) => {
    const server = await startHttpServer(t, app);
    const answer = await server.ask(request(`GET ${path}`));
    assert.deepEqual(shape(answer), head);
    assert.equal(answer.text, body);
  });
}

test("HEAD gives the same fields as GET, and no body", async (t) => {
  const server = await startHttp1Server(t, async (c) => {
    if (c.path === "/stream") return c.stream(pieces());
    if (c.path === "/error") throw new ray.HttpError(403, "no");
    if (c.path === "/large") return c.string("x".repeat(200_000));
    return app(c);
  });
  let begun = 0;
  async function* pieces() {
    begun += 1;
    yield "hello";
  }
  const client = await server.connect();
  for (const path of [...Object.keys(answers), "/stream", "/error", "/large"]) {
    client.send(request(`GET ${path}`));
    const get = await readAnswer(client);
    client.send(request(`HEAD ${path}`));
    // If a body followed, the next answer would not begin where the test looks for it.
    assert.deepEqual(shape(await readAnswer(client, "HEAD")), shape(get), path);
  }
  assert.equal(begun, 1, "the stream of a HEAD is not begun");
});

test("a HEAD that is refused gets no body either", async (t) => {
  const server = await startHttpServer(t, app);
  const client = await server.connect();
  client.send("HEAD / HTTP/1.1\r\nContent-Length: x\r\nHost: a\r\n\r\n");
  const answer = await readAnswer(client, "HEAD");
  assert.equal(answer.statusLine, "HTTP/1.1 400 Bad Request");
  assert.equal(await client.readAll(), "");
});

test("a handler answers HEAD with the length that a GET would have had", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.header("content-length", "1234");
    return undefined;
  });
  const head = await server.ask(request("HEAD /"), "HEAD");
  assert.equal(head.field("content-length"), "1234");
  assert.equal((await server.ask(request("GET /"))).field("content-length"), "0");
});

// RFC 9110 §15.3.6: 205 has no content either, but is framed like other answers.
for (const [status, length] of [
  [204, null],
  [205, "0"],
  [304, null],
] as const) {
  test(`${status} has no body and the length ${length}, whatever the handler gave`, async (t) => {
    const server = await startHttpServer(t, (c) => {
      c.status(status).header("etag", '"1"');
      if (c.path === "/string") return c.string("hidden");
      if (c.path === "/bytes") return c.bytes(new Uint8Array(100_000));
      if (c.path === "/stream") {
        return c.stream(
          (async function* () {
            yield "hidden";
          })(),
        );
      }
      return undefined;
    });
    const client = await server.connect();
    for (const path of ["/", "/string", "/bytes", "/stream"]) {
      client.send(request(`GET ${path}`));
      const answer = await readAnswer(client);
      assert.equal(answer.status, status);
      assert.equal(answer.body, "");
      assert.equal(answer.field("content-length"), length);
      assert.equal(answer.field("transfer-encoding"), null);
      assert.equal(answer.field("etag"), '"1"');
    }
  });
}

test("5 MiB of bytes arrive as they are, and so do 5 MiB of text", async (t) => {
  const large = Buffer.alloc(5 * 1024 * 1024, Buffer.from(Array.from({ length: 251 }, (_, n) => n)));
  const text = "0123456789ü".repeat(5 * 1024 * 95);
  const server = await startHttpServer(t, (c) => (c.path === "/bytes" ? c.bytes(large) : c.string(text)));
  const bytes = await server.ask(request("GET /bytes"));
  assertBytes(bytes.bytes, large, "5 MiB of bytes");
  assert.equal((await server.ask(request("GET /text"))).text, text);
});

test("every answer has a Date, that of now, unless the handler gave one", async (t) => {
  const server = await startHttpServer(t, (c) => {
    if (c.path === "/own") c.header("Date", "Thu, 01 Jan 1970 00:00:00 GMT");
    return c.string("x");
  });
  const date = (await server.ask(request("GET /"))).field("date") ?? "";
  assert.match(date, /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/);
  assert.ok(Math.abs(Date.parse(date) - Date.now()) < 5_000, date);
  assert.ok((await server.ask("bad\r\n\r\n")).field("date"), "errors too");
  assert.equal((await server.ask(request("GET /own"))).field("date"), "Thu, 01 Jan 1970 00:00:00 GMT");
});

test("the text of a Date changes with the second, and not before", async () => {
  const { datedEnding } =
    await load<typeof import("../../day5/src/http/h1/write-response.ts")>("http/h1/write-response.ts");
  const first = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
  const at = Date.parse(first.slice(6));
  assert.deepEqual([datedEnding(at), datedEnding(at + 999)], [first, first]);
  assert.equal(datedEnding(at + 1_000), "date: Sun, 06 Nov 1994 08:49:38 GMT\r\n\r\n");
});

test("I4: the length is the server's to count: a wrong one from a handler does not get through", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.header("Content-Length", "3");
    return c.path === "/bytes" ? c.bytes(Buffer.from("hello")) : c.string("hello");
  });
  assert.equal((await server.ask(request("GET /string"))).text, "hello");
  assert.equal((await server.ask(request("GET /bytes"))).text, "hello");
});

test("a handler's Connection: close is kept to, and said once; other wishes are not sent", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.header("connection", c.query.get("say") ?? "");
    return c.string("x");
  });
  const client = await server.connect();
  client.send(request("GET /?say=keep-alive") + request("GET /?say=x,+Close") + request("GET /never"));
  assert.equal((await readAnswer(client)).field("connection"), null);
  assert.equal((await readAnswer(client)).field("connection"), "close");
  assert.equal(await client.readAll(), "");
});
