/** Fields behind a body, both ways: RFC 9110 §6.5. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { IncomingMessage } from "node:http";
import { connect } from "node:http2";
import { Readable } from "node:stream";
import { type TestContext, test } from "node:test";
import { type Asked, overEveryVersion, type Served } from "../support/every-version.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";
import { within } from "../support/within.ts";

const { withTrailers } = await load<typeof import("../../day5/src/stream/index.ts")>("stream/index.ts");
const { compress } = await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");

const te = { te: "trailers" };

/** Status, text and trailers of an answer. Errors: the client's, where it breaks off. */
async function whole(open: Served["open"], asked: Asked = {}) {
  const { status, body } = await open({ headers: te, ...asked });
  let trailers: NodeJS.Dict<string | string[]> = {};
  body.on("trailers", (fields: typeof trailers) => {
    trailers = Object.fromEntries(Object.entries(fields));
  });
  let text = "";
  for await (const piece of body) text += piece;
  if (body instanceof IncomingMessage) trailers = { ...body.trailers };
  return { status, text, trailers };
}

async function* words() {
  yield "hello ";
  await new Promise((resolve) => setImmediate(resolve));
  yield "world";
}

overEveryVersion(
  "trailers stand behind a stream, are worked out when it has ended, and are announced",
  () => (c) => {
    const hash = createHash("sha256");
    const hashed = async function* () {
      for await (const word of words()) {
        hash.update(word);
        yield word;
      }
    };
    return c.stream(
      withTrailers(c, hashed(), {
        "Content-Digest": () => `sha-256=:${hash.digest("base64")}:`,
        "x-later": () => new Promise((resolve) => setImmediate(resolve, "caf\xe9")),
        "x-none": () => null,
      }),
    );
  },
  async ({ open, ask }) => {
    const digest = createHash("sha256").update("hello world").digest("base64");
    assert.deepEqual(await whole(open), {
      status: 200,
      text: "hello world",
      trailers: { "content-digest": `sha-256=:${digest}:`, "x-later": "caf\xe9" },
    });
    assert.equal((await ask({ headers: te })).headers.trailer, "content-digest, x-later, x-none");
    // The connection goes on.
    assert.equal((await whole(open)).text, "hello world");
  },
);

overEveryVersion(
  "where none has a value, there are none; an answer to HEAD has none either, and its source is let go of",
  () => {
    let isEnded = false;
    return (c) => {
      if (c.path === "/ended") return c.json(isEnded);
      const source = new Readable({ read() {} });
      source.on("close", () => {
        isEnded = true;
      });
      if (c.method !== "HEAD") source.push("x");
      if (c.method !== "HEAD") source.push(null);
      return c.stream(withTrailers(c, source, { "x-a": () => null }));
    };
  },
  async ({ open, ask }) => {
    assert.deepEqual(await whole(open), { status: 200, text: "x", trailers: {} });
    assert.deepEqual(await whole(open, { method: "HEAD" }), { status: 200, text: "", trailers: {} });
    assert.equal((await ask({ path: "/ended" })).text, "true");
  },
);

overEveryVersion(
  "an answer with a declared length: over HTTP/2 it has its trailers, over HTTP/1.1 there is no place for them",
  () => (c) => {
    c.header("content-length", "11");
    return c.stream(withTrailers(c, words(), { "x-a": () => "1" }));
  },
  async ({ open, version }) => {
    const trailers = version === "HTTP/1.1" ? {} : { "x-a": "1" };
    assert.deepEqual(await whole(open), { status: 200, text: "hello world", trailers });
  },
);

overEveryVersion(
  "a value that cannot be sent, or that fails, breaks the answer off, and so does a source",
  () => (c) => {
    const failing = async function* () {
      yield "half";
      throw new Error("the source failed");
    };
    if (c.path === "/source") return c.stream(withTrailers(c, failing(), { "x-a": () => "1" }));
    const value =
      c.path === "/bad" ? () => "a\r\nset-cookie: b" : () => Promise.reject(new Error("no value"));
    return c.stream(withTrailers(c, words(), { "x-a": value }));
  },
  async ({ open, log }) => {
    for (const path of ["/bad", "/fails", "/source"]) await assert.rejects(whole(open, { path }), path);
    assert.equal(log.messages("error").filter((said) => said === "response failed").length, 3);
  },
);

overEveryVersion(
  "a client that leaves ends the source, also one that sleeps, and no trailer is asked for",
  () => {
    const told: string[] = [];
    let tell = () => {};
    const ended = new Promise<void>((resolve) => {
      tell = resolve;
    });
    return (c) => {
      if (c.path === "/told") return ended.then(() => c.json(told));
      const end = async () => {
        tell();
        return { done: true as const, value: undefined };
      };
      let count = 0;
      const next = async () =>
        count++ === 0 ? { done: false, value: "begun" } : new Promise<never>(() => {});
      const source = { [Symbol.asyncIterator]: () => ({ next, return: end }) };
      return c.stream(withTrailers(c, source, { "x-a": () => `${told.push("asked")}` }));
    };
  },
  async ({ open, ask }) => {
    const { body, leave } = await open({ headers: te });
    body.on("error", () => {});
    await once(body, "data");
    leave();
    assert.equal((await within(ask({ path: "/told" }), "the end of the source")).text, "[]");
  },
);

