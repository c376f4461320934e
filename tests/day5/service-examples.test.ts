/** The services among the examples, as their users meet them: started as programs, asked over the wire. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import { Child } from "../support/child.ts";
import { srcDir } from "../support/stage.ts";

const folder = join(srcDir, "..", "examples");
const isThere = existsSync(join(folder, "todo.ts"));
// A learner's own copy may have none.
const options = { concurrency: 2, skip: isThere ? false : `there are no such examples in ${folder}` };

async function start(t: TestContext, example: string): Promise<string> {
  const env = { HOST: "127.0.0.1", PORT: "0", MY_LOG_LEVEL: "silent" };
  const child = Child.run(t, join(folder, example), env);
  const [, url] = await child.printed(/listening on (http:\/\/127\.0\.0\.1:\d+)\n/);
  return url as string;
}

const send = (url: string, method: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

describe("services", options, () => {
  test("the to-do list keeps what each visitor adds, changes and removes, and nobody sees another's", async (t) => {
    const url = await start(t, "todo.ts");
    const added = await send(`${url}/api/todos`, "POST", { title: " milk " });
    assert.deepEqual(await added.json(), { id: 1, title: "milk", done: false });
    const cookie = /^sid=[\w-]{22}/.exec(added.headers.get("set-cookie") ?? "")?.[0] as string;
    const todos = async (headers: Record<string, string> = { cookie }) =>
      (await fetch(`${url}/api/todos`, { headers })).json();
    const both = ["bread", "eggs"].map((title) => send(`${url}/api/todos`, "POST", { title }, { cookie }));
    for (const answer of await Promise.all(both)) assert.equal(answer.status, 200);
    assert.equal(((await todos()) as []).length, 3, "two at once lose nothing");
    assert.equal((await send(`${url}/api/todos/1`, "PATCH", { done: true }, { cookie })).status, 200);
    const removed = await fetch(`${url}/api/todos/2`, { method: "DELETE", headers: { cookie } });
    assert.equal(removed.status, 204);
    const left = (await todos()) as { id: number; done: boolean }[];
    assert.deepEqual(
      left.map(({ id, done }) => [id, done]),
      [
        [1, true],
        [3, false],
      ],
    );
    assert.deepEqual(await todos({}), [], "a visitor without a session has nothing to do");
  });

  test("the script of the to-do list comes compressed, and once; a list comes anew when it has changed", async (t) => {
    const url = await start(t, "todo.ts");
    const page = await fetch(`${url}/page.js`, { headers: { "accept-encoding": "gzip" } });
    assert.equal(page.headers.get("content-encoding"), "gzip");
    assert.match(await page.text(), /fetch\(/);
    const again = await fetch(`${url}/page.js`, {
      headers: { "if-none-match": page.headers.get("etag") ?? "" },
    });
    assert.equal(again.status, 304);
    const added = await send(`${url}/api/todos`, "POST", { title: "milk" });
    const cookie = /^sid=[\w-]{22}/.exec(added.headers.get("set-cookie") ?? "")?.[0] as string;
    const list = await fetch(`${url}/api/todos`, { headers: { cookie } });
    const known = { cookie, "if-none-match": list.headers.get("etag") ?? "" };
    assert.equal((await fetch(`${url}/api/todos`, { headers: known })).status, 304);
    await send(`${url}/api/todos`, "POST", { title: "bread" }, { cookie });
    assert.equal((await fetch(`${url}/api/todos`, { headers: known })).status, 200);
  });

  test("the to-do list says what was wrong: 400, 404, 415, 422", async (t) => {
    const url = await start(t, "todo.ts");
    const empty = await send(`${url}/api/todos`, "POST", { title: "" });
    assert.equal(empty.status, 422);
    assert.match(await empty.text(), /^title: /);
    assert.equal((await send(`${url}/api/todos/x`, "PATCH", { done: true })).status, 400);
    assert.equal((await send(`${url}/api/todos/9`, "PATCH", { done: true })).status, 404);
    assert.equal((await fetch(`${url}/api/todos`, { method: "POST", body: "a=1" })).status, 415);
    assert.equal((await fetch(`${url}/api/nothing`)).status, 404);
  });

  test("the page of the to-do list, its style and its script are there, and a 304 the second time", async (t) => {
    const url = await start(t, "todo.ts");
    const page = await fetch(`${url}/`);
    assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    const links = [...(await page.text()).matchAll(/(?:href|src)="([\w.]+)"/g)].map(
      ([, link]) => link as string,
    );
    assert.deepEqual(links, ["style.css", "page.js"]);
    for (const link of links) assert.equal((await fetch(`${url}/${link}`)).status, 200, link);
    const etag = page.headers.get("etag") as string;
    assert.equal((await fetch(`${url}/`, { headers: { "if-none-match": etag } })).status, 304);
  });

  test("the shelf takes pictures of those with a key, shows them to all, and keeps out what is none", async (t) => {
    const url = await start(t, "photos.ts");
    const authorization = `Basic ${Buffer.from("ali:sesame").toString("base64")}`;
    const put = (type: string, headers: Record<string, string> = { authorization }) => {
      const body = new FormData();
      body.append("picture", new Blob(["bytes"], { type }), "my cat.png");
      return fetch(`${url}/photos`, { method: "POST", body, headers });
    };
    assert.equal((await put("image/png", {})).status, 401);
    assert.equal((await put("text/html")).status, 415);
    assert.deepEqual(await (await put("image/png")).json(), ["/photos/my%20cat.png"]);
    const shown = await fetch(`${url}/photos/my%20cat.png`);
    assert.deepEqual([shown.headers.get("content-type"), await shown.text()], ["image/png", "bytes"]);
    assert.match(shown.headers.get("server-timing") ?? "", /^app;dur=\d/);
    assert.deepEqual(await (await fetch(`${url}/photos`)).json(), [
      { name: "my cat.png", keeper: "ali", bytes: 5 },
    ]);
    assert.equal((await fetch(`${url}/photos/dog.png`)).status, 404);
    assert.equal(
      (await fetch(`${url}/photos`, { method: "DELETE" })).headers.get("allow"),
      "GET, HEAD, OPTIONS, POST",
    );
  });

  test("in the chat all hear what one says, and who comes back hears what was missed", async (t) => {
    const url = await start(t, "chat.ts");
    const abort = new AbortController();
    t.after(() => abort.abort());
    const listen = async (headers: Record<string, string> = {}) => {
      const answer = await fetch(`${url}/messages`, { headers, signal: abort.signal });
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      let heard = "";
      return async (text: string) => {
        while (!heard.includes(text)) heard += Buffer.from((await reader.read()).value ?? []).toString();
        return heard;
      };
    };
    const [ann, bob] = [await listen(), await listen()];
    const say = (name: string, text: string) => send(`${url}/messages`, "POST", { name, text });
    assert.deepEqual(await (await say("ann", "hello")).json(), { id: 1 });
    for (const hears of [ann, bob])
      assert.match(await hears("hello"), /id: 1\ndata: {"name":"ann","text":"hello"}\n\n/);
    await say("bob", "two");
    await say("bob", "three");
    const back = await listen({ "last-event-id": "2" });
    assert.doesNotMatch(await back("three"), /hello|two/);
    assert.equal((await say("", "nameless")).status, 422);
  });

  test("in a room of the other chat all but the one who speaks hear it, and he gets a receipt", async (t) => {
    const url = await start(t, "chat-ws.ts");
    const page = await fetch(`${url}/`);
    assert.match(await page.text(), /page\.js/);
    const join = async (room: string) => {
      const client = new WebSocket(`${url.replace("http", "ws")}/rooms/${room}`);
      t.after(() => client.terminate());
      await once(client, "open");
      const heard: unknown[] = [];
      client.on("message", (data) => heard.push(JSON.parse(String(data))));
      return { client, heard, next: () => once(client, "message") };
    };
    const [ann, bob, eve] = [await join("tea"), await join("tea"), await join("coffee")];
    const both = Promise.all([ann.next(), bob.next()]);
    ann.client.send(JSON.stringify({ id: 7, name: "ann", text: " hello " }));
    await both;
    assert.deepEqual([ann.heard, bob.heard], [[{ received: 7 }], [{ name: "ann", text: "hello" }]]);
    eve.client.send("no JSON");
    assert.equal((await once(eve.client, "close"))[0], 1008);
    assert.deepEqual(eve.heard, []);
  });
});
