/** Fields that a request has twice: joined where they mean a list, refused where they decide and differ. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const single = [
  "Access-Control-Request-Method",
  "Authorization",
  "Content-Disposition",
  "Content-Location",
  "Content-Range",
  "Content-Type",
  "Date",
  "From",
  "If-Modified-Since",
  "If-Range",
  "If-Unmodified-Since",
  "Last-Modified",
  "Location",
  "Max-Forwards",
  "Origin",
  "Proxy-Authorization",
  "Range",
  "Referer",
  "Sec-WebSocket-Key",
  "Sec-WebSocket-Version",
  "User-Agent",
];

const twice = (name: string, first: string, second: string) =>
  `GET /?name=${name} HTTP/1.1\r\nHost: x\r\n${name}: ${first}\r\nX-Between: 1\r\n${name.toLowerCase()}: ${second}\r\n\r\n`;

test("two Cookie lines are one list of cookies", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.req.headers.get("cookie") ?? ""));
  const answer = await server.ask(twice("Cookie", "a=1; b=2", "c=3"));
  assert.equal(answer.text, "a=1; b=2; c=3");
});

test("two lines of a field that is a list are one list", async (t) => {
  const server = await startHttpServer(t, (c) =>
    c.string(c.req.headers.get(c.query.get("name") ?? "") ?? ""),
  );
  for (const name of [
    "Accept",
    "Accept-Language",
    "If-None-Match",
    "If-Match",
    "X-Forwarded-For",
    "Via",
    "X-Own",
  ]) {
    assert.equal((await server.ask(twice(name, "a", "b"))).text, "a, b", name);
  }
});

test("I1: two values of a field that has one are a 400 for whoever asks, and the connection goes on", async (t) => {
  const server = await startHttpServer(t, (c) =>
    c.string(c.req.headers.get(c.query.get("name") ?? "") ?? "none"),
  );
  const client = await server.connect();
  for (const name of single) {
    client.send(
      twice(name, "secret1", "secret2") + twice(name, "same", "same") + request(`GET /?name=${name}`),
    );
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, "HTTP/1.1 400 Bad Request", name);
    assert.equal(answer.text, `the field ${name.toLowerCase()} came twice, with two values\n`);
    assert.equal((await readAnswer(client)).text, "same", `${name}, the same twice`);
    assert.equal((await readAnswer(client)).text, "none");
  }
  assert.deepEqual(server.log.messages("error"), []);
});

test("nobody asks, nobody is told: a repeated field by itself harms no request", async (t) => {
  const server = await startHttpServer(t, (c) => [
    c.req.headers.has("authorization"),
    c.req.headers.getAll("authorization"),
    [...c.req.headers].filter(([name]) => name === "authorization").length,
  ]);
  const answer = await server.ask(twice("Authorization", "a", "b"));
  assert.deepEqual(JSON.parse(answer.text), [true, ["a", "b"], 2]);
});

test("a form with two content types is a 400, and not read as either", async () => {
  const headers = [
    ["content-type", "application/x-www-form-urlencoded"],
    ["content-type", "text/plain"],
  ] as const;
  const answer = await ray.inject(async (c) => Object.fromEntries(await c.req.formData()), "/", {
    method: "POST",
    body: "a=1",
    headers,
  });
  assert.deepEqual(
    [answer.status, answer.text()],
    [400, "the field content-type came twice, with two values\n"],
  );
});

test("a field of three lines is refused as one of two, wherever the other value stands", async () => {
  for (const values of ["aab", "aba", "baa"]) {
    const headers = [...values].map((value) => ["authorization", value] as const);
    const answer = await ray.inject((c) => c.req.headers.get("authorization"), "/", { headers });
    assert.equal(answer.status, 400);
  }
});
