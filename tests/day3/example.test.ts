/** What `npm run dayN` starts: the routes that the example of every day from 3 on has. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Child } from "../support/child.ts";
import { request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { srcDir } from "../support/stage.ts";

const example = join(srcDir, "..", "examples", "main.ts");
// A learner's own copy may have none.
const skip = existsSync(example) ? false : `there is no ${example}`;

test("the example answers by route, and ends with exit code 0 after ctrl-c", { skip }, async (t) => {
  const child = Child.run(t, example, { PORT: "0" });
  const [, port] = await child.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)\n/);
  const client = await RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
  client.send(request("GET /") + request("GET /user") + request("GET /ghost/7"));
  client.send(request("POST /ghost/7") + request("GET /nobody") + request("HEAD /user"));
  client.send(request("POST /echo", { "Content-Type": "text/x", Connection: "close" }, "echoed"));
  const received = await client.readAll();
  const statuses = received.match(/(?<=HTTP\/1\.1 )\d+/g);
  assert.deepEqual(statuses, ["200", "200", "200", "405", "404", "200", "200"]);
  assert.match(received, /\r\n\r\nhello world\n.*\r\n\r\nhello user\n.*\r\n\r\nghost 7\n/s);
  assert.match(received, /allow: GET, HEAD, OPTIONS\r\n/i);
  assert.match(received, /content-type: text\/x\r\n.*\r\n\r\nechoed$/is);
  child.kill("SIGINT");
  assert.equal((await child.exited).code, 0);
});
