/** The course's own site, with what slow clients do to a site: heads in drips, a large file hardly read, pages left open. */

import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, connectAll } from "../client.ts";
import { connections, mebibytes } from "../figures.ts";
import { p99Of } from "../healthy.ts";
import { ServerProcess } from "../server-process.ts";
import { check, NotHere, pause, type Trial, until } from "../trial.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PROGRAM = join(ROOT, "site/serve/stress-server.ts");

const HEADS = 200;
const MUTE = 80;
/** They take a little at a time, and more than the write deadline asks for. */
const SLOW = 20;
const READERS = MUTE + SLOW;
const LISTENERS = 300;
/** More than the sockets of the system hold for a client that does not read. */
const LARGE = 32 * 1024 * 1024;
const TIMEOUT_MS = 4_000;
/** Within the deadline of the slow ones. */
const MEASURED_MS = 2_500;
const FACTOR = 3;
/** For each of all those clients: buffers of a socket, two pieces of a file, an object for each layer. */
const ALLOWED = (HEADS + READERS + LISTENERS) * 256 * 1024;

const target = (port: number, path: string, fields = "") =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${fields}`;

export const siteTrial: Trial = {
  name: "site",
  asks: `the site with ${HEADS} slow heads, ${READERS} who hardly read a large file and ${LISTENERS} open pages: others are served within ${FACTOR} ×, memory stays flat`,
  byNameOnly: true,
  async run(progress) {
    if (!existsSync(join(ROOT, "site/node_modules")))
      throw new NotHere("the site has packages of its own: npm ci --prefix site");
    const folder = mkdtempSync(join(tmpdir(), "ray-stress-site-"));
    const limits = { headTimeoutMs: TIMEOUT_MS };
    const options = { ...layCourse(folder), limits, conn: { writeTimeoutMs: TIMEOUT_MS } };
    const server = await ServerProcess.start(options, { program: PROGRAM });
    try {
      return await tryIt(server, progress);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A page, a large file, and the course beside it without a lesson under way. */
function layCourse(folder: string): { root: string; built: string } {
  const built = join(folder, "built");
  mkdirSync(built);
  writeFileSync(join(built, "index.html"), "<p>A line of some length, as a page has them.</p>\n".repeat(800));
  writeFileSync(join(built, "ray.pdf"), Buffer.alloc(LARGE, "paper "));
  for (const name of ["docs", "day1", "day2", "day3", "day4", "day5", "tests", "node_modules"])
    symlinkSync(join(ROOT, name), join(folder, name), "junction");
  return { root: folder, built };
}

async function tryIt(server: ServerProcess, progress: (what: string) => void): Promise<string> {
  const { port } = server;
  // What the first open page begins stays for the next one.
  const [visit] = await openPages(port, 1);
  visit?.destroy();
  await p99(port, 1_000);
  const before = await p99(port, MEASURED_MS);
  const quiet = await server.figures();
  progress("a healthy client alone");

  const begun = performance.now();
  const heads = await drip(port);
  const readers = await hardlyRead(port);
  const pages = await openPages(port, LISTENERS);
  progress("among slow ones");
  const first = await server.figures();
  const among = await p99(port, MEASURED_MS);
  const last = await server.figures();
  const grown = Math.max(first.rss ?? 0, last.rss ?? 0) - (quiet.rss ?? 0);
  const patience = () => TIMEOUT_MS + 4_000 - (performance.now() - begun);
  const answers = Promise.all(heads.map((head) => head.answer()));
  await until(() => heads.every((head) => head.isClosed), patience(), "the slow heads are gone");
  const told = (await answers).filter((answer) => answer?.status === 408).length;
  check(told === HEADS, `only ${told} of ${HEADS} slow heads were told 408`);
  // Those who take a little now and then are served on; those who take nothing are not.
  const held = LISTENERS + SLOW;
  let count = 0;
  const isHeld = async () => {
    count = connections(await server.figures());
    return count === held;
  };
  await until(isHeld, patience() + 2_000, () => `the server holds ${held} that are in order, not ${count}`);
  check(
    pages.every((page) => !page.destroyed),
    "a page that was left open has lost its events",
  );

  for (const socket of [...readers, ...pages]) socket.destroy();
  const isQuiet = async () => connections(await server.figures()) === 0;
  await until(isQuiet, 4_000, "the server holds no slow client any more");
  // What else the machine does is no fault of the slow clients: so once more without them.
  const alone = Math.max(before, await p99(port, MEASURED_MS));
  const times = `p99 ${alone.toFixed(2)} ms alone, ${among.toFixed(2)} ms among them`;
  check(among <= FACTOR * alone, times);
  const memory = `${mebibytes(grown)} more memory for ${HEADS + READERS + LISTENERS} clients and ${READERS} × ${LARGE >> 20} MiB`;
  check(grown < ALLOWED, memory);
  return `${times}; ${memory}; all ${told} slow heads got their 408`;
}

/** Of a healthy client with a connection of its own. */
async function p99(port: number, ms: number): Promise<number> {
  const client = await Client.connect(port);
  const time = await p99Of(async () => (await client.send(target(port, "/", "\r\n")))?.status, ms);
  await client.end();
  return time;
}

/** One byte of a field now and then. */
async function drip(port: number): Promise<Client[]> {
  const slow = await connectAll(port, HEADS);
  for (const [index, { socket }] of slow.entries()) {
    socket.write(target(port, "/", "X-Slow: "));
    const timer = setInterval(() => socket.write("x"), 300 + index);
    socket.on("close", () => clearInterval(timer));
  }
  return slow;
}

/** Some take a little of the large file now and then, the others nothing at all. */
async function hardlyRead(port: number): Promise<Socket[]> {
  const sockets = await open(port, READERS, target(port, "/ray.pdf", "\r\n"));
  for (const [index, socket] of sockets.entries()) {
    if (index >= SLOW) continue;
    const timer = setInterval(() => {
      if (socket.read() === null) socket.read(0);
    }, 50);
    socket.on("close", () => clearInterval(timer));
  }
  return sockets;
}

/** As a lesson does in a browser; each has its first event. They take what comes. */
async function openPages(port: number, count: number): Promise<Socket[]> {
  const pages = await open(port, count, target(port, "/api/live", "Accept: text/event-stream\r\n\r\n"));
  let heard = 0;
  for (const page of pages) {
    page.once("data", () => {
      heard += 1;
    });
    page.resume();
  }
  await until(() => heard === count, 20_000, "each open page has its first event");
  return pages;
}

async function open(port: number, count: number, request: string): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("error", () => {});
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write(request);
    sockets.push(socket);
  }
  await pause(50);
  return sockets;
}
