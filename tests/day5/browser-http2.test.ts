/** Chromium over TLS: pages, streams and events come over HTTP/2, and a WebSocket over HTTP/1.1 on the same port. */

import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as wsPackage from "ws";
import type { TcpAddress } from "../../day5/src/net.ts";
import { noChromium, visitors } from "../support/browser.ts";
import { type Gate, gate } from "../support/gate.ts";
import { load, ray } from "../support/stage.ts";

const stream = await load<typeof import("../../day5/src/stream/index.ts")>("stream/index.ts");
const ws = await load<typeof import("../../day5/src/ws/index.ts")>("ws/index.ts");
const file = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));

const PAGE = "<!doctype html><title>over TLS</title><link rel=icon href='data:,'><p>hello";

async function serve(t: TestContext) {
  const heard: string[] = [];
  const more: Gate<void> = gate();
  const app = new ray.Router()
    .get("/", (c) => c.html(PAGE))
    .get("/pieces", (c) =>
      c.stream(
        (async function* () {
          yield "one";
          // The page asks for this one only when it has read the first.
          await more.promise;
          yield "two";
        })(),
      ),
    )
    .post("/more", (c) => {
      more.open();
      return c.string(c.req.version);
    })
    .get("/events", (c) => {
      heard.push(stream.lastEventId(c) ?? "none");
      // It ends after one event: the browser comes again by itself, and says what it has seen.
      const event = { id: String(heard.length), data: `event ${heard.length}`, retry: 1 };
      return stream.events(
        c,
        (async function* () {
          yield event;
        })(),
      );
    })
    .get(
      "/echo",
      ws.webSocket(
        async (socket, c) => {
          for await (const message of socket) await socket.send(`${c.scheme} ${c.req.version} ${message}`);
        },
        { ws: wsPackage },
      ),
    );
  const server = await ray.listen("127.0.0.1:0", app, { tls: { cert: file("cert"), key: file("key") } });
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  return { url: `https://127.0.0.1:${(server.address as TcpAddress).port}/`, heard };
}

describe("a browser over TLS", { skip: noChromium }, () => {
  const visit = visitors({ ignoreHTTPSErrors: true });

  test("the page, a stream read piece by piece, events that come again and a WebSocket", async (t) => {
    const { url, heard } = await serve(t);
    const { page, trouble } = await visit(url);
    assert.equal(await page.locator("p").textContent(), "hello");
    const protocol = 'performance.getEntriesByType("navigation")[0].nextHopProtocol';
    assert.equal(await page.evaluate(protocol), "h2");

    // As text, since it runs in the page, where there are names that this side does not know.
    const pieces = await page.evaluate(`(async () => {
    const reader = (await fetch("/pieces")).body.getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    const first = await read();
    const version = await (await fetch("/more", { method: "POST" })).text();
    return [first, version, await read(), (await reader.read()).done];
  })()`);
    assert.deepEqual(pieces, ["one", "2", "two", true]);

    const events = await page.evaluate(`new Promise((resolve) => {
    const heard = [];
    const source = new EventSource("/events");
    source.onmessage = ({ data, lastEventId }) => {
      heard.push(data + " " + lastEventId);
      if (heard.length < 3) return;
      source.close();
      resolve(heard);
    };
  })`);
    assert.deepEqual(events, ["event 1 1", "event 2 2", "event 3 3"]);
    assert.deepEqual(
      heard.slice(0, 3),
      ["none", "1", "2"],
      "it says what it has seen, each time it comes again",
    );

    const echo = await page.evaluate(`new Promise((resolve, reject) => {
    const socket = new WebSocket("wss://" + location.host + "/echo");
    socket.onopen = () => socket.send("hello");
    socket.onerror = () => reject(new Error("no socket"));
    socket.onmessage = ({ data }) => { resolve(data); socket.close(); };
  })`);
    assert.equal(echo, "https 2 hello", "on the connection of the page");
    assert.deepEqual(trouble, []);
  });
});
