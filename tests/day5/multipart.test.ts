/** Forms with files: what comes, what it may cost, and what is left when something goes wrong. */

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Busboy } from "@fastify/busboy";
import type { FilePart, MultipartLimits, TemporaryFile } from "../../day5/src/extract/index.ts";
import type { Handler } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer } from "../support/http-client.ts";
import { type HttpServer, startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray } from "../support/stage.ts";

const { handler, json, multipart, toMemory, toTemporaryFile } =
  await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");

const parser = Busboy;
const BOUNDARY = "-----x";
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

interface Part {
  readonly name?: string;
  readonly filename?: string;
  readonly type?: string;
  readonly body: string;
}

/** The body of a form, as a browser writes it. */
function formOf(...parts: readonly Part[]): string {
  const lines = parts.map(({ name, filename, type, body }) => {
    const file = filename === undefined ? "" : `; filename="${filename}"`;
    const named = name === undefined ? "" : `; name="${name}"`;
    const kind = type === undefined ? "" : `Content-Type: ${type}\r\n`;
    return `--${BOUNDARY}\r\nContent-Disposition: form-data${named}${file}\r\n${kind}\r\n${body}\r\n`;
  });
  return `${lines.join("")}--${BOUNDARY}--\r\n`;
}

const head = (length: number, type = TYPE) =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
const post = (body: string, type = TYPE) => head(body.length, type) + body;

const file = (body: string, name = "f"): Part => ({ name, filename: "a.txt", type: "text/plain", body });

/** A folder for one test, empty at its beginning. */
async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "ray-multipart-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test("texts and files of a real client arrive, in memory", async (t) => {
  const app = handler(multipart({ parser }), ({ texts, files }) => ({
    texts,
    files: files.map(({ bytes, ...told }) => ({ ...told, text: bytes.toString() })),
  }));
  const server = await startHttpServer(t, app);
  const form = new FormData();
  form.append("title", "Grüße");
  form.append("tag", "a");
  form.append("tag", "b");
  form.append("tag", "c");
  form.append("__proto__", "harmless");
  form.append("doc", new Blob(["hello"], { type: "text/x-own" }), "../ä.txt");
  form.append("empty", new Blob([]), "empty.bin");
  const answer = await fetch(server.url, { method: "POST", body: form });
  assert.deepEqual(await answer.json(), {
    texts: JSON.parse('{"title":"Grüße","tag":["a","b","c"],"__proto__":"harmless"}'),
    files: [
      { name: "doc", filename: "ä.txt", type: "text/x-own", text: "hello" },
      { name: "empty", filename: "empty.bin", type: "application/octet-stream", text: "" },
    ],
  });
});

test("however the body is cut, the same arrives", async (t) => {
  const app = handler(multipart({ parser }), ({ texts, files }) => [
    texts,
    files.map(({ bytes }) => bytes.toString()),
  ]);
  const server = await startHttpServer(t, app);
  const body = formOf({ name: "a", body: "1" }, file("one\r\n--two"), { name: "b", body: "" });
  const whole = (await server.ask(post(body))).text;
  assert.equal(whole, '[{"a":"1","b":""},["one\\r\\n--two"]]');
  for (let cut = 1; cut < body.length; cut += 1) {
    const client = await server.connect();
    client.send(head(body.length) + body.slice(0, cut));
    await rounds();
    client.send(body.slice(cut));
    assert.equal((await readAnswer(client)).text, whole, `cut at ${cut}`);
    client.socket.destroy();
  }
});

test("a program may read a file as it arrives, and the rest of what it leaves is thrown away", async (t) => {
  const count = async ({ name, stream }: FilePart): Promise<string> => {
    let bytes = 0;
    for await (const piece of stream) bytes += piece.length;
    return `${name}: ${bytes}`;
  };
  const counting = await startHttpServer(
    t,
    handler(multipart({ parser, file: count }), ({ files }) => files),
  );
  const body = formOf(file("x".repeat(300_000), "a"), file("y".repeat(7), "b"));
  assert.equal((await counting.ask(post(body))).text, '["a: 300000","b: 7"]');
  const more = formOf(file("x".repeat(300_000)), { name: "after", body: "it" });
  const begins = async ({ filename, stream }: FilePart): Promise<string> => {
    for await (const _ of stream) break;
    return filename;
  };
  for (const leaves of [({ filename }: FilePart) => filename, begins]) {
    const app = handler(multipart({ parser, file: leaves }), ({ files, texts }) => [files, texts]);
    const server = await startHttpServer(t, app);
    assert.equal((await server.ask(post(more))).text, '[["a.txt"],{"after":"it"}]');
  }
});

