/** The names by which programs of this repository may import the framework, as others will from a package. */

import assert from "node:assert/strict";
import { test } from "node:test";

const faces = {
  ray: "index.ts",
  "ray/net": "net.ts",
  "ray/event-loop": "event-loop.ts",
  "ray/testing": "testing.ts",
  "ray/fetch": "fetch.ts",
  "ray/wrap": "wrap.ts",
};

for (const [name, file] of Object.entries(faces)) {
  test(`${name} is day 5's ${file}`, async () => {
    assert.equal(await import(name), await import(`../../day5/src/${file}`));
  });
}

test("what stands in no face cannot be imported from the package", async () => {
  await assert.rejects(import("ray/http/request.ts" as string), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
});
