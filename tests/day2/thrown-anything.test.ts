/** Whatever an app throws, and whatever its logger makes of it: 500, and the server lives. */

import { test } from "node:test";
import { someOn } from "../support/sizes.ts";
import { loggerNames } from "../support/thrown-loggers.ts";
import { assertThrownBorne } from "../support/thrown-report.ts";

for (const LOGGER of someOn(2, loggerNames)) {
  test(`each value that can be thrown, at each place of an app, logger ${LOGGER}: 500, and the next is served`, (t) =>
    assertThrownBorne(t, "thrown-program.ts", 400, { PLACES: "app", LOGGER }));
}
