/** Whatever a hook throws, and whatever its logger makes of it: 500, and the server lives. */

import { test } from "node:test";
import { assertThrownBorne } from "../support/thrown-report.ts";

test("each value that can be thrown, in each kind of hook, under each logger: 500, and the next is served", (t) =>
  assertThrownBorne(t, "thrown-program.ts", 1_600, { PLACES: "hooks" }));
