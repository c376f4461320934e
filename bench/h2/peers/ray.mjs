/** The whole stack of day 5: HTTP/2 in clear text shares its port. */

import { start } from "../../http/peers/ray-app.mjs";

await start();
