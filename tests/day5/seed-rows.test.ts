/**
 * Small behaviours that the texts at the root of this course describe, and that no other test names. The ids at the end
 * of the titles are those of docs/reference/sources.md, which says what became of each.
 */

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { AppContext, Endpoint } from "../../day5/src/index.ts";
import { Child } from "../support/child.ts";
import { FailingListener } from "../support/failing-listener.ts";
import { startHttpServer } from "../support/http-server.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray, srcDir } from "../support/stage.ts";

const { handler, header, text } =
  await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");

test("with a back-off of 1 to 8 s an accept is tried five times, and not eight (seed 000.7)", async (t) => {
  const busy = new Error("too many open files");
  const logger = new LogBook();
  const { clock, running } = await startLineServer(t, {
    logger,
    wrap: (inner, reactor) =>
      new ray.RetryingListener(new FailingListener(inner, () => busy), {
        reactor,
        logger,
        backoff: () => new ray.Backoff(1_000, 8_000),
      }),
  });
  await clock.pass(15_000);
  await assert.rejects(running, busy);
  const waits = logger.entries.map(({ fields }) => fields.retryInMs);
  assert.deepEqual(waits.slice(0, 5), [1_000, 2_000, 4_000, 8_000, undefined]);
});

/** Both ends of a connection. */
async function socketPair(t: TestContext): Promise<[Socket, Socket]> {
  const server = createServer({ pauseOnConnect: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const accepted = once(server, "connection");
  const client = connect((server.address() as { port: number }).port, "127.0.0.1");
  const [socket] = (await accepted) as [Socket];
  t.after(() => {
    client.destroy();
    socket.destroy();
    server.close();
  });
  return [client, socket];
}

test("a loop tells of a socket as of any source, by its token, and of its end (seed 001.13)", async (t) => {
  const [client, socket] = await socketPair(t);
  const loop = new ray.EventLoop();
  const source = new ray.SocketSource(socket);
  loop.register(source, 7, ray.EventSet.readable, "edge");
  source.resume();
  client.end("hello");
  const told: string[] = [];
  await loop.run({
    ready(_loop, token, events) {
      told.push(`${token}: ${events & ray.EventSet.readable ? "readable" : "gone"}`);
      if (source.ended) loop.shutdown();
    },
  });
  assert.deepEqual([...new Set(told)], ["7: readable"]);
  assert.equal(source.input.take(source.input.length).toString(), "hello");
  loop.deregister(source);
});

test("of messages behind the one that stops a loop, those of its round still come, and then its tick (seed 001.11)", async () => {
  const loop = new ray.EventLoop<string>();
  const sender = loop.channel();
  for (const message of ["one", "stop", "two"]) sender.send(message);
  const told: string[] = [];
  await loop.run({
    notify(_loop, message) {
      told.push(message);
      if (message === "stop") loop.shutdown();
    },
    tick: () => void told.push(`tick, running: ${loop.isRunning}`),
  });
  assert.deepEqual(told, ["one", "stop", "two", "tick, running: false"]);
});

test("an extractor of the program's own sees the head, waits, and one of them takes the body (seed 004.7, 004.8)", async () => {
  const size = async ({ req }: AppContext) => {
    const told = Number(req.headers.get("x-size"));
    if (told > 10) throw new ray.HttpError(413, "ten bytes are enough");
    return told;
  };
  const app = handler(size, header("x-name"), text, (size, name, body) => `${name}: ${body}, ${size}`);
  const post = (body: string, headers: Record<string, string>) =>
    ray.inject(app, "/", { method: "POST", body, headers });
  assert.equal((await post("hello", { "x-name": "ann", "x-size": "5" })).text(), "ann: hello, 5");
  assert.equal((await post("hello", { "x-size": "5" })).status, 400);
  assert.equal((await post("a long story", { "x-name": "ann", "x-size": "12" })).status, 413);
});

test("a value or an Error may be returned, as from a function that gives a Result (seed 004.9)", async () => {
  const half = async (c: AppContext<{ n: string }>) => {
    const n = Number(c.params.n);
    return n % 2 === 0 ? { half: n / 2 } : new ray.HttpError(422, `${n} is odd`);
  };
  const router = new ray.Router().get("/half/:n", half);
  assert.deepEqual((await ray.inject(router, "/half/8")).json(), { half: 4 });
  const odd = await ray.inject(router, "/half/7");
  assert.deepEqual([odd.status, odd.text()], [422, "7 is odd\n"]);
});

test("an endpoint of one's own says by its type that it answers with a Response; a text is a 500 that says so (seed 004.3)", async () => {
  class Hello implements Endpoint {
    call = (c: AppContext) => c.string("hello");
  }
  assert.equal((await ray.inject(new Hello(), "/")).text(), "hello");
  // @ts-expect-error: a text is what a handler may return, not an endpoint.
  const text: Endpoint = { call: () => "hello" };
  const logger = new LogBook();
  assert.equal((await ray.inject(text, "/", { logger })).status, 500);
  assert.match(String(logger.errors("error")), /Response/);
});

test("names of fields go out in small letters, whatever case the program writes (seed 004.36)", async (t) => {
  const { connect } = await startHttpServer(t, (c) => c.header("X-Request-ID", "7").string(""));
  const client = await connect();
  client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  assert.match(await client.readAll(), /\r\nx-request-id: 7\r\n/);
});

const chat = join(srcDir, "..", "examples", "chat.ts");

test("a stop wakes a stream that waits: onShutdown ends what it listens to, and the exit code is 0 (seed 004.25)", {
  skip: existsSync(chat) ? process.platform === "win32" && "no signals" : `there is no ${chat}`,
}, async (t) => {
  const child = Child.run(t, chat, { HOST: "127.0.0.1", PORT: "0", MY_LOG_STYLE: "never" });
  const [, url] = await child.printed(/listening on (http:\/\/127\.0\.0\.1:\d+)\n/);
  const answer = await fetch(`${url}/messages`);
  child.kill("SIGTERM");
  assert.equal(await answer.text(), "", "the answer ends, and is not cut off");
  const { code, stdout } = await child.exited;
  assert.match(stdout, /stopped {"finished":1,"forced":0}/);
  assert.equal(code, 0);
});

const root = new URL("../../", import.meta.url);

test("each row of the page of sources is named in the test that it leads to", () => {
  const page = readFileSync(new URL("docs/reference/sources.md", root), "utf8");
  const rows = [...page.matchAll(/^\| (\d{3}\.\d+|U\.\d) \|.*\| (.*) \|$/gm)];
  assert.ok(rows.length > 40, `${rows.length} rows`);
  for (const [, id, last = ""] of rows) {
    const links = [...last.matchAll(/\]\(\.\.\/\.\.\/(tests\/[\w/.-]+)\)/g)];
    for (const [, file = ""] of links) {
      const named = new RegExp(`\\(seed (?:[\\dU.]+, )*${id?.replace(".", "\\.")}[,)]`);
      assert.match(readFileSync(new URL(file, root), "utf8"), named, `${file} names ${id}`);
    }
  }
});
