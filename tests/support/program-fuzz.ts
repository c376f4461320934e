/**
 * Random programs against the server, in memory: hooks, handlers and streams that throw, replace, abort and return
 * odd things, under clients that leave. Whatever they do, three things hold: the process lives, every permit
 * comes back, and no answer has a byte of another. The same seed makes the same programs.
 */

import assert from "node:assert/strict";
import type { AppContext, HookSet, Response } from "../../day5/src/index.ts";
import { visibleExcerpt } from "./bytes.ts";
import { FakeClock, rounds } from "./fake-clock.ts";
import { readAnswer } from "./http-client.ts";
import { MemoryListener } from "./memory-listener.ts";
import type { MemorySocket } from "./memory-server.ts";
import { randomFrom } from "./mutate.ts";
import { actions } from "./program-actions.ts";
import { hooks } from "./program-hooks.ts";
import { ray } from "./stage.ts";
import { TextReader } from "./text-reader.ts";

const AT_ONCE = 100;
/** Longer than every deadline of a server. */
const LONG_MS = 1_000_000;
const PERMITS = 2;

/** A request of a program: which action answers it, and its bytes. */
interface Ask {
  readonly method: string;
  readonly action: string;
  readonly bytes: string;
}

/** How a client behaves once it has sent its bytes. */
const manners = ["waits", "ends", "resets", "resets in the middle", "reads nothing", "says half"] as const;

interface Client {
  readonly manner: (typeof manners)[number];
  readonly asks: readonly { readonly index: number; readonly ask: Ask }[];
}

interface Program {
  readonly seed: number;
  readonly hooks: readonly string[];
  readonly groupHooks: readonly string[];
  readonly asks: readonly Ask[];
  readonly clients: readonly Client[];
}

export interface ProgramFuzzOptions {
  readonly seed: number;
  readonly runs: number;
  readonly onProgress?: (done: number) => void;
  readonly isLate?: () => boolean;
}

/** A program that broke an invariant: the message names it and tells what the program was. */
export class ProgramFailure extends Error {
  constructor(program: Program, cause: unknown) {
    const clients = program.clients.map(
      ({ manner, asks }) =>
        `    a client that ${manner}: ${asks.map(({ ask }) => `${ask.method} ${ask.action}`).join(", ")}`,
    );
    const told = [...program.hooks, ...program.groupHooks].join(", ") || "none";
    super(`${(cause as Error)?.message}\n  program ${program.seed}, hooks: ${told}\n${clients.join("\n")}`, {
      cause,
    });
    this.name = "ProgramFailure";
  }
}

/** `below` of a seed: whole numbers from 0 up to, and without, `end`. */
function dice(seed: number): (end: number) => number {
  const random = randomFrom(seed);
  return (end) => Math.floor(random() * end);
}

function writeProgram(seed: number): Program {
  const below = dice(seed);
  const pick = <Value>(values: readonly Value[]) => values[below(values.length)] as Value;
  const some = (most: number) => Array.from({ length: below(most + 1) }, () => pick(Object.keys(hooks)));
  const asks: Ask[] = [];
  const clients = Array.from({ length: 1 + below(3) }, (): Client => {
    const first = asks.length;
    for (let left = 1 + below(3); left > 0; left -= 1) {
      const method = pick(["GET", "GET", "HEAD", "POST", "POST"]);
      const path = `${below(8) === 0 ? "/nowhere" : "/p"}/${asks.length}`;
      const body = method === "POST" ? "x".repeat(below(3) === 0 ? 100_000 : below(100)) : null;
      const fields = body === null ? "" : `Content-Length: ${body.length}\r\n`;
      const bytes = `${method} ${path} HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body ?? ""}`;
      asks.push({ method, action: pick(Object.keys(actions)), bytes });
    }
    return { manner: pick(manners), asks: asks.slice(first).map((ask, i) => ({ index: first + i, ask })) };
  });
  return { seed, hooks: some(3), groupHooks: some(2), asks, clients };
}

/** The app that a program stands for. */
function build(program: Program) {
  const below = dice(program.seed + 1);
  const shared: Response = new ray.Response("<shared>", { headers: { "x-shared": "yes" } });
  const tagOf = (c: AppContext) => `<${program.seed}-${c.path.split("/").at(-1)}>`;
  const make = (names: readonly string[]): HookSet[] =>
    names.map((name) => (hooks[name] as (typeof hooks)[string])({ tagOf, below }));
  const router = new ray.Router().hooks(...make(program.hooks)).get("/alive", (c) => c.string("alive"));
  router
    .group("/p")
    .hooks(...make(program.groupHooks))
    .any("/:n", (c) => {
      const ask = program.asks[Number(c.params.n)] as Ask;
      const action = actions[ask.action] as (typeof actions)[string];
      return action({ c: c as AppContext, tag: tagOf(c as AppContext), shared, below }) as never;
    });
  return router;
}

