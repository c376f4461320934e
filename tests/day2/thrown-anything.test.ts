/** Whatever an app throws, and whatever its logger makes of it: 500, and the server lives. */

import { test } from "node:test";
import { assertThrownBorne } from "../support/thrown-report.ts";

test("each value that can be thrown, at each place of an app, under each logger: 500, and the next is served", (t) =>
  assertThrownBorne(t, "thrown-program.ts", 1_800, { PLACES: "app" }));
