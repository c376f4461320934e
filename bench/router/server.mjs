/** The whole of ray with the routes of the REST set: all of them, or only the one that is asked for. */

import { listen, Router } from "../.build/index.js";

const [only = ""] = process.argv.slice(2);
const { restApi } = await import("./rest-api.ts");
const router = new Router();
for (const [method, path] of restApi) {
  if (only !== "" && `${method} ${path}` !== only) continue;
  router.on(method, path, (c) => c.json(c.params));
}
await listen(`127.0.0.1:${process.env.PORT}`, router, { limits: { keepAliveTimeoutMs: 300_000 } });
