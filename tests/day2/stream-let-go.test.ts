/** Streams that became a body and are never read: each is let go of, and its error ends nothing. */

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { type AnyBody, kinds, toldStream } from "../support/told-streams.ts";

const MISSING = "/there/is/no/such/file";

/** What happens to a stream that became a body: a request line, the handler, the status of the answer. */
const ways: Record<string, readonly [string, (c: AppContext, body: AnyBody) => unknown, number]> = {
  "answers a HEAD": ["HEAD /", (c, body) => c.stream(body), 200],
  "is a 204": ["GET /", (c, body) => c.stream(body, 204), 204],
  "is a 205": ["GET /", (c, body) => c.stream(body, 205), 205],
  "is a 304": ["GET /", (c, body) => c.stream(body, 304), 304],
  "is replaced by another answer method": [
    "GET /",
    (c, body) => {
      c.stream(body);
      return c.string("no");
    },
    200,
  ],
  "is replaced by a redirect": [
    "GET /",
    (c, body) => {
      c.stream(body);
      return c.redirect("/");
    },
    302,
  ],
  "is replaced as the body": [
    "GET /",
    (c, body) => {
      c.stream(body).body = "no";
    },
    200,
  ],
  "is replaced by a returned value": [
    "GET /",
    (c, body) => {
      c.stream(body);
      return new ray.Response("no");
    },
    200,
  ],
  "is replaced with its response": [
    "GET /",
    (c, body) => {
      c.stream(body);
      c.response = new ray.Response("no");
    },
    200,
  ],
  "is dropped by an error": [
    "GET /",
    (c, body) => {
      c.stream(body);
      throw new Error("no");
    },
    500,
  ],
  "is dropped by the error of an async handler": [
    "GET /",
    async (c, body) => {
      c.stream(body);
      await rounds(1);
      throw new ray.HttpError(404);
    },
    404,
  ],
  "comes with a bad status": ["GET /", (c, body) => c.stream(body, 99), 500],
  "comes with a bad status in a Response": [
    "GET /",
    (_c, body) => new ray.Response(body, { status: 99 }),
    500,
  ],
  "comes with a length that is none": [
    "GET /",
    (c, body) => c.header("content-length", "x").stream(body),
    500,
  ],
  "comes with a transfer-encoding": [
    "GET /",
    (c, body) => c.header("transfer-encoding", "gzip").stream(body),
    500,
  ],
};

for (const [way, [line, handler, status]] of Object.entries(ways)) {
  for (const kind of kinds) {
    test(`${kind} that ${way} is let go of`, async (t) => {
      const stream = toldStream(kind, "never sent");
      const server = await startHttpServer(t, (c) => handler(c, stream.body) as object);
      const answer = await server.ask(request(line), line.split(" ")[0]);
      assert.equal(answer.status, status);
      assert.doesNotMatch(answer.text, /never sent/);
      await stream.ended;
    });
  }

  test(`a file that is missing and ${way} ends nothing`, async (t) => {
    const closed = gate();
    const server = await startHttpServer(t, (c) => {
      const file = createReadStream(MISSING);
      file.once("close", () => closed.open());
      return handler(c, file) as object;
    });
    assert.equal((await server.ask(request(line), line.split(" ")[0])).status, status);
    await closed.promise;
    assert.equal((await server.ask("bad\r\n\r\n")).status, 400, "the server lives");
  });
}

test("a file that fails while its handler still works ends nothing, and its answer breaks off", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const file = createReadStream(MISSING);
    c.stream(file);
    if (!file.closed) await new Promise((resolve) => file.once("close", () => resolve(null)));
  });
  const client = await server.connect();
  client.send(request("GET /"));
  await client.closed;
  assert.doesNotMatch(client.received, /0\r\n\r\n$/);
  assert.match(String(server.log.errors("error")[0]), /ENOENT/);
});

for (const kind of kinds) {
  test(`${kind} of an answer whose client has left before is let go of, and never begun`, async (t) => {
    const stream = toldStream(kind, "never sent");
    const entered = gate();
    const left = gate();
    const server = await startHttpServer(t, async (c) => {
      entered.open();
      await left.promise;
      return c.stream(stream.body);
    });
    const client = await server.connect();
    client.send(request("GET /"));
    await entered.promise;
    client.reset();
    await rounds(10);
    left.open();
    await stream.ended;
    assert.deepEqual(server.log.messages("error"), []);
  });
}

// A web stream knows its reader only: the generator that sleeps there is the one to cancel it.
for (const kind of kinds.filter((kind) => kind !== "a web stream")) {
  test(`${kind} that is made into another is read, and let go of with it`, async (t) => {
    const source = toldStream(kind, "a", "b");
    async function* upper(body: AnyBody) {
      for await (const piece of body) yield Buffer.from(piece).toString().toUpperCase();
    }
    const server = await startHttpServer(t, (c) => {
      const response = c.stream(source.body);
      response.body = upper(response.body as AnyBody);
      return response;
    });
    const client = await server.connect();
    client.send(request("GET /"));
    await client.readUntil("1\r\nB\r\n");
    assert.equal(source.hasEnded(), false);
    client.reset();
    await source.ended;
  });
}

/** Ways of a stream to refuse to be let go of. */
const stubborn: Record<string, () => unknown> = {
  rejects: () => Promise.reject(new Error("will not")),
  throws: () => {
    throw new Error("will not");
  },
  "never ends": () => new Promise(() => {}),
  "gives no promise": () => undefined,
};

for (const [how, refuse] of Object.entries(stubborn)) {
  test(`a return() that ${how} harms nobody, and a HEAD does not wait for it`, async (t) => {
    let asked = 0;
    const server = await startHttpServer(t, (c) => {
      const body = {
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.reject(new Error("nobody asks")),
          return: () => {
            asked += 1;
            return refuse() as Promise<never>;
          },
        }),
      };
      return c.stream(body);
    });
    const client = await server.connect();
    client.send(request("HEAD /").repeat(3));
    await client.readUntil((received) => received.split("\r\n\r\n").length === 4);
    // A rejection that nobody has heard would end this process by now.
    await rounds(3);
    assert.equal(asked, 3);
    assert.deepEqual(server.log.messages("error"), []);
  });

  test(`a response discards a stream whose destroy() ${how}`, async () => {
    let asked = 0;
    const body = {
      destroy() {
        asked += 1;
        return refuse();
      },
      async *[Symbol.asyncIterator]() {
        yield "x";
      },
    };
    new ray.Response(body).discard();
    await rounds(3);
    assert.equal(asked, 1);
  });
}

test("a web stream that another reader has is left to that reader", async () => {
  const { body } = toldStream("a web stream", "x");
  const reader = (body as unknown as ReadableStream).getReader();
  new ray.Response(body).discard();
  assert.equal(Buffer.from((await reader.read()).value).toString(), "x");
});

test("a stream that becomes a body again and again is listened to once", () => {
  const file = createReadStream(MISSING);
  const before = file.listenerCount("error");
  for (let n = 0; n < 20; n += 1) new ray.Response().body = file;
  assert.equal(file.listenerCount("error"), before + 1);
  file.destroy();
});
