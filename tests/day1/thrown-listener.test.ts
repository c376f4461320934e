/** Whatever a connection handler or one of its callbacks throws, the next client is served and the server stops. */

import { test } from "node:test";
import { someOn } from "../support/sizes.ts";
import { loggerNames } from "../support/thrown-loggers.ts";
import { assertThrownBorne } from "../support/thrown-report.ts";

for (const LOGGER of someOn(1, loggerNames)) {
  test(`each value that can be thrown, in each callback of a connection, logger ${LOGGER}: nothing crashes`, (t) =>
    assertThrownBorne(t, "thrown-listeners.ts", 200, { LOGGER }));
}