const limits: Record<string, [Partial<MultipartLimits>, Part[], told: string]> = {
  parts: [{ parts: 1 }, [file("a"), { name: "b", body: "" }], "the form has more than 1 parts"],
  files: [{ files: 1 }, [file("a"), file("b")], "the form has more than 1 files"],
  nameBytes: [{ nameBytes: 3 }, [{ name: "name", body: "" }], "the form has a name of more than 3 bytes"],
  "nameBytes of a file": [{ nameBytes: 3 }, [file("x", "name")], "the form has a name of more than 3 bytes"],
  textBytes: [{ textBytes: 3 }, [{ name: "t", body: "text" }], 'the form has more than 3 bytes in "t"'],
  fileBytes: [{ fileBytes: 3 }, [file("text")], 'the form has more than 3 bytes in the file "f"'],
  totalBytes: [{ totalBytes: 300 }, [file("x".repeat(300))], "the body is too large"],
};

for (const [name, [bound, parts, told]] of Object.entries(limits)) {
  test(`beyond the limit ${name}: a 413 that says so, no handler, and no file is left`, async (t) => {
    const dir = await folder(t);
    const app = handler(multipart({ parser, limits: bound, file: toTemporaryFile(dir) }), () =>
      assert.fail("the form is too large"),
    );
    const server = await startHttpServer(t, app);
    const answer = await server.ask(post(formOf(...parts)));
    assert.equal(answer.status, 413);
    if (name !== "totalBytes") assert.equal(answer.text, `${told}\n`);
    const problem = await server.ask(
      post(formOf(...parts)).replace("Host: x", "Host: x\r\nAccept: application/json"),
    );
    if (name !== "totalBytes") assert.equal(JSON.parse(problem.text).limit, name.split(" ")[0]);
    assert.deepEqual(await readdir(dir), []);
  });
}

test("a form may be larger than other bodies of the server, and what is just within its limits is taken", async (t) => {
  const within = { parts: 2, files: 1, nameBytes: 4, textBytes: 4, fileBytes: 4, totalBytes: 10_000 };
  const app = handler(multipart({ parser, limits: within }), ({ texts, files }) => [texts, files.length]);
  const server = await startHttpServer(t, app, { limits: { maxBodyBytes: 10 } });
  const body = formOf({ name: "name", body: "text" }, file("file", "name"));
  assert.equal((await server.ask(post(body))).text, '[{"name":"text"},1]');
});

for (const [what, body, type, status] of [
  ["another type", "{}", "application/json", 415],
  ["a type that only begins so", "", "multipart/form-data-x", 415],
  ["no boundary", formOf(file("x")), "multipart/form-data", 400],
  ["a body that is no form", "hello", TYPE, 400],
  ["an end without the last boundary", formOf(file("x")).slice(0, -12), TYPE, 400],
  ["a part without a name", formOf({ body: "x" }), TYPE, 400],
  ["a file without a name", formOf({ filename: "x", body: "x" }), TYPE, 400],
] as const) {
  test(`${what} is a ${status}`, async (t) => {
    const dir = await folder(t);
    const app = handler(multipart({ parser, file: toTemporaryFile(dir) }), () => assert.fail("no form"));
    const server = await startHttpServer(t, app);
    const answer = await server.ask(post(body, type));
    assert.equal(answer.status, status);
    if (status === 400) assert.equal(answer.text, "the body is not a valid form\n");
    assert.deepEqual(await readdir(dir), []);
  });
}

test("a temporary file is there for the handler alone, readable by no one else, and gone behind the answer", async (t) => {
  const dir = await folder(t);
  const kept = join(dir, "kept");
  const app = handler(multipart({ parser, file: toTemporaryFile(dir) }), async ({ files }) => {
    const [first, second] = files as [TemporaryFile, TemporaryFile];
    await rename(second.path, kept);
    return [await readFile(first.path, "utf8"), first.size, (await readdir(dir)).length];
  });
  const server = await startHttpServer(t, app);
  const body = formOf(file("one"), file("two"));
  assert.equal((await server.ask(post(body))).text, '["one",3,2]');
  await until(async () => (await readdir(dir)).join() === "kept");
  assert.equal(await readFile(kept, "utf8"), "two", "what the handler has moved stays");
});

/** Waits for files: the system tells nothing of them. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_000; i += 1) {
    if (await isTrue()) return;
    await rounds();
  }
  assert.fail("it never came true");
}

const broken: Record<string, Handler> = {
  throws: () => {
    throw new Error("on purpose");
  },
  "answers with an error": () => new Error("on purpose"),
};
for (const [what, fails] of Object.entries(broken)) {
  test(`a handler that ${what} leaves no file`, async (t) => {
    const dir = await folder(t);
    const form = multipart({ parser, file: toTemporaryFile(dir) });
    const app: Handler = async (c) => {
      assert.equal((await form(c)).files.length, 1);
      return fails(c);
    };
    const server = await startHttpServer(t, app);
    assert.equal((await server.ask(post(formOf(file("one"))))).status, 500);
    await until(async () => (await readdir(dir)).length === 0);
  });
}

/** A server on which a form is half sent: one file has come, one is on its way. */
async function halfSent(
  t: TestContext,
  dir: string,
  options: Parameters<typeof startHttpServer>[2] = {},
): Promise<[HttpServer, Awaited<ReturnType<HttpServer["connect"]>>]> {
  const app = handler(multipart({ parser, file: toTemporaryFile(dir) }), () =>
    assert.fail("it never came whole"),
  );
  const server = await startHttpServer(t, app, options);
  const body = formOf(file("one"), file("x".repeat(200_000)));
  const client = await server.connect();
  client.send(head(body.length) + body.slice(0, 100_000));
  await until(async () => (await readdir(dir)).length === 2);
  return [server, client];
}

