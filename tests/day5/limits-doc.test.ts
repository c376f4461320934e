/** The tables of docs/reference/limits.md are the rules that the code checks. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Rule } from "../../day5/src/guard/rule.ts";
import { load, ray } from "../support/stage.ts";

const page = readFileSync(new URL("../../docs/reference/limits.md", import.meta.url), "utf8");

const { limitRules } = await load<typeof import("../../day5/src/http/limits.ts")>("http/limits.ts");
const { connRules } = await load<typeof import("../../day5/src/net/conn-options.ts")>("net/conn-options.ts");
const { listenerRules } =
  await load<typeof import("../../day5/src/net/tcp-listener.ts")>("net/tcp-listener.ts");
const { tcpServerRules } = await load<typeof import("../../day5/src/net/tcp-server.ts")>("net/tcp-server.ts");
const { eventLoopRules } = await load<typeof import("../../day5/src/event-loop/event-loop-options.ts")>(
  "event-loop/event-loop-options.ts",
);

const sections: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  "`limits`": limitRules,
  "`conn`": connRules,
  Listeners: listenerRules,
  Servers: tcpServerRules,
  "Event loops": eventLoopRules,
};

/** The rows of a section: option, default, range. */
function rows(title: string): string[][] {
  const [, section = ""] = page.split(`\n## ${title}\n`);
  const lines = section.split("\n## ")[0]?.split("\n") ?? [];
  return lines.filter((line) => line.startsWith("| `")).map((line) => line.slice(2, -2).split(" | "));
}

for (const [title, rules] of Object.entries(sections)) {
  test(`the page has each option of ${title}, with what it must be`, () => {
    assert.deepEqual(
      rows(title).map(([option, , range]) => [option, range]),
      Object.entries(rules).map(([name, { allowed }]) => [`\`${name}\``, allowed]),
    );
  });
}

test("the page has the defaults of limits and connections", () => {
  const all: Record<string, number> = { ...ray.connDefaults, ...ray.defaultLimits };
  for (const [option = "", told = ""] of [...rows("`limits`"), ...rows("`conn`")]) {
    const value = told === "no limit" ? Number.POSITIVE_INFINITY : Number(told.replaceAll(",", ""));
    assert.equal(value, all[option.slice(1, -1)], option);
  }
});
