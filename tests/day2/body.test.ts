/** Reading a request body: text, JSON, bytes, forms and streams, whole or twice, sound or broken. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

/** UTF-8 as the latin1 string that `request` takes. */
const utf8 = (text: string) => Buffer.from(text).toString("latin1");
const post = (body: string, fields = {}) => request("POST /", fields, body);
const inChunks = (...chunks: string[]) =>
  request(
    "POST /",
    { "Transfer-Encoding": "chunked" },
    `${chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join("")}0\r\n\r\n`,
  );

test("text is the body as UTF-8, with a length and in chunks that cut a character", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(await c.req.text()));
  const text = "grüße, 世界 🌍";
  assert.equal((await server.ask(post(utf8(text)))).text, text);
  const bytes = utf8(text);
  assert.equal((await server.ask(inChunks(bytes.slice(0, 3), bytes.slice(3)))).text, text);
});

test("a body that is not UTF-8 is a 400 for text and json, and no matter for bytes", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    if (c.path === "/bytes") return c.bytes(await c.req.bytes());
    return c.json(c.path === "/json" ? await c.req.json() : await c.req.text());
  });
  for (const path of ["/text", "/json"]) {
    const answer = await server.ask(request(`POST ${path}`, {}, '"\xff"'));
    assert.equal(answer.status, 400);
    assert.match(answer.text, /UTF-8/);
  }
  assert.equal((await server.ask(request("POST /bytes", {}, '"\xff"'))).body, '"\xff"');
});

test("json gives the value; what is not JSON is a 400 that says so and no more", async (t) => {
  const server = await startHttpServer(t, async (c) => ({ got: await c.req.json() }));
  const good = await server.ask(post('{"a":[1,null,"b"]}'));
  assert.deepEqual(JSON.parse(good.text), { got: { a: [1, null, "b"] } });
  for (const body of ["{", "", "undefined", "{'a':1}", "[1,]"]) {
    const answer = await server.ask(post(body));
    assert.equal(answer.status, 400, body);
    assert.equal(answer.text, "the body is not valid JSON\n");
  }
  assert.deepEqual(server.log.messages("error"), []);
});

test("a request without a body has an empty one, however it is asked for", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const pieces: Buffer[] = [];
    for await (const piece of c.req.stream()) pieces.push(piece);
    const { length } = await c.req.bytes();
    return c.string(`${length} ${pieces.length} "${await c.req.text()}"`);
  });
  assert.equal((await server.ask(request("GET /"))).text, '0 0 ""');
  assert.equal((await server.ask(request("POST /", { "Content-Length": "0" }))).text, '0 0 ""');
});

test("bytes may be asked for twice, and text and json after it", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const [one, two] = await Promise.all([c.req.bytes(), c.req.bytes()]);
    return c.json([one.equals(two), await c.req.text(), await c.req.json()]);
  });
  assert.deepEqual(JSON.parse((await server.ask(post("[1]"))).text), [true, "[1]", [1]]);
  assert.deepEqual(JSON.parse((await server.ask(inChunks("[", "1", "]"))).text), [true, "[1]", [1]]);
});

test("a stream gives the pieces as they come, before the end has come", async (t) => {
  const seen: string[] = [];
  const server = await startHttpServer(t, async (c) => {
    for await (const piece of c.req.stream()) {
      seen.push(piece.toString());
      client.send(seen.length === 1 ? "3\r\ntwo\r\n" : "0\r\n\r\n");
    }
    return c.string(seen.join(" "));
  });
  const client = await server.connect();
  client.send(request("POST /", { "Transfer-Encoding": "chunked" }, "3\r\none\r\n"));
  assert.equal((await readAnswer(client)).text, "one two");
});

test("a stream that has been read cannot be read again: the second reader gets a 500", async (t) => {
  const server = await startHttpServer(t, async (c: AppContext) => {
    for await (const _ of c.req.stream()) break;
    return c.path === "/bytes" ? c.bytes(await c.req.bytes()) : c.stream(c.req.stream());
  });
  assert.equal((await server.ask(request("POST /bytes", {}, "hello"))).status, 500);
  assert.match(String(server.log.errors("error")[0]), /read as a stream already/);
});

