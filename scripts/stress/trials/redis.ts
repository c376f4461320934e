/**
 * Redis is killed and started again while two servers share it. Requests that need a session are a 503 meanwhile, all
 * others are served, and what a client was told is true: no update that was confirmed is lost, and none is made twice.
 */

import { Redis } from "ioredis";
import { listen, Router, type RunningServer } from "../../../day5/src/index.ts";
import type { TcpAddress } from "../../../day5/src/net.ts";
import { RedisStorage, session, sessions } from "../../../day5/src/session/index.ts";
import { Client } from "../client.ts";
import { RedisServer } from "../redis-server.ts";
import { check, pause, type Trial, until } from "../trial.ts";

const CLIENTS = 40;
const SESSIONS = 10;
const KILLS = 3;
/** Shorter than a second, so that many requests meet a Redis that is away. */
const TIMEOUT_MS = 100;

/** What became of the requests of one session. */
interface Counted {
  readonly sid: string;
  /** What each 200 said: the number after its own update. */
  readonly told: number[];
  away: number;
  /** Broken connections, and any other status. */
  wrong: number;
}

async function startServer(port: number): Promise<{ server: RunningServer; redis: Redis }> {
  // What Redis may have done already is not sent once more: only the program knows whether it may be done twice.
  const options = { retryStrategy: () => 20, autoResendUnfulfilledCommands: false };
  const redis = new Redis(port, "127.0.0.1", options);
  redis.on("error", () => {});
  const send = ([name = "", ...args]: string[]) => redis.call(name, ...args);
  const storage = new RedisStorage(send, { timeoutMs: TIMEOUT_MS });
  const router = new Router().get("/none", (c) => c.string("none"));
  router
    .group("/s")
    .hooks(sessions({ storage }))
    .get("/count", async (c) => c.json(await (await session(c)).update<number>("n", (n = 0) => n + 1)))
    .get("/read", async (c) => c.json((await session(c)).get<number>("n") ?? 0));
  return { server: await listen("127.0.0.1:0", router), redis };
}

const portOf = ({ address }: RunningServer) => (address as TcpAddress).port;

const ask = (client: Client, path: string, sid: string) =>
  client.send(`GET ${path} HTTP/1.1\r\nHost: stress\r\n${sid === "" ? "" : `Cookie: sid=${sid}\r\n`}\r\n`);

/** Counts up until `isOver`, one request after the other: each client has a server and a session. */
async function count(port: number, counted: Counted, isOver: () => boolean): Promise<void> {
  const client = await Client.connect(port);
  while (!isOver()) {
    const answer = await ask(client, "/s/count", counted.sid);
    if (answer?.status === 200) counted.told.push(Number(answer.body));
    else if (answer?.status === 503) counted.away += 1;
    else counted.wrong += 1;
    // While Redis refuses at once, 503s would be all that there is.
    if (answer?.status !== 200) await pause(5);
  }
  client.destroy();
}

/** Asks what needs no session, all the time. Returns how often it was served. */
async function askOthers(port: number, isOver: () => boolean): Promise<number> {
  const client = await Client.connect(port);
  let served = 0;
  for (; !isOver(); served += 1) {
    const answer = await ask(client, "/none", "");
    check(answer?.status === 200, `a request without a session got ${answer?.status ?? "no answer"}`);
    await pause(1);
  }
  client.destroy();
  return served;
}

async function begin(port: number): Promise<Counted> {
  const client = await Client.connect(port);
  const answer = await ask(client, "/s/count", "");
  const sid = /\r\nset-cookie: sid=([^;]+);/.exec(answer?.head ?? "")?.[1];
  check(sid !== undefined, `no session: ${answer?.head}`);
  client.destroy();
  return { sid, told: [Number(answer?.body)], away: 0, wrong: 0 };
}

/** What the storage has in the end, when what was still under way has come. */
async function last(port: number, { sid }: Counted): Promise<number> {
  const client = await Client.connect(port);
  let value = Number.NaN;
  const isBack = async () => {
    const answer = await ask(client, "/s/read", sid);
    if (answer?.status === 200) value = Number(answer.body);
    return answer?.status === 200;
  };
  await until(isBack, 5_000, "sessions are there again");
  client.destroy();
  return value;
}

/** Each number is told once, and all that was told is there. An update that ended in a 503 may have been made or not. */
function judge({ told, away }: Counted, final: number): void {
  check(
    new Set(told).size === told.length,
    `of ${told.length} updates two were told the same number: one is lost`,
  );
  const least = Math.max(told.length, ...told);
  check(final >= least, `${least} updates were confirmed, and ${final} are there: ${least - final} are lost`);
  const most = told.length + away;
  check(final <= most, `${final} updates are there, of ${most} that were asked for: some were made twice`);
}

export const redis: Trial = {
  name: "redis",
  asks: `${CLIENTS} clients of two servers while their Redis is killed ${KILLS} times: no confirmed update is lost`,
  async run(progress) {
    const store = await RedisServer.start();
    const both = [await startServer(store.port), await startServer(store.port)] as const;
    try {
      const ports = both.map(({ server }) => portOf(server));
      const port = (n: number) => ports[n % ports.length] as number;
      const counts = await Promise.all(Array.from({ length: SESSIONS }, (_, n) => begin(port(n))));
      let isOver = false;
      const others = ports.map((each) => askOthers(each, () => isOver));
      const clients = Array.from({ length: CLIENTS }, (_, n) =>
        count(port(n >> 1), counts[n % SESSIONS] as Counted, () => isOver),
      );
      const all = Promise.all([...clients, ...others]);
      const sum = (of: (counted: Counted) => number) => counts.reduce((total, each) => total + of(each), 0);
      for (let n = 1; n <= KILLS; n += 1) {
        await Promise.race([all, pause(700)]);
        await store.kill();
        await Promise.race([all, pause(500)]);
        await store.start();
        progress(
          `killed ${n} times: ${sum(({ told }) => told.length)} × 200, ${sum(({ away }) => away)} × 503`,
        );
      }
      await Promise.race([all, pause(700)]);
      isOver = true;
      await all;
      const served = await Promise.all(others);
      for (const counted of counts) judge(counted, await last(port(0), counted));
      const wrong = sum((counted) => counted.wrong);
      check(wrong === 0, `${wrong} requests got neither a 200 nor a 503`);
      const away = sum((counted) => counted.away);
      check(away > 0, "no request has met a Redis that was away");
      const told = sum((counted) => counted.told.length);
      const without = served.reduce((a, b) => a + b, 0);
      return `${told} × 200, ${away} × 503, 0 updates lost, none made twice; ${without} × 200 without a session`;
    } finally {
      for (const { server, redis: client } of both) {
        client.disconnect();
        await server.shutdown({ deadlineMs: 0 });
      }
      await store.end();
    }
  },
};
