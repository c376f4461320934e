/** Clients that people really use: node:http with a keep-alive Agent, fetch, and curl where there is one. */

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import type { AppContext } from "../../day5/src/index.ts";
import { startHttpServer } from "../support/http-server.ts";

/** Counts down, one piece for each line. */
async function* lines() {
  for (let n = 3; n > 0; n -= 1) yield `${n}\n`;
}

const large = "0123456789abcdef".repeat(50_000);

async function app(c: AppContext): Promise<unknown> {
  if (c.path === "/echo") {
    c.header("content-type", c.req.headers.get("content-type") ?? "application/octet-stream");
    return c.bytes(await c.req.bytes());
  }
  if (c.path === "/stream") return c.stream(lines());
  if (c.path === "/form") return Object.fromEntries(await c.req.formData());
  if (c.path === "/large") return c.string(large);
  if (c.path === "/redirect") return c.redirect("/port", 307);
  if (c.path === "/none") return c.status(204).response;
  if (c.path === "/port") return c.json((c.remoteAddress as { port: number }).port);
  return c.string(`${c.method} ${c.path}`);
}

const start = (t: TestContext) => startHttpServer(t, (c) => app(c) as Promise<object>);

test("node:http with a keep-alive Agent uses one connection for all its requests", async (t) => {
  const server = await start(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ask = (path: string, options: RequestOptions = {}, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = httpRequest(`${server.url}${path}`, { agent, ...options }, resolve);
      asked.on("error", reject).end(body);
    });
  const ports: string[] = [];
  for (const [path, options, body, expected] of [
    ["/", {}, undefined, "GET /"],
    ["/echo", { method: "POST" }, "hello", "hello"],
    ["/stream", {}, undefined, "3\n2\n1\n"],
    ["/large", {}, undefined, large],
    ["/none", {}, undefined, ""],
    ["/x", { method: "HEAD" }, undefined, ""],
    ["/y", { method: "DELETE" }, undefined, "DELETE /y"],
  ] as const) {
    const answer = await ask(path, options, body);
    assert.equal(await text(answer), expected, path);
    ports.push(await text(await ask("/port")));
  }
  assert.equal(new Set(ports).size, 1);
});

test("node:http sends a body in chunks, and waits for its 100", async (t) => {
  const server = await start(t);
  const asked = httpRequest(`${server.url}/echo`, {
    method: "POST",
    agent: false,
    headers: { Expect: "100-continue", "Transfer-Encoding": "chunked" },
  });
  asked.flushHeaders();
  await new Promise((resolve) => asked.once("continue", resolve));
  asked.write("hel");
  asked.end("lo");
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once("response", resolve));
  assert.equal(await text(answer), "hello");
});

test("fetch gets text, JSON, streams and redirects, and sends forms and streams", async (t) => {
  const server = await start(t);
  const url = (path: string) => `${server.url}${path}`;
  assert.equal(await (await fetch(url("/"))).text(), "GET /");
  assert.equal(await (await fetch(url("/large"))).text(), large);
  assert.equal(await (await fetch(url("/stream"))).text(), "3\n2\n1\n");
  assert.equal(typeof (await (await fetch(url("/redirect"))).json()), "number");
  assert.equal((await fetch(url("/none"))).status, 204);
  const echo = await fetch(url("/echo"), { method: "POST", body: "grüße" });
  assert.equal(echo.headers.get("content-type"), "text/plain;charset=UTF-8");
  assert.equal(await echo.text(), "grüße");
  const form = new FormData();
  form.set("name", "ü & co");
  assert.deepEqual(await (await fetch(url("/form"), { method: "POST", body: form })).json(), {
    name: "ü & co",
  });
  const urlencoded = new URLSearchParams({ a: "1 2" });
  assert.deepEqual(await (await fetch(url("/form"), { method: "POST", body: urlencoded })).json(), {
    a: "1 2",
  });
  const stream = new Blob(["streamed ", large]).stream();
  // `duplex` is required by fetch for a body that is a stream, and missing from its types.
  const streamed = await fetch(url("/echo"), { method: "POST", body: stream, duplex: "half" } as RequestInit);
  assert.equal(await streamed.text(), `streamed ${large}`);
});

test("a hundred requests of fetch at once are all answered", async (t) => {
  const server = await start(t);
  const paths = Array.from({ length: 100 }, (_, n) => `/${n}`);
  const answers = await Promise.all(paths.map(async (path) => (await fetch(server.url + path)).text()));
  assert.deepEqual(
    answers,
    paths.map((path) => `GET ${path}`),
  );
});

const noCurl = spawnSync("curl", ["--version"]).error === undefined ? false : "there is no curl here";

test("curl: one connection for several requests, an upload that waits for 100, HTTP/1.0, HEAD", {
  skip: noCurl,
}, async (t) => {
  const server = await start(t);
  const curl = async (...args: string[]) => {
    const limits = { maxBuffer: 10 * large.length };
    return (await promisify(execFile)("curl", ["-sS", "--max-time", "10", ...args], limits)).stdout;
  };
  const url = (path: string) => `${server.url}${path}`;
  assert.equal(await curl("-w", "|%{num_connects}", url("/a"), url("/b")), "GET /a|1GET /b|0");
  const upload = [
    "-H",
    "Expect: 100-continue",
    "-H",
    "Content-Type: x/y",
    "--data-binary",
    large.slice(0, 100_000),
  ];
  assert.equal(await curl(...upload, url("/echo")), large.slice(0, 100_000));
  assert.equal(await curl("--http1.0", url("/stream")), "3\n2\n1\n");
  assert.equal(await curl("-F", "a=1", url("/form")), '{"a":"1"}');
  assert.equal(await curl("-L", "-o", "/dev/null", "-w", "%{http_code}", url("/redirect")), "200");
  const head = await curl("-I", url("/x"));
  assert.match(
    head,
    /^HTTP\/1\.1 200 OK\r\ncontent-type: text\/plain; charset=utf-8\r\ncontent-length: 7\r\n/,
  );
});
