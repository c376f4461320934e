/**
 * `npm run bench -- micro`: the hot files of HTTP/1.1 against their naive twins, without a network.
 * Options: --rounds 7, --ms 40 (for each of the two in a round), --json.
 */

import { parseArgs } from "node:util";
import { aligned } from "../http/report.ts";
import { wholeNumbers } from "../known.ts";
import { describeMachine } from "../machine.ts";
import { microCases } from "./cases.ts";
import { measure } from "./measure.ts";

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "7" },
      ms: { type: "string", default: "40" },
      json: { type: "boolean", default: false },
    },
  });
  const [rounds = 0, slotMs = 0] = wholeNumbers([values.rounds, values.ms]);
  return { rounds, slotMs, json: values.json };
}

/** Answers the exit code: 0, or 2 for wrong words. */
export function benchMicro(args: readonly string[]): number {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(
      `${(error as Error).message.split("\n")[0]}; see the head of bench/micro/main.ts for the options`,
    );
    return 2;
  }
  const results = microCases.map(({ name, file, fast, naive }) => {
    process.stderr.write(`${name} …\n`);
    return { name, file, ...measure(fast, naive, options) };
  });
  if (options.json) {
    console.log(JSON.stringify({ machine: describeMachine(), options, results }, null, 2));
    return 0;
  }
  console.log(`${describeMachine()}; medians of ${options.rounds} rounds\n`);
  const rows = results.map(({ name, file, fastNs, naiveNs, ratio, ratios }) => [
    name,
    file,
    fastNs.toFixed(0),
    naiveNs.toFixed(0),
    ratio.toFixed(1),
    ratios.map((value) => value.toFixed(1)).join("–"),
  ]);
  console.log(aligned(["work", "file", "ns", "naive ns", "naive ×", "of rounds"], rows).join("\n"));
  return 0;
}
