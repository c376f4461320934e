/** What `listen` is given is checked before it binds: a limit that cannot be is an error, never "no limit". */

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import type { Limits, ListenOptions } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { failureOf, NEVER_A_NUMBER, shown } from "../support/option-cases.ts";
import { load, ray } from "../support/stage.ts";

const { limitRules } = await load<typeof import("../../day5/src/http/limits.ts")>("http/limits.ts");

/** Starts a server with `options`, on an address that fails on purpose: whatever is checked is checked before. */
const start = (options: unknown) =>
  ray
    .listen("127.0.0.1:99999", (c) => c.string("x"), options as ListenOptions)
    .then(async (server) => {
      await server.shutdown({ deadlineMs: 0 });
    });

/** The error that says that all options were fine. */
const isAboutTheAddress = (error: Error) => error instanceof ray.AddressError;

for (const name of Object.keys(ray.defaultLimits) as (keyof Limits)[]) {
  test(`limits.${name} is a number in its range, or an error that names option, value and range`, async () => {
    const range = limitRules[name].allowed;
    const takesInfinity = range.includes("Infinity");
    const wrong = takesInfinity ? NEVER_A_NUMBER : [...NEVER_A_NUMBER, Number.POSITIVE_INFINITY];
    for (const value of wrong) {
      const { message } = await failureOf(() => start({ limits: { [name]: value } }));
      assert.equal(message, `limits.${name} must be ${range}, not ${shown(value)}`);
    }
    const [, least] = /of at least (\d+)/.exec(range) ?? assert.fail(range);
    const below = await failureOf(() => start({ limits: { [name]: Number(least) - 1 } }));
    assert.ok(below instanceof RangeError, String(below));
    for (const value of [undefined, Number(least), takesInfinity ? Number.POSITIVE_INFINITY : 2 ** 31]) {
      assert.ok(
        isAboutTheAddress(await failureOf(() => start({ limits: { [name]: value } }))),
        String(value),
      );
    }
  });
}

test("every default is allowed by its own rule, and every limit has a rule", () => {
  assert.deepEqual(Object.keys(limitRules), Object.keys(ray.defaultLimits));
  for (const [name, value] of Object.entries(ray.defaultLimits)) {
    assert.ok(limitRules[name as keyof Limits].accepts(value), name);
  }
});

test("what is wrong elsewhere is told as well", async () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [
      { maxConnections: "10" },
      /^maxConnections must be a whole number of connections of at least 1, not "10"$/,
    ],
    [{ maxWaiting: Number.NaN }, /^maxWaiting must be a whole number of connections of at least 1, not NaN$/],
    [
      { conn: { lingerMs: Number.NaN } },
      /^conn\.lingerMs must be a number of milliseconds of at least 0, not NaN$/,
    ],
    [{ conn: { lingerMS: 5 } }, /^conn\.lingerMS is no option; did you mean lingerMs\?$/],
    [{ limits: { maxBodyByte: 5 } }, /^limits\.maxBodyByte is no option; did you mean maxBodyBytes\?$/],
    [{ limits: { maxbodybytes: 5 } }, /^limits\.maxbodybytes is no option; did you mean maxBodyBytes\?$/],
    [{ limits: { timeout: 5 } }, /^limits\.timeout is no option; known are maxTargetBytes, .*…$/],
    [{ limits: null }, /^limits must be an object, not null$/],
    [{ limits: 1024 }, /^limits must be an object, not 1024$/],
    [
      { logger: () => {} },
      /^logger must be a logger, with the methods trace, debug, info, warn, error, isLevelEnabled, not a function$/,
    ],
    [{ loger: ray.silentLogger }, /^loger is no option; did you mean logger\?$/],
    [{ deadlineMs: 5 }, /^deadlineMs is no option; /],
    [{ onShutdown: true }, /^onShutdown must be a function, not true$/],
    [null, /^options must be an object, not null$/],
  ];
  for (const [options, message] of wrong) {
    assert.match((await failureOf(() => start(options))).message, message);
  }
});

test("nothing is bound when an option is wrong", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  await new Promise((resolve) => other.close(resolve));
  const options = { limits: { maxBodyBytes: "1mb" } } as never;
  await assert.rejects(
    ray.listen(`127.0.0.1:${port}`, () => "x", options),
    TypeError,
  );
  const server = await ray.listen(`127.0.0.1:${port}`, () => "x");
  assert.equal((server.address as TcpAddress).port, port);
  await server.shutdown();
});

test("a limit that is undefined is the default", async (t) => {
  const limits = { maxBodyBytes: undefined, maxDrainBytes: undefined } as never;
  const server = await startHttpServer(t, async (c) => String((await c.req.bytes()).length), { limits });
  const most = ray.defaultLimits.maxBodyBytes;
  const asked = (length: number) => server.ask(request("POST /", {}, "x".repeat(length)));
  assert.equal((await asked(most)).text, String(most));
  assert.equal((await asked(most + 1)).status, 413);
});

test("whatever `shutdown` is given is checked, and then it can still be shut down", async (t) => {
  const { server } = await startHttpServer(t, () => "x");
  assert.throws(() => server.shutdown({ deadlineMs: "1" as never }), /shutdown\.deadlineMs must be/);
  assert.deepEqual(await server.shutdown(), { finished: 0, forced: 0 });
});
