/** A promise of the framework that fails before anybody awaits it ends no process; whoever awaits it gets its error. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Child } from "../support/child.ts";
import { someOn } from "../support/sizes.ts";
import { srcDir, stage } from "../support/stage.ts";

const faceUrl = (name: string) => pathToFileURL(join(srcDir, name)).href;
const clockUrl = new URL("../support/fake-clock.ts", import.meta.url).href;

/** Starts `code` with the framework as `ray`; it prints what it caught. An unhandled rejection would end it with 1. */
const program = (code: string) => `
  import { connect } from "node:net";
  import * as web from ${JSON.stringify(faceUrl("index.ts"))};
  import * as net from ${JSON.stringify(faceUrl("net.ts"))};
  import * as ground from ${JSON.stringify(faceUrl("event-loop.ts"))};
  const ray = { ...web, ...net, ...ground };
  import { FakeClock } from ${JSON.stringify(clockUrl)};
  const rounds = async (count) => { while (count-- > 0) await new Promise((done) => setImmediate(done)); };
  process.on("exit", (code) => code === 0 && console.log("lives"));
  ${code}`;

/** A handler takes a promise of its body, and the client leaves before it awaits it. */
const bodyProgram = (take: string) =>
  program(`
  let told;
  const caught = new Promise((resolve) => { told = resolve; });
  const server = await ray.listen("127.0.0.1:0", async (c) => {
    const later = (${take})(c.req);
    client.resetAndDestroy();
    await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
    await rounds(5);
    await later.catch((error) => told(error.message));
    return "nobody hears this";
  });
  const client = connect(server.address.port, "127.0.0.1");
  client.on("error", () => {});
  client.write("POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Type: multipart/form-data\\r\\nContent-Length: 9\\r\\n\\r\\nhalf");
  console.log(await caught);
  await server.shutdown();`);

const bodies: Record<string, string> = {
  bytes: "(req) => req.bytes()",
  text: "(req) => req.text()",
  json: "(req) => req.json()",
  formData: "(req) => req.formData()",
  "the second piece of stream": `(req) => {
    const pieces = req.stream();
    return pieces.next().then(() => pieces.next());
  }`,
  "a piece of stream that is asked for ahead": `(req) => {
    const pieces = req.stream();
    pieces.next();
    const second = pieces.next();
    return { catch: (listener) => second.catch(listener) };
  }`,
};

for (const [name, take] of someOn(2, Object.entries(bodies))) {
  // The promise of \`then\` is the program's own: it has to take care of that one.
  const taken = name.startsWith("the second")
    ? `(req) => { const p = (${take})(req); p.catch(() => {}); return p; }`
    : take;
  test(`${name}, awaited only when the client has left, fails there and nowhere else`, async (t) => {
    const { code, stdout, stderr } = await Child.code(t, bodyProgram(taken)).exited;
    assert.equal(stderr, "");
    assert.match(stdout, /^the body ended too early\nlives\n$/);
    assert.equal(code, 0);
  });
}

const others: Record<string, readonly [code: string, stdout: RegExp]> = {
  "a frame that is awaited later": [
    `const { conn, client } = await pair();
    const later = conn.readFrame(new ray.LineCodec());
    client.resetAndDestroy();
    await new Promise((resolve) => conn.onClose(resolve));
    await rounds(3);
    await later.catch((error) => console.log(error.code));`,
    /^RESET\nlives\n$/,
  ],
  "a flush that is awaited later": [
    `const { conn, client } = await pair();
    client.pause();
    for (let n = 0; n < 400; n += 1) conn.write(Buffer.alloc(64 * 1024));
    const later = conn.flush();
    conn.destroy();
    const refused = conn.flush();
    await rounds(3);
    await later.catch((error) => console.log(error.code));
    await refused.catch((error) => console.log(error.code));`,
    /^CLOSED\nCLOSED\nlives\n$/,
  ],
  "the end of a server that cannot accept any more": [
    `const address = { path: "none" };
    const listener = {
      address,
      accept: () => Promise.reject(new Error("no more")),
      close: async () => {},
    };
    const clock = new FakeClock();
    const server = await ray.listen(listener, () => "x", { reactor: new ray.LoopReactor({ clock }) });
    for (let n = 0; n < 20; n += 1) await clock.pass(60_000);
    await server.closed.catch((error) => console.log(error.message));`,
    /^no more\nlives\n$/,
  ],
};

const pair = `
  async function pair() {
    const listener = await ray.TcpListener.bind("127.0.0.1:0");
    const accepted = listener.accept();
    const client = connect(listener.address.port, "127.0.0.1");
    client.on("error", () => {});
    const conn = await accepted;
    await listener.close();
    return { conn, client };
  }`;

for (const [name, [code, stdout]] of someOn(2, Object.entries(others))) {
  // A program hands in its own listener from day 5 on.
  const options = { skip: name.includes("server") && stage < 5 };
  test(`${name} fails there and nowhere else`, options, async (t) => {
    const exit = await Child.code(t, program(pair + code)).exited;
    assert.equal(exit.stderr, "");
    assert.match(exit.stdout, stdout);
    assert.equal(exit.code, 0);
  });
}