test("a client that leaves in the middle of a file leaves none behind", async (t) => {
  const dir = await folder(t);
  const [, client] = await halfSent(t, dir);
  client.socket.resetAndDestroy();
  await until(async () => (await readdir(dir)).length === 0);
});

test("a form that is late is given up, and its files go", async (t) => {
  const dir = await folder(t);
  const [server, client] = await halfSent(t, dir, { limits: { handlerTimeoutMs: 5_000 } });
  server.clock.advance(5_000);
  assert.equal((await readAnswer(client)).status, 503);
  // The client is still there, and sends nothing.
  await until(async () => (await readdir(dir)).length === 0);
  client.socket.destroy();
});

test("what the program throws for a file is the answer, and nothing else of the body is read", async (t) => {
  const seen: string[] = [];
  const picky = async ({ name, stream }: FilePart): Promise<number> => {
    seen.push(name);
    for await (const _ of stream) throw new ray.HttpError(422, `no ${name} here`, { expose: true });
    return 0;
  };
  const app = handler(multipart({ parser, file: picky }), () => "never");
  const server = await startHttpServer(t, app);
  const answer = await server.ask(post(formOf(file("x".repeat(200_000), "a"), file("y", "b"))));
  assert.deepEqual([answer.status, answer.text, seen], [422, "no a here\n", ["a"]]);
  const odd = await startHttpServer(
    t,
    handler(multipart({ parser, file: () => Promise.reject(7) }), () => ""),
  );
  assert.equal((await odd.ask(post(formOf(file("x".repeat(200_000)))))).status, 500);
});

test("where a file is slow, its client waits: what has come is bounded", async (t) => {
  const slow = gate();
  const app = handler(
    multipart({
      parser,
      limits: { fileBytes: 100_000_000, totalBytes: 100_000_000 },
      file: async (part) => {
        await slow.promise;
        return (await toMemory(part)).bytes.length;
      },
    }),
    ({ files }) => files,
  );
  const server = await startHttp1Server(t, app);
  const body = formOf(file("x".repeat(40_000_000)));
  const client = await server.connect();
  client.send(head(body.length) + body);
  await rounds();
  let before = -1;
  while (client.socket.bytesWritten !== before) {
    before = client.socket.bytesWritten;
    await rounds();
  }
  // What the kernel holds for both ends, and a few pieces of ours.
  assert.ok(
    client.socket.writableLength > 20_000_000,
    `${client.socket.writableLength} bytes wait at the client`,
  );
  slow.open();
  assert.equal((await readAnswer(client)).text, "[40000000]");
});

test("a file that cannot be removed is told to the log", async (t) => {
  const dir = await folder(t);
  const app = handler(multipart({ parser, file: toTemporaryFile(dir) }), async ({ files: [only] }) => {
    // A folder in its place: `rm` without `recursive` takes none.
    await rm((only as TemporaryFile).path);
    const { mkdir } = await import("node:fs/promises");
    await mkdir((only as TemporaryFile).path);
    return "done";
  });
  const server = await startHttpServer(t, app);
  assert.equal((await server.ask(post(formOf(file("x"))))).text, "done");
  await until(async () => server.log.errors("warn").length > 0);
  assert.ok(server.log.entries.some(({ message }) => message === "a temporary file could not be removed"));
});

test("a folder that is not there is a 500 of ours, and the body does not hang", async () => {
  const log = new LogBook();
  const app = handler(multipart({ parser, file: toTemporaryFile("/no/such/folder") }), () => "never");
  const answer = await ray.inject(app, "/", {
    method: "POST",
    headers: { "content-type": TYPE },
    body: formOf(file("x".repeat(200_000))),
    logger: log,
  });
  assert.equal(answer.status, 500);
  assert.match(String(log.errors("error")), /ENOENT/);
});

test("options that cannot be are told when the extractor is made, and two bodies when the handler is", () => {
  assert.throws(() => multipart({} as never), /needs a parser/);
  assert.throws(() => multipart({ parser, limits: { parts: -1 } }), RangeError);
  assert.throws(() => multipart({ parser, limits: { sizes: 1 } as never }), TypeError);
  assert.doesNotThrow(() => multipart({ parser, limits: { fileBytes: Number.POSITIVE_INFINITY } }));
  assert.throws(() => handler(multipart({ parser }), json(), () => ""), TypeError);
});

test("a form may be missing where that is said", async () => {
  const app = handler(multipart({ parser }).optional(), (form) => [form === undefined]);
  assert.deepEqual((await ray.inject(app, "/", { method: "POST" })).json(), [true]);
});
