/** Whatever a connection handler or one of its callbacks throws, the next client is served and the server stops. */

import { test } from "node:test";
import { assertThrownBorne } from "../support/thrown-report.ts";

test("each value that can be thrown, in each callback of a connection, under each logger: nothing crashes", (t) =>
  assertThrownBorne(t, "thrown-listeners.ts", 800));
