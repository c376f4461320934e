/** Whatever a hook throws, and whatever its logger makes of it: 500, and the server lives. */

import { test } from "node:test";
import { loggerNames } from "../support/thrown-loggers.ts";
import { assertThrownBorne } from "../support/thrown-report.ts";

for (const LOGGER of loggerNames) {
  test(`each value that can be thrown, in each kind of hook, logger ${LOGGER}: 500, and the next is served`, (t) =>
    assertThrownBorne(t, "thrown-program.ts", 400, { PLACES: "hooks", LOGGER }));
}
