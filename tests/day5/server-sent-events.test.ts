/** Events: each arrives when it is sent, whole and as it was meant, and a client that leaves ends its source. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { startHttpServer } from "../support/http-server.ts";
import { load } from "../support/stage.ts";

const { Broadcast, encodeEvent, events, lastEventId } =
  await load<typeof import("../../day5/src/stream/index.ts")>("stream/index.ts");

const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/** As WHATWG HTML §9.2.6 reads a stream, without a look at our own code. */
function parse(stream: string) {
  const found: { data: string; event: string; id: string | null }[] = [];
  let [data, event, id]: [string[], string, string | null] = [[], "", null];
  for (const line of stream.split(/\r\n|\r|\n/)) {
    if (line === "") {
      if (data.length > 0) found.push({ data: data.join("\n"), event, id });
      [data, event] = [[], ""];
      continue;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") data.push(value);
    if (name === "event") event = value;
    if (name === "id") id = value;
  }
  return found;
}

test("any text comes out as it went in, but that each line end is one of three", () => {
  const text = fc
    .array(fc.constantFrom("a", " ", "\n", "\r", "\r\n", ":", "data: x", "", "é"))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (data) => {
      const wanted = [{ data: data.replace(/\r\n|\r/g, "\n"), event: "", id: null }];
      assert.deepEqual(parse(encodeEvent(data)), wanted);
    }),
  );
});

test("an event has a name, an id and a time to come back", () => {
  assert.equal(
    encodeEvent({ event: "tick", id: "7", retry: 500, data: "a\nb" }),
    "event: tick\nid: 7\nretry: 500\ndata: a\ndata: b\n\n",
  );
});

const refused: [event: object, message: RegExp][] = [
  [{ data: "a", event: "x\ndata: evil" }, /the event of an event must be one line/],
  [{ data: "a", id: "1\r2" }, /the id of an event/],
  [{ data: "a", id: "1\0" }, /the id of an event/],
  [{ data: "a", retry: 1.5 }, /retry .* whole number/],
  [{ data: { a: 1 } }, /must be text, not object: JSON.stringify it/],
];
for (const [event, message] of refused) {
  test(`${JSON.stringify(event)} is no event`, () =>
    assert.throws(() => encodeEvent(event as { data: string }), message));
}

test("each event arrives by itself, under a head that no cache and no proxy may hold back", async (t) => {
  const feed = new Broadcast<string>();
  const server = await startHttpServer(t, (c) => events(c, feed.subscribe({ signal: c.signal })));
  const client = await server.connect();
  client.send(GET);
  const head = (await client.readUntil("\r\n\r\n")).toLowerCase();
  for (const line of [
    "content-type: text/event-stream",
    "cache-control: no-cache, no-transform",
    "x-accel-buffering: no",
  ])
    assert.ok(head.includes(`${line}\r\n`), line);
  feed.send("one");
  assert.match(await client.readUntil("one\n\n\r\n"), /data: one/);
  feed.send("two");
  assert.match(await client.readUntil("two\n\n\r\n"), /data: two/);
  feed.close();
  assert.equal(await client.readUntil("0\r\n\r\n"), "0\r\n\r\n");
});

test("in a pause a line without meaning is sent, and no event is lost by it", async (t) => {
  const feed = new Broadcast<string>();
  const server = await startHttpServer(t, (c) => events(c, feed.subscribe(), { heartbeatMs: 5 }));
  const client = await server.connect();
  client.send(GET);
  for (let beat = 0; beat < 3; beat++) await client.readUntil(":\n\n\r\n");
  feed.send("after");
  await client.readUntil("data: after\n\n\r\n");
});

test("a client that leaves ends the source, and nobody listens any more", async (t) => {
  const feed = new Broadcast<string>();
  const server = await startHttpServer(t, (c) => events(c, feed.subscribe()));
  const client = await server.connect();
  client.send(GET);
  await client.readUntil("\r\n\r\n");
  assert.equal(feed.size, 1);
  client.reset();
  for (let turn = 0; feed.size > 0 && turn < 10_000; turn++) await new Promise(setImmediate);
  assert.equal(feed.size, 0);
});

test("a client that comes back says what it has seen", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(lastEventId(c) ?? "nothing"));
  assert.equal((await server.ask(GET)).text, "nothing");
  assert.equal((await server.ask("GET / HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 41\r\n\r\n")).text, "41");
});

test("HEAD gets the head alone, and the source is never asked", async (t) => {
  let asked = 0;
  const source = {
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true as const, value: asked++ as never }) }),
  };
  const server = await startHttpServer(t, (c) => events(c, source));
  const answer = await server.ask("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD");
  assert.equal(answer.field("content-type"), "text/event-stream");
  assert.equal(asked, 0);
});

test("a HEAD on a room that many listen to leaves no listener behind", async (t) => {
  const feed = new Broadcast<string>();
  const server = await startHttpServer(t, (c) => events(c, feed.subscribe({ first: ["missed"] })));
  const answer = await server.ask("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD");
  assert.equal(answer.status, 200);
  for (let turn = 0; feed.size > 0 && turn < 10_000; turn++) await new Promise(setImmediate);
  assert.equal(feed.size, 0);
});

test("what was missed comes first, and is no backlog", async () => {
  const feed = new Broadcast<number>({ maxQueued: 1 });
  const listener = feed.subscribe({ first: [1, 2, 3] });
  feed.send(4);
  feed.close();
  const heard = [];
  for await (const value of listener) heard.push(value);
  assert.deepEqual(heard, [1, 2, 3, 4]);
});

test("a heartbeat that is no time is an error", () => {
  const c = { req: { method: "GET" } } as never;
  for (const heartbeatMs of [0, -1, Number.NaN, 2 ** 31])
    assert.throws(() => events(c, new Broadcast<string>().subscribe(), { heartbeatMs }), RangeError);
});

test("every listener hears all that is sent from its beginning on, in order", async () => {
  const feed = new Broadcast<number>();
  feed.send(0);
  const first = feed.subscribe();
  feed.send(1);
  const second = feed.subscribe();
  feed.send(2);
  feed.close();
  const all = async (values: AsyncIterable<number>) => {
    const heard = [];
    for await (const value of values) heard.push(value);
    return heard;
  };
  assert.deepEqual(await all(first), [1, 2]);
  assert.deepEqual(await all(second), [2]);
});

test("a listener that does not read is let go of at its bound, and the others hear on", async () => {
  const feed = new Broadcast<number>({ maxQueued: 3 });
  const slow = feed.subscribe();
  const quick = feed.subscribe();
  for (let value = 1; value <= 4; value++) {
    feed.send(value);
    assert.equal((await quick.next()).value, value);
  }
  assert.equal(feed.size, 1);
  await assert.rejects(slow.next(), /too slow: 3 values/);
  assert.equal((await slow.next()).done, true);
});

test("a signal ends a listener, also one that had ended before it began", async () => {
  const feed = new Broadcast<number>();
  const abort = new AbortController();
  const listener = feed.subscribe({ signal: abort.signal });
  const waiting = listener.next();
  abort.abort();
  assert.equal((await waiting).done, true);
  assert.equal((await feed.subscribe({ signal: abort.signal }).next()).done, true);
  assert.equal(feed.size, 0);
});