test("a body sent straight back in a stream arrives as it was", async (t) => {
  const server = await startHttpServer(t, (c) => c.stream(c.req.stream()));
  const large = "0123456789abcdef".repeat(20_000);
  assert.equal((await server.ask(post(large))).body, large);
  assert.equal((await server.ask(inChunks("a", large, "c"))).body, `a${large}c`);
});

test("a body that is read only while the answer goes out gets no 100 in the middle of it", async (t) => {
  const server = await startHttpServer(t, (c) => c.stream(c.req.stream()));
  const client = await server.connect();
  client.send(request("POST /", { Expect: "100-continue", "Content-Length": "5" }));
  const head = await client.readUntil("\r\n\r\n");
  assert.match(head, /^HTTP\/1\.1 200 OK\r\n/);
  client.send("hello");
  assert.equal(await client.readAll(), "5\r\nhello\r\n0\r\n\r\n");
});

test("a form comes as FormData, urlencoded and multipart with a file", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const form = await c.req.formData();
    const told: Record<string, unknown> = {};
    for (const [name, value] of form) {
      told[name] = typeof value === "string" ? value : [value.name, value.type, await value.text()];
    }
    return told;
  });
  const simple = post("a=1&b=x+%C3%A9", {
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
  });
  assert.deepEqual(JSON.parse((await server.ask(simple)).text), { a: "1", b: "x é" });
  const parts = [
    '--cut\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
    '--cut\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n',
    "--cut--\r\n",
  ];
  const multipart = post(parts.join(""), { "Content-Type": "multipart/form-data; boundary=cut" });
  assert.deepEqual(JSON.parse((await server.ask(multipart)).text), {
    a: "1",
    f: ["x.txt", "text/plain", "hi"],
  });
});

test("what is no form is a 415, what is a broken one a 400", async (t) => {
  const server = await startHttpServer(t, async (c) => c.json([...(await c.req.formData()).keys()]));
  assert.equal((await server.ask(post("a=1"))).status, 415);
  assert.equal((await server.ask(post("a=1", { "Content-Type": "text/plain" }))).status, 415);
  assert.equal((await server.ask(post("a=1", { "Content-Type": "multipart/form-datax" }))).status, 415);
  const broken = await server.ask(post("--cu", { "Content-Type": "multipart/form-data; boundary=cut" }));
  assert.equal(broken.status, 400);
  assert.equal(broken.text, "the body is not a valid form\n");
});

test("a body that the client cuts short is a 400, with a length and in chunks", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(await c.req.text()));
  for (const bytes of [
    `${request("POST /", { "Content-Length": "10" })}12345`,
    request("POST /", { "Content-Length": "10" }),
    request("POST /", { "Transfer-Encoding": "chunked" }, "5\r\nhello\r\n"),
    request("POST /", { "Transfer-Encoding": "chunked" }, "5\r\nhel"),
  ]) {
    const client = await server.connect();
    client.send(bytes);
    client.end();
    const answer = await readAnswer(client);
    assert.equal(answer.status, 400);
    assert.equal(answer.text, "the body ended too early\n");
    assert.equal(answer.field("connection"), "close");
    assert.equal(await client.readAll(), "");
  }
});

test("a handler may catch a broken body and answer by itself; the connection still closes", async (t) => {
  const codes: string[] = [];
  const server = await startHttpServer(t, async (c) => {
    await assert.rejects(c.req.text(), (error: InstanceType<typeof ray.HttpError>) => {
      codes.push(error.code);
      return error instanceof ray.HttpError;
    });
    return c.string("never mind");
  });
  const client = await server.connect();
  client.send(request("POST /", { "Transfer-Encoding": "chunked" }, "nonsense\r\n") + request("GET /"));
  const answer = await readAnswer(client);
  assert.equal(answer.text, "never mind");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(codes, ["BAD_CHUNK"]);
});
