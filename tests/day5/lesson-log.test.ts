/** What the start tells, what it costs where a level is off, and the access log of the program. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Logger } from "../../day5/src/index.ts";
import type { LogLevel } from "../../day5/src/log/logger.ts";
import { request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";
import { skipProgram, webProgram } from "../support/web-program.ts";

/** `book` with the levels below `lowest` off. It still keeps every call: there should be none on those. */
function from(lowest: LogLevel, book: LogBook): Logger {
  const order: LogLevel[] = ["trace", "debug", "info", "warn", "error"];
  return { ...book, isLevelEnabled: (level) => order.indexOf(level) >= order.indexOf(lowest) };
}

const router = () => new ray.Router().get("/user", () => "user").post("/user/:id", () => "posted");

test("the start tells its address at info", async (t) => {
  const { log, address } = await startHttp1Server(t, router());
  assert.deepEqual(log.messages("info"), ["listening", "started"]);
  const [told] = log.entries.filter(({ level }) => level === "info");
  assert.deepEqual(told?.fields, { address: `127.0.0.1:${address.port}` });
});

test("the start tells the routes at debug, before the address, and draws the trie", async (t) => {
  const app = router();
  const { log } = await startHttp1Server(t, app);
  assert.deepEqual(
    log.entries
      .filter(({ level }) => level !== "trace")
      .map(({ level, message, fields }) => [level, message, fields.route]),
    [
      ["debug", "route", "GET /user"],
      ["debug", "route", "POST /user/:id"],
      ["debug", `the trie\n${app.print().trimEnd()}`, undefined],
      ["info", "listening", undefined],
      ["info", "started", undefined],
    ],
  );
});

test("an app that is no router has no routes to tell", async (t) => {
  const { log } = await startHttp1Server(t, (c) => c.string("hi"));
  assert.deepEqual(
    log.entries.map(({ message }) => message),
    ["listening", "started"],
  );
});

for (const [lowest, expected] of [
  ["trace", ["debug", "info", "trace"]],
  ["debug", ["debug", "info"]],
  ["info", ["info"]],
] as const) {
  test(`with ${lowest} as the lowest level, nothing below is even put together`, async (t) => {
    const book = new LogBook();
    const { ask } = await startHttpServer(t, router(), { logger: from(lowest, book) });
    for (const path of ["/user", "/nope"]) await ask(request(`GET ${path}`));
    assert.deepEqual([...new Set(book.entries.map(({ level }) => level))].sort(), [...expected]);
  });
}

describe("the program", { skip: skipProgram(5) }, () => {
  const program = webProgram();

  test("I3: its access log has a line for each answer, a miss too", async (t) => {
    const child = await program.child;
    for (const [path, status] of [
      ["/user", 200],
      ["/nope", 404],
    ] as const) {
      assert.equal((await program.ask(t, request(`GET ${path}`))).status, status);
      await child.printed(
        new RegExp(`INFO: answered {"method":"GET","path":"${path}","status":${status},"ms":\\d+}`),
      );
    }
  });
});
