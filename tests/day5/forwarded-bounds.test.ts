/** A client may put thousands of hops in front of what the proxy wrote: nobody reads further than whom he trusts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load } from "../support/stage.ts";

const { readXForwarded } =
  await load<typeof import("../../day5/src/endpoint/forwarded.ts")>("endpoint/forwarded.ts");

test("the hops are read one by one, the nearest first, and only those that are asked for", () => {
  let asked = 0;
  // Counts the elements that are cut out of the text.
  const text = Object.assign(new String(`${"6.6.6.6,".repeat(2_000)}10.0.0.2`), {
    slice: (from: number, to: number) => {
      asked += 1;
      return String.prototype.slice.call(text, from, to);
    },
  }) as unknown as string;
  const headers = { get: (name: string) => (name === "x-forwarded-for" ? text : null) };
  const [first] = readXForwarded(headers as never);
  assert.deepEqual(first?.address, { host: "10.0.0.2", port: 0 });
  assert.equal(asked, 1);
});

test("a chain of more than 64 trusted proxies is followed that far and no further", async (t) => {
  const { ask } = await startHttpServer(t, (c) => JSON.stringify(c.remoteAddress), {
    trustProxy: ["127.0.0.0/8", "10.0.0.0/8"],
  });
  const chain = (hops: number) =>
    ["6.6.6.6", ...Array.from({ length: hops }, (_, at) => `10.0.0.${at}`)].join(",");
  const seen = async (hops: number) => (await ask(request("GET /", { "X-Forwarded-For": chain(hops) }))).text;
  assert.equal(await seen(63), '{"host":"6.6.6.6","port":0}');
  assert.equal(await seen(64), '{"host":"10.0.0.0","port":0}');
  assert.equal(await seen(200), '{"host":"10.0.0.136","port":0}');
});
