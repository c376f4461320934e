/** A pino logger fits the facade as it is: for the compiler, and when it runs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import type { ListenOptions, Logger } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

// For the compiler: no cast, no adapter.
const asFacade: Logger = pino({ level: "silent" });
const asOption: ListenOptions = { logger: pino({ level: "silent" }) };
// A child logger, as one makes for each request, fits too.
const asChild: Logger = pino({ level: "silent" }).child({ request: 1 });

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly type: string; readonly message: string; readonly stack: string };
  readonly [field: string]: unknown;
}

function pinoTo(level: string): { logger: Logger; lines: Line[] } {
  const lines: Line[] = [];
  const logger = pino(
    { level, base: null, timestamp: false },
    { write: (line) => lines.push(JSON.parse(line)) },
  );
  return { logger, lines };
}

const router = () =>
  new ray.Router()
    .get("/ghost/:id", (c) => c.string(c.params.id))
    .get("/fail", () => {
      throw new TypeError("the disk is full");
    });

test("a server that logs through pino at trace writes one JSON line for each thing it tells", async (t) => {
  const { logger, lines } = pinoTo("trace");
  const { ask, address, server } = await startHttp1Server(t, router(), { logger });
  await ask(request("GET /ghost/7", { Connection: "close" }));
  await server.shutdown();
  const { trace, debug, info } = pino.levels.values as Record<string, number>;
  const remote = lines.find(({ msg }) => msg === "request")?.remote;
  const asked = { method: "GET", path: "/ghost/7", version: "1.1", remote };
  assert.deepEqual(lines, [
    { level: trace, node: "/ghost", route: "GET /ghost/:id", msg: "node inserted" },
    { level: trace, node: "/ghost/:", route: "GET /ghost/:id", msg: "node inserted" },
    { level: trace, node: "/fail", route: "GET /fail", msg: "node inserted" },
    { level: debug, route: "GET /ghost/:id", msg: "route" },
    { level: debug, route: "GET /fail", msg: "route" },
    { level: debug, msg: "the trie\n├─ /fail  GET /fail\n└─ /ghost\n   └─ /:  GET /ghost/:id" },
    { level: info, address: `127.0.0.1:${address.port}`, msg: "listening" },
    { level: info, msg: "started" },
    { level: debug, ...asked, query: [], fields: ["host", "connection"], msg: "request" },
    { level: trace, method: "GET", path: "/ghost/7", msg: "route looked up" },
    { level: debug, path: "/ghost/7", params: { id: "7" }, route: "GET /ghost/:id", msg: "route chosen" },
    { level: info, deadlineMs: 10_000, connections: lines.at(-2)?.connections, msg: "draining" },
    { level: info, finished: lines.at(-1)?.finished, forced: 0, msg: "stopped" },
  ]);
});

test("an error reaches pino as err, so that it is written with its type and stack", async () => {
  const { logger, lines } = pinoTo("info");
  assert.equal((await ray.inject(router(), "/fail", { logger })).status, 500);
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.err?.type, "TypeError");
  assert.equal(lines[0]?.err?.message, "the disk is full");
  assert.match(lines[0]?.err?.stack ?? "", /pino\.test\.ts/);
  assert.equal(lines[0]?.msg, "handler failed");
});

test("a silent pino says nothing and answers all the same", async () => {
  for (const logger of [asFacade, asOption.logger, asChild]) {
    if (logger === undefined) assert.fail("there is a logger");
    assert.equal((await ray.inject(router(), "/ghost/7", { logger })).text(), "7");
  }
});
