/**
 * The whole framework at work: `npm run day5`, then `curl -i http://127.0.0.1:3000/admin/hello`.
 * HOST and PORT set where it listens, MY_LOG_LEVEL and MY_LOG_STYLE what it tells. `npm run day5 -- --tls`, or TLS=1,
 * speaks HTTPS. Ctrl-c stops it: it answers what it has begun, and a second ctrl-c does not wait for that.
 */

import { handler, int, query } from "../src/extract/index.ts";
import { type AppContext, Router, run } from "../src/index.ts";
import { devCertificate } from "./dev-certificate.ts";
import { echoLines } from "./line-echo.ts";
import { createLogger } from "./logger.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;
const log = createLogger();

/** The access log: it tells what went out, also where a deadline answered, and where an answer broke off. */
const accessLog = {
  onRequest({ method, path, req }: AppContext) {
    const begin = performance.now();
    req.onAnswered(({ status, complete }) => {
      const ms = Math.round(performance.now() - begin);
      log.info({ method, path, status, ms }, complete ? "answered" : "broke off");
    });
  },
};

const router = new Router()
  .hooks(accessLog)
  .get("/", (c) => c.string("hello world\n"))
  .get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}\n`))
  .post("/echo", async (c) => {
    c.header("content-type", c.req.headers.get("content-type") ?? "application/octet-stream");
    return c.bytes(await c.req.bytes());
  })
  .get("/echo-lines", echoLines)
  // Called with two numbers, or not at all: what is none is a 400 that says which.
  .get(
    "/sum",
    handler(query("a", int), query("b", int), (a, b) => `${a + b}\n`),
  );

router.group("/user", (user) => {
  user.get("/", (c) => c.string("hello user\n"));
  user.get("/index", (c) => c.string("user index\n"));
});

const admin = router
  .group("/admin")
  .hooks((c) => log.info({ path: c.path }, "somebody visits the admin pages"));
admin.get("/hello", (c) => c.string("hello from admin\n"));
admin.get("/index", (c) => c.string("admin index\n"));
// One route's own hook: it answers, so the handler is never asked.
admin.addHooks("GET", "/index", (c) =>
  c.query.has("secret") ? c.string("that would be telling\n", 403) : undefined,
);

const wantsTls = process.env.TLS === "1" || process.argv.includes("--tls");
const tls = wantsTls ? { tls: devCertificate(PORT) } : {};

await run(`${HOST}:${PORT}`, router, { logger: log, ...tls });
