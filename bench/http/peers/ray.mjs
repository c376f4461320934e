/** The whole stack of day 5: router, one global hook, context. */

import { start } from "./ray-app.mjs";

await start();