overEveryVersion(
  "what may not stand behind a body is refused before anything is sent",
  () => async (c) => c.stream(withTrailers(c, words(), { [c.query.get("name") ?? ""]: () => "1" })),
  async ({ ask, log }) => {
    const refused = [
      "content-length",
      "Transfer-Encoding",
      "host",
      "connection",
      "te",
      "trailer",
      "set-cookie",
    ];
    refused.push("authorization", "cache-control", "content-type", "content-encoding", "content-range");
    refused.push("location", "vary", "if-match", "range", "www-authenticate", "no name", "");
    for (const name of refused)
      assert.equal((await ask({ path: `/?name=${encodeURIComponent(name)}` })).status, 500, name);
    assert.equal(log.messages("error").length, refused.length);
  },
);

overEveryVersion(
  "an answer with trailers is not compressed: they speak of these bytes",
  () =>
    new ray.Router()
      .hooks(compress({ minBytes: 0 }))
      .get("/", (c) => c.stream(withTrailers(c, words(), { "x-a": () => "1" }), 200, "text/plain"))
      .get("/plain", (c) => c.stream(words(), 200, "text/plain")),
  async ({ open, ask }) => {
    const headers = { "accept-encoding": "gzip", ...te };
    assert.equal((await ask({ path: "/plain", headers })).headers["content-encoding"], "gzip");
    assert.deepEqual(await whole(open, { headers }), {
      status: 200,
      text: "hello world",
      trailers: { "x-a": "1" },
    });
  },
);

test("over HTTP/1.1 they are sent to a client that has said TE: trailers, and to no other", async (t) => {
  const server = await startHttpServer(t, (c) =>
    c.stream(withTrailers(c, words(), { "x-a": () => "1", "x-b": () => "2" })),
  );
  const bytes = async (fields: Record<string, string>, version = "1.1") => {
    const client = await server.connect();
    client.send(request("GET /", { ...fields, Connection: "close" }).replace("HTTP/1.1", `HTTP/${version}`));
    return client.readAll();
  };
  const body = "6\r\nhello \r\n5\r\nworld\r\n0\r\n";
  for (const said of ["trailers", "gzip;q=0.5, Trailers", "trailers , deflate"]) {
    const answer = await bytes({ TE: said });
    assert.ok(answer.endsWith(`${body}x-a: 1\r\nx-b: 2\r\n\r\n`), answer);
    assert.match(answer, /\r\ntrailer: x-a, x-b\r\n/);
  }
  for (const answer of [await bytes({}), await bytes({ TE: "gzip, trailersX" })]) {
    assert.ok(answer.endsWith(`${body}\r\n`), answer);
    assert.doesNotMatch(answer, /trailer/);
  }
  assert.ok((await bytes({ TE: "trailers" }, "1.0")).endsWith("\r\n\r\nhello world"));
});

test("over HTTP/2 an answer that comes before its request has ended keeps its trailers", async (t) => {
  const server = await startHttpServer(t, (c) => c.stream(withTrailers(c, words(), { "x-a": () => "1" })));
  const session = connect(server.url).on("error", () => {});
  t.after(() => session.destroy());
  const asked = session.request({ ":method": "POST" }).on("error", () => {});
  asked.write("begun");
  const trailers = once(asked, "trailers");
  asked.resume();
  assert.equal((await within(trailers, "the trailers"))[0]["x-a"], "1");
  await within(once(asked, "close"), "the end of the stream");
  assert.equal(asked.rstCode, 0);
});

test("an error after the announcement does not announce any", async (t) => {
  const server = await startHttpServer(t, (c) => {
    withTrailers(c, words(), { "x-a": () => "1" });
    throw new ray.HttpError(409);
  });
  const client = await server.connect();
  client.send(request("GET /", { TE: "trailers" }));
  const answer = await readAnswer(client);
  assert.deepEqual([answer.status, answer.field("trailer")], [409, null]);
});

/** A request of HTTP/2 with these trailers; its answer as text, or the code of its reset. */
async function post(
  t: TestContext,
  port: number,
  trailers: Record<string, string | string[]>,
  body = "body",
) {
  const session = connect(`http://127.0.0.1:${port}`).on("error", () => {});
  t.after(() => session.destroy());
  const asked = session.request({ ":method": "POST" }, { waitForTrailers: true });
  asked.on("wantTrailers", () => asked.sendTrailers(trailers)).on("error", () => {});
  asked.end(body);
  let [status, text] = [0, ""];
  asked.on("response", (head) => {
    status = Number(head[":status"]);
  });
  asked.setEncoding("utf8").on("data", (piece) => {
    text += piece;
  });
  await within(once(asked, "close"), "the end of the stream");
  return { status, text };
}

test("the trailers of a request of HTTP/2 can be read behind its body, within their bound", async (t) => {
  const server = await startHttpServer(
    t,
    async (c) => {
      const before = c.req.trailers;
      const text = await c.req.text();
      return c.json([before, text, [...(c.req.trailers ?? [])], c.req.headers.has("x-a")]);
    },
    { limits: { maxTrailerBytes: 100 } },
  );
  const { port } = server.address;
  for (const body of ["body", ""]) {
    const { text } = await post(t, port, { "x-a": "end", "x-b": ["1", "2"] }, body);
    const fields = [
      ["x-a", "end"],
      ["x-b", "1"],
      ["x-b", "2"],
    ];
    assert.deepEqual(JSON.parse(text), [null, body, fields, false]);
  }
  // A name, a colon, a value and CR LF, as HTTP/1.1 counts.
  assert.equal((await post(t, port, { "x-a": "v".repeat(94) })).status, 200);
  assert.equal((await post(t, port, { "x-a": "v".repeat(95) })).status, 431);
});
