/** The figures of docs/reference/lifecycle.md are those of the code. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load, ray } from "../support/stage.ts";

const { behindProxy } = await load<typeof import("../../day5/src/app/stop-times.ts")>("app/stop-times.ts");

const page = readFileSync(new URL("../../docs/reference/lifecycle.md", import.meta.url), "utf8");

/** The default that the page's tables give for an option. */
function told(option: string): number {
  const [, value = ""] = new RegExp(`^\\| \`${option}\` \\| ([\\d,]+|no limit) \\|`, "m").exec(page) ?? [];
  return value === "no limit" ? Number.POSITIVE_INFINITY : Number(value.replaceAll(",", ""));
}

for (const option of [
  "headTimeoutMs",
  "bodyTimeoutMs",
  "bodyGraceMs",
  "minBodyBytesPerSecond",
  "handlerTimeoutMs",
  "keepAliveTimeoutMs",
  "drainGraceMs",
  "maxRequestsPerConnection",
] as const) {
  test(`the page knows the default of ${option}`, () => {
    assert.equal(told(option), ray.defaultLimits[option]);
  });
}

test("the page knows what a connection has by itself, and a slice", () => {
  assert.equal(told("lingerMs"), ray.connDefaults.lingerMs);
  assert.equal(told("writeTimeoutMs"), ray.connDefaults.writeTimeoutMs);
  assert.match(page, new RegExp(`one slice, ${ray.connDefaults.writeBatchBytes / 1024} KiB`));
});

test("every deadline of the limits has a line on the page", () => {
  for (const option of Object.keys(ray.defaultLimits)) {
    if (/Ms$|PerSecond$|PerConnection$/.test(option)) assert.ok(page.includes(`| \`${option}\` |`), option);
  }
});

test("the page knows what a stop takes its time for behind a proxy", () => {
  for (const [option, ms] of Object.entries(behindProxy)) {
    const value = ms.toLocaleString("en-US");
    assert.ok(page.includes(`| \`${option}\` | ${value} |`), `${option} is ${value}`);
  }
});