/** Sends what a client has to say, and leaves as it does. */
async function act(client: Client, socket: MemorySocket, below: (end: number) => number): Promise<void> {
  const bytes = client.asks.map(({ ask }) => ask.bytes).join("");
  const isHalf = client.manner === "says half";
  if (client.manner === "reads nothing") socket.stall();
  socket.push(Buffer.from(isHalf ? bytes.slice(0, below(bytes.length)) : bytes, "latin1"));
  const reset = () => socket.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
  if (client.manner === "resets") return void reset();
  if (client.manner === "ends" || isHalf) socket.push(null);
  await rounds(below(30));
  if (client.manner === "resets in the middle") reset();
}

/** No answer has a byte of another: errors name the answer. */
async function checkAnswers({ seed }: Program, { asks, manner }: Client, sent: string): Promise<void> {
  const reader = new TextReader(sent);
  for (const { index, ask } of asks) {
    if (reader.rest === "") return;
    const before = reader.rest;
    const answer = await readAnswer(reader, ask.method).catch(() => null);
    // One that broke off: its part is looked at all the same, and nothing may follow it.
    const part = answer === null ? before : before.slice(0, before.length - reader.rest.length);
    const own = `<${seed}-${index}>`;
    const decoded = part.replaceAll("%3C", "<").replaceAll("%3E", ">");
    for (const [tag] of decoded.matchAll(/<\d+-[^<>]*>/g)) {
      if (tag !== own) assert.fail(`answer ${index} has ${tag} of another: ${visibleExcerpt(part)}`);
    }
    if (answer === null) return;
  }
  // A head that was cut off may have said HEAD or not: its 400 has a body then, which is no tag's.
  if (manner !== "says half") assert.equal(reader.rest, "", "nothing follows the last answer");
  else assert.doesNotMatch(reader.rest, /<|HTTP/, "nothing but a refusal follows the last answer");
}

/** An honest client: the proof that a permit is free. */
async function askAlive(listener: MemoryListener): Promise<MemorySocket> {
  const socket = listener.connect();
  socket.push("GET /alive HTTP/1.1\r\nHost: a\r\n\r\n");
  for (let left = 100; left > 0 && socket.sent === ""; left -= 1) await rounds(1);
  assert.notEqual(socket.sent, "", "a permit has not come back: an honest client gets no answer");
  return socket;
}

async function runProgram(program: Program): Promise<void> {
  const clock = new FakeClock();
  const reactor = new ray.LoopReactor({ clock });
  const listener = new MemoryListener(reactor);
  const server = await ray.listen(listener, build(program), { reactor, maxConnections: PERMITS });
  const below = dice(program.seed + 2);
  const sockets = program.clients.map(() => listener.connect());
  await Promise.all(program.clients.map((client, i) => act(client, sockets[i] as MemorySocket, below)));
  await rounds(10);
  await clock.pass(LONG_MS);
  // Who waits for an answer that never ends may do so; in the end all have left.
  for (const socket of sockets) socket.destroy();
  await rounds(5);
  await clock.pass(LONG_MS);
  for (const [i, client] of program.clients.entries())
    await checkAnswers(program, client, (sockets[i] as MemorySocket).sent);
  const honest = [await askAlive(listener), await askAlive(listener)];
  const stopped = server.shutdown({ deadlineMs: LONG_MS });
  for (const socket of honest) socket.push(null);
  await rounds(2);
  await clock.pass(2 * LONG_MS);
  assert.equal((await stopped).forced, 0, "connections that had to be cut off");
  await server.closed;
}

/** Errors: ProgramFailure that names the invariant. */
export async function fuzzPrograms({ seed, runs, onProgress, isLate }: ProgramFuzzOptions): Promise<number> {
  let escaped: unknown = null;
  const onEscape = (error: unknown) => {
    escaped ??= { error };
  };
  process.on("uncaughtException", onEscape).on("unhandledRejection", onEscape);
  let done = 0;
  try {
    while (done < runs && !isLate?.()) {
      const first = done;
      const batch = Array.from({ length: Math.min(AT_ONCE, runs - done) }, (_, i) =>
        writeProgram(seed + 10 * (first + i)),
      );
      await Promise.all(
        batch.map(async (program) => {
          try {
            await runProgram(program);
          } catch (error) {
            throw new ProgramFailure(program, error);
          }
        }),
      );
      const error = (escaped as { error: unknown } | null)?.error;
      if (escaped !== null)
        throw new Error(`an error went past the server, programs ${seed + 10 * first} and on`, {
          cause: error,
        });
      done += batch.length;
      onProgress?.(done);
    }
  } finally {
    process.off("uncaughtException", onEscape).off("unhandledRejection", onEscape);
  }
  return done;
}
