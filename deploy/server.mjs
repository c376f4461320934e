/**
 * A service as it stands behind a proxy: plain JavaScript on the package that `npm run build` makes. HOST, PORT or
 * SOCKET say where it listens; TRUST_PROXY which networks the proxies are in, separated by commas.
 */

import { liveness, Router, readiness, run } from "ray";
import { accessLog, requestId, securityHeaders } from "ray/middleware";

const { HOST = "127.0.0.1", PORT = "3000", SOCKET, TRUST_PROXY = "127.0.0.1,::1" } = process.env;

/** One line of JSON for each event, on stdout: what collects logs wants nothing else. */
const write = (level) => (fields, message) => {
  const event = typeof fields === "string" ? { message: fields } : { ...fields, message };
  const { err, ...rest } = event;
  console.log(
    JSON.stringify({ time: new Date().toISOString(), level, ...rest, ...(err && { err: String(err) }) }),
  );
};
const logger = {
  trace() {},
  debug() {},
  info: write("info"),
  warn: write("warn"),
  error: write("error"),
  isLevelEnabled: (level) => level !== "trace" && level !== "debug",
};

const app = new Router()
  .hooks(requestId(), accessLog(), securityHeaders())
  .get("/", (c) => c.string(`hello ${c.remoteAddress.host}\n`));

// Around it, so that those who come every few seconds to look are in no access log.
const router = new Router()
  .get("/ready", readiness())
  .get("/live", liveness())
  .at("/", app)
  .at("/*rest", app);

await run(SOCKET ? { path: SOCKET } : `${HOST}:${PORT}`, router, {
  logger,
  // A Unix socket has no addresses: whoever may open the file is trusted.
  trustProxy: SOCKET ? 1 : TRUST_PROXY.split(","),
});
