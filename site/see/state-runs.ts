/**
 * Connections as they come, one for each way in which a state can end, over real sockets and on a clock that is moved.
 * Runs in a bundle whose connection.ts is watched: state-record.ts makes it. No titles here: state-words.ts has them.
 */
import { setImmediate as nextRound } from "node:timers/promises";
import { listen, type RunningServer } from "../../day5/src/app/server.ts";
import type { AppContext } from "../../day5/src/endpoint/app-context.ts";
import { LoopReactor } from "../../day5/src/event-loop/loop-reactor.ts";
import { defaultLimits } from "../../day5/src/http/limits.ts";
import { Response } from "../../day5/src/http/response.ts";
import { FakeClock } from "../../tests/support/fake-clock.ts";
import { RawSocket, until } from "./raw-socket.ts";
import { type Change, changes, forget } from "./state-watch.ts";

export interface Run {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Of all final answers that the client has got. */
  readonly statuses: readonly number[];
}

interface World {
  readonly client: RawSocket;
  readonly clock: FakeClock;
  readonly server: RunningServer;
  /** Lets the handler of /slow answer. */
  readonly release: () => void;
  readonly state: (name: string) => Promise<void>;
  readonly answers: (count: number) => Promise<void>;
}

const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const [FIRST, REST] = [GET.slice(0, 20), GET.slice(20)];
const SLOW = GET.replace("/ ", "/slow ");
const LATE_BODY = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n";
const upgrade = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n`;

/** Each goes on until the connection is over. */
const RUNS: Readonly<Record<string, (world: World) => unknown>> = {
  leaves: async ({ client, answers }) => {
    client.send(GET);
    await answers(1);
    client.socket.end();
  },
  pieces: async ({ client, state, answers }) => {
    client.send(FIRST);
    await state("head");
    client.send(REST);
    await answers(1);
    client.socket.end();
  },
  goodbye: ({ client }) => client.send(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")),
  silent: ({ clock }) => clock.pass(defaultLimits.headTimeoutMs),
  slowHead: async ({ client, state, clock }) => {
    client.send(FIRST);
    await state("head");
    await clock.pass(defaultLimits.headTimeoutMs);
  },
  idle: async ({ client, answers, state, clock }) => {
    client.send(GET);
    await answers(1);
    await state("idle");
    await clock.pass(defaultLimits.keepAliveTimeoutMs);
  },
  malformed: ({ client }) => client.send("GET / HTTP/1.1\nHost: x\n\n"),
  malformedRest: async ({ client, state }) => {
    client.send(FIRST);
    await state("head");
    client.send("\n\n\n");
  },
  halfHead: async ({ client, state }) => {
    client.send(FIRST);
    await state("head");
    client.socket.end();
  },
  resetInHead: async ({ client, state }) => {
    client.send(FIRST);
    await state("head");
    client.socket.resetAndDestroy();
  },
  badFraming: ({ client }) =>
    client.send(LATE_BODY.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n")),
  slowBody: async ({ client, state, clock }) => {
    client.send(LATE_BODY);
    await state("handling");
    await clock.pass(defaultLimits.bodyGraceMs);
  },
  stopIdle: async ({ client, answers, state, server }) => {
    client.send(GET);
    await answers(1);
    await state("idle");
    server.shutdown();
  },
  stopBusy: async ({ client, state, server, release }) => {
    client.send(SLOW);
    await state("handling");
    server.shutdown();
    release();
  },
  breaksOff: ({ client }) => client.send(GET.replace("/ ", "/broken ")),
  takeover: ({ client }) => client.send(upgrade("/chat")),
  takeoverFails: ({ client }) => client.send(upgrade("/broken-chat")),
};

function app(released: Promise<void>) {
  const broken = async function* () {
    yield "half an answer";
    throw new Error("the source is gone");
  };
  const chat = (takeover: () => Promise<void>) =>
    new Response(null, { headers: { upgrade: "chat" }, takeover });
  return async (c: AppContext) => {
    if (c.path === "/slow") await released;
    if (c.path === "/broken") return c.stream(broken());
    if (c.path === "/chat") return chat(async () => {});
    if (c.path === "/broken-chat") return chat(() => Promise.reject(new Error("it went wrong")));
    return c.string(await c.req.text());
  };
}

/** All runs, one after the other. Errors: one of them does not come to its end. */
export async function runAll(): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [name, act] of Object.entries(RUNS)) runs.push(await runOne(name, act));
  return runs;
}

async function runOne(name: string, act: (world: World) => unknown): Promise<Run> {
  forget();
  const clock = new FakeClock();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reactor = new LoopReactor({ clock });
  const server = await listen("127.0.0.1:0", app(released), { reactor });
  const port = "port" in server.address ? server.address.port : 0;
  const client = await RawSocket.open(port);
  const state = (wanted: string) =>
    until(() => changes().at(-1)?.to === wanted, `${name}: the state "${wanted}"`);
  const answers = (count: number) =>
    until(() => client.statuses.length >= count, `${name}: ${count} answers`);
  // What waits for a deadline begins to wait in the round of the accept.
  for (let round = 0; round < 4; round++) await nextRound();
  await act({ client, clock, server, release, state, answers });
  await state("end");
  await until(() => client.isOver, `${name}: the end for the client`);
  const run = { name, changes: changes(), statuses: client.statuses };
  await clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server");
  return run;
}
